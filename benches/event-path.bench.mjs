/**
 * The whole event path of one webhook: bytes and stored state in, new state and effects out; beside
 * `JSON.parse` of the same bytes, and beside the same Rust natively. Then the reading of the body alone,
 * for orders of 1, 10 and 100 line items. Medians over rounds in turn.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../pkg/engine.js";
import { openEdgeEngine } from "../tests/wasm/edge-engine.mjs";
import { measure as timed, median } from "./measure.mjs";
import { nativeBench } from "./native.mjs";

const root = new URL("../", import.meta.url);
const fixture = JSON.parse(
  readFileSync(new URL("tests/adapters/fixtures/shopify/orders/create/paid.json", root), "utf8"),
);
const text = typeof fixture.raw_body === "string" ? fixture.raw_body : JSON.stringify(fixture);
const body = new TextEncoder().encode(text);
const request = {
  source: "shopify",
  topic: "orders/create",
  headers: {},
  received_at: 1_793_620_000_000,
  shop: { domain: "toys.myshopify.com", currency: "EUR" },
};
const state = readFileSync(new URL("tests/frozen/0.1/state.json", root), "utf8");
const config = readFileSync(new URL("tests/frozen/0.1/config.json", root), "utf8");
const CUSTOMER = "ko66uepm272mmc7lj6yj7gd2j4";
const START = Buffer.from(`{"type":"events","customer":"${CUSTOMER}","events":`);
const END = Buffer.from("}");
const ROUNDS = 5;
const MILLISECONDS = 200;
const measure = (work) => timed(work, MILLISECONDS);

const compiled = (await openEdgeEngine()).compile(config);
const engines = { browser: await open("browser"), edge: await open("edge") };
const stored = engines.browser.engine.packedState(state);
const folder = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
const file = join(folder, "body.json");
writeFileSync(file, body);
const native = nativeBench("event_path");
const times = {
  "JSON.parse of the bytes": [],
  native: [],
  "wasm, browser build": [],
  "wasm, edge build": [],
  "browser build, state given last": [],
  "edge build, state given last": [],
};
const decoder = new TextDecoder();
try {
  for (let round = 0; round <= ROUNDS; round += 1) {
    const took = [
      measure(() => JSON.parse(decoder.decode(body))),
      Number(execFileSync(native, { env: benchEnv() }).toString()),
      measure(path(engines.browser)),
      measure(path(engines.edge)),
      measure(path(engines.browser, true)),
      measure(path(engines.edge, true)),
    ];
    // The first round warms up.
    if (round === 0) continue;
    for (const [index, list] of Object.values(times).entries()) list.push(took[index]);
  }
} finally {
  rmSync(folder, { recursive: true });
}
report();
growth();

/** What reading an order takes, by its number of line items. */
function growth() {
  console.log("\n   Reading one order alone (ingest), microseconds");
  for (const items of [1, 10, 100]) {
    const order = JSON.parse(text);
    order.line_items = Array.from({ length: items }, (_, at) => ({
      ...order.line_items[0],
      id: at,
    }));
    const bytes = new TextEncoder().encode(JSON.stringify(order));
    const works = {
      "JSON.parse": () => JSON.parse(decoder.decode(bytes)),
      "browser build": () => engines.browser.engine.ingest(request, bytes),
      "edge build": () => engines.edge.engine.ingest(request, bytes),
    };
    const rounds = Array.from({ length: ROUNDS + 1 }, () =>
      Object.values(works).map((work) => timed(work, MILLISECONDS / 4)),
    );
    // The first round warms up.
    const took = Object.keys(works).map((_, at) =>
      median(rounds.slice(1).map((round) => round[at])),
    );
    const said = Object.keys(works).map(
      (name, at) => `${name} ${took[at].toFixed(1)} (${(took[at] / took[0]).toFixed(2)} x)`,
    );
    const size = `${items} items, ${bytes.length} bytes`;
    console.log(`   ${size.padEnd(24)} ${said.join("   ")}`);
  }
}

/**
 * What a host does with one body, without its storage, in bytes and with the state packed: for a customer whose state the instance has
 * not seen before, or `again` for the one it received last, as platforms report an order five
 * times in a second.
 */
function path({ engine, plan }, again = false) {
  let before = stored;
  return () => {
    const { deliveries } = engine.ingestBytes(request, body);
    const input = Buffer.concat([START, deliveries[0].events, END]);
    const moved = engine.transitionBytes(plan, before, input, request.received_at, true);
    // A host copies it out of the answer.
    if (again) before = moved.state.slice();
    return moved.state.length;
  };
}

async function open(name) {
  const files = new URL(`pkg/wasm/${name}/`, root);
  const glue = await import(new URL("edgewise.js", files).href);
  const bytes = readFileSync(new URL("edgewise_bg.wasm", files));
  const engine = createEngine(glue, new WebAssembly.Module(bytes));
  return { engine, plan: engine.open(compiled) };
}

function benchEnv() {
  return {
    ...process.env,
    EDGEWISE_BENCH_BODY: file,
    EDGEWISE_BENCH_REQUEST: JSON.stringify(request),
    EDGEWISE_BENCH_MS: String(MILLISECONDS),
  };
}

function report() {
  const parse = median(times["JSON.parse of the bytes"]);
  const natively = median(times.native);
  console.log(
    `\n   One webhook of ${body.length} bytes, a state of ${stored.length} bytes, microseconds`,
  );
  for (const [name, list] of Object.entries(times)) {
    const value = median(list);
    const ratios = `${(value / parse).toFixed(2)} x JSON.parse   ${(value / natively).toFixed(2)} x native`;
    console.log(`   ${name.padEnd(32)} ${value.toFixed(1).padStart(8)}   ${ratios}`);
  }
}
