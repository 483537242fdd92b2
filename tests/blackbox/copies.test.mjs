/**
 * What a connected store keeps of its customers: their consent, tags, points and tier are what the engine
 * says, whatever fails on the way, and nothing goes back and forth.
 */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { HOUR, recovery } from "./recovery-config.mjs";
import { wooCustomer } from "./woo-bodies.mjs";
import { startStore } from "./written-store.mjs";
import { startWorld, until } from "./world.mjs";

let world;
let store;
let shop;

before(async () => {
  store = await startStore();
  world = await startWorld({ localNetwork: true });
  shop = await store.connected(world);
  const tiers = [{ id: "gold", name: "Gold", points_at_least: 100 }];
  const fields = ["edgewise/email-consent", "mill/news"].map((key) => ({ key, channel: "email" }));
  const config = recovery({ tiers, consent: { fields } });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});
after(async () => {
  await world?.stop();
  store?.close();
});
beforeEach(() => {
  store.refusal = () => null;
  store.calls.length = 0;
});

let people = 100;
/** Somebody makes an account in the store; gives who they are. */
async function signUp({ silent = false } = {}) {
  people += 1;
  const email = `buyer-${people}@example.test`;
  store.account(email);
  if (!silent) await toldOf(people, email);
  return { id: people, email, customer: (await world.customer(shop, email))?.customer };
}
const toldOf = async (id, email) =>
  world.deliverTo(shop, "customer.created", wooCustomer(id, { email, created: await now() }));
/** This moment by the shop's clock. */
const clock = async () => (await world.advance(shop, 0)).now;
const now = async () => new Date(await clock()).toISOString();
const command = async ({ customer }, said) => {
  const answer = await world.api("POST", `${shop.api}/customers/${customer}/commands`, said);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
};
const agree = (who) =>
  command(who, { type: "record_consent", channel: "email", consent: "subscribed", proof: "form" });
const leave = (who) =>
  command(who, { type: "record_consent", channel: "email", consent: "unsubscribed", proof: "" });
const report = async (email, consent, more = {}) =>
  world.deliverTo(shop, "consent.changed", {
    email,
    channel: "email",
    consent,
    at: await now(),
    origin: "account page",
    text: "1a2b3c4d: News",
    resubscribed: consent === "subscribed",
    ...more,
  });
const copies = async () => (await world.api("GET", `${shop.api}/connection`)).body.copies;
const settled = () =>
  until(async () => (await copies()).waiting === 0, { what: "all copies to be written" });
/** Lets what gathers be written, and waits until it is. */
async function write() {
  await world.advance(shop, 1_000);
  await settled();
}
const letters = async () => (await world.api("GET", `${shop.api}/dead-letters`)).body.dead_letters;

test("several changes are one call, with the true date of each and nothing that stayed", async () => {
  const ann = await signUp();
  await write();
  assert.deepEqual(store.calls, [], "of somebody new there is nothing to keep");
  const before = await clock();
  await agree(ann);
  await command(ann, { type: "add_tag", tag: "VIP" });
  await command(ann, { type: "give_points", points: 120, note: "welcome" });
  const after = await clock();
  await write();
  assert.equal(store.calls.length, 1);
  const { at, ...consent } = store.of(ann.email)["consent/email"];
  assert.ok(before <= at && at <= after, `${before} <= ${at} <= ${after}`);
  assert.deepEqual(consent, {
    channel: "email",
    consent: "subscribed",
    origin: "merchant",
    proof: "form",
  });
  assert.deepEqual(store.of(ann.email).tags, { tags: ["VIP"] });
  assert.deepEqual(store.of(ann.email).points, { balance: 120 });
  assert.deepEqual(store.of(ann.email).tier, { tier: "gold", name: "Gold" });
  store.calls.length = 0;
  await command(ann, { type: "remove_tag", tag: "VIP" });
  await write();
  const [{ customers }] = store.calls;
  assert.deepEqual(customers, [{ email: ann.email, parts: [{ type: "tags", tags: [] }] }]);
});

test("a change that was taken back before it was written is not written", async () => {
  const ann = await signUp();
  await write();
  await command(ann, { type: "add_tag", tag: "maybe" });
  await command(ann, { type: "remove_tag", tag: "maybe" });
  await write();
  assert.deepEqual(store.calls, []);
});

