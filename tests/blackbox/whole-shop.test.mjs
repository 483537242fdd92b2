/**
 * A whole shop at once: what two customers share must not make them share a run or a message.
 *
 * Twelve people joined on one day, go quiet in the same millisecond and leave carts on one cart token.
 * Every message that the journals allow arrives, at its own customer, once.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

const PEOPLE = 12;
const DAY = 24 * HOUR;

let world;
let mail;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const text = (subject) => ({ subject, text: "Hello {{ customer.first_name }}" });
const workflow = (id, trigger, steps) => ({ id, name: id, status: "live", trigger, steps });
const send = (message) => ({ id: `send-${message}`, type: "send", message });

const config = () => {
  const base = recovery();
  const code = { id: "code", type: "apply_coupon", prefix: "FIVE", percent: 10 };
  return recovery({
    messages: { ...base.messages, anniversary: text("Five days"), quiet: text("We miss you") },
    workflows: [
      ...base.workflows,
      // Everybody joined on one day, as people are born on one day.
      workflow(
        "anniversary",
        { type: "date", name: "joined_at", every_year: false, days_after: 5 },
        [code, send("anniversary")],
      ),
      workflow(
        "quiet",
        { type: "inactive", activity: ["checkout_started"], for: { amount: 3, unit: "days" } },
        [send("quiet")],
      ),
    ],
  });
};

test("what many people share, each of them gets for themselves", async () => {
  const shop = await world.shop();
  assert.equal((await world.api("PUT", `${shop.api}/config`, config())).status, 200);
  const now = new Date();
  const iso = now.toISOString();
  const addresses = Array.from({ length: PEOPLE }, (_, index) => `twin-${index}@people.example`);
  for (const [index, email] of addresses.entries()) {
    const id = 8_800 + index;
    const about = {
      created_at: iso,
      updated_at: iso,
      email_marketing_consent: { state: "subscribed", consent_updated_at: iso },
    };
    await world.deliver(shop, "customers/create", customer(id, email, about));
    await world.deliver(
      shop,
      "checkouts/create",
      checkout(`shared00${String(index).padStart(2, "0")}`, email, {
        cart_token: "one-computer",
        created_at: iso,
        updated_at: iso,
        customer: { id, email, first_name: "Mira", last_name: "Okafor" },
      }),
    );
  }
  for (let passed = 0; passed < 12; passed += 1) await world.advance(shop, DAY);

  const owners = new Map();
  const codes = new Set();
  let allowed = 0;
  for (const email of addresses) {
    const found = await world.customer(shop, email);
    assert.ok(found, email);
    const id = found.customer;
    const { body } = await world.api("GET", `${shop.api}/customers/${id}/export`);
    const traces = body.journal.flatMap(({ summary }) => summary.trace ?? []);
    const mine = traces.filter(({ is }) => is.type === "allowed");
    for (const { is } of mine) {
      assert.equal(owners.get(is.effect) ?? email, email, `${is.effect} is two customers'`);
      owners.set(is.effect, email);
      const item = body.outbox.find((one) => one.id === is.effect);
      assert.ok(item, `${is.effect} (${is.step}) was allowed for ${email} and is in no outbox`);
      assert.equal(item.state, "sent", `${item.step}: ${item.reason}`);
      if (item.type === "apply_coupon") codes.add(item.content.code);
    }
    const messages = mine.filter(({ is }) => is.kind === "send");
    const subjects = mail.mails
      .filter(({ to }) => to.includes(email))
      .map((m) => m.headers.subject);
    assert.equal(subjects.length, messages.length, `${email}: ${subjects.join(", ")}`);
    for (const subject of ["Five days", "We miss you", "You left something behind"]) {
      assert.ok(subjects.includes(subject), `${email} never got “${subject}”`);
    }
    allowed += messages.length;
  }
  assert.equal(mail.mails.length, allowed);
  assert.equal(codes.size, 2 * PEOPLE, "every code is somebody's own");
  const { body: operations } = await world.api("GET", `${shop.api}/operations`);
  assert.ok(!operations.alerts.some(({ code }) => code === "fault"));
});
