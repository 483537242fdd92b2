/** The merchant's switch: nothing goes out while it is on, nothing is lost, and nothing goes out twice. */
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
const timeOf = async (shop) => new Date((await world.advance(shop, 0)).now).toISOString();
const who = ({ id, email }) => ({ id, email, first_name: "Mira", last_name: "Okafor" });

async function signUp(shop) {
  people += 1;
  const person = { id: 61_000 + people, email: `s${people}@people.example` };
  const at = await timeOf(shop);
  const consent = { ...agreed, consent_updated_at: at };
  const times = { created_at: at, updated_at: at, email_marketing_consent: consent };
  await world.deliver(shop, "customers/create", customer(person.id, person.email, times));
  return person;
}

async function leavesCart(shop, person) {
  const at = await timeOf(shop);
  const times = { created_at: at, updated_at: at, customer: who(person) };
  await world.deliver(shop, "checkouts/create", checkout(`cart${person.id}`, person.email, times));
}

async function orders(shop, person, number) {
  const at = await timeOf(shop);
  const times = { created_at: at, processed_at: at, updated_at: at, customer: who(person) };
  await world.deliver(shop, "orders/create", order(number, person.email, times));
}

const sending = async (shop, body) => {
  const { status, body: answer } = await world.api(
    body === undefined ? "GET" : "PUT",
    `${shop.api}/sending`,
    body,
  );
  assert.equal(status, 200, JSON.stringify(answer));
  return answer;
};
const mailsTo = ({ email }) => mail.mails.filter(({ to }) => to[0] === email).length;
const outbox = async (shop) => (await world.api("GET", `${shop.api}/outbox`)).body.outbox;

test("while sending is stopped messages wait, and what takes a message back still does", async () => {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const [waits, pays] = [await signUp(shop), await signUp(shop)];
  for (const person of [waits, pays]) await leavesCart(shop, person);
  await sending(shop, { stopped: true });
  await world.advance(shop, HOUR + 1_000);
  assert.equal(mail.mails.length, 0, "nothing goes out");
  const states = (await outbox(shop)).map(({ state, reason }) => `${state}/${reason}`);
  assert.deepEqual(states, ["new/sending-stopped", "new/sending-stopped"]);

  const stopped = await sending(shop);
  assert.equal(stopped.stopped.length, 1);
  assert.equal(stopped.stopped[0].channel, null);
  assert.deepEqual(
    stopped.held.map(({ workflow, channel, messages }) => [workflow, channel, messages]),
    [["cart-abandonment-recovery", "email", 2]],
  );
  const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
  assert.deepEqual(alerts, [], "what waits on the merchant's word is not overdue");

  // A crash forgets nothing, and an order takes the reminder back while it waits.
  await world.kill();
  await world.start();
  await orders(shop, pays, 71_001);
  await world.advance(shop, HOUR);
  assert.equal(mail.mails.length, 0);
  assert.equal((await sending(shop)).held[0].messages, 1);

  const after = await sending(shop, { stopped: false });
  assert.deepEqual(after, { stopped: [], held: [], restored: null });
  assert.deepEqual([mailsTo(waits), mailsTo(pays)], [1, 0]);
  const { sums } = (await world.api("GET", `${shop.api}/operations`)).body;
  assert.deepEqual([sums.sent, sums.failed], [{ email: 1 }, {}]);
  assert.ok(sums.delay.most_ms < 60_000, "the merchant's own pause is no delay");
});

