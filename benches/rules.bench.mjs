/**
 * One event against a hundred and a thousand workflows: which of them does it start? The decision
 * that `transition` makes, in wasm and natively, beside other rule engines and JavaScript, all in one
 * process and asked in turn. Every fired set is compared with a reference first; an engine that
 * disagrees stops the bench.
 *
 * Everybody is given the facts beforehand: engines in JavaScript as an object of 27 facts, ours read
 * from the customer's record, datalogic as the JSON text that its interface takes. The row "from the
 * record" has ours look the facts up each time instead, as a transition does.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openEngine } from "../pkg/entry/node.js";
import { nativeBench } from "./native.mjs";
import { makeCases, makeRules, configOf, eventOf, holds } from "./rules/shop.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const SIZES = [100, 1_000];
const CASES = 2_000;
const CHECKED = 500;
const ROUNDS = 7;
const MILLISECONDS = 80;
const NATIVELY = ["Edgewise, natively", "Edgewise, natively, from the record"];

prepare();
// Both import what was just made.
const { openDecision } = await import("./rules/decision.mjs");
const { peers } = await import("./rules/peers.mjs");
const native = nativeBench("rules");
const engine = await openEngine();
const folder = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
try {
  const tables = [];
  for (const size of SIZES) tables.push(await prepareTable(size));
  // Both sizes by turns, so that how one grows to the other is of one time.
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const table of tables) await ask(table, round === 0);
  report(tables);
} finally {
  rmSync(folder, { recursive: true });
}

/** The peers and the module with the decision, once. */
function prepare() {
  const cwd = join(root, "benches/peers");
  if (!existsSync(join(cwd, "node_modules")))
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd, stdio: "inherit" });
  const args = ["run", "--quiet", "--locked", "--package", "xtask", "--", "wasm", "decision"];
  execFileSync("cargo", args, { cwd: root, stdio: "inherit" });
}

/** The contestants over a number of rules, each of them checked. */
async function prepareTable(size) {
  const rules = makeRules(size);
  const cases = makeCases(CASES);
  const config = JSON.stringify(configOf(rules));
  const { plan, diagnostics } = engine.load(config);
  if (plan === null) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  const lines = [config];
  for (const [number, facts] of cases.entries()) {
    const { customer, events, event } = eventOf(facts, number);
    const input = { type: "events", customer, events: events };
    lines.push(engine.transition(plan, "", input, event.received_at).state, JSON.stringify(event));
  }

  const contestants = [...(await openDecision(lines)), ...(await peers(rules, cases))];
  const expected = cases
    .slice(0, CHECKED)
    .map((facts) => rules.flatMap((rule, place) => (holds(rule, facts) ? [place] : [])));
  for (const contestant of contestants) await check(contestant, expected);

  const file = join(folder, `${size}.txt`);
  writeFileSync(file, lines.join("\n"));
  const names = contestants.map(({ name }) => name);
  const times = new Map([...names, ...NATIVELY].map((name) => [name, []]));
  const fired = expected.reduce((sum, places) => sum + places.length, 0) / CHECKED;
  return { size, fired, contestants, file, times };
}

/** Everybody once; what a round that only warms up took is forgotten. */
async function ask({ contestants, file, times }, isWarmUp) {
  const took = new Map();
  for (const { name, one, isAsync } of contestants)
    took.set(name, isAsync ? await measureAsync(one) : measure(one));
  const env = { ...process.env, EDGEWISE_BENCH_RULES: file, EDGEWISE_BENCH_MS: `${MILLISECONDS}` };
  const natively = JSON.parse(execFileSync(native, { env, maxBuffer: 1 << 26 }).toString());
  took.set(NATIVELY[0], natively.beforehand / 1e6);
  took.set(NATIVELY[1], natively.record / 1e6);
  if (!isWarmUp) for (const [name, value] of took) times.get(name).push(value);
}

async function check({ name, fired }, expected) {
  for (const [number, places] of expected.entries()) {
    const found = [...(await fired(number))].sort((left, right) => left - right);
    if (found.length !== places.length || found.some((place, index) => place !== places[index]))
      throw new Error(`${name}, case ${number}: ${found} instead of ${places}`);
  }
}

/** Microseconds for one case, over whole rounds of all cases. */
function measure(one) {
  const end = performance.now() + MILLISECONDS;
  const begun = performance.now();
  let done = 0;
  let now = begun;
  do {
    for (let index = 0; index < 100; index += 1) one((done + index) % CASES);
    done += 100;
    now = performance.now();
  } while (now < end);
  return ((now - begun) * 1_000) / done;
}

async function measureAsync(one) {
  const begun = performance.now();
  let done = 0;
  let now = begun;
  do {
    await one(done % CASES);
    done += 1;
    now = performance.now();
  } while (now < begun + MILLISECONDS);
  return ((now - begun) * 1_000) / done;
}

function median(list) {
  return list.toSorted((left, right) => left - right)[list.length >> 1];
}

function report(tables) {
  const [few, many] = tables;
  const value = (table, name) => median(table.times.get(name));
  const slowest = value(few, "json-rules-engine");
  const heads = ["100", "1,000", "growth", "x json-rules-engine"];
  console.log(
    `\n   One event against ${SIZES.join(" and ")} workflows (${few.fired.toFixed(1)} and ${many.fired.toFixed(1)} start), microseconds`,
  );
  console.log(`   ${"".padEnd(38)}${heads.map((head) => head.padStart(9)).join(" ")}`);
  const names = [...few.times.keys()].sort((one, other) => value(few, one) - value(few, other));
  for (const name of names) {
    const [at, of] = [value(few, name), value(many, name)];
    const figures = [at.toFixed(3), of.toFixed(3), `x ${(of / at).toFixed(1)}`];
    const ratio = `${Math.round(slowest / at)}`.padStart(9);
    console.log(
      `   ${name.padEnd(38)}${figures.map((figure) => figure.padStart(9)).join(" ")} ${ratio}`,
    );
  }
}
