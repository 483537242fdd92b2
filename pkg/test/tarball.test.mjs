// The package as a merchant's developer gets it: packed, installed into a strict TypeScript project,
// type-checked, run, and looked through by the linters of packages.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = join(root, "target/package-project");
const module = (path) => join(root, "node_modules", path);

function run(command, args, cwd = project) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}

const PROGRAM = `
import { type Condition, type Config, type Decision, EngineError, type Input, openEngine, type State } from "edgewise";
import { checkMessages } from "edgewise/message.js";
import { templateFrom } from "edgewise/templates.js";
import schema from "edgewise/schema/config.schema.json" with { type: "json" };

const condition: Condition = { type: "spend", is: "more_than", amount: "500.00" };
const config: Config = {
  format: 1,
  shop: { id: "s", name: "Shop", currency: "EUR", time_zone: "UTC" },
  segments: [{ id: "big", name: "Big", condition }],
  workflows: [{
    id: "hello", name: "Hello", status: "live", trigger: { type: "customer_created" },
    steps: [{ id: "tag", type: "add_tag", tag: "new" }],
  }],
};
const engine = openEngine();
const { plan, diagnostics } = engine.load(JSON.stringify(config));
if (plan === null) throw new Error(diagnostics[0]?.message);
const at = Date.UTC(2026, 0, 1);
const input: Input = {
  type: "events",
  customer: "c",
  events: [{ fact_key: "f", occurred_at: at, received_at: at, source: "edgewise", kind: { type: "customer_created", profile: {} } }],
};
const played = engine.simulate(plan, { state: null, customer: "c", inputs: [{ at, input }], play: { from: at, until: at + 1000 } });
const decisions: Decision[] = played.moments.flatMap(({ trace }) => trace.map(({ is }) => is));
const entered = decisions.find((one) => one.type === "entered");
const state: State = played.state;
const sentences = engine.sentences(plan, played.moments.flatMap(({ trace }) => trace));
// @ts-expect-error: a request has a shape
const wrong = () => engine.simulate(plan, { anything: 1 });
let refusal = {};
try { wrong(); } catch (error) { if (error instanceof EngineError) refusal = { code: error.code, path: error.path, message: error.message }; }
console.log(JSON.stringify({
  workflow: entered?.workflow, sentences, known: Object.keys(state).length > 0, refusal,
  schema: schema.$id, checked: typeof checkMessages, templates: typeof templateFrom,
}));
`;

before(() => {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  const [{ filename }] = JSON.parse(
    run("npm", ["pack", "--json", "--pack-destination", project], join(root, "pkg")),
  );
  const manifest = {
    name: "project",
    private: true,
    type: "module",
    dependencies: { edgewise: `file:${filename}` },
  };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  const options = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    resolveJsonModule: true,
    lib: ["es2023", "dom"],
    types: [],
    outDir: "out",
  };
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files: ["program.ts"] }),
  );
  writeFileSync(join(project, "program.ts"), PROGRAM);
  run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"]);
});

test("installed from its tarball it type-checks strictly, declarations too, and runs", () => {
  run(process.execPath, [module("typescript/bin/tsc"), "-p", "."]);
  const said = JSON.parse(run(process.execPath, ["out/program.js"]));
  assert.equal(said.workflow, "hello");
  assert.ok(said.sentences.includes("Entered “Hello”."), said.sentences.join("\n"));
  assert.ok(said.known);
  assert.deepEqual([said.refusal.code, said.refusal.path], ["bad-request", "request.customer"]);
  assert.match(said.refusal.message, /^missing/);
  assert.equal(said.checked, "function");
});

test("its licenses are in it, and nothing that only tests need", () => {
  const installed = join(project, "node_modules/edgewise");
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    assert.equal(
      readFileSync(join(installed, name), "utf8"),
      readFileSync(join(root, name), "utf8"),
    );
  }
  assert.deepEqual(readdirSync(join(installed, "wasm")).sort(), [
    "browser",
    "compose",
    "edge",
    "tools",
  ]);
});

test("bundled into one file with its module inside, it runs anywhere", () => {
  const program = `
    import { createEngine } from "edgewise/engine.js";
    import * as glue from "edgewise/wasm/browser/edgewise.js";
    import bytes from "edgewise/wasm/browser/edgewise_bg.wasm";
    import { readHistory } from "edgewise/history.js";
    const engine = createEngine(glue, new WebAssembly.Module(bytes));
    console.log(engine.info().version, typeof readHistory);
  `;
  writeFileSync(join(project, "one.mjs"), program);
  const options = ["--bundle", "--platform=node", "--format=esm", "--target=node20"];
  run(module("esbuild/bin/esbuild"), [
    "one.mjs",
    ...options,
    "--loader:.wasm=binary",
    "--log-level=error",
    "--outfile=one/bundle.mjs",
  ]);
  // Elsewhere, so that it finds nothing beside it.
  const elsewhere = mkdtempSync(join(tmpdir(), "edgewise-one-file-"));
  copyFileSync(join(project, "one/bundle.mjs"), join(elsewhere, "bundle.mjs"));
  assert.equal(run(process.execPath, ["bundle.mjs"], elsewhere), "0.2.0 function\n");
  rmSync(elsewhere, { recursive: true });
});

test("publint and are-the-types-wrong find nothing", () => {
  run(process.execPath, [module("publint/src/cli.js"), "--strict"], join(root, "pkg"));
  const excluded = [
    "wasm/browser/edgewise_bg.wasm",
    "wasm/edge/edgewise_bg.wasm",
    "wasm/tools/edgewise_bg.wasm",
    "wasm/compose/edgewise_bg.wasm",
  ];
  const args = ["--pack", ".", "--profile", "esm-only", "--exclude-entrypoints", ...excluded];
  run(
    process.execPath,
    [module("@arethetypeswrong/cli/dist/index.js"), ...args],
    join(root, "pkg"),
  );
});
