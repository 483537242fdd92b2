/**
 * What a decision, a backtest and questions about an audience cost in instructions, which do not depend
 * on what else the machine does. Needs valgrind; says so where there is none.
 *
 * The same cases as `decisions.bench.mjs`, `backtest.bench.mjs` and `segments.bench.mjs`, natively and
 * under callgrind: each is counted twice, with fewer and with more repetitions, and what start-up takes
 * falls out of the difference; of the audience each call is counted by itself. Growth is printed over the
 * number of workflows, and over the events of a customer's past. `EDGEWISE_CASES` names the cases to count:
 * `decisions`, `backtests`, `audience`; all when left out.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configurationOf, FROM, lives, UNTIL } from "./backtest/case.mjs";
import { before, configuration, NOW, ordered, past, viewed } from "./decisions/case.mjs";
import { nativeBench } from "./native.mjs";
import { configuration as audienceConfiguration, cutsOf } from "./segments/case.mjs";
import { definitions } from "./segments/definitions.mjs";
import { makeShop, states, NOW as TODAY } from "./segments/shop.mjs";

const CUSTOMERS = [20, 120];
const DECISIONS = [10, 110];
/** As many as a page of the snapshot holds. */
const AUDIENCE = 20_000;

if (spawnSync("valgrind", ["--version"]).status !== 0) {
  console.log("\n   Instructions: not counted, because valgrind is not installed");
  process.exit(0);
}
const program = nativeBench("instructions");
const folder = mkdtempSync(join(tmpdir(), "edgewise-instructions-"));
try {
  console.log("\n   Instructions");
  const cases = { decisions, backtests, audience };
  const wanted = process.env.EDGEWISE_CASES?.split(",") ?? Object.keys(cases);
  for (const name of wanted) cases[name]();
} finally {
  rmSync(folder, { recursive: true });
}

function decisions() {
  for (const workflows of [10, 100, 1_000]) {
    put("config.json", configuration(workflows));
    put("before.json", before);
    put("input.json", ordered());
    put("view.json", viewed);
    put("now", NOW);
    const [packed, json] = ["packed-decision", "decision"].map((one) => {
      return thousands(difference(one, DECISIONS));
    });
    line(`a decision, ${workflows} workflows`, `${packed} thousand; stored as JSON ${json}`);
    const [unseen, last] = ["view", "view-given-last"].map((one) => {
      return thousands(difference(one, DECISIONS));
    });
    line("a view of a page", `${unseen} thousand; state given last ${last}`);
  }
  put("config.json", configuration(100));
  for (const events of [1, 10, 100, 1_000]) {
    put("input.json", past(events));
    const [unseen, last] = ["view", "view-given-last"].map((one) => {
      return thousands(difference(one, DECISIONS));
    });
    line(`a view after ${events} events`, `${unseen} thousand; state given last ${last}`);
  }
}

function backtests() {
  const everybody = [...lives(CUSTOMERS[1])];
  const events = everybody.slice(CUSTOMERS[0]).reduce((sum, { events: of }) => sum + of.length, 0);
  put("question.json", { from: FROM, until: UNTIL });
  writeFileSync(
    join(folder, "lives.jsonl"),
    everybody.map((one) => JSON.stringify(one)).join("\n"),
  );
  for (const [workflows, name] of [
    [3, "3 workflows"],
    [100, "all templates"],
  ]) {
    writeFileSync(join(folder, "live.json"), configurationOf(1, workflows));
    writeFileSync(join(folder, "draft.json"), configurationOf(4, workflows));
    const all = difference("backtest", CUSTOMERS) * (CUSTOMERS[1] - CUSTOMERS[0]);
    line(
      `an event of a backtest, ${name}`,
      `${thousands(all / events / 2)} thousand, under one plan`,
    );
  }
}

/** Loading a page of customers, and each of fifty questions about it. */
function audience() {
  const shop = makeShop(AUDIENCE);
  const cuts = cutsOf(shop);
  put("config.json", audienceConfiguration);
  put("facts.json", { rfm: cuts });
  writeFileSync(join(folder, "states.jsonl"), states(shop, 0, AUDIENCE));
  const question = { now: TODAY * 1_000, sample: 10 };
  const questions = definitions(cuts).map(({ condition }) =>
    JSON.stringify({ condition, question }),
  );
  writeFileSync(join(folder, "questions.jsonl"), questions.join("\n"));
  spawnSync(program, ["snapshot", folder, "1"]);
  const out = join(folder, "calls");
  const calls = ["fill", "ask"].map((name) => `--dump-after=instructions::${name}`);
  const args = ["--tool=callgrind", `--callgrind-out-file=${out}`, ...calls];
  spawnSync("valgrind", [...args, program, "segments", folder, "1"]);
  // A file for each call, by number, and one for the rest.
  const dumps = readdirSync(folder).filter((name) => /^calls\.\d+$/.test(name));
  const number = (name) => Number(name.slice("calls.".length));
  const [loading, ...asked] = dumps
    .toSorted((left, right) => number(left) - number(right))
    .map((name) =>
      Number(/^(?:summary|totals):\s*(\d+)/m.exec(readFileSync(join(folder, name)))[1]),
    );
  if (asked.length !== questions.length) throw new Error(`${asked.length} questions were counted`);
  const sorted = asked.toSorted((left, right) => left - right);
  const all = sorted.reduce((sum, one) => sum + one, 0);
  const each = [loading, sorted.at(sorted.length / 2), sorted.at(-1), all].map(thousands);
  line(
    `${AUDIENCE} customers: loading; median, slowest, all questions`,
    `${each.join("; ")} thousand; the snapshot has ${readFileSync(join(folder, "customers")).length} bytes`,
  );
}

function put(name, value) {
  writeFileSync(join(folder, name), JSON.stringify(value));
}

/** Instructions of one repetition. */
function difference(case_, [fewer, more]) {
  return (count(case_, more) - count(case_, fewer)) / (more - fewer);
}

function count(case_, times) {
  const out = join(folder, "callgrind.out");
  const args = ["--tool=callgrind", `--callgrind-out-file=${out}`, program, case_, folder, times];
  const { stderr } = spawnSync("valgrind", args.map(String), { encoding: "utf8" });
  const collected = /Collected\s*:\s*(\d+)/.exec(stderr);
  if (collected === null) throw new Error(stderr);
  return Number(collected[1]);
}

function thousands(count_) {
  return (count_ / 1_000).toFixed(count_ < 100_000 ? 1 : 0);
}

function line(name, value) {
  console.log(`   ${name.padEnd(44)} ${value}`);
}
