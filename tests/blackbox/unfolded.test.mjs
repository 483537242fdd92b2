/**
 * A customer's row may be older than their journal, and nobody can tell: whatever is decided is decided
 * from all that came before, also where the process ended between a journal row and the state.
 *
 * A shop lives through carts, orders and changes while its process is killed again and again. Then every
 * decision of every customer is made once more, from nothing, and must come out as it was written: so
 * none was made from a state that was behind. The same shop with states written at once must pass as well.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "../../pkg/entry/node.js";
import { checkout, customer, order } from "./bodies.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { formOf } from "./state-hash.mjs";
import { wooOrder } from "./woo-bodies.mjs";
import { startWorld } from "./world.mjs";

const PEOPLE = 6;
const ROUNDS = 8;
const SPENT = {
  type: "spend",
  is: "more_than",
  amount: "50.00",
  window: { last: { amount: 1, unit: "months" } },
};
const env = { LOG_LEVEL: "debug" };

const emailOf = (person) => `behind-${person}@people.example`;
const iso = (offset) => new Date(Date.now() + offset).toISOString();

/** What somebody does in a round: a webhook's topic and its body. */
function deed(person, round, serial) {
  const at = iso(serial * 10);
  const about = {
    id: 4_400 + person,
    email: emailOf(person),
    first_name: `Name ${serial}`,
    last_name: "Zoë €",
  };
  const times = { created_at: at, updated_at: at };
  if (round % 4 === 2 && person % 2 === 0) {
    return [
      "checkouts/create",
      checkout(`behind${person}00${round}`, about.email, { ...times, customer: about }),
    ];
  }
  if (round % 4 === 3 && person % 3 === 0) {
    const more = { ...times, processed_at: at, customer: about };
    return ["orders/create", order(70_000 + serial, about.email, more)];
  }
  return ["customers/update", customer(about.id, about.email, { ...about, ...times })];
}

async function live(world, shop, kill, nextWorker) {
  let serial = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const sent = [];
    for (let person = 0; person < PEOPLE; person += 1) {
      for (let again = 0; again < 3; again += 1) {
        serial += 1;
        sent.push(deed(person, round, serial));
      }
    }
    for (const [topic, body] of sent) await world.deliver(shop, topic, body);
    if (kill) {
      await world.kill();
      await nextWorker?.(round);
      await world.start();
      // What was acknowledged is known after it, by its name and to its customer.
      const [topic, body] = sent.at(-1);
      assert.equal((await world.deliver(shop, topic, body)).outcome, "duplicate");
    }
    if (round % 3 === 1) await world.advance(shop, HOUR);
  }
}

/** Makes every decision again, from nothing. */
async function check(world, shop) {
  const engine = openEngine();
  const plans = new Map();
  let [decisions, asJson] = [0, 0];
  for (let person = 0; person < PEOPLE; person += 1) {
    const { customer: id } = await world.customer(shop, emailOf(person));
    const { body } = await world.api("GET", `${shop.api}/customers/${id}/export`);
    let state = "";
    for (const moment of body.journal.reverse()) {
      if (!plans.has(moment.plan)) {
        const authorization = `Bearer ${world.adminKey}`;
        const config = await world.fetch(`${shop.api}/plans/${moment.plan}`, {
          headers: { authorization },
        });
        plans.set(moment.plan, engine.load(await config.text()).plan);
      }
      const again = engine.transition(moment.plan, state, moment.input, moment.now);
      assert.deepEqual(again.summary, moment.summary);
      state = again.state;
      const form = formOf(engine, state, moment.state_hash);
      assert.notEqual(form, null);
      decisions += 1;
      if (form === "json") asJson += 1;
    }
    assert.deepEqual(
      body.state,
      JSON.parse(state),
      "the state that is shown is the journal's fold",
    );
    assert.equal(body.decisions, body.journal.length);
  }
  return { decisions, asJson };
}

const rowsOf = async (world, shop) =>
  (await world.api("GET", `${shop.api}/health`)).body.rows_written;

async function shopIn(world) {
  const shop = await world.shop();
  const segments = [{ id: "spenders", name: "Spenders", condition: SPENT }];
  const saved = await world.api("PUT", `${shop.api}/config`, { ...recovery(), segments });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  await world.advance(shop, 0);
  return shop;
}

/** The release before reads what this one packs, and writes JSON. */
const backAndForth = (world) => (round) => world.replaceWorker({ packed: round % 3 === 2 });

