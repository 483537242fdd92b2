/** How timers are written: as they were in every release, and what is not known is an error. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-timers-"));
let timers;

before(async () => {
  const outfile = join(folder, "timers.mjs");
  const entry = new URL("../src/shop/timers.ts", import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm" });
  timers = await import(pathToFileURL(outfile));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** What is in data directories: it may be added to, and none of it may change. */
const WRITTEN = {
  "w/c1": { kind: "wake", customer: "c1" },
  "o/e1": { kind: "action", effect: "e1" },
  "x/e1": { kind: "handover", effect: "e1" },
  "p/p1": { kind: "plan", plan: "p1" },
  "r/read": { kind: "rfm_reading" },
  "r/tell/7": { kind: "rfm_change", version: "7" },
  "e/welcome/spring/vip": {
    kind: "backfill",
    workflow: "welcome",
    batch: "spring",
    segment: "vip",
  },
  "n/edgewise%3Apromotion": { kind: "news", id: "edgewise%3Apromotion" },
  "f/erase": { kind: "erasure" },
  "k/pass": { kind: "key_pass" },
  "k/flush": { kind: "key_flush" },
  "q/customer/12": { kind: "question", name: "customer/12" },
  "d/undecided": { kind: "undecided" },
  "l/erased": { kind: "kept_erasures" },
  "c/told": { kind: "told" },
  "t/mail": { kind: "task_mail" },
  "t/purge": { kind: "task_purge" },
};

test("each kind is read as it is written", () => {
  for (const [text, subject] of Object.entries(WRITTEN)) {
    assert.deepEqual(timers.parse(text), subject, text);
    assert.equal(timers.format(subject), text);
  }
});

test("a kind that is not known is an error, and no other kind", () => {
  for (const text of ["z/new", "plan", "", "w", "k/other", "orders/create"]) {
    assert.throws(() => timers.parse(text), { code: "unknown-timer" }, text);
    assert.equal(timers.effectOf(text), null);
  }
});
