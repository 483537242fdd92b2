/** The tokens that a Shopify store gives the app: renewed once for all, and never lost on the way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR } from "./recovery-config.mjs";
import {
  alerts,
  app,
  check,
  connection,
  install,
  open,
  store,
  subscriptions,
  withStores,
  world,
} from "./shopify-merchant.mjs";
import { until } from "./world.mjs";

withStores();

test("an access token is renewed before it ends", async () => {
  const shop = await install();
  const before = app.asked.length;
  await world.advance(shop, HOUR - 60_000);
  await check(shop);
  assert.deepEqual(app.asked.slice(before), ["refresh"]);
});

test("a token that Shopify refuses before its end is renewed at once, once for all who need it", async () => {
  const shop = await install();
  const before = app.asked.length;
  app.expire();
  store.latency = 50;
  const views = await Promise.all([check(shop), check(shop), check(shop)]);
  store.latency = 0;
  assert.deepEqual(
    views.map(({ trouble }) => trouble),
    [null, null, null],
  );
  assert.deepEqual(app.asked.slice(before), ["refresh"]);
});

test("opening the app while a renewal is underway waits for it", async () => {
  const shop = await install();
  app.expire();
  store.scopes.delete("read_returns");
  const [checked, opened] = await Promise.all([check(shop), open()]);
  assert.equal(opened.status, 200);
  assert.notEqual(checked.trouble?.code, "refused");
  assert.notEqual((await check(shop)).trouble?.code, "refused");
});

test("an answer that is lost on the way costs nothing", async () => {
  const shop = await install();
  app.expire();
  const faults = ["lost", { status: 520, text: "" }, { status: 200, text: '{"access_token":"a"}' }];
  for (const fault of faults) {
    app.fault = () => fault;
    assert.equal((await check(shop)).trouble.code, "unreachable");
  }
  app.fault = () => null;
  assert.equal((await check(shop)).trouble, null);
});

test("an answer that doesn't say when its token ends isn't good forever", async () => {
  const shop = await install();
  app.expire();
  app.access.add("shpat_endless");
  app.refresh.set("shprt_endless", null);
  const endless = { access_token: "shpat_endless", refresh_token: "shprt_endless" };
  app.fault = () => ({ status: 200, text: JSON.stringify(endless) });
  const view = await check(shop);
  assert.deepEqual([view.trouble, view.missing_scopes], [null, []]);
  app.fault = () => null;
  const before = app.asked.length;
  await world.advance(shop, 2 * HOUR);
  await check(shop);
  assert.ok(app.asked.length > before);
});

test("a process that ends between Shopify's answer and its own note goes on with the token before", async () => {
  const shop = await install();
  app.expire();
  let answered;
  const given = new Promise((resolve) => {
    answered = resolve;
  });
  app.fault = () => {
    answered();
    return "lost";
  };
  const cut = check(shop).catch(() => null);
  await given;
  await world.kill();
  await cut;
  app.fault = () => null;
  await world.start();
  assert.equal((await check(shop)).trouble, null);
  assert.equal((await open()).status, 200);
});

test("a pair that was kept is gone on with after the process ended", async () => {
  const shop = await install();
  app.expire();
  const used = new Promise((resolve) => {
    store.fault = () => {
      // Before its first use there was a refresh, and what it gave is kept.
      if (app.asked.at(-1) === "refresh") resolve();
      return { status: 502, text: "" };
    };
  });
  const cut = check(shop).catch(() => null);
  await used;
  await world.kill();
  await cut;
  store.fault = () => null;
  await world.start();
  const before = app.asked.length;
  assert.equal((await check(shop)).trouble, null);
  assert.equal(app.asked.length, before, "the pair that was kept is good");
});

test("a pair that Shopify doesn't know of leads back to the token before", async () => {
  const shop = await install();
  const [before] = app.refresh.keys();
  app.expire();
  store.fault = () => ({ status: 502, text: "" });
  assert.equal((await check(shop)).trouble.code, "unreachable");
  store.fault = () => null;
  app.revoke();
  app.refresh.set(before, null);
  assert.equal((await check(shop)).trouble, null);
});

test("what a shop was cut off from while its tokens were renewed stays cut off", async () => {
  const shop = await install();
  const before = app.asked.length;
  app.expire();
  store.latency = 100;
  const checked = check(shop);
  await until(() => app.asked.length > before, { what: "the renewal" });
  const forgotten = await world.api("PUT", `${shop.api}/platform-access`, "null");
  store.latency = 0;
  assert.equal(forgotten.status, 200);
  await checked;
  assert.equal((await connection(shop)).connected, false);

  subscriptions.all.clear();
  app.access.add("shpat_entered");
  await world.api("PUT", `${shop.api}/platform-access`, { access_token: "shpat_entered" });
  await until(() => subscriptions.all.size > 0, { what: "the webhooks, with another token" });
});

test("tokens that were revoked need the app to be opened, which says so and mends it", async () => {
  const shop = await install();
  app.revoke();
  const view = await check(shop);
  assert.equal(view.trouble.code, "refused");
  assert.match(view.trouble.message, /Open Edgewise in your Shopify admin/);
  assert.match((await alerts(shop))[0].help, /Open Edgewise in your Shopify admin/);
  const asked = app.asked.length;
  await check(shop);
  assert.equal(app.asked.length, asked, "what is lost isn't asked for again and again");
  const opened = await open();
  assert.deepEqual([opened.status, opened.body.shop], [200, shop.shop]);
  assert.equal((await check(shop)).trouble, null);
  assert.deepEqual(await alerts(shop), []);
});
