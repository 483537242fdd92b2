/** Workflows as the merchant sees them: who is inside, what saving does to them, who is let in, tests. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

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

const send = (id) => ({ id, type: "send", message: "cart-hour-1" });
const wait = (days) => ({ id: "pause", type: "wait", for: { amount: days, unit: "days" } });
const welcome = (days, more = {}) => onSignUp([wait(days), send("hello")], more);

async function save(shop, more) {
  const saved = await world.api("PUT", `${shop.api}/config`, recovery(more));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  await world.advance(shop, 0);
}
const check = async (shop, more) =>
  (await world.api("POST", `${shop.api}/config/check`, recovery(more))).body;
const workflow = async (shop, id) => {
  const { body } = await world.api("GET", `${shop.api}/workflows`);
  return body.workflows.find((one) => one.id === id);
};
const insideOf = async (shop, id) => (await workflow(shop, id)).inside_by_revision;
/** A new customer, with an address no other test has. */
async function signUp(shop, number, more = {}) {
  const { now } = await world.advance(shop, 0);
  const at = new Date(now).toISOString();
  const email = `w${number}@people.example`;
  const agreed = {
    state: "subscribed",
    opt_in_level: "single_opt_in",
    consent_updated_at: at,
  };
  const times = { created_at: at, updated_at: at, email_marketing_consent: agreed };
  await world.deliver(
    shop,
    "customers/create",
    customer(60_000 + number, email, { ...times, ...more }),
  );
  return (await world.customer(shop, email)).customer;
}
const mailsTo = (number) => mail.mails.filter(({ to }) => to.includes(`w${number}@people.example`));

test("who is inside is counted, and saving says beforehand what becomes of them", async () => {
  const shop = await world.shop();
  await save(shop, { workflows: [welcome(10)] });
  for (const number of [1, 2, 3]) await signUp(shop, number);
  assert.deepEqual(await insideOf(shop, "on-sign-up"), [{ revision: 1, inside: 3 }]);

  const moved = { workflows: [welcome(2, { in_flight: "move" })] };
  const before = await check(shop, moved);
  assert.equal(before.can_be_saved, true);
  const [change] = before.workflows;
  assert.deepEqual(
    [change.id, change.change, change.inside, change.those_inside],
    ["on-sign-up", "edited", 3, "move"],
  );
  assert.deepEqual(await insideOf(shop, "on-sign-up"), [{ revision: 1, inside: 3 }]);

  await world.advance(shop, DAY);
  await save(shop, moved);
  assert.deepEqual(await insideOf(shop, "on-sign-up"), [{ revision: 2, inside: 3 }]);
  await world.advance(shop, DAY);
  assert.deepEqual(await insideOf(shop, "on-sign-up"), []);
  assert.equal([1, 2, 3].flatMap(mailsTo).length, 3, "two days after they began to wait");
});

test("what is kept finishes in its own revision, what is stopped leaves, what is removed is listed", async () => {
  const shop = await world.shop();
  await save(shop, { workflows: [welcome(10)] });
  await signUp(shop, 4);
  await save(shop, { workflows: [welcome(3)] });
  await signUp(shop, 5);
  assert.deepEqual(await insideOf(shop, "on-sign-up"), [
    { revision: 2, inside: 1 },
    { revision: 1, inside: 1 },
  ]);
  const none = await check(shop, { workflows: [] });
  assert.deepEqual(
    none.workflows.map(({ id, change, inside }) => [id, change, inside]),
    [["on-sign-up", "removed", 2]],
  );
  const stopping = { workflows: [welcome(3, { in_flight: "stop", name: "Stop" })] };
  assert.equal((await check(shop, stopping)).workflows[0].those_inside, "stop");
  await save(shop, stopping);
  assert.deepEqual(await insideOf(shop, "on-sign-up"), []);
  await world.advance(shop, 20 * DAY);
  assert.equal([4, 5].flatMap(mailsTo).length, 0);
});

test("a configuration that cannot be saved says why and changes nothing", async () => {
  const shop = await world.shop();
  const answer = await check(shop, { workflows: [welcome(0, { trigger: { type: "nothing" } })] });
  assert.equal(answer.can_be_saved, false);
  assert.ok(answer.diagnostics.some(({ severity }) => severity === "error"));
  assert.deepEqual(answer.workflows, []);
});

const everybody = {
  id: "everybody",
  name: "Everybody",
  condition: { type: "consent", channel: "email", is: "subscribed" },
};
const toEverybody = {
  id: "to-everybody",
  name: "To everybody",
  status: "live",
  trigger: { type: "segment_entered", segment: "everybody" },
  steps: [send("hello"), wait(5)],
};

test("members who were there before enter when they are added, up to a maximum and once", async () => {
  const shop = await world.shop();
  await save(shop, { segments: [everybody], workflows: [] });
  for (let number = 100; number < 160; number += 1) await signUp(shop, number);
  const config = { segments: [everybody], workflows: [toEverybody] };
  const [change] = (await check(shop, config)).workflows;
  assert.deepEqual(change.there_already, { segment: "everybody", members: 60 });
  await save(shop, config);
  assert.equal((await workflow(shop, "to-everybody")).inside, 0);

  const backfill = (body) => world.api("POST", `${shop.api}/workflows/to-everybody/backfill`, body);
  const batch = { segment: "everybody", batch: "first-day" };
  const begun = await backfill({ ...batch, at_most: 55 });
  assert.deepEqual([begun.status, begun.body], [202, { batch: "first-day", members: 60 }]);
  await world.advance(shop, 0);
  const after = await workflow(shop, "to-everybody");
  assert.deepEqual([after.inside, after.backfill], [55, null]);
  await backfill({ ...batch, at_most: 100 });
  await world.advance(shop, 0);
  assert.equal((await workflow(shop, "to-everybody")).inside, 60, "only those who were not let in");
  const all = Array.from({ length: 60 }, (_, place) => mailsTo(100 + place).length);
  assert.deepEqual(new Set(all), new Set([1]));

  assert.equal((await backfill({ ...batch, at_most: 0 })).body.error.code, "invalid-field");
  assert.equal(
    (await backfill({ ...batch, segment: "no", at_most: 1 })).body.error.field,
    "segment",
  );
  await save(shop, { ...config, workflows: [{ ...toEverybody, status: "paused" }] });
  assert.equal((await backfill({ ...batch, at_most: 1 })).body.error.code, "not-live");
});

