/**
 * What the list of customers costs in a large shop: its first page, loading everybody into a browser's
 * engine, a filter in an order, the lines of a page, and an export; and the memory of either side.
 *
 *   node edge/bench/customer-list.bench.mjs [--customers 100000]
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openEngine } from "edgewise";
import { customer, order } from "../../tests/blackbox/bodies.mjs";
import { recovery } from "../../tests/blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../../tests/blackbox/world.mjs";

const { values } = parseArgs({ options: { customers: { type: "string", default: "100000" } } });
const CUSTOMERS = Number(values.customers);
const CONNECTIONS = 32;
const DAY = 86_400_000;
const PAGE = 25;

const headers = { authorization: `Bearer ${ADMIN_KEY}` };
const ago = (days) => new Date(Date.now() - days * DAY).toISOString();

/** Every other one ordered, some days ago, for some amount. */
function deed(number) {
  const email = `p${number}@bench.example`;
  const placed = ago(1 + (number % 300));
  const times = { created_at: placed, updated_at: placed, processed_at: placed };
  const who = { id: number, email, first_name: `Name${number % 997}`, last_name: `P${number}` };
  if (number % 2 === 0) return ["customers/create", customer(number, email, { ...who, ...times })];
  const price = `${10 + (number % 400)}.00`;
  return ["orders/create", order(number, email, { ...times, customer: who, total_price: price })];
}

const memory = (pid, field) => {
  const [, kilobytes] = new RegExp(`${field}:\\s+(\\d+)`).exec(
    readFileSync(`/proc/${pid}/status`, "utf8"),
  );
  return Math.round(kilobytes / 1024);
};

const say = (text) => console.log(`   ${text}`);

/** The median time of some runs, in milliseconds. */
async function timed(runs, work) {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  times.sort((one, other) => one - other);
  return times[Math.floor(runs / 2)].toFixed(1);
}

const world = await startWorld();
try {
  const shop = await world.shop();
  const buyers = { type: "order_count", is: "at_least", count: 1 };
  const segments = [{ id: "buyers", name: "Buyers", condition: buyers }];
  await world.api("PUT", `${shop.api}/config`, recovery({ segments }));
  let next = 0;
  const began = performance.now();
  const sending = Array.from({ length: CONNECTIONS }, async () => {
    for (next += 1; next <= CUSTOMERS; next += 1) {
      const [topic, body] = deed(next);
      await world.deliver(shop, topic, body);
    }
  });
  await Promise.all(sending);
  say(`${CUSTOMERS} customers made in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  const get = async (path) => (await world.fetch(`${shop.api}${path}`, { headers })).json();

  const before = memory(world.pid, "VmRSS");
  const { total } = await get(`/customers?limit=${PAGE}`);
  say(`first page of ${total}: ${await timed(9, () => get(`/customers?limit=${PAGE}`))} ms`);

  const engine = await openEngine();
  const { config } = await get("/config");
  const { plan } = engine.load(JSON.stringify(config));
  const pages = [];
  const reading = performance.now();
  for (let after = ""; after !== null; ) {
    const path = `${shop.api}/segment-preview?limit=2000&after=${after}`;
    const page = await world.fetch(path, { headers });
    pages.push(new Uint8Array(await page.arrayBuffer()));
    after = page.headers.get("edgewise-next");
  }
  const bytes = pages.reduce((sum, { length }) => sum + length, 0);
  const seconds = ((performance.now() - reading) / 1_000).toFixed(1);
  say(
    `everybody from the server: ${seconds} s, ${pages.length} pages, ${(bytes / 1e6).toFixed(1)} MB`,
  );
  const held = process.memoryUsage().rss;
  const loading = performance.now();
  for (const page of pages) engine.loadCustomers(page);
  const more = ((process.memoryUsage().rss - held) / 1e6).toFixed(1);
  say(`into the engine: ${(performance.now() - loading).toFixed(0)} ms, ${more} MB more`);

  const now = Date.now();
  const lately = {
    type: "order_count",
    is: "at_least",
    count: 1,
    window: { last: { amount: 90, unit: "days" } },
  };
  const large = { type: "spend", is: "at_least", amount: "100.00" };
  const filter = { type: "all", of: [lately, large] };
  for (const [name, condition] of [
    ["everybody", null],
    ["a filter of two conditions", filter],
  ]) {
    for (const by of ["decided", "spent", "orders", "last_order", "name"]) {
      const question = { now, order: by, descending: true, skip: 0, take: PAGE };
      const list = () => engine.listCustomers(plan, condition, question).list;
      const { count } = list();
      say(`${name} by ${by}: ${await timed(9, list)} ms, ${count} found`);
    }
  }
  const deep = { now, order: "spent", descending: true, skip: CUSTOMERS - PAGE, take: PAGE };
  say(`the last page: ${await timed(5, () => engine.listCustomers(plan, null, deep))} ms`);
  const question = { now, order: "spent", descending: true, skip: 0, take: PAGE };
  const { list } = engine.listCustomers(plan, filter, question).list;
  const ids = list.map(({ customer: id }) => id).join(",");
  say(`the lines of a page: ${await timed(9, () => get(`/customers?ids=${ids}`))} ms`);

  for (const condition of [null, filter]) {
    const from = performance.now();
    const response = await world.fetch(`${shop.api}/customers/export`, {
      method: "POST",
      headers,
      body: JSON.stringify({ condition }),
    });
    const file = await response.text();
    const took = ((performance.now() - from) / 1_000).toFixed(1);
    say(`an export of ${file.split("\n").length - 2} rows: ${took} s`);
  }
  say(`memory of the server: ${before} MB before, ${memory(world.pid, "VmHWM")} MB at most`);
} finally {
  await world.stop();
}
