// The package as a merchant's developer gets it: packed, installed into a strict TypeScript project,
// type-checked, run, and looked through by the linters of packages.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
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
let refusal = "";
try { wrong(); } catch (error) { if (error instanceof EngineError) refusal = error.code; }
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
  assert.match(said.refusal, /bad-request/);
  assert.equal(said.checked, "function");
});

test("publint and are-the-types-wrong find nothing", () => {
  run(process.execPath, [module("publint/src/cli.js"), "--strict"], join(root, "pkg"));
  const excluded = ["wasm/browser/edgewise_bg.wasm", "wasm/edge/edgewise_bg.wasm"];
  const args = ["--pack", ".", "--profile", "esm-only", "--exclude-entrypoints", ...excluded];
  run(
    process.execPath,
    [module("@arethetypeswrong/cli/dist/index.js"), ...args],
    join(root, "pkg"),
  );
});
