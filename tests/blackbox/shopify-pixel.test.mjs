/** The web pixel of a Shopify store is on once the app was opened, and what it sends is taken. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, install, open, store, withStores, world } from "./shopify-merchant.mjs";
import { until } from "./world.mjs";

withStores();

const isOn = () => until(() => store.pixel, { what: "the pixel" });
/** What the pixel sends from a page of the store. */
const send = ({ events_url: url, write_key: key }, body) =>
  world.fetch(`${new URL(url).pathname}?source=shopify-pixel&write_key=${key}`, {
    method: "POST",
    headers: { origin: "null" },
    body: JSON.stringify(body),
  });
const viewed = (id) => ({
  id,
  name: "page_viewed",
  type: "standard",
  clientId: "0f8b7a54-2c0e-4d3b-9f55-6a2f5c1d7e10",
  timestamp: new Date().toISOString(),
  context: { document: { location: { href: "https://kiln.example/" } } },
  data: {},
});

test("opening the app turns the pixel on, with a key whose events are taken", async () => {
  await install();
  await isOn();
  const response = await send(store.pixel.settings, viewed("sh-1"));
  assert.equal(response.status, 200);
  const { id } = store.pixel;
  const { events_url: url } = store.pixel.settings;
  const wrong = await send({ events_url: url, write_key: `wk_${"a".repeat(40)}` }, viewed("sh-2"));
  assert.equal(wrong.status, 401);
  // Asked once, and not at every look at the webhooks.
  const times = () => store.asked.filter(({ operation }) => operation === "MakePixel").length;
  const before = times();
  await open();
  assert.equal(times(), before);
  assert.equal(store.pixel.id, id);
});

test("one that is on from before gets the settings that hold now", async () => {
  const old = { events_url: "https://old.example/v1/events", write_key: "wk_old" };
  store.pixel = { id: "gid://shopify/WebPixel/7", settings: old };
  await install();
  await until(() => store.pixel.settings.write_key !== "wk_old", { what: "the new settings" });
  assert.equal(store.pixel.id, "gid://shopify/WebPixel/7");
  assert.equal((await send(store.pixel.settings, viewed("sh-3"))).status, 200);
});

test("what failed is tried again, and an app without a pixel works all the same", async () => {
  let isLost = true;
  store.fault = (operation) =>
    operation === "MakePixel" && isLost ? { status: 500, text: "", headers: {} } : null;
  const shop = await install();
  assert.equal(store.pixel, null);
  assert.equal((await check(shop)).trouble, null);
  isLost = false;
  await check(shop);
  await isOn();
});
