/**
 * How a test says that it showed a promise of `docs/promises.md`, and at which size.
 *
 * What was shown before is forgotten as soon as the test's file is loaded, so a test that fails, is
 * skipped or ends early leaves no figure behind. `tests/promises/mod.rs` is the same for Rust, and
 * `scripts/promises.mjs` makes the document.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = new URL("../..", import.meta.url).pathname;
/** Where records lie, one file a part: `{size, figure}`. */
export const records = join(root, "test-results/promises");
/** Every promise, in the order of the document. */
export const catalogue = JSON.parse(
  readFileSync(join(root, "tests/promises/catalogue.json"), "utf8"),
);

/** The name of the record of one part of a promise. */
export const recordOf = (number, part) => join(records, `${number}-${part}.json`);

/**
 * Begins to show a part of a promise; call what it gives as the test's last statement, with how many
 * there were of what the catalogue counts, and what came of it in a few words.
 *
 * @returns {(size: number, figure: string) => void}
 */
export function promise(number, part) {
  const known = catalogue.find((one) => one.number === number)?.shown ?? [];
  if (!known.some((one) => one.part === part))
    throw new Error(`tests/promises/catalogue.json has no part "${part}" of promise ${number}`);
  const file = recordOf(number, part);
  rmSync(file, { force: true });
  return (size, figure) => {
    mkdirSync(records, { recursive: true });
    writeFileSync(file, `${JSON.stringify({ size, figure })}\n`);
  };
}

/** A count or a measure in words: two digits of it, for what differs from run to run. */
export function about(number) {
  const rounded = Number(number.toPrecision(2));
  return `about ${rounded.toLocaleString("en-US", { maximumFractionDigits: 3 })}`;
}
