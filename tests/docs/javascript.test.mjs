/** pkg/API.md names every export of the package, no other, and its examples print what they say. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { blocksOf } from "./examples.mjs";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "pkg/API.md"), "utf8");

test("the page names every function, class and constant that the package exports", () => {
  // What stands in the first column of its tables, without parameters.
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const first = rows.map((row) => row.split("|")[1]).join(" ");
  const named = [...first.matchAll(/`(\w+)/g)].map(([, name]) => name);
  assert.deepEqual(named.sort(), exported().sort());
});

test("the page says which methods the edge build doesn’t have", () => {
  const types = readFileSync(join(root, "pkg/engine.d.ts"), "utf8");
  const marked = page
    .split("\n")
    .filter((line) => line.includes("| **full** "))
    .flatMap((row) => [...row.split("|")[1].matchAll(/`(\w+)/g)].map(([, name]) => name));
  assert.deepEqual(marked.sort(), membersOf(types, "Engine").sort());
});

test("the page’s examples run, and print what their comments say", () => {
  const program = examplesOf(page).join("\n");
  const promised = [...program.matchAll(/console\.log\(.*\); \/\/ (.*)/g)];
  assert.ok(promised.length >= 8);
  assert.deepEqual(
    printed(program),
    promised.map(([, said]) => said),
  );
});

test("the package’s README opens an engine in Node and decides", () => {
  const [open, ...others] = examplesOf(readFileSync(join(root, "pkg/README.md"), "utf8"));
  const decide = others.find((text) => text.includes("transition("));
  // What the README takes for granted, as the page above has it.
  const [given] = examplesOf(page)[0].match(/const config = [\s\S]*?\n\};\n/);
  const [event] = examplesOf(page)
    .join("\n")
    .match(/const event = [\s\S]*?\n\};\n/);
  const now = "const now = Date.now();\n";
  const report = "console.log(diagnostics.length, summary.trace[1].is.type, state.length > 0);\n";
  const lines = printed(given + open + now + event + decide + report);
  assert.deepEqual(lines, ["0 entered true"]);
});

const examplesOf = (document) =>
  blocksOf(document).flatMap(({ language, text }) => (language === "js" ? [text] : []));

/** What a module prints that stands inside the project, where `edgewise` is at hand. */
function printed(program) {
  const file = join(root, `tests/docs/example-${process.pid}.mjs`);
  writeFileSync(file, program);
  try {
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    assert.equal(stderr, "");
    return stdout.trimEnd().split("\n");
  } finally {
    rmSync(file, { force: true });
  }
}

/** Everything at run time: exports of each module, and what an engine can do. */
function exported() {
  const names = new Set();
  for (const file of readdirSync(join(root, "pkg"))) {
    if (!file.endsWith(".d.ts") || /-types\.d\.ts$|^index/.test(file)) continue;
    const text = readFileSync(join(root, "pkg", file), "utf8");
    const declared = text.matchAll(/^export (?:function\*?|class|const) (\w+)/gm);
    for (const [, name] of declared) names.add(name);
    if (file !== "engine.d.ts") continue;
    for (const name of [...membersOf(text, "EdgeEngine"), ...membersOf(text, "Engine")])
      names.add(name);
  }
  assert.ok(names.size > 50, `${names.size} exports`);
  return [...names];
}

/** The members that an interface declares itself. */
function membersOf(text, name) {
  const [, body] = text.match(
    new RegExp(`^export interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)^\\}`, "m"),
  );
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, member]) => member);
}
