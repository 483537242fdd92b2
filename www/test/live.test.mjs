// Live data is read again and again while somebody looks at it, and never after nobody waits for it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, mock, test } from "node:test";
import { transformWithOxc } from "vite";

const path = new URL("../src/live/poll.ts", import.meta.url).pathname;
const { code } = await transformWithOxc(readFileSync(path, "utf8"), path);
const { poll } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

/** Stands for the page's document: a tab that is looked at, or not. */
class Tab extends EventTarget {
  visibilityState = "visible";

  turn(state) {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

beforeEach(() => {
  globalThis.document = new Tab();
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

/** Lets everything that is due happen, and what follows from it. */
async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

/** A source that is read with what `answer` gives, and what came of it. */
function source(answer, more = {}) {
  const seen = { reads: 0, found: [], failed: [], signals: [] };
  const end = poll({
    load: async (signal) => {
      seen.reads += 1;
      seen.signals.push(signal);
      return answer(seen.reads);
    },
    found: (value) => seen.found.push(value),
    failed: (error) => seen.failed.push(error.message),
    ...more,
  });
  return { seen, end };
}

test("what is read once is read once", async () => {
  const { seen } = source((n) => n);
  await pass(0);
  await pass(600_000);
  assert.deepEqual(seen.found, [1]);
});

test("it is read again after its pause, and what was found says how long that is", async () => {
  const { seen } = source((n) => n, { every: (n) => (n < 3 ? 1_000 : 10_000) });
  for (const milliseconds of [0, 1_000, 1_000, 1_000]) await pass(milliseconds);
  assert.deepEqual(seen.found, [1, 2, 3]);
  await pass(9_000);
  assert.deepEqual(seen.found, [1, 2, 3, 4]);
});

test("it rests while the tab is hidden, and is read as soon as it is seen again", async () => {
  const { seen } = source((n) => n, { every: 1_000 });
  await pass(0);
  document.turn("hidden");
  await pass(1_000);
  await pass(60_000);
  assert.equal(seen.reads, 1);
  document.turn("visible");
  await pass(0);
  assert.deepEqual(seen.found, [1, 2]);
});

test("failures are reported, and each doubles the pause up to a minute", async () => {
  const { seen } = source(
    (n) => {
      if (n === 1 || n > 3) return n;
      throw new Error("away");
    },
    { every: 10_000 },
  );
  for (const milliseconds of [0, 10_000]) await pass(milliseconds);
  assert.deepEqual(seen.failed, ["away"]);
  await pass(10_000);
  assert.equal(seen.reads, 2, "the pause is twice as long");
  await pass(10_000);
  assert.equal(seen.reads, 3);
  await pass(40_000);
  assert.deepEqual(seen.found, [1, 4]);
});

test("ending it aborts what is under way, and nothing of that is reported", async () => {
  let answer;
  const { seen, end } = source(() => new Promise((resolve) => (answer = resolve)), {
    every: 1_000,
  });
  await pass(0);
  end();
  assert.ok(seen.signals[0].aborted);
  answer("late");
  await pass(60_000);
  assert.deepEqual([seen.reads, seen.found, seen.failed], [1, [], []]);
});

test("what is typed is read once nothing more was typed", async () => {
  const first = source((n) => n, { after: 250 });
  await pass(200);
  first.end();
  const second = source((n) => n, { after: 250 });
  await pass(250);
  assert.deepEqual([first.seen.reads, second.seen.reads], [0, 1]);
});
