// The JSON Schemas of what the engine takes in and gives out say what it does: nothing of it is missing in
// them, and nothing that they ask for is missing in it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { vectors } from "../../tests/vectors.mjs";

const schema = JSON.parse(
  readFileSync(new URL("../schema/engine.schema.json", import.meta.url), "utf8"),
);

/** A schema that takes no member it does not name, where it does not say that it takes others. */
function closed(one) {
  if (Array.isArray(one)) return one.map(closed);
  if (typeof one !== "object" || one === null) return one;
  const inside = Object.fromEntries(
    Object.entries(one).map(([key, value]) => [key, closed(value)]),
  );
  const isOpen = one.type === "object" && "properties" in one && !("additionalProperties" in one);
  return isOpen ? { ...inside, additionalProperties: false } : inside;
}

// As strict as Ajv can be.
const ajv = new Ajv({ strict: true, allErrors: true });
ajv.addSchema(closed(schema));
const checkOf = (name) => ajv.compile({ $ref: `${schema.$id}#/$defs/${name}` });
const [isInput, isSummary, isState] = ["Input", "Summary", "State"].map(checkOf);

function fits(check, value, what) {
  assert.ok(check(value), `${what}: ${ajv.errorsText(check.errors)}\n${JSON.stringify(value)}`);
}

test("all inputs, answers and states of the scenarios are as described, to the last member", () => {
  let moved = 0;
  for (const [name, text] of vectors) {
    const { calls, state } = JSON.parse(text);
    for (const { input, summary } of calls) {
      fits(isInput, JSON.parse(input), name);
      fits(isSummary, JSON.parse(summary), name);
      moved += 1;
    }
    fits(isState, JSON.parse(state), name);
  }
  assert.ok(moved > 1_000, `${moved}`);
});

test("so are states of every release, and what a later one adds is no fault", () => {
  const releases = new URL("../../tests/frozen/", import.meta.url);
  for (const release of readdirSync(releases)) {
    const state = JSON.parse(readFileSync(new URL(`${release}/state.json`, releases), "utf8"));
    fits(isState, state, release);
    fits(isState, { ...state, later: { mood: "fine" } }, release);
  }
});

test("what is not of the described form is found", () => {
  assert.ok(!isInput({ type: "wake", surprise: 1 }));
  assert.ok(!isInput({ type: "release" }));
  assert.ok(!isState({ format: "1" }));
  assert.ok(!isSummary({}));
});
