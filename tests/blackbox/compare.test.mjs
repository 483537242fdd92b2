/** A connected store whose webhooks are lost: what happened is found by comparing, and nothing is missed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { promise } from "../promises/record.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { wooCustomer, wooOrder } from "./woo-bodies.mjs";
import { startStore } from "./woo-store.mjs";
import { startWorld, until } from "./world.mjs";

const DAY = 24 * HOUR;
const THANKS = {
  id: "thanks",
  name: "Thanks",
  status: "live",
  trigger: { type: "order_placed" },
  steps: [{ id: "task", type: "create_task", title: "Say thanks" }],
};
const GOOD = {
  id: "good",
  name: "Good buyers",
  condition: { type: "spend", is: "at_least", amount: "40.00" },
};
const BUYERS = {
  id: "buyers",
  name: "Buyers",
  condition: { type: "order_count", is: "at_least", count: 1 },
};

let world;
const stores = [];
before(async () => {
  world = await startWorld({ localNetwork: true });
});
after(async () => {
  for (const store of stores) store.close();
  await world?.stop();
});

const at = (time) => new Date(time).toISOString();

/** A connected store whose past is imported. */
async function connected(lists = {}) {
  const store = await startStore(lists);
  stores.push(store);
  const shop = await world.shop({ platform: "woocommerce", domain: store.domain });
  const config = recovery({ workflows: [THANKS], segments: [BUYERS, GOOD] });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  await store.connect(world, shop);
  const get = async (path) => (await world.api("GET", `${shop.api}/${path}`)).body;
  await until(async () => (await get("import")).state === "done");
  const now = async () => (await world.advance(shop, 0)).now;
  /** Lets hours pass until the store was compared at or after a moment. */
  const compared = async (since) => {
    await until(
      async () => {
        await world.advance(shop, HOUR / 2);
        return ((await get("connection")).compared_at ?? 0) >= since;
      },
      { what: "the comparison", within: 60_000 },
    );
  };
  const tasks = async () => (await get("outbox?type=create_task&limit=500")).outbox;
  const membersOf = async (segment) =>
    (await get("segments")).segments.find(({ id }) => id === segment).members;
  const buyers = () => membersOf("buyers");
  const good = () => membersOf("good");
  return { store, shop, get, now, compared, tasks, buyers, good };
}

test("after an outage of five hours, and of any length, no event is missing", async () => {
  const shown = promise(35, "compared");
  const { store, shop, now, compared, tasks, buyers } = await connected();
  let missing = 0;
  let lost = 0;
  let id = 100;
  for (const hours of [5, 80]) {
    const from = await now();
    // The store goes on without us.
    store.fault = () => ({ status: 503, text: "" });
    const placed = Array.from({ length: 120 }, (_, index) => {
      id += 1;
      const created = at(from + ((index + 1) * hours * HOUR) / 121);
      return wooOrder(id, { email: `buyer-${id}@example.test`, created });
    });
    for (let passed = 0; passed < hours; passed += 1) await world.advance(shop, HOUR);
    store.lists.orders.push(...placed);
    store.fault = () => null;
    const members = await buyers();
    await compared(await now());
    lost += placed.length;
    missing += members + placed.length - (await buyers());
    if (hours === 5) {
      assert.equal(
        (await tasks()).length,
        120,
        "what is found in time still starts what it starts",
      );
    } else {
      const late = (await tasks()).length - 120;
      const inTime = placed.filter(
        ({ date_created_gmt: created }) => Date.parse(`${created}Z`) > from + (hours - 70) * HOUR,
      );
      assert.ok(late >= inTime.length - 5 && late < 120, `and what is too old doesn't: ${late}`);
    }
  }
  assert.equal(missing, 0);
  shown(lost, `${missing} missing`);
});

test("what is known already leaves no trace, however often it is compared", async () => {
  const { store, shop, now, compared } = await connected();
  const order = wooOrder(1, { email: "one@example.test", created: at(await now()) });
  store.lists.orders.push(order);
  await world.deliverTo(shop, "order.created", order);
  const journal = async () => {
    const { customer } = await world.customer(shop, "one@example.test");
    const { body } = await world.api("GET", `${shop.api}/customers/${customer}/export`);
    return body.journal.length;
  };
  await compared(await now());
  const before = await journal();
  assert.ok(before > 0);
  for (let times = 0; times < 3; times += 1) await compared(await now());
  assert.equal(await journal(), before);
  const read = store.asked.filter((asked) => asked.includes("modified_after"));
  assert.ok(read.length > 6, "it was read again each time");
});

test("a deleted order, a deleted refund and a new account are found within a day", async () => {
  const start = Date.now();
  const refunded = { refunds: [{ id: 7, total: "-10.00" }] };
  const orders = [
    wooOrder(1, { email: "one@example.test", created: at(start - 5 * DAY) }),
    wooOrder(2, { email: "two@example.test", created: at(start - 6 * DAY), ...refunded }),
    wooOrder(3, { email: "three@example.test", created: at(start - 100 * DAY) }),
  ];
  const { store, shop, get, now, compared, buyers, good } = await connected({ orders });
  await compared(await now());
  assert.deepEqual([await buyers(), await good()], [3, 2]);
  // Neither leaves a date behind.
  store.lists.orders.splice(0, 1);
  store.lists.orders[0] = { ...store.lists.orders[0], refunds: [] };
  store.lists.customers.push(
    wooCustomer(9, { email: "nine@example.test", created: at(await now()) }),
  );
  const customers = (await get("health")).customers;
  await world.advance(shop, DAY);
  await compared(await now());
  await until(async () => {
    await world.advance(shop, 60_000);
    return (await buyers()) === 2;
  });
  assert.equal(await good(), 2, "the refund was taken back");
  assert.equal((await get("health")).customers, customers + 1);
});
