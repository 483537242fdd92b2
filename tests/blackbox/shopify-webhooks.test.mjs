/** The webhooks of a Shopify store with the app: kept in order, and what becomes of them when the store changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { customer } from "./bodies.mjs";
import { HOUR } from "./recovery-config.mjs";
import {
  alerts,
  app,
  check,
  connection,
  deliver,
  install,
  open,
  shopsOf,
  store,
  subscriptions,
  withStores,
  world,
} from "./shopify-merchant.mjs";
import { API_VERSION } from "../../scripts/shopify-schema.mjs";
import { APP, sign, until } from "./world.mjs";

withStores();

test("a permission that was withdrawn is named, and the others are used", async () => {
  const shop = await install();
  store.scopes.delete("read_returns");
  subscriptions.all.clear();
  app.expire();
  const view = await check(shop);
  assert.deepEqual([view.trouble.code, view.missing_scopes], ["scope-missing", ["read_returns"]]);
  assert.match(view.trouble.message, /read_returns/);
  assert.equal(subscriptions.all.size, view.webhooks - 1);
  assert.match((await alerts(shop))[0].message, /permissions/);
  // Who may write may read.
  store.scopes.add("write_returns");
  assert.equal((await open()).status, 200);
  assert.equal((await check(shop)).trouble, null);
  assert.equal(subscriptions.all.size, view.webhooks);
});

test("whatever comes in place of an answer is told apart, says what to do, and passes", async () => {
  const shop = await install();
  const faults = [
    ["busy", "throttled", /limiting requests.*automatically/],
    ["unreachable", { status: 502, text: "" }, /isn't responding.*automatically/],
    ["unreachable", "lost", /isn't responding/],
    ["not-json", { status: 200, text: "<!doctype html><h1>Sorry</h1>" }, /can't be read/],
    ["not-json", { status: 200, text: "x".repeat(300_000) }, /can't be read/],
    ["scope-missing", { status: 403, text: "" }, /protected customer data/],
  ];
  for (const [code, fault, words] of faults) {
    store.fault = () => fault;
    const { trouble } = await check(shop);
    assert.equal(trouble.code, code);
    assert.match(trouble.message, words);
    assert.equal((await alerts(shop))[0].help, trouble.message, code);
    store.fault = () => null;
    assert.equal((await check(shop)).trouble, null, code);
  }
  assert.deepEqual(await alerts(shop), []);
});

test("a currency that the store changed needs attention, until both have the same", async () => {
  const shop = await install();
  const other = async () => {
    const { body } = await world.api("GET", `${shop.api}/operations`);
    return body.alerts.find(({ code }) => code === "other-currency")?.message;
  };
  assert.equal(await other(), undefined);
  store.more.shop.currencyCode = "NOK";
  assert.equal((await check(shop)).currency, "NOK");
  assert.equal(await other(), "Your store sells in NOK, but Edgewise is set to SEK.");
  const { config } = (await world.api("GET", `${shop.api}/config`)).body;
  config.shop.currency = "NOK";
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
  assert.equal(await other(), undefined);
});

test("webhooks that somebody removed are made again, and strays of ours are taken away", async () => {
  const shop = await install();
  const [first] = subscriptions.all.values();
  for (const [id, { topic }] of subscriptions.all) {
    if (topic !== first.topic) subscriptions.all.delete(id);
  }
  const stray = { ...first, id: "gid://shopify/WebhookSubscription/900" };
  const other = { ...first, id: "gid://shopify/WebhookSubscription/901" };
  const base = first.uri.slice(0, first.uri.lastIndexOf("/"));
  subscriptions.all.set(stray.id, { ...stray, uri: `${base}/an-address-of-before` });
  subscriptions.all.set(other.id, { ...other, uri: "https://another-app.example/hooks" });
  await world.advance(shop, 20 * 60_000);
  const view = await until(
    async () => {
      const found = await connection(shop);
      return found.replaced.length > 0 && found;
    },
    { what: "the missing webhooks" },
  );
  assert.equal(view.replaced.length, view.webhooks - 1);
  assert.ok(!subscriptions.all.has(stray.id));
  assert.ok(subscriptions.all.has(other.id), "another app's are its own");
  assert.equal(subscriptions.all.size, view.webhooks + 1);
});

test("a new webhook address takes the store's webhooks along", async () => {
  const shop = await install();
  const [{ uri: before }] = subscriptions.all.values();
  const { body } = await world.api("POST", `${shop.api}/webhook-address`);
  assert.notEqual(body.webhook_url, before);
  const { webhooks } = await check(shop);
  const uris = [...subscriptions.all.values()].map(({ uri }) => uri);
  assert.deepEqual([...new Set(uris.map((uri) => uri.split("?")[0]))], [body.webhook_url]);
  assert.equal(uris.length, webhooks);
  assert.deepEqual(await deliver(customer(4, "moved@people.example")), [200]);
});

test("webhooks of another version of the API are made anew before the old ones are removed", async () => {
  const shop = await install();
  for (const [id, one] of subscriptions.all) {
    const uri = one.uri.replace(/version=.*/, "version=2025-10");
    subscriptions.all.set(id, { ...one, uri, apiVersion: { handle: "2025-10" } });
  }
  const topicsNow = () => new Set([...subscriptions.all.values()].map(({ topic }) => topic)).size;
  let fewest = topicsNow();
  let during = null;
  subscriptions.changed = () => {
    fewest = Math.min(fewest, topicsNow());
    // Somebody signs up while both are there.
    const named = [...subscriptions.all.values()].filter((one) => one.topic === "CUSTOMERS_CREATE");
    if (named.length === 2) during ??= deliver(customer(41, "between@people.example"));
  };
  const view = await check(shop);
  const all = [...subscriptions.all.values()];
  assert.deepEqual([...new Set(all.map(({ apiVersion }) => apiVersion.handle))], [API_VERSION]);
  assert.deepEqual([all.length, fewest], [view.webhooks, view.webhooks]);
  assert.deepEqual([view.replaced, view.trouble], [[], null], "none of them was missing");
  assert.deepEqual(await during, [200, 200]);
  assert.notEqual(await world.customer(shop, "between@people.example"), null);

  // Where Shopify goes by the app's own configuration, making them again and again would help nobody.
  for (const one of all) one.apiVersion = { handle: "2025-10" };
  let changes = 0;
  subscriptions.changed = () => {
    changes += 1;
  };
  assert.equal((await check(shop)).trouble, null);
  assert.equal(changes, 0);
  const isLogged = () => /webhooks-of-another-version/.test(world.log);
  await until(isLogged, { what: "a line for whoever runs the app" });
});

