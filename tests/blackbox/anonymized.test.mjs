/** WooCommerce takes people out of orders and deletes accounts: who is forgotten, who is asked about, who stays. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { wooCustomer, wooOrder } from "./woo-bodies.mjs";
import { startWorld } from "./world.mjs";

let world;
let mail;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const iso = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
/** When orders are placed: after the shop was opened last, however long that took. */
let created;

async function openShop(platform = "woocommerce", privacy = {}) {
  const shop = await world.shop({ platform });
  const receipt = {
    id: "receipts",
    name: "Receipts",
    status: "live",
    trigger: { type: "order_placed" },
    reentry: { type: "every_time" },
    steps: [
      { id: "pause", type: "wait", for: { amount: 2, unit: "hours" } },
      { id: "receipt", type: "send", message: "receipt", kind: "transactional" },
    ],
  };
  const messages = { receipt: { subject: "Receipt", text: "Hello {{ customer.first_name }}" } };
  const config = recovery({ messages, workflows: [receipt], privacy });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  created = iso(0.05);
  return shop;
}

const placed = (shop, id, email, more = {}) =>
  world.deliverTo(
    shop,
    "order.created",
    wooOrder(id, { email, created, modified: iso(1), ...more }),
  );

/** What the eraser leaves of an order. */
const anonymized = (shop, id, more = {}) => {
  const [gone, email] = ["[deleted]", "deleted@site.invalid"];
  const billing = { first_name: gone, last_name: gone, email, phone: "000 0000000", country: "" };
  const body = wooOrder(id, { email, created, modified: iso(9), billing });
  const meta_data = [{ id: 1, key: "_anonymized", value: "yes" }];
  return world.deliverTo(shop, "order.updated", { ...body, meta_data, ...more });
};

const everybody = async (shop) => {
  const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
  return body.customers.map(({ email, name }) => `${name} ${email}`);
};

const requests = async (shop) => {
  const { body } = await world.api("GET", `${shop.api}/privacy-requests`);
  return body.privacy_requests;
};

test("whoever is known by nothing else is erased, and nobody is called [deleted]", async () => {
  const shop = await openShop();
  for (const [id, email] of [
    [1, "pia@b.example"],
    [2, "quin@b.example"],
    [3, "rolf@b.example"],
  ]) {
    await placed(shop, id, email);
  }
  for (const id of [1, 2]) await anonymized(shop, id);
  assert.deepEqual(await everybody(shop), ["Tea Drinker rolf@b.example"]);
  await world.advance(shop, 4 * HOUR);
  assert.deepEqual(
    mail.mails.map(({ to }) => to.join()),
    ["rolf@b.example"],
  );
  // What comes late about the erased makes nobody new; a new order does.
  await anonymized(shop, 1, { status: "completed", date_modified_gmt: iso(20).slice(0, 19) });
  await placed(shop, 2, "quin@b.example", { modified: iso(30), note: "late" });
  assert.deepEqual(await everybody(shop), ["Tea Drinker rolf@b.example"]);
  await placed(shop, 4, "quin@b.example");
  assert.equal((await everybody(shop)).length, 2);
});

test("a first delivery with the placeholder erases nobody and is nobody", async () => {
  const shop = await openShop();
  await placed(shop, 1, "pia@b.example");
  await anonymized(shop, 2);
  assert.deepEqual(await everybody(shop), ["Tea Drinker pia@b.example"]);
});

test("whoever has another order stays, and only that order forgets them", async () => {
  const shop = await openShop();
  await placed(shop, 1, "ann@b.example", {
    billing: { first_name: "Secret", email: "ann@b.example" },
  });
  await placed(shop, 2, "ann@b.example");
  await anonymized(shop, 1);
  assert.deepEqual(await everybody(shop), ["Tea Drinker ann@b.example"]);
  const [request] = await requests(shop);
  assert.equal(request.kind, "order_anonymized");
  assert.ok(request.done_at, "nothing is held");
  const found = await world.customer(shop, "ann@b.example");
  const { body } = await world.api("GET", `${shop.api}/customers/${found.customer}/export`);
  assert.doesNotMatch(JSON.stringify(body.journal), /Secret/, "the story forgets the person");
  assert.match(JSON.stringify(body.journal), /Tea/, "and keeps what the other order says");
  await world.advance(shop, 4 * HOUR);
  assert.ok(mail.mails.some(({ to }) => to.includes("ann@b.example")));
});

