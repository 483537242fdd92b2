/**
 * One customer with a long life, and a whole shop: exported, read and erased a little at a time, with
 * everybody else answered meanwhile, and finished after a kill. `test:long` runs the sizes at which one call
 * used to last 15 seconds and longer.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

const LONG = process.env.EDGEWISE_LONG === "1";
const MOMENTS = LONG ? 100_000 : 3_000;
const PEOPLE = LONG ? 11_000 : 600;
/** The longest that anybody else waits while it goes on, in milliseconds. */
const PATIENCE = 400;

let world;
let shop;
let giant;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  await many(MOMENTS, (index) =>
    world.deliver(
      shop,
      "customers/update",
      customer(1, "giant@people.example", {
        note: `${index}`,
        tags: `tag-${index % 7}, n-${index}`,
      }),
    ),
  );
  giant = (await world.customer(shop, "giant@people.example")).customer;
});
after(() => world.stop());

async function many(count, act) {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await act(next);
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}

/** Does something, and says how long somebody else had to wait at most meanwhile. */
async function beside(act) {
  let [longest, over] = [0, false];
  const others = (async () => {
    while (!over) {
      const from = performance.now();
      await (await world.fetch("/healthz")).text();
      longest = Math.max(longest, performance.now() - from);
    }
  })();
  const result = await act();
  over = true;
  await others;
  return { result, longest };
}

const authorized = { headers: { authorization: "Bearer an-admin-key-for-tests" } };
const erasing = async () => (await world.api("GET", `${shop.api}/privacy-requests`)).body.erasing;

test("an export holds every moment, whatever their number", async (t) => {
  const { result: chunks, longest } = await beside(async () => {
    const response = await world.fetch(`${shop.api}/customers/${giant}/export`, authorized);
    assert.equal(response.status, 200);
    const parts = [];
    for await (const part of response.body) parts.push(part);
    return parts;
  });
  const result = JSON.parse(Buffer.concat(chunks).toString());
  assert.equal(result.journal.length, MOMENTS);
  assert.equal(new Set(result.journal.map(({ id }) => id)).size, MOMENTS);
  assert.ok(Array.isArray(result.outbox));
  t.diagnostic(`somebody else waited ${Math.round(longest)} ms at most`);
  assert.ok(longest < PATIENCE, `somebody waited ${longest} ms`);
});

test("the shop's history comes in pages of a bounded size", async (t) => {
  const { longest } = await beside(async () => {
    let lines = 0;
    for (let next = ""; next !== null; ) {
      const response = await world.fetch(`${shop.api}/history?after=${next}`, authorized);
      lines += (await response.text()).split("\n").length - 1;
      next = response.headers.get("edgewise-next");
    }
    assert.equal(lines, 1);
  });
  t.diagnostic(`somebody else waited ${Math.round(longest)} ms at most`);
  assert.ok(longest < (LONG ? 2_000 : PATIENCE * 2), `somebody waited ${longest} ms`);
});

test("an erasure is answered at once, cleans up in turns, and survives a kill", async (t) => {
  const { longest } = await beside(async () => {
    const from = performance.now();
    const gone = await world.api("DELETE", `${shop.api}/customers/${giant}`);
    assert.equal(gone.status, 204);
    assert.ok(performance.now() - from < PATIENCE);
  });
  t.diagnostic(`somebody else waited ${Math.round(longest)} ms at most`);
  assert.ok(longest < PATIENCE, `somebody waited ${longest} ms`);
  assert.equal((await world.api("GET", `${shop.api}/customers/${giant}`)).status, 404);
  await world.kill();
  await world.start();
  const seconds = LONG ? 120 : 20;
  await until(async () => (await erasing()).people === 0, { seconds, what: "cleaning up" });
  const again = await world.deliver(
    shop,
    "customers/update",
    customer(1, "giant@people.example", { note: "1", tags: "tag-1, n-1" }),
  );
  assert.equal(again.outcome, "duplicate");
});

test("moving everybody to what was saved goes by turns and is shown while it does", async (t) => {
  await many(PEOPLE, (index) =>
    world.deliver(shop, "customers/create", customer(10 + index, `p-${index}@people.example`)),
  );
  const [cart] = recovery().workflows;
  const workflows = Array.from({ length: 40 }, (_, index) => ({
    ...cart,
    id: `cart-${index}`,
    name: `Cart ${index}`,
  }));
  const moving = async () =>
    (await world.api("GET", `${shop.api}/operations`)).body.background.moving_to_plan;
  const { result: seen, longest } = await beside(async () => {
    const saved = await world.api("PUT", `${shop.api}/config`, recovery({ workflows }));
    assert.equal(saved.status, 200);
    const progress = await moving();
    await until(async () => (await moving()) === null, { seconds: 300, what: "moving" });
    return progress;
  });
  assert.ok(seen.of >= PEOPLE && seen.done < seen.of, JSON.stringify(seen));
  t.diagnostic(`somebody else waited ${Math.round(longest)} ms at most`);
  assert.ok(longest < PATIENCE, `somebody waited ${longest} ms`);
});

test("a whole shop is unreadable at once, and removed in turns, also over a kill", async (t) => {
  const request = { shop_id: 1, shop_domain: shop.domain };
  await world.deliver(shop, "shop/redact", request);
  const { body } = await world.api("GET", `${shop.api}/questions`);
  const { name } = body.questions.find(({ about }) => about === "shop-data");
  const said = await world.api("POST", `${shop.api}/questions/answer`, { name, answer: "true" });
  assert.equal(said.status, 200, JSON.stringify(said.body));
  // A week goes by, in which it could have been stopped.
  const { longest } = await beside(() => world.advance(shop, 7 * 24 * 3_600_000 + 1_000));
  t.diagnostic(`somebody else waited ${Math.round(longest)} ms at most`);
  assert.ok(longest < PATIENCE, `somebody waited ${longest} ms`);
  const list = await world.api("GET", `${shop.api}/customers?limit=200`);
  assert.deepEqual([list.status, list.body.customers], [200, []]);
  await world.kill();
  await world.start();
  const seconds = LONG ? 300 : 20;
  await until(async () => (await erasing()).shop === null, { seconds, what: "removing them" });
  assert.equal((await world.api("GET", `${shop.api}/customers`)).body.total, 0);
  // Who comes afterwards is a customer like any other.
  await world.deliver(shop, "customers/create", customer(99_999, "new@people.example"));
  assert.notEqual(await world.customer(shop, "new@people.example"), null);
});
