/** The main job: a signed webhook, an hour, a mail; and what stops it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { isHashOf } from "./state-hash.mjs";
import { startWorld, until } from "./world.mjs";

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

let people = 0;

/** A shop with cart recovery and one subscribed customer. */
async function shopWithCustomer() {
  const shop = await world.shop();
  const saved = await world.api("PUT", `${shop.api}/config`, recovery());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  people += 1;
  const email = `shopper-${people}@people.example`;
  await world.deliver(shop, "customers/create", customer(7_000 + people, email, fresh()));
  return { shop, email, id: 7_000 + people };
}

const iso = (offset = 0) => new Date(Date.now() + offset).toISOString();
const fresh = (offset = 0) => ({ created_at: iso(offset), updated_at: iso(offset) });
const cart = (token, person, more = {}) =>
  checkout(token, person.email, {
    ...fresh(),
    customer: { id: person.id, email: person.email, first_name: "Mira", last_name: "Okafor" },
    ...more,
  });
const purchase = (id, person, offset, more = {}) =>
  order(id, person.email, {
    ...fresh(offset),
    processed_at: iso(offset),
    customer: { id: person.id, email: person.email, first_name: "Mira", last_name: "Okafor" },
    ...more,
  });
const mailsTo = (email) => mail.mails.filter(({ to }) => to.includes(email));

test("a checkout left behind gets its four mails at their moments, the third with a code", async () => {
  const person = await shopWithCustomer();
  await world.deliver(person.shop, "checkouts/create", cart("never00001", person));
  await world.advance(person.shop, HOUR - 60_000);
  assert.equal(mailsTo(person.email).length, 0, "not before the hour is over");
  await world.advance(person.shop, 61_000);
  assert.equal(mailsTo(person.email).length, 1);
  const [first] = mailsTo(person.email);
  assert.equal(first.headers.subject, "You left something behind");
  assert.equal(first.headers.from, '"Mira Ceramics" <hello@mira-ceramics.example>');
  assert.match(first.text, /^Hello Mira/);
  await world.advance(person.shop, 23 * HOUR);
  await world.advance(person.shop, 24 * HOUR);
  await world.advance(person.shop, 6 * 24 * HOUR);
  const subjects = mailsTo(person.email).map(({ headers }) => headers.subject);
  assert.equal(subjects.length, 4, subjects.join(" | "));
  const [code] = /SAVE-[A-Z2-7]{8}/.exec(subjects[2]);
  // The link brings it along, so that nobody has to type it.
  const { abandoned_checkout_url: link } = cart("never00001", person);
  const [words] = mailsTo(person.email)[2].text.split("\n");
  const [, address] = /^Back to your cart: (\S+)$/.exec(words.trim());
  const { headers } = await world.fetch(new URL(address).pathname, { redirect: "manual" });
  const target = new URL(headers.get("location"));
  assert.equal(target.searchParams.get("utm_campaign"), "cart-abandonment-recovery");
  assert.ok(target.href.startsWith(`${link}?discount=${code}&utm_source=edgewise`), target.href);
});

test("an order before the hour is over stops everything", async () => {
  const person = await shopWithCustomer();
  await world.deliver(person.shop, "checkouts/create", cart("paid000002", person));
  await world.advance(person.shop, HOUR - 1_000);
  await world.deliver(
    person.shop,
    "orders/create",
    purchase(90_001, person, HOUR - 1_000, { checkout_token: "paid000002" }),
  );
  await world.advance(person.shop, 8 * 24 * HOUR);
  assert.equal(mailsTo(person.email).length, 0);
});

test("an order after the first mail stops the others, and the story says why", async () => {
  const person = await shopWithCustomer();
  await world.deliver(person.shop, "checkouts/create", cart("late000003", person));
  await world.advance(person.shop, HOUR + 1_000);
  assert.equal(mailsTo(person.email).length, 1);
  await world.deliver(person.shop, "orders/create", purchase(90_002, person, HOUR + 1_000));
  await world.advance(person.shop, 8 * 24 * HOUR);
  assert.equal(mailsTo(person.email).length, 1);
  const { customer: id } = await world.customer(person.shop, person.email);
  const { body } = await world.api("GET", `${person.shop.api}/customers/${id}/timeline`);
  assert.match(JSON.stringify(body.moments), /"reason":"[a-z-]*order/);
  assert.ok(
    body.moments.every(({ sentences, summary }) => sentences.length === summary.trace.length),
  );
});

test("the same delivery twenty times at once is one delivery", async () => {
  const person = await shopWithCustomer();
  const body = cart("again00004", person);
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => world.deliver(person.shop, "checkouts/create", body)),
  );
  assert.equal(outcomes.filter(({ outcome }) => outcome === "accepted").length, 1);
  assert.equal(outcomes.filter(({ outcome }) => outcome === "duplicate").length, 19);
  await world.advance(person.shop, HOUR + 1_000);
  assert.equal(mailsTo(person.email).length, 1);
});

