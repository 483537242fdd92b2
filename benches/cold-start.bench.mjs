/**
 * A fresh process's first decision with the edge build: compile, instantiate, load the plan, take in
 * one webhook. Milliseconds on the clock, and of CPU in all threads together, the compiler's own
 * included; medians over processes.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createEngine } from "../pkg/engine.js";
import { openEdgeEngine } from "../tests/wasm/edge-engine.mjs";

const root = new URL("../", import.meta.url);
const CUSTOMER = "ko66uepm272mmc7lj6yj7gd2j4";
const PROCESSES = 9;

if (process.argv[2] === "once") console.log(JSON.stringify(await once(process.argv[3])));
else await report();

/** @param {string} plan the compiled plan as the host has it, in base64 */
async function once(plan) {
  const files = new URL("pkg/wasm/edge/", root);
  const glue = await import(new URL("edgewise.js", files).href);
  const bytes = readFileSync(new URL("edgewise_bg.wasm", files));
  const text = (path) => readFileSync(new URL(path, root), "utf8");
  const fixture = JSON.parse(text("tests/adapters/fixtures/shopify/orders/create/paid.json"));
  const body = Buffer.from(fixture.raw_body ?? JSON.stringify(fixture));
  const compiled = Buffer.from(plan, "base64");
  const state = text("tests/frozen/0.1/state.json");
  const now = 1_793_620_000_000;
  const shop = { domain: "toys.myshopify.com", currency: "EUR" };
  const request = {
    source: "shopify",
    topic: "orders/create",
    headers: {},
    received_at: now,
    shop,
  };

  const times = {};
  const step = (name, work) => {
    const begun = process.cpuUsage();
    const from = performance.now();
    const made = work();
    const wall = performance.now() - from;
    const { user, system } = process.cpuUsage(begun);
    times[name] = { wall, cpu: (user + system) / 1000 };
    return made;
  };
  const module = step("compile", () => new WebAssembly.Module(bytes));
  const engine = step("instantiate", () => createEngine(glue, module));
  const opened = step("open the plan", () => engine.open(compiled));
  const take = () => {
    const { deliveries } = engine.ingest(request, body);
    const input = `{"type":"events","customer":"${CUSTOMER}","events":${deliveries[0].events}}`;
    return engine.transition(opened, state, input, now);
  };
  step("first webhook", take);
  step("second webhook", take);
  return times;
}

async function report() {
  const config = readFileSync(new URL("tests/frozen/0.1/config.json", root), "utf8");
  const compiled = (await openEdgeEngine()).compile(config);
  const plan = Buffer.from(compiled).toString("base64");
  const runs = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), "once", plan])),
  );
  console.log(`\n   Cold start of the edge build, milliseconds, median of ${PROCESSES} processes`);
  console.log(`   ${"".padEnd(26)} ${"clock".padStart(8)} ${"CPU".padStart(8)}`);
  for (const name of Object.keys(runs[0])) {
    const figures = ["wall", "cpu"].map((figure) => {
      const times = runs.map((run) => run[name][figure]).sort((a, b) => a - b);
      return times[PROCESSES >> 1].toFixed(2).padStart(8);
    });
    console.log(`   ${name.padEnd(26)} ${figures.join(" ")}`);
  }
}
