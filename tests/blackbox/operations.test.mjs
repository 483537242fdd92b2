/** How the automation runs, in sums: each number is held to what was really done. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

let world;
let mail;
/** Addresses that the mail server does not take. */
const refused = new Set();

before(async () => {
  mail = await startMailServer({
    onRecipient: (address) =>
      refused.has(address)
        ? Object.assign(new Error("no such mailbox"), { responseCode: 550 })
        : null,
  });
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

let people = 0;
const agreed = { state: "subscribed", opt_in_level: "single_opt_in" };

async function signUp(shop) {
  people += 1;
  const id = 81_000 + people;
  const email = `o${people}@people.example`;
  const at = await timeOf(shop);
  const consent = { ...agreed, consent_updated_at: at };
  const times = { created_at: at, updated_at: at, email_marketing_consent: consent };
  await world.deliver(shop, "customers/create", customer(id, email, times));
  return { id, email };
}
const timeOf = async (shop) => new Date((await world.advance(shop, 0)).now).toISOString();
const who = ({ id, email }) => ({ id, email, first_name: "Mira", last_name: "Okafor" });

async function leavesCart(shop, person) {
  const at = await timeOf(shop);
  const body = checkout(`cart${person.id}`, person.email, {
    created_at: at,
    updated_at: at,
    customer: who(person),
  });
  await world.deliver(shop, "checkouts/create", body);
  return body;
}
async function orders(shop, person, number) {
  const at = await timeOf(shop);
  const times = { created_at: at, processed_at: at, updated_at: at, customer: who(person) };
  await world.deliver(shop, "orders/create", order(number, person.email, times));
}
async function operations(shop, query = "") {
  const { status, body } = await world.api("GET", `${shop.api}/operations${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}
const sum = (counts) => Object.values(counts).reduce((all, n) => all + n, 0);

test("what ran, what did not and why, what failed, and that nothing counts twice", async () => {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const [stays, pays, bounces] = [await signUp(shop), await signUp(shop), await signUp(shop)];
  refused.add(bounces.email);
  const first = await leavesCart(shop, stays);
  for (const person of [pays, bounces]) await leavesCart(shop, person);
  // A redelivery is nothing new, and a crash neither.
  await world.deliver(shop, "checkouts/create", first);
  await world.kill();
  await world.start();
  await world.deliver(shop, "checkouts/create", first);
  await world.advance(shop, HOUR + 1_000);
  await orders(shop, pays, 91_001);
  await world.advance(shop, 1_000);

  const { sums, workflows, traffic, alerts, dead_letters: aside } = await operations(shop);
  assert.equal(sums.entered, 3);
  assert.deepEqual(sums.sent, { email: 2 });
  assert.equal(sum(sums.failed), 1);
  assert.equal(sums.ended["ordered-since-entry"], 1);
  assert.equal(sums.delay.count, 3, "each first try, and no other");
  assert.ok(sums.delay.most_ms <= HOUR, "the clock went an hour in one leap");
  assert.equal(traffic.now.orders, 1);
  assert.ok(traffic.now.events >= 1, "what came after the crash is there");
  assert.equal(mail.mails.filter(({ to }) => to[0] !== bounces.email).length, 2);
  const [line] = workflows;
  assert.deepEqual([line.sums.entered, line.sums.sent], [3, { email: 2 }]);
  assert.deepEqual(
    line.steps.map(({ id, sums: { sent, failed } }) => [id, sent.email ?? 0, sum(failed)]),
    [["hour-1", 2, 1]],
  );
  assert.equal(aside, 1);
  assert.deepEqual(
    alerts.map(({ code, message }) => [code, message]),
    [["dead-letters", "1 thing failed."]],
  );

  // The mailbox works again, and the email is retried.
  refused.clear();
  const { body } = await world.api("GET", `${shop.api}/dead-letters`);
  await world.api(
    "POST",
    `${shop.api}/dead-letters/${encodeURIComponent(body.dead_letters[0].id)}/retry`,
  );
  const later = await operations(shop);
  assert.deepEqual(later.sums.sent, { email: 3 });
  assert.deepEqual(later.alerts, []);
});

test("the period before stands beside it, and the load by half hours adds up", async () => {
  const shop = await world.shop();
  await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ workflows: [onSignUp([{ id: "hello", type: "send", message: "cart-hour-1" }])] }),
  );
  await signUp(shop);
  await world.advance(shop, 24 * HOUR);
  for (const _ of [1, 2]) await signUp(shop);
  await world.advance(shop, HOUR);
  const { sums, before: past, load, traffic, from, until, slot_ms } = await operations(shop);
  assert.deepEqual([sums.entered, past.entered], [2, 1]);
  assert.equal(
    load.reduce((all, { sent }) => all + sent, 0),
    sums.sent.email,
  );
  assert.equal(
    load.reduce((all, { events }) => all + events, 0),
    traffic.now.events,
  );
  assert.equal(load[0].at, from);
  assert.ok(load.every(({ at }, index) => at === from + index * slot_ms && at < until));
});

test("tests on one customer count nowhere", async () => {
  const shop = await world.shop();
  const hello = onSignUp([{ id: "hello", type: "send", message: "cart-hour-1" }], {
    status: "draft",
  });
  await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [hello] }));
  const person = await signUp(shop);
  const { customer: id } = await world.customer(shop, person.email);
  const command = { type: "test", workflow: "on-sign-up", batch: "try" };
  const answer = await world.api("POST", `${shop.api}/customers/${id}/commands`, command);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  await world.advance(shop, HOUR);
  assert.equal(mail.mails.filter(({ to }) => to.includes(person.email)).length, 1, "it was sent");
  const { sums } = await operations(shop);
  assert.deepEqual([sums.entered, sums.sent, sums.delay.count], [0, {}, 0]);
});

test("thresholds are the merchant's, and each alert says what to do", async () => {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const address = `${shop.api}/operations/thresholds`;
  const bad = await world.api("PUT", address, { late_ms: 5, error_percent: 5, dead_letters: 0 });
  assert.deepEqual([bad.status, bad.body.error.field], [422, "late_ms"]);
  const person = await signUp(shop);
  await leavesCart(shop, person);
  await world.api("PUT", address, { late_ms: 60_000, error_percent: 5, dead_letters: 0 });
  // The clock leaps: what was due an hour ago is done now, late.
  await world.advance(shop, 2 * HOUR);
  const { alerts, thresholds } = await operations(shop);
  assert.equal(thresholds.late_ms, 60_000);
  const [late] = alerts;
  assert.deepEqual([late.code, late.workflow], ["late", "cart-abandonment-recovery"]);
  assert.match(late.message, /did something \d+ (minute|hour)s? late\./);
  assert.ok(late.help.length > 0);
  const quiet = await world.api("GET", `${shop.api}/operations?from=5&until=2`);
  assert.equal(quiet.status, 400);
});
