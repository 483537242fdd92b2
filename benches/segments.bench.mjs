/**
 * Fifty segments over a shop's customers, as a page previews them: the browser build over columns,
 * beside DuckDB in wasm and functions over typed arrays, all on one thread, asked in turn. A count that
 * the three do not share is an error and no figure.
 *
 * Everybody gets the same: dictionary-encoded columns sorted by customer and time, and for RFM the
 * shop's cuts, which Edgewise computes once a day. The engine gets more out of loading than the others:
 * it adds up each customer's orders once. It does without what the others have: nothing says which
 * fifty questions will come.
 *
 * `EDGEWISE_CUSTOMERS` sets how many customers there are: 100,000 when left out; a million takes some
 * minutes, nearly all of them for writing the snapshot, and about 8 GB. `EDGEWISE_DUCKDB=0` leaves
 * DuckDB out.
 */
import { readFileSync } from "node:fs";
import { openEngine } from "../pkg/entry/node.js";
import { configuration, cutsOf } from "./segments/case.mjs";
import { definitions, query } from "./segments/definitions.mjs";
import { databaseOf } from "./segments/database.mjs";
import { KEYSTROKES } from "./segments/keystrokes.mjs";
import { makeShop, NOW, states } from "./segments/shop.mjs";

const CUSTOMERS = Number(process.env.EDGEWISE_CUSTOMERS ?? 100_000);
const ROUNDS = 5;
/** How many customers a page of the snapshot holds. */
const PAGE = 20_000;

const shop = makeShop(CUSTOMERS);
const cuts = cutsOf(shop);
const segments = definitions(cuts);
const pages = await snapshot(shop);
const edgewise = await openEdgewise(pages);
const arrays = openArrays(shop);
const duckdb = process.env.EDGEWISE_DUCKDB === "0" ? null : await databaseOf(shop);
const peers = {
  edgewise,
  arrays,
  ...(duckdb && { duckdb: { count: (segment) => duckdb.count(query(segment)) } }),
};

const rows = segments.map((segment) => ({ segment, took: {}, count: null }));
for (const row of rows)
  for (const [name, peer] of Object.entries(peers)) {
    // The first round verifies, and warms up.
    const count = peer.count(row.segment);
    row.count ??= count;
    row.took[name] = [];
    if (count !== row.count)
      throw new Error(`${row.segment.name}: ${name} counts ${count}, not ${row.count}`);
  }
for (let round = 0; round < ROUNDS; round += 1)
  for (const row of rows)
    for (const [name, peer] of Object.entries(peers)) {
      const begun = performance.now();
      peer.count(row.segment);
      row.took[name].push(performance.now() - begun);
    }
report();
keystrokes();

async function snapshot(shop) {
  const pages = [];
  for (let from = 0; from < shop.customers; from += PAGE) {
    // An instance of its own for each page: reading states takes far more room than columns.
    const writer = await openEngine();
    pages.push(writer.snapshot(states(shop, from, Math.min(from + PAGE, shop.customers))));
  }
  return pages;
}

async function openEdgewise(pages) {
  // Bound once more, so that the instance's memory can be looked at.
  const glue = await import("../pkg/wasm/browser/edgewise.js?segments");
  const file = new URL("../pkg/wasm/browser/edgewise_bg.wasm", import.meta.url);
  const { memory } = glue.initSync({ module: new WebAssembly.Module(readFileSync(file)) });
  const { plan } = JSON.parse(glue.load(JSON.stringify(configuration)));
  const begun = performance.now();
  for (const page of pages) glue.customers_load(page);
  const loaded = performance.now() - begun;
  glue.customers_facts(JSON.stringify({ rfm: cuts }));
  const question = { now: NOW * 1_000, sample: 10 };
  const preview = (condition, more = {}) => {
    const asked = JSON.stringify({ condition, question: { ...question, ...more } });
    const { preview, diagnostics } = JSON.parse(glue.segment_preview(plan, asked));
    if (preview === null) throw new Error(JSON.stringify(diagnostics));
    return preview;
  };
  return {
    loaded,
    memory: () => memory.buffer.byteLength,
    preview,
    count: ({ condition }) => preview(condition).count,
    changes: (condition, page) => {
      const until = question.now + 90 * 86_400_000;
      const asked = { condition, question: { now: question.now, until, most: 20, page } };
      return JSON.parse(glue.segment_changes(plan, JSON.stringify(asked)));
    },
  };
}

