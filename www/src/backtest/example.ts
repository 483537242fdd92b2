/**
 * A made-up shop's year, for merchants without a file at hand: the same at every visit, so that two drafts
 * can be compared.
 */
import type { EngineEvent, EventKind } from "edgewise";
import { DAY, HOUR } from "../text/zone.ts";

/** The year ends here. */
const UNTIL = Date.UTC(2026, 10, 22);
const FROM = UNTIL - 365 * DAY;

const NAMES = ["Anna", "Ben", "Clara", "Dev", "Emil", "Farid", "Grace", "Hana", "Ines", "Jonas"];
const GOODS = ["Mug", "Bowl", "Plate", "Vase", "Teapot", "Jug", "Tile", "Candle holder"];

/** The customers of the example one after the other, as lines of history. */
export function* exampleLines(customers: number, currency: string): Generator<string> {
  const random = seeded(20_261_122);
  for (let number = 0; number < customers; number += 1) yield life(number, currency, random);
}

/** One customer's year: most leave carts, and two in five buy. */
function life(number: number, currency: string, random: () => number): string {
  const first = NAMES[number % NAMES.length] ?? "Anna";
  const email = `${first.toLowerCase()}.${number}@people.example`;
  const customer = `email:${email}`;
  const joined = FROM + Math.floor((random() * 3 - 2) * 360 * DAY);
  const known = Math.max(FROM, joined);
  const later = () => known + Math.floor(random() * (UNTIL - known));
  const events: EngineEvent[] = [];
  const happen = (type: string, at: number, key: string, more: object) =>
    events.push({
      fact_key: `example:${number}:${type}:${key}`,
      occurred_at: at,
      received_at: at,
      source: "shopify",
      kind: { type, ...more } as EventKind,
    });
  happen("customer_created", joined, "0", { profile: { email, first_name: first, country: "DE" } });
  if (random() < 0.6) {
    const change = { channel: "email", consent: "subscribed", origin: "form" };
    happen("consent_changed", joined, "0", { change });
    if (random() < 0.03) {
      const ended = { channel: "email", consent: "unsubscribed", origin: "message" };
      happen("consent_changed", later(), "1", { change: ended });
    }
  }
  const orders = random() < 0.6 ? 0 : random() < 0.63 ? 1 : 2 + Math.floor(random() * 4);
  const carts = orders + Math.floor(random() * 2.2);
  for (let one = 0; one < carts; one += 1) {
    const at = later();
    const title = GOODS[Math.floor(random() * GOODS.length)] ?? "Mug";
    const items = [{ product_id: title.toLowerCase(), title, quantity: 1 }];
    const total = { minor: 900 + Math.floor(random() ** 3 * 40_000), currency };
    const checkout_token = `example-${number}-${one}`;
    happen("checkout_started", at, `${one}`, { cart: { checkout_token, total, items } });
    if (one >= orders) continue;
    const paid = at + Math.floor(random() ** 2 * 8 * HOUR);
    const order = {
      order_id: `example:${number}-${one}`,
      number: `#${1000 + number * 8 + one}`,
      placed_at: paid,
      paid_at: paid,
      updated_at: paid,
      total,
      items,
      checkout_token,
    };
    happen("order_placed", paid, `${one}`, { order });
    happen("order_completed", paid, `${one}`, { order });
  }
  const past = events.filter(({ occurred_at }) => occurred_at < UNTIL);
  return JSON.stringify({ customer, events: past.sort((a, b) => a.occurred_at - b.occurred_at) });
}

/** Mulberry32: the same numbers from 0 to 1 on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
