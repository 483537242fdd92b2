/**
 * `npm test`: everything, in phases, within 30 minutes on two cores from a clean clone.
 *
 * A phase that fails does not stop the next: at the end you know all that is broken. The last lines
 * say how many tests passed and failed, over all phases, and which failed. `npm run test:long` adds
 * the long runs.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cdnowFolder } from "./cdnow.mjs";
import { findChromium } from "./chromium.mjs";
import { must, read, root } from "./command.mjs";
import { build } from "./build.mjs";
import { checkCoreSize } from "./core-size.mjs";
import { buildDocs } from "./docs.mjs";
import { checks } from "./lint.mjs";
import { findPhpAndMariaDb, wordPressFolder } from "./wordpress.mjs";
import { checkPromises, forgetPromises } from "./promises.mjs";
import { headline, main, note, seconds } from "./say.mjs";
import { adminSchema } from "./shopify-schema.mjs";
import { findStrace } from "./strace.mjs";

const long = process.argv.includes("--long");
/** What the tests are told of the run they are in. */
const LONG = { EDGEWISE_LONG: "1", PROPTEST_CASES: "20000" };
const SHORT = { EDGEWISE_THEMES: "light" };
const total = { passed: 0, failed: 0, skipped: 0 };
/** `phase: name` of each that failed, for the end: of a long log that is what is read. */
const failures = new Set();

// What incremental compilation keeps costs a first build a quarter more, and serves only the next one.
if (!existsSync(join(root, "target/debug"))) process.env.CARGO_INCREMENTAL ??= "0";

