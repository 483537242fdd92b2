// What is recorded natively gives the same bytes in Chromium: every scenario as calls at the wasm
// boundary, and what a page asks: backtests, simulations, sentences, forecasts.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../blackbox/world.mjs";
import { promise } from "../promises/record.mjs";
import { FOLDER, vectors } from "../vectors.mjs";
import { openBrowser } from "./page.mjs";

const TYPES = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};
const documents = (folder) =>
  readdirSync(join(root, folder)).filter((name) => name.endsWith(".json"));
const names = vectors.map(([name]) => name);
const backtests = documents("tests/backtests");

const shown = promise(13, "chromium");

let browser;
let server;
let base;

before(async () => {
  // The package's own files, as a web server gives them: no bundler stands between.
  server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const type = TYPES[extname(path)];
    if (path === "/") return response.setHeader("content-type", "text/html").end("<!doctype html>");
    if (type === undefined || !/^\/(pkg|tests|target\/vectors)\//.test(path))
      return response.writeHead(404).end();
    response.setHeader("content-type", type).end(readFileSync(join(root, path)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  server?.close();
});

test(`${names.length} vectors agree in Chromium`, async () => {
  assert.ok(names.length >= 60);
  const page = await browser.newPage();
  await page.goto(base);
  const places = names.map((name) => `/${FOLDER}/${name}`);
  const differences = await page.evaluate(async (vectors) => {
    const { openEngine } = await import("/pkg/entry/web.js");
    const { replay } = await import("/tests/wasm/replay.mjs");
    const engine = await openEngine("/pkg/wasm/browser/edgewise_bg.wasm");
    const found = [];
    for (const place of vectors) {
      const vector = await (await fetch(place)).json();
      for (const difference of await replay(engine, vector)) found.push(`${place}: ${difference}`);
    }
    return found;
  }, places);
  assert.deepEqual(differences, []);
  shown(names.length, "the same bytes");
});

test("backtests, simulations, sentences and forecasts agree in Chromium", async () => {
  assert.ok(backtests.length >= 2);
  const page = await browser.newPage();
  await page.goto(base);
  const differences = await page.evaluate(async (cases) => {
    const { openEngine } = await import("/pkg/entry/web.js");
    const { replayBacktest } = await import("/tests/wasm/replay.mjs");
    const engine = await openEngine("/pkg/wasm/browser/edgewise_bg.wasm");
    const found = [];
    for (const name of cases) {
      const document = await (await fetch(`/tests/backtests/${name}`)).json();
      for (const difference of replayBacktest(engine, document))
        found.push(`${name}: ${difference}`);
    }
    return found;
  }, backtests);
  assert.deepEqual(differences, []);
});
