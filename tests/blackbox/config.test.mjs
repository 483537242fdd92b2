/** Saving configurations: what is wrong comes back whole, what is right goes live and is kept. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer } from "./bodies.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
});
after(() => world.stop());

const save = (config) => world.api("PUT", `${shop.api}/config`, config);

test("what the merchant saved comes back as it was written", async () => {
  const written = recovery();
  assert.equal((await save(written)).status, 200);
  const { body } = await world.api("GET", `${shop.api}/config`);
  assert.deepEqual(body.config, written);
});

test("a changed workflow gets the next revision, an untouched one keeps its own", async () => {
  const written = recovery();
  const { body: before } = await save(written);
  const [{ revision }] = before.workflows;
  written.messages["cart-hour-1"].subject = "Another subject";
  assert.equal((await save(written)).body.workflows[0].revision, revision);
  written.workflows[0].priority = 71;
  const { body: after } = await save(written);
  assert.equal(after.workflows[0].revision, revision + 1);
  assert.equal((await save(written)).body.changed, false, "saving the same again changes nothing");
  const plan = (await world.api("GET", `${shop.api}/plans/${after.plan}`)).body;
  assert.deepEqual(
    plan.retired.map((old) => old.revision),
    [revision],
  );
});

test("every mistake comes back at once with code, path, message and help, and nothing changes", async () => {
  const { body: live } = await world.api("GET", `${shop.api}/config`);
  const wrong = recovery();
  wrong.shop.currency = "gold";
  wrong.workflows[0].steps[0].message = "no-such-message";
  wrong.surprise = true;
  const { status, body } = await save(wrong);
  assert.equal(status, 422);
  assert.ok(body.diagnostics.length >= 2, JSON.stringify(body.diagnostics));
  for (const { code, path, message, help } of body.diagnostics) {
    assert.match(code, /^[a-z-]+$/);
    assert.ok([path, message, help].every((text) => typeof text === "string"));
  }
  assert.equal((await world.api("GET", `${shop.api}/config`)).body.plan, live.plan);
});

test("a message whose Liquid is broken is refused by name", async () => {
  const wrong = recovery();
  wrong.messages["cart-hour-24"].html = "<p>{% if customer %}</p>";
  const { status, body } = await save(wrong);
  assert.equal(status, 422);
  assert.deepEqual(
    body.diagnostics.map(({ code, path }) => [code, path]),
    [["broken-liquid", 'messages["cart-hour-24"].html']],
  );
});

test("hostile texts are refused quickly, never an error of ours", async () => {
  const deep = (times) => `${'{"a":'.repeat(times)}1${"}".repeat(times)}`;
  const texts = [
    "",
    "{",
    "[]",
    "null",
    deep(100),
    deep(20_000),
    '{"format":1,"format":2}',
    '{"format":1e999}',
    '{"format":9007199254740993}',
    '{"format":"\\ud800"}',
    '{"format":1,"shop":{"name":"\\u0000"}}',
  ];
  for (const text of texts) {
    const from = performance.now();
    const { status } = await save(text);
    assert.equal(status, 422, text.slice(0, 40));
    assert.ok(performance.now() - from < 1_000);
  }
  assert.equal((await save("x".repeat(600 * 1024))).status, 413);
});

test("customers are moved to a new plan, and their journal says so", async () => {
  await world.deliver(shop, "customers/create", customer(32_000, "moved@people.example"));
  const written = recovery();
  written.workflows[0].priority = 12;
  await save(written);
  await world.advance(shop, 0);
  const line = await world.customer(shop, "moved@people.example");
  const { body } = await world.api("GET", `${shop.api}/customers/${line.customer}/timeline`);
  assert.equal(body.moments[0].kind, "plan_changed");
});

test("a workflow that goes live begins with what happens from then on, also after a pause", async () => {
  const fresh = await world.shop();
  const put = (status) => {
    const config = recovery();
    config.workflows[0].status = status;
    return world.api("PUT", `${fresh.api}/config`, config);
  };
  const fill = async (token) => {
    const { now } = await world.advance(fresh, 0);
    const at = new Date(now).toISOString();
    const times = { created_at: at, updated_at: at };
    const email = `${token}@people.example`;
    const who = { id: 88_000 + Number(token.slice(-1)), email };
    await world.deliver(fresh, "customers/create", customer(who.id, email, times));
    const cart = checkout(token, email, { ...times, customer: who });
    await world.deliver(fresh, "checkouts/create", cart);
  };
  const entered = async (token) => {
    const { customer: id } = await world.customer(fresh, `${token}@people.example`);
    const { body } = await world.api("GET", `${fresh.api}/customers/${id}`);
    return body.outbox.length > 0;
  };
  await put("draft");
  await fill("early0001");
  await world.advance(fresh, 1_000);
  await put("live");
  await fill("after0002");
  await world.advance(fresh, 2 * HOUR);
  assert.deepEqual([await entered("early0001"), await entered("after0002")], [false, true]);
  await put("paused");
  await fill("pause0003");
  await world.advance(fresh, 1_000);
  await put("live");
  await fill("again0004");
  await world.advance(fresh, 2 * HOUR);
  assert.deepEqual([await entered("pause0003"), await entered("again0004")], [false, true]);
});
