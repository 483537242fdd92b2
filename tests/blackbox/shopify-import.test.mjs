/** A Shopify store's past, imported by bulk operations: known afterwards, and nothing is sent because of it. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { connection } from "./shopify-bulk.mjs";
import { startShopify, TOKEN } from "./shopify-store.mjs";
import { gid, shopCustomer, shopOrder, shopProduct, shopRefund } from "./shopify-things.mjs";
import { turnOnShipped } from "./shipped-workflows.mjs";
import { startWorld, until } from "./world.mjs";

const DAY = 24 * HOUR;
const SCOPES = ["read_discounts", "read_orders", "read_products", "write_customers"];
/** Longer than Shopify is given before it is asked again. */
const A_POLL = 6_000;

let world;
let mail;
let store;

before(async () => {
  mail = await startMailServer();
  store = await startShopify({ scopes: SCOPES });
  world = await startWorld({ localNetwork: store.port, smtp: mail.url });
});
after(async () => {
  await world?.stop();
  await mail?.close();
  store?.close();
});
beforeEach(() => {
  store.scopes = new Set(SCOPES);
  store.fault = () => null;
  Object.assign(store.bulk, {
    shown: (shown) => shown,
    fault: () => null,
    others: 0,
    ignoresRanges: false,
    patience: 1,
    read: [],
    canceled: [],
    finished: () => {},
  });
});
after(() => assert.deepEqual(store.faults, [], "nothing that the schema refuses was ever asked"));

const BUYERS = {
  id: "buyers",
  name: "Buyers",
  condition: { type: "order_count", is: "at_least", count: 1 },
};
const GOOD = {
  id: "good",
  name: "Good buyers",
  condition: { type: "spend", is: "at_least", amount: "160.00" },
};

const ago = (days, now = Date.now()) => `${new Date(now - days * DAY).toISOString().slice(0, 19)}Z`;

/** So many accounts, of whom every third never ordered; the others ordered once or twice. */
function pastOf(accounts) {
  const customers = [];
  const orders = [];
  for (let id = 1; id <= accounts; id += 1) {
    const email = `buyer-${id}@example.test`;
    const one = shopCustomer(id, { email, created: ago(400 - (id % 300)) });
    customers.push(one);
    for (let nth = 0; nth < id % 3; nth += 1) {
      const created = ago(90 - ((id + nth * 7) % 80));
      orders.push(shopOrder(10_000 + id * 10 + nth, { customer: one, created }));
    }
  }
  return { customers, orders, products: [] };
}

let shops = 0;
/** A shop whose store has these lists, before it lets us in. */
async function shopOf(lists, config) {
  shops += 1;
  store.domain = `bulk-${shops}.myshopify.com`;
  store.lists = { customers: [], orders: [], products: [], ...lists };
  const shop = await world.shop({ platform: "shopify", domain: store.domain });
  if (config !== undefined) {
    const saved = await world.api("PUT", `${shop.api}/config`, config);
    assert.equal(saved.status, 200, JSON.stringify(saved.body).slice(0, 2_000));
  }
  return shop;
}
const letIn = (shop) => world.api("PUT", `${shop.api}/platform-access`, { access_token: TOKEN });

const importOf = async (shop) => (await world.api("GET", `${shop.api}/import`)).body;
/** Lets time pass until the import is in this state, for this reason. */
const reaches = (shop, state, code = null) =>
  until(
    async () => {
      const found = await importOf(shop);
      if (found.state === state && (found.trouble?.code ?? null) === code) return found;
      await world.advance(shop, A_POLL).catch(() => {});
      return null;
    },
    { what: `the import to be ${state}, ${code}`, seconds: 60 },
  );
