/** Lines for what there is only so much of: first come, first served, and nobody's share is more than it is. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, mock, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-line-"));
let Line;
before(async () => {
  const outfile = join(folder, "line.mjs");
  const entry = new URL("../src/line.ts", import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm" });
  ({ Line } = await import(pathToFileURL(outfile)));
  mock.timers.enable({ apis: ["setInterval", "Date"], now: 1_000_000 });
});
after(() => {
  mock.timers.reset();
  rmSync(folder, { recursive: true, force: true });
});

/** Takes, and says by and by what came of it. */
function taking(line, party, size, longest = 10_000) {
  const one = { request: {}, came: null };
  line.take(one.request, party, size, longest).then((came) => {
    one.came = came;
  });
  return one;
}
const settle = async (milliseconds = 0) => {
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

test("a party that has its share waits for itself, and nobody behind it does", async () => {
  const line = new Line({ room: 10, share: 4, mostWaiting: 100 });
  const greedy = Array.from({ length: 5 }, () => taking(line, "greedy", 2));
  const other = taking(line, "other", 2);
  await settle();
  assert.deepEqual(
    greedy.map(({ came }) => came),
    [true, true, null, null, null],
  );
  assert.equal(other.came, true);
  line.give(greedy[0].request);
  await settle();
  assert.deepEqual(
    greedy.map(({ came }) => came),
    [true, true, true, null, null],
  );
});

test("what needs more than a share has it alone", async () => {
  const line = new Line({ room: 10, share: 4, mostWaiting: 100 });
  const [large, second] = [taking(line, "one", 8), taking(line, "one", 1)];
  await settle();
  assert.deepEqual([large.came, second.came], [true, null]);
  line.give(large.request);
  await settle();
  assert.equal(second.came, true);
});

test("smaller ones of others do not overtake whom there is no room for", async () => {
  const line = new Line({ room: 4, share: 4, mostWaiting: 100 });
  const [first, large, small] = [taking(line, "a", 2), taking(line, "b", 4), taking(line, "c", 1)];
  await settle();
  assert.deepEqual([first.came, large.came, small.came], [true, null, null]);
  line.give(first.request);
  await settle();
  assert.deepEqual([large.came, small.came], [true, null]);
  line.give(large.request);
  await settle();
  assert.equal(small.came, true);
});

test("a party with a pace comes no faster, and others need not rest", async () => {
  const line = new Line({ room: 10, share: 4, mostWaiting: 100, pace: 4 / 1_000 });
  const first = taking(line, "paced", 4);
  await settle();
  line.give(first.request);
  const [second, other] = [taking(line, "paced", 4), taking(line, "other", 4)];
  await settle(900);
  assert.deepEqual([second.came, other.came], [null, true]);
  await settle(150);
  assert.equal(second.came, true);
});

test("who waits too long or behind too many is turned away, and what was never given back comes back", async () => {
  const line = new Line({ room: 1, share: 1, mostWaiting: 2 });
  const held = taking(line, "a", 1);
  const [waits, waitsLonger, tooMany] = [
    taking(line, "b", 1, 5_000),
    taking(line, "c", 1, 60_000),
    taking(line, "d", 1),
  ];
  await settle();
  assert.deepEqual([held.came, waits.came, tooMany.came], [true, null, false]);
  await settle(5_000);
  assert.equal(waits.came, false);
  // Its sender hung up and nobody said so.
  await settle(26_000);
  const next = taking(line, "e", 1);
  await settle();
  assert.deepEqual([waitsLonger.came, next.came], [true, null]);
});
