/**
 * A visitor nobody knows and of whom nothing is asked is no customer; what they did counts all the same
 * once they are known, or something asks for it.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

let world;

before(async () => {
  world = await startWorld();
});
after(() => world.stop());

const looked = {
  id: "looked-twice",
  name: "Looked twice",
  condition: { type: "performed", event: "product_viewed", is: "at_least", count: 2 },
};

/** Starts with whoever looks at a product. */
const started = {
  id: "looking",
  name: "Looking",
  status: "live",
  trigger: { type: "performed", event: "product_viewed" },
  steps: [{ id: "tag", type: "add_tag", tag: "looking" }],
};

async function save(shop, more = {}) {
  const saved = await world.api("PUT", `${shop.api}/config`, recovery(more));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
}

let serial = 0;
async function send(shop, ...calls) {
  const batch = calls.map((call) => {
    serial += 1;
    return { messageId: `m${serial}`, timestamp: new Date().toISOString(), ...call };
  });
  const response = await world.fetch("/v1/events", {
    method: "POST",
    body: JSON.stringify({ batch }),
    headers: { "x-write-key": shop.write_key },
  });
  assert.equal(response.status, 200);
  return (await response.json()).outcome;
}

const view = (visitor, product = "447") => ({
  type: "track",
  event: "Product Viewed",
  anonymousId: visitor,
  properties: { product_id: product, name: "Glazed bowl" },
});
const page = (visitor) => ({
  type: "page",
  anonymousId: visitor,
  properties: { url: "https://mira-ceramics.example/" },
});
const identify = (visitor, email) => ({
  type: "identify",
  anonymousId: visitor,
  traits: { email },
});

const count = async (shop) => (await world.api("GET", `${shop.api}/health`)).body.customers;
const members = async (shop) => {
  await world.advance(shop, 0);
  return (await world.api("GET", `${shop.api}/segments/looked-twice`)).body.members;
};

/** What a customer's story says happened, the oldest first. */
async function story(shop, email) {
  const { customer } = await world.customer(shop, email);
  const { body } = await world.api("GET", `${shop.api}/customers/${customer}/timeline?limit=100`);
  const kinds = ({ input }) => (input.events ?? []).map(({ kind }) => kind.type);
  return body.moments.reverse().flatMap(kinds);
}

test("visitors who only look around are no customers, and are known with all they did", async () => {
  const shop = await world.shop();
  await save(shop);
  for (let n = 0; n < 20; n += 1)
    await send(shop, page(`a${n}`), view(`a${n}`), view(`a${n}`, "9"));
  assert.equal(await count(shop), 0);
  assert.equal(await send(shop, identify("a3", "anna@people.example")), "accepted");
  assert.equal(await count(shop), 1);
  assert.deepEqual(await story(shop, "anna@people.example"), [
    "page_viewed",
    "product_viewed",
    "product_viewed",
    "customer_identified",
  ]);
});

test("the same bodies again change nothing, waiting or taken in", async () => {
  const shop = await world.shop();
  await save(shop);
  const call = { ...view("b"), messageId: "same", timestamp: "2026-11-20T09:00:00Z" };
  assert.equal(await send(shop, call), "accepted");
  assert.equal(await send(shop, call), "duplicate");
  await send(shop, identify("b", "ben@people.example"));
  assert.equal(await send(shop, call), "duplicate");
  const seen = (await story(shop, "ben@people.example")).filter(
    (kind) => kind === "product_viewed",
  );
  assert.equal(seen.length, 1);
});

test("with one more than may wait a visitor is a customer, and nothing is left out", async () => {
  const shop = await world.shop();
  await save(shop);
  await send(shop, ...Array.from({ length: 50 }, () => view("c")));
  assert.equal(await count(shop), 0);
  await send(shop, view("c"));
  assert.equal(await count(shop), 1);
  await save(shop, { segments: [{ ...looked, condition: { ...looked.condition, count: 51 } }] });
  assert.equal(await members(shop), 1);
});

test("no count depends on whether events waited", async () => {
  const plans = [{}, { segments: [looked] }, { segments: [looked], workflows: [started] }];
  const shops = [];
  for (const first of [0, 1, 2]) {
    const shop = await world.shop();
    await save(shop, plans[first]);
    shops.push(shop);
  }
  for (const shop of shops) {
    for (let n = 0; n < 6; n += 1) await send(shop, page(`d${n}`), view(`d${n}`));
    for (let n = 0; n < 4; n += 1) await send(shop, view(`d${n}`));
    await send(shop, identify("d0", "dora@people.example"));
  }
  assert.equal(await count(shops[0]), 1, "the others wait");
  assert.deepEqual([await count(shops[1]), await count(shops[2])], [6, 6]);
  for (const shop of shops) await save(shop, plans[1]);
  for (const shop of shops) {
    assert.equal(await members(shop), 4);
    assert.equal(await count(shop), 6);
  }
  // What happened before a workflow went live starts nothing, whether it waited or not.
  for (const shop of [shops[0], shops[1]]) {
    await save(shop, plans[2]);
    const { body } = await world.api("GET", `${shop.api}/operations`);
    assert.equal(body.sums.entered, 0);
    await send(shop, view("d5"));
    const then = await world.api("GET", `${shop.api}/operations`);
    assert.equal(then.body.sums.entered, 1);
  }
});

test("a draft's audience knows all visitors", async () => {
  const shop = await world.shop();
  await save(shop);
  await send(shop, view("e1"), view("e2"));
  assert.equal(await count(shop), 0);
  const audience = await world.fetch(`${shop.api}/segment-preview`, {
    headers: { authorization: `Bearer ${world.adminKey}` },
  });
  assert.equal(audience.status, 200);
  assert.equal(await count(shop), 2);
});

test("what waits is sealed, survives the process, and is gone after 30 days", async () => {
  const shop = await world.shop();
  await save(shop);
  await send(shop, view("f1"), view("f2"));
  await world.kill();
  await world.start();
  await send(shop, identify("f1", "fay@people.example"));
  assert.ok((await story(shop, "fay@people.example")).includes("product_viewed"));
  await world.advance(shop, 31 * 24 * 3_600_000);
  await send(shop, identify("f2", "fred@people.example"));
  assert.deepEqual(await story(shop, "fred@people.example"), ["customer_identified"]);
});