const partOf = (found, name) => found.parts.find(({ part }) => part === name);
/** What the list that leads a new shop to its first message says of the import. */
const onList = async (shop) => {
  const { body } = await world.api("GET", `${shop.api}/set-up`);
  return body.items.find(({ id }) => id === "import")?.state;
};
const outbox = async (shop) => (await world.api("GET", `${shop.api}/outbox`)).body.outbox;
const membersOf = async (shop, segment) =>
  (await world.api("GET", `${shop.api}/segments`)).body.segments.find(({ id }) => id === segment)
    .members;
async function stateOf(shop, email) {
  const { customer: id } = await world.customer(shop, email);
  return (await world.api("GET", `${shop.api}/customers/${id}`)).body.state;
}

test("a past is known when it was imported, with every shipped workflow live, and sends nothing", async () => {
  const past = pastOf(300);
  const products = Array.from({ length: 40 }, (_, index) =>
    shopProduct(447 + index, { created: ago(300), variants: 1 + (index % 3) }),
  );
  const codes = [
    { id: gid("DiscountRedeemCode", 311), code: "SPRING" },
    { id: gid("DiscountRedeemCode", 312), code: "HELLO10" },
  ];
  const terms = {
    __typename: "DiscountCodeBasic",
    updatedAt: ago(100),
    codes: connection(...codes),
  };
  store.codes = [{ id: gid("DiscountNode", 31), discount: terms }];
  const shop = await shopOf({ ...past, products });
  store.bulk.patience = 1_000;
  assert.equal(await onList(shop), undefined);
  await letIn(shop);
  assert.equal(await onList(shop), "open");
  const live = await turnOnShipped(world, shop, { segments: [BUYERS, GOOD] });
  assert.ok(live >= 23, `${live} workflows are live`);
  assert.deepEqual(await importOf(shop).then(({ state, parts }) => [state, parts[0].state]), [
    "running",
    "running",
  ]);
  store.bulk.patience = 1;
  const done = await reaches(shop, "done");
  assert.equal(await onList(shop), "done");
  const read = Object.fromEntries(done.parts.map(({ part, read: n }) => [part, n]));
  assert.deepEqual(read, { products: 40, coupons: 1, customers: 300, orders: past.orders.length });
  assert.equal(partOf(done, "orders").limited, true, "orders of the last 60 days only");
  assert.equal(partOf(done, "customers").limited, false);
  assert.equal(await membersOf(shop, "buyers"), 200);
  assert.equal(await membersOf(shop, "good"), 100);
  assert.deepEqual(await outbox(shop), []);

  // What happens from now on is news.
  const { now } = await world.advance(shop, 60_000);
  const at = ago(0, now);
  const placed = { created_at: at, updated_at: at, customer: { id: 5 } };
  await world.deliver(shop, "orders/create", order(5_000, "buyer-5@example.test", placed));
  await until(async () => (await outbox(shop)).length > 0);
});

test("consents have their true dates, and cancellations and refunds are known", async () => {
  const agreed = ago(200);
  const sms = { state: "UNSUBSCRIBED", updatedAt: ago(30) };
  const phone = { phoneNumber: "+4915112345678", smsMarketingConsent: sms };
  const mira = shopCustomer(1, {
    email: "mira@example.test",
    created: ago(300),
    agreed,
    phone,
    tags: ["vip", "pottery club"],
  });
  const silent = shopCustomer(2, { email: "silent@example.test", created: ago(300) });
  const refunded = {
    displayFinancialStatus: "PARTIALLY_REFUNDED",
    refunds: [shopRefund(77, { amount: "20.00", made: ago(9) })],
    updatedAt: ago(9),
  };
  const orders = [
    shopOrder(101, { customer: mira, created: ago(20), ...refunded }),
    shopOrder(102, { customer: mira, created: ago(10), cancelledAt: ago(9), updatedAt: ago(9) }),
  ];
  const shop = await shopOf({ customers: [mira, silent], orders });
  await letIn(shop);
  await reaches(shop, "done");
  const { customer: known } = await stateOf(shop, "mira@example.test");
  const { email, sms: text } = known.consent.channels;
  assert.deepEqual([email.consent, email.at], ["subscribed", Date.parse(agreed)]);
  assert.deepEqual([text.consent, text.at], ["unsubscribed", Date.parse(sms.updatedAt)]);
  const { customer: other } = await stateOf(shop, "silent@example.test");
  assert.deepEqual(other.consent?.channels ?? {}, {});
  assert.deepEqual(Object.keys(known.tags.names).sort(), ["pottery club", "vip"]);
  const { "shopify:101": first, "shopify:102": second } = known.orders.by_id;
  assert.deepEqual([first.refunded.minor, first.refunds], [2_000, { 77: 2_000 }]);
  assert.equal(second.cancelled_at, Date.parse(orders[1].cancelledAt));
});

