/** Every template that ships can be put live as it is, and every message of it can be rendered. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { checkMessages, renderMessage } from "edgewise/message.js";
import { configFrom, firstMessage, GOALS, templateFrom } from "edgewise/templates.js";

const root = new URL("../templates", import.meta.url).pathname;
const SHOP = {
  name: "Mira Ceramics",
  currency: "EUR",
  time_zone: "Europe/Berlin",
  url: "https://mira.example",
  sender: { name: "Mira Ceramics", email: "hello@mira.example" },
  postal_address: "1 Kiln Lane, 10115 Berlin",
};
const VARIABLES = {
  shop: SHOP,
  customer: {
    first_name: "Anna",
    next_tier: { name: "Gold", missing: { minor: 4_950, currency: "EUR" } },
  },
  cart: { items: [], total: null, url: "https://mira.example/cart/1" },
  order: {
    number: "#1001",
    total: { minor: 4_990, currency: "EUR" },
    items: [{ title: "Mug", quantity: 2 }],
  },
  coupon: { code: "SAVE-ABCDEFGH", percent: 10 },
  trigger: { title: "Lamp", subject: "lamp", price: 20 },
  unsubscribe_url: "https://mira.example/u/1",
};

/** Somebody of whom nothing is known. */
const NOBODY = { shop: { name: "Mira Ceramics" }, unsubscribe_url: VARIABLES.unsubscribe_url };

const isTransactional = (steps, id) =>
  steps.some(({ message, kind }) => message === id && kind === "transactional");

function template(name) {
  const folder = join(root, name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return templateFrom(
    Object.fromEntries(files.map((file) => [relative(folder, file), readFileSync(file, "utf8")])),
  );
}

const engine = openEngine();
for (const name of readdirSync(root)) {
  test(`${name} goes live without a finding, and its messages say something`, () => {
    const one = template(name);
    assert.equal(one.id, name);
    assert.ok(one.description && one.needs.length > 0 && one.history_days >= 0);
    assert.ok(GOALS.includes(one.goal), `${one.goal} is no goal`);
    assert.ok(
      Object.hasOwn(one.messages, firstMessage(one)),
      "its first message is one of its own",
    );
    for (const { path, default: value, note } of one.parameters ?? []) {
      const found = path
        .split(/[.[\]]+/)
        .filter(Boolean)
        .reduce((at, key) => at?.[key], one.workflow);
      assert.ok(found !== undefined && note, `${path} leads nowhere`);
      if (typeof value !== "string" || typeof found === "string")
        assert.deepEqual(found, value, path);
    }
    // Where something tells of openings and clicks nothing is found; elsewhere only that it does not.
    const observing = { ...SHOP, observes: ["email", "sms"] };
    const config = configFrom(observing, [one], "live");
    const { plan, diagnostics } = engine.load(JSON.stringify(config));
    assert.deepEqual([typeof plan, diagnostics], ["string", []]);
    const blind = engine.load(JSON.stringify(configFrom(SHOP, [one], "live")));
    const codes = blind.diagnostics.map(({ code }) => code);
    assert.deepEqual(
      codes.filter((code) => code !== "reactions-not-observable"),
      [],
    );
    // A placeholder is what the merchant must replace first, so it is one of the parameters.
    const placeholders = (one.parameters ?? [])
      .filter(({ default: value }) => /^https:\/\/[^/]*example\.com/.test(value))
      .map(({ path }) => ["placeholder-address", `workflows[0].${path}`]);
    assert.deepEqual(
      checkMessages(engine, plan, config, []).map(({ code, path }) => [code, path]),
      placeholders,
    );
    for (const [id, message] of Object.entries(one.messages)) {
      const options = {
        engine,
        now: 0,
        zone: "Europe/Berlin",
        currency: "EUR",
        locale: "en",
        shopUrl: SHOP.url,
      };
      const transactional = isTransactional(one.workflow.steps, id);
      for (const variables of [VARIABLES, NOBODY]) {
        const rendered = renderMessage(message, variables, options);
        assert.deepEqual(rendered.faults, [], id);
        assert.doesNotMatch(Object.values(rendered).join(""), /\{\{|\{%|undefined|\[object/, id);
        const { subject, html, text } = rendered;
        if (message.channel === "sms") {
          assert.ok(text.length <= 160, `${id} has ${text.length} characters`);
          assert.match(text, /STOP/);
          continue;
        }
        assert.ok(subject.length > 3 && subject.length < 80, `${id}: “${subject}”`);
        assert.doesNotMatch(`${subject}${text}`, /null|!/, id);
        for (const shown of [html, text]) {
          assert.equal(shown.includes(NOBODY.unsubscribe_url), !transactional, id);
        }
      }
    }
  });
}
