/** What Edgewise decides happens in a Shopify shop, held to the published schema of its Admin API. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { parse } from "graphql";
import { customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { faultsIn, publishedSchema, scopesOf, startShopify, TOKEN } from "./shopify-store.mjs";
import { root, startWorld, until } from "./world.mjs";

const OPERATIONS = join(root, "edge/src/platform/shopify/operations");
/** What the API's reference asks for (`setPlatformAccess`). */
const SCOPES = ["read_products", "write_customers", "write_discounts", "write_orders"];

let world;
let mail;
let store;
let shop;

before(async () => {
  mail = await startMailServer();
  store = await startShopify({ scopes: SCOPES });
  world = await startWorld({ localNetwork: store.port, smtp: mail.url });
  shop = await world.shop({ platform: "shopify", domain: store.domain });
  const kept = await world.api("PUT", `${shop.api}/platform-access`, { access_token: TOKEN });
  assert.equal(kept.status, 200);
});
after(async () => {
  await world?.stop();
  await mail?.close();
  store?.close();
});
beforeEach(() => {
  store.fault = () => null;
  store.scopes = new Set(SCOPES);
});
after(() => assert.deepEqual(store.faults, [], "nothing that the schema refuses was ever asked"));

/** What only the installed app does: it alone has a pixel, and marketing that is its own. */
const OF_THE_APP = /pixel|activit/;

const operations = () =>
  readdirSync(OPERATIONS).map((file) => [file, readFileSync(join(OPERATIONS, file), "utf8")]);

test("every operation is in the published schema, with nothing deprecated in it", async () => {
  const published = await publishedSchema();
  assert.ok(operations().length >= 12);
  for (const [file, text] of operations()) {
    assert.deepEqual(faultsIn(published, parse(text)).map(String), [], file);
  }
  const unknown = parse("query { customer(id: 1) { acceptsMarketing } }");
  assert.match(String(faultsIn(published, unknown)), /acceptsMarketing/);
  const old = parse("query { customer(id: 1) { email } }");
  assert.match(String(faultsIn(published, old)), /deprecated/);
});

test("a token that is entered by hand needs the scopes that its operations do, and no others", async () => {
  const published = await publishedSchema();
  const ofToken = operations().filter(([file]) => !OF_THE_APP.test(file));
  const needed = ofToken.flatMap(([, text]) => scopesOf(published, parse(text)));
  const covers = (scope, granted) =>
    granted === scope || granted === scope.replace(/^read_/, "write_");
  for (const alternatives of needed) {
    const isCovered = alternatives.some((scope) => SCOPES.some((one) => covers(scope, one)));
    assert.ok(isCovered, alternatives.join(" or "));
  }
  for (const scope of SCOPES) {
    const without = SCOPES.filter((one) => one !== scope);
    const isNeeded = needed.some(
      (alternatives) => !alternatives.some((each) => without.some((one) => covers(each, one))),
    );
    assert.ok(isNeeded, `nothing needs ${scope}`);
  }
});

test("what a delivery claims to be gone is asked of the shop", async () => {
  const claimed = async (topic, id) => {
    const { now } = await world.advance(shop, 2_000);
    await world.deliver(shop, topic, { id, updated_at: new Date(now).toISOString() });
  };
  const questions = async () => (await world.api("GET", `${shop.api}/questions`)).body.questions;
  store.orders.set("990", "");
  await claimed("orders/delete", 990);
  await claimed("orders/delete", 991);
  await until(
    async () => {
      const said = (await questions()).map(({ name, state }) => `${name} ${state}`);
      return said.includes("order/990 undone") && said.includes("order/991 confirmed");
    },
    { what: "the shop's answers" },
  );
});

/** Turns on a workflow that makes this code for whoever signs up, and mails it. */
async function offer(coupon) {
  const steps = [
    { id: "code", type: "apply_coupon", prefix: "HI", ...coupon },
    { id: "mail", type: "send", message: "welcome" },
  ];
  const config = recovery({
    messages: { welcome: { subject: "Your code", text: "Use {{ coupon.code }}." } },
    workflows: [onSignUp(steps)],
  });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
}

