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
  const some = () =>
    Object.fromEntries(tokens.KINDS.map((kind) => [kind, randomBytes(32).toString("base64")]));
  const [keys, others] = [some(), some()];
  for (const kind of tokens.KINDS) {
    const token = tokens.newOwn(keys, kind);
    assert.match(token, /^(?:(?:[wsa]k_)?[\w-]{43}|(?:se|li)_[\w-]{54})$/);
    assert.ok(tokens.isOwn(keys, kind, token));
    assert.ok(!tokens.isOwn(others, kind, token));
    for (let round = 0; round < 1_000; round += 1) {
      assert.ok(
        !tokens.isOwn(
          keys,
          kind,
          (token.slice(0, 3) + randomBytes(40).toString("base64url")).slice(0, token.length),
        ),
      );
    }
  }
});
