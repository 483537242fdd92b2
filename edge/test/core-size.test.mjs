// The guard of the edge engine's size: what it lets pass, and what it says when it does not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { judge, recordedIn } from "../../scripts/core-size.mjs";

test("two percent over what was recorded passes, more does not", () => {
  judge(204, 200);
  judge(150, 200);
  assert.throws(() => judge(204.1, 200), {
    message: /has 204\.1 kB; expected at most 204\.0 kB.*or record 204\.1 kB in the row/,
  });
});

test("the recorded figure is read out of the document, and missed when it is not there", () => {
  const benchmarks = readFileSync(new URL("../../BENCHMARKS.md", import.meta.url), "utf8");
  assert.ok(recordedIn(benchmarks) > 100);
  assert.throws(() => recordedIn(benchmarks.replace(/^\| Edge engine/m, "| The engine")), {
    message: /expected a row/,
  });
});
