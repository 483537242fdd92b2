/** Every command in docs/api.md runs against a Worker, in order, and answers what the page shows. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { ADMIN_KEY, root, startWorld } from "../blackbox/world.mjs";
import { assertShows, blocksOf } from "./examples.mjs";

const blocks = blocksOf(readFileSync(join(root, "docs/api.md"), "utf8"));
const run = promisify(execFile);
let world;
let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "edgewise-docs-"));
  world = await startWorld();
});
after(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("every command answers what is shown below it", async () => {
  const env = { PATH: process.env.PATH, EDGEWISE: world.base, KEY: ADMIN_KEY };
  const commands = blocks.filter(({ text }) => text.startsWith("curl"));
  assert.ok(commands.length >= 10, `${commands.length} commands`);
  for (const [index, { language, text, before: above }] of blocks.entries()) {
    const file = above.match(/Save this as `([\w.]+)`:\s*$/)?.[1];
    if (file !== undefined) writeFileSync(join(folder, file), text);
    if (language !== "sh" || !text.startsWith("curl")) continue;
    const { stdout } = await run("bash", ["-euc", text], { cwd: folder, env });
    const answer = JSON.parse(stdout);
    if (process.env.EDGEWISE_SHOW) console.log(text, stdout);
    const shown = blocks[index + 1];
    if (shown?.language === "json" && shown.before.trim() === "") {
      assertShows(answer, JSON.parse(shown.text), text.split("\n")[0]);
    } else {
      assert.equal(answer.error, undefined, stdout);
    }
    env.SHOP ??= answer.shop;
    env.WRITE_KEY ??= answer.write_key;
    env.SERVER_KEY ??= answer.server_key;
    env.CUSTOMER ??= answer.customers?.[0].customer;
  }
});

test("the examples of docs/consent.md are taken", async () => {
  const shop = await world.shop();
  const base = { format: 1, shop: { id: "s", name: "S", currency: "EUR", time_zone: "UTC" } };
  const examples = blocksOf(readFileSync(join(root, "docs/consent.md"), "utf8"));
  for (const { text } of examples) {
    const example = JSON.parse(text);
    const isRow = "email" in example;
    const { status, body } = isRow
      ? await world.api("POST", `${shop.api}/consents`, example)
      : await world.api("POST", `${shop.api}/config/check`, { ...base, ...example });
    assert.equal(status, 200, JSON.stringify(body));
    if (isRow) assert.equal(body.taken, 1, JSON.stringify(body));
    else assert.deepEqual(body.diagnostics, []);
  }
  assert.ok(examples.length >= 3);
});

test("the example verifies the example of Standard Webhooks, and refuses all else", async () => {
  const { text } = blocks.find(({ language }) => language === "js");
  const file = join(folder, "verify.mjs");
  writeFileSync(file, text);
  const { isFromEdgewise } = await import(file);
  const secret = `whsec_${Buffer.from("a secret of 24 bytes....").toString("base64")}`;
  const body = '{"order":"1001"}';
  const headersAt = (seconds) => {
    const key = Buffer.from(secret.slice(6), "base64");
    const signature = createHmac("sha256", key).update(`e1.${seconds}.${body}`).digest("base64");
    return {
      "webhook-id": "e1",
      "webhook-timestamp": String(seconds),
      "webhook-signature": `v1,AAAA v1,${signature}`,
    };
  };
  const now = Math.floor(Date.now() / 1000);
  assert.ok(isFromEdgewise(headersAt(now), body, secret));
  assert.ok(!isFromEdgewise(headersAt(now), `${body} `, secret));
  assert.ok(!isFromEdgewise(headersAt(now - 600), body, secret));
  assert.ok(!isFromEdgewise(headersAt(now), body, `whsec_${"A".repeat(32)}`));
});
