/** The email of docs/emails.md goes live as it stands, and every code that it explains is one that exists. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { checkMessages, renderEmail } from "edgewise/message.js";

const page = readFileSync(new URL("../../docs/emails.md", import.meta.url), "utf8");
const shop = {
  name: "Kiln",
  currency: "EUR",
  url: "https://kiln.example",
  sender: { name: "Kiln", email: "hello@kiln.example" },
  postal_address: "1 Lane, Town",
};

test("the example is an email without a finding, in both of its languages", () => {
  const engine = openEngine();
  const message = JSON.parse(page.match(/```json\n([\s\S]*?)```/)[1]);
  const config = { format: 1, shop, messages: { m: message }, workflows: [] };
  const { plan, diagnostics } = engine.load(JSON.stringify(config));
  assert.deepEqual([...diagnostics, ...checkMessages(engine, plan, config, [])], []);
  for (const [language, title] of [
    ["en", "Still thinking it over?"],
    ["de", "Noch am Überlegen?"],
  ]) {
    const cart = { items: [{ title: "Bowl" }], more_items: 0, url: "https://kiln.example/c" };
    const variables = { shop, customer: { language }, cart };
    const payload = { message: "m", kind: "marketing", channel: "email", zone: "UTC", variables };
    const given = { engine, config, now: 0, unsubscribeUrl: "https://kiln.example/u/1" };
    assert.ok(renderEmail(payload, given).html.includes(title), language);
  }
});

test("the page names every kind of block, and no code that nothing gives", () => {
  const schema = JSON.parse(
    readFileSync(new URL("../../pkg/schema/config.schema.json", import.meta.url), "utf8"),
  );
  const kinds = schema.$defs.Block.anyOf.map((one) => one.properties.type.const);
  assert.ok(kinds.length >= 16);
  for (const kind of kinds) assert.ok(page.includes(`\`${kind}\``), kind);
  const read = (name) =>
    readFileSync(new URL(`../../pkg/message/${name}`, import.meta.url), "utf8");
  const code = ["findings.js", "series.js"].map(read).join("\n");
  const explained = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
  const given = [...code.matchAll(/warning\(\s*"([a-z-]+)"/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(given)].sort(), explained.sort());
});
