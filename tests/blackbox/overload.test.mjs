/**
 * More webhooks than a shop's turns can decide: each is written down, acknowledged once that is durable,
 * and decided later in order, whatever happens to the process in between.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { recovery } from "./recovery-config.mjs";
import { about, promise } from "../promises/record.mjs";
import { startWorld, until } from "./world.mjs";

const shown = promise(33, "storm");

let world;

before(async () => {
  world = await startWorld();
});
after(() => world.stop());

const MANY = 900;
const STORM = 2_700;
const health = async (shop) => (await world.api("GET", `${shop.api}/health`)).body;

/** Sends many at once, over as many connections as it takes; how many were answered 200. */
async function storm(shop, bodies) {
  const send = async (body) => {
    try {
      const response = await world.webhook(shop, "customers/update", body);
      await response.text();
      return response.status;
    } catch {
      return 0;
    }
  };
  return Promise.all(bodies.map(send));
}

/** Updates of a few customers, of whom the last one counts. */
const updates = (n) =>
  Array.from({ length: n }, (_, i) => {
    const id = 1 + (i % 30);
    const at = new Date(Date.UTC(2026, 10, 1) + i * 1_000).toISOString();
    return customer(id, `c${id}@people.example`, { first_name: `Name ${i}`, updated_at: at });
  });

const names = async (shop) => {
  const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
  return body.customers.map(({ name }) => name.split(" ")[1]).sort((a, b) => a - b);
};

test("what there is no time for is acknowledged, survives the process, and is decided", async () => {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const bodies = updates(MANY);
  const sent = storm(shop, bodies);
  await until(async () => (await health(shop)).undecided > 0, { what: "undecided deliveries" });
  const statuses = await sent;
  assert.deepEqual([...new Set(statuses)], [200], "nothing was turned away");
  await world.kill();
  await world.start();
  await until(async () => (await health(shop)).undecided === 0, { seconds: 30, what: "the end" });
  const newest = Array.from({ length: 30 }, (_, i) => String(MANY - 30 + i));
  assert.deepEqual(await names(shop), newest);
  const { body } = await world.api("GET", `${shop.api}/dead-letters`);
  assert.deepEqual(body.dead_letters, []);
  assert.equal((await world.deliver(shop, "customers/update", bodies[7])).outcome, "duplicate");
});

test("webhooks keep their order", async () => {
  const shop = await world.shop();
  const sent = storm(shop, updates(MANY));
  await until(async () => (await health(shop)).undecided > 50, { what: "undecided deliveries" });
  let behind = 0;
  const steps = Array.from({ length: 12 }, (_, i) => `Step ${i}`);
  for (const name of steps) {
    const body = customer(700, "steps@people.example", { first_name: name });
    assert.equal((await world.deliver(shop, "customers/update", body)).outcome, "accepted");
    behind += Number((await health(shop)).undecided > 0);
  }
  assert.ok(behind > 0, "some waited behind the others");
  await sent;
  await until(async () => (await health(shop)).undecided === 0, { seconds: 30, what: "the end" });
  const { customer: id } = await world.customer(shop, "steps@people.example");
  const { body } = await world.api("GET", `${shop.api}/customers/${id}/timeline?limit=50`);
  const received = body.moments.flatMap(({ input }) =>
    (input.events ?? []).flatMap(({ kind }) => kind.profile?.first_name ?? []),
  );
  assert.deepEqual(received.reverse(), steps);
});

test("a killed process loses none that was acknowledged", async () => {
  const shop = await world.shop();
  const bodies = updates(MANY);
  const sent = storm(shop, bodies);
  await until(async () => (await health(shop)).undecided > 20, { what: "undecided deliveries" });
  await world.kill();
  const statuses = await sent;
  await world.start();
  const left = (await health(shop)).undecided;
  assert.ok(left > 0, "some were not decided yet");
  await until(async () => (await health(shop)).undecided === 0, { seconds: 30, what: "the end" });
  const missing = [];
  for (const [index, body] of bodies.entries()) {
    if (statuses[index] !== 200) continue;
    const { outcome } = await world.deliver(shop, "customers/update", body);
    if (outcome !== "duplicate") missing.push(index);
  }
  assert.deepEqual(missing, [], "acknowledged and lost");
});

test("far beyond capacity another shop is answered, events are refused, and it is over in seconds", async () => {
  const [noisy, quiet] = [await world.shop(), await world.shop()];
  await world.api("PUT", `${noisy.api}/config`, recovery());
  const memory = () => {
    const status = readFileSync(`/proc/${world.pid}/status`, "utf8");
    return Number(status.match(/VmRSS:\s+(\d+) kB/)[1]) / 1024;
  };
  const before = memory();
  let isOver = false;
  // More than are decided meanwhile, over as many connections as a busy store's servers have.
  const bodies = updates(STORM);
  const left = bodies.values();
  const sender = async () => {
    const statuses = [];
    for (const body of left) statuses.push(...(await storm(noisy, [body])));
    return statuses;
  };
  const sent = Promise.all(Array.from({ length: 400 }, sender)).finally(() => {
    isOver = true;
  });
  const event = async () => {
    const headers = { "x-write-key": noisy.write_key };
    const body = '{"type":"page","anonymousId":"v1","messageId":"m1"}';
    const answer = await world.fetch("/v1/events", { method: "POST", body, headers });
    await answer.arrayBuffer();
    return answer;
  };
  const waited = [];
  const asked = [];
  for (let id = 1; !isOver; id += 1) {
    const from = performance.now();
    await world.deliver(quiet, "customers/create", customer(id, `q${id}@people.example`));
    waited.push(performance.now() - from);
    // Not waited for: one that was taken in before it was too much must not hold up the next.
    asked.push(event());
  }
  const refusals = await Promise.all(asked);
  const from = performance.now();
  const statuses = (await sent).flat();
  assert.deepEqual([...new Set(statuses)], [200], "no webhook was turned away");
  await until(async () => (await health(noisy)).undecided === 0, { seconds: 30, what: "the end" });
  const over = performance.now() - from;
  const refused = refusals.filter(({ status }) => status === 503);
  assert.ok(refused.length > 0, refusals.map(({ status }) => status).join(" "));
  assert.ok(Number(refused[0].headers.get("retry-after")) > 0);
  const p99 = waited.sort((a, b) => a - b)[Math.floor(waited.length * 0.99)];
  const grown = memory() - before;
  assert.ok(p99 <= 1_000, `another shop waited ${p99} ms`);
  assert.ok(over <= 5_000, `over after ${over} ms`);
  assert.ok(grown <= 200, `${grown} MB more`);
  const newest = Array.from({ length: 30 }, (_, index) => String(STORM - 30 + index));
  assert.deepEqual(await names(noisy), newest, "every one was decided, in order");
  shown(
    STORM,
    `all acknowledged and decided; events refused; another shop's p99 ${about(p99)} ms; over after ${about(over / 1000)} s`,
  );
});