main(async () => {
  const from = performance.now();
  forgetPromises();
  await phase(
    "Build",
    "Engine, Worker and admin page, and the engine with a trap for the host's tests.",
    () => build(["trap"]),
  );
  await phase("Size", "The edge engine has not outgrown what was recorded.", checkCoreSize);
  for (const [name, check] of checks) {
    await phase(name, "Layout, lints and types: nothing to change, nothing to refuse.", check);
  }
  await phase("Reference", "rustdoc of every item, without a warning.", buildDocs);
  await suite(
    "Engine",
    "Unit tests, scenarios, properties, oracle, frozen states: native, on a virtual clock.",
    ...nativeTests(),
  );
  // `cargo test` runs them with everything else; nextest does not. The same package alone, so that what
  // was built for the suite before serves again.
  if (hasNextest()) {
    await suite("Examples", "The examples in the engine’s documentation run.", "cargo", [
      "test",
      "--locked",
      "--package",
      "edgewise",
      "--doc",
    ]);
  }
  await suite("Build tools", "What generates the types and binds the wasm.", "cargo", [
    "test",
    "--locked",
    "--package",
    "bind",
    "--package",
    "generate",
  ]);
  if (long) {
    await phase("CDNOW", "Fetches the public data that RFM figures are held to.", async () => {
      process.env.EDGEWISE_CDNOW = await cdnowFolder();
    });
    await suite("RFM", "Every buyer of the CDNOW sample, against the published summary.", "cargo", [
      "test",
      "--locked",
      "--test",
      "it",
      "cdnow",
      "--",
      "--ignored",
    ]);
    await suite("Layouts", "Writes down how each email is laid out.", "cargo", [
      ...["test", "--locked", "--test", "it", "layouts", "--", "--ignored"],
    ]);
    await phase("Oracles", "Installs MJML's own compiler, nodemailer and mailparser.", () =>
      must("npm", ["ci"], { cwd: join(root, "tests/oracle"), seconds: 600 }),
    );
    await nodeSuites("Emails, compared", "As MJML's own compiler and nodemailer make them.", [
      "tests/oracle",
    ]);
  }
  // Most of what `exports` needs is compiled by one core, so what needs no cargo runs beside it.
  const compiled = runs("cargo", [...EXPORTS, "--no-run"], () => {});
  await nodeSuites(
    "Package",
    "The message renderer, and what else the package has beside the engine.",
    ["pkg"],
  );
  await nodeSuites("Edge units", "The host's own modules in Node.", ["edge/test"]);
  await compiled;
  await suite(
    "Exports",
    "What the wasm module throws, takes and leaves behind, as JavaScript meets it.",
    "cargo",
    EXPORTS,
  );
  // How long a decision may take is part of it.
  await nodeSuites("Wasm", "The same vectors through the wasm in Node.", ["tests/wasm"], 1);
  await phase("strace", "Finds what watches the Worker's calls to the system.", async () => {
    process.env.STRACE = await findStrace();
    note(process.env.STRACE);
  });
  // Two files that begin at once would both fetch it.
  await phase("Shopify", "Fetches the published schema of Shopify’s Admin API.", adminSchema);
  const blackBox = testFiles("tests/blackbox");
  const isAlone = (file) => ALONE.some((name) => file.endsWith(`/${name}.test.mjs`));
  await nodeTests(
    "Black box",
    "The real Worker on the real workerd, with a mail server and a provider on loopback.",
    blackBox.filter((file) => !isAlone(file)),
  );
  await nodeTests(
    "Black box, alone",
    "What counts memory or waits for a clock, without anything beside it.",
    blackBox.filter(isAlone),
    1,
  );
  await nodeSuites("Documents", "The examples in README, docs and the package’s pages run.", [
    "tests/docs",
  ]);
  await nodeSuites(
    "Shopify app",
    "Shopify's command line builds the app, and its pixel says what the engine reads.",
    ["tests/shopify"],
  );
  if (hasTests("tests/browser") || hasTests("www")) {
    await phase("Chromium", "Finds the browser that the page's tests drive.", async () => {
      process.env.CHROMIUM = await findChromium();
      note(process.env.CHROMIUM);
    });
    await nodeSuites("Browser", "The admin page and the vectors in a real browser.", [
      "tests/browser",
      "www",
    ]);
  }
  for (const version of long ? ["6.5", "6.6"] : ["6.5"]) {
    process.env.EDGEWISE_WORDPRESS = version;
    await phase(
      "WordPress",
      `Finds PHP and MariaDB, and fetches WordPress ${version}.`,
      async () => {
        await findPhpAndMariaDb();
        note(await wordPressFolder(version));
      },
    );
    await nodeSuites(
      "WooCommerce plugin",
      `The plugin in a real WordPress ${version} over MariaDB, with a stand-in for WooCommerce.`,
      ["tests/woocommerce"],
      WAITING,
    );
  }
  await nodeSuites("Logs", "What all of the Workers printed: nothing personal, no secret.", [
    "tests/logs",
  ]);
  await phase("Promises", "Each was shown in this run, and stands in docs/promises.md.", () =>
    checkPromises(),
  );
  console.log(`\nThe whole took ${seconds(from)}.`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  for (const failure of failures) console.log(`✖ ${failure}`);
  if (total.failed > 0) process.exitCode = 1;
});

/** One thing that works, does not, or answers "skipped"; counts as one test. */
async function phase(name, purpose, work) {
  const from = performance.now();
  headline(name, purpose);
  try {
    const skipped = (await work()) === "skipped";
    total[skipped ? "skipped" : "passed"] += 1;
    note(`${skipped ? "skipped" : "fine"}, ${seconds(from)}`);
  } catch (error) {
    total.failed += 1;
    failures.add(name);
    note(`FAILED after ${seconds(from)}: ${error.message}`);
  }
}

const EXPORTS = [
  // Six tests: what optimizing the engine saves them is a fraction of what it costs.
  ...["--config", "profile.dev.package.edgewise.opt-level=0"],
  ...["test", "--locked", "--target", "wasm32-unknown-unknown", "--test", "exports"],
];

/** Tests of the black box that measure, so that nothing else may run. */
const ALONE = ["heavy-messages", "memory", "overload", "start"];

const hasNextest = () => read("cargo", ["nextest", "--version"]) !== null;

function nativeTests() {
  if (!hasNextest()) return ["cargo", ["test", "--locked", "--package", "edgewise"]];
  return [
    "cargo",
    [
      "nextest",
      "run",
      "--locked",
      "--package",
      "edgewise",
      "--no-fail-fast",
      "--status-level",
      "fail",
    ],
  ];
}

/** How many files at a time where each waits for PHP and its database half of its time. A browser draws meanwhile. */
const WAITING = 3;

const nodeSuites = (name, purpose, folders, atOnce) =>
  nodeTests(name, purpose, folders.flatMap(testFiles), atOnce);

/** The files that take longest: they begin first, so that none of them is what a suite waits for at its end. */
const LONGEST = [
  ...["compare", "forgeries", "shopify-import", "simulation", "unfolded"],
  ...["first-day", "first-run", "kinds", "people", "screens"],
];

/** Runs files of node's runner, so many at a time: each may start a workerd, and there are two cores. */
async function nodeTests(name, purpose, files, atOnce = 2) {
  if (files.length === 0) return;
  const isLong = (file) => LONGEST.some((long) => file.endsWith(`/${long}.test.mjs`));
  const args = [
    "--test",
    // A file whose beginning failed may leave a process behind, and would be waited for without end.
    "--test-force-exit",
    "--test-reporter=spec",
    `--test-concurrency=${atOnce}`,
    ...files.filter(isLong),
    ...files.filter((file) => !isLong(file)),
  ];
  await suite(name, purpose, process.execPath, args);
}

const hasTests = (folder) => testFiles(folder).length > 0;

function testFiles(folder) {
  const place = join(root, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true })
    .filter((file) => file.endsWith(".test.mjs") && !file.includes("node_modules"))
    .sort()
    .map((file) => join(place, file));
}