test("what the store reports of its own account isn't written back, and a later unsubscribe is", async () => {
  const ann = await signUp();
  await report(ann.email, "subscribed", { kept: true });
  await write();
  assert.deepEqual(store.calls, []);
  await world.advance(shop, 60_000);
  await leave(ann);
  await write();
  assert.equal(store.of(ann.email)["consent/email"].consent, "unsubscribed");
  store.calls.length = 0;
  await world.advance(shop, 60_000);
  await report(ann.email, "subscribed", { kept: true });
  await write();
  assert.deepEqual(store.calls, [], "the later act stands in both, and nothing is said twice");
});

test("what we wrote comes back with the account and is no act, whatever the merchant named", async () => {
  const ann = await signUp();
  const account = async (meta) => {
    const at = new Date((await world.advance(shop, 60_000)).now).toISOString();
    const meta_data = Object.entries(meta).map(([key, value]) => ({ key, value }));
    const body = wooCustomer(ann.id, { email: ann.email, created: at, modified: at, meta_data });
    await world.deliverTo(shop, "customer.updated", body);
    const { body: seen } = await world.api("GET", `${shop.api}/customers/${ann.customer}`);
    return seen.standing.consents.find(({ channel }) => channel === "email").consent;
  };
  const ours = "_wc_other/edgewise/email-consent";
  await account({ [ours]: "0", "_wc_other/mill/news": "0" });
  assert.equal(await account({ [ours]: "1", "_wc_other/mill/news": "0" }), "never_subscribed");
  assert.equal(await account({ [ours]: "0", "_wc_other/mill/news": "1" }), "subscribed");
  await write();
  assert.equal(store.of(ann.email)["consent/email"].consent, "subscribed");
});

test("nothing is kept of guests; what they said is, once they have an account", async () => {
  const email = "guest@example.test";
  await report(email, "subscribed", { origin: "block checkout" });
  await write();
  assert.equal(store.calls.length, 1);
  assert.equal(store.of(email), undefined);
  store.account(email);
  await toldOf(90, email);
  await write();
  assert.equal(store.of(email)["consent/email"].consent, "subscribed");
});

test("two accounts of one address's owner: who moves to another address has it all there", async () => {
  const ann = await signUp();
  await agree(ann);
  await write();
  const moved = `moved-${ann.email}`;
  store.accounts.set(moved, {});
  const created = await now();
  await world.deliverTo(
    shop,
    "customer.updated",
    wooCustomer(ann.id, { email: moved, created, modified: created }),
  );
  await write();
  assert.equal(store.of(moved)["consent/email"].consent, "subscribed");
});

test("a store in trouble needs attention, and gets what is true once it is well", async () => {
  const [ann, ben] = [await signUp(), await signUp()];
  await write();
  for (const [fault, code] of [
    [403, "refused"],
    [404, "outdated"],
    [409, "other-site"],
    ["closed", "unreachable"],
  ]) {
    store.refusal = () => fault;
    await command(ann, { type: "add_tag", tag: `during ${code}` });
    await world.advance(shop, 7 * HOUR);
    const { trouble } = await until(async () => {
      const found = await copies();
      return found.trouble?.code === code ? found : null;
    });
    assert.ok(trouble.message.length > 20);
  }
  const { body } = await world.api("GET", `${shop.api}/operations`);
  const alert = body.alerts.find(({ code }) => code === "copies");
  assert.match(alert.message, /of 1 customer aren’t in your store/);
  assert.ok(alert.help.length > 20);
  // A day later nothing is given up.
  for (let hour = 0; hour < 30; hour += 6) await world.advance(shop, 6 * HOUR);
  await leave(ben);
  const asked = store.calls.length;
  store.refusal = () => null;
  // A check by the merchant waits for nothing.
  await world.api("POST", `${shop.api}/connection/check`);
  await settled();
  assert.equal(store.of(ann.email).tags.tags.length, 4);
  assert.equal(store.of(ben.email)["consent/email"].consent, "unsubscribed");
  assert.equal(store.calls.length, asked + 1, "both in one call");
  assert.equal((await copies()).trouble, null);
  assert.deepEqual(await letters(), []);
});

