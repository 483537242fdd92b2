/**
 * `npm run promises`: writes `docs/promises.md` out of what the tests showed in their last run.
 *
 * `npm test` begins by forgetting all records and ends by asking that every promise was shown and that
 * the document in the repository has the same rows, whatever the figures. So a promise whose test
 * fails or is removed fails the whole.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { catalogue, recordOf, records } from "../tests/promises/record.mjs";
import { read, root } from "./command.mjs";
import { Missing, main, note } from "./say.mjs";

const FILE = join(root, "docs/promises.md");
const FIGURE = 3;

/** Forgets what earlier runs showed, and what they printed. */
export function forgetPromises() {
  rmSync(records, { recursive: true, force: true });
  rmSync(join(root, "test-results/logs"), { recursive: true, force: true });
}

/** Fails unless every promise was shown and the document's rows are those of the catalogue. */
export function checkPromises() {
  const missing = missingParts();
  const written = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  const stale = rowsOf(written).join("\n") !== rowsOf(document()).join("\n");
  const wrong = [
    missing.length > 0 && `not shown in this run: ${missing.join(", ")}`,
    stale && "docs/promises.md has other rows than the tests: run `npm run promises`",
  ].filter(Boolean);
  if (wrong.length > 0) throw new Missing(wrong.join("; "));
}

const partsOf = ({ number, shown = [] }) => shown.map((one) => ({ number, ...one }));
const missingParts = () =>
  catalogue
    .flatMap(partsOf)
    .filter(({ number, part }) => !existsSync(recordOf(number, part)))
    .map(({ number, part, by }) => `${number} (${part}, by ${by})`);

function document() {
  const lines = catalogue.map((one, index) => {
    const begins = one.group !== catalogue[index - 1]?.group;
    return begins ? `${headOf(one.group)}${row(one)}` : row(one);
  });
  return `${INTRODUCTION}\n${lines.join("\n")}\n`;
}

const INTRODUCTION = `# What Edgewise promises

Written by the tests: each row is a promise, the size at which we promise it, what the last run of its
test showed, and the command that shows it again. Where a run is smaller than what is promised, it
says at which size it was shown; \`npm run test:long\` runs larger ones. Counts that differ from run to
run are rounded. \`npm test\` fails when a promise was not shown.

${lastRun()}`;

function lastRun() {
  const day = new Date().toISOString().slice(0, 10);
  const commit = read("git", ["rev-parse", "--short", "HEAD"]) ?? "unknown";
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `Last run: ${day}, after ${commit}, ${cpus().length} cores, ${memory} GB, ${process.platform}.\n`;
}

const headOf = (group) => `
## ${group}

| | Promise | Promised at | Last run | Command |
|---|---|---|---|---|
`;

function row(one) {
  const { number, promise, shown = [], notYet } = one;
  const cells =
    notYet === undefined
      ? [shown.map(promisedAt), shown.map((part) => lastRunOf(number, part)), commandsOf(shown)]
      : [[one.size], [`not yet shown: ${notYet}`], []];
  return `| ${[number, promise, ...cells.map((lines) => lines.join("<br>"))].join(" | ")} |`;
}

const count = (number) => number.toLocaleString("en-US");
const promisedAt = ({ size, of }) => `${count(size)} ${of}`;

function lastRunOf(number, { part, size, of }) {
  const file = recordOf(number, part);
  if (!existsSync(file)) return "**not shown in the last run**";
  const record = JSON.parse(readFileSync(file, "utf8"));
  const at = `${count(record.size)} ${of}`;
  return `${record.size < size ? `shown at ${at}` : at}: ${record.figure}`;
}

const commandsOf = (shown) => [...new Set(shown.map(({ by }) => `\`${commandFor(by)}\``))];

function commandFor(file) {
  if (file.endsWith(".mjs"))
    return file.startsWith("tests/logs") ? "npm test" : `node --test ${file}`;
  return `cargo test --test it ${file.replace(/^tests\/it\/(.*)\.rs$/, "$1")}`;
}

/** The rows of a document without what differs from run to run. */
const rowsOf = (text) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split(" | ").toSpliced(FIGURE, 1).join(" | "));

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main(() => {
    writeFileSync(FILE, document());
    note(`wrote ${FILE}`);
    const missing = missingParts();
    if (missing.length > 0) throw new Missing(`not shown in the last run: ${missing.join(", ")}`);
  });
}
