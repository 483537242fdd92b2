// What is recorded natively gives the same bytes in workerd: every scenario as calls at the wasm
// boundary, in both builds, and in the one with previews what a page asks.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promise } from "../promises/record.mjs";
import { vectors } from "../vectors.mjs";
import { startWorkerd } from "../../edge/launcher/workerd.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "edgewise-vectors-"));
const workers = new Map();
const shown = promise(13, "workerd");
let agreed = 0;

before(async () => {
  for (const build of ["edge", "browser"]) workers.set(build, await startReplaying(build));
});

after(() => {
  for (const { child } of workers.values()) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

for (const build of ["edge", "browser"]) {
  test(`the vectors agree in workerd, in the ${build} build`, async () => {
    assert.ok(vectors.length >= 60);
    for (const [name, body] of vectors) {
      assert.deepEqual(await differences(build, "", body), [], name);
      agreed += 1;
    }
    if (agreed === 2 * vectors.length) shown(vectors.length, "the same bytes in both builds");
  });
}

test("backtests, simulations, sentences and forecasts agree in workerd", async () => {
  const backtests = documents("../backtests/");
  assert.ok(backtests.length >= 2);
  for (const [name, body] of backtests) {
    assert.deepEqual(await differences("browser", "backtest", body), [], name);
  }
});

/** The recorded documents of a folder, as names and texts. */
function documents(path) {
  const place = new URL(path, import.meta.url);
  return readdirSync(place)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name, readFileSync(new URL(name, place), "utf8")]);
}

async function differences(build, path, body) {
  const answer = await fetch(workers.get(build).address + path, { method: "POST", body });
  return answer.json();
}

/** Starts a workerd with one build of the engine. */
async function startReplaying(build) {
  const own = join(folder, build);
  for (const folder of ["objects", "erasures"]) mkdirSync(join(own, folder), { recursive: true });
  // The build with previews has everything in one module, and the second is never made.
  const tools = build === "edge" ? "tools" : build;
  const files = {
    "config.capnp": here("workerd/config.capnp"),
    "worker.js": here("workerd/worker.js"),
    "replay.mjs": here("replay.mjs"),
    "engine.js": here("../../pkg/engine.js"),
    "instance.js": here("../../pkg/instance.js"),
    "edgewise.js": here(`../../pkg/wasm/${build}/edgewise.js`),
    "edgewise_bg.wasm": here(`../../pkg/wasm/${build}/edgewise_bg.wasm`),
    "tools.js": here(`../../pkg/wasm/${tools}/edgewise.js`),
    "tools.wasm": here(`../../pkg/wasm/${tools}/edgewise_bg.wasm`),
  };
  for (const [name, file] of Object.entries(files)) copyFileSync(file, join(own, name));
  const port = await freePort();
  const settings = {
    port,
    dataDir: own,
    erasuresDir: join(own, "erasures"),
    smtp: { host: "127.0.0.1", port: 9 },
    env: {},
  };
  const child = startWorkerd(settings, { pages: own, config: join(own, "config.capnp") });
  const address = `http://127.0.0.1:${port}/`;
  await answering(address);
  return { child, address };
}

/** Asks until somebody answers; workerd takes some 50 ms to listen. */
async function answering(url) {
  for (let tries = 0; tries < 400; tries += 1) {
    try {
      const vector = JSON.stringify({ configs: [], state: "", calls: [] });
      return await fetch(url, { method: "POST", body: vector });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error("workerd does not answer");
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