test("what was due before a time is skipped, and the engine knows that it never went out", async () => {
  const shop = await world.shop();
  const note = {
    channel: "email",
    subject: "Hello",
    html: "<p>Hello</p>",
    text: "Hello",
  };
  await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({
      policy: {
        frequency_caps: [{ of: "each_workflow", at_most: 1, per: { amount: 2, unit: "days" } }],
      },
      messages: { first: note, second: note },
      workflows: [
        onSignUp([
          { id: "first", type: "send", message: "first", kind: "marketing" },
          { id: "pause", type: "wait", for: { amount: 1, unit: "days" } },
          { id: "second", type: "send", message: "second", kind: "marketing" },
        ]),
      ],
    }),
  );
  await sending(shop, { stopped: true, channel: "email" });
  const early = await signUp(shop);
  await world.advance(shop, 3 * HOUR);
  const late = await signUp(shop);
  const { now } = await world.advance(shop, 1_000);
  assert.equal((await sending(shop)).held[0].messages, 2);
  await sending(shop, { stopped: false, channel: "email", skip_due_before: now - HOUR });
  assert.deepEqual([mailsTo(early), mailsTo(late)], [0, 1]);
  const items = await outbox(shop);
  assert.deepEqual(items.map(({ state, reason }) => `${state}/${reason}`).sort(), [
    "sent/null",
    "withdrawn/skipped-after-stop",
  ]);

  // Who got nothing is under no cap; who got one is.
  await world.advance(shop, 24 * HOUR);
  assert.deepEqual([mailsTo(early), mailsTo(late)], [1, 1]);
  const skipped = items.find(({ state }) => state === "withdrawn");
  const story = await world.api("GET", `${shop.api}/customers/${skipped.customer}/timeline`);
  const sentences = story.body.moments.flatMap((moment) => moment.sentences).join("\n");
  assert.match(sentences, /sending was stopped/);
});

test("stopping one channel leaves the others, and a wrong request says which field", async () => {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const person = await signUp(shop);
  await leavesCart(shop, person);
  await sending(shop, { stopped: true, channel: "sms" });
  await world.advance(shop, HOUR + 1_000);
  assert.equal(mailsTo(person), 1, "email goes on");
  for (const [body, field] of [
    [{}, "stopped"],
    [{ stopped: true, channel: "fax" }, "channel"],
    [{ stopped: true, skip_due_before: 1 }, "skip_due_before"],
    [{ stopped: false, skip_due_before: "noon" }, "skip_due_before"],
  ]) {
    const refusal = await world.api("PUT", `${shop.api}/sending`, body);
    assert.equal(refusal.status, 422);
    assert.equal(refusal.body.error.field ?? refusal.body.field, field);
  }
});

test("the retry command opens a failed message again, and refuses where there is nothing", async () => {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const person = await signUp(shop);
  refused.add(person.email);
  await leavesCart(shop, person);
  await world.advance(shop, HOUR + 1_000);
  const [failed] = await outbox(shop);
  assert.equal(failed.state, "failed");
  const retry = (effect) =>
    world.api("POST", `${shop.api}/customers/${failed.customer}/commands`, {
      type: "retry",
      effect,
    });
  const operations = async () => (await world.api("GET", `${shop.api}/operations`)).body;
  assert.equal((await operations()).dead_letters, 1);

  refused.clear();
  assert.equal((await retry(failed.id)).status, 200);
  await world.advance(shop, 1_000);
  assert.equal(mailsTo(person), 1);
  const { sums, dead_letters: left, alerts, on_time: onTime } = await operations();
  assert.deepEqual(
    [sums.sent, sums.failed, left, alerts],
    [{ email: 1 }, { "smtp-550": 0 }, 0, []],
  );
  assert.deepEqual(
    onTime,
    { within_minute: 1, of: 1 },
    "a message counts once, by its last outcome",
  );

  for (const effect of [failed.id, "nothing-of-this-name"]) {
    const refusal = await retry(effect);
    assert.equal(refusal.status, 422);
    assert.equal(refusal.body.error.code, "nothing-to-retry");
  }
  assert.match((await retry(failed.id)).body.error.message, /already sent/);
  await world.advance(shop, HOUR);
  assert.equal(mailsTo(person), 1, "never twice");
});

test("a new webhook address works at once, and the one before until the next change", async () => {
  const shop = await world.shop();
  const renew = async () => {
    const { status, body } = await world.api("POST", `${shop.api}/webhook-address`);
    assert.equal(status, 200);
    return { ...shop, webhook_url: body.webhook_url };
  };
  const deliver = async (to) =>
    (await world.webhook(to, "customers/create", customer(69_000, "w@people.example", {}))).status;
  const second = await renew();
  assert.notEqual(second.webhook_url, shop.webhook_url);
  assert.deepEqual([await deliver(shop), await deliver(second)], [200, 200]);
  const third = await renew();
  assert.deepEqual([await deliver(second), await deliver(third)], [200, 200]);
  assert.equal(await deliver(shop), 404, "two changes ago");
});
