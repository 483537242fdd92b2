/** What was rolled back is nowhere: not on disk, and not in what the shop's object remembers. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "./bodies.mjs";
import { startWorld } from "./world.mjs";

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
});
after(() => world.stop());

/** An order of more than the 256 KiB that one decision may take in. */
const huge = (id, email, more) => {
  const line = {
    variant_id: 1,
    product_id: 2,
    quantity: 1,
    price: "1.00",
    vendor: "v".repeat(255),
  };
  const lines = Array.from({ length: 250 }, (_, index) => ({
    ...line,
    id: index + 1,
    title: "t".repeat(500),
    variant_title: "w".repeat(500),
  }));
  return order(id, email, { ...more, line_items: lines });
};
const idOf = async (query) => (await world.customer(shop, query))?.customer ?? null;
const storyOf = async (query) => {
  const path = `${shop.api}/customers/${await idOf(query)}/timeline`;
  return (await world.api("GET", path)).body.moments.map(({ topic }) => topic);
};
const restart = async () => {
  await world.kill();
  await world.start();
};

test("somebody new who was rolled back can come again", async () => {
  const mail = "newcomer@people.example";
  const buyer = { customer: { id: 41_001, email: mail } };
  const refused = await world.deliver(shop, "orders/create", huge(501, mail, buyer));
  assert.deepEqual(refused, { outcome: "dead-letter", reason: "event-too-large" });
  assert.equal(await idOf(mail), null);
  await world.deliver(shop, "orders/create", order(502, mail, buyer));
  await restart();
  assert.deepEqual(await storyOf(mail), ["orders/create"]);
});

test("two people whose merging was rolled back stay two", async () => {
  const [account, guest] = ["shopify:customer:41002", "guest@people.example"];
  await world.deliver(shop, "customers/create", customer(41_002, null));
  await world.deliver(shop, "checkouts/create", checkout("guest0001", guest, { customer: null }));
  // The account has the guest's address: the two are one.
  const both = { customer: { id: 41_002, email: guest } };
  await world.deliver(shop, "orders/create", huge(503, guest, both));
  const before = [await idOf(account), await idOf(guest)];
  assert.equal(new Set(before).size, 2);
  await world.deliver(shop, "customers/update", customer(41_002, null, { note: "later" }));
  await restart();
  assert.deepEqual([await idOf(account), await idOf(guest)], before);
  assert.deepEqual(await storyOf(account), ["customers/update", "customers/create"]);
  await world.deliver(shop, "orders/create", order(504, guest, both));
  assert.equal(await idOf(account), await idOf(guest), "in a smaller body, they are joined");
});

test("who shares a transaction with a refused delivery is taken in all the same", async () => {
  const people = ["left@people.example", "right@people.example"];
  const [first, second] = people.map((mail, index) => customer(41_010 + index, mail));
  const outcomes = await Promise.all([
    world.deliver(shop, "customers/create", first),
    world.deliver(shop, "orders/create", huge(505, "middle@people.example", { customer: null })),
    world.deliver(shop, "customers/create", second),
  ]);
  assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ["accepted", "dead-letter", "accepted"],
  );
  for (const mail of people) assert.deepEqual(await storyOf(mail), ["customers/create"]);
});
