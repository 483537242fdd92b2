/** A Shopify store whose webhooks are lost: what happened is found by comparing, and nothing is missed. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { promise } from "../promises/record.mjs";
import { customer, order } from "./bodies.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { startShopify, TOKEN } from "./shopify-store.mjs";
import { shopCustomer, shopOrder, shopRefund } from "./shopify-things.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

const DAY = 24 * HOUR;
const SCOPES = ["read_discounts", "read_orders", "read_products", "write_customers"];
const THANKS = {
  id: "thanks",
  name: "Thanks",
  status: "live",
  trigger: { type: "order_placed" },
  steps: [{ id: "task", type: "create_task", title: "Say thanks" }],
};
const BUYERS = {
  id: "buyers",
  name: "Buyers",
  condition: { type: "order_count", is: "at_least", count: 1 },
};

let world;
let store;
before(async () => {
  store = await startShopify({ scopes: SCOPES });
  world = await startWorld({ localNetwork: store.port });
});
after(async () => {
  await world?.stop();
  store?.close();
});
beforeEach(() => {
  store.fault = () => null;
});
after(() => assert.deepEqual(store.faults, [], "nothing that the schema refuses was ever asked"));

const at = (time) => `${new Date(time).toISOString().slice(0, 19)}Z`;

let shops = 0;
/** A shop whose store has let us in and whose past is imported. */
async function connected(lists = {}) {
  shops += 1;
  store.domain = `compared-${shops}.myshopify.com`;
  store.lists = { customers: [], orders: [], products: [], ...lists };
  const shop = await world.shop({ platform: "shopify", domain: store.domain });
  const config = recovery({ workflows: [THANKS], segments: [BUYERS] });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const get = async (path) => (await world.api("GET", `${shop.api}/${path}`)).body;
  await world.api("PUT", `${shop.api}/platform-access`, { access_token: TOKEN });
  await until(async () => {
    await world.advance(shop, 6_000);
    return (await get("import")).state === "done";
  });
  const now = async () => (await world.advance(shop, 0)).now;
  const roundAfter = (since) =>
    until(
      async () => {
        const at = (await get("connection")).compared_at ?? 0;
        if (at < since) await world.advance(shop, 10 * 60_000);
        return at >= since && at;
      },
      { what: "the comparison", seconds: 60 },
    );
  /** Lets time pass until all was compared as of now: a round that is underway may be past the orders. */
  const compared = async () => roundAfter((await roundAfter((await now()) + 1)) + 1);
  const tasks = async () => (await get("outbox?type=create_task&limit=500")).outbox;
  const buyers = async () =>
    (await get("segments")).segments.find(({ id }) => id === "buyers").members;
  return { shop, get, now, compared, tasks, buyers };
}

/** An order of a customer of its own. */
function placed(id, time) {
  const created = at(time);
  const customer = shopCustomer(id, { email: `buyer-${id}@example.test`, created });
  return shopOrder(id, { customer, created });
}

test("after an outage of five hours, and of any length, no order is missing", async () => {
  const shown = promise(35, "compared-shopify");
  const { shop, now, compared, tasks, buyers } = await connected();
  let missing = 0;
  let id = 100;
  for (const hours of [5, 80]) {
    const from = await now();
    store.fault = () => ({ status: 503, text: "" });
    const missed = Array.from({ length: 60 }, (_, index) => {
      id += 1;
      return placed(id, from + ((index + 1) * hours * HOUR) / 61);
    });
    for (let passed = 0; passed < hours; passed += 1) await world.advance(shop, HOUR);
    store.lists.orders.push(...missed);
    store.fault = () => null;
    const before = await buyers();
    await compared();
    missing += before + 60 - (await buyers());
    if (hours === 5) {
      assert.equal((await tasks()).length, 60, "what is found in time starts what it starts");
    } else assert.ok((await tasks()).length < 120, "and what is too old doesn't");
  }
  assert.equal(missing, 0);
  shown(120, `${missing} missing`);
});

test("what a webhook said of an order, a comparison says again without a trace", async () => {
  const { shop, now, compared, tasks } = await connected();
  const created = at(await now());
  const mira = shopCustomer(7, { email: "told@example.test", created });
  store.lists.orders.push(shopOrder(700, { customer: mira, created }));
  await world.deliver(
    shop,
    "orders/create",
    order(700, "told@example.test", {
      created_at: created,
      updated_at: created,
      customer: { id: 7 },
    }),
  );
  await compared();
  assert.equal((await tasks()).length, 1);
});

