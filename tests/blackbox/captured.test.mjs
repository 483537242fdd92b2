/**
 * A captured webhook, correctly signed, sent again under another topic: the topic is not signed, so
 * nobody is erased by it, nothing ends, and what it holds up goes on with a click or by itself.
 */
import assert from "node:assert/strict";
import { createServer } from "node:https";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { wooCustomer, wooOrder } from "./woo-bodies.mjs";
import { APP, certificate, freePort, sign, startWorld, until } from "./world.mjs";

let world;
let mail;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url, localNetwork: true });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const DAY = 24 * HOUR;
const iso = (milliseconds) => new Date(Date.now() + milliseconds).toISOString();
const NOW = iso(0);

/** A shop that writes to whoever signs up, an hour later. */
async function openShop(options) {
  const shop = await world.shop(options);
  const welcome = onSignUp([
    { id: "pause", type: "wait", for: { amount: 1, unit: "hours" } },
    { id: "hello", type: "send", message: "hello" },
  ]);
  const messages = { hello: { subject: "Hello", text: "Hello {{ unsubscribe_url }}" } };
  const config = recovery({ messages, workflows: [welcome] });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return shop;
}

let people = 100;
function person(more = {}) {
  people += 1;
  const consent = {
    state: "subscribed",
    opt_in_level: "single_opt_in",
    consent_updated_at: iso(0),
  };
  // Nothing starts a workflow that happened before it went live.
  const made = { created_at: iso(0), updated_at: iso(0), email_marketing_consent: consent };
  return customer(people, `p${people}@people.example`, { ...made, ...more });
}

const mailed = (email) => mail.mails.filter(({ to }) => to.includes(email)).length;
const questions = async (shop) =>
  (await world.api("GET", `${shop.api}/questions`)).body.questions.map((one) => ({ ...one }));
const answer = (shop, name, given) =>
  world.api("POST", `${shop.api}/questions/answer`, { name, answer: given });
const about = async (shop) => (await world.api("GET", shop.api)).body;
const alerts = async (shop) =>
  (await world.api("GET", `${shop.api}/operations`)).body.alerts.map(({ code }) => code);

/** The shop as `shop/update` and `app/uninstalled` send it. */
const shopBody = (shop, more = {}) => ({
  id: 954889,
  name: "Mira Ceramics",
  domain: "mira-ceramics.example",
  myshopify_domain: shop.domain,
  plan_name: "basic",
  currency: "EUR",
  ...more,
});

for (const topic of ["shop/redact", "app/uninstalled", "customers/redact"]) {
  test(`an account or an order sent as ${topic} does nothing`, async () => {
    const shop = await openShop();
    const anna = person();
    await world.deliver(shop, "customers/create", anna);
    const bought = order(9100, anna.email, { created_at: NOW, updated_at: NOW });
    await world.deliver(shop, "orders/create", bought);
    for (const body of [anna, bought]) {
      assert.equal((await world.deliver(shop, topic, body)).outcome, "ignored");
      const headers = { "x-shopify-topic": topic, "x-shopify-shop-domain": shop.domain };
      for (const secret of [shop.webhook_secret, APP.secret]) {
        const signature = sign(secret, JSON.stringify(body));
        await world.fetch("/webhooks/shopify/compliance", {
          method: "POST",
          body: JSON.stringify(body),
          headers: { ...headers, "x-shopify-hmac-sha256": signature },
        });
      }
    }
    assert.deepEqual(await questions(shop), []);
    await world.advance(shop, 2 * HOUR);
    assert.equal(mailed(anna.email), 1, "sending goes on");
    await world.advance(shop, 10 * DAY);
    assert.notEqual(await world.customer(shop, anna.email), null);
    assert.equal((await about(shop)).uninstalled_at, null);
  });
}

test("the shop's body as app/uninstalled holds sending; a click undoes it, and nothing is lost", async () => {
  const shop = await openShop();
  const anna = person();
  await world.deliver(shop, "customers/create", anna);
  await world.deliver(shop, "app/uninstalled", shopBody(shop));
  const [asked] = await questions(shop);
  assert.deepEqual([asked.about, asked.state], ["installation", "open"]);
  assert.equal((await about(shop)).uninstalled_at, null);
  assert.ok((await alerts(shop)).includes("platform-question"));
  await world.advance(shop, 2 * HOUR);
  assert.equal(mailed(anna.email), 0, "held until it is certain");
  assert.equal((await answer(shop, asked.name, "undo")).status, 200);
  await until(() => mailed(anna.email) === 1, { what: "the message" });
  assert.deepEqual(
    (await questions(shop)).filter(({ state }) => state === "open"),
    [],
  );
});

