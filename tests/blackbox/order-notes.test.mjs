/** Notes on orders: made in the store once each, whatever fails on the way, and only recorded without one. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { recovery } from "./recovery-config.mjs";
import { wooOrder } from "./woo-bodies.mjs";
import { startStore } from "./written-store.mjs";
import { startWorld, until } from "./world.mjs";

let world;
let store;
let shop;

const workflow = {
  id: "sample",
  name: "Sample box",
  status: "live",
  trigger: { type: "order_placed" },
  reentry: { type: "every_time" },
  steps: [{ id: "note", type: "add_order_note", note: "Add the sample box" }],
};

before(async () => {
  store = await startStore();
  world = await startWorld({ localNetwork: true });
  shop = await store.connected(world);
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [workflow] }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});
after(async () => {
  await world?.stop();
  store?.close();
});
beforeEach(() => {
  store.refusal = () => null;
});

let orders = 600;
/** Somebody orders; gives the order's number. */
async function order({ there = true } = {}) {
  orders += 1;
  const id = String(orders);
  if (there) store.notes.set(id, []);
  const created = new Date((await world.advance(shop, 2_000)).now).toISOString();
  const body = wooOrder(orders, { email: `buyer-${orders}@example.test`, created });
  await world.deliverTo(shop, "order.created", body);
  return id;
}
const items = async (state) =>
  (await world.api("GET", `${shop.api}/outbox?type=add_order_note&state=${state}`)).body.outbox;
const notes = (id) => store.notes.get(id);
const noted = (id) => until(() => notes(id).length > 0, { what: `a note on ${id}` });
const letters = async () => (await world.api("GET", `${shop.api}/dead-letters`)).body.dead_letters;

test("a private note is on the order that started the workflow, with a reference of ours", async () => {
  const [first, second] = [await order(), await order()];
  await noted(first);
  await noted(second);
  const [{ note, ...how }] = notes(first);
  assert.match(note, /^Add the sample box\n\n\(Edgewise [a-z2-7]{8}\)$/);
  assert.deepEqual(how, { customer_note: false, added_by_user: false });
  await until(async () => (await items("sent")).length === 2);
});

test("an answer that is lost makes no second note", async () => {
  store.refusal = () => "lost";
  const id = await order();
  await noted(id);
  const waiting = async () =>
    (await items("new")).some(({ reason }) => reason === "store-unreachable");
  await until(waiting, { what: "the second try" });
  store.refusal = () => null;
  await world.advance(shop, 60_000);
  await until(async () => (await items("new")).length === 0);
  assert.equal(notes(id).length, 1);
});

test("a store that is away gets it once it is back, also after a kill", async () => {
  store.refusal = () => "closed";
  const id = await order();
  await until(async () => (await items("new")).some(({ attempt }) => attempt > 0));
  await world.kill();
  await world.start();
  store.refusal = () => null;
  await world.advance(shop, 10 * 60_000);
  await noted(id);
  await until(async () => (await items("new")).length === 0);
  assert.equal(notes(id).length, 1);
});

test("what the store refuses is listed with its cause", async () => {
  await order({ there: false });
  const [letter] = await until(async () => {
    const found = await letters();
    return found.length > 0 ? found : null;
  });
  assert.deepEqual(
    [letter.kind, letter.type, letter.reason],
    ["effect", "add_order_note", "order-missing"],
  );
});

test("without a store it is only recorded", async () => {
  await world.api("DELETE", `${shop.api}/connection`);
  const sent = (await items("sent")).length;
  const id = await order();
  await until(async () => (await items("sent")).length === sent + 1);
  assert.deepEqual(notes(id), []);
});
