// At the edge the engine is two wasm modules. Which has an export is written in `src/wasm.rs` alone.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { MODULES } from "../../edge/modules.mjs";
import { EngineError, EngineTrap } from "../../pkg/engine.js";
import { openEngine } from "../../pkg/entry/node.js";
import { edgeModule, openEdgeEngine } from "./edge-engine.mjs";

const here = (path) => new URL(path, import.meta.url);
const read = (path) => readFileSync(here(path), "utf8");
const config = read("../frozen/0.1/config.json");
const state = read("../frozen/0.1/state.json");
const now = 1_793_620_000_000;
const input = { type: "wake" };

/** What a module exports for hosts, by name. */
async function exportsOf(name) {
  const { glue } = await edgeModule(name);
  const all = Object.keys(glue).filter((one) => typeof glue[one] === "function");
  return all.filter((one) => !/^(__|init|default|to_string)/.test(one)).sort();
}

test("each export has one home, besides what every instance needs", async () => {
  const [edge, tools, compose] = await Promise.all(Object.keys(MODULES).map(exportsOf));
  assert.deepEqual(compose, ["compose_message", "engine_info"]);
  const both = edge.filter((name) => tools.includes(name));
  assert.deepEqual(both, ["engine_info", "open_plan"]);
  for (const name of ["ingest_bytes", "resolve", "transition_bytes", "local_day"]) {
    assert.ok(edge.includes(name), name);
  }
  for (const name of ["load", "sentences", "standing", "format_money", "check_saving"]) {
    assert.ok(tools.includes(name), name);
  }
});

test("together they have every export of the browser's that is not for pages alone", async () => {
  const [edge, tools, browser] = await Promise.all(["edge", "tools", "browser"].map(exportsOf));
  const there = new Set([...edge, ...tools]);
  for (const name of there) assert.ok(browser.includes(name), name);
  const pages = browser.filter((name) => !there.has(name));
  assert.ok(pages.includes("simulate") && pages.includes("outline"), pages.join());
});

test("a webhook, an alarm and a send's decision leave the second module alone", async () => {
  const { glue, module } = await edgeModule("edge", "alone");
  const { createEngine } = await import("../../pkg/engine.js");
  const never = { get: () => assert.fail("the second module was asked") };
  const second = { glue: new Proxy({}, never), module: null };
  const engine = createEngine(glue, module, second);
  const fixture = JSON.parse(read("../adapters/fixtures/shopify/orders/create/paid.json"));
  const body = Buffer.from(fixture.raw_body ?? JSON.stringify(fixture));
  const shop = { domain: "toys.myshopify.com", currency: "EUR" };
  const request = {
    source: "shopify",
    topic: "orders/create",
    headers: {},
    received_at: now,
    shop,
  };
  const plan = engine.open((await openEdgeEngine()).compile(config));
  const { deliveries } = engine.ingest(request, body);
  const { keys, scope } = deliveries[0];
  assert.ok(keys.length > 0 && scope);
  const customer = JSON.parse(state).customer?.id ?? "ko66uepm272mmc7lj6yj7gd2j4";
  const events = `{"type":"events","customer":"${customer}","events":${deliveries[0].events}}`;
  const moved = engine.transition(plan, state, events, now);
  assert.ok(moved.summary.trace.length > 0);
  engine.transition(plan, moved.state, input, now + 3_600_000);
  engine.needs(plan);
  engine.productsOf(moved.state);
  engine.reachable(moved.state);
  engine.localDay("Europe/Berlin", now);
});

test("a plan that was opened decides as one that was loaded, to the byte", async () => {
  const [opened, loaded] = [await openEdgeEngine({ copy: "opened" }), openEngine()];
  const plan = opened.open(opened.compile(config));
  assert.equal(plan, loaded.load(config).plan);
  for (const later of [0, 3_600_000, 90 * 86_400_000]) {
    const [one, other] = [opened, loaded].map((engine) =>
      engine.transition(plan, state, input, now + later),
    );
    assert.equal(one.text, other.text);
    assert.equal(one.state, other.state);
  }
  assert.equal(opened.compile("{"), null);
  assert.equal(opened.open(loaded.compile(config).fill(0, 1, 9)), null, "another engine’s");
});

const trap = existsSync(here("../../pkg/wasm/trap/edgewise_bg.wasm"));
const options = { skip: trap ? false : "pkg/wasm/trap is not built: cargo xtask wasm trap" };

test("a trap in one module leaves the other as it was", options, async () => {
  const engine = await openEdgeEngine({ copy: "trapped", standIn: { edge: "trap" } });
  const { plan } = engine.load(config);
  const said = engine.standing(plan, state, null, now);
  const tools = await import(here("../../pkg/wasm/tools/edgewise.js?trapped").href);
  assert.throws(() => engine.raw("debug_overflow", 0), EngineTrap);
  assert.equal(engine.traps, 1);
  // Not a new instance, which would know no plan.
  assert.equal(tools.standing(plan, state, "", now, "en"), JSON.stringify(said));
  assert.throws(() => tools.standing("no-such-plan", state, "", now, "en"), Error);
  // And the one that trapped is as good as new.
  assert.ok(engine.transition(plan, state, input, now).summary);
  assert.equal(engine.traps, 1);
  assert.throws(() => engine.standing("no-such-plan", state, null, now), EngineError);
});
