/** What a mail server's refusal means: for the message, for the address, and for everything that is sent. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { refusal, startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

let world;
let mail;
let shop;
/** Who is refused what. */
let refuse = {};

before(async () => {
  const asked =
    (name) =>
    (...said) =>
      refuse[name]?.(...said) ?? null;
  mail = await startMailServer({
    onConnect: asked("connect"),
    onSender: asked("sender"),
    onRecipient: asked("recipient"),
  });
  world = await startWorld({ smtp: mail.url });
  shop = await world.shop();
  const messages = { hello: { subject: "Hello", text: "Hi" } };
  const steps = [
    { id: "hello", type: "send", message: "hello" },
    { id: "wait", type: "wait", for: { amount: 100, unit: "hours" } },
    { id: "again", type: "send", message: "hello" },
  ];
  const config = recovery({ messages, workflows: [onSignUp(steps)] });
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
});
after(async () => {
  await world.stop();
  await mail.close();
});

let people = 0;

/** Somebody to whom a mail is due; gives the item once it is in one of the states. */
async function mailTo(email, states) {
  people += 1;
  const at = new Date((await world.advance(shop, 0)).now).toISOString();
  const body = customer(7_000 + people, email, { created_at: at, updated_at: at });
  await world.deliver(shop, "customers/create", body);
  const { customer: id } = await world.customer(shop, email);
  const item = await until(
    async () => {
      const { body: page } = await world.api("GET", `${shop.api}/customers/${id}`);
      return page.outbox.find(
        (one) => states.includes(one.state) || (one.state === "new" && one.attempt > 0),
      );
    },
    { what: `a mail to ${email} that is ${states}` },
  );
  return { id, item };
}

const isSuppressed = async (id) => {
  const { body } = await world.api("GET", `${shop.api}/customers/${id}`);
  return body.standing.suppressions.length > 0;
};
const arrivedAt = (email) => mail.mails.filter(({ to }) => to.includes(email)).length;

test("a refusal of the connection or the sender is the server's fault: tried again, and reported", async () => {
  for (const [step, name] of [
    [{ connect: () => refusal(554, "5.3.2 no service here") }, "greeting"],
    [{ sender: () => refusal(550, "5.7.1 sender not allowed") }, "sender"],
  ]) {
    refuse = step;
    const email = `${name}@people.example`;
    const { id, item } = await mailTo(email, ["failed"]);
    assert.equal(item.state, "new", `${name}: nothing has failed`);
    assert.match(item.reason, /^smtp-55[04]$/);
    const { body } = await world.api("GET", `${shop.api}/operations`);
    assert.deepEqual(
      body.alerts.filter(({ code }) => code === "retrying").map(({ message }) => message),
      ["1 email couldn’t be delivered yet."],
    );
    refuse = {};
    await world.advance(shop, HOUR);
    await until(() => arrivedAt(email) === 1, { what: "the mail" });
    assert.equal(await isSuppressed(id), false);
  }
});

test("no such mailbox (5.1.1) stops everything to that address; no other refusal does", async () => {
  for (const [name, answer, suppressed] of [
    ["nobody", refusal(550, "5.1.1 no such user here"), true],
    ["policy", refusal(550, "5.7.1 message refused for your reputation"), false],
    ["full", refusal(552, "5.2.2 mailbox full"), false],
    ["unsaid", refusal(550, "requested action not taken"), false],
  ]) {
    refuse = { recipient: () => answer };
    const email = `${name}@people.example`;
    const { id, item } = await mailTo(email, ["failed"]);
    assert.equal(item.state, "failed", name);
    assert.equal(await isSuppressed(id), suppressed, name);
    refuse = {};
    await world.advance(shop, 101 * HOUR);
    assert.equal(arrivedAt(email), suppressed ? 0 : 1, `${name}: the next mail`);
  }
});

test("an address that mail cannot be sent to is not tried", async () => {
  for (const email of [
    "anna@kiln",
    "anna@kiln..example",
    ".anna@kiln.example",
    "a..b@kiln.example",
  ]) {
    const asked = [];
    refuse = {
      recipient: (address) => {
        asked.push(address);
        return null;
      },
    };
    people += 1;
    const at = new Date((await world.advance(shop, 0)).now).toISOString();
    const body = customer(7_000 + people, email, { created_at: at, updated_at: at });
    await world.deliver(shop, "customers/create", body);
    await world.advance(shop, 0);
    assert.deepEqual(asked, [], email);
  }
});