test("an order that arrives before its checkout counts all the same", async () => {
  const person = await shopWithCustomer();
  const later = purchase(90_003, person, 60_000, { checkout_token: "order00005" });
  await world.deliver(person.shop, "orders/create", later);
  await world.deliver(person.shop, "checkouts/create", cart("order00005", person));
  await world.advance(person.shop, 3 * HOUR);
  assert.equal(mailsTo(person.email).length, 0);
});

test("one click on a mail's link unsubscribes; looking at it does not", async () => {
  const person = await shopWithCustomer();
  await world.deliver(person.shop, "checkouts/create", cart("click00006", person));
  await world.advance(person.shop, HOUR + 1_000);
  const [first] = mailsTo(person.email);
  assert.equal(first.headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
  const link = first.headers["list-unsubscribe"].match(/^<(http[^>]+)>$/)[1];
  assert.ok(first.html.includes(link) && first.text.includes(link), "the link is in sight");
  assert.equal((await world.fetch(link)).status, 200);
  const token = link.split("/u/")[1];
  for (const forged of [
    token.slice(0, -1),
    token.replace(/^./, (first) => (first === "z" ? "y" : "z")),
    `${token}x`,
    "a.b.c.d",
    "x",
  ]) {
    assert.equal((await world.fetch(`/u/${forged}`)).status, 404, forged);
    // A mailbox provider counts a refusal against the sender.
    assert.equal((await world.fetch(`/u/${forged}`, { method: "POST" })).status, 200, forged);
  }
  await world.advance(person.shop, 23 * HOUR);
  assert.equal(mailsTo(person.email).length, 2, "looking and made-up links changed nothing");
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  for (const body of ["List-Unsubscribe=One-Click", form, "", "surprise=1&surprise=2", undefined]) {
    const clicked = await world.fetch(link, { method: "POST", body, redirect: "manual" });
    assert.deepEqual([clicked.status, clicked.headers.get("set-cookie")], [200, null]);
  }
  await world.advance(person.shop, 8 * 24 * HOUR);
  assert.equal(mailsTo(person.email).length, 2);
});

test("a wake outlives the process, and an overdue one comes without being asked", async () => {
  const person = await shopWithCustomer();
  await world.deliver(person.shop, "checkouts/create", cart("sleep00007", person));
  // A second before the hour ends, the process dies; it is over when the next one starts.
  await world.advance(person.shop, HOUR - 1_000);
  await world.kill();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await world.start();
  await until(() => mailsTo(person.email).length === 1, {
    seconds: 5,
    what: "the mail after the restart",
  });
});

test("every decision can be made again: inputs, moments and plans give the same states", async () => {
  const person = await shopWithCustomer();
  await world.deliver(person.shop, "checkouts/create", cart("again00008", person));
  await world.advance(person.shop, 2 * 24 * HOUR + HOUR);
  const found = await world.customer(person.shop, person.email);
  const { body } = await world.api(
    "GET",
    `${person.shop.api}/customers/${found.customer}/timeline?limit=1000`,
  );
  const { openEngine } = await import("../../pkg/entry/node.js");
  const engine = openEngine();
  let state = "";
  assert.ok(body.moments.length > 5);
  for (const moment of body.moments.reverse()) {
    const text = await (
      await world.fetch(`${person.shop.api}/plans/${moment.plan}`, {
        headers: { authorization: "Bearer an-admin-key-for-tests" },
      })
    ).text();
    assert.equal(engine.load(text).plan, moment.plan);
    const again = engine.transition(moment.plan, state, moment.input, moment.now);
    assert.deepEqual(again.summary, moment.summary);
    state = again.state;
    assert.ok(isHashOf(engine, state, moment.state_hash));
  }
});
