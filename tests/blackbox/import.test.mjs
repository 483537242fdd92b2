/** A store's past, imported: it is all known afterwards, and nothing is sent because of it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { turnOnShipped } from "./shipped-workflows.mjs";
import { wooCustomer, wooOrder } from "./woo-bodies.mjs";
import { startStore } from "./woo-store.mjs";
import { startWorld, until } from "./world.mjs";

const DAY = 24 * HOUR;
let world;
let mail;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ localNetwork: true, smtp: mail.url });
});
after(async () => {
  await world?.stop();
  await mail?.close();
});

const BUYERS = {
  id: "buyers",
  name: "Buyers",
  condition: { type: "order_count", is: "at_least", count: 1 },
};
const GOOD = {
  id: "good",
  name: "Good buyers",
  condition: { type: "spend", is: "at_least", amount: "80.00" },
};

const ago = (days, now = Date.now()) => new Date(now - days * DAY).toISOString();

/** A store with so many accounts, of whom every third never ordered; the others ordered once to three times. */
function pastOf(accounts) {
  const customers = [];
  const orders = [];
  for (let id = 1; id <= accounts; id += 1) {
    const email = `buyer-${id}@example.test`;
    customers.push(wooCustomer(id, { email, created: ago(400 - (id % 300)) }));
    for (let nth = 0; nth < id % 3; nth += 1) {
      const created = ago(90 - ((id + nth * 7) % 80));
      orders.push({ email, created, customer_id: id });
    }
  }
  const placed = orders.map(({ email, ...more }, index) =>
    wooOrder(1_000 + index, { email, ...more }),
  );
  return { customers, orders: placed };
}

const stores = [];
after(() => {
  for (const store of stores) store.close();
});

async function connected(lists, more = {}) {
  const store = await startStore(lists);
  stores.push(store);
  const shop = await world.shop({ platform: "woocommerce", domain: store.domain });
  if (more.config !== undefined) {
    const saved = await world.api("PUT", `${shop.api}/config`, more.config);
    assert.equal(saved.status, 200, JSON.stringify(saved.body).slice(0, 2_000));
  }
  return { store, shop, connect: () => store.connect(world, shop) };
}

const importOf = async (shop) => (await world.api("GET", `${shop.api}/import`)).body;
const reaches = (shop, state) =>
  until(
    async () => {
      const found = await importOf(shop);
      return found.state === state ? found : null;
    },
    { what: `the import to be ${state}`, seconds: 60 },
  );
const partOf = (found, name) => found.parts.find(({ part }) => part === name);
const outbox = async (shop) => (await world.api("GET", `${shop.api}/outbox`)).body.outbox;
const membersOf = async (shop, segment) =>
  (await world.api("GET", `${shop.api}/segments`)).body.segments.find(({ id }) => id === segment)
    .members;

