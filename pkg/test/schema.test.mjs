// The JSON Schema that editors use says the same as the engine: what one refuses, the other does.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { vectors } from "../../tests/vectors.mjs";
import { openEngine } from "../entry/node.js";

const schema = (name) =>
  JSON.parse(readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url)));
const ajv = new Ajv({ strict: false, allErrors: true });
const isConfig = ajv.compile(schema("config"));
const isWorkflow = ajv.compile(schema("workflow"));
const configs = vectors.flatMap(([, text]) => JSON.parse(text).configs);

test("every shipped workflow fits", () => {
  const templates = new URL("../templates/", import.meta.url);
  const names = readdirSync(templates);
  assert.ok(names.length > 20);
  for (const name of names) {
    const workflow = JSON.parse(readFileSync(new URL(`${name}/workflow.json`, templates), "utf8"));
    assert.ok(isWorkflow(workflow), `${name}: ${ajv.errorsText(isWorkflow.errors)}`);
  }
});

test("every configuration of the scenarios fits", () => {
  assert.ok(configs.length >= 60);
  for (const config of configs) {
    assert.ok(isConfig(JSON.parse(config)), ajv.errorsText(isConfig.errors));
  }
});

test("what the schema refuses the engine refuses, at every place of a configuration", async () => {
  const engine = await openEngine();
  const refuses = (config) => engine.load(JSON.stringify(config)).plan === null;
  let tried = 0;
  for (const text of configs.slice(0, 30)) {
    for (const mutant of mutants(JSON.parse(text))) {
      if (isConfig(mutant)) continue;
      assert.ok(refuses(mutant), JSON.stringify(mutant));
      tried += 1;
    }
  }
  assert.ok(tried > 2_000, `${tried}`);
});

/** The same document with one value replaced, or one key too many, at each place in turn. */
function* mutants(root, at = root) {
  if (typeof at !== "object" || at === null) return;
  if (!Array.isArray(at)) {
    at.surprise = 1;
    yield root;
    delete at.surprise;
  }
  for (const [key, value] of Object.entries(at)) {
    for (const other of [null, 7.5, -1, "", {}, [{}], true]) {
      at[key] = other;
      yield root;
    }
    at[key] = value;
    yield* mutants(root, value);
  }
}
