// What stands between us and a shop's WooCommerce, told apart; and webhooks kept in order where it is odd.
import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "edgewise-woocommerce-"));
after(() => rmSync(folder, { recursive: true, force: true }));

async function load(name) {
  const outfile = join(folder, `${name}.mjs`);
  const entry = new URL(`../src/platform/woocommerce/${name}.ts`, import.meta.url).pathname;
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "node" });
  return import(pathToFileURL(outfile));
}
const { ask, read } = await load("client");
const { TOPICS, wooCommerceWebhooks } = await load("webhooks");

const KEYS = { key: "ck_1", secret: "cs_1" };
const TO = { url: "https://edge.example/webhooks/woocommerce/token-2", secret: "ours" };
const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

test("an answer is WooCommerce's only where it is JSON, fresh, and no refusal", () => {
  const json = '[{"id":1}]';
  const cases = [
    [200, {}, json, null],
    [200, {}, `\uFEFF\n\n ${json}`, null],
    [404, {}, '{"code":"woocommerce_rest_invalid_id"}', null],
    [200, {}, `<br /><b>Notice</b>: x ${json}`, "not-json"],
    [200, {}, `1${json}`, "not-json"],
    [200, { age: "3600" }, json, "cached"],
    [200, { "x-cache": "HIT from edge" }, json, "cached"],
    [200, { age: "0", "x-cache": "MISS" }, json, null],
    [403, {}, "<title>Just a moment</title>", "blocked"],
    [200, {}, "<title>Checking your browser</title>", "blocked"],
    [401, {}, '{"code":"woocommerce_rest_cannot_view"}', "refused"],
    [403, {}, '{"code":"woocommerce_rest_cannot_view"}', "refused"],
    [301, {}, "", "unreachable"],
    [502, {}, "Bad gateway", "unreachable"],
    [500, {}, '{"code":"internal_server_error"}', "unreachable"],
  ];
  for (const [status, headers, text, trouble] of cases) {
    const found = read(status, new Headers(headers), text);
    assert.equal(found.trouble, trouble, `${status} ${JSON.stringify(headers)} ${text}`);
  }
});

test("the key goes to the shop alone, by GET and POST alone, under a name of our own", async () => {
  const asked = [];
  globalThis.fetch = async (url, init) => {
    asked.push([init.method, String(url), init]);
    return Response.json({});
  };
  await ask("shop.example", KEYS, "GET", "wc/v3/webhooks?page=2");
  await ask("shop.example", KEYS, "DELETE", "wc/v3/webhooks/7?force=true");
  assert.deepEqual(
    asked.map(([method, url]) => [method, url]),
    [
      ["GET", "https://shop.example/wp-json/wc/v3/webhooks?page=2"],
      ["POST", "https://shop.example/wp-json/wc/v3/webhooks/7?force=true&_method=DELETE"],
    ],
  );
  for (const [, , { headers, redirect }] of asked) {
    assert.equal(headers.authorization, `Basic ${btoa("ck_1:cs_1")}`);
    assert.equal(redirect, "manual");
    assert.doesNotMatch(headers["user-agent"], /google|bing|bot/i);
  }
});

test("a shop that does not answer, and one that never stops answering, are unreachable", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("no route");
  };
  assert.equal((await ask("shop.example", KEYS, "GET", "x")).trouble, "unreachable");
  globalThis.fetch = async () =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
      }),
    );
  assert.equal((await ask("shop.example", KEYS, "GET", "x")).trouble, "unreachable");
});

/** A shop with these webhooks; `refuse` answers a call in its place. */
function shopWith(webhooks, refuse = () => null) {
  let next = 1_000;
  globalThis.fetch = async (address, { method, body }) => {
    const url = new URL(address);
    const verb = url.searchParams.get("_method") ?? method;
    const refused = refuse(verb, url);
    if (refused !== null) return refused;
    if (verb === "GET") {
      const page = Number(url.searchParams.get("page"));
      return Response.json(webhooks.slice((page - 1) * 100, page * 100));
    }
    if (verb === "DELETE") {
      const place = webhooks.findIndex(({ id }) => url.pathname.endsWith(`/${id}`));
      if (place < 0) return Response.json({ code: "invalid" }, { status: 404 });
      return Response.json(webhooks.splice(place, 1)[0]);
    }
    next += 1;
    webhooks.push({ ...JSON.parse(body), id: next });
    return Response.json({ id: next }, { status: 201 });
  };
  return webhooks;
}
const webhook = (id, more = {}) => ({
  id,
  topic: "order.updated",
  status: "active",
  delivery_url: TO.url,
  ...more,
});

test("doubles and what goes to an address of before are removed, others' webhooks are not", async () => {
  const stranger = webhook(1, { delivery_url: "https://other.example/hook", status: "disabled" });
  const many = Array.from({ length: 120 }, (_, n) => ({ ...stranger, id: 2_000 + n }));
  const there = shopWith([
    ...many,
    webhook(2),
    webhook(3),
    webhook(4, { delivery_url: TO.url.replace("token-2", "token-1") }),
  ]);
  const { made, trouble } = await wooCommerceWebhooks("shop.example", KEYS).tend(TO);
  assert.equal(trouble, null);
  assert.ok(!made.includes("order.updated"));
  const ours = there.filter(({ delivery_url: url }) => url.startsWith("https://edge.example/"));
  assert.deepEqual(ours.map(({ topic }) => topic).sort(), [...TOPICS].sort());
  assert.equal(ours.find(({ topic }) => topic === "order.updated").id, 2);
  assert.equal(there.length - ours.length, 120);
  assert.equal(await wooCommerceWebhooks("shop.example", KEYS).removeAll(TO), null);
  assert.equal(there.length, 120);
});

test("a host that blocks deletions still gets its new webhook, and the trouble is named", async () => {
  const blocked = () => new Response("<h1>Not allowed</h1>", { status: 403 });
  const there = shopWith([webhook(2, { status: "disabled" })], (verb) =>
    verb === "DELETE" ? blocked() : null,
  );
  const { made, trouble } = await wooCommerceWebhooks("shop.example", KEYS).tend(TO);
  assert.equal(trouble, "blocked");
  assert.ok(made.includes("order.updated"));
  assert.ok(there.some(({ status, topic }) => status === "active" && topic === "order.updated"));
});
