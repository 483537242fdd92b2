/** The list that leads a new shop to its first message: each item is found from what the shop has. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

let mail;
let world;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const list = async (shop, at = world) => (await at.api("GET", `${shop.api}/set-up`)).body;
const states = ({ items }) => Object.fromEntries(items.map(({ id, state }) => [id, state]));
const dismiss = (shop) => world.api("POST", `${shop.api}/set-up/dismiss`);
const HELLO = { hello: { subject: "Hello {{ customer.first_name }}", text: "Hi" } };
const greet = (status) => ({
  ...onSignUp([{ id: "hello", type: "send", message: "hello" }]),
  status,
});
const put = async (shop, wanted) => {
  const { status, body } = await world.api("PUT", `${shop.api}/config`, wanted);
  assert.equal(status, 200, JSON.stringify(body));
};

test("every step of a new shop is found done as it is done, in any order", async () => {
  const shop = await world.shop();
  const done = new Set();
  const expect = async (...more) => {
    for (const id of more) done.add(id);
    const found = await list(shop);
    const open = Object.entries(states(found)).filter(([, state]) => state !== "done");
    assert.deepEqual(
      found.items.filter(({ state }) => state === "done").map(({ id }) => id),
      found.items.map(({ id }) => id).filter((id) => done.has(id)),
    );
    assert.equal(found.done, open.length === 0);
    return found;
  };
  assert.equal((await expect()).items[0].id, "connect");
  assert.equal((await dismiss(shop)).status, 409);
  const at = new Date((await world.advance(shop, 1_000)).now).toISOString();
  const times = { created_at: at, updated_at: at };
  await world.deliver(shop, "customers/create", customer(1, "first@people.example", times));
  await expect("connect");

  const { sender, postal_address: address, ...bare } = recovery().shop;
  const draft = { messages: HELLO, workflows: [greet("draft")] };
  await put(shop, recovery({ ...draft, shop: bare }));
  assert.equal((await expect("workflow")).workflow, "on-sign-up");
  const early = await world.api("POST", `${shop.api}/email-connection/test-email`, {
    to: "me@a.example",
  });
  assert.equal(early.body.trouble.code, "sender-missing");
  await put(shop, recovery({ ...draft, shop: { ...bare, sender } }));
  await expect("sender");
  await put(
    shop,
    recovery({ ...draft, shop: { ...bare, sender, postal_address: ` ${address} ` } }),
  );
  await expect("postal-address");
  await world.api("POST", `${shop.api}/email-connection/test-email`, { to: "me@a.example" });
  await expect("test-email");
  const test = `${shop.api}/workflows/on-sign-up/test-emails`;
  assert.equal((await world.api("POST", test, { to: "nobody" })).status, 422);
  assert.deepEqual((await world.api("POST", test, { to: "me@a.example" })).body, {
    sent: 1,
    trouble: null,
  });
  await expect("test-workflow");
  assert.equal((await dismiss(shop)).status, 409);
  await put(shop, recovery({ ...draft, workflows: [greet("live")] }));
  assert.equal((await expect("turn-on")).dismissed_at, null);
  const dismissed = await dismiss(shop);
  assert.ok(dismissed.status === 200 && dismissed.body.dismissed_at > 0);
  assert.ok((await list(shop)).dismissed_at > 0);
});

test("a workflow's emails come to the merchant filled in, marked, and once each", async () => {
  const shop = await world.shop();
  const messages = {
    ...HELLO,
    offer: { subject: "{{ coupon.code }}", html: "<p>{{ customer.first_name }}</p>" },
    note: { channel: "sms", text: "Hi" },
  };
  const steps = [
    { id: "a", type: "send", message: "hello", kind: "transactional" },
    { id: "b", type: "send", message: "offer" },
    { id: "c", type: "send", message: "note" },
    { id: "d", type: "send", message: "offer" },
  ];
  const one = { ...onSignUp(steps), status: "draft" };
  const silent = {
    ...onSignUp([{ id: "t", type: "add_tag", tag: "x" }]),
    id: "silent",
    status: "draft",
  };
  await put(shop, recovery({ messages, workflows: [one, silent] }));
  const before = mail.mails.length;
  const ask = (id) =>
    world.api("POST", `${shop.api}/workflows/${id}/test-emails`, { to: "me@b.example" });
  assert.equal((await ask("on-sign-up")).body.sent, 2);
  const [first, second, ...others] = mail.mails.slice(before);
  assert.deepEqual(others, []);
  assert.match(first.headers.subject, /^\[Test\] Hello \S+$/);
  assert.match(second.headers.subject, /^\[Test\] \S+$/);
  assert.equal(first.headers["list-unsubscribe"], undefined);
  assert.ok(second.headers["list-unsubscribe"]);
  assert.equal((await ask("nothing")).status, 404);
  assert.equal((await ask("silent")).body.error.code, "no-email");
  const { total } = (await world.api("GET", `${shop.api}/outbox`)).body;
  assert.equal(total, 0, "nothing is counted");
});

test("a test on a customer counts, and so does what really went out", async () => {
  const tested = await world.shop();
  await put(tested, recovery({ messages: HELLO, workflows: [greet("draft")] }));
  await world.deliver(tested, "customers/create", customer(2, "second@people.example"));
  const { customer: id } = await world.customer(tested, "second@people.example");
  assert.equal(states(await list(tested))["test-workflow"], "open");
  const command = { type: "test", workflow: "on-sign-up", batch: "one" };
  await world.api("POST", `${tested.api}/customers/${id}/commands`, command);
  assert.equal(states(await list(tested))["test-workflow"], "done");

  const live = await world.shop();
  await put(live, recovery({ messages: HELLO, workflows: [greet("live")] }));
  const at = new Date((await world.advance(live, 1_000)).now).toISOString();
  const times = { created_at: at, updated_at: at };
  await world.deliver(live, "customers/create", customer(3, "third@people.example", times));
  await until(async () => (await list(live)).done, { what: "all of it" });
});

test("without a mail server, and before the store has spoken, the list says so", async () => {
  const empty = await startWorld({ smtp: "none://nowhere", env: { SHOPIFY_API_SECRET: "" } });
  try {
    const shop = await empty.shop({ webhook_secret: "" });
    const { items } = await list(shop, empty);
    const of = (id) => items.find((one) => one.id === id);
    assert.equal(of("test-email").state, "failing");
    assert.match(of("test-email").problem.message, /No email provider is set up/);
    assert.equal(of("connect").state, "open");
    // Nothing that comes could be verified; at an installation with the app's secret, it could.
    const verifies = async (at, { api }) => (await at.api("GET", api)).body.verifies_webhooks;
    assert.equal(await verifies(empty, shop), false, "no app");
    assert.equal(await verifies(world, await world.shop({ webhook_secret: "" })), true);
  } finally {
    await empty.stop();
  }
});
