/**
 * A mail server that is slow, or says nothing: whoever opts out before their mail is handed over gets
 * none, nothing else of the shop waits, and a kill leaves only what may have left unknown.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { promise } from "../promises/record.mjs";
import { startWorld, until } from "./world.mjs";

/** How many mails of a shop are handed over at once. */
const AT_ONCE = 8;
const MANY = 28;

const shown = promise(10, "mails");
const ROUNDS = process.env.EDGEWISE_LONG ? 36 : 2;

let world;
let mail;
/** Resolves when the server may go on; until then it answers to no message. */
let gate = Promise.resolve();

before(async () => {
  mail = await startMailServer({ onMessage: () => gate.then(() => "answer") });
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

function closeGate() {
  let open;
  gate = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}

let shops = 0;
const HELLO = { id: "hello", type: "send", message: "hello" };
const LATER = {
  id: "later",
  name: "A tag after a minute",
  status: "live",
  trigger: { type: "customer_created" },
  steps: [
    { id: "wait", type: "wait", for: { amount: 1, unit: "minutes" } },
    { id: "tag", type: "add_tag", tag: "seen" },
  ],
};

/** A shop of `MANY` people to whom a mail is due, of which the server has as many as it is given. */
async function shopInFlight({ workflows = [onSignUp([HELLO])] } = {}) {
  shops += 1;
  const shop = await world.shop();
  const messages = { hello: { subject: "Hello", text: "Hi" } };
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ messages, workflows }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  // Everybody is due at one moment: nothing is sent before it goes on.
  await world.api("PUT", `${shop.api}/sending`, { channel: "email", stopped: true });
  const people = Array.from({ length: MANY }, (_, index) => ({
    id: 10_000 * shops + index,
    email: `p${shops}-${index}@people.example`,
  }));
  const at = new Date().toISOString();
  for (const { id, email } of people) {
    await world.deliver(
      shop,
      "customers/create",
      customer(id, email, { created_at: at, updated_at: at }),
    );
  }
  const open = closeGate();
  const goesOn = world.api("PUT", `${shop.api}/sending`, { channel: "email", stopped: false });
  await until(() => arrived(people).length === AT_ONCE, { what: "the server being full" });
  return { shop, people, open, goesOn };
}

/** The addresses whose mail the server was given. */
const arrived = (people) => {
  const given = new Set(mail.mails.flatMap(({ to }) => to));
  return people.filter(({ email }) => given.has(email));
};

const counts = async (shop) => (await world.api("GET", `${shop.api}/outbox?limit=1`)).body.counts;

async function optsOut(shop, { id, email }) {
  const at = new Date(Date.now() + 1_000).toISOString();
  const consent = { state: "unsubscribed", opt_in_level: null, consent_updated_at: at };
  const body = customer(id, email, { updated_at: at, email_marketing_consent: consent });
  const { outcome } = await world.deliver(shop, "customers/update", body);
  assert.equal(outcome, "accepted");
}

test("an opt-out or an erasure before the handing over wins, however slow the server is", async () => {
  const { shop, people, open, goesOn } = await shopInFlight();
  const given = arrived(people);
  const waiting = people.filter((one) => !given.includes(one));
  const out = waiting.slice(0, 12);
  const erased = waiting.slice(12, 15);
  for (const person of out) await optsOut(shop, person);
  for (const { email } of erased) {
    const { customer: found } = await world.customer(shop, email);
    const { status } = await world.api("DELETE", `${shop.api}/customers/${found}`);
    assert.ok(status === 204 || status === 202, String(status));
  }
  open();
  await goesOn;
  const rest = waiting.slice(15);
  await until(() => arrived(rest).length === rest.length, { what: "the rest being mailed" });
  assert.deepEqual(arrived([...out, ...erased]), []);
  assert.equal((await counts(shop)).withdrawn, out.length);
  assert.equal((await counts(shop)).unknown ?? 0, 0);
});

test("while answers are waited for, the shop's other timers go on", async () => {
  const { shop, people, open, goesOn } = await shopInFlight({
    workflows: [onSignUp([HELLO]), LATER],
  });
  const moved = world.advance(shop, 61_000);
  const tagged = async () => {
    const { body } = await world.api("GET", `${shop.api}/outbox?type=add_tag&state=sent&limit=1`);
    return body.total === MANY;
  };
  await until(tagged, { what: "everybody's tag" });
  assert.equal(arrived(people).length, AT_ONCE, "the server has answered nobody yet");
  open();
  await Promise.all([moved, goesOn]);
});

test("after a kill only what may have left is unknown; the rest goes out, once", async () => {
  for (let round = 0; round < ROUNDS; round += 1) await killedInFlight();
  const unknown = ROUNDS * AT_ONCE;
  shown(
    ROUNDS * MANY,
    `${ROUNDS} kills; ${unknown} had left unanswered, ${unknown} shown as unknown, 0 repeated`,
  );
});

async function killedInFlight() {
  const { shop, people, open, goesOn } = await shopInFlight();
  goesOn.catch(() => {});
  const given = arrived(people);
  await world.kill();
  open();
  await world.start();
  // Leases end after a minute.
  await world.advance(shop, 61_000);
  await until(() => arrived(people).length === MANY, { what: "the rest being mailed" });
  await until(async () => (await counts(shop)).sent === MANY - AT_ONCE, { what: "their ends" });
  assert.equal((await counts(shop)).unknown, AT_ONCE);
  for (const { email } of people) {
    assert.equal(mail.mails.filter(({ to }) => to.includes(email)).length, 1, email);
  }
  assert.equal(given.length, AT_ONCE);
}
