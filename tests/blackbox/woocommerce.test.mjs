/** What a WooCommerce shop sends, in its own shapes, and what the merchant sees of it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { wooCustomer, wooOrder } from "./woo-bodies.mjs";
import { startWorld } from "./world.mjs";

let world;
let mail;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const DAY = 24 * HOUR;
const iso = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
const text = (subject, body) => ({ subject, text: body });
const workflow = (id, trigger, message, more = {}) => ({
  id,
  name: id,
  status: "live",
  trigger,
  reentry: { type: "every_time" },
  steps: [{ id: "mail", type: "send", message, kind: "transactional" }],
  ...more,
});

async function openShop(woocommerce = {}) {
  const shop = await world.shop({ platform: "woocommerce", domain: `woo-${shops++}.example` });
  const lines =
    "{% for item in order.items %}{{ item.title }} {{ item.price | money }} of {{ item.list_price | money }};{% endfor %}";
  const config = recovery({
    woocommerce,
    messages: {
      receipt: text("Receipt", lines),
      cart: text("Cart", "Your cart"),
      shipped: text(
        "Shipped",
        "{{ trigger.carrier }} {{ trigger.tracking_number }} {{ trigger.tracking_url }}",
      ),
      sorry: text("Sorry", "Cancelled"),
      cheaper: text("Cheaper", "Now"),
    },
    workflows: [
      workflow("receipts", { type: "order_placed" }, "receipt"),
      workflow("carts", { type: "cart_abandoned", after: { amount: 1, unit: "hours" } }, "cart", {
        exit_on: ["order_placed"],
      }),
      workflow("shipments", { type: "performed", event: "order_fulfilled" }, "shipped"),
      workflow("cancellations", { type: "performed", event: "order_cancelled" }, "sorry"),
      workflow("prices", { type: "performed", event: "price_changed" }, "cheaper"),
    ],
  });
  // Shipments can only be turned on where something tells of them; what is live stays live.
  const telling = { ...config, woocommerce: { ...woocommerce, completed_is_shipped: true } };
  for (const wanted of [telling, config]) {
    const saved = await world.api("PUT", `${shop.api}/config`, wanted);
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
  }
  return shop;
}
let shops = 1;

const deliver = (shop, id, email, more = {}) =>
  world.deliverTo(
    shop,
    "order.updated",
    wooOrder(id, { email, created: iso(0.03), modified: iso(1), ...more }),
  );
const mailsTo = (email) =>
  mail.mails.filter(({ to }) => to.includes(email)).map(({ headers }) => headers.subject);
const stateOf = async (shop, email) => {
  const found = await world.customer(shop, email);
  return (await world.api("GET", `${shop.api}/customers/${found.customer}`)).body.state;
};
const alerts = async (shop) => {
  const { body } = await world.api("GET", `${shop.api}/operations`);
  return body.alerts.map(({ code }) => code);
};

test("a refund that was deleted in the shop no longer counts, and an old body brings it not back", async () => {
  const shop = await openShop();
  const email = "hugo@b.example";
  const refunded = { refunds: [{ id: 9, total: "-9.00" }], modified: iso(2) };
  await deliver(shop, 30, email);
  await deliver(shop, 30, email, refunded);
  const order = async () => (await stateOf(shop, email)).customer.orders.by_id["woocommerce:30"];
  assert.deepEqual((await order()).refunds, { 9: 900 });
  // Deleting a refund does not move the order's date.
  await deliver(shop, 30, email, { refunds: [], modified: iso(2), status: "completed" });
  assert.equal((await order()).refunds, undefined);
  await deliver(shop, 30, email, { ...refunded, modified: iso(1.5), note: "late" });
  assert.equal((await order()).refunds, undefined);
});

test("prices are what the buyer saw, and titles are decoded", async () => {
  const shop = await openShop();
  const line = (more) => ({ ...wooOrder(1, { created: iso(0) }).line_items[0], ...more });
  const half = {
    total: "16.81",
    total_tax: "3.19",
    quantity: 2,
    name: "Tea &amp; Honey &#8211; <b>200 g</b>",
  };
  const items = (prices_include_tax) => ({ prices_include_tax, line_items: [line(half)] });
  await deliver(shop, 1, "gross@b.example", items(true));
  await deliver(shop, 2, "net@b.example", items(false));
  await world.advance(shop, 60_000);
  const texts = Object.fromEntries(mail.mails.map(({ to, text: body }) => [to.join(), body]));
  assert.match(texts["gross@b.example"], /Tea & Honey – 200 g €10\.00 of €20\.00;/);
  assert.match(texts["net@b.example"], /Tea & Honey – 200 g €8\.41 of €16\.81;/);
});

test("a status of a plugin is an order where no payment is due, unless the merchant says otherwise", async () => {
  const shop = await openShop({ statuses: { "quote-request": "not_an_order" } });
  const plugin = (id, email, status, needs_payment) =>
    deliver(shop, id, email, { status, needs_payment, date_paid_gmt: null, modified: iso(2) });
  const pending = (id, email) =>
    deliver(shop, id, email, { status: "pending", date_paid_gmt: null });
  await pending(41, "olga@b.example");
  await plugin(41, "olga@b.example", "wc-shipped", false);
  await plugin(42, "quentin@b.example", "quote-request", false);
  await world.advance(shop, 2 * HOUR);
  assert.deepEqual(mailsTo("olga@b.example"), ["Receipt"], "placed, and no cart is left");
  assert.equal(await world.customer(shop, "quentin@b.example"), null, "a quote is no order");
  const { body } = await world.api("GET", shop.api);
  assert.deepEqual(body.order_statuses, ["wc-shipped"]);
});

test("“completed” means shipped only where the merchant says so, once, and never for downloads", async () => {
  const completed = (minute, more) => ({ status: "completed", modified: iso(minute), ...more });
  const shipping = { shipping_lines: [{ method_id: "flat_rate" }] };
  const [usual, ships] = [await openShop(), await openShop({ completed_is_shipped: true })];
  await deliver(usual, 1, "usual@b.example", completed(1, shipping));
  await deliver(ships, 1, "ships@b.example", completed(1, shipping));
  await deliver(ships, 1, "ships@b.example", completed(2, shipping));
  await deliver(ships, 2, "file@b.example", completed(1, { shipping_lines: [] }));
  for (const shop of [usual, ships]) await world.advance(shop, 60_000);
  const shipped = (email) => mailsTo(email).filter((subject) => subject === "Shipped").length;
  assert.deepEqual(
    ["usual", "ships", "file"].map((who) => shipped(`${who}@b.example`)),
    [0, 1, 0],
  );
});

test("a tracking number is a shipped order: each parcel once, with its carrier and link", async () => {
  const shop = await openShop({
    tracking_fields: ["_wc_shipment_tracking_items", "_parcel"],
    completed_is_shipped: true,
  });
  const field = (key, value) => ({ id: 1, key, value });
  const parcel = (number, more) => ({ tracking_number: number, date_shipped: "", ...more });
  const listed = (...parcels) => field("_wc_shipment_tracking_items", parcels);
  const one = parcel("JD014", {
    tracking_id: "a1",
    custom_tracking_provider: "Parcel Post",
    custom_tracking_link: "https://post.example/JD014",
  });
  const saved = (minute, meta_data, more) =>
    deliver(shop, 1, "tracked@b.example", { modified: iso(minute), meta_data, ...more });
  await saved(1, [field("_other", "JD999")]);
  await world.advance(shop, 60_000);
  assert.deepEqual(mailsTo("tracked@b.example"), ["Receipt"], "no field that nobody named");

  await saved(2, [listed(one)]);
  await saved(3, [listed(one)], { status: "completed", shipping_lines: [{ method_id: "flat" }] });
  await world.advance(shop, 60_000);
  const shipped = () => mailsTo("tracked@b.example").filter((subject) => subject === "Shipped");
  assert.equal(shipped().length, 1, "one parcel, however often the order is saved");
  const sent = mail.mails.filter(({ to }) => to.includes("tracked@b.example")).at(-1);
  const [, ours] = /Parcel Post JD014 (\S+)/.exec(sent.text);
  const { headers } = await world.fetch(new URL(ours).pathname, { redirect: "manual" });
  assert.equal(headers.get("location"), "https://post.example/JD014", "another host's link stays");

  await saved(4, [
    listed(one, parcel("JD015", { tracking_provider: "dhl" })),
    field("_parcel", "JD015"),
  ]);
  await world.advance(shop, 60_000);
  assert.equal(shipped().length, 2, "a second parcel, named twice");
});

test("what was never placed was not cancelled", async () => {
  const shop = await openShop();
  const unpaid = { date_paid_gmt: null };
  await deliver(shop, 1, "left@b.example", { status: "pending", ...unpaid });
  await deliver(shop, 1, "left@b.example", { status: "cancelled", modified: iso(2), ...unpaid });
  await deliver(shop, 2, "held@b.example", { status: "on-hold", ...unpaid });
  await deliver(shop, 2, "held@b.example", { status: "cancelled", modified: iso(2), ...unpaid });
  await world.advance(shop, 60_000);
  assert.ok(!mailsTo("left@b.example").includes("Sorry"));
  assert.ok(mailsTo("held@b.example").includes("Sorry"));
});

test("staff are customers once they order", async () => {
  const shop = await openShop();
  const account = (minute) =>
    wooCustomer(3, {
      email: "admin@b.example",
      created: iso(0),
      modified: iso(minute),
      role: "shop_manager",
    });
  await world.deliverTo(shop, "customer.created", account(0));
  assert.equal(await world.customer(shop, "admin@b.example"), null);
  await deliver(shop, 1, "admin@b.example", { customer_id: 3 });
  await world.deliverTo(shop, "customer.updated", account(5));
  assert.equal((await world.customer(shop, "admin@b.example"))?.email, "admin@b.example");
});

test("the price of a variation is news for whoever has to do with the product", async () => {
  const shop = await openShop();
  const product = (id, more) => ({
    id,
    name: "Shirt",
    tags: [],
    categories: [],
    images: [],
    ...more,
  });
  const variation = (price, minute) =>
    product(16, {
      parent_id: 15,
      name: "Shirt - S",
      price,
      date_modified_gmt: iso(minute).slice(0, 19),
    });
  await world.deliverTo(shop, "product.created", variation("25.00", 0));
  const parent = product(15, { price: "", date_modified_gmt: iso(0).slice(0, 19) });
  await world.deliverTo(shop, "product.created", parent);
  const line = { product_id: 15, variation_id: 16, name: "Shirt - S", quantity: 1, total: "21.01" };
  await deliver(shop, 1, "anna@b.example", { line_items: [line] });
  await world.deliverTo(shop, "product.updated", variation("20.00", 3));
  await world.advance(shop, 60_000);
  assert.ok(mailsTo("anna@b.example").includes("Cheaper"));
});

test("an error in the place of data, and an unusual silence, need attention", async () => {
  const shop = await openShop({ completed_is_shipped: true });
  assert.deepEqual(await alerts(shop), []);
  const error = { code: "woocommerce_rest_cannot_view", message: "Sorry", data: { status: 403 } };
  await world.deliverTo(shop, "order.created", error);
  assert.deepEqual(await alerts(shop), ["platform-error"]);
  for (let day = 0; day < 10; day += 1) {
    for (const nth of [1, 2, 3]) await deliver(shop, 100 + day * 10 + nth, `c${nth}@b.example`);
    await world.advance(shop, DAY);
  }
  assert.ok(!(await alerts(shop)).includes("silent"));
  await world.advance(shop, 2 * DAY);
  assert.ok((await alerts(shop)).includes("silent"));
});

test("an order that its store sends again and again counts once, and Home says so; one that changed back counts", async () => {
  const shop = await world.shop({ platform: "woocommerce", domain: "loop.example" });
  const changed = {
    id: "changed",
    name: "Changed",
    status: "live",
    trigger: { type: "performed", event: "order_updated" },
    reentry: { type: "every_time" },
    steps: [{ id: "task", type: "create_task", title: "Look at it" }],
  };
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [changed] }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const start = (await world.advance(shop, 60_000)).now;
  const at = (seconds) => new Date(start + seconds * 1000).toISOString();
  const order = (seconds, more = {}) =>
    wooOrder(71, { email: "loop@example.test", created: at(0), modified: at(seconds), ...more });
  const send = (body) => world.deliverTo(shop, "order.updated", body);
  const tasks = async () =>
    (await world.api("GET", `${shop.api}/outbox?type=create_task`)).body.total;
  const alert = async () => {
    const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
    return alerts.find(({ code }) => code === "repeated");
  };
  await send(order(0));
  const before = await tasks();
  for (let seconds = 1; seconds <= 15; seconds += 1) await send(order(seconds));
  assert.equal(await tasks(), before);
  assert.equal(await alert(), undefined, "a few are no loop");
  for (let seconds = 16; seconds <= 40; seconds += 1) await send(order(seconds));
  assert.equal(await tasks(), before);
  assert.match((await alert()).help, /compatibility mode/);
  // There and back again is news, twice.
  await send(order(50, { status: "on-hold" }));
  const there = await tasks();
  assert.ok(there > before);
  await send(order(60));
  assert.ok((await tasks()) > there);
  await world.advance(shop, 25 * 3_600_000);
  assert.equal(await alert(), undefined);
});
