/**
 * What is to happen later happens, once the process lives again, and one that cannot is nobody else's
 * trouble. The ledger lies outside: a receiver of webhooks, to whom each timer that fires makes one call.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { about, promise } from "../promises/record.mjs";
import { customer } from "./bodies.mjs";
import { damageState } from "./damaged-row.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startProvider } from "./simulation/provider.mjs";
import { startWorld, until } from "./world.mjs";

const lost = promise(5, "timers");
const poisoned = promise(6, "timers");
const LONG = process.env.EDGEWISE_LONG !== undefined;
/** Timers that fall due in one minute, and how many such minutes there are. */
const TOGETHER = LONG ? 100 : 40;
const MINUTES = LONG ? 100 : 10;
const MINUTE = 60_000;

let world;
let provider;
/** Effects by the customer's address, as the receiver got them. */
const ledger = new Map();
let onCall = () => null;

before(async () => {
  provider = await startProvider({
    onCall: (body) => {
      const { email } = body.data.customer;
      const answer = onCall(email);
      ledger.set(email, (ledger.get(email) ?? 0) + 1);
      return answer;
    },
  });
  world = await startWorld({ localNetwork: true });
});
after(async () => {
  await world?.stop();
  await provider?.close();
});

/** A shop that calls the ledger a day after each sign-up. */
async function openShop() {
  const shop = await world.shop();
  const steps = [
    { id: "pause", type: "wait", for: { amount: 24, unit: "hours" } },
    { id: "call", type: "webhook", url: provider.url },
  ];
  const saved = await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ messages: {}, workflows: [onSignUp(steps)] }),
  );
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return shop;
}

/** Signs somebody up; gives whether that was acknowledged. */
async function signUp(shop, id, email, at) {
  const body = customer(id, email, { created_at: at, updated_at: at });
  const answer = await world.webhook(shop, "customers/create", body).catch(() => null);
  return answer?.status === 200 && (await answer.json().catch(() => null)) !== null;
}

const offsetOf = async (shop) =>
  (await world.api("GET", `${shop.api}/health`)).body.clock_offset_ms;
const nowOf = async (shop) => (await world.api("GET", `${shop.api}/health`)).body.now;
const fired = (emails) => emails.filter((email) => ledger.has(email));

test(`${TOGETHER * MINUTES} timers over ${2 * MINUTES} kills, as they are set and as they fire`, async () => {
  const shop = await openShop();
  const groups = [];
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const at = new Date(await nowOf(shop)).toISOString();
    const people = Array.from({ length: TOGETHER }, (_, index) => ({
      id: 1_000 + minute * TOGETHER + index,
      email: `t${minute}-${index}@people.example`,
    }));
    const all = Promise.all(people.map(({ id, email }) => signUp(shop, id, email, at)));
    // Killed while they are set: after the first answers, or before any.
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, minute % 12))]);
    await world.kill();
    const acknowledged = await all;
    await world.start();
    for (const [index, { id, email }] of people.entries()) {
      if (!acknowledged[index]) assert.ok(await signUp(shop, id, email, at), email);
    }
    groups.push(people.map(({ email }) => email));
    await world.advance(shop, MINUTE);
  }
  assert.equal(ledger.size, 0, "none before its day");
  await world.advance(shop, 24 * HOUR - MINUTES * MINUTE - MINUTE / 2);
  assert.equal(ledger.size, 0, "none before its day");
  for (const [minute, emails] of groups.entries()) {
    // Killed as a group falls due: before its first call, in the middle of one, or soon after.
    const offset = await offsetOf(shop);
    const called = new Promise((resolve) => {
      onCall = (email) => {
        if (!emails.includes(email)) return null;
        setImmediate(resolve);
        return minute % 3 === 1 ? "hold" : null;
      };
    });
    const moved = world.advance(shop, MINUTE).catch(() => null);
    if (minute % 3 === 0) await new Promise((resolve) => setTimeout(resolve, minute / 2));
    else await called;
    await world.kill();
    await moved;
    onCall = () => null;
    await world.start();
    if ((await offsetOf(shop)) < offset + MINUTE) await world.advance(shop, MINUTE);
  }
  // What was cut off in mid-call is tried again when its lease is over.
  for (let hours = 0; hours < 6; hours += 1) await world.advance(shop, HOUR);
  const everybody = groups.flat();
  await until(() => fired(everybody).length === everybody.length, {
    seconds: 30,
    what: "the last of the timers",
  });
  const { body } = await world.api("GET", `${shop.api}/outbox?limit=1`);
  assert.equal(body.total, everybody.length, "one effect each");
  const late = await overdue();
  assert.ok(late <= 2_000, `${late} ms`);
  const kills = 2 * MINUTES + 1;
  lost(
    everybody.length,
    `${kills} kills, 0 lost; overdue ones fire ${about(late)} ms after a start`,
  );
});

/** How long after a start a timer fires that fell due meanwhile, in milliseconds; nobody asks for it. */
async function overdue() {
  const shop = await openShop();
  assert.ok(await signUp(shop, 60_000, "overdue@people.example", new Date().toISOString()));
  const { next_due: due, now } = (await world.api("GET", `${shop.api}/health`)).body;
  await world.advance(shop, due - now - 500);
  await world.kill();
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.equal(ledger.has("overdue@people.example"), false);
  await world.start();
  const from = performance.now();
  await until(() => ledger.has("overdue@people.example"), { what: "the overdue timer" });
  return performance.now() - from;
}

test("one timer that fails for ever, and a hundred others on time", async () => {
  const shop = await openShop();
  ledger.clear();
  const at = new Date(await nowOf(shop)).toISOString();
  const people = Array.from({ length: 101 }, (_, index) => `p${index}@people.example`);
  // The poisoned one is due before all others, and is tried first each time.
  assert.ok(await signUp(shop, 70_000, people[0], at));
  await world.advance(shop, 1_000);
  const later = new Date(await nowOf(shop)).toISOString();
  for (const [index, email] of people.entries()) {
    if (index > 0) assert.ok(await signUp(shop, 70_000 + index, email, later));
  }
  const broken = (await world.customer(shop, people[0])).customer;
  await damageState(world, shop, broken);
  await world.advance(shop, 24 * HOUR + MINUTE);
  await until(() => fired(people).length === 100, { what: "the hundred others" });
  assert.equal(ledger.has(people[0]), false);
  const { body: health } = await world.api("GET", `${shop.api}/health`);
  // It goes on failing for days, and whoever comes later is as punctual.
  for (let day = 0; day < 10; day += 1) await world.advance(shop, 24 * HOUR);
  const { now } = (await world.api("GET", `${shop.api}/health`)).body;
  const last = new Date(now).toISOString();
  assert.ok(await signUp(shop, 71_000, "after@people.example", last));
  await world.advance(shop, 24 * HOUR + MINUTE);
  await until(() => ledger.has("after@people.example"), { what: "the one after ten days" });
  const { body } = await world.api("GET", `${shop.api}/dead-letters`);
  const about = body.dead_letters.filter(({ customer }) => customer === broken);
  assert.ok(about.length > 0, "and the merchant sees it");
  assert.ok(health.now < now);
  poisoned(100, "100 on time, and those of ten days later; the failing one is shown");
});
