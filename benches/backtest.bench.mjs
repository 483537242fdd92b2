/**
 * A backtest of a draft over a year of a made-up shop, in the browser build: all shipped workflows live,
 * and the draft waits four hours where the live cart workflow waits one. Every event is replayed under two
 * plans, with consent, caps, quiet hours and exits in place. Beside it the bare merge walk of the one
 * question that can be asked in SQL, in DuckDB's wasm: how many carts were left alone for four hours
 * without an order. It knows no consent, no cap and no other workflow.
 *
 * Then the same on all cores, dealt by the page's own pool to threads of Node: the report must have the
 * same bytes. Both are played in turn, three times. Where other work takes cores away, read the share
 * of processor time: it is what dealing and joining leave for playing.
 *
 * `EDGEWISE_CUSTOMERS` sets how many customers there are; 5,000 when left out. `EDGEWISE_WORKFLOWS=3`
 * leaves only the first shipped three live. `EDGEWISE_CORES` sets the number of threads.
 * `EDGEWISE_DUCKDB=0` leaves DuckDB out.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { transformWithOxc } from "vite";
import { createEngine } from "../pkg/engine.js";
import { configurationOf, FROM, lives, UNTIL } from "./backtest/case.mjs";
import { startPlayer } from "./backtest/player.mjs";
import { median } from "./measure.mjs";
import { openDuckDb } from "./peers/duckdb.mjs";

/** How many of the shipped workflows are live. */
const WORKFLOWS = Number(process.env.EDGEWISE_WORKFLOWS ?? 100);
const CUSTOMERS = Number(process.env.EDGEWISE_CUSTOMERS ?? 5_000);
const CORES = Number(process.env.EDGEWISE_CORES ?? availableParallelism());
/** Customers in each list, as on the page. */
const NAMED = 200;
/** How often one core and all of them are measured in turn. */
const ROUNDS = 3;
/** Customers of one page: between two pages a browser may paint. */
const PAGE = 100;

const root = new URL("../", import.meta.url);
const glue = await import(new URL("pkg/wasm/browser/edgewise.js", root).href);
const module = new WebAssembly.Module(
  readFileSync(new URL("pkg/wasm/browser/edgewise_bg.wasm", root)),
);
const engine = createEngine(glue, module);
const memory = glue.initSync({ module }).memory;

const configs = [1, 4].map((hours) => configurationOf(hours, WORKFLOWS));
const [live, draft] = configs.map(load);
const request = { live, draft, facts: null, question: { from: FROM, until: UNTIL, named: NAMED } };
const everybody = [...lives(CUSTOMERS)];
let added = { customers: 0, events: 0 };
let bytes = 0;
const took = [];
/** The same events for the peer: customer, kind (1 a cart, 2 an order) and moment. */
const walk = { customer: [], kind: [], at: [] };
engine.beginBacktest(request);
for (let start = 0; start < CUSTOMERS; start += PAGE) {
  const page = everybody.slice(start, start + PAGE);
  for (const [place, one] of page.entries()) remember(start + place, one);
  const lines = page.map((one) => JSON.stringify(one)).join("\n");
  bytes += lines.length;
  const begun = performance.now();
  added = engine.addToBacktest(lines);
  took.push(performance.now() - begun);
}
report();
await onAllCores();
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

/** One core against all of them, by the clock and by what the processors did. */
async function onAllCores() {
  const { Pages, playTogether } = await pool();
  const lines = everybody.map((one) => JSON.stringify(one));
  const compiled = configs.map((config) => engine.compile(config));
  const begin = { module, compiled, request };
  const together = async () => {
    const start = () => startPlayer(begin);
    const players = await Promise.all(Array.from({ length: CORES }, start));
    engine.beginBacktest(request);
    const used = await usedBy(async () => {
      for await (const part of playTogether(new Pages(lines), players, start))
        engine.joinToBacktest(part);
    });
    return { ...used, report: engine.raw("backtest_report") };
  };
  const alone = async () => {
    engine.beginBacktest(request);
    const used = await usedBy(async () => {
      const pages = new Pages(lines);
      for (let page = pages.next(); page !== null; page = pages.next()) {
        const begun = performance.now();
        engine.addToBacktest(page.lines, page.first);
        pages.took(page, performance.now() - begun);
      }
    });
    return { ...used, report: engine.raw("backtest_report") };
  };
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, all] = [await alone(), await together()];
    assert.equal(all.report, one.report);
    rounds.push({ one, all });
  }
  const of = (number) => median(rounds.map(number));
  const rate = (number) => `${((2 * added.events) / of(number) / 1000).toFixed(0)} thousand`;
  const line = (name, value) => console.log(`   ${name.padEnd(36)} ${value}`);
  const times = of(({ one, all }) => one.seconds / all.seconds);
  line(
    `on one core, on ${CORES}`,
    `${rate(({ one }) => one.seconds)}, ${rate(({ all }) => all.seconds)} events a second: ${times.toFixed(2)} times`,
  );
  line(
    "of a core's time for playing",
    `${of(({ one, all }) => one.processor / all.processor).toFixed(2)}`,
  );
}

/** Seconds by the clock, and of all processors. */
async function usedBy(work) {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - begun) / 1000, processor: (user + system) / 1e6 };
}

/** The page's own modules: they know no browser. */
async function pool() {
  const modules = ["pages", "pool"].map(async (name) => {
    const path = new URL(`www/src/backtest/${name}.ts`, root).pathname;
    const { code } = await transformWithOxc(readFileSync(path, "utf8"), path);
    return import(`data:text/javascript,${encodeURIComponent(code)}`);
  });
  return Object.assign({}, ...(await Promise.all(modules)));
}

function load(config) {
  const { plan, diagnostics } = engine.load(config);
  if (plan === null) throw new Error(JSON.stringify(diagnostics));
  return plan;
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