test("a past is known when it was imported, with every shipped workflow live, and sends nothing", async () => {
  const past = pastOf(300);
  const variation = (id) => ({
    id,
    name: "Shirt",
    type: "variation",
    price: "25.00",
    date_created_gmt: ago(300).slice(0, 19),
    date_modified_gmt: ago(200).slice(0, 19),
    stock_quantity: 3,
    stock_status: "instock",
  });
  const shirt = {
    ...variation(16),
    type: "variable",
    all_variations: Array.from({ length: 120 }, (_, index) => variation(1_600 + index)),
  };
  const products = [...Array.from({ length: 45 }, (_, index) => variation(20 + index)), shirt];
  products.sort((one, other) => one.id - other.id);
  const coupons = [{ id: 9, code: "ten-off", date_created_gmt: "2026-01-02T10:00:00" }];
  const { store, shop, connect } = await connected({ ...past, products, coupons });
  // What the plugin reports counts from when it is connected; until all is live, nothing can be read.
  store.fault = (path) => (path === "wc/v3/products" ? { status: 403, text: "Wait" } : null);
  await connect();
  const live = await turnOnShipped(world, shop, { segments: [BUYERS, GOOD] });
  assert.ok(live >= 23, `${live} workflows are live`);
  store.fault = () => null;
  store.asked.length = 0;
  // An attempt that was on its way while nothing could be read is made again later.
  const done = await until(
    async () => {
      await world.advance(shop, 60_000);
      const found = await importOf(shop);
      return found.state === "done" ? found : null;
    },
    { what: "the import to be done" },
  );
  const read = Object.fromEntries(done.parts.map(({ part, read: n }) => [part, n]));
  assert.deepEqual(read, {
    products: 46,
    coupons: 1,
    customers: 300,
    orders: past.orders.length,
    subscriptions: 0,
  });
  assert.equal(partOf(done, "subscriptions").state, "skipped");
  assert.equal(await membersOf(shop, "buyers"), 200);
  assert.equal(await membersOf(shop, "good"), 100);
  assert.deepEqual(await outbox(shop), []);
  const { body } = await world.api("GET", `${shop.api}/operations`);
  assert.deepEqual(
    body.alerts.filter(({ code }) => code === "import-incomplete"),
    [],
  );
  const asked = store.asked.filter(
    (one) => one.startsWith("GET wc/v3/") && !/webhooks|after=/.test(one),
  );
  console.log(`  ${asked.length} requests for ${300 + past.orders.length} customers and orders`);
  assert.ok(asked.length < 20);

  // What happens from now on is news.
  const { now } = await world.advance(shop, 60_000);
  const order = wooOrder(5_000, {
    email: "buyer-5@example.test",
    customer_id: 5,
    created: ago(0, now),
  });
  await world.deliverTo(shop, "order.created", order);
  const items = await until(async () => {
    const found = await outbox(shop);
    return found.length > 0 ? found : null;
  });
  assert.ok(items.length > 0);
});

test("what accounts keep of an earlier connection is their consent again, with its date and text", async () => {
  const word = (consent, days, more = {}) => ({
    consent,
    since: 1,
    at: ago(days),
    where: "checkout",
    text: "News by email",
    own: true,
    ...more,
  });
  const account = (id, kept) =>
    wooCustomer(id, {
      email: `kept-${id}@example.test`,
      created: ago(200),
      meta_data: [{ id: 1, key: "_edgewise_consent_state", value: kept }],
    });
  const customers = [
    account(1, { email: word("subscribed", 30), sms: word("unsubscribed", 20) }),
    account(2, { email: { consent: "subscribed", at: "soon" }, sms: "yes", push: [] }),
    account(3, []),
  ];
  const { shop, connect } = await connected({ customers, orders: [] });
  await connect();
  await reaches(shop, "done");
  const consentsOf = async (id) => {
    const { customer } = await world.customer(shop, `kept-${id}@example.test`);
    const { body } = await world.api("GET", `${shop.api}/customers/${customer}`);
    return body.state.customer.consent?.channels ?? {};
  };
  const { email, sms } = await consentsOf(1);
  assert.deepEqual(
    [email.consent, email.proof, email.origin, new Date(email.at).toISOString()],
    ["subscribed", "News by email", "checkout", customers[0].meta_data[0].value.email.at],
  );
  assert.deepEqual([sms.consent, email.in_store, sms.in_store], ["unsubscribed", true, true]);
  for (const id of [2, 3]) assert.deepEqual(await consentsOf(id), {});
});

test("a site in a folder of its domain is asked there, for its past and when something is in doubt", async () => {
  const { store, shop, connect } = await connected(pastOf(5));
  store.folder = "/Store/en";
  await connect();
  const done = await reaches(shop, "done");
  assert.equal(partOf(done, "customers").read, 5);
  assert.equal(store.connection.site, `${store.domain}/store/en`);
  const before = store.asked.length;
  await world.deliverTo(shop, "order.deleted", { id: store.lists.orders[0].id });
  await until(() => store.asked.slice(before).some((one) => /GET wc\/v3\/orders\/\d+/.test(one)));
});