test("something that happened later lifts the hold; what happened before, or a header's time, does not", async () => {
  const shop = await openShop();
  const anna = person();
  await world.deliver(shop, "customers/create", anna);
  await world.deliver(shop, "app/uninstalled", shopBody(shop));
  await world.advance(shop, 2 * HOUR);
  const old = order(9200, "old@people.example", { created_at: NOW, updated_at: NOW });
  await world.deliver(shop, "orders/create", old);
  const headers = { "x-shopify-triggered-at": iso(90 * 60_000) };
  await world.deliver(shop, "products/delete", { id: 5 }, { headers });
  assert.equal(mailed(anna.email), 0);
  const at = iso(HOUR);
  const later = order(9201, "new@people.example", { created_at: at, updated_at: at });
  await world.deliver(shop, "orders/create", later);
  await until(() => mailed(anna.email) === 1, { what: "the message" });
  const [asked] = (await questions(shop)).filter(({ about }) => about === "installation");
  assert.deepEqual([asked.state, asked.answered_by], ["undone", "delivery"]);
});

test("an app that was removed and installed again works again, by a click or by what the shop sends", async () => {
  for (const way of ["click", "delivery"]) {
    const shop = await openShop();
    await world.deliver(shop, "app/uninstalled", shopBody(shop, { name: way }));
    const [asked] = await questions(shop);
    await answer(shop, asked.name, "true");
    assert.notEqual((await about(shop)).uninstalled_at, null);
    await world.advance(shop, 2 * HOUR);
    const anna = person({ created_at: iso(HOUR), updated_at: iso(HOUR) });
    if (way === "click") await answer(shop, asked.name, "undo");
    await world.deliver(shop, "customers/create", anna);
    assert.equal((await about(shop)).uninstalled_at, null, way);
    await world.advance(shop, 2 * HOUR);
    assert.equal(mailed(anna.email), 1, way);
  }
});

test("a shop's redaction asks first, waits seven days, and can be stopped until then", async () => {
  const shop = await openShop();
  const anna = person();
  await world.deliver(shop, "customers/create", anna);
  const there = async () => (await world.customer(shop, anna.email)) !== null;
  const request = { shop_id: 954889, shop_domain: shop.domain };
  await world.deliver(shop, "shop/redact", request);
  const [asked] = await questions(shop);
  assert.deepEqual([asked.about, asked.state], ["shop-data", "open"]);
  await world.advance(shop, 30 * DAY);
  assert.ok(await there(), "nobody confirmed it");
  await answer(shop, asked.name, "true");
  const [scheduled] = (await questions(shop)).filter(({ about }) => about === "shop-data");
  assert.equal(scheduled.state, "scheduled");
  await world.advance(shop, 6 * DAY);
  await answer(shop, asked.name, "undo");
  await world.advance(shop, 8 * DAY);
  assert.ok(await there(), "it was stopped in time");
  assert.equal((await about(shop)).uninstalled_at, null);

  await world.deliver(shop, "customers/delete", { id: anna.id });
  assert.ok((await questions(shop)).some(({ about }) => about === "customer"));
  const again = `${JSON.stringify(request)}\n`;
  await world.deliver(shop, "app/uninstalled", shopBody(shop));
  await answer(shop, "installation/954889", "true");
  await world.deliver(shop, "orders/create", again);
  await world.advance(shop, 6 * DAY);
  assert.ok(await there());
  await world.advance(shop, 2 * DAY);
  assert.ok(!(await there()), "with a known removal it needs no answer, only its seven days");
  assert.ok(
    (await questions(shop)).every(({ about }) => about !== "customer"),
    "what was claimed of people is gone with them",
  );
});

test("a data request is a data request under any topic, and a redaction erases once", async () => {
  const shop = await openShop();
  const anna = person();
  await world.deliver(shop, "customers/create", anna);
  const body = {
    shop_id: 954889,
    shop_domain: shop.domain,
    customer: { id: anna.id, email: anna.email },
  };
  const request = JSON.stringify({ ...body, orders_requested: [], data_request: { id: 9 } });
  const topics = ["customers/redact", "shop/redact", "app/uninstalled", "customers/delete"];
  for (const topic of topics) await world.deliver(shop, topic, request);
  const headers = {
    "x-shopify-topic": "customers/redact",
    "x-shopify-hmac-sha256": sign(APP.secret, request),
  };
  const at = { method: "POST", body: request, headers };
  assert.equal((await world.fetch("/webhooks/shopify/compliance", at)).status, 200);
  assert.notEqual(await world.customer(shop, anna.email), null);
  const { body: listed } = await world.api("GET", `${shop.api}/privacy-requests`);
  assert.deepEqual(
    listed.privacy_requests.map(({ kind }) => kind),
    ["data"],
  );
  const redaction = { ...body, orders_to_redact: [] };
  await world.deliver(shop, "customers/redact", redaction);
  assert.equal(await world.customer(shop, anna.email), null);
  await world.deliver(shop, "customers/create", { ...person(), email: anna.email });
  await world.deliver(shop, "orders/create", redaction);
  assert.notEqual(await world.customer(shop, anna.email), null, "an old body erases nobody new");
});

