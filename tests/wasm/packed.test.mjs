/** What the engine packs is what it writes as JSON, in Node as natively, and each form takes the other's place. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openEngine } from "../../pkg/entry/node.js";

const frozen = (name) => readFileSync(new URL(`../frozen/0.2/${name}`, import.meta.url));
const bytes = (text) => new TextEncoder().encode(text);
const text = (of) => new TextDecoder().decode(of);

test("a packed state is its JSON, and packing gives the same bytes as natively", () => {
  const engine = openEngine();
  const [json, packed] = [text(frozen("state.json")), frozen("state.packed")];
  assert.equal(engine.unpacked(text(packed)), json);
  assert.equal(engine.unpacked(json), json);
  assert.equal(engine.unpacked(""), "");
  for (const form of [json, text(packed)]) {
    assert.deepEqual(Buffer.from(engine.packedState(form)), packed);
    assert.deepEqual(engine.reachable(form), ["email"]);
    assert.deepEqual(engine.productsOf(form), ["p1"]);
  }
});

test("a decision is the same from either form and in either form", () => {
  const engine = openEngine();
  const { plan } = engine.load(text(frozen("config.json")));
  const input = bytes(JSON.stringify({ type: "wake" }));
  const now = Date.UTC(2026, 10, 2, 12);
  const once = engine.transition(plan, text(frozen("state.json")), { type: "wake" }, now);
  assert.ok(once.summary.effects.length > 0);
  for (const before of [frozen("state.json"), frozen("state.packed")]) {
    for (const packed of [false, true]) {
      const moved = engine.transitionBytes(plan, before, input, now, packed);
      assert.equal(engine.unpacked(text(moved.summary)), once.text);
      assert.equal(engine.unpacked(text(moved.state)), once.state);
      assert.equal(moved.state[0] === 1, packed);
      assert.equal(moved.state.length * 2 < once.state.length * 1.1, packed);
    }
  }
});

test("something damaged is refused, and says where", () => {
  const engine = openEngine();
  const packed = frozen("state.packed").subarray(0, 400);
  for (const call of ["unpacked", "reachable"]) {
    assert.throws(() => engine[call](text(packed)), {
      name: "EngineError",
      message: /damaged, or packed by a later release, at byte \d+/,
    });
  }
});
