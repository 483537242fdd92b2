/**
 * A backtest of a draft over a year of a made-up shop, in the browser build: all shipped workflows live,
 * and the draft waits four hours where the live cart workflow waits one. Every event is replayed under two
 * plans, with consent, caps, quiet hours and exits in place. Beside it the bare merge walk of the one
 * question that can be asked in SQL, in DuckDB's wasm: how many carts were left alone for four hours
 * without an order. It knows no consent, no cap and no other workflow.
 *
 * `EDGEWISE_CUSTOMERS` sets how many customers there are; 5,000 when left out. `EDGEWISE_WORKFLOWS=3`
 * leaves only the first shipped three live. `EDGEWISE_DUCKDB=0` leaves DuckDB out.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createEngine } from "../pkg/engine.js";
import { configFrom, templateFrom } from "../pkg/templates.js";
import { openDuckDb } from "./peers/duckdb.mjs";
import { seeded } from "./seeded.mjs";

/** How many of the shipped workflows are live. */
const WORKFLOWS = Number(process.env.EDGEWISE_WORKFLOWS ?? 100);
const THREE = ["cart-abandonment-recovery", "new-customer-welcome", "vip-customer-upgrade"];
const CUSTOMERS = Number(process.env.EDGEWISE_CUSTOMERS ?? 5_000);
/** Customers of one page: between two pages a browser may paint. */
const PAGE = 100;
const DAY = 86_400_000;
const UNTIL = Date.UTC(2026, 10, 22);
const FROM = UNTIL - 365 * DAY;

const root = new URL("../", import.meta.url);
const glue = await import(new URL("pkg/wasm/browser/edgewise.js", root).href);
const module = new WebAssembly.Module(
  readFileSync(new URL("pkg/wasm/browser/edgewise_bg.wasm", root)),
);
const engine = createEngine(glue, module);
const memory = glue.initSync({ module }).memory;

const live = configurationOf(1);
const draft = configurationOf(4);
const random = seeded(20_261_122);
let added = { customers: 0, events: 0 };
let bytes = 0;
const took = [];
/** The same events for the peer: customer, kind (1 a cart, 2 an order) and moment. */
const walk = { customer: [], kind: [], at: [] };
engine.beginBacktest({ live, draft, facts: null, question: { from: FROM, until: UNTIL } });
for (let start = 0; start < CUSTOMERS; start += PAGE) {
  const lives = Array.from({ length: Math.min(PAGE, CUSTOMERS - start) }, (_, place) =>
    life(start + place),
  );
  for (const [place, one] of lives.entries()) remember(start + place, one);
  const lines = lives.map((one) => JSON.stringify(one)).join("\n");
  bytes += lines.length;
  const begun = performance.now();
  added = engine.addToBacktest(lines);
  took.push(performance.now() - begun);
}
report();
if (process.env.EDGEWISE_DUCKDB !== "0") await askDuckDb();

function remember(customer, { events }) {
  for (const { occurred_at: at, kind } of events) {
    const is = { checkout_started: 1, order_placed: 2 }[kind.type];
    if (is === undefined) continue;
    walk.customer.push(customer);
    walk.kind.push(is);
    walk.at.push(at);
  }
}

/** Carts after which four hours passed without another cart or an order of the same customer. */
async function askDuckDb() {
  const { insert, query, version } = await openDuckDb();
  insert("events", {
    customer: Int32Array.from(walk.customer),
    kind: Int32Array.from(walk.kind),
    moment: Float64Array.from(walk.at),
  });
  const sql = `SELECT count(*) AS carts FROM (
      SELECT kind, moment, lead(moment) OVER (PARTITION BY customer ORDER BY moment, kind) AS next
      FROM events) WHERE kind = 1 AND (next IS NULL OR next >= moment + 14400000)
      AND moment + 14400000 < ${UNTIL}`;
  query(sql);
  const begun = performance.now();
  const { carts } = query(sql)[0];
  const seconds = (performance.now() - begun) / 1000;
  const rate = (walk.at.length / seconds / 1e6).toFixed(1);
  console.log(
    `   DuckDB-wasm ${version}, bare merge walk  ${carts} carts in ${(seconds * 1000).toFixed(1)} ms, ${rate} million events a second`,
  );
}

function configurationOf(hours) {
  const shop = { id: "bench", name: "Bench", currency: "EUR", time_zone: "Europe/Berlin" };
  const all = readdirSync(new URL("pkg/templates/", root));
  const names = WORKFLOWS === 3 ? THREE : all;
  const config = configFrom(shop, names.map(template), "live");
  const cart = config.workflows.find(({ id }) => id === "cart-abandonment-recovery");
  cart.trigger.after = { amount: hours, unit: "hours" };
  const { plan, diagnostics } = engine.load(JSON.stringify(config));
  if (plan === null) throw new Error(JSON.stringify(diagnostics));
  return plan;
}

function template(name) {
  const folder = new URL(`pkg/templates/${name}/`, root);
  const paths = readdirSync(folder, { recursive: true }).filter((path) => /\.\w+$/.test(path));
  return templateFrom(
    Object.fromEntries(paths.map((path) => [path, readFileSync(new URL(path, folder), "utf8")])),
  );
}

/** A year of one customer: most only look, fewer leave carts, and two in five buy. */
function life(number) {
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
    const cart = { checkout_token: `k${number}-${one}`, total: money(), items };
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

function money() {
  return { minor: 500 + Math.floor(random() ** 3 * 50_000), currency: "EUR" };
}

function report() {
  const { live, draft, difference } = engine.backtestReport();
  const seconds = took.reduce((sum, one) => sum + one, 0) / 1000;
  const decisions = live.decisions + draft.decisions;
  const slowest = Math.max(...took);
  console.log(`\n   Backtest of a year, ${added.customers} customers, ${added.events} events`);
  const line = (name, value) => console.log(`   ${name.padEnd(36)} ${value}`);
  line(
    "replayed under two plans in",
    `${seconds.toFixed(1)} s, ${((2 * added.events) / seconds / 1000).toFixed(0)} thousand events a second`,
  );
  line(
    "decisions",
    `${decisions}, ${((seconds * 1e6) / decisions).toFixed(1)} µs each, reading the history included`,
  );
  line("history", `${(bytes / 1e6).toFixed(1)} MB of JSON`);
  line("slowest page", `${slowest.toFixed(0)} ms for ${PAGE} customers`);
  line("memory of the module", `${(memory.buffer.byteLength / 1e6).toFixed(1)} MB`);
  line(
    "sent live, by the draft",
    `${live.sent}, ${draft.sent}; ${difference.people} people differ`,
  );
}
