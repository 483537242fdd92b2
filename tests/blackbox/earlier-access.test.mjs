/**
 * A Shopify store that gave its token to an earlier release, which only asked with it: what follows from being let in
 * begins when its shop is first opened.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { startShopify, TOKEN } from "./shopify-store.mjs";
import { shopCustomer, shopOrder } from "./shopify-things.mjs";
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

const at = (time) => `${new Date(time).toISOString().slice(0, 19)}Z`;
const get = async (shop, path) => (await world.api("GET", `${shop.api}/${path}`)).body;

/** What an earlier release had of it: the token, and none of what follows from it. */
function earlier(text, { saysSince }) {
  const [head, ...lines] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  lines.pop();
  const { meta, timer } = head.tables;
  const later = new Set([
    "access-followed",
    "comparison",
    "copies-epoch",
    "copies-trouble",
    "import",
  ]);
  later.add("platform-access-since");
  const rows = lines.flatMap(([table, ...values]) => {
    const read = (columns, name) => values[columns.indexOf(name)];
    if (table === "timer" && /^c\//.test(read(timer, "subject"))) return [];
    if (table === "store_copy") return [];
    if (table !== "meta") return [[table, ...values]];
    const name = read(meta, "name");
    if (later.has(name)) return [];
    if (name !== "settings" || saysSince) return [[table, ...values]];
    const { connectedAt, ...settings } = JSON.parse(read(meta, "value"));
    assert.notEqual(connectedAt, undefined);
    return [[table, ...meta.map((one) => (one === "value" ? JSON.stringify(settings) : name))]];
  });
  const all = [head, ...rows, { end: true, rows: rows.length }];
  return all.map((line) => `${JSON.stringify(line)}\n`).join("");
}

for (const saysSince of [true, false]) {
  const since = saysSince ? "since when it is connected" : "nothing of when it was connected";
  test(`its past is read and its lists are compared, though stored with ${since}`, async () => {
    store.domain = `earlier-${saysSince}.myshopify.com`;
    store.fault = () => ({ status: 503, text: "" });
    const shop = await world.shop({ platform: "shopify", domain: store.domain });
    const config = recovery({ workflows: [THANKS] });
    assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
    const { now } = await world.advance(shop, 10 * DAY);
    const made = at(now - HOUR);
    const told = { created_at: made, updated_at: made };
    await world.deliver(shop, "customers/create", customer(5, "five@example.test", told));
    const { customer: id } = await world.customer(shop, "five@example.test");
    const tag = { type: "add_tag", tag: "met" };
    assert.equal(
      (await world.api("POST", `${shop.api}/customers/${id}/commands`, tag)).status,
      200,
    );
    await world.api("PUT", `${shop.api}/platform-access`, { access_token: TOKEN });
    // What is about the store: one order of long ago, and one of which no webhook was received.
    const known = shopCustomer(5, { email: "five@example.test", created: made });
    store.customers.set("five@example.test", { id: 5 });
    store.lists = {
      customers: [known],
      orders: [400, 2 / 24].map((days, nth) =>
        shopOrder(50 + nth, { customer: known, created: at(now - days * DAY) }),
      ),
      products: [],
    };
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    const backup = await (await world.fetch(`${shop.api}/backup`, { headers })).text();
    const gone = await world.api("DELETE", `${shop.api}?domain=${shop.domain}`);
    assert.equal(gone.status, 204);
    store.fault = () => null;
    const asked = store.asked.length;
    const restored = await world.api("POST", "/api/restore", earlier(backup, { saysSince }));
    assert.equal(restored.status, 201, JSON.stringify(restored.body));

    // Nobody enters anything: the shop is opened, as by its next delivery.
    await world.deliver(shop, "customers/update", customer(5, "five@example.test", told));
    await until(
      async () => {
        await world.advance(shop, 6_000);
        return (await get(shop, "import")).state === "done";
      },
      { what: "the import" },
    );
    const { body } = await world.api("GET", `${shop.api}/outbox?type=create_task`);
    const count = body.outbox.length;
    // What began before the shop was connected is past. Where nobody knows when that was, it's now.
    assert.equal(count, saysSince ? 1 : 0);
    const { state } = await get(shop, `customers/${id}`);
    assert.deepEqual(Object.keys(state.customer.orders.by_id), ["shopify:50", "shopify:51"]);
    await until(
      async () => {
        await world.advance(shop, 10 * 60_000);
        return (await get(shop, "connection")).compared_at !== null;
      },
      { what: "the comparison" },
    );
    assert.deepEqual(store.customers.get("five@example.test").tags, ["met"]);
    assert.ok(store.asked.length > asked);
    const before = (await get(shop, "import")).started_at;
    await world.kill();
    await world.start();
    assert.equal((await get(shop, "import")).started_at, before, "and not again");
  });
}
