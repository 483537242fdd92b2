/** A connected store whose webhooks are lost: what happened is found by comparing, and nothing is missed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { promise } from "../promises/record.mjs";
import { startMailServer } from "./mail-server.mjs";
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
const REMINDERS = {
  messages: { left: { subject: "You left something", text: "It waits." } },
  workflows: [
    {
      id: "carts",
      name: "Carts",
      status: "live",
      trigger: { type: "cart_abandoned", after: { amount: 1, unit: "hours" } },
      exit_on: ["order_placed"],
      steps: [{ id: "mail", type: "send", message: "left", kind: "transactional" }],
    },
  ],
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

/** A connected store whose past is imported; workflows were on for a time before. */
async function connected(lists = {}, { onFor = 0, in: within = world, config: wanted } = {}) {
  const world = within;
  const store = await startStore(lists);
  stores.push(store);
  const shop = await world.shop({ platform: "woocommerce", domain: store.domain });
  const config = recovery(wanted ?? { workflows: [THANKS], segments: [BUYERS, GOOD] });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  if (onFor > 0) await world.advance(shop, onFor);
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
      { what: "the comparison", seconds: 60 },
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

test("a store that can give only few rows at once is compared all the same", async () => {
  const { store, shop, now, compared, buyers } = await connected();
  let refused = 0;
  store.fault = (path, query) => {
    if (path !== "wc/v3/orders" || Number(query.get("per_page")) <= 10) return null;
    refused += 1;
    return { status: 504, text: "" };
  };
  await world.advance(shop, HOUR);
  for (let id = 1; id <= 30; id += 1) {
    const created = at((await now()) - 1_000);
    store.lists.orders.push(wooOrder(id, { email: `slow-${id}@example.test`, created }));
  }
  await compared(await now());
  assert.ok(refused > 0, "larger pages were refused");
  assert.equal(await buyers(), 30);
});

test("what was placed before the store was connected is past, also where it is found by comparing", async () => {
  const { store, shop, get, now, compared, tasks, buyers } = await connected({}, { onFor: DAY });
  // The import can't read these orders, and comparing can.
  store.fault = (path, query) =>
    path === "wc/v3/orders" && !query.has("modified_after") && !query.has("after")
      ? { status: 403, text: "Are you human?" }
      : null;
  await world.api("POST", `${shop.api}/import`);
  const { before } = await get("import");
  const old = { created: at(before - 5 * HOUR), modified: at((await now()) + 1_000) };
  store.lists.orders.push(
    wooOrder(1, { email: "old@example.test", ...old }),
    wooOrder(2, { email: "older@example.test", created: at(before - 2 * DAY) }),
    wooOrder(3, { email: "new@example.test", created: old.modified }),
  );
  await compared(await now());
  assert.equal(await buyers(), 2, "the one that changed and the new one; the rest is the import's");
  assert.equal((await tasks()).length, 1, "and only the new one starts anything");
  assert.ok(!store.asked.some((asked) => /orders\/[12]\b/.test(asked)));
});

test("an import that is stuck holds no comparison up", async () => {
  const { store, shop, get, now, compared, buyers } = await connected();
  store.fault = (path) =>
    path === "wc/v3/coupons" ? { status: 403, text: "Are you human?" } : null;
  assert.equal((await world.api("POST", `${shop.api}/import`)).status, 202);
  await until(async () => (await get("import")).state === "incomplete");
  const created = at((await now()) + 1_000);
  store.lists.orders.push(wooOrder(1, { email: "one@example.test", created }));
  await compared(await now());
  assert.equal(await buyers(), 1);
  assert.equal((await get("import")).state, "incomplete");
});

test("a store that can't be compared for a day needs attention, until it can", async () => {
  const { store, shop, get, now, compared } = await connected();
  const alerts = async () => {
    const { alerts: all } = await get("operations");
    return all.filter(({ code }) => code === "not-compared");
  };
  store.fault = (path, query) =>
    path === "wc/v3/orders" && query.has("modified_after")
      ? { status: 200, text: "[]", headers: { age: "3600" } }
      : null;
  for (let hours = 0; hours < 23; hours += 1) await world.advance(shop, HOUR);
  assert.deepEqual(await alerts(), []);
  for (let hours = 0; hours < 3; hours += 1) await world.advance(shop, HOUR);
  const [alert] = await alerts();
  assert.match(alert.message, /haven’t been checked for missed ones for 2\d hours/);
  store.fault = () => null;
  await compared(await now());
  assert.deepEqual(await alerts(), []);
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

test("after an outage nobody gets a reminder of a cart they ordered meanwhile, and others do", async () => {
  const mail = await startMailServer();
  const own = await startWorld({ localNetwork: true, smtp: mail.url });
  try {
    const { store, shop, now, compared } = await connected({}, { in: own, config: REMINDERS });
    await compared(await now());
    const leaves = async (name) => {
      const token = name.padEnd(32, "0");
      const lines = [{ product_id: 14, name: "Scarf", quantity: 1, price: "10.00" }];
      const buyer = { email: `${name}@example.test` };
      const cart = { token, at: at(await now()), buyer, currency: "EUR", total: "10.00", lines };
      await own.deliverTo(shop, "cart.updated", cart);
    };
    await leaves("ida");
    await leaves("olav");
    // Down from here on: Ida's order is heard by nobody, and both reminders are long due.
    const created = at((await now()) + HOUR / 2);
    await own.kill();
    store.lists.orders.push(wooOrder(900, { email: "ida@example.test", created }));
    store.fault = () => ({ status: 503, text: "" });
    await own.start();
    await own.advance(shop, 5 * HOUR);
    const waiting = (await own.api("GET", `${shop.api}/outbox?type=send&state=new`)).body.outbox;
    assert.deepEqual(
      waiting.map(({ reason }) => reason),
      ["orders-not-checked", "orders-not-checked"],
    );
    assert.deepEqual(mail.mails, []);
    store.fault = () => null;
    const written = async () => {
      await own.advance(shop, 60_000);
      return mail.mails.length > 0;
    };
    await until(written, { what: "the reminder", seconds: 60 });
    await own.advance(shop, HOUR);
    assert.deepEqual(
      mail.mails.map(({ to }) => to[0]),
      ["olav@example.test"],
    );
  } finally {
    await own.stop();
    await mail.close();
  }
});

test("a store that can't be read for hours keeps no reminder waiting forever", async () => {
  const mail = await startMailServer();
  const own = await startWorld({ localNetwork: true, smtp: mail.url });
  try {
    const { store, shop, now } = await connected({}, { in: own, config: REMINDERS });
    store.fault = (path, query) =>
      path === "wc/v3/orders" && query.has("modified_after") ? { status: 503, text: "" } : null;
    await own.advance(shop, 3 * HOUR);
    const lines = [{ product_id: 14, name: "Scarf", quantity: 1, price: "10.00" }];
    const buyer = { email: "nora@example.test" };
    const cart = { token: "n".repeat(32), at: at(await now()), buyer, total: "10.00", lines };
    await own.deliverTo(shop, "cart.updated", { ...cart, currency: "EUR" });
    let hours = 0;
    while (mail.mails.length === 0 && hours < 48) {
      await own.advance(shop, HOUR / 12);
      hours += 1 / 12;
    }
    assert.ok(hours > 3 && hours < 24, `${hours} hours`);
  } finally {
    await own.stop();
    await mail.close();
  }
});

test("an account that changed while its webhook was lost is found within the hour", async () => {
  const start = Date.now();
  const customers = Array.from({ length: 130 }, (_, index) =>
    wooCustomer(index + 1, {
      email: `person-${index + 1}@example.test`,
      created: at(start - 90 * DAY),
      modified: at(start - 80 * DAY),
    }),
  );
  const { store, shop, now, compared } = await connected({ customers });
  await compared(await now());
  const name = async (id) => {
    const { customer } = await world.customer(shop, `person-${id}@example.test`);
    const { body } = await world.api("GET", `${shop.api}/customers/${customer}`);
    return body.state.customer.profile.first_name[0];
  };
  const renamed = async (index, first) => {
    const modified = at(await now()).slice(0, 19);
    customers[index] = { ...customers[index], first_name: first, date_modified_gmt: modified };
  };
  const asked = () =>
    store.asked.filter((one) => one.includes("wc/v3/customers") && one.includes("modified_after"));
  await renamed(3, "Renamed");
  await world.advance(shop, HOUR);
  await compared(await now());
  assert.equal(await name(4), "Renamed");
  const before = asked().length;
  // Where the plugin is off, all accounts come: that is seen on the first page.
  store.answer = ((answer) => (method, path, query, body) => {
    query.delete("edgewise_modified_after");
    return answer.call(store, method, path, query, body);
  })(store.answer);
  await renamed(4, "Unheard of");
  await world.advance(shop, HOUR);
  await compared(await now());
  const since = asked().slice(before);
  assert.ok(since.length > 0 && since.every((one) => one.includes("offset=0&")), String(since));
  assert.notEqual(await name(5), "Unheard of");
});

test("a day of a store costs it few requests, whether its webhooks came or none did", async () => {
  const { store, shop, now, compared, buyers } = await connected();
  const ORDERS = 1_000;
  await compared(await now());
  let next = 1;
  const dayOf = async (orders) => {
    const begun = await now();
    return Array.from({ length: orders }, (_, index) => {
      const created = at(begun + index * Math.floor((23 * HOUR) / orders));
      return wooOrder(next++, { email: `day-${next}@example.test`, created });
    });
  };
  const requests = async (what) => {
    const before = store.asked.length;
    await what();
    return store.asked.length - before;
  };
  // Nothing is heard all day.
  const unheard = await dayOf(ORDERS);
  store.fault = () => ({ status: 503, text: "" });
  await world.advance(shop, 24 * HOUR);
  store.lists.orders.push(...unheard);
  store.fault = () => null;
  const began = performance.now();
  const found = await requests(async () => compared(await now()));
  const took = Math.round(performance.now() - began);
  assert.equal(await buyers(), ORDERS);
  console.log(`  reconcile of a day with ${ORDERS} orders: ${took} ms, ${found} requests`);
  assert.ok(found < 60, `${found} requests`);
  // Each is heard of, by its webhook and before that by the plugin.
  const HEARD = 240;
  const heard = await dayOf(HEARD);
  const asked = await requests(async () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const orders = heard.slice((hour * HEARD) / 24, ((hour + 1) * HEARD) / 24);
      store.lists.orders.push(...orders);
      for (const order of orders) {
        await world.deliverTo(shop, "store.changed", { orders: [order.id] });
        await world.deliverTo(shop, "order.created", order);
      }
      await world.advance(shop, HOUR);
    }
    await compared(await now());
  });
  assert.equal(await buyers(), ORDERS + HEARD);
  // The rounds of a day cost the same for any number of orders.
  const rounds = asked - HEARD;
  console.log(`  requests to the store per 1,000 orders of a day: ${1_000 + rounds}`);
  assert.ok(rounds < 200, `${asked} requests`);
});
