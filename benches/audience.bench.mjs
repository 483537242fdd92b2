/**
 * Every shipped segment asked of a shop's customers in the browser build: what a merchant waits for
 * at a keystroke. Beside it the same question in plain JavaScript over the same stored states, parsed
 * beforehand, for the one segment that is easy to write by hand; both must count the same.
 *
 * `EDGEWISE_CUSTOMERS` sets how many customers there are; 20,000 when left out.
 */
import { readdirSync, readFileSync } from "node:fs";
import { openEngine } from "../pkg/entry/node.js";
import { seeded } from "./seeded.mjs";

const CUSTOMERS = Number(process.env.EDGEWISE_CUSTOMERS ?? 20_000);
const ROUNDS = 5;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
/** One in so many customers is loaded in a page of the host's. */
const PAGE = 1_000;

const folder = new URL("../pkg/segments/", import.meta.url);
const segments = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")));
const engine = await openEngine();
const { plan, diagnostics } = engine.load(
  JSON.stringify({
    format: 1,
    shop: { id: "bench", name: "Bench", currency: "EUR", time_zone: "Europe/Berlin" },
    tiers: [{ id: "gold", name: "Gold", spend_at_least: "500.00" }],
    segments,
  }),
);
if (plan === null) throw new Error(JSON.stringify(diagnostics));

const random = seeded(20_261_122);
const states = [];
for (let number = 0; number < CUSTOMERS; number += 1) states.push(life(number));
const bytes = states.reduce((sum, state) => sum + state.length, 0);
const from = performance.now();
for (let start = 0; start < states.length; start += PAGE)
  engine.addToAudience(states.slice(start, start + PAGE).join("\n"));
const loaded = performance.now() - from;
const day = 30 * DAY;
engine.setAudienceFacts({
  rfm: {
    recency: [NOW - 9 * day, NOW - 6 * day, NOW - 3 * day, NOW - day],
    frequency: [2, 3, 4, 6],
    monetary: [5_000, 10_000, 20_000, 50_000],
  },
});

const rows = segments.map(({ id, condition }) => {
  const took = [];
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    count = engine.previewAudience(plan, condition, { now: NOW, sample: 10 }).preview.count;
    took.push(performance.now() - begun);
  }
  return { id, count, milliseconds: median(took) };
});
report();

/** A customer's stored state after a year of orders and visits: most buy once or never. */
function life(number) {
  const customer = `c${number}`;
  const joined = NOW - Math.floor(random() * 365) * DAY - Math.floor(random() * DAY);
  const event = (kind, at, key) => ({
    fact_key: `${customer}:${kind.type}:${key}`,
    occurred_at: at,
    received_at: at,
    source: "shopify",
    kind,
  });
  const country = ["DE", "AT", "FR", "US"][Math.floor(random() * 4)];
  const events = [event({ type: "customer_created", profile: { country } }, joined, 0)];
  const orders = random() < 0.57 ? 0 : random() < 0.63 ? 1 : 2 + Math.floor(random() * 8);
  for (let one = 0; one < orders; one += 1) {
    const at = joined + Math.floor(random() * (NOW - joined));
    const total = { minor: 500 + Math.floor(random() ** 3 * 50_000), currency: "EUR" };
    const order = { order_id: `o${number}-${one}`, placed_at: at, paid_at: at, total };
    events.push(event({ type: "order_completed", order }, at, one));
  }
  const visits = Math.floor(random() * 14);
  for (let one = 0; one < visits; one += 1) {
    const at = joined + Math.floor(random() * (NOW - joined));
    const category = random() < 0.2 ? "Shoes" : "Toys";
    const product = { product_id: `p${Math.floor(random() * 500)}`, quantity: 1, category };
    events.push(event({ type: "product_viewed", product }, at, one));
  }
  return engine.transition(plan, "", { type: "events", customer, events }, NOW).state;
}

/** S01 by hand: who spent more than 500.00 in the last three months of the calendar. */
function byHand(parsed) {
  const start = Date.UTC(2026, 7, 22);
  const spent = (orders) =>
    Object.values(orders?.by_id ?? {})
      .filter((order) => order.paid_at !== undefined && order.placed_at > start)
      .reduce((sum, order) => sum + order.total.minor, 0);
  return parsed.filter((state) => spent(state.customer.orders) > 50_000).length;
}

function report() {
  const parsed = states.map((state) => JSON.parse(state));
  const took = [];
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    count = byHand(parsed);
    took.push(performance.now() - begun);
  }
  const high = rows.find((row) => row.id === "high-value-customers");
  // Midnights differ by the zone's hour or two; so few orders lie there that counts stay close.
  if (Math.abs(high.count - count) > CUSTOMERS / 1_000)
    throw new Error(`${high.count} by the engine, ${count} by hand`);
  console.log(`\nAudience: ${CUSTOMERS} customers, ${(bytes / 1e6).toFixed(1)} MB of states`);
  console.log(`  loaded in ${loaded.toFixed(0)} ms`);
  for (const row of rows.sort((left, right) => left.milliseconds - right.milliseconds))
    console.log(`  ${row.milliseconds.toFixed(1).padStart(8)} ms  ${row.id} (${row.count})`);
  const all = rows.reduce((sum, row) => sum + row.milliseconds, 0);
  console.log(`  ${all.toFixed(1).padStart(8)} ms  all ${rows.length} one by one`);
  console.log(
    `  ${median(took).toFixed(1).padStart(8)} ms  high-value-customers, JavaScript by hand`,
  );
}

function median(list) {
  return list.toSorted((left, right) => left - right)[Math.floor(list.length / 2)];
}
