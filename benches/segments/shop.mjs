/**
 * A made-up shop, the same on every machine: customers, and a year of orders, views, carts and opened
 * emails. 43% bought, 63% of the buyers once, the top fifth of buyers brings two thirds of the spend,
 * and there are 10.7 events per customer. Columns are typed arrays, sorted by customer and time.
 */
import { seeded } from "../seeded.mjs";

export const DAY = 86_400;
/** 22 November 2026, in seconds, like every time here. */
export const NOW = Date.UTC(2026, 10, 22) / 1_000;

export const COUNTRIES = ["DE", "AT", "CH", "FR", "NL", "US", "GB", "SE"];
export const LANGUAGES = ["de", "fr", "en", "nl"];
export const TAGS = [
  "vip",
  "wholesale",
  "press",
  "newsletter",
  "blog",
  "webinar",
  "fair",
  "friend",
  "returner",
  "gift",
  "student",
  "staff",
];
export const CATEGORIES = ["Shoes", "Jackets", "Toys", "Books", "Garden", "Kitchen"];
/** 1 and 2 are places in the config's tiers; 0 is none. */
export const TIERS = ["", "silver", "gold"];

export function makeShop(customers) {
  const random = seeded(20_261_122);
  const below = (limit) => Math.floor(random() * limit);
  const shop = {
    customers,
    country: new Uint8Array(customers),
    language: new Uint8Array(customers),
    tier: new Uint8Array(customers),
    tags: new Uint16Array(customers),
    /** 0 never asked, 1 subscribed, 2 unsubscribed. */
    consent: new Uint8Array(customers),
    joined: new Int32Array(customers),
    orders: table(customers, ["amount", "category"]),
    views: table(customers, ["category"]),
    carts: table(customers, []),
    opens: table(customers, []),
  };
  for (let customer = 0; customer < customers; customer += 1) {
    shop.country[customer] = random() < 0.5 ? 0 : below(COUNTRIES.length);
    shop.language[customer] = below(LANGUAGES.length);
    shop.tier[customer] = random() < 0.12 ? 1 + below(2) : 0;
    if (random() < 0.3) shop.tags[customer] = (1 << below(12)) | (1 << below(12));
    shop.consent[customer] = random() < 0.55 ? 1 : random() < 0.2 ? 2 : 0;
    const joined = NOW - DAY * 365 + below(DAY * 364);
    shop.joined[customer] = joined;
    const moments = (count) => {
      const all = [];
      for (let one = 0; one < count; one += 1) all.push(joined + below(NOW - joined));
      return all.sort((left, right) => left - right);
    };
    const orders = random() >= 0.43 ? 0 : random() < 0.63 ? 1 : 2 + Math.floor(random() ** 3 * 9);
    const rich = 1_500 * (1 - random()) ** -0.75;
    for (const at of moments(orders))
      push(shop.orders, {
        at,
        amount: Math.min(500_000, Math.floor(rich * (0.5 + random()))),
        category: below(CATEGORIES.length),
      });
    for (const at of moments(below(12))) push(shop.views, { at, category: below(6) });
    for (const at of moments(random() < 0.5 ? 0 : 1 + below(3))) push(shop.carts, { at });
    for (const at of moments(shop.consent[customer] === 1 ? below(12) : below(2)))
      push(shop.opens, { at });
    for (const each of ["orders", "views", "carts", "opens"])
      shop[each].starts[customer + 1] = shop[each].length;
  }
  for (const each of ["orders", "views", "carts", "opens"]) trim(shop[each]);
  shop.events = shop.orders.length + shop.views.length + shop.carts.length + shop.opens.length;
  return shop;
}

/** Stored states, one a line, as the engine writes them, for the customers from one to another. */
export function states(shop, from, until) {
  const lines = [];
  for (let customer = from; customer < until; customer += 1) lines.push(state(shop, customer));
  return lines.join("\n");
}

function state(shop, customer) {
  const joined = shop.joined[customer] * 1_000;
  const confirmed = (value) => [value, joined, true];
  const names = {};
  for (let tag = 0; tag < TAGS.length; tag += 1)
    if ((shop.tags[customer] >> tag) & 1) names[TAGS[tag]] = { written: TAGS[tag], at: joined };
  const consent = [undefined, "subscribed", "unsubscribed"][shop.consent[customer]];
  const kinds = {};
  const by_id = {};
  rows(shop.views, customer, (at, row) => {
    const category = CATEGORIES[shop.views.category[row]];
    kinds.product_viewed ??= [];
    kinds.product_viewed.push([at, row, `p${row % 500}`, { category }]);
  });
  rows(shop.opens, customer, (at, row) => {
    kinds.custom ??= [];
    kinds.custom.push([at, row, "email_opened"]);
  });
  rows(shop.orders, customer, (at, row) => {
    const order_id = `shopify:${4_500_000_000 + row}`;
    kinds.order_placed ??= [];
    kinds.order_placed.push([at, row, order_id]);
    const category = CATEGORIES[shop.orders.category[row]];
    by_id[order_id] = {
      order_id,
      placed_at: at,
      paid_at: at,
      total: { minor: shop.orders.amount[row], currency: "EUR" },
      items: [
        { product_id: `p${row % 500}`, title: `Product ${row % 500}`, quantity: 1, category },
      ],
      updated_at: at,
    };
  });
  const carts = [];
  rows(shop.carts, customer, (at, row) => {
    kinds.cart_updated ??= [];
    kinds.cart_updated.push([at, row, null]);
    carts.push({
      cart_token: `c${row}`,
      items: [{ product_id: `p${row % 500}`, title: `Product ${row % 500}`, quantity: 1 }],
      total: { minor: 2_500, currency: "EUR" },
      told_at: at,
      active_at: at,
    });
  });
  return JSON.stringify({
    format: 1,
    customer: {
      id: `c${String(customer).padStart(25, "0")}`,
      first_seen: joined,
      profile: {
        language: confirmed(LANGUAGES[shop.language[customer]]),
        country: confirmed(COUNTRIES[shop.country[customer]]),
        joined_at: confirmed(joined),
      },
      consent: consent && { channels: { email: { consent, at: joined } } },
      tags: { names },
      tier: TIERS[shop.tier[customer]] || undefined,
      carts: { list: carts },
      orders: { by_id },
      history: { kinds },
    },
  });
}

function rows(table, customer, each) {
  for (let row = table.starts[customer]; row < table.starts[customer + 1]; row += 1)
    each(table.at[row] * 1_000, row);
}

function table(customers, columns) {
  const made = { length: 0, starts: new Uint32Array(customers + 1), columns: ["at", ...columns] };
  for (const column of made.columns) made[column] = new Int32Array(customers * 7 + 64);
  return made;
}

function push(table, row) {
  for (const column of table.columns) table[column][table.length] = row[column];
  table.length += 1;
}

function trim(table) {
  for (const column of table.columns) table[column] = table[column].slice(0, table.length);
}
