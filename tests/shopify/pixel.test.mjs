// The pixel as Shopify's command line builds it, run as Shopify runs it: what it sends says all that the
// engine reads of an event, and nothing else; and nothing leaves before the buyer agreed.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { root } from "../../scripts/command.mjs";
import { openEdgeEngine } from "../wasm/edge-engine.mjs";
import { buildApp, PIXEL } from "./app.mjs";

const engine = await openEdgeEngine();
const { code, said } = await buildApp();
assert.equal(code, 0, said);
const text = readFileSync(PIXEL, "utf8");
const settings = { events_url: "https://edgewise.example/v1/events", write_key: "wk_a+b" };
const YES = {
  analyticsProcessingAllowed: true,
  marketingAllowed: true,
  preferencesProcessingAllowed: false,
  saleOfDataAllowed: false,
};

const folder = join(root, "tests/adapters/fixtures/shopify-pixel");
const documents = readdirSync(folder).map((name) =>
  JSON.parse(readFileSync(join(folder, name), "utf8")),
);
/** The events that the engine's own tests read, as a browser publishes them. */
const published = documents
  .flatMap((document) => document.batch ?? document.events ?? document)
  .map(({ customer, init, ...event }) => ({
    event,
    buyer: customer ?? init?.data?.customer ?? null,
  }));

/** Runs the pixel in a page of its own. Gives a way to publish an event, and what was sent. */
function started({ buyer = null, customerPrivacy = YES } = {}) {
  const subscribers = new Map();
  const consents = [];
  const sent = [];
  const page = vm.createContext({
    encodeURIComponent,
    fetch: async (url, options) => sent.push({ url, ...options }),
    shopify: {
      extend: (point, run) => {
        assert.equal(point, "WebPixel::Render");
        run({
          analytics: { subscribe: (name, listener) => subscribers.set(name, listener) },
          customerPrivacy: { subscribe: (name, listener) => consents.push([name, listener]) },
          init: { customerPrivacy, data: { customer: buyer } },
          settings,
        });
      },
    },
  });
  vm.runInContext(text, page);
  const publish = (event) => {
    const name = event.type === "custom" ? "all_custom_events" : event.name;
    subscribers.get(name)?.(event);
  };
  const decide = (given) => {
    for (const [name, listener] of consents) {
      if (name === "visitorConsentCollected") listener({ customerPrivacy: { ...YES, ...given } });
    }
  };
  return { publish, decide, sent };
}

const request = {
  source: "shopify-pixel",
  topic: "",
  headers: {},
  received_at: Date.parse("2026-11-22T09:00:00Z"),
  shop: { domain: "toys.example", currency: "EUR", time_zone: "Europe/Berlin" },
};
const read = (message) => engine.ingest(request, new TextEncoder().encode(JSON.stringify(message)));

/** A theme's own event, as the pixel knows it for ours. */
const asOwn = (event) =>
  event.type === "custom" ? { ...event, name: `edgewise:${event.name}` } : event;

/** The same with a text in the place of each empty one. */
const withTexts = (value) =>
  JSON.parse(JSON.stringify(value, (_, one) => (one === "" ? "filled" : one)));

test("what is sent is read as the whole event would be, and whatever is read is sent", () => {
  // Where a member is empty, it could be missing and nobody would see it.
  const filled = published.map(({ event, buyer }) => ({ event: withTexts(event), buyer }));
  let [used, unused] = [0, 0];
  for (const { event, buyer } of [...published, ...filled]) {
    const { publish, sent } = started({ buyer });
    publish(asOwn(event));
    const whole = read(buyer === null ? event : { ...event, customer: buyer });
    if (sent.length === 0) {
      assert.ok(!(whole.deliveries?.length > 0), `${event.name} is read and wasn't sent`);
      unused += 1;
      continue;
    }
    assert.equal(sent.length, 1);
    assert.deepEqual(read(JSON.parse(sent[0].body)), whole, event.name);
    if (whole.deliveries?.length > 0) used += 1;
  }
  assert.ok(used >= 20 && unused >= 2, `${used} are read, ${unused} are not`);
});

test("a member that nobody reads stays in the browser", () => {
  const secret = "nobody reads this";
  /** Puts a member of that kind beside every other. */
  const withMore = (value) => {
    if (Array.isArray(value)) return value.map(withMore);
    if (typeof value !== "object" || value === null) return value;
    const all = Object.entries(value).map(([key, one]) => [key, withMore(one)]);
    return { ...Object.fromEntries(all), streetAddress: secret };
  };
  let sendings = 0;
  for (const { event, buyer } of published) {
    if (event.type === "custom") continue;
    const { publish, sent } = started({ buyer: withMore(buyer) });
    publish(withMore(event));
    sendings += sent.length;
    for (const { body } of sent) assert.ok(!body.includes(secret), body);
  }
  assert.ok(sendings >= 10, `${sendings} were sent`);
});

test("nothing leaves without consent, or after it was taken back", () => {
  const [{ event }] = published.filter(({ event: { name } }) => name === "page_viewed");
  for (const missing of ["analyticsProcessingAllowed", "marketingAllowed"]) {
    const { publish, decide, sent } = started({ customerPrivacy: { ...YES, [missing]: false } });
    publish(event);
    assert.equal(sent.length, 0, missing);
    decide({});
    publish(event);
    assert.equal(sent.length, 1, "after a yes");
    decide({ [missing]: false });
    publish(event);
    assert.equal(sent.length, 1, "after a no");
  }
});

test("other apps' events and clicks are none of our business", () => {
  const [{ event }] = published.filter(({ event: { type } }) => type === "custom");
  const { publish, sent } = started();
  publish(event);
  publish({ ...event, type: "standard", name: "constructor" });
  assert.equal(sent.length, 0);
  publish(asOwn(event));
  assert.equal(JSON.parse(sent[0].body).name, event.name);
});

test("it is sent as the shop's, and without a question to the other origin first", () => {
  const { publish, sent } = started();
  publish(published.find(({ event: { name } }) => name === "page_viewed").event);
  const [{ url, method, keepalive, headers }] = sent;
  assert.equal(url, `${settings.events_url}?source=shopify-pixel&write_key=wk_a%2Bb`);
  assert.deepEqual([method, keepalive, headers], ["POST", true, undefined]);
});
