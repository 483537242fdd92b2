// Every scenario, as calls at the wasm boundary, gives the same bytes in Node as natively.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createEngine, openEngine } from "../../pkg/entry/node.js";
import { replay } from "./replay.mjs";

const folder = new URL("../vectors/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const artifacts = {
  browser: openEngine,
  edge: async () => {
    const files = new URL("../../pkg/wasm/edge/", import.meta.url);
    const glue = await import(new URL("edgewise.js", files).href);
    return createEngine(
      glue,
      new WebAssembly.Module(readFileSync(new URL("edgewise_bg.wasm", files))),
    );
  },
};

for (const [artifact, open] of Object.entries(artifacts)) {
  test(`${names.length} vectors agree in the ${artifact} artifact`, async () => {
    const engine = await open();
    assert.ok(names.length >= 60);
    for (const name of names) {
      const vector = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
      assert.deepEqual(await replay(engine, vector), [], name);
    }
  });
}

test("both artifacts come from the same sources and zone data", async () => {
  const [browser, edge] = await Promise.all(
    Object.values(artifacts).map(async (open) => (await open()).info()),
  );
  assert.deepEqual(edge, browser);
});
