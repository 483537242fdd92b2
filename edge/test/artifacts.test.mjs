// What is built for a first start stays on this machine.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundleWorker } from "../build.mjs";
import { MODULES } from "../modules.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const json = (file) =>
  JSON.parse(readFileSync(join(root, file), "utf8").replace(/^\s*\/\/.*$/gm, ""));

test("what is deployed and what is packed are the optimized engines", () => {
  const { main, assets } = json("edge/wrangler.jsonc");
  assert.deepEqual([main, assets.directory], ["dist/worker.js", "../www/dist"]);
  const packed = json("pkg/package.json").files.filter((name) => /^!?wasm/.test(name));
  assert.deepEqual(packed, ["wasm/browser", ...Object.keys(MODULES).map((name) => `wasm/${name}`)]);
});

test("another engine is not bundled into what is deployed", async () => {
  const out = join(root, "edge/dist");
  const before = existsSync(join(out, "worker.js")) && readFileSync(join(out, "worker.js"));
  await assert.rejects(bundleWorker({ artifact: "start", out }), /expected the engine “edge”/);
  const after = existsSync(join(out, "worker.js")) && readFileSync(join(out, "worker.js"));
  assert.deepEqual(after, before);
});