test("what a webhook said, the import says again without a trace, and the other way around", async () => {
  const created = ago(3);
  const account = { id: 71, created_at: ago(30), first_name: "Mira", last_name: "Okafor" };
  const buyer = {
    ...account,
    email: "both@example.test",
    default_address: { first_name: "Mira", last_name: "Okafor", country_code: "DE" },
  };
  const body = order(900, "both@example.test", {
    created_at: created,
    updated_at: created,
    processed_at: created,
    customer_locale: "en",
    total_price_set: { shop_money: { amount: "84.00", currency_code: "EUR" } },
    subtotal_price_set: { shop_money: { amount: "84.00", currency_code: "EUR" } },
    total_discounts_set: { shop_money: { amount: "0.00", currency_code: "EUR" } },
    customer: buyer,
    line_items: [
      {
        id: 9_000,
        title: "Glazed bowl",
        variant_title: null,
        variant_id: 4471,
        product_id: 447,
        quantity: 2,
        sku: "BOWL-G",
        vendor: "Kiln",
        price: "42.00",
      },
    ],
  });
  const mira = shopCustomer(71, { email: "both@example.test", created: ago(30) });
  const listed = shopOrder(900, { customer: mira, created });
  const refund = {
    id: 78,
    order_id: 900,
    created_at: ago(1),
    processed_at: ago(1),
    refund_line_items: [
      { subtotal_set: { shop_money: { amount: "20.00", currency_code: "EUR" } } },
    ],
  };
  const refunds = [shopRefund(78, { amount: "20.00", made: ago(1) })];
  for (const isImportedFirst of [false, true]) {
    const shop = await shopOf({ orders: [{ ...listed, refunds }] });
    const webhooks = async () => {
      await world.deliver(shop, "orders/create", { ...body, refunds: [refund] });
      await world.deliver(shop, "refunds/create", refund);
    };
    const imported = async () => {
      await letIn(shop);
      await reaches(shop, "done");
    };
    const steps = isImportedFirst ? [imported, webhooks] : [webhooks, imported];
    await steps[0]();
    const before = await stateOf(shop, "both@example.test");
    await steps[1]();
    const afterwards = await stateOf(shop, "both@example.test");
    for (const state of [before, afterwards]) delete state.imported_at;
    assert.deepEqual(afterwards, before, isImportedFirst ? "by webhook" : "by import");
  }
});

test("what is placed while the past is imported is news, also where the import reads it first", async () => {
  const thanks = {
    id: "thanks",
    name: "Thanks",
    status: "live",
    trigger: { type: "order_placed" },
    steps: [{ id: "task", type: "create_task", title: "Say thanks" }],
  };
  const shop = await shopOf(pastOf(30), recovery({ workflows: [thanks] }));
  store.bulk.patience = 3;
  await letIn(shop);
  const { now } = await world.advance(shop, 1_000);
  const created = ago(0, now);
  const mira = shopCustomer(990, { email: "new@example.test", created });
  store.lists.orders.push(shopOrder(990, { customer: mira, created }));
  await reaches(shop, "done");
  await until(async () => (await outbox(shop)).length > 0);
  const body = order(990, "new@example.test", { created_at: created, updated_at: created });
  await world.deliver(shop, "orders/create", body);
  assert.equal((await outbox(shop)).length, 1, "and its webhook says nothing new");
});

