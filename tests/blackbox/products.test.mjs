/** Stock, prices and promotions: who has to do with a product gets its news, and nobody else. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

const DAY = 24 * HOUR;
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

const text = (subject) => ({ channel: "email", subject, text: "Hello" });
const started = (id, event, where, more = {}) => ({
  id,
  name: id,
  status: "live",
  trigger: { type: "performed", event, where },
  steps: [
    { id: "first", type: "send", message: `${id}-first` },
    { id: "day", type: "wait", for: { amount: 1, unit: "days" } },
    { id: "second", type: "send", message: `${id}-second` },
  ],
  ...more,
});
const is = (property, how, value) => ({ property, is: how, value });
const config = () =>
  recovery({
    messages: {
      "back-first": text("{{ trigger.title }} is back"),
      "back-second": text("Still here"),
      "cheaper-first": text("Now {{ trigger.price }}"),
      "cheaper-second": text("Still cheaper"),
      "spring-first": text("Spring"),
      "spring-second": text("Spring again"),
      "sale-first": text("{{ trigger.name }} at {{ trigger.price }}"),
      "sale-second": text("Sale goes on"),
    },
    workflows: [
      started(
        "back",
        "stock_changed",
        [is("available", "more_than", 0), is("previous", "at_most", 0)],
        {
          filter: { type: "product_is", where: [is("available", "more_than", 0)] },
        },
      ),
      started("cheaper", "price_changed", [is("percent_off", "at_least", 10)], {
        filter: { type: "product_is", where: [is("price_change", "at_most", 0)] },
      }),
      started("spring", "promotion_started", [is("name", "equals", "spring")]),
      started("sale", "promotion_started", [is("percent_off", "at_least", 20)], {
        filter: { type: "product_is", where: [is("available", "more_than", 0)] },
      }),
    ],
  });

let people = 0;
/** A shop with the workflows above, and one customer who left a bowl (product 447) in a checkout. */
async function shopWithACart() {
  people += 1;
  const shop = await world.shop();
  const saved = await world.api("PUT", `${shop.api}/config`, config());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const { now } = await world.advance(shop, 0);
  const at = new Date(now).toISOString();
  const email = `bowl${people}@people.example`;
  const agreed = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: at };
  const more = { created_at: at, updated_at: at, email_marketing_consent: agreed };
  await world.deliver(shop, "customers/create", customer(7_700_000 + people, email, more));
  const person = { id: 7_700_000 + people, email };
  await world.deliver(
    shop,
    "checkouts/create",
    checkout(`t${people}a`, email, { customer: person }),
  );
  return { shop, email, subjects: () => subjectsTo(email) };
}
const subjectsTo = (email) =>
  mail.mails.filter(({ to }) => to.includes(email)).map(({ headers }) => headers.subject);

async function deliver(shop, topic, body) {
  const { now } = await world.advance(shop, 1000);
  await world.deliver(shop, topic, { ...body, updated_at: new Date(now).toISOString() });
  await world.advance(shop, 0);
}
const product = (shop, stock, price = "42.00", more = {}) =>
  deliver(shop, "products/update", {
    id: 447,
    title: "Glazed bowl",
    tags: "bowl, blue",
    variants: [
      {
        id: 4471,
        price,
        inventory_item_id: 9,
        inventory_quantity: stock,
        inventory_management: "shopify",
      },
    ],
    ...more,
  });
const level = (shop, available, place = 1) =>
  deliver(shop, "inventory_levels/update", { inventory_item_id: 9, location_id: place, available });

test("back in stock goes to those who have to do with it, and is asked again before each message", async () => {
  const { shop, subjects } = await shopWithACart();
  const stranger = "stranger@people.example";
  await world.deliver(shop, "customers/create", customer(7_800_000, stranger));
  await product(shop, 0);
  assert.deepEqual(subjects(), [], "the first number is no news");
  await level(shop, 5);
  assert.deepEqual(subjects(), ["Glazed bowl is back"]);
  await level(shop, 0);
  await world.advance(shop, 2 * DAY);
  assert.deepEqual(subjects(), ["Glazed bowl is back"], "it was gone when the second was due");
  await level(shop, 3);
  await world.advance(shop, 2 * DAY);
  assert.deepEqual(subjects(), ["Glazed bowl is back", "Glazed bowl is back", "Still here"]);
  assert.deepEqual(subjectsTo(stranger), []);
});

