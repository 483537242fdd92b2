// What kinds of triggers, steps, conditions and events are called stands in the engine's schema, once.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { transformWithOxc } from "vite";

const source = new URL("../src", import.meta.url).pathname;
const json = readFileSync(new URL("../../pkg/schema/config.schema.json", import.meta.url), "utf8");

/** A module of the page that imports nothing but the schema. */
async function load(name, schema = json) {
  const path = join(source, name);
  const { code } = await transformWithOxc(readFileSync(path, "utf8"), path);
  const whole = code.replace(/^import configSchema from .*$/m, `const configSchema = ${schema};`);
  return import(`data:text/javascript,${encodeURIComponent(whole)}`);
}

const { $defs: definitions } = JSON.parse(json);
const { kindsOf, kindTitle, EVENTS, eventTitle, blank, kindOf, definition } =
  await load("schema/schema.ts");
const { fieldLabel, valueLabel } = await load("strings/fields.ts");
const read = (name) => readFileSync(join(source, name), "utf8");

const KINDS = ["Trigger", "Step", "Condition"];
const formsOf = (name) => definitions[name].anyOf ?? definitions[name].oneOf;

/** Every object inside a JSON value, and itself. */
const objectsIn = (value) =>
  typeof value !== "object" || value === null
    ? []
    : [value, ...Object.values(value).flatMap(objectsIn)];

const schemas = objectsIn(JSON.parse(json));
const fields = new Set(schemas.flatMap(({ properties = {} }) => Object.keys(properties)));
const choices = new Set(
  schemas.flatMap((one) => [...(Array.isArray(one.enum) ? one.enum : []), one.const ?? []].flat()),
);

for (const name of KINDS) {
  test(`every kind of ${name.toLowerCase()} has a title, a group and a description`, () => {
    for (const one of formsOf(name)) {
      const { type } = one.properties;
      assert.match(one.title ?? "", /^[A-Z][^_]+$/, type.const);
      assert.ok(one["x-group"], type.const);
      assert.match(one.description ?? "", /^[A-Z].*\.$/s, type.const);
      assert.equal(kindTitle(name, type.const), one.title);
    }
    const titles = kindsOf(name).map(({ text }) => text);
    assert.deepEqual(titles, [...new Set(titles)], "two kinds have the same title");
  });
}

test("every event that a merchant can choose has a title of its own", () => {
  const offered = definitions.EventName.oneOf.filter((one) => one["x-group"] !== undefined);
  assert.ok(offered.length > 20);
  for (const { const: event, title } of offered) {
    assert.match(title ?? "", /^[A-Z][^_]+$/, event);
    assert.equal(eventTitle(event), title);
  }
  const titles = EVENTS.map(({ text }) => text);
  assert.deepEqual(titles, [...new Set(titles)]);
});

test("a kind that the page doesn't know gets its title and its first value", async () => {
  const schema = JSON.parse(json);
  schema.$defs.Step.anyOf.push({
    title: "Send a postcard",
    "x-group": "Messages",
    description: "Sends a postcard.",
    type: "object",
    required: ["id", "type", "design"],
    properties: {
      id: { type: "string" },
      type: { type: "string", const: "send_postcard" },
      design: { type: "string" },
    },
  });
  const page = await load("schema/schema.ts", JSON.stringify(schema));
  assert.equal(page.kindTitle("Step", "send_postcard"), "Send a postcard");
  assert.ok(page.kindsOf("Step").some(({ group, value }) => group && value === "send_postcard"));
  assert.deepEqual(page.blank(page.kindOf(page.definition("Step"), "send_postcard")), {
    id: "",
    type: "send_postcard",
    design: "",
  });
});

test("every kind of step begins with all that it requires", () => {
  for (const { value } of kindsOf("Step")) {
    const schema = kindOf(definition("Step"), value);
    const step = { id: "new", ...blank(schema) };
    assert.deepEqual(
      schema.required.filter((field) => !(field in step)),
      [],
      value,
    );
  }
});

test("every field and choice in a form has a label", () => {
  for (const name of fields) assert.match(fieldLabel(name), /^[A-Z$][^_]*$/, name);
  for (const value of choices) assert.doesNotMatch(valueLabel(String(value)), /_/, String(value));
});

test("every label is of a field or a choice that the schema has", () => {
  const text = read("strings/fields.ts");
  const table = (name) => {
    const [, body] = new RegExp(`const ${name}[^=]*= \\{\\n([\\s\\S]*?)\\n\\};`).exec(text);
    return [...body.matchAll(/^ {2}"?([\w.]+)"?:/gm)].map(([, key]) => key);
  };
  assert.deepEqual(
    table("LABELS").filter((key) => !fields.has(key)),
    [],
  );
  const known = (key) =>
    choices.has(key.split(".").at(-1)) && (!key.includes(".") || fields.has(key.split(".")[0]));
  assert.deepEqual(
    table("VALUES").filter((key) => !known(key)),
    [],
  );
});

test("no table of the page says again what kinds and events are called", () => {
  // Kinds of one word, such as `tier`, are names of other things, too.
  const kinds = new Set(
    [
      ...KINDS.flatMap((name) => formsOf(name).map((one) => one.properties.type.const)),
      ...definitions.EventName.oneOf.map((one) => one.const),
    ].filter((kind) => kind.includes("_")),
  );
  const tables = readdirSync(source, { recursive: true })
    .map(String)
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const entries = [...read(name).matchAll(/^\s*"?(\w+)"?: (?:["`][A-Za-z]|\(|nouns\.)/gm)];
      const found = entries.map(([, key]) => key).filter((key) => kinds.has(key));
      return found.length > 2 ? [`${name}: ${found.join(", ")}`] : [];
    });
  assert.deepEqual(tables, []);
});
