// The audience of a page: loaded once, asked at each keystroke, gone after a trap.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "../../pkg/entry/node.js";

const config = JSON.stringify({
  format: 1,
  shop: { id: "shop", name: "Shop", currency: "EUR", time_zone: "Europe/Berlin" },
  segments: [
    {
      id: "german",
      name: "German",
      condition: { type: "attribute", name: "country", is: "equals", value: "DE" },
    },
  ],
});

/** A customer as the engine stores them, after signing up and perhaps ordering. */
function stored(engine, plan, customer, country, spent) {
  const at = Date.UTC(2026, 0, 10);
  const event = (kind) => ({
    fact_key: `${customer}:${kind.type}`,
    occurred_at: at,
    received_at: at,
    source: "shopify",
    kind,
  });
  const order = {
    order_id: `shopify:${customer}`,
    placed_at: at,
    paid_at: at,
    total: { minor: spent, currency: "EUR" },
  };
  const events = [
    event({ type: "customer_created", profile: { country } }),
    ...(spent > 0 ? [event({ type: "order_completed", order })] : []),
  ];
  return engine.transition(plan, "", { type: "events", customer, events }, at).state;
}

test("an audience is asked for what a draft would hold", async () => {
  const engine = await openEngine();
  const { plan } = engine.load(config);
  const states = [
    stored(engine, plan, "anna", "DE", 50_001),
    stored(engine, plan, "ben", "FR", 50_000),
    stored(engine, plan, "cleo", "DE", 0),
  ];
  assert.equal(engine.addCustomers(states.join("\n")), 3);
  // The same customer again is no other customer.
  assert.equal(engine.addCustomers(states[0]), 3);

  const draft = { type: "spend", is: "more_than", amount: "500.00" };
  const question = { now: Date.UTC(2026, 1, 1), sample: 10, beside: "german", why: "ben" };
  const answer = engine.previewSegment(plan, draft, question);
  assert.deepEqual(answer.diagnostics, []);
  assert.equal(answer.sentence, "has spent more than €500.00");
  assert.deepEqual(answer.preview.sample, ["anna"]);
  assert.equal(answer.preview.asked, 3);
  assert.equal(answer.preview.count, 1);
  assert.deepEqual(answer.preview.beside, { other: 2, both: 1 });
  assert.deepEqual(answer.preview.why, {
    member: false,
    until: null,
    saw: [{ condition: "has spent more than €500.00", value: "€500.00", matched: false }],
  });

  // What is wrong with a draft is said with its place and a way out, and nobody is counted.
  const broken = engine.previewSegment(plan, { type: "spent", is: "more_than" }, question);
  assert.equal(broken.preview, null);
  assert.equal(broken.diagnostics[0].path, "type");
  assert.match(broken.diagnostics[0].help, /spend/);

  // The same customers as a snapshot: far fewer bytes, the same answer.
  engine.clearCustomers();
  const snapshot = engine.snapshot(states.join("\n"));
  assert.ok(snapshot.length < states.join("\n").length / 3);
  assert.equal(engine.loadCustomers(snapshot), 3);
  assert.deepEqual(engine.previewSegment(plan, draft, question), answer);
  const cut = snapshot.slice(0, -1);
  assert.throws(() => engine.loadCustomers(cut), { code: "bad-snapshot", path: "snapshot" });

  engine.clearCustomers();
  assert.equal(engine.previewSegment(plan, draft, question).preview.asked, 0);
  assert.throws(() => engine.addCustomers("{"), { code: "bad-state", path: "states[0]" });
});

test("an audience says who leaves next, and how its buyers are spread", async () => {
  const engine = await openEngine();
  const { plan } = engine.load(config);
  const states = ["anna", "ben"].map((name, place) =>
    stored(engine, plan, name, "DE", place * 10_000),
  );
  // Two pages, each with its own answer.
  for (const state of states) engine.loadCustomers(engine.snapshot(state));
  const lately = {
    type: "order_count",
    is: "at_least",
    count: 1,
    window: { last: { amount: 30, unit: "days" } },
  };
  const now = Date.UTC(2026, 0, 20);
  const question = { now, until: now + 90 * 86_400_000, most: 20 };
  const pages = [0, 1, 2].map((page) => engine.segmentChanges(plan, lately, { ...question, page }));
  const leaves = { at: Date.UTC(2026, 1, 9), customer: "ben", enters: false };
  assert.deepEqual(pages, [
    { pages: 2, list: [] },
    { pages: 2, list: [leaves] },
    { pages: 2, list: [] },
  ]);
  assert.equal(engine.segmentChanges(plan, { type: "spent" }, { ...question, page: 0 }), null);
  assert.deepEqual(engine.rfmGrid(plan), { buyers: 1, cuts: null, cells: [] });
});
