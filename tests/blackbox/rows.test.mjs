/** What an event costs: rows written, counted by the storage itself. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "./bodies.mjs";
import { recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  await world.advance(shop, 0);
});
after(() => world.stop());

const written = async () => (await world.api("GET", `${shop.api}/health`)).body.rows_written;

async function rowsOf(work) {
  const before = await written();
  await work();
  return (await written()) - before;
}

const person = (minute) =>
  customer(31_000, "rows@people.example", {
    updated_at: `2026-11-19T08:${String(minute).padStart(2, "0")}:00Z`,
  });

test("an event that has no effect and moves no wake writes one row", async (t) => {
  const first = await rowsOf(() => world.deliver(shop, "customers/create", person(0)));
  t.diagnostic(`a new customer's first event: ${first} rows`);
  // Once for each shop it is written down that such a thing can happen there.
  const kind = await rowsOf(() => world.deliver(shop, "customers/update", person(1)));
  assert.equal(kind, 2);
  for (let minute = 2; minute <= 11; minute += 1) {
    const rows = await rowsOf(() => world.deliver(shop, "customers/update", person(minute)));
    assert.equal(rows, 1);
  }
});

test("what moves a wake, enters a workflow or leaves it writes a few rows more", async (t) => {
  const at = new Date().toISOString();
  const about = { id: 31_000, email: "rows@people.example" };
  const times = { created_at: at, updated_at: at, processed_at: at, customer: about };
  for (const [topic, body] of [
    ["checkouts/create", checkout("rows000001", about.email, times)],
    ["checkouts/update", checkout("rows000001", about.email, { ...times, total_price: "90.00" })],
    ["orders/create", order(31_001, about.email, { ...times, checkout_token: "rows000001" })],
  ]) {
    const rows = await rowsOf(() => world.deliver(shop, topic, body));
    t.diagnostic(`${topic}: ${rows} rows`);
    assert.ok(rows <= 10, `${topic}: ${rows} rows`);
  }
});

test("a duplicate writes nothing, an ignored topic one row", async () => {
  assert.equal(await rowsOf(() => world.deliver(shop, "customers/update", person(5))), 0);
  assert.equal(await rowsOf(() => world.deliver(shop, "themes/publish", { id: 3 })), 1);
});

test("a forged request writes nothing", async () => {
  const forged = () => world.webhook(shop, "customers/update", person(59), { secret: "wrong" });
  assert.equal(await rowsOf(forged), 0);
});

test("the platform's own names for a delivery are kept in its row, and nothing rests on them", async () => {
  const names = { "x-shopify-event-id": "event-1", "x-shopify-webhook-id": "webhook-1" };
  const update = person(40);
  assert.equal(
    (await world.deliver(shop, "customers/update", update, { headers: names })).outcome,
    "accepted",
  );
  const others = { ...names, "x-shopify-webhook-id": "webhook-2" };
  assert.equal(
    (await world.deliver(shop, "customers/update", update, { headers: others })).outcome,
    "duplicate",
  );
  const { customer: id } = await world.customer(shop, "rows@people.example");
  const { body } = await world.api("GET", `${shop.api}/customers/${id}/timeline`);
  assert.deepEqual(body.moments[0].sender, { event_id: "event-1", webhook_id: "webhook-1" });
});
