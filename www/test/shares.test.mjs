// Customers dealt to several engines: nobody can tell, whoever holds whom, and who cannot start costs nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { transformWithOxc } from "vite";
import { createEngine } from "../../pkg/engine.js";

const [{ Shares }, { answering }] = await Promise.all(
  ["shares", "share"].map(async (name) => {
    const path = new URL(`../src/audience/${name}.ts`, import.meta.url).pathname;
    const { code } = await transformWithOxc(readFileSync(path, "utf8"), path);
    return import(`data:text/javascript,${encodeURIComponent(code)}`);
  }),
);

const wasm = new URL("../../pkg/wasm/browser/", import.meta.url);
const module = new WebAssembly.Module(readFileSync(new URL("edgewise_bg.wasm", wasm)));
let instances = 0;

/** An engine with an instance of its own: a module of bindings has one. */
async function openEngine() {
  instances += 1;
  return createEngine(await import(new URL(`edgewise.js?${instances}`, wasm).href), module);
}

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 20);
const config = JSON.stringify({
  format: 1,
  shop: { id: "mill", name: "Mill", currency: "EUR", time_zone: "Europe/Berlin" },
  segments: [
    {
      id: "buyers",
      name: "Buyers",
      condition: { type: "order_count", is: "at_least", count: 1 },
    },
  ],
});
/** Ordered in the last 30 days. */
const lately = {
  type: "order_count",
  is: "at_least",
  count: 1,
  window: { last: { amount: 30, unit: "days" } },
};

/** The state of a customer, every third of whom ordered, each at another time. */
function state(number) {
  const id = `c${number}`;
  const at = NOW - (number % 40) * DAY - number;
  const total = { minor: 1_000 + number, currency: "EUR" };
  const order = { order_id: id, placed_at: at, paid_at: at, total };
  const orders = number % 3 === 0 ? { orders: { by_id: { [id]: order } } } : {};
  return JSON.stringify({ format: 1, customer: { id, first_seen: at, ...orders } });
}

const PAGES = 6;
const engine = await openEngine();
const pages = Array.from({ length: PAGES }, (_, page) => {
  const states = Array.from({ length: 40 }, (_, row) => state(page + row * PAGES));
  return engine.snapshot(states.join("\n"));
});

/** A share with an engine of its own that says it holds so many times what it does. */
async function share(times, held) {
  const own = answering(await openEngine());
  held.push(0);
  const place = held.length - 1;
  return {
    ask: async (call, given) => {
      const said = own({ call, given });
      if (call !== "load") return said;
      held[place] += 1;
      return said * times;
    },
  };
}

/** What is said to all questions by shares for so many cores, and how many pages each has. */
async function ask({ cores, times, start }) {
  const held = [];
  const first = await share(times, held);
  const shares = new Shares(first, engine, start ?? (() => share(times, held)), cores);
  await shares.plan({ config });
  let customers;
  for (const page of pages) customers = await shares.load({ bytes: page.slice().buffer });
  const grid = await shares.ready({ facts: { rfm: null, products: {} } });
  const question = { now: NOW, sample: 25, beside: "buyers", why: "c9" };
  const preview = await shares.preview({ condition: lately, question });
  const wrong = await shares.preview({ condition: { type: "nonsense" }, question });
  const changes = [];
  for (let page = 0, of = 1; page < of; page += 1) {
    const asked = { now: NOW, until: NOW + 90 * DAY, most: 20, page };
    const found = await shares.changes({ condition: lately, question: asked });
    of = found.pages;
    changes.push(...found.list);
  }
  changes.sort((one, other) => one.at - other.at);
  const lists = [];
  for (const [condition, skip] of [
    [null, 0],
    [null, 230],
    [lately, 20],
    [{ type: "nonsense" }, 0],
  ]) {
    const asked = { now: NOW, order: "spent", descending: true, skip, take: 15 };
    lists.push(await shares.list({ condition, question: asked }));
  }
  const answers = { grid, preview, wrong, changes: changes.slice(0, 20), lists };
  return { answers, held, customers };
}

test("any number of threads says the same", async () => {
  const alone = await ask({ cores: 1, times: 1 });
  assert.deepEqual(alone.held, [PAGES]);
  assert.equal(alone.customers, 240);
  const { preview, grid, changes, wrong } = alone.answers;
  assert.equal(preview.preview.asked, 240);
  assert.ok(preview.preview.count > 25 && preview.preview.why.member);
  assert.equal(grid.buyers, 80);
  const [everybody, end, some, none] = alone.answers.lists.map(({ list }) => list);
  assert.deepEqual([everybody.asked, everybody.count, everybody.list.length], [240, 240, 15]);
  assert.equal(everybody.list[0].customer, "c237");
  assert.deepEqual([end.list.length, some.count, none], [10, preview.preview.count, null]);
  assert.ok(grid.cuts !== null && changes.length === 20 && wrong.preview === null);
  for (const [cores, held] of [
    [2, [3, 3]],
    [4, [2, 2, 1, 1]],
    [99, [1, 1, 1, 1, 1, 1]],
  ]) {
    // Each page counts as 50,000 customers, so that another thread is worth it.
    const several = await ask({ cores, times: 1_250 });
    assert.deepEqual(several.held, held, `${cores} cores`);
    assert.deepEqual(several.answers, alone.answers, `${cores} cores`);
  }
});

test("few customers stay in one thread", async () => {
  assert.deepEqual((await ask({ cores: 8, times: 200 })).held, [PAGES]);
});

test("where no thread can be started, one holds all", async () => {
  let tried = 0;
  const start = async () => {
    tried += 1;
    throw new Error("no workers within workers");
  };
  const { answers, held } = await ask({ cores: 4, times: 1_250, start });
  assert.deepEqual(held, [PAGES]);
  assert.equal(answers.preview.preview.asked, 240);
  assert.equal(tried, 1);
});
