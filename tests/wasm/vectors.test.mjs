// Every scenario, as calls at the wasm boundary, gives the same bytes in Node as natively.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "../../pkg/entry/node.js";
import { promise } from "../promises/record.mjs";
import { vectors } from "../vectors.mjs";
import { openEdgeEngine } from "./edge-engine.mjs";
import { replay } from "./replay.mjs";

const shown = promise(13, "node");
let agreed = 0;
const artifacts = {
  browser: openEngine,
  edge: () => openEdgeEngine(),
};

for (const [artifact, open] of Object.entries(artifacts)) {
  test(`${vectors.length} vectors agree in the ${artifact} artifact`, async () => {
    const engine = await open();
    assert.ok(vectors.length >= 60);
    for (const [name, text] of vectors) {
      assert.deepEqual(await replay(engine, JSON.parse(text)), [], name);
      agreed += 1;
    }
  });
}

test("both artifacts come from the same sources and zone data", async () => {
  const [browser, edge] = await Promise.all(
    Object.values(artifacts).map(async (open) => (await open()).info()),
  );
  assert.deepEqual(edge, browser);
  assert.equal(agreed, 2 * vectors.length);
  shown(vectors.length, "the same bytes in both builds");
});
