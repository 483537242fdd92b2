/**
 * `npm run size`: what the edge engine weighs, compressed, and whether that is what was recorded.
 *
 * Each webhook's isolate fetches, compiles and keeps it, and it grows a little with everything that is
 * added. So `npm test` fails when it is more than 2% over the figure in BENCHMARKS.md: a commit may
 * record a larger one, and says what it bought.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { root } from "./command.mjs";
import { headline, main, Missing, note } from "./say.mjs";

const MODULE = "pkg/wasm/edge/edgewise_bg.wasm";
const ROW = "Edge engine, compressed (brotli)";
/** How far over the recorded figure it may be, as a share. */
const MARGIN = 0.02;

/** Prints the edge engine's size, and fails when it outgrew what was recorded. */
export function checkCoreSize() {
  const size = brotliCompressSync(readFileSync(join(root, MODULE))).length / 1000;
  const recorded = recordedIn(readFileSync(join(root, "BENCHMARKS.md"), "utf8"));
  note(`${MODULE}: ${kB(size)}, recorded ${kB(recorded)}, at most ${kB(mostOf(recorded))}`);
  judge(size, recorded);
}

/**
 * The figure of the edge engine in the table of benchmarks, in kB.
 *
 * @param {string} benchmarks the document
 * @throws {Missing} when it has no such row
 */
export function recordedIn(benchmarks) {
  const row = benchmarks.split("\n").find((line) => line.startsWith(`| ${ROW} |`));
  const figure = row?.match(/\| ([\d.]+) kB\b/)?.[1];
  if (figure === undefined) {
    throw new Missing(`BENCHMARKS.md: expected a row “| ${ROW} | … kB |”, found none.`);
  }
  return Number(figure);
}

/**
 * Fails when a size is too far over the recorded one; both in kB.
 *
 * @throws {Missing} what to do about it
 */
export function judge(size, recorded) {
  if (size <= mostOf(recorded)) return;
  throw new Missing(
    `The edge engine has ${kB(size)}; expected at most ${kB(mostOf(recorded))}, 2% over the ${kB(recorded)} in BENCHMARKS.md. Make it smaller (code that no webhook, alarm or send runs belongs elsewhere), or record ${kB(size)} in the row “${ROW}” and say in the commit's message what the growth bought.`,
  );
}

const mostOf = (recorded) => recorded * (1 + MARGIN);
const kB = (size) => `${size.toFixed(1)} kB`;

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(() => {
    headline("Size", "The edge engine, compressed, against the figure in BENCHMARKS.md.");
    checkCoreSize();
  });
}
