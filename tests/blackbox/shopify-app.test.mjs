/** The Shopify app: opened in a store's admin, it connects the store, keeps its tokens and its webhooks, and comes back. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { customer } from "./bodies.mjs";
import { HOUR } from "./recovery-config.mjs";
import { sessionToken } from "./session-token.mjs";
import { SCOPES } from "./shopify-lists.mjs";
import { withApp } from "./shopify-oauth.mjs";
import { startShopify } from "./shopify-store.mjs";
import { withSubscriptions } from "./shopify-subscriptions.mjs";
import { APP, sign, startWorld, until } from "./world.mjs";

let world;
let store;
let app;
let subscriptions;

before(async () => {
  store = await startShopify({ scopes: SCOPES });
  world = await startWorld({ localNetwork: store.port });
});
after(async () => {
  await world?.stop();
  store?.close();
});
beforeEach(async () => {
  store.domain = `store-${stores++}.myshopify.com`;
  store.scopes = new Set(SCOPES);
  store.fault = () => null;
  store.formerly = null;
  store.more = { shop: { id: `gid://shopify/Shop/${stores}`, ...ABOUT } };
  app = withApp(store);
  subscriptions = await withSubscriptions(store);
});
after(() => assert.deepEqual(store.faults, [], "nothing that the schema refuses was ever asked"));

let stores = 1;
const ABOUT = { currencyCode: "SEK", ianaTimezone: "Europe/Stockholm" };

/** Opens the app as somebody in the store's admin; gives status and answer. */
async function open({ token = sessionToken(store.domain), ...body } = {}) {
  const headers = { authorization: `Bearer ${token}` };
  const init = { method: "PUT", headers, body: JSON.stringify(body) };
  const response = await world.fetch("/api/installation", init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Opens the app, which must work; gives the shop. */
async function install() {
  const { status, body } = await open();
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.state, "connected");
  const shop = { ...body, api: `/api/shops/${body.shop}`, domain: store.domain };
  await until(async () => (await connection(shop)).checked_at !== null, { what: "the webhooks" });
  return shop;
}

/** An account is made, and the store tells whoever subscribed to that; gives the statuses. */
async function deliver(body) {
  const secret = { secret: APP.secret };
  const answers = await subscriptions.deliver(world, "customers/create", body, secret);
  return answers.map(({ status }) => status);
}

const connection = async (shop) => (await world.api("GET", `${shop.api}/connection`)).body;
const check = async (shop) => (await world.api("POST", `${shop.api}/connection/check`)).body;
const shopsOf = async (domain) =>
  (await world.api("GET", "/api/shops")).body.shops.filter((one) => one.domain === domain);

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
  assert.notEqual(await world.customer(shop, "first@people.example"), null);
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

const people = async (shop) => (await world.api("GET", `${shop.api}/people`)).body.people;

const alerts = async (shop) => {
  const { body } = await world.api("GET", `${shop.api}/operations`);
  return body.alerts.filter(({ code }) => /^(connection|uninstalled)$/.test(code));
};

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

/** A call of somebody in the store's admin; gives the status and the answer. */
async function call(staff, method, path, body) {
  const token = sessionToken(store.domain, { claims: { sub: staff } });
  const headers = { authorization: `Bearer ${token}` };
  const response = await world.fetch(path, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

test("whoever opens the app first is an owner, others are editors, and the store's own owner is one too", async () => {
  app.staff.set("7", { first_name: "Sam <b>", last_name: "Staff", email: "Sam@Kiln.example" });
  app.staff.set("8", { first_name: "Olga", last_name: "Owner", account_owner: true });
  const shop = await install();
  for (const staff of ["7", "8", "9"]) {
    assert.equal((await call(staff, "PUT", "/api/installation", {})).status, 200);
  }
  const listed = (await people(shop)).map((one) => [one.name, one.email, one.role, one.through]);
  assert.deepEqual(listed, [
    ["Mira Kiln", "mira@kiln.example", "owner", "shopify"],
    ["Sam b Staff", "sam@kiln.example", "editor", "shopify"],
    ["Olga Owner", "", "owner", "shopify"],
    ["Shopify user 9", "", "editor", "shopify"],
  ]);
  assert.equal((await call("7", "GET", `${shop.api}/people`)).status, 403);
  assert.equal((await call("7", "GET", `${shop.api}/customers`)).status, 200);
  const me = (await call("7", "GET", "/api/me")).body;
  assert.deepEqual(
    [me.type, me.email, me.has_password, me.shops[0].role, me.shops[0].name],
    ["person", "sam@kiln.example", false, "editor", "Sam b Staff"],
  );
  assert.deepEqual((await call("7", "GET", "/api/me/sessions")).body.sessions, []);
  assert.equal((await call("7", "DELETE", "/api/me/sessions/current")).status, 404);
});

test("Shopify is asked who somebody is once, and without its answer they come in all the same", async () => {
  const shop = await install();
  await open();
  assert.deepEqual(app.introduced, ["1"]);
  app.fault = () => ({ status: 500, text: "" });
  assert.equal((await call("7", "PUT", "/api/installation", {})).status, 200);
  app.fault = () => null;
  const [, other] = await people(shop);
  assert.deepEqual([other.name, other.role], ["Shopify user 7", "editor"]);
});

test("an owner decides what staff may do, and who is kept out", async () => {
  const shop = await install();
  await call("7", "PUT", "/api/installation", {});
  const [, { id }] = await people(shop);
  const change = (body) => call("1", "PUT", `${shop.api}/people/${id}`, body);
  assert.equal((await change({ role: "viewer", personal_data: false })).status, 200);
  await call("7", "PUT", "/api/installation", {});
  assert.equal((await call("7", "PUT", `${shop.api}/sending`, { stopped: true })).status, 403);
  const { body: customers } = await call("7", "GET", `${shop.api}/customers`);
  assert.ok(!JSON.stringify(customers).includes("@"), "names only");
  assert.equal((await change({ blocked: true })).status, 200);
  for (const path of [`${shop.api}/health`, "/api/shops", "/api/me"]) {
    const { status, body } = await call("7", "GET", path);
    assert.deepEqual([status, body.error.code], [403, "kept-out"], path);
  }
  assert.equal((await call("7", "PUT", "/api/installation", {})).status, 403);
  assert.equal((await change({ blocked: false })).status, 200);
  assert.equal((await call("7", "GET", `${shop.api}/health`)).status, 200);
  const [mine] = await people(shop);
  const last = await call("1", "PUT", `${shop.api}/people/${mine.id}`, { blocked: true });
  assert.deepEqual([last.status, last.body.error.code], [409, "last-owner"]);
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

test("webhooks that somebody removed are made again, and strays of ours are taken away", async () => {
  const shop = await install();
  const [first] = subscriptions.all.values();
  for (const [id, { topic }] of subscriptions.all) {
    if (topic !== first.topic) subscriptions.all.delete(id);
  }
  const stray = { id: "gid://shopify/WebhookSubscription/900", topic: first.topic };
  const other = { id: "gid://shopify/WebhookSubscription/901", topic: first.topic };
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
  assert.deepEqual([...new Set(uris)], [body.webhook_url]);
  assert.equal(uris.length, webhooks);
  assert.deepEqual(await deliver(customer(4, "moved@people.example")), [200]);
});

test("among many subscriptions of others, ours are found", async () => {
  for (let nth = 0; nth < 230; nth += 1) {
    const id = `gid://shopify/WebhookSubscription/of-another-app-${nth}`;
    subscriptions.all.set(id, { id, topic: "SHOP_UPDATE", uri: "https://another-app.example" });
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
  store.elsewhere = (
    (usual) => (request, body) =>
      usual(request, body)
  )(store.elsewhere);
  assert.notEqual((await check(shop)).trouble, null);
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
  const shop = await install();
  const { status, body } = await world.api("DELETE", `${shop.api}/connection`);
  assert.deepEqual([status, body.left], [200, []]);
  assert.equal(subscriptions.all.size, 0);
  assert.equal((await connection(shop)).connected, false);
  const opened = await open();
  assert.equal(opened.body.shop, shop.shop);
  await until(async () => subscriptions.all.size > 0, { what: "the webhooks" });
});
