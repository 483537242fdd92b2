/**
 * The case of `backtest.bench.mjs` and `instructions.bench.mjs`: a year of a made-up shop, and the
 * shipped workflows live.
 */
import { readdirSync, readFileSync } from "node:fs";
import { configFrom, templateFrom } from "../../pkg/templates.js";
import { seeded } from "../seeded.mjs";

const DAY = 86_400_000;
export const UNTIL = Date.UTC(2026, 10, 22);
export const FROM = UNTIL - 365 * DAY;

const THREE = ["cart-abandonment-recovery", "new-customer-welcome", "vip-customer-upgrade"];
const templates = new URL("../../pkg/templates/", import.meta.url);

/** All shipped workflows live, or only the first three; carts are left alone for these hours. */
export function configurationOf(hours, workflows) {
  const shop = { id: "bench", name: "Bench", currency: "EUR", time_zone: "Europe/Berlin" };
  const names = workflows === 3 ? THREE : readdirSync(templates);
  const config = configFrom(shop, names.map(template), "live");
  const cart = config.workflows.find(({ id }) => id === "cart-abandonment-recovery");
  cart.trigger.after = { amount: hours, unit: "hours" };
  return JSON.stringify(config);
}

function template(name) {
  const folder = new URL(`${name}/`, templates);
  const paths = readdirSync(folder, { recursive: true }).filter((path) => /\.\w+$/.test(path));
  return templateFrom(
    Object.fromEntries(paths.map((path) => [path, readFileSync(new URL(path, folder), "utf8")])),
  );
}

/** The lives of this many customers, always the same. */
export function* lives(customers) {
  const random = seeded(20_261_122);
  for (let number = 0; number < customers; number += 1) yield life(number, random);
}

/** A year of one customer: most only look, fewer leave carts, and two in five buy. */
function life(number, random) {
  const customer = `c${number}`;
  const joined = FROM + Math.floor(random() * 300 * DAY);
  const events = [];
  const happen = (type, at, key, more) =>
    events.push({
      fact_key: `${customer}:${type}:${key}`,
      occurred_at: at,
      received_at: at,
      source: "shopify",
      kind: { type, ...more },
    });
  const profile = { email: `${customer}@people.example`, country: "DE" };
  happen("customer_created", joined, 0, { profile });
  const change = { channel: "email", consent: "subscribed", origin: "form" };
  if (random() < 0.6) happen("consent_changed", joined, 0, { change });
  const later = () => joined + Math.floor(random() * (UNTIL - joined));
  for (let view = 0; view < 6; view += 1) {
    happen("product_viewed", later(), view, {
      product: { product_id: `p${Math.floor(random() * 200)}`, title: "A thing", quantity: 1 },
    });
  }
  const orders = random() < 0.57 ? 0 : random() < 0.63 ? 1 : 2 + Math.floor(random() * 6);
  for (let one = 0; one < Math.max(1, orders); one += 1) {
    const at = later();
    const items = [{ product_id: `p${number % 200}`, title: "A thing", quantity: 1 }];
    const cart = { checkout_token: `k${number}-${one}`, total: money(random), items };
    happen("checkout_started", at, one, { cart });
    if (one >= orders) continue;
    const paid = at + Math.floor(random() ** 2 * 6 * 3_600_000);
    const order = {
      order_id: `o${number}-${one}`,
      placed_at: paid,
      paid_at: paid,
      total: cart.total,
      items,
      checkout_token: cart.checkout_token,
      updated_at: paid,
    };
    happen("order_placed", paid, one, { order });
    happen("order_completed", paid, one, { order });
  }
  events.sort((one, other) => one.occurred_at - other.occurred_at);
  return { customer, events: events.filter(({ occurred_at }) => occurred_at < UNTIL) };
}

function money(random) {
  return { minor: 500 + Math.floor(random() ** 3 * 50_000), currency: "EUR" };
}