test("among many subscriptions of others, ours are found", async () => {
  for (let nth = 0; nth < 230; nth += 1) {
    const id = `gid://shopify/WebhookSubscription/of-another-app-${nth}`;
    const apiVersion = { handle: API_VERSION };
    const uri = "https://another-app.example";
    subscriptions.all.set(id, { id, topic: "SHOP_UPDATE", uri, apiVersion });
  }
  const shop = await install();
  const view = await check(shop);
  assert.deepEqual([view.replaced, view.trouble], [[], null]);
  assert.equal(subscriptions.all.size, 230 + view.webhooks);
});

/** Shopify, or whoever knows the secret, says that the app was removed. */
function sayRemoved(plan, secret = APP.secret) {
  const body = JSON.stringify({ id: 1, myshopify_domain: store.domain, plan_name: plan });
  const headers = {
    "x-shopify-topic": "app/uninstalled",
    "x-shopify-shop-domain": store.domain,
    "x-shopify-hmac-sha256": sign(secret, body),
  };
  return world.fetch("/webhooks/shopify/compliance", { method: "POST", body, headers });
}

const removal = async (shop) =>
  (await world.api("GET", `${shop.api}/questions`)).body.questions.find(
    ({ about }) => about === "installation",
  );

test("that the app was removed is asked of Shopify, and nothing ends while it isn't so", async () => {
  const shop = await install();
  assert.equal((await sayRemoved("basic", "another secret")).status, 401);
  assert.equal(await removal(shop), undefined);
  assert.equal((await sayRemoved("basic")).status, 200);
  await until(async () => (await removal(shop))?.state === "undone", { what: "Shopify's no" });
  assert.equal((await world.api("GET", shop.api)).body.uninstalled_at, null);
  assert.equal((await connection(shop)).connected, true);
});