for (const [name, options, kill, workers] of [
  ["a shop that is killed again and again", { env }, true],
  ["a shop that goes back to the release before, and forth", { env }, true, backAndForth],
  ["a shop that lives on", { env }, false],
  ["a shop whose states are written at once", { env, mostUnfolded: 0 }, false],
]) {
  test(`${name} decides everything from all that came before`, async (t) => {
    const world = await startWorld(options);
    try {
      const shop = await shopIn(world);
      await live(world, shop, kill, workers?.(world));
      const { decisions, asJson } = await check(world, shop);
      const again = [...world.log.matchAll(/"decided-again","decisions":(\d+)/g)];
      const made = again.reduce((sum, [, n]) => sum + Number(n), 0);
      t.diagnostic(`${decisions} decisions, ${made} of them made again`);
      assert.doesNotMatch(world.log, /folded-otherwise/);
      assert.equal(made >= 50, kill, "the premise");
      const inBoth = asJson >= 20 && decisions - asJson >= 20;
      assert.equal(inBoth, workers !== undefined, `${asJson} of ${decisions} stored as JSON`);
    } finally {
      await world.stop();
    }
  });
}

test("after a kill, at most 256 decisions of a customer are made again", async (t) => {
  const world = await startWorld({ env });
  try {
    const shop = await shopIn(world);
    const before = await rowsOf(world, shop);
    const update = (serial) => deed(1, 0, serial)[1];
    for (let serial = 1; serial <= 300; serial += 1) {
      await world.deliver(shop, "customers/update", update(serial));
    }
    t.diagnostic(`${(((await rowsOf(world, shop)) - before) / 300).toFixed(2)} rows an event`);
    await world.kill();
    await world.start();
    const begun = performance.now();
    await checkOne(world, shop);
    const [, n, ms] = /"decided-again","decisions":(\d+),"ms":(\d+)/.exec(world.log);
    t.diagnostic(
      `${n} decisions in ${ms} ms, ${(performance.now() - begun).toFixed(0)} ms with the answer`,
    );
    assert.ok(Number(n) > 0 && Number(n) <= 256);
  } finally {
    await world.stop();
  }
});

async function checkOne(world, shop) {
  const { customer: id } = await world.customer(shop, emailOf(1));
  const { body } = await world.api("GET", `${shop.api}/customers/${id}`);
  assert.equal(body.decisions, 300);
  assert.equal(body.name, "Name 300 Zoë €");
}

test("a journal that is rewritten for an anonymized order is folded before", async () => {
  const world = await startWorld({ env });
  try {
    const shop = await world.shop({ platform: "woocommerce" });
    const email = "two-orders@people.example";
    const [created, modified] = [iso(1_000), iso(60_000)];
    const told = (topic, id, more) =>
      world.deliverTo(shop, topic, wooOrder(id, { email, created, modified, ...more }));
    for (const id of [1, 2]) await told("order.created", id);
    for (const minute of [2, 3]) await told("order.updated", 1, { modified: iso(minute * 60_000) });
    const billing = { first_name: "[deleted]", last_name: "[deleted]", phone: "000 0000000" };
    const gone = { email: "deleted@site.invalid", modified: iso(540_000) };
    const body = wooOrder(1, { created, billing: { ...billing, email: gone.email }, ...gone });
    const meta_data = [{ id: 1, key: "_anonymized", value: "yes" }];
    const answer = await world.deliverTo(shop, "order.updated", { ...body, meta_data });
    assert.equal(answer.outcome, "accepted");
    const { customer: id } = await world.customer(shop, email);
    const stateOf = async () => (await world.api("GET", `${shop.api}/customers/${id}`)).body.state;
    const before = await stateOf();
    await world.kill();
    await world.start();
    assert.deepEqual(await stateOf(), before);
    assert.doesNotMatch(world.log, /folded-otherwise/);
    const { body: story } = await world.api("GET", `${shop.api}/customers/${id}/timeline`);
    assert.ok(
      story.moments.some(({ redacted }) => redacted),
      "the premise",
    );
  } finally {
    await world.stop();
  }
});

test("a backup and an erasure see what the journal says", async () => {
  const world = await startWorld({ env });
  try {
    const shop = await shopIn(world);
    for (let serial = 1; serial <= 5; serial += 1) {
      await world.deliver(shop, "customers/update", deed(2, 0, serial)[1]);
    }
    await world.kill();
    await world.start();
    const { customer: id } = await world.customer(shop, emailOf(2));
    await world.kill();
    await world.start();
    const headers = { authorization: `Bearer ${world.adminKey}` };
    const copy = await (await world.fetch(`${shop.api}/backup`, { headers })).text();
    const [first, ...rest] = copy
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const rows = (table) =>
      rest
        .filter((line) => Array.isArray(line) && line[0] === table)
        .map(([, ...values]) =>
          Object.fromEntries(first.tables[table].map((column, place) => [column, values[place]])),
        );
    const places = rows("log").filter((row) => row.customer === id);
    assert.equal(places.length, 5);
    const row = rows("customer").find((one) => one.id === id);
    assert.equal(row.head, String(Math.max(...places.map(({ place }) => place))));
    assert.equal((await world.api("DELETE", `${shop.api}/customers/${id}`)).status, 204);
    await world.kill();
    await world.start();
    assert.equal(await world.customer(shop, emailOf(2)), null);
    const again = await world.deliver(shop, "customers/update", deed(2, 0, 5)[1]);
    assert.notEqual(again.outcome, "dead-letter");
  } finally {
    await world.stop();
  }
});
