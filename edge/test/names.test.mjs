/** What a log prints of our own names, and which tokens are looked up at all. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-names-"));

async function load(path) {
  const outfile = join(folder, `${path.replaceAll("/", "-")}.mjs`);
  const entry = new URL(`../src/${path}.ts`, import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", external: ["node:*"] });
  return import(pathToFileURL(outfile));
}

let log;
let ids;
let tokens;
before(async () => {
  [log, ids, tokens] = [await load("log"), await load("ids"), await load("verify/own-token")];
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("every id of ours is printed, and no telephone number or address", () => {
  for (let round = 0; round < 2_000; round += 1) {
    const id = ids.randomName();
    assert.equal(log.redacted(id), id);
  }
  for (const text of ["+4930998877", "4930998877", "a@people.example", "Zebulon Q"]) {
    assert.equal(log.redacted(text), "[redacted]", text);
  }
});

test("a token says by itself whether it is made like ours", () => {
  const env = { EDGEWISE_MASTER_KEY: randomBytes(32).toString("base64") };
  for (const kind of ["token", "write", "server"]) {
    const token = tokens.newOwn(env, kind);
    assert.match(token, /^(?:[ws]k_)?[\w-]{43}$/);
    assert.ok(tokens.isOwn(env, kind, token));
    const other = { EDGEWISE_MASTER_KEY: randomBytes(32).toString("base64") };
    assert.ok(!tokens.isOwn(other, kind, token));
    for (let round = 0; round < 1_000; round += 1) {
      assert.ok(
        !tokens.isOwn(env, kind, token.slice(0, 3) + randomBytes(30).toString("base64url")),
      );
    }
  }
});