test("a process that ends in the middle goes on where it was, and each row counts once", async () => {
  const past = pastOf(1_500);
  const shop = await shopOf(past, recovery({ segments: [BUYERS, GOOD], workflows: [] }));
  let kills = 0;
  let killed = Promise.resolve();
  store.bulk.fault = ({ offset }) => {
    if (offset === 0 || kills === 3) return null;
    kills += 1;
    killed = killed.then(async () => {
      await world.kill();
      await world.start();
    });
    return null;
  };
  await letIn(shop);
  for (let tries = 0; (await killed.then(() => importOf(shop))).state !== "done"; tries += 1) {
    assert.ok(tries < 400, "it gets done");
    await world.advance(shop, 31_000).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(kills, 3);
  const done = await importOf(shop);
  assert.equal(partOf(done, "customers").read, 1_500);
  assert.equal(partOf(done, "orders").read, past.orders.length);
  assert.equal(await membersOf(shop, "buyers"), 1_000);
  assert.equal(await membersOf(shop, "good"), 500);
});

test("a file that can't be read is no end, and what was read of it counts once", async () => {
  const past = pastOf(60);
  const shop = await shopOf(past, recovery({ segments: [BUYERS], workflows: [] }));
  const page = { status: 200, text: "<!doctype html><title>One moment</title>" };
  const gone = { status: 403, text: "<Error><Code>ExpiredToken</Code></Error>" };
  const oneLess = (operation) => operation.lines.slice(0, -1).map((line) => `${line}\n`);
  const isOfOrders = ({ query }) => /orders/.test(query);
  const only = (change) => (shown, operation) =>
    isOfOrders(operation) && shown.status !== "RUNNING" ? change(shown, operation) : shown;
  const faults = [
    ["not-a-list", { fault: ({ operation }) => (isOfOrders(operation) ? page : null) }],
    ["expired", { fault: ({ operation }) => (isOfOrders(operation) ? gone : null) }],
    ["unreachable", { fault: () => ({ status: 503, text: "" }) }],
    [
      "short",
      {
        fault: ({ offset, operation }) =>
          offset === 0 ? { status: 200, text: oneLess(operation).join("") } : { status: 416 },
      },
    ],
    ["short", { shown: only((shown) => ({ ...shown, url: null })) }],
    ["unfinished", { shown: only((shown) => ({ ...shown, url: null, status: "FAILED" })) }],
    [
      "unfinished",
      {
        shown: only((shown, { file }) => ({
          ...shown,
          url: null,
          partialDataUrl: file,
          status: "FAILED",
          errorCode: "TIMEOUT",
        })),
      },
    ],
    ["expired", { shown: only((shown) => ({ ...shown, url: null, status: "EXPIRED" })) }],
    ["expired", { shown: only(() => null) }],
  ];
  await letIn(shop);
  for (const [code, how] of faults) {
    const usual = { shown: (shown) => shown, fault: () => null };
    Object.assign(store.bulk, usual, how);
    const { trouble } = await reaches(shop, "incomplete", code);
    assert.notEqual(trouble.message, undefined);
    const { body } = await world.api("GET", `${shop.api}/operations`);
    const alert = body.alerts.find((one) => one.code === "import-incomplete");
    assert.equal(alert.help, trouble.message, code);
    assert.equal(await onList(shop), "failing");
    Object.assign(store.bulk, usual);
    const done = await reaches(shop, "done");
    assert.equal(partOf(done, "orders").read, past.orders.length, code);
    assert.equal(await membersOf(shop, "buyers"), 40);
    assert.equal((await world.api("POST", `${shop.api}/import`)).status, 202);
  }
});

test("an API that turns us away is told apart, and asked again", async () => {
  const shop = await shopOf(pastOf(9));
  const refusals = [
    ["busy", { fault: () => "throttled" }],
    ["refused", { fault: () => ({ status: 401, text: "{}" }) }],
    ["unreachable", { fault: () => ({ status: 502, text: "" }) }],
    ["not-json", { fault: () => ({ status: 200, text: "<html>" }) }],
  ];
  await letIn(shop);
  for (const [code, { fault }] of refusals) {
    store.fault = fault;
    await reaches(shop, "incomplete", code);
  }
  store.fault = () => null;
  store.bulk.others = 5;
  const occupied = await until(async () => {
    await world.advance(shop, 60_000);
    const { trouble } = await importOf(shop);
    return trouble?.found === "The app runs five already" && trouble;
  });
  assert.equal(occupied.code, "busy");
  store.bulk.others = 0;
  store.scopes.delete("read_orders");
  await world.advance(shop, HOUR);
  const { trouble } = await reaches(shop, "incomplete", "scope-missing");
  assert.match(trouble.message, /permission/);
  store.scopes.add("read_orders");
  await world.advance(shop, 7 * HOUR);
  assert.equal(partOf(await reaches(shop, "done"), "customers").read, 9);
});

test("where Shopify says that an operation is done, its file is read at once", async () => {
  const past = pastOf(9);
  const shop = await shopOf(past);
  const told = [];
  store.bulk.finished = async (id) => {
    const body = { admin_graphql_api_id: id, status: "completed", type: "query", error_code: null };
    told.push((await world.deliver(shop, "bulk_operations/finish", body)).outcome);
  };
  await letIn(shop);
  // Four lists, each of which is not done when it's first asked for: 20 seconds of waiting.
  const done = await until(
    async () => {
      const found = await importOf(shop);
      return found.state === "done" && found;
    },
    { what: "the import", seconds: 9 },
  );
  assert.equal(partOf(done, "orders").read, past.orders.length);
  assert.deepEqual(told, Array(4).fill("accepted"));
  assert.deepEqual(await outbox(shop), []);

  // It's heard where nothing is waited for, too, and changes nothing.
  const asked = store.asked.length;
  await store.bulk.finished("gid://shopify/BulkOperation/99");
  assert.equal(told.at(-1), "accepted");
  assert.equal((await importOf(shop)).state, "done");
  assert.equal(store.asked.length, asked);
  const { body } = await world.api("GET", `${shop.api}/dead-letters`);
  assert.deepEqual(body.dead_letters, []);
});

test("a canceled import ends what Shopify still does for it, and Shopify's silence holds up nobody", async () => {
  store.bulk.patience = 1_000;
  const shop = await shopOf(pastOf(9));
  const cancel = () => world.api("DELETE", `${shop.api}/import`);
  await letIn(shop);
  await reaches(shop, "running");
  await until(() => store.bulk.queries.length > 0, { what: "the operation" });
  await world.advance(shop, A_POLL);
  store.fault = (operation) => (operation === "CancelBulkOperation" ? { status: 502 } : null);
  assert.equal((await cancel()).body.state, "cancelled");
  const asked = () => store.asked.filter(({ operation }) => operation === "CancelBulkOperation");
  await until(() => asked().length > 0, { what: "Shopify to be asked" });
  assert.equal((await importOf(shop)).state, "cancelled");
  assert.deepEqual(store.bulk.canceled, []);
  store.fault = () => null;
  await world.advance(shop, 31_000);
  await until(() => store.bulk.canceled.length > 0, { what: "the operation to end" });
  const { id } = asked()[0].variables;
  assert.deepEqual(store.bulk.canceled, [id]);
  const times = asked().length;
  await world.advance(shop, 2 * HOUR);
  assert.equal(asked().length, times, "asked once more, and no more");
  assert.equal((await importOf(shop)).state, "cancelled");

  // One that begins as the import is canceled is known to nobody but its own answer.
  const begun = store.bulk.queries.length;
  store.latency = 700;
  assert.equal((await world.api("POST", `${shop.api}/import`)).status, 202);
  await until(() => store.bulk.queries.length > begun, { what: "another operation" });
  assert.equal((await cancel()).body.state, "cancelled");
  await until(() => store.bulk.canceled.length === 2, { what: "that one to end" });
  store.latency = 0;

  // Where Shopify never answers, an hour is enough.
  assert.equal((await world.api("POST", `${shop.api}/import`)).status, 202);
  await until(() => store.bulk.queries.length > begun + 1, { what: "a third one" });
  await world.advance(shop, A_POLL);
  store.fault = (operation) => (operation === "CancelBulkOperation" ? "lost" : null);
  await cancel();
  for (let minutes = 0; minutes < 70; minutes += 1) await world.advance(shop, 60_000);
  const last = asked().length;
  await world.advance(shop, 2 * HOUR);
  assert.equal(asked().length, last);
});

test("a server that sends whole files, and an order larger than a piece of one, are no trouble", async () => {
  const many = Array.from({ length: 4_000 }, (_, index) => ({
    id: `gid://shopify/LineItem/${index}`,
    taxLines: [],
    title: "Glazed bowl ".repeat(5),
    variantTitle: null,
    quantity: 1,
    sku: "BOWL-G",
    vendor: null,
    originalUnitPriceSet: { shopMoney: { amount: "1.00", currencyCode: "EUR" } },
    product: null,
    variant: null,
  }));
  const mira = shopCustomer(1, { email: "mira@example.test", created: ago(90) });
  const orders = [1, 2, 3].map((id) => shopOrder(id, { customer: mira, created: ago(id) }));
  orders[1].lineItems = connection(...many);
  store.bulk.ignoresRanges = true;
  const shop = await shopOf({ orders });
  store.scopes.add("read_all_orders");
  await letIn(shop);
  const read = partOf(await reaches(shop, "done"), "orders");
  assert.deepEqual([read.read, read.limited], [3, false]);
});

test("of an account, webhooks and the import say the same once, and only the import knows its tags", async () => {
  const [created, updated, agreed] = [ago(40), ago(20), ago(30)];
  const record = { email: "five@example.test", created, agreed, updatedAt: updated, tags: ["vip"] };
  // As since API 2025-01: without tags and consent.
  const account = {
    id: 5,
    email: "five@example.test",
    first_name: "Mira",
    last_name: "Okafor",
    phone: null,
    created_at: created,
    updated_at: updated,
    default_address: { first_name: "Mira", last_name: "Okafor", country_code: "DE" },
  };
  const consent = {
    customer_id: 5,
    email_address: "five@example.test",
    email_marketing_consent: { state: "subscribed", consent_updated_at: agreed },
  };
  const webhooks = async (shop) => {
    await world.deliver(shop, "customers/create", account);
    await world.deliver(shop, "customers/update", account);
    await world.deliver(shop, "customers_email_marketing_consent/update", consent);
  };
  const imported = async (shop) => {
    await letIn(shop);
    await reaches(shop, "done");
  };
  for (const [first, second] of [
    [webhooks, imported],
    [imported, webhooks],
  ]) {
    const shop = await shopOf({ customers: [shopCustomer(5, record)] });
    await first(shop);
    await second(shop);
    const { customer: known } = await stateOf(shop, "five@example.test");
    const {
      customer_created: made,
      customer_updated: changed,
      consent_changed: said,
    } = known.history.kinds;
    assert.deepEqual(
      [made, changed, said].map((all) => Object.keys(all).length),
      [1, 1, 1],
    );
    assert.deepEqual(Object.keys(known.tags.names), ["vip"]);
    assert.equal(known.consent.channels.email.at, Date.parse(agreed));
  }
});