test("a refund and a cancellation that no webhook said are found by the order's date", async () => {
  const { shop, now, compared, buyers } = await connected();
  const sold = placed(800, await now());
  store.lists.orders.push(sold);
  await compared();
  assert.equal(await buyers(), 1);
  await world.advance(shop, DAY);
  const changed = at(await now());
  Object.assign(sold, {
    updatedAt: changed,
    cancelledAt: changed,
    refunds: [shopRefund(80, { amount: "84.00", made: changed })],
  });
  await compared();
  assert.equal(await buyers(), 0);
});

test("an order that is gone is asked about, and only then deleted", async () => {
  const { get, shop, now, compared, buyers } = await connected();
  for (const id of [900, 901]) {
    store.lists.orders.push(placed(id, await now()));
    store.orders.set(String(id), "");
  }
  await compared();
  assert.equal(await buyers(), 2);
  store.lists.orders.length = 0;
  store.orders.delete("900");
  await world.advance(shop, 25 * HOUR);
  await compared();
  await until(async () => {
    await world.advance(shop, 60_000);
    const said = (await get("questions")).questions.map(({ name, state }) => `${name} ${state}`);
    return said.includes("order/900 confirmed") && said.includes("order/901 undone");
  });
  assert.equal(await buyers(), 1);
});

test("a store whose clock is hours off misses nothing", async () => {
  for (const skew of [-5 * HOUR, 5 * HOUR]) {
    const { shop, now, compared, buyers } = await connected();
    await world.advance(shop, 12 * HOUR);
    for (const nth of [1, 2, 3]) {
      store.lists.orders.push(placed(1_000 + nth, (await now()) + skew));
      await compared();
      // What is dated later counts from then on.
      await world.advance(shop, Math.max(skew, 0) + 60_000);
      assert.equal(await buyers(), nth, `${skew / HOUR} h, order ${nth}`);
    }
  }
});

const SALE = {
  id: "sale",
  name: "Sale",
  status: "live",
  trigger: { type: "performed", event: "promotion_started" },
  reentry: { type: "every_time" },
  steps: [{ id: "task", type: "create_task", title: "Tell them" }],
};

/** A discount that applies by itself. */
const automatic = (id, title, startsAt, status = "ACTIVE") => ({
  id: `gid://shopify/DiscountAutomaticNode/${id}`,
  discount: { __typename: "DiscountAutomaticBasic", title, startsAt, status },
});

/** A shop with a customer and a workflow for sales, and a store without any. */
async function withSale() {
  store.automatic = [];
  const found = await connected();
  const { shop, now } = found;
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [SALE] }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  // What begins before a workflow is on starts it never.
  await world.advance(shop, 10 * DAY);
  const created = at(await now());
  const told = { created_at: created, updated_at: created };
  await world.deliver(shop, "customers/create", customer(1, "one@example.test", told));
  return found;
}

test("a discount that begins to apply by itself is a promotion for everybody, once", async () => {
  const { shop, now, compared, tasks } = await withSale();
  const created = at(await now());
  store.automatic = [automatic(1, "Always on", created)];
  await compared();
  await world.advance(shop, 60_000);
  assert.deepEqual(await tasks(), [], "what runs already is no news");
  const begun = at(await now());
  store.automatic.push(
    automatic(2, "Spring sale", begun),
    automatic(3, "Old", at(Date.parse(begun) - 8 * DAY)),
  );
  await compared();
  const found = await until(async () => {
    await world.advance(shop, 1_000);
    const all = await tasks();
    return all.length > 0 && all;
  });
  assert.equal(found.length, 1);
  await compared();
  assert.equal((await tasks()).length, 1);
  // It ends, and is run again.
  store.automatic.splice(1, 1);
  await compared();
  store.automatic.push(automatic(2, "Spring sale", at(await now())));
  await compared();
  await until(async () => {
    await world.advance(shop, 1_000);
    return (await tasks()).length === 2;
  });
});