function openArrays(shop) {
  // A loop of its own for each segment, as in code written by hand: one loop shared by all would call
  // fifty different functions, which no compiler can see through.
  const loops = new Map();
  const make = () =>
    new Function(
      "test",
      "customers",
      "let count = 0; for (let one = 0; one < customers; one += 1) if (test(one)) count += 1; return count;",
    );
  return {
    count: (segment) => {
      if (!loops.has(segment)) loops.set(segment, make());
      return loops.get(segment)(segment.test(shop), shop.customers);
    },
  };
}

function report() {
  const bytes = pages.reduce((sum, page) => sum + page.length, 0);
  const mb = (size) => `${(size / 1e6).toFixed(1)} MB`;
  console.log(
    `\nSegments: ${CUSTOMERS} customers, ${shop.events} events, 50 segments, one thread, median of ${ROUNDS}`,
  );
  console.log(`  snapshot ${mb(bytes)}; loaded in ${edgewise.loaded.toFixed(0)} ms;`);
  console.log(`  the instance's whole memory ${mb(edgewise.memory())}`);
  if (duckdb)
    console.log(`  DuckDB-wasm ${duckdb.version} loaded in ${duckdb.loaded.toFixed(0)} ms`);
  const names = Object.keys(peers);
  console.log(
    `\n  ${["ms:", ...names].map((name) => name.padStart(9)).join("")}   segment (members)`,
  );
  const medians = rows.map(({ segment, took, count }) => {
    const each = names.map((name) => median(took[name]));
    const figures = each.map((value) => value.toFixed(2).padStart(9)).join("");
    return { each, line: `           ${figures}   ${segment.name} (${count})` };
  });
  for (const { line } of medians.toSorted((left, right) => right.each[0] - left.each[0]))
    console.log(line);
  const of = (fold) => names.map((_, place) => fold(medians.map(({ each }) => each[place])));
  const sums = of((values) => values.reduce((sum, one) => sum + one, 0));
  const line = (name, values) =>
    console.log(`  ${name.padEnd(9)}${values.map((one) => one.toFixed(2).padStart(9)).join("")}`);
  console.log("");
  line("median", of(median));
  line(
    "slowest",
    of((values) => Math.max(...values)),
  );
  line("all 50", sums);
  line(
    "times",
    sums.map((sum) => sum / sums[0]),
  );
}

/** What the page of segments asks, from a keystroke to the count, the sample and why one is in or out. */
function keystrokes() {
  const why = edgewise.preview(KEYSTROKES[0]).sample[0];
  const took = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const condition of KEYSTROKES) {
      const begun = performance.now();
      edgewise.preview(condition, { why });
      took.push(performance.now() - begun);
    }
  const begun = performance.now();
  for (let page = 0, of = 1; page < of; page += 1)
    of = edgewise.changes(KEYSTROKES.at(-1), page).pages;
  const ahead = performance.now() - begun;
  console.log(
    `\n  keystroke to count, sample and why, over ${CUSTOMERS} customers: ${median(took).toFixed(2)} ms, the slowest of ${took.length} ${Math.max(...took).toFixed(2)} ms`,
  );
  console.log(`  the next 20 changes among all of them: ${ahead.toFixed(0)} ms, a page at a time`);
}

function median(list) {
  return list.toSorted((left, right) => left - right)[Math.floor(list.length / 2)];
}