/** Runs a test runner, shows what it says, and adds up the counts in its closing lines. */
async function suite(name, purpose, program, args) {
  const from = performance.now();
  headline(name, purpose);
  const { code, output } = await runs(program, args, (stream, chunk) => stream.write(chunk));
  const counts = countsIn(output);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (code !== 0 && counts.failed === 0) total.failed += 1;
  const named = failuresIn(output);
  for (const test of named) failures.add(`${name}: ${test}`);
  if (code !== 0 && named.length === 0) failures.add(name);
  note(
    `${counts.passed} passed, ${counts.failed} failed, ${seconds(from)}${code === 0 ? "" : ` (exit code ${code})`}`,
  );
}

/** Runs a program to its end; `shown` gets what it says meanwhile. */
function runs(program, args, shown) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...(long ? LONG : SHORT) },
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      shown(process.stdout, chunk);
    });
    // nextest prints its counts to the other stream.
    child.stderr.on("data", (chunk) => {
      output += chunk;
      shown(process.stderr, chunk);
    });
    child.on("error", (error) => resolve({ code: 1, output: `${output}\n${error.message}` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** cargo test, nextest and node's runner each close with their own words. */
function countsIn(output) {
  const sum = (pattern) =>
    [...output.matchAll(pattern)].reduce((count, found) => count + Number(found[1]), 0);
  return {
    passed:
      sum(/^test result: .*? (\d+) passed/gm) +
      sum(/^\s*Summary .*? (\d+) passed/gm) +
      sum(/^ℹ pass (\d+)/gm),
    failed:
      sum(/^test result: .*? (\d+) failed/gm) +
      sum(/^\s*Summary .*? (\d+) failed/gm) +
      sum(/^ℹ fail (\d+)/gm),
    skipped: sum(/^test result: .*? (\d+) ignored/gm) + sum(/^ℹ skipped (\d+)/gm),
  };
}

/** The names of the tests that failed, each runner again with its own words. */
function failuresIn(output) {
  const named = [
    /^test (.+) \.\.\. FAIL(?:ED)?$/gm,
    /^\s*FAIL \[.*?\] (?:\(.*?\) )?(.+)$/gm,
    /^\s*✖ (.+) \([\d.]+ms\)$/gm,
  ];
  return named.flatMap((pattern) => [...output.matchAll(pattern)].map((found) => found[1]));
}