let accounts = 700;
/** Somebody signs up and agrees to email; gives their address. */
async function signUp({ known = true } = {}) {
  accounts += 1;
  const email = `buyer-${accounts}@people.example`;
  if (known) store.customers.set(email, { id: accounts });
  const at = new Date((await world.advance(shop, 2_000)).now).toISOString();
  const agreed = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: at };
  const more = { created_at: at, updated_at: at, email_marketing_consent: agreed };
  await world.deliver(shop, "customers/create", customer(accounts, email, more));
  return email;
}

const mailTo = (email) => mail.mails.find(({ to }) => to.includes(email));
const mailed = (email) => until(() => mailTo(email), { what: `the mail to ${email}` });
const outbox = async (query) => (await world.api("GET", `${shop.api}/outbox?${query}`)).body.outbox;
const letters = async () => (await world.api("GET", `${shop.api}/dead-letters`)).body.dead_letters;
const waitsFor = (reason) =>
  until(
    async () =>
      (await outbox("type=apply_coupon&state=new")).find((item) => item.reason === reason),
    { what: reason },
  );
const codeIn = async (email) => /HI-\w{8}/.exec((await mailed(email)).text)[0];

test("a code is in the shop before its message leaves, for one customer, once, until it ends", async () => {
  await offer({ percent: 10, valid_for: { amount: 5, unit: "days" } });
  const email = await signUp();
  const { title, ...terms } = store.discounts.get(await codeIn(email));
  const [item] = await outbox("type=apply_coupon");
  assert.equal(title, `Edgewise: one customer, one use (${item.id})`);
  assert.deepEqual(terms, {
    __typename: "DiscountCodeBasic",
    code: await codeIn(email),
    startsAt: new Date(item.due).toISOString(),
    endsAt: new Date(item.due + 5 * 24 * HOUR).toISOString(),
    usageLimit: 1,
    appliesOncePerCustomer: true,
    context: { customers: { add: [`gid://shopify/Customer/${accounts}`] } },
    customerGets: { value: { percentage: 0.1 }, items: { all: true } },
  });
  assert.deepEqual([item.state, item.attempt], ["sent", 1]);
});

test("who has no account, or whose address leads to somebody else, gets a code for anybody", async () => {
  await offer({ percent: 10 });
  const stranger = await signUp({ known: false });
  const mistaken = `buyer-${accounts + 1}@people.example`;
  store.customers.set(mistaken, { id: 1, email: "somebody.else@people.example" });
  await signUp({ known: false });
  for (const email of [stranger, mistaken]) {
    assert.deepEqual(store.discounts.get(await codeIn(email)).context, { all: "ALL" });
  }
});

test("amounts, shipping, gifts and bundles are what Shopify makes of them", async () => {
  store.products.set("14", "12.50");
  store.products.set("15", "8.00");
  const amountOff = (amount) => ({ discountAmount: { amount, appliesOnEachItem: false } });
  const only = (...ids) => ({
    products: { productsToAdd: ids.map((id) => `gid://shopify/Product/${id}`) },
  });
  const kinds = [
    [{ amount: "7.50" }, { customerGets: { value: amountOff("7.50"), items: { all: true } } }],
    [
      { free_shipping: true },
      { __typename: "DiscountCodeFreeShipping", destination: { all: true } },
    ],
    [{ free_gift: "14" }, { customerGets: { value: amountOff("12.50"), items: only("14") } }],
    [
      { percent: 15, products: ["14", "15"] },
      { customerGets: { value: { percentage: 0.15 }, items: only("14", "15") } },
    ],
  ];
  for (const [given, expected] of kinds) {
    await offer(given);
    const made = store.discounts.get(await codeIn(await signUp()));
    const terms = Object.fromEntries(Object.keys(expected).map((name) => [name, made[name]]));
    assert.deepEqual(terms, expected);
    assert.equal(made.endsAt, null);
  }
});

test("an answer that is lost makes no second code, and the message leaves once", async () => {
  await offer({ percent: 10 });
  store.fault = (operation) => (operation === "BasicDiscount" ? "lost" : null);
  const before = store.discounts.size;
  const email = await signUp();
  await waitsFor("store-unreachable");
  assert.equal(mailTo(email), undefined, "no message without the code");
  store.fault = () => null;
  await world.advance(shop, 60_000);
  assert.ok(store.discounts.has(await codeIn(email)));
  assert.equal(store.discounts.size, before + 1);
  assert.equal(mail.mails.filter(({ to }) => to.includes(email)).length, 1);
});

