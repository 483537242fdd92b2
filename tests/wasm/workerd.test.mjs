// Every scenario, as calls at the wasm boundary, gives the same bytes in workerd as natively.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startWorkerd } from "../../edge/launcher/workerd.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "edgewise-vectors-"));
let child;
let address;

before(async () => {
  for (const file of [
    here("workerd/config.capnp"),
    here("workerd/worker.js"),
    here("replay.mjs"),
    here("../../pkg/engine.js"),
    here("../../pkg/wasm/edge/edgewise.js"),
    here("../../pkg/wasm/edge/edgewise_bg.wasm"),
  ]) {
    copyFileSync(file, join(folder, file.slice(file.lastIndexOf("/") + 1)));
  }
  mkdirSync(join(folder, "objects"));
  const port = await freePort();
  const settings = { port, dataDir: folder, smtp: { host: "127.0.0.1", port: 9 }, env: {} };
  child = startWorkerd(settings, { pages: folder, config: join(folder, "config.capnp") });
  address = `http://127.0.0.1:${port}/`;
  await answering(address);
});

after(() => {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test("the vectors agree in workerd", async () => {
  const vectors = new URL("../vectors/", import.meta.url);
  const names = readdirSync(vectors);
  assert.ok(names.length >= 60);
  for (const name of names) {
    const body = readFileSync(new URL(name, vectors), "utf8");
    const answer = await fetch(address, { method: "POST", body });
    assert.deepEqual(await answer.json(), [], name);
  }
});

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
