/** The Shopify app, opened in a store's admin: which shop it is, and what nobody gets into. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { customer } from "./bodies.mjs";
import { HOUR } from "./recovery-config.mjs";
import { sessionToken } from "./session-token.mjs";
import {
  app,
  connection,
  deliver,
  install,
  open,
  people,
  shopsOf,
  store,
  subscriptions,
  withStores,
  world,
} from "./shopify-merchant.mjs";
import { until } from "./world.mjs";

withStores();

test("opening the app connects the store, and its first delivery arrives", async () => {
  const shop = await install();
  assert.equal(shop.created, true);
  const { body } = await world.api("GET", shop.api);
  assert.deepEqual(
    [body.domain, body.currency, body.time_zone, body.platform],
    [store.domain, "SEK", "Europe/Stockholm", "shopify"],
  );
  const view = await connection(shop);
  assert.deepEqual(
    [view.connected, view.site, view.trouble, view.missing_scopes, view.last_delivery_at],
    [true, store.domain, null, [], null],
  );
  assert.equal(subscriptions.all.size, view.webhooks);
  const at = new Date().toISOString();
  const first = customer(1, "first@people.example", { created_at: at, updated_at: at });
  assert.deepEqual(await deliver(first), [200]);
  assert.ok((await connection(shop)).last_delivery_at !== null);
  const { changes } = (await world.api("GET", "/api/changes")).body;
  assert.deepEqual(
    [changes[0].operation, changes[0].by, changes[0].target],
    ["shop-created", "session/1", shop.shop],
  );
  assert.notEqual(await world.customer(shop, "first@people.example"), null);
});

test("opening the app imports the store's past, and has its lists compared from then on", async () => {
  const shop = await install();
  const imported = async () => (await world.api("GET", `${shop.api}/import`)).body;
  assert.notEqual((await imported()).state, "none");
  await until(
    async () => {
      await world.advance(shop, 60_000);
      return (await imported()).state === "done";
    },
    { what: "the import" },
  );
  await until(
    async () => {
      await world.advance(shop, HOUR / 2);
      return (await connection(shop)).compared_at !== null;
    },
    { what: "a comparison" },
  );
});

test("opening it again changes nothing, and asks Shopify nothing", async () => {
  const shop = await install();
  const [before, made] = [app.asked.length, new Map(subscriptions.all)];
  const again = await open();
  assert.deepEqual([again.status, again.body.shop, again.body.created], [200, shop.shop, false]);
  assert.equal(app.asked.length, before);
  assert.deepEqual(subscriptions.all, made);
  assert.equal((await shopsOf(store.domain)).length, 1);
});

test("a token that is wrong, expired, or of another app connects nothing, and Shopify isn't asked", async () => {
  const now = Math.floor(Date.now() / 1000);
  const wrong = {
    "another secret": { secret: "x" },
    expired: { claims: { exp: now - 60 } },
    early: { claims: { nbf: now + 60 } },
    "another app": { claims: { aud: "somebody-else" } },
    "another shop's issuer": { claims: { iss: "https://other.myshopify.com/admin" } },
  };
  for (const [name, how] of Object.entries(wrong)) {
    const { status, headers } = await open({ token: sessionToken(store.domain, how) });
    assert.equal(status, 401, name);
    assert.equal(headers.get("x-shopify-retry-invalid-session-request"), "1", name);
  }
  const byKey = await world.api("PUT", "/api/installation", {});
  assert.deepEqual([byKey.status, byKey.body.error.code], [403, "not-from-shopify"]);
  assert.deepEqual(app.asked, []);
  assert.deepEqual(await shopsOf(store.domain), []);
});

test("what Shopify doesn't exchange leaves nothing behind, and its silence is told apart", async () => {
  app.isInstalled = false;
  const refused = await open();
  assert.deepEqual([refused.status, refused.body.error.code], [401, "unauthorized"]);
  app.isInstalled = true;
  for (const fault of [
    "lost",
    { status: 520, text: "" },
    { status: 200, text: "<html>" },
    { status: 200, text: '{"access_token":"half-of-a-pair","scope":""}' },
    { status: 401, text: '{"error":"invalid_client"}' },
  ]) {
    app.fault = () => fault;
    const { status, body } = await open();
    assert.deepEqual([status, body.error.code], [502, "shopify-unclear"], JSON.stringify(fault));
  }
  assert.deepEqual(await shopsOf(store.domain), []);
  app.fault = () => null;
  await install();
});

test("opened twice at once, the app makes one shop", async () => {
  store.latency = 50;
  const answers = await Promise.all([open(), open(), open()]);
  store.latency = 0;
  const statuses = answers.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, 503, 503]);
  // Tokens that are asked for meanwhile would end those that were just given.
  assert.deepEqual(app.asked, ["exchange"]);
  assert.equal((await shopsOf(store.domain)).length, 1);
  assert.equal((await open()).status, 200);
});

test("a replayed token opens its own shop again, and no other's", async () => {
  const token = sessionToken(store.domain);
  const first = await open({ token });
  const again = await open({ token });
  assert.equal(again.body.shop, first.body.shop);
  const other = await world.shop();
  const read = (api) =>
    world.fetch(`${api}/customers`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await read(`/api/shops/${first.body.shop}`)).status, 200);
  assert.equal((await read(other.api)).status, 404);
});

test("a shop set up by hand gets the store's tokens only by the store's word", async () => {
  const made = await world.shop({ domain: store.domain });
  const owner = { name: "Otto", email: "otto@agency.example", role: "owner" };
  assert.equal((await world.api("POST", `${made.api}/people`, owner)).status, 201);
  const opened = await open();
  assert.deepEqual(
    [opened.status, opened.body.shop, opened.body.state],
    [200, made.shop, "set-up-by-hand"],
  );
  assert.equal((await connection(made)).connected, false);
  assert.deepEqual(app.asked, []);
  assert.equal((await shopsOf(store.domain)).length, 1);

  const adopted = await open({ adopt: true });
  assert.deepEqual([adopted.body.shop, adopted.body.state], [made.shop, "connected"]);
  await until(async () => (await connection(made)).checked_at !== null, { what: "the webhooks" });
  assert.equal(subscriptions.all.size, (await connection(made)).webhooks);
  const { body } = await world.api("GET", `${made.api}/changes`);
  const entry = body.changes.find(({ operation }) => operation === "app-connected");
  // Who speaks for the store is an owner, whoever was one before.
  const [, { id, name, role }] = await people(made);
  assert.deepEqual([entry.by, name, role], [`person/${id}`, "Mira Kiln", "owner"]);
});

test("a token that the store gave a shop set up by hand is the store's word", async () => {
  const made = await world.shop({ domain: store.domain });
  const keep = (token) => world.api("PUT", `${made.api}/platform-access`, { access_token: token });
  await keep("shpat_that_nobody_gave");
  assert.equal((await open()).body.state, "set-up-by-hand");
  app.access.add("shpat_of_a_private_app");
  await keep("shpat_of_a_private_app");
  assert.equal((await open()).body.state, "connected");
  assert.equal((await connection(made)).connected, true);
});