test("each refusal of the API is told apart, asked again, and good once it is over", async () => {
  await offer({ percent: 10 });
  const page = { status: 200, text: "<html>One moment</html>" };
  const over = { status: 429, text: "{}", headers: { "retry-after": "3" } };
  const refusals = [
    [() => "throttled", "store-busy"],
    [() => over, "store-busy"],
    [() => ({ status: 401, text: "{}" }), "store-refused"],
    [() => ({ status: 403, text: "{}" }), "store-scope-missing"],
    [() => ({ status: 502, text: "" }), "store-unreachable"],
    [() => page, "store-not-json"],
  ];
  for (const [fault, reason] of refusals) {
    store.fault = fault;
    const email = await signUp();
    await waitsFor(reason);
    store.fault = () => null;
    await world.advance(shop, HOUR);
    await mailed(email);
  }
  store.scopes.delete("write_discounts");
  const email = await signUp();
  await waitsFor("store-scope-missing");
  store.scopes.add("write_discounts");
  await world.advance(shop, HOUR);
  await mailed(email);
});

test("Shopify says how long to wait, and no longer is waited", async () => {
  await offer({ percent: 10 });
  store.fault = () => "throttled";
  await signUp();
  const { due } = await waitsFor("store-busy");
  const { now } = await world.advance(shop, 0);
  // 100 points are missing, and 100 come back in a second.
  assert.ok(due - now <= 1_000, String(due - now));
  store.fault = () => null;
  await world.advance(shop, HOUR);
});

test("what the shop refuses is taken back, and its message isn't sent and says why", async () => {
  for (const [coupon, reason] of [
    [{ percent: 10, products: ["404"] }, "coupon-refused"],
    [{ free_gift: "404" }, "gift-missing"],
  ]) {
    await offer(coupon);
    const email = await signUp();
    await until(async () => (await letters()).some((letter) => letter.reason === reason), {
      what: reason,
    });
    assert.equal(mailTo(email), undefined);
  }
});

test("a note is added to what stands on the order, once", async () => {
  const steps = [{ id: "note", type: "add_order_note", note: "Add the sample box" }];
  const sample = {
    id: "sample",
    name: "Sample box",
    status: "live",
    trigger: { type: "order_placed" },
    reentry: { type: "every_time" },
    steps,
  };
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [sample] }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  store.orders.set("880", "Please ring twice");
  store.fault = (operation) => (operation === "WriteOrderNote" ? "lost" : null);
  const at = new Date((await world.advance(shop, 2_000)).now).toISOString();
  const placed = { created_at: at, updated_at: at, processed_at: at };
  await world.deliver(shop, "orders/create", order(880, "noted@people.example", placed));
  const items = async (state) => await outbox(`type=add_order_note&state=${state}`);
  await until(async () => (await items("new")).some((item) => item.attempt > 0));
  store.fault = () => null;
  await world.advance(shop, HOUR);
  await until(async () => (await items("sent")).length === 1);
  assert.match(
    store.orders.get("880"),
    /^Please ring twice\n\nAdd the sample box\n\n\(Edgewise [a-z2-7]{8}\)$/,
  );
});

test("two workflows add to one order's note, and neither writes over the other", async () => {
  const noting = (id, note) => ({
    id,
    name: id,
    status: "live",
    trigger: { type: "order_placed" },
    steps: [{ id: "note", type: "add_order_note", note }],
  });
  const workflows = [noting("one", "First box"), noting("two", "Second box")];
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  store.orders.set("881", "");
  // Long enough that both would have read before either wrote.
  store.latency = 200;
  const at = new Date((await world.advance(shop, 2_000)).now).toISOString();
  const placed = { created_at: at, updated_at: at, processed_at: at };
  await world.deliver(shop, "orders/create", order(881, "boxes@people.example", placed));
  const isSent = async () => {
    const sent = await outbox("type=add_order_note&state=sent");
    return sent.filter(({ workflow }) => workflow === "one" || workflow === "two").length === 2;
  };
  await until(isSent, { what: "both notes" });
  store.latency = 0;
  const note = store.orders.get("881");
  assert.match(note, /First box/);
  assert.match(note, /Second box/);
});
