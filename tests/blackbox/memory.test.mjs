/** Large bodies, many at once: what the process holds of them is bounded for all senders together. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { about, promise } from "../promises/record.mjs";
import { APP, sign, startWorld } from "./world.mjs";

const shown = promise(18, "large");

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
});
after(() => world.stop());

const MEGABYTE = 1024 * 1024;

/** Begins to measure the most memory anew. */
const fresh = () => writeFileSync(`/proc/${world.pid}/clear_refs`, "5");

/** The process's resident memory and the most it was since, in megabytes; these are Linux's files. */
function memory() {
  const status = readFileSync(`/proc/${world.pid}/status`, "utf8");
  const of = (name) => Number(status.match(new RegExp(`${name}:\\s+(\\d+) kB`))[1]) / 1024;
  return { now: of("VmRSS"), most: of("VmHWM") };
}

const padded = (bytes) =>
  `${JSON.stringify(customer(1, "a@b.example")).slice(0, -1)},"x":"${"y".repeat(bytes - 700)}"}`;

test("the compliance address refuses large bodies unread, and unsigned ones unparsed", async () => {
  const before = memory().now;
  const bomb = `{"a":[${"{},".repeat(600_000)}{}]}`;
  const send = (body) =>
    world.fetch("/webhooks/shopify/compliance", {
      method: "POST",
      body,
      headers: {
        "x-shopify-topic": "shop/redact",
        "x-shopify-shop-domain": shop.domain,
        "x-shopify-hmac-sha256": sign("no", "body"),
      },
    });
  const large = await Promise.all(Array.from({ length: 32 }, () => send(bomb).catch(() => null)));
  for (const answer of large) assert.ok(answer === null || answer.status === 413);
  const small = `{"a":[${"{},".repeat(80_000)}{}]}`;
  const unsigned = await Promise.all(Array.from({ length: 64 }, () => send(small)));
  for (const answer of unsigned) assert.equal(answer.status, 401);
  const grown = memory().most - before;
  console.log(`compliance: ${grown.toFixed(1)} MB more at most`);
  assert.ok(grown <= 16, `${grown} MB`);
});

test("fifty bodies of 2 MB at once cost 16 MB at most, wherever they are sent", async () => {
  const path = new URL(shop.webhook_url).pathname;
  const events = (body) => ({
    path: "/v1/events",
    body,
    headers: { "x-write-key": shop.write_key },
  });
  const webhook = (body) => ({
    path,
    body,
    headers: {
      "x-shopify-topic": "customers/update",
      "x-shopify-shop-domain": shop.domain,
      "x-shopify-hmac-sha256": sign(APP.secret, body),
    },
  });
  // What is refused unread is answered while it is still being sent, and the connection ends.
  const send = ({ path, body, headers }) =>
    world.fetch(path, { method: "POST", body, headers }).catch(() => ({ status: 503 }));
  const track = (n) =>
    `{"type":"track","event":"x","anonymousId":"m${n}","properties":{"x":"${"y".repeat(1000)}"}}`;
  const batch = `{"batch":[${Array.from({ length: 50 }, () => track(1)).join(",")}],"x":"${"z".repeat(400_000)}"}`;
  const kinds = [
    { ...webhook(padded(2 * MEGABYTE - 1000)), headers: {} },
    events(batch),
    webhook(padded(2 * MEGABYTE - 1000)),
  ];
  // The engine's memory and the platform's heap grow once to what such bodies need, and stay. A dozen are
  // more than are read at once; all fifty would take the shop's pace as long as what is measured.
  for (const kind of kinds) await Promise.all(Array.from({ length: 12 }, () => send(kind)));
  let worst = 0;
  for (const kind of kinds) {
    fresh();
    const before = memory().now;
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(kind)));
    for (const { status } of answers) assert.ok([200, 401, 429, 503].includes(status), `${status}`);
    const grown = memory().most - before;
    console.log(`${kind.path}: ${grown.toFixed(1)} MB more at most`);
    assert.ok(grown <= 16, `${grown} MB`);
    worst = Math.max(worst, grown);
  }
  shown(50, `at most ${about(Math.max(1, worst))} MB more`);
});