test("whoever opens the app shows that it wasn't removed, though Shopify couldn't be asked", async () => {
  const shop = await install();
  store.fault = () => ({ status: 502, text: "" });
  assert.equal((await sayRemoved("basic")).status, 200);
  await until(async () => (await removal(shop))?.trouble === "unreachable", { what: "no answer" });
  store.fault = () => null;
  assert.equal((await open()).status, 200);
  assert.equal((await removal(shop)).state, "undone");
});

test("a removed app asks for nothing, keeps its data, and comes back with the same shop", async () => {
  const shop = await install();
  await deliver(customer(1, "kept@people.example"));
  app.uninstall();
  subscriptions.all.clear();
  assert.equal((await sayRemoved("basic")).status, 200);
  await until(async () => (await removal(shop))?.state === "confirmed", { what: "the removal" });
  assert.notEqual((await world.api("GET", shop.api)).body.uninstalled_at, null);
  assert.equal((await connection(shop)).connected, false);
  assert.deepEqual(
    (await alerts(shop)).map(({ code }) => code),
    ["uninstalled"],
  );
  assert.notEqual(await world.customer(shop, "kept@people.example"), null, "data is kept");
  const asked = [app.asked.length, store.asked.length];
  await world.advance(shop, 2 * HOUR);
  assert.deepEqual([app.asked.length, store.asked.length], asked);

  app.isInstalled = true;
  const back = await open();
  assert.deepEqual([back.body.shop, back.body.created], [shop.shop, false]);
  assert.equal((await world.api("GET", shop.api)).body.uninstalled_at, null);
  const { webhooks } = await connection(shop);
  assert.notEqual(webhooks, 0);
  await until(() => subscriptions.all.size === webhooks, { what: "the webhooks" });
  assert.deepEqual(await deliver(customer(2, "new@people.example")), [200]);
  assert.deepEqual(await alerts(shop), []);
});

test("a store that was renamed is the same shop", async () => {
  const shop = await install();
  const before = store.domain;
  store.domain = `renamed-${before}`;
  store.formerly = before;
  const { trouble } = await check(shop);
  assert.equal(trouble.code, "moved");
  assert.match(trouble.message, /new myshopify\.com name\. Open Edgewise in your Shopify admin/);
  const opened = await open();
  assert.deepEqual([opened.body.shop, opened.body.created], [shop.shop, false]);
  assert.equal((await world.api("GET", shop.api)).body.domain, store.domain);
  assert.equal((await check(shop)).trouble, null);
  assert.deepEqual(await shopsOf(before), []);
  const answers = await subscriptions.deliver(
    world,
    "customers/create",
    customer(3, "same@people.example"),
    {
      secret: APP.secret,
    },
  );
  assert.equal(answers[0].status, 200);
});

test("disconnecting takes away all that was made, and opening the app begins again", async () => {
  store.bulk.patience = 1_000;
  store.asked.length = 0;
  const shop = await install();
  await until(
    async () => {
      await world.advance(shop, 6_000);
      return store.asked.some(({ operation }) => operation === "BulkOperation");
    },
    { what: "the import to wait for Shopify" },
  );
  const { status, body } = await world.api("DELETE", `${shop.api}/connection`);
  assert.deepEqual([status, body.left], [200, []]);
  assert.equal(subscriptions.all.size, 0);
  assert.equal(store.bulk.canceled.length, 1, "Shopify's work for the import ends");
  store.bulk.patience = 1;
  assert.equal((await connection(shop)).connected, false);
  const opened = await open();
  assert.equal(opened.body.shop, shop.shop);
  await until(async () => subscriptions.all.size > 0, { what: "the webhooks" });
});
