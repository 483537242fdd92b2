/** The write key is public: what comes with it is limited by what it costs, and stops no other shop. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

let world;

before(async () => {
  world = await startWorld({ env: { EDGEWISE_CLIENT_ADDRESS_HEADER: "x-real-ip" } });
});
after(() => world.stop());

let run = 0;

/** A batch of one message each of a number of visitors, or of one. */
function batch(n, visitor) {
  run += 1;
  const at = new Date().toISOString();
  const message = (i) => ({
    type: "track",
    event: "Product Viewed",
    messageId: `r${run}-${i}`,
    anonymousId: visitor ?? `v${run}-${i}`,
    timestamp: at,
    properties: { product_id: "447" },
  });
  return JSON.stringify({ batch: Array.from({ length: n }, (_, i) => message(i)) });
}

async function send(shop, body, headers = {}) {
  const key = { "x-write-key": shop.write_key, ...headers };
  const response = await world.fetch("/v1/events", { method: "POST", body, headers: key });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

const count = async (shop) => (await world.api("GET", `${shop.api}/health`)).body.customers;

async function openShop() {
  const shop = await world.shop();
  const viewed = {
    id: "viewed",
    name: "Viewed",
    status: "live",
    trigger: { type: "performed", event: "product_viewed" },
    steps: [{ id: "tag", type: "add_tag", tag: "looked" }],
  };
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [viewed] }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return shop;
}

test("more messages than a body may hold are refused by name, and none of them is taken", async () => {
  const shop = await openShop();
  const small = Array.from(
    { length: 2_501 },
    (_, i) => `{"type":"page","anonymousId":"a","messageId":"${i}"}`,
  );
  const refused = await send(shop, `[${small.join(",")}]`);
  assert.deepEqual([refused.status, refused.body.error.code], [413, "too-many-messages"]);
  assert.match(refused.body.error.message, /2500 messages; this one holds 2501/);
  assert.equal(await count(shop), 0);
});

test("new visitors are limited for a key, and what is refused is refused whole", async () => {
  const shop = await openShop();
  const refused = await send(shop, batch(501));
  assert.deepEqual([refused.status, refused.body.error.code], [429, "too-many"]);
  assert.match(refused.body.error.message, /20 new visitors a second and 500 at once/);
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  assert.equal(await count(shop), 0);
  const taken = await send(shop, batch(40));
  assert.deepEqual([taken.status, taken.body.outcome], [200, "accepted"]);
  assert.equal(await count(shop), 40);
});

test("messages are counted, not calls", async () => {
  const shop = await openShop();
  const answers = await Promise.all([2_400, 1_300].map((n) => send(shop, batch(n, "one"))));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 429]);
  const refused = answers.find(({ status }) => status === 429);
  assert.match(refused.body.error.message, /200 messages a second and 2500 at once/);
});

test("bytes are counted before they are read", async () => {
  const shop = await openShop();
  const body = `{"batch":[],"x":"${"z".repeat(500_000)}"}`;
  // What is refused unread is answered while it is still being sent, and the connection ends.
  const sent = Array.from({ length: 30 }, () => send(shop, body).catch(() => null));
  const answers = await Promise.all(sent);
  // It holds nothing, so what is read is refused as such.
  const read = answers.filter((answer) => answer?.status === 400);
  assert.ok(read.length >= 3 && read.length <= 25, `${read.length} were read`);
  const refused = answers.find((answer) => answer?.status === 429);
  assert.match(refused.body.error.message, /1 MB a second and 5 MB at once/);
});

test("an address that a trusted proxy passes has limits of its own", async () => {
  const shop = await openShop();
  const from = (address, n) => send(shop, batch(n), { "x-real-ip": address });
  const refused = await from("203.0.113.7", 101);
  assert.equal(refused.status, 429);
  assert.match(refused.body.error.message, /an address may bring/);
  assert.equal((await from("203.0.113.7", 100)).status, 200);
  assert.equal((await from("203.0.113.7", 60)).status, 429);
  assert.equal((await from("198.51.100.1, 203.0.113.7", 60)).status, 429, "what a sender adds");
  assert.equal((await from("203.0.113.8", 60)).status, 200);
});

test("while a shop decides a large batch another shop's webhooks are answered, and an end in between loses nothing", async () => {
  const [noisy, quiet] = [await openShop(), await openShop()];
  const body = batch(480);
  let isOver = false;
  const flood = send(noisy, body).finally(() => {
    isOver = true;
  });
  let between = 0;
  for (let id = 1; !isOver; id += 1) {
    await world.deliver(quiet, "customers/create", customer(id, `q${id}@people.example`));
    if (!isOver) between += 1;
  }
  assert.equal((await flood).status, 200);
  assert.ok(between >= 5, `${between} webhooks were answered meanwhile`);
  assert.equal(await count(noisy), 480);

  const other = await openShop();
  const cut = batch(480);
  const lost = send(other, cut).catch(() => null);
  for (let seen = 0; seen === 0; ) seen = await count(other);
  await world.kill();
  await lost;
  await world.start();
  const seen = await count(other);
  assert.ok(seen > 0 && seen < 480, `${seen} were decided`);
  const again = await send(other, cut);
  assert.deepEqual([again.status, again.body.outcome], [200, "accepted"]);
  assert.equal(await count(other), 480);
  assert.equal((await send(other, cut)).body.outcome, "duplicate");
});
