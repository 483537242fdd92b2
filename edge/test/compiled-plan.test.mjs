/** The plan that decides is kept as an engine compiled it, and compiled again by another engine. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { openEdgeEngine } from "../../tests/wasm/edge-engine.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// Within the repository, so that its packages are found.
const folder = mkdtempSync(here("../dist-plans-"));
const frozen = JSON.parse(readFileSync(here("../../tests/frozen/0.1/config.json"), "utf8"));
const config = JSON.stringify({
  ...frozen,
  shop: {
    ...frozen.shop,
    sender: { name: "Mill", email: "hello@mill.example" },
    postal_address: "1 Mill Lane, 10115 Berlin",
  },
});
const state = readFileSync(here("../../tests/frozen/0.1/state.json"), "utf8");
const NOW = 1_793_620_000_000;
const KEPT = "compiled-plan";
let Plans;

before(async () => {
  const outfile = join(folder, "plans.mjs");
  const conditions = ["node"];
  await build({
    entryPoints: [here("../src/shop/plans.ts")],
    outfile,
    bundle: true,
    format: "esm",
    conditions,
    packages: "external",
  });
  ({ Plans } = await import(pathToFileURL(outfile)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The tables of a shop, as far as plans ask for them. */
function tables() {
  const meta = new Map();
  const plans = new Map();
  let reads = 0;
  const exec = (query, ...values) => {
    const [first, second, , text] = values;
    let rows = [];
    if (query.startsWith("SELECT value FROM meta")) {
      rows = meta.has(first) ? [{ value: meta.get(first) }] : [];
    } else if (query.startsWith("INSERT INTO meta")) meta.set(first, second);
    else if (query.startsWith("INSERT OR REPLACE INTO plan")) plans.set(first, text);
    else if (query.startsWith("SELECT text FROM plan")) {
      reads += 1;
      rows = plans.has(first) ? [{ text: plans.get(first) }] : [];
    } else throw new Error(query);
    return { toArray: () => rows };
  };
  return { sql: { exec }, meta, plans, reads: () => reads };
}

/** An engine that counts what it compiles, in an isolate of its own. */
async function isolate(copy) {
  const engine = await openEdgeEngine({ copy });
  const compile = engine.compile.bind(engine);
  const counted = Object.assign(engine, { compiled: 0 });
  engine.compile = (text) => {
    counted.compiled += 1;
    return compile(text);
  };
  return counted;
}

const decide = (engine, plans) =>
  plans.with(plans.live, (plan) => engine.transition(plan, state, { type: "wake" }, NOW).text);

test("an isolate opens what another compiled, without reading the text", async () => {
  const shop = tables();
  const [first, second] = [await isolate("first"), await isolate("second")];
  const saved = new Plans(shop.sql, first, "shop");
  assert.deepEqual(
    saved.save(config, NOW).diagnostics.filter((one) => one.severity === "error"),
    [],
  );
  const said = decide(first, saved);
  const reads = shop.reads();
  assert.ok(!shop.meta.has(KEPT), "the isolate that checked it has it already");
  assert.equal(decide(second, new Plans(shop.sql, second, "shop")), said);
  assert.deepEqual([second.compiled, shop.reads()], [1, reads + 1], "nobody had compiled it");
  const third = await isolate("third");
  assert.equal(decide(third, new Plans(shop.sql, third, "shop")), said);
  assert.deepEqual([third.compiled, shop.reads()], [0, reads + 1]);
});

test("what another engine compiled, or what is damaged, is compiled again from the text", async () => {
  const shop = tables();
  const first = await isolate("writer");
  const plans = new Plans(shop.sql, first, "shop");
  plans.save(config, NOW);
  const said = decide(first, plans);
  const good = first.compile(shop.plans.get(plans.live));
  for (const [name, damage] of [
    ["another", (bytes) => bytes.fill(0x30, 1, 9)],
    ["cut", (bytes) => bytes.subarray(0, bytes.length - 1)],
    ["of an earlier plan", () => first.compile(config)],
  ]) {
    shop.meta.set(KEPT, damage(good.slice()).slice().buffer);
    const engine = await isolate(`reader of ${name}`);
    assert.equal(decide(engine, new Plans(shop.sql, engine, "shop")), said, name);
    assert.equal(engine.compiled, 1, name);
    assert.deepEqual(new Uint8Array(shop.meta.get(KEPT)), good, name);
  }
});