test("an answer that is lost, and a process that ends, cost another call and nothing else", async () => {
  const ann = await signUp();
  await write();
  store.refusal = () => "lost";
  await agree(ann);
  await world.advance(shop, 1_000);
  const first = await until(() => store.of(ann.email)["consent/email"]);
  await until(async () => (await copies()).trouble !== null);
  store.refusal = () => null;
  await world.advance(shop, 60_000);
  await settled();
  assert.equal(store.calls.length, 2);
  assert.deepEqual(store.of(ann.email)["consent/email"], first);
  store.calls.length = 0;
  store.refusal = () => "silent";
  await leave(ann);
  const advancing = world.advance(shop, 1_000).catch(() => {});
  await until(() => store.calls.length === 1);
  await world.kill();
  await advancing;
  store.refusal = () => null;
  await world.start();
  await world.advance(shop, 61_000);
  await settled();
  assert.equal(store.of(ann.email)["consent/email"].consent, "unsubscribed");
  assert.ok(store.calls.length >= 2);
});

test("what was written without an answer and then taken back is taken back in the store", async () => {
  const ann = await signUp();
  await write();
  store.refusal = () => "lost";
  await command(ann, { type: "add_tag", tag: "mistake" });
  await world.advance(shop, 1_000);
  await until(() => store.of(ann.email).tags?.tags.length === 1);
  await until(async () => (await copies()).trouble !== null);
  await command(ann, { type: "remove_tag", tag: "mistake" });
  store.refusal = () => null;
  await world.advance(shop, 7 * HOUR);
  await settled();
  assert.deepEqual(store.of(ann.email).tags, { tags: [] });
});

test("one customer whom the store breaks on holds nobody up, and becomes a dead letter", async () => {
  const [bad, good, other] = [await signUp(), await signUp(), await signUp()];
  await write();
  store.refusal = ({ customers }) =>
    customers.some(({ email }) => email === bad.email) ? 500 : null;
  for (const who of [bad, good, other]) await agree(who);
  await world.advance(shop, 1_000);
  for (let minute = 0; minute < 10; minute += 1) await world.advance(shop, 60_000);
  for (const { email } of [good, other]) {
    assert.equal(store.of(email)["consent/email"]?.consent, "subscribed", email);
  }
  // The schedule of whatever is tried again: 27 hours and a half.
  for (let hour = 0; hour < 40; hour += 1) await world.advance(shop, HOUR);
  const [letter, ...others] = await letters();
  assert.deepEqual(others, []);
  const { kind, customer, reason } = letter;
  assert.deepEqual([kind, customer, reason], ["copy", bad.customer, "store-broke"]);
  store.refusal = () => null;
  const retried = await world.api(
    "POST",
    `${shop.api}/dead-letters/${encodeURIComponent(letter.id)}/retry`,
  );
  assert.equal(retried.body.type, "retried");
  await world.advance(shop, 7 * HOUR);
  await settled();
  assert.equal(store.of(bad.email)["consent/email"].consent, "subscribed");
});

test("an act in the store that we have not heard of stays, and is not given up on", async () => {
  const ann = await signUp();
  await write();
  await agree(ann);
  await command(ann, { type: "add_tag", tag: "kept" });
  const at = (await clock()) + 500;
  store.act(ann.email, "unsubscribed", at);
  await world.advance(shop, 1_000);
  await until(() => store.of(ann.email).tags);
  assert.equal(store.of(ann.email)["consent/email"].consent, "unsubscribed");
  assert.equal((await copies()).waiting, 1);
  // Its report comes late, and with it the end of the question.
  await report(ann.email, "unsubscribed", { kept: true, at: new Date(at).toISOString() });
  await world.advance(shop, HOUR);
  await settled();
  assert.deepEqual(store.of(ann.email)["consent/email"], {
    consent: "unsubscribed",
    at,
    own: true,
  });
});

test("an act in the store that is never reported is listed, with what to do", async () => {
  const ann = await signUp();
  await write();
  await agree(ann);
  store.act(ann.email, "unsubscribed", (await clock()) + 500);
  for (let hour = 0; hour < 40; hour += 1) await world.advance(shop, HOUR);
  const found = (await letters()).find(({ customer }) => customer === ann.customer);
  assert.deepEqual([found.kind, found.reason], ["copy", "store-later"]);
  assert.equal(store.of(ann.email)["consent/email"].consent, "unsubscribed");
  // The merchant records it as the customer gave it.
  await leave(ann);
  await write();
  assert.equal(store.of(ann.email)["consent/email"].own, undefined);
  assert.equal(
    (await letters()).some(({ customer }) => customer === ann.customer),
    false,
    "and it is over",
  );
});

