/**
 * The whole event path of one webhook: bytes and stored state in, new state and effects out; beside
 * `JSON.parse` of the same bytes, and beside the same Rust natively. Medians over rounds in turn.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../pkg/engine.js";
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
const ROUNDS = 5;
const MILLISECONDS = 200;
const measure = (work) => timed(work, MILLISECONDS);

const engines = { browser: await open("browser"), edge: await open("edge") };
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

/**
 * What a host does with one body, without its storage: for a customer whose state the instance has
 * not seen before, or `again` for the one it received last, as platforms report an order five
 * times in a second.
 */
function path({ engine, plan }, again = false) {
  let before = state;
  return () => {
    const { deliveries } = engine.ingest(request, body);
    const input = `{"type":"events","customer":"${CUSTOMER}","events":${deliveries[0].events}}`;
    const moved = engine.transition(plan, before, input, request.received_at);
    if (again) before = moved.state;
    return moved.state.length;
  };
}

async function open(name) {
  const files = new URL(`pkg/wasm/${name}/`, root);
  const glue = await import(new URL("edgewise.js", files).href);
  const bytes = readFileSync(new URL("edgewise_bg.wasm", files));
  const engine = createEngine(glue, new WebAssembly.Module(bytes));
  return { engine, plan: engine.load(config).plan };
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
    `\n   One webhook of ${body.length} bytes, a state of ${state.length} bytes, microseconds`,
  );
  for (const [name, list] of Object.entries(times)) {
    const value = median(list);
    const ratios = `${(value / parse).toFixed(2)} x JSON.parse   ${(value / natively).toFixed(2)} x native`;
    console.log(`   ${name.padEnd(32)} ${value.toFixed(1).padStart(8)}   ${ratios}`);
  }
}
