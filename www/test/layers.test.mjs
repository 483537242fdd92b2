// The page's modules stand in layers: each knows those below it, and none knows one beside or above it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

/** From the ground up. Folders in one row do not know each other. */
const LAYERS = [
  ["text"],
  ["strings"],
  ["components", "live", "route.ts"],
  ["engine"],
  ["server", "schema"],
  ["account"],
  ["plan"],
  ["condition", "charts"],
  ["preview", "publish", "operations", "audience", "earnings"],
  ["email"],
  ["home", "workflows", "segments", "customers", "messages", "settings", "backtest", "reports"],
  ["app.module.css"],
  ["app.tsx"],
  ["main.tsx"],
];

/** What holds whatever the order. */
const NEVER = [
  { from: "strings", to: (module) => !/^(strings|text)\//.test(module), why: "texts know no code" },
  { from: "components", to: (module) => module === "route.ts", why: "components know no page" },
  { from: "text", to: (module) => !module.startsWith("text/"), why: "text stands on nothing" },
];

const source = new URL("../src", import.meta.url).pathname;
const modules = readdirSync(source, { recursive: true })
  .map(String)
  .filter((name) => /\.tsx?$/.test(name));

const folderOf = (module) => module.split("/")[0];
const levelOf = (folder) => LAYERS.findIndex((row) => row.includes(folder));

/** Everything that a module imports: also only for its types, and styles. */
const importsOf = (module) =>
  [...readFileSync(join(source, module), "utf8").matchAll(/(?:from |import |import\()"(\.[^"]+)"/g)]
    .map(([, path]) => normalize(join(dirname(module), path)))
    .filter((path) => /\.(tsx?|module\.css)$/.test(path));

const imports = modules.flatMap((from) => importsOf(from).map((to) => ({ from, to })));

test("every module has its layer", () => {
  assert.deepEqual(
    modules.filter((module) => levelOf(folderOf(module)) < 0),
    [],
  );
});

test("modules import only from below", () => {
  const wrong = imports.filter(({ from, to }) => {
    const [own, other] = [folderOf(from), folderOf(to)];
    return own !== other && levelOf(other) >= levelOf(own);
  });
  assert.deepEqual(wrong, []);
});

test("what must never be imported is not", () => {
  const wrong = imports.flatMap(({ from, to }) =>
    NEVER.filter((rule) => folderOf(from) === rule.from && rule.to(to)).map(
      ({ why }) => `${from} imports ${to}: ${why}`,
    ),
  );
  assert.deepEqual(wrong, []);
});