test("of who is erased nothing is written", async () => {
  const ann = await signUp();
  await write();
  store.refusal = () => 403;
  await agree(ann);
  await world.advance(shop, 2_000);
  const gone = await world.api("DELETE", `${shop.api}/customers/${ann.customer}`);
  assert.ok(gone.status < 300);
  store.refusal = () => null;
  store.calls.length = 0;
  await world.advance(shop, 7 * HOUR);
  await settled();
  assert.ok(!JSON.stringify(store.calls).includes(ann.email));
  assert.deepEqual(store.of(ann.email), {});
});

test("a store that is connected anew is brought up to date, also where it shows too much", async () => {
  const [ann, ben] = [await signUp(), await signUp()];
  await command(ann, { type: "give_points", points: 50, note: "welcome" });
  await command(ben, { type: "add_tag", tag: "b2b" });
  await write();
  const gone = await world.api("DELETE", `${shop.api}/connection`);
  assert.equal(gone.status, 200);
  store.calls.length = 0;
  await command(ann, { type: "redeem_points", points: 50, note: "order" });
  await world.advance(shop, HOUR);
  assert.deepEqual(store.calls, [], "nothing is written while it is disconnected");
  store.accounts.set(ben.email, {});
  await store.connect(world, shop);
  await world.advance(shop, 1_000);
  await until(() => store.of(ben.email).tags);
  await settled();
  assert.deepEqual(store.of(ann.email).points, { balance: 0 });
  assert.deepEqual(store.of(ben.email).tags, { tags: ["b2b"] });
  shop = { ...shop, webhook_secret: store.connection.webhook_secret };
  shop.webhook_url = new URL(store.connection.webhook_url).pathname;
});

test("whatever happens in whatever order, in the end every account says what the engine says", async () => {
  let seed = Number(process.env.EDGEWISE_SEED ?? Date.now() % 1e6);
  const random = (below) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  const from = seed;
  const everyone = [];
  for (let n = 0; n < 12; n += 1) everyone.push(await signUp());
  const act = async ({ email }, consent) => {
    const at = await clock();
    store.act(email, consent, at);
    await report(email, consent, { kept: true, at: new Date(at).toISOString() });
  };
  const faults = [null, null, null, 403, "closed", "lost", 500];
  const does = [
    (who) => agree(who).catch(() => {}),
    leave,
    (who) => report(who.email, "subscribed"),
    (who) => report(who.email, "unsubscribed"),
    (who) => act(who, "subscribed"),
    (who) => act(who, "unsubscribed"),
    (who) => command(who, { type: "add_tag", tag: `tag-${random(3)}` }),
    (who) => command(who, { type: "remove_tag", tag: `tag-${random(3)}` }),
    (who) => command(who, { type: "give_points", points: 1 + random(60), note: "gift" }),
  ];
  for (let step = 0; step < 120; step += 1) {
    store.refusal = () => faults[random(faults.length)];
    await does[random(does.length)](everyone[random(everyone.length)]);
    if (random(4) === 0) await world.advance(shop, random(120_000));
  }
  store.refusal = () => null;
  for (let hour = 0; hour < 40; hour += 4) await world.advance(shop, 4 * HOUR);
  await settled();
  for (const { email, customer } of everyone) {
    const { body } = await world.api("GET", `${shop.api}/customers/${customer}`);
    const { consents, points, tier } = body.standing;
    const { consent } = consents.find(({ channel }) => channel === "email");
    const kept = store.of(email);
    const tags = Object.values(body.state.customer.tags?.names ?? {})
      .filter(({ removed }) => !removed)
      .map(({ written }) => written);
    const shown = [
      kept["consent/email"]?.consent ?? "never_subscribed",
      kept.points?.balance ?? 0,
      kept.tier?.tier ?? null,
      kept.tags?.tags ?? [],
    ];
    assert.deepEqual(shown, [consent, points, tier, tags], `${email}, seed ${from}`);
  }
});