test("a test of a draft sends its mail, says so, and counts nowhere", async () => {
  const shop = await world.shop();
  const draft = welcome(1, { status: "draft" });
  await save(shop, { workflows: [draft] });
  const id = await signUp(shop, 6);
  const command = { type: "test", workflow: "on-sign-up", batch: "mine" };
  const done = await world.api("POST", `${shop.api}/customers/${id}/commands`, command);
  assert.equal(done.status, 200);
  assert.match(done.body.sentences[0], /^Started a test of “On sign-up”/);
  assert.equal((await workflow(shop, "on-sign-up")).inside, 0);
  await world.advance(shop, DAY);
  assert.deepEqual(
    mailsTo(6).map(({ headers }) => headers.subject),
    ["[Test] You left something behind"],
  );
  const { body } = await world.api("GET", `${shop.api}/customers/${id}`);
  assert.deepEqual([body.state.ledger, body.state.entries], [undefined, undefined]);
});

test("what the customers lack is said before a workflow goes live", async () => {
  const shop = await world.shop();
  await save(shop, { workflows: [] });
  for (let number = 200; number < 225; number += 1) await signUp(shop, number);
  const birthday = welcome(0, {
    trigger: { type: "date", name: "birth_date" },
    steps: [send("hello")],
  });
  const { diagnostics } = await check(shop, { workflows: [birthday] });
  const found = diagnostics.find(({ code }) => code === "date-missing");
  assert.match(found.message, /^25 of the 25 customers checked have no “birth date”/);
  assert.equal(found.path, "workflows[0].trigger");
});

test("whoever is erased is inside no longer", async () => {
  const shop = await world.shop();
  await save(shop, { workflows: [welcome(10)] });
  const id = await signUp(shop, 7);
  assert.equal((await workflow(shop, "on-sign-up")).inside, 1);
  await world.api("DELETE", `${shop.api}/customers/${id}`);
  assert.equal((await workflow(shop, "on-sign-up")).inside, 0);
});

test("a draft lies beside what is live: it is kept, listed, read and thrown away, and decides nothing", async () => {
  const shop = await world.shop();
  await save(shop, { workflows: [welcome(1)] });
  const path = `${shop.api}/workflows/on-sign-up/draft`;
  assert.equal((await world.api("GET", path)).status, 404);
  const changes = {
    workflows: [welcome(5, { name: "Later" })],
    messages: { note: { text: "Hi" } },
  };
  const kept = await world.api("PUT", path, { changes });
  assert.equal(kept.status, 200);
  assert.deepEqual((await world.api("GET", path)).body, { ...kept.body, changes });

  const { body } = await world.api("GET", `${shop.api}/workflows`);
  assert.deepEqual(body.drafts, [{ workflow: "on-sign-up", name: "Later", ...kept.body }]);
  assert.equal(body.workflows[0].name, "On sign-up");
  const { config, revisions } = (await world.api("GET", `${shop.api}/config`)).body;
  assert.equal(config.workflows[0].steps[0].for.amount, 1);
  assert.equal(revisions.length, 2, "the empty configuration, and the one that was saved");

  for (const [wrong, field] of [
    [{}, "changes"],
    [{ changes: [] }, "changes.workflows"],
    [{ changes: { workflows: [] } }, "changes.workflows"],
    [{ changes: { workflows: [{ ...welcome(1), id: "other" }] } }, "changes.workflows"],
    [{ changes: { workflows: [welcome(1), toEverybody] } }, "changes.workflows"],
  ]) {
    const refused = await world.api("PUT", path, wrong);
    assert.deepEqual([refused.status, refused.body.error.field], [422, field]);
  }
  assert.equal((await world.api("DELETE", path)).status, 204);
  assert.equal((await world.api("DELETE", path)).status, 404);
  assert.deepEqual((await world.api("GET", `${shop.api}/workflows`)).body.drafts, []);
});

test("the time of a workflow's last change is kept, whatever else is saved later", async () => {
  const shop = await world.shop();
  await save(shop, { workflows: [welcome(1)] });
  const first = (await workflow(shop, "on-sign-up")).edited_at;
  await world.advance(shop, 40 * DAY);
  await save(shop, { workflows: [welcome(1), toEverybody], segments: [everybody] });
  assert.equal((await workflow(shop, "on-sign-up")).edited_at, first);
  await save(shop, { workflows: [welcome(2), toEverybody], segments: [everybody] });
  assert.ok((await workflow(shop, "on-sign-up")).edited_at >= first + 40 * DAY);
});

test("a workflow that calls a placeholder address is not turned on, and stays a draft", async () => {
  const shop = await world.shop();
  const call = { id: "call", type: "webhook", url: "https://ads.example.com/audiences" };
  const calling = (status) => onSignUp([call], { status });
  const refused = await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ workflows: [calling("live")] }),
  );
  assert.equal(refused.status, 422);
  const [found] = refused.body.diagnostics.filter(({ severity }) => severity === "error");
  assert.deepEqual([found.code, found.path], ["placeholder-address", "workflows[0].steps[0].url"]);
  await save(shop, { workflows: [calling("draft")] });
});
