/** Sums of a transaction are written once, and what a savepoint added is forgotten with it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-gathered-"));
let Gathered;

before(async () => {
  const outfile = join(folder, "gathered.mjs");
  const entry = new URL("../src/shop/gathered.ts", import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm" });
  ({ Gathered } = await import(pathToFileURL(outfile)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Sums of numbers, and what was written of them. */
function gathering() {
  const written = [];
  const sums = new Gathered(
    ({ name, n }, more) => ({ name, n: n + more.n }),
    (all) => written.push(...all.map(({ name, n }) => `${name} ${n}`)),
  );
  return { sums, written, add: (name) => sums.add(name, { name, n: 1 }) };
}

test("what is added many times is written once, when the outermost transaction ends", () => {
  const { sums, written, add } = gathering();
  sums.begin();
  add("a");
  sums.begin();
  add("a");
  add("b");
  sums.end();
  assert.deepEqual(written, []);
  sums.end();
  assert.deepEqual(written, ["a 2", "b 1"]);
});

test("a savepoint that is rolled back takes with it what it added, and no more", () => {
  const { sums, written, add } = gathering();
  sums.begin();
  add("a");
  sums.begin();
  add("a");
  sums.begin();
  add("b");
  sums.rollBack(1);
  add("c");
  sums.end();
  assert.deepEqual(written, ["a 1", "c 1"]);
  sums.begin();
  add("a");
  sums.rollBack(0);
  sums.begin();
  sums.end();
  assert.deepEqual(written, ["a 1", "c 1"]);
});

test("outside of a transaction it is written at once", () => {
  const { written, add } = gathering();
  add("a");
  add("a");
  assert.deepEqual(written, ["a 1", "a 1"]);
});