for (const [choice, held, left] of [
  [undefined, true, 1],
  ["ask", true, 1],
  ["keep", false, 1],
  ["erase", false, 0],
]) {
  test(`of whom an account is left, the shop's choice decides: ${choice}`, async () => {
    const privacy = choice === undefined ? {} : { anonymized_orders: choice };
    const shop = await openShop("woocommerce", privacy);
    const account = wooCustomer(7, { email: "zoe@b.example", created });
    await world.deliverTo(shop, "customer.created", account);
    await placed(shop, 1, "zoe@b.example", { customer_id: 7 });
    await anonymized(shop, 1, { customer_id: 7 });
    assert.equal((await everybody(shop)).length, left);
    const [request] = await requests(shop);
    assert.equal(request.done_at === null, held, JSON.stringify(request));
    const { body: operations } = await world.api("GET", `${shop.api}/operations`);
    assert.equal(operations.alerts.filter(({ code }) => code === "privacy").length, Number(held));
    if (!held) return;
    const found = await world.customer(shop, "zoe@b.example");
    const state = async () =>
      (await world.api("GET", `${shop.api}/customers/${found.customer}`)).body.state;
    assert.ok((await state()).customer.privacy_hold, "no marketing meanwhile");
    const url = `${shop.api}/privacy-requests/answer`;
    const wrong = await world.api("POST", url, { id: request.id, answer: "perhaps" });
    assert.equal(wrong.status, 422);
    const answered = await world.api("POST", url, { id: request.id, answer: "keep" });
    assert.equal(answered.status, 200);
    assert.equal((await state()).customer.privacy_hold, undefined);
    assert.equal((await world.api("POST", url, { id: request.id, answer: "erase" })).status, 404);
  });
}

test("a deleted account stops marketing and ends runs; erasing waits for a word", async () => {
  const shop = await openShop("woocommerce", { deleted_accounts: "erase" });
  const account = wooCustomer(7, { email: "yan@b.example", created });
  await world.deliverTo(shop, "customer.created", account);
  await placed(shop, 1, "yan@b.example", { customer_id: 7 });
  await world.deliverTo(shop, "customer.deleted", { id: 7 });
  // What topic a bare id came under is not signed, so somebody must say that it is true.
  const said = { name: "customer/7", answer: "true" };
  assert.equal((await world.api("POST", `${shop.api}/questions/answer`, said)).status, 200);
  const found = await world.customer(shop, "yan@b.example");
  const { body } = await world.api("GET", `${shop.api}/customers/${found.customer}`);
  assert.ok(body.state.customer.account_deleted);
  assert.ok(!(body.state.enrollments ?? []).some(({ ended }) => ended === undefined));
  const [request] = await requests(shop);
  assert.deepEqual([request.kind, request.done_at], ["account_deleted", null]);
  const answer = { id: request.id, answer: "erase" };
  await world.api("POST", `${shop.api}/privacy-requests/answer`, answer);
  assert.deepEqual(await everybody(shop), []);
  // Word of the deleted account comes late, and makes nobody new.
  const late = wooCustomer(7, { email: "yan@b.example", created, modified: iso(5) });
  await world.deliverTo(shop, "customer.updated", late);
  assert.deepEqual(await everybody(shop), []);
});

test("after a redaction on Shopify late webhooks make nobody new, and a new order does", async () => {
  const shop = await openShop("shopify");
  const email = "sara@b.example";
  const person = customer(77, email, { created_at: created, updated_at: created });
  await world.deliver(shop, "customers/create", person);
  const buyer = { id: 77, email };
  const bought = (id, more) =>
    order(id, email, { created_at: created, updated_at: created, customer: buyer, ...more });
  await world.deliver(shop, "orders/create", bought(7700));
  const redact = {
    shop_domain: shop.domain,
    customer: { id: 77, email },
    orders_to_redact: [7700],
  };
  await world.deliver(shop, "customers/redact", redact);
  assert.deepEqual(await everybody(shop), []);
  await world.deliver(shop, "orders/updated", bought(7700, { updated_at: iso(3) }));
  await world.deliver(shop, "customers/update", { ...person, updated_at: iso(4) });
  assert.deepEqual(await everybody(shop), []);
  await world.deliver(shop, "orders/create", bought(7701, { updated_at: iso(5) }));
  assert.equal((await everybody(shop)).length, 1);
});