test("a sale that is called off never starts, and one that ends and runs again starts again", async () => {
  const { shop, now, compared, tasks } = await withSale();
  await compared();
  /** The store says that a discount changed, which is looked at without a comparison. */
  const hint = async (what, id = "gid://shopify/DiscountAutomaticNode/7") => {
    await world.deliver(shop, `discounts/${what}`, { admin_graphql_api_id: id, title: "Spring" });
    const asked = looks();
    await world.advance(shop, 6_000);
    return asked;
  };
  const looks = () =>
    store.asked.filter(({ operation }) => operation === "AutomaticDiscounts").length;
  const lookedAt = async (...how) => {
    const before = await hint(...how);
    await until(() => looks() > before, { what: "a look at what runs" });
    await world.advance(shop, 2_000);
    await world.advance(shop, 2_000);
  };
  const begins = at((await now()) + HOUR);
  store.automatic = [automatic(7, "Spring", begins, "SCHEDULED")];
  await lookedAt("create");
  store.automatic = [];
  await lookedAt("delete");
  await world.advance(shop, 2 * HOUR);
  await compared();
  assert.deepEqual(await tasks(), []);

  const begun = at(await now());
  store.automatic = [automatic(7, "Spring", begun)];
  await lookedAt("create");
  assert.equal((await tasks()).length, 1, "it starts at once, and not with the next comparison");
  // A search that is behind is no end.
  store.unlisted.add(store.automatic[0].id);
  await lookedAt("update");
  store.unlisted.clear();
  await lookedAt("update");
  store.automatic[0].discount.status = "EXPIRED";
  await lookedAt("update");
  assert.equal((await tasks()).length, 1);
  // Turned on again, it may say that it never stopped.
  await world.advance(shop, DAY);
  store.automatic[0].discount.status = "ACTIVE";
  await lookedAt("update");
  assert.equal((await tasks()).length, 2);
  await compared();
  assert.equal((await tasks()).length, 2);

  // Codes of ours are discounts, too, and nobody's sale.
  const before = await hint("create", "gid://shopify/DiscountCodeNode/8");
  assert.equal(looks(), before);

  // What an earlier release kept of what ran says the same.
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const backup = await (await world.fetch(`${shop.api}/backup`, { headers })).text();
  const since = at(await now());
  store.automatic = [automatic(9, "Summer", since)];
  const kept = JSON.stringify([`${store.automatic[0].id}:${Date.parse(since)}`]);
  const earlier = JSON.stringify(["meta", "promotions-known", kept]);
  assert.match(backup, /^\["meta","promotions-known",.*$/m);
  const gone = await world.api("DELETE", `${shop.api}?domain=${shop.domain}`);
  assert.equal(gone.status, 204);
  const text = backup.replace(/^\["meta","promotions-known",.*$/m, () => earlier);
  assert.equal((await world.api("POST", "/api/restore", text)).status, 201);
  const resumed = { channel: null, stopped: false };
  assert.equal((await world.api("PUT", `${shop.api}/sending`, resumed)).status, 200);
  await lookedAt("update");
  assert.equal((await tasks()).length, 2);
  store.automatic.push(automatic(10, "Autumn", at(await now())));
  await lookedAt("update");
  assert.equal((await tasks()).length, 3);
});

test("a workflow ends with the sale that started it, and with no other", async () => {
  const { shop, now, compared, tasks } = await withSale();
  const workflows = ["Tea", "Cups"].map((value) => ({
    ...SALE,
    id: value.toLowerCase(),
    trigger: { ...SALE.trigger, where: [{ property: "name", is: "equals", value }] },
    exit_on: ["promotion_ended"],
    steps: [{ id: "pause", type: "wait", for: { amount: 1, unit: "days" } }, ...SALE.steps],
  }));
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  await compared();
  const begun = at(await now());
  store.automatic = [automatic(21, "Tea", begun), automatic(22, "Cups", begun)];
  await compared();
  const inside = async () => {
    await world.advance(shop, 2_000);
    const { body } = await world.api("GET", `${shop.api}/workflows`);
    return body.workflows.filter((one) => one.inside > 0).map(({ id }) => id);
  };
  await until(async () => (await inside()).length === 2, { what: "both to begin" });
  store.automatic[0].discount.status = "EXPIRED";
  await compared();
  await until(async () => (await inside()).join() === "cups", { what: "one of them to end" });
  await world.advance(shop, 2 * DAY);
  const told = await until(async () => (await tasks()).length > 0 && (await tasks()));
  assert.deepEqual(
    told.map(({ workflow }) => workflow),
    ["cups"],
  );
});
