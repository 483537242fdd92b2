// What somebody sees who writes a configuration in an editor: by the service that VS Code asks.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { getLanguageService } from "vscode-json-languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

const service = getLanguageService({});
const schemas = Object.fromEntries(
  ["workflow", "segment"].map((name) => {
    const file = new URL(`../schema/${name}.schema.json`, import.meta.url);
    return [name, JSON.parse(readFileSync(file, "utf8"))];
  }),
);
service.configure({
  schemas: Object.entries(schemas).map(([name, schema]) => ({
    uri: schema.$id,
    fileMatch: [`*.${name}.json`],
    schema,
  })),
});

/** What is offered where `|` stands. */
async function offered(name, text) {
  const offset = text.indexOf("|");
  const document = TextDocument.create(`file:///a.${name}.json`, "json", 1, text.replace("|", ""));
  const parsed = service.parseJSONDocument(document);
  const { items } = await service.doComplete(document, document.positionAt(offset), parsed);
  return items;
}

/** The kinds of a definition, whether they stand in a `oneOf` or an `anyOf`. */
function kindsOf(name, definition) {
  const { oneOf, anyOf } = schemas[name].$defs[definition];
  return [...new Set((oneOf ?? anyOf).map(({ properties }) => properties.type.const))];
}

const workflow = (inside) => `{"id":"a","name":"A","status":"draft",${inside}}`;
const segment = (inside) => `{"id":"a","name":"A","condition":${inside}}`;

const TYPES = [
  ["workflow", "Trigger", workflow('"trigger":{"type":"|"}')],
  ["workflow", "Condition", workflow('"filter":{"type":"|"}')],
  ["workflow", "Step", workflow('"steps":[{"type":"|"}]')],
  ["workflow", "Step", workflow('"steps":[{"id":"s","type":"|"}]')],
  ["segment", "Condition", segment('{"type":"|"}')],
  ["segment", "Condition", segment('{"type":"all","of":[{"type":"|"}]}')],
];

for (const [name, definition, text] of TYPES) {
  test(`type completes with all kinds, each with what it is: ${text}`, async () => {
    const items = await offered(name, text);
    const kinds = kindsOf(name, definition);
    assert.ok(kinds.length > 10);
    assert.deepEqual(items.map(({ label }) => JSON.parse(label)).sort(), kinds.sort());
    for (const { label, documentation } of items) assert.ok(documentation, label);
  });
}

const MEMBERS = [
  ["segment", segment('{"type":"spend","|"}'), ["amount", "and", "is", "window"]],
  ["workflow", workflow('"trigger":{"type":"segment_entered","|"}'), ["segment"]],
  ["workflow", workflow('"steps":[{"id":"s","type":"send","|"}]'), ["kind", "message"]],
];

for (const [name, text, members] of MEMBERS) {
  test(`and then the kind's own members: ${text}`, async () => {
    const items = await offered(name, text);
    assert.deepEqual(items.map(({ label }) => label).sort(), members);
  });
}
