// Backtests in the browser's build: the same bytes as natively, page by page, and one at a time.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { EngineError, createEngine } from "../../pkg/engine.js";
import { replayBacktest } from "./replay.mjs";

const root = new URL("../../", import.meta.url);
const glue = await import(new URL("pkg/wasm/browser/edgewise.js", root).href);
const bytes = readFileSync(new URL("pkg/wasm/browser/edgewise_bg.wasm", root));
const engine = createEngine(glue, new WebAssembly.Module(bytes));
const folder = new URL("tests/backtests/", root);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, ...JSON.parse(readFileSync(new URL(name, folder), "utf8")) }));

for (const { name, live, draft, request, lines, report } of cases) {
  test(`${name} gives the same bytes in wasm, added at once or page by page`, () => {
    assert.equal(engine.load(live).plan, request.live);
    assert.equal(engine.load(draft).plan, request.draft);
    for (const pages of [[lines], lines.trimEnd().split("\n")]) {
      engine.beginBacktest(request);
      const added = pages.map((page) => engine.addToBacktest(page));
      assert.deepEqual(added.at(-1), {
        customers: lines.trimEnd().split("\n").length,
        events: JSON.parse(report).events,
      });
      assert.equal(engine.raw("backtest_report"), report);
    }
  });

  test(`${name} gives the same bytes when parts of it are joined`, () => {
    engine.beginBacktest(request);
    const parts = lines
      .trimEnd()
      .split("\n")
      .map((line, first) => {
        engine.addToBacktest(line, first);
        return engine.takeFromBacktest();
      });
    assert.equal(engine.backtestReport().customers, 0, "all was taken");
    const joined = parts.map((part) => engine.joinToBacktest(part));
    assert.equal(joined.at(-1).customers, parts.length);
    assert.equal(engine.raw("backtest_report"), report);
  });

  test(`${name}: futures, sentences and the forecast are the same bytes in wasm`, () => {
    const document = cases.find((one) => one.name === name);
    assert.ok(document.preview.length > 5);
    assert.deepEqual(replayBacktest(engine, document), []);
  });

  test(`${name}: anybody's history is shown under both plans`, () => {
    engine.beginBacktest(request);
    const { live, draft } = engine.replayInBacktest(lines.split("\n")[0]);
    assert.ok(live.moments.length > 0 && draft.moments.length > 0);
    assert.equal(engine.backtestReport().customers, 0, "nothing is counted");
  });
}

test("a backtest that was given up, or never begun, is refused by name", () => {
  engine.endBacktest();
  assert.throws(
    () => engine.addToBacktest("{}"),
    (error) => error instanceof EngineError && error.path === "backtest",
  );
});

test("a line that is no history is refused by its number, and the ones before it count", () => {
  const { request, lines } = cases[0];
  engine.beginBacktest(request);
  const first = lines.split("\n")[0];
  assert.throws(
    () => engine.addToBacktest(`${first}\n{"customer":7}\n`),
    (error) => error instanceof EngineError && error.path === "lines[1].customer",
  );
  assert.equal(engine.backtestReport().customers, 1);
});

test("a forecast says what goes out if nothing else happens, page by page", () => {
  const { live, request, lines } = cases[0];
  engine.load(live);
  const { customer, events } = JSON.parse(lines.split("\n")[0]);
  const from = events.at(-1).received_at;
  const { state } = engine.transition(request.live, "", { type: "events", customer, events }, from);
  const horizon = { from, until: from + 7 * 86_400_000, named: 100 };
  const asking = engine.forecast({ plan: request.live, facts: null, horizon }, [state, ""]);
  assert.deepEqual(asking.next(), { value: { customers: 1 }, done: false });
  assert.deepEqual(asking.next(), { value: { customers: 1 }, done: false });
  const { value: queue } = asking.next();
  const { moments } = engine.simulate(request.live, {
    state: JSON.parse(state),
    customer,
    inputs: [],
    play: { from, until: horizon.until, failing: [], slow: {} },
  });
  const sent = moments.filter(({ input }) => input.outcome?.type === "sent");
  assert.ok(sent.length > 2);
  assert.deepEqual(
    queue.next.map(({ at }) => at),
    sent.map(({ now }) => now),
  );
  assert.equal(queue.people, 1);
  assert.deepEqual(queue.workflows, { "cart-abandonment-recovery": 4 });
});
