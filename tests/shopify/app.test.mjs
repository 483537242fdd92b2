// The app's folder: Shopify's own command line builds it, and what it declares is what the Worker serves.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { parse } from "smol-toml";
import { API_VERSION } from "../../scripts/shopify-schema.mjs";
import { APP_TOPICS, SCOPES } from "../blackbox/shopify-lists.mjs";
import { workerModule } from "../blackbox/worker-module.mjs";
import { app, buildApp, PIXEL } from "./app.mjs";

const { PUBLIC_ADDRESSES } = await workerModule("routes/public-addresses.ts");
const folders = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const toml = parse(readFileSync(join(app, "shopify.app.toml"), "utf8"));

/** A copy of the app with a change to one of its files. */
function changed(file, change) {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-shopify-"));
  folders.push(folder);
  cpSync(app, folder, { recursive: true, filter: (path) => !path.includes("node_modules") });
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  const other = change(text);
  assert.notEqual(other, text, `nothing was changed in ${file}`);
  writeFileSync(path, other);
  return folder;
}

test("Shopify's command line builds the app, and the pixel is small", async () => {
  const { code, said } = await buildApp();
  assert.equal(code, 0, said);
  const bytes = statSync(PIXEL).size;
  console.log(`pixel: ${bytes} bytes, ${gzipSync(readFileSync(PIXEL)).length} compressed`);
  assert.ok(bytes < 6_000, `${bytes} bytes`);
});

test("it refuses what is wrong, so that it says something when it doesn't", async () => {
  const unnamed = changed("shopify.app.toml", (text) => text.replace(/^name = .*$/m, ""));
  assert.notEqual((await buildApp(unnamed)).code, 0, "an app without a name");
  const nowhere = changed("extensions/pixel/shopify.extension.toml", (text) =>
    text.replace('runtime_context = "strict"', 'runtime_context = "elsewhere"'),
  );
  assert.notEqual((await buildApp(nowhere)).code, 0, "a pixel that runs nowhere");
});

test("what the app declares is what the Worker serves", () => {
  const { pathname: page } = new URL(toml.application_url);
  assert.ok(PUBLIC_ADDRESSES.includes(`GET ${page}{path*}`), page);
  const addresses = toml.webhooks.subscriptions.map(({ uri }) => new URL(uri));
  for (const { pathname } of addresses) {
    assert.ok(PUBLIC_ADDRESSES.includes(`POST ${pathname}`), pathname);
  }
  const { pathname: proxy } = new URL(toml.app_proxy.url);
  const passedOn = PUBLIC_ADDRESSES.filter((one) => one.split(" ")[1].startsWith(`${proxy}/`));
  assert.deepEqual(passedOn.length, 2, "the two of a link");
  // One place to change when the app is made somebody's.
  const origins = [
    toml.application_url,
    toml.app_proxy.url,
    ...toml.auth.redirect_urls,
    ...addresses.map(String),
  ];
  assert.equal(new Set(origins.map((one) => new URL(one).origin)).size, 1);
  const topics = toml.webhooks.subscriptions.flatMap((one) => [
    ...(one.topics ?? []),
    ...(one.compliance_topics ?? []),
  ]);
  assert.deepEqual(topics.sort(), [...APP_TOPICS].sort());
  assert.deepEqual(toml.access_scopes.scopes.split(","), SCOPES);
  assert.equal(toml.webhooks.api_version, API_VERSION);
  assert.equal(toml.embedded, true);
});
