/** Deliveries received again and again, many times at once; and two that only look like one. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { promise } from "../promises/record.mjs";
import { customer } from "./bodies.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { sign, startWorld } from "./world.mjs";

const repeated = promise(8, "deliveries");
const paired = promise(11, "pairs");
const LONG = process.env.EDGEWISE_LONG !== undefined;
const DELIVERIES = LONG ? 4_000 : 150;
const PAIRS = LONG ? 10_000 : 500;

let world;

before(async () => {
  world = await startWorld();
});
after(() => world.stop());

test(`${DELIVERIES} webhooks, each 1 to 50 times at once, count once`, async () => {
  const shop = await world.shop();
  const workflows = [onSignUp([{ id: "tag", type: "add_tag", tag: "welcomed" }])];
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  let delivered = 0;
  for (let index = 0; index < DELIVERIES; index += 1) {
    const at = new Date().toISOString();
    const body = customer(1_000 + index, `r${index}@people.example`, {
      created_at: at,
      updated_at: at,
    });
    const times = 1 + ((index * 37) % 50);
    const outcomes = await Promise.all(
      Array.from({ length: times }, async (_, time) => {
        const headers = { "x-shopify-webhook-id": `${index}-${time}` };
        return (await world.deliver(shop, "customers/create", body, { headers })).outcome;
      }),
    );
    delivered += times;
    assert.equal(outcomes.filter((outcome) => outcome === "accepted").length, 1);
    assert.equal(outcomes.filter((outcome) => outcome === "duplicate").length, times - 1);
  }
  const tags = await world.api("GET", `${shop.api}/outbox?type=add_tag&limit=1`);
  assert.equal(tags.body.total, DELIVERIES, "one effect each");
  const { body } = await world.api("GET", `${shop.api}/customers?limit=1`);
  assert.equal(body.total, DELIVERIES);
  repeated(delivered, "each accepted once, one customer and one effect of each");
});

test(`${PAIRS} pairs of WooCommerce events in one second, under one delivery id, all count`, async () => {
  const shop = await world.shop({
    platform: "woocommerce",
    domain: "pairs.example",
    webhook_secret: "w",
  });
  const order = (id, total) => ({
    id,
    status: "processing",
    currency: "EUR",
    total,
    date_created_gmt: "2026-11-01T08:00:00",
    date_modified_gmt: "2026-11-01T08:00:00",
    date_paid_gmt: "2026-11-01T08:00:00",
    billing: { first_name: "Mira", email: `pair-${id >> 1}@people.example` },
    line_items: [],
  });
  const deliver = async (pair, body) => {
    const bytes = JSON.stringify(body);
    const answer = await world.fetch(shop.webhook_url, {
      method: "POST",
      body: bytes,
      headers: {
        "x-wc-webhook-topic": "order.created",
        "x-wc-webhook-source": "https://pairs.example/",
        // What WooCommerce makes of the webhook's number and the second.
        "x-wc-webhook-id": "7",
        "x-wc-webhook-delivery-id": `one-second-${pair}`,
        "x-wc-webhook-signature": sign("w", bytes),
      },
    });
    assert.equal(answer.status, 200);
    return (await answer.json()).outcome;
  };
  for (let pair = 0; pair < PAIRS; pair += 10) {
    const now = Array.from({ length: 10 }, (_, index) => 1 + pair + index);
    const outcomes = await Promise.all(
      now.flatMap((one) => [
        deliver(one, order(2 * one, "10.00")),
        deliver(one, order(2 * one + 1, "5.00")),
      ]),
    );
    assert.deepEqual([...new Set(outcomes)], ["accepted"]);
  }
  const counted = [];
  while (counted.length < PAIRS) {
    const page = `limit=200&offset=${counted.length}`;
    const { body } = await world.api("GET", `${shop.api}/customers?${page}`);
    assert.equal(body.total, PAIRS);
    counted.push(...body.customers.map(({ orders }) => orders));
  }
  assert.deepEqual([...new Set(counted)], [2]);
  paired(PAIRS, "both of each counted");
});