test("an account's deletion holds that one customer's messages until it is answered", async () => {
  const shop = await openShop();
  const [anna, ben] = [person(), person()];
  for (const one of [anna, ben]) await world.deliver(shop, "customers/create", one);
  assert.equal((await world.deliver(shop, "customers/delete", anna)).outcome, "ignored");
  assert.deepEqual(await questions(shop), [], "a whole account reports no deletion");
  await world.deliver(shop, "customers/delete", { id: anna.id, addresses: [] });
  await world.advance(shop, 2 * HOUR);
  assert.deepEqual([mailed(anna.email), mailed(ben.email)], [0, 1]);
  await answer(shop, `customer/${anna.id}`, "undo");
  await until(() => mailed(anna.email) === 1, { what: "the message" });
  const found = await world.customer(shop, anna.email);
  const { body } = await world.api("GET", `${shop.api}/customers/${found.customer}`);
  assert.equal(body.state.customer.account_deleted, undefined);
});

test("a bare id deletes nothing by its topic: a product's is no order's", async () => {
  const shop = await openShop();
  const anna = person();
  const buyer = { id: anna.id, email: anna.email };
  const bought = order(788, anna.email, { created_at: NOW, updated_at: NOW, customer: buyer });
  await world.deliver(shop, "orders/create", bought);
  const standing = async () => {
    const found = await world.customer(shop, anna.email);
    const { body } = await world.api("GET", `${shop.api}/customers/${found.customer}`);
    return body.state.customer.orders.by_id["shopify:788"].deleted ?? false;
  };
  await world.deliver(shop, "orders/delete", { id: 788 });
  await world.deliver(shop, "products/delete", { id: 788 });
  await world.deliver(shop, "customers/delete", { id: 788 });
  await world.deliver(shop, "orders/cancelled", { ...bought, note: "never cancelled" });
  assert.equal(await standing(), false);
  assert.deepEqual(
    (await alerts(shop)).filter((code) => code === "platform-question"),
    [],
  );
  await answer(shop, "order/788", "true");
  assert.equal(await standing(), true, "unless it is true");
});

test("WooCommerce is asked with the shop's keys whether a user of this id is gone", async () => {
  const platform = await startPlatform();
  const shop = await openShop({ platform: "woocommerce", domain: platform.host });
  for (const [id, email] of [
    [7, "zoe@people.example"],
    [8, "yan@people.example"],
  ]) {
    await world.deliverTo(shop, "customer.created", wooCustomer(id, { email, created: NOW }));
  }
  // Order 7 and product 8 were deleted; both bodies are a bare id.
  await world.deliverTo(shop, "order.created", wooOrder(7, { email: "x@y.example", created: NOW }));
  for (const id of [7, 8]) await world.deliverTo(shop, "customer.deleted", { id });
  const open = async () => (await questions(shop)).filter(({ state }) => state === "open");
  assert.equal((await open()).length, 2);
  const denied = { consumer_key: "ck_denied_000", consumer_secret: "cs_denied_000" };
  await world.api("PUT", `${shop.api}/platform-access`, denied);
  assert.deepEqual(
    (await open()).map(({ trouble }) => trouble),
    ["refused", "refused"],
  );
  platform.gone = "/wp-json/wc/v3/customers/8";
  const keys = { consumer_key: "ck_0123456789", consumer_secret: "cs_0123456789" };
  const set = await world.api("PUT", `${shop.api}/platform-access`, keys);
  assert.deepEqual([set.status, set.body], [200, { can_ask: true }]);
  await until(async () => (await open()).length === 0, { what: "the platform's answer" });
  const said = (await questions(shop)).map(({ name, state, answered_by }) =>
    [name, state, answered_by].join(" "),
  );
  assert.deepEqual(said.sort(), ["customer/7 undone platform", "customer/8 confirmed platform"]);
  const gone = async (email) => {
    const found = await world.customer(shop, email);
    const { body } = await world.api("GET", `${shop.api}/customers/${found.customer}`);
    return body.state.customer.account_deleted !== undefined;
  };
  assert.deepEqual(
    [await gone("zoe@people.example"), await gone("yan@people.example")],
    [false, true],
  );
  const stored = await world.api("GET", shop.api);
  assert.doesNotMatch(JSON.stringify(stored.body), /cs_0123456789/);
  await platform.close();
});

/** A WooCommerce REST API that has every thing but one, for one pair of keys. */
async function startPlatform() {
  const state = { gone: "" };
  const right = `Basic ${Buffer.from("ck_0123456789:cs_0123456789").toString("base64")}`;
  const server = createServer({ key: certificate, cert: certificate }, (request, response) => {
    const { pathname } = new URL(request.url, "https://localhost");
    if (request.headers.authorization !== right) response.writeHead(401).end('{"code":"no"}');
    else if (pathname === state.gone)
      response.writeHead(404).end('{"code":"woocommerce_rest_invalid_id"}');
    else response.writeHead(200).end('{"id":7}');
  });
  const port = await freePort();
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  state.host = `localhost:${port}`;
  state.close = () => new Promise((resolve) => server.close(resolve));
  return state;
}