test("what is placed while the past is imported is news, also where the import reads it first", async () => {
  const thanks = {
    id: "thanks",
    name: "Thanks",
    status: "live",
    trigger: { type: "order_placed" },
    steps: [{ id: "task", type: "create_task", title: "Say thanks" }],
  };
  const { store, shop, connect } = await connected(pastOf(30), {
    config: recovery({ workflows: [thanks] }),
  });
  let during = null;
  store.fault = (path) => {
    // Placed behind the import's back, a moment before its page is read.
    if (path === "wc/v3/orders" && during === null) {
      during = wooOrder(9_000, { email: "new@example.test", created: ago(0, Date.now() + 1_000) });
      store.lists.orders.push(during);
    }
    return null;
  };
  await connect();
  await reaches(shop, "done");
  const found = await until(async () => {
    const items = await outbox(shop);
    return items.length > 0 ? items : null;
  });
  assert.equal(found.length, 1);
  await world.deliverTo(shop, "order.created", during);
  assert.equal((await outbox(shop)).length, 1, "and its webhook says nothing new");
});

test("a process that ends in the middle goes on, and each row counts once", async () => {
  const past = pastOf(400);
  const config = recovery({ segments: [BUYERS, GOOD], workflows: [] });
  const { store, shop, connect } = await connected(past, { config });
  let kills = 0;
  let pages = 0;
  let killed = Promise.resolve();
  store.fault = (path) => {
    if (!path.startsWith("wc/v3/customers") && !path.startsWith("wc/v3/orders")) return null;
    pages += 1;
    if (pages % 3 === 0 && kills < 3) {
      kills += 1;
      killed = killed.then(async () => {
        await world.kill();
        await world.start();
      });
    }
    return null;
  };
  await connect();
  for (let tries = 0; (await killed.then(() => importOf(shop))).state !== "done"; tries += 1) {
    assert.ok(tries < 200, "it gets done");
    await world.advance(shop, 31_000).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(kills, 3);
  const done = await importOf(shop);
  assert.equal(partOf(done, "customers").read, 400);
  assert.equal(partOf(done, "orders").read, past.orders.length);
  assert.equal(await membersOf(shop, "buyers"), 267);
  assert.equal(await membersOf(shop, "good"), 133);
});

test("a store that can't be read is said to be, and is tried again until it can", async () => {
  const past = pastOf(60);
  const { store, shop, connect } = await connected(past);
  const faults = [
    ["not-json", { status: 200, text: "<br /><b>Notice</b>: Undefined index [{}]" }],
    ["blocked", { status: 403, text: "<title>Just a moment</title>" }],
    ["refused", { status: 401, text: '{"code":"woocommerce_rest_cannot_view"}' }],
    ["cached", { status: 200, text: "[]", headers: { age: "3600" } }],
    ["short", { status: 200, text: '[{"id":1}]', headers: { "x-wp-total": "60" } }],
    ["busy", { status: 400, text: '{"code":"rate_limit_exceeded"}' }],
  ];
  let current = faults[0][1];
  store.fault = (path) => (path === "wc/v3/customers" ? current : null);
  await connect();
  for (const [code, fault] of faults) {
    current = fault;
    const found = await until(async () => {
      await world.advance(shop, HOUR);
      const { state, trouble } = await importOf(shop);
      return state === "incomplete" && trouble.code === code ? trouble : null;
    });
    assert.ok(fault.text.startsWith(found.found), code);
    const { body } = await world.api("GET", `${shop.api}/operations`);
    const alert = body.alerts.find((one) => one.code === "import-incomplete");
    assert.equal(alert.help, found.message);
  }
  // A page that is too much for the store is asked for in smaller parts at once.
  current = null;
  store.fault = (path, query) =>
    path === "wc/v3/orders" && Number(query.get("per_page")) > 10
      ? { status: 500, text: "<h1>Fatal error: Allowed memory size</h1>" }
      : null;
  await world.advance(shop, HOUR);
  const done = await reaches(shop, "done");
  assert.equal(partOf(done, "customers").read, 60);
  assert.equal(partOf(done, "orders").read, past.orders.length);
  assert.equal(done.trouble, null);
});

test("a subscription's next payment is a date that workflows wait for", async () => {
  const soon = {
    id: "payment-due",
    name: "Payment due",
    status: "live",
    trigger: { type: "date", name: "subscription_next_payment", days_before: 3, at: "10:00" },
    steps: [{ id: "task", type: "create_task", title: "Check the card" }],
  };
  const now = Date.now();
  const subscription = (id, more) => ({
    id,
    status: "active",
    date_created_gmt: ago(60, now).slice(0, 19),
    date_modified_gmt: ago(30, now).slice(0, 19),
    customer_id: id,
    billing: { email: `buyer-${id}@example.test` },
    ...more,
  });
  const subscriptions = [
    subscription(1, { next_payment_date_gmt: ago(-20, now).slice(0, 19) }),
    subscription(2, { status: "cancelled", next_payment_date_gmt: "" }),
  ];
  const { shop, store, connect } = await connected(
    { ...pastOf(2), subscriptions },
    { config: recovery({ workflows: [soon] }) },
  );
  await connect();
  const done = await reaches(shop, "done");
  assert.equal(partOf(done, "subscriptions").read, 2);
  assert.deepEqual(await outbox(shop), []);
  // Paid early: the next payment is a month later, which the store's list says.
  const paid = {
    ...subscriptions[0],
    date_modified_gmt: ago(-1, now).slice(0, 19),
    next_payment_date_gmt: ago(-50, now).slice(0, 19),
  };
  store.lists.subscriptions[0] = paid;
  for (let days = 0; days < 19; days += 1) await world.advance(shop, DAY);
  assert.deepEqual(await outbox(shop), [], "the earlier date no longer counts");
  for (let days = 0; days < 29; days += 1) await world.advance(shop, DAY);
  const [task, ...others] = await outbox(shop);
  assert.equal(task?.type, "create_task");
  assert.deepEqual(others, []);
});

test("an import is paused, goes on, is canceled, and done again", async () => {
  const past = pastOf(250);
  const { store, shop, connect } = await connected(past);
  const act = (method, what = "") => world.api(method, `${shop.api}/import${what}`);
  assert.equal((await act("POST")).body.error.code, "not-connected");
  let isHeld = true;
  store.fault = (path, query) =>
    isHeld && path === "wc/v3/customers" && query.get("offset") !== "0"
      ? { status: 503, text: "" }
      : null;
  await connect();
  await reaches(shop, "incomplete");
  assert.equal((await act("POST")).body.error.code, "import-underway");
  assert.equal((await act("POST", "/pause")).body.state, "paused");
  assert.equal((await act("POST", "/pause")).status, 409);
  isHeld = false;
  await world.advance(shop, 2 * HOUR);
  assert.equal((await importOf(shop)).state, "paused");
  assert.equal(partOf(await importOf(shop), "customers").read, 100);
  assert.equal((await act("POST", "/resume")).body.state, "running");
  await reaches(shop, "done");
  assert.equal((await act("DELETE")).status, 409);
  assert.equal((await act("POST")).status, 202);
  const again = await reaches(shop, "done");
  assert.equal(partOf(again, "customers").read, 250);
  isHeld = true;
  assert.equal((await act("POST")).status, 202);
  await reaches(shop, "incomplete");
  assert.equal((await act("DELETE")).body.state, "cancelled");
  await world.advance(shop, 2 * HOUR);
  assert.equal((await importOf(shop)).state, "cancelled");
});