test("a sale that starts is a promotion to those who have to do with the product, once", async () => {
  const { shop, subjects } = await shopWithACart();
  const variant = (price, usual) => ({
    variants: [
      { id: 4471, price, compare_at_price: usual, inventory_item_id: 9, inventory_quantity: 5 },
    ],
  });
  await product(shop, 5, "42.00", variant("42.00", "60.00"));
  assert.deepEqual(subjects(), [], "who is first seen on sale was not put on sale");
  await product(shop, 5, "60.00", variant("60.00", null));
  await product(shop, 5, "59.00", variant("59.00", "60.00"));
  assert.deepEqual(subjects(), [], "too little off");
  await product(shop, 5, "60.00", variant("60.00", null));
  await product(shop, 5, "45.00", variant("45.00", "60.00"));
  const found = ["Now 45", "Glazed bowl at 45"];
  assert.deepEqual(subjects().toSorted(), found.toSorted());
  await product(shop, 5, "45.00", { ...variant("45.00", "60.00"), title: "Bowl, glazed" });
  assert.equal(subjects().length, 2, "it was on sale already");
});

test("stock at several places is one number, and only its crossing starts anything", async () => {
  const { shop, subjects } = await shopWithACart();
  await product(shop, 0);
  await level(shop, 0, 1);
  await product(shop, 0);
  await level(shop, 2, 1);
  await level(shop, 1, 1);
  assert.deepEqual(subjects(), ["Glazed bowl is back"]);
  const { customer: id } = await world.customer(shop, `bowl${people}@people.example`);
  const { body } = await world.api("GET", `${shop.api}/customers/${id}/timeline`);
  const said = body.moments.flatMap(({ sentences }) => sentences).join("\n");
  assert.match(said, /Didn’t enter “back”.*its previous is at most 0 \(2\)/);
});

test("a lower price is announced once, and not any more when it rose again", async () => {
  const { shop, subjects } = await shopWithACart();
  await product(shop, 5, "42.00");
  await product(shop, 5, "39.00");
  assert.deepEqual(subjects(), [], "less than ten percent");
  await product(shop, 5, "30.00");
  assert.equal(subjects().length, 1);
  await product(shop, 5, "35.00");
  await world.advance(shop, 2 * DAY);
  assert.equal(subjects().length, 1, "dearer again before the second message");
  await product(shop, 5, "30.00");
  await world.advance(shop, 2 * DAY);
  assert.deepEqual(subjects().slice(1), [subjects()[0], "Still cheaper"]);
});

test("news received late or twice change nothing", async () => {
  const { shop, subjects } = await shopWithACart();
  await product(shop, 0);
  await level(shop, 4);
  const { now } = await world.advance(shop, 0);
  const old = {
    updated_at: new Date(now - HOUR).toISOString(),
    variants: [{ id: 4471, price: "1.00" }],
  };
  await world.deliver(shop, "products/update", { id: 447, title: "Glazed bowl", ...old });
  await world.advance(shop, 0);
  assert.deepEqual(subjects(), ["Glazed bowl is back"]);
});

test("a promotion goes to everybody, by slices", async () => {
  const { shop, subjects } = await shopWithACart();
  for (let number = 0; number < 60; number += 1) {
    const agreed = { consent_updated_at: "2026-11-19T08:00:00Z", state: "subscribed" };
    const more = { email_marketing_consent: agreed };
    await world.deliver(
      shop,
      "customers/create",
      customer(7_900_000 + number, `spring${number}@people.example`, more),
    );
  }
  const begun = await world.api("POST", `${shop.api}/promotions`, { name: "spring" });
  assert.equal(begun.status, 202);
  await world.advance(shop, 0);
  assert.deepEqual(subjects(), ["Spring"]);
  const all = Array.from({ length: 60 }, (_, one) => subjectsTo(`spring${one}@people.example`));
  assert.ok(all.every((names) => names.length === 1 && names[0] === "Spring"));
  const unnamed = await world.api("POST", `${shop.api}/promotions`, { name: " " });
  assert.equal(unnamed.body.error.code, "invalid-field");
});

test("who was there before the plan asked for products is found by their past", async () => {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [] }));
  const email = "before@people.example";
  const { now } = await world.advance(shop, 0);
  const at = new Date(now).toISOString();
  await world.deliver(shop, "customers/create", customer(7_950_000, email, { updated_at: at }));
  const person = { id: 7_950_000, email };
  await world.deliver(shop, "checkouts/create", checkout("b1a", email, { customer: person }));
  await world.api("PUT", `${shop.api}/config`, config());
  await world.advance(shop, 0);
  await product(shop, 0);
  await level(shop, 2);
  assert.deepEqual(subjectsTo(email), ["Glazed bowl is back"]);
});
