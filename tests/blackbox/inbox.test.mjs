/** How long a delivery is remembered: thirty days, but for what is the same each time it happens. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { sign, startWorld } from "./world.mjs";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let world;
let shop;
let woo;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  woo = await world.shop({ platform: "woocommerce", domain: "bin.example", webhook_secret: "w" });
});
after(() => world.stop());

test("a body is the same delivery for thirty days, and after them it is received anew", async () => {
  const body = customer(61_001, "again@people.example");
  const deliver = async (topic = "customers/update") =>
    (await world.deliver(shop, topic, body)).outcome;
  const decisionsNow = async () => (await world.customer(shop, "again@people.example")).decisions;
  assert.equal(await deliver(), "accepted");
  assert.equal(await deliver(), "duplicate");
  assert.equal(await deliver("customers/enable"), "accepted", "another topic is another delivery");
  const decisions = await decisionsNow();
  await world.advance(shop, 30 * DAY - MINUTE);
  assert.equal(await deliver(), "duplicate");
  assert.equal(await decisionsNow(), decisions);
  await world.advance(shop, 2 * MINUTE);
  assert.equal(await deliver(), "accepted");
  assert.equal(await deliver(), "duplicate", "and is remembered for thirty days from then");
  assert.equal(await decisionsNow(), decisions + 1);
  await world.advance(shop, 31 * DAY);
  assert.equal(await deliver(), "accepted");
  assert.equal(await deliver(), "duplicate");
});

async function deliverWoo(topic, body) {
  const bytes = JSON.stringify(body);
  const headers = {
    "x-wc-webhook-topic": topic,
    "x-wc-webhook-source": "https://bin.example/",
    "x-wc-webhook-signature": sign("w", bytes),
  };
  const answer = await world.fetch(woo.webhook_url, { method: "POST", body: bytes, headers });
  assert.equal(answer.status, 200);
  return (await answer.json()).outcome;
}

test("a WooCommerce order can be deleted, taken back and deleted again", async () => {
  const order = (minute) => ({
    id: 58,
    status: "processing",
    currency: "EUR",
    total: "79.87",
    date_created_gmt: "2026-11-01T08:00:00",
    date_modified_gmt: `2026-11-01T08:${minute}:00`,
    date_paid_gmt: "2026-11-01T08:00:00",
    billing: { first_name: "Mira", email: "bin@people.example" },
    line_items: [],
  });
  const facts = async () => {
    const { customer } = await world.customer(woo, "bin@people.example");
    const { body } = await world.api("GET", `${woo.api}/customers/${customer}`);
    const { deleted_at = 0, restored_at = 0 } = body.state.customer.orders.by_id["woocommerce:58"];
    return deleted_at === 0 ? "there" : deleted_at >= restored_at ? "deleted" : "taken back";
  };
  const confirm = async () => {
    const said = { name: "order/58", answer: "true" };
    assert.equal((await world.api("POST", `${woo.api}/questions/answer`, said)).status, 200);
  };
  await deliverWoo("order.created", order("01"));
  assert.equal(await facts(), "there");
  assert.equal(await deliverWoo("order.deleted", { id: 58 }), "accepted");
  assert.equal(
    await deliverWoo("order.deleted", { id: 58 }),
    "duplicate",
    "received twice at once",
  );
  assert.equal(await facts(), "there", "a bare id is only a question");
  await confirm();
  assert.equal(await facts(), "deleted");
  await world.advance(woo, 5 * MINUTE);
  assert.equal(await deliverWoo("order.restored", order("05")), "accepted");
  assert.equal(await facts(), "taken back");
  await world.advance(woo, 5 * MINUTE);
  assert.equal(await deliverWoo("order.deleted", { id: 58 }), "accepted");
  await confirm();
  assert.equal(await facts(), "deleted");
});
