/** Coupon codes that were made beforehand: each given out once, a warning when few are left, and no message without one. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

let world;
let mail;
let shop;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
  shop = await world.shop();
  const messages = {
    hello: { subject: "Yours", text: "Use {{ coupon.code }}.", html: "{{ coupon.code }}" },
  };
  const steps = [
    { id: "code", type: "apply_coupon", percent: 10, pool: "spring" },
    { id: "hello", type: "send", message: "hello" },
  ];
  const config = recovery({ messages, workflows: [onSignUp(steps)] });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});
after(async () => {
  await world?.stop();
  await mail?.close();
});

const add = (codes, pool = "spring") =>
  world.api("POST", `${shop.api}/code-pools/${pool}/codes`, { codes });
const pools = async () => (await world.api("GET", `${shop.api}/code-pools`)).body.pools;
const alert = async () =>
  (await world.api("GET", `${shop.api}/operations`)).body.alerts.find(
    ({ code }) => code === "few-codes",
  );
const letters = async () => (await world.api("GET", `${shop.api}/dead-letters`)).body.dead_letters;
const outbox = async (query) => (await world.api("GET", `${shop.api}/outbox?${query}`)).body.outbox;
let people = 4000;
/** Somebody signs up and agrees; gives their address. */
async function signUp() {
  people += 1;
  const at = new Date((await world.advance(shop, 2_000)).now).toISOString();
  const email = `buyer-${people}@example.test`;
  const times = { created_at: at, updated_at: at };
  await world.deliver(shop, "customers/create", customer(people, email, times));
  return email;
}
const mailTo = (email) => mail.mails.filter(({ to }) => to.includes(email));
const codeOf = async (email) =>
  /Use (\S+)\./.exec((await until(() => mailTo(email)[0], { what: email })).text)[1];

test("a pool that a live workflow uses and that has no code is listed, and Home says so", async () => {
  assert.deepEqual(await pools(), [{ pool: "spring", left: 0, given: 0, used: true, low: true }]);
  assert.match((await alert()).message, /no codes left in “spring”/);
});

test("without a code no message is sent, and it says why; a retry takes one", async () => {
  const email = await signUp();
  const [letter] = await until(async () => {
    const found = await letters();
    return found.length > 0 ? found : null;
  });
  assert.deepEqual([letter.type, letter.reason], ["apply_coupon", "pool-empty"]);
  const [message] = await until(async () => {
    const items = await outbox("type=send&state=withdrawn");
    return items.length > 0 ? items : null;
  });
  assert.equal(message.reason, "coupon-failed");
  assert.deepEqual(mailTo(email), []);
  await add(["FIRST"]);
  const retried = await world.api("POST", `${shop.api}/dead-letters/${letter.id}/retry`);
  assert.equal(retried.body.type, "retried");
  await until(async () => (await pools())[0].given === 1);
});

test("each code is given out once, in order, whatever is added again", async () => {
  const added = await add(["Alpha-1", "beta-2", "ALPHA-1", "first"]);
  assert.deepEqual([added.body.added, added.body.known], [2, 2]);
  assert.deepEqual(await codeOf(await signUp()), "Alpha-1");
  assert.deepEqual((await add(["alpha-1"], "other")).body.added, 0, "also not into another pool");
  await world.kill();
  await world.start();
  assert.deepEqual(await codeOf(await signUp()), "beta-2");
  assert.deepEqual((await pools()).find(({ pool }) => pool === "spring").given, 3);
});

test("many who sign up at once never share a code", async () => {
  const codes = Array.from({ length: 150 }, (_, n) => `MANY-${n}`);
  assert.equal((await add(codes)).body.added, 150);
  assert.equal(await alert(), undefined);
  const emails = [];
  for (let n = 0; n < 60; n += 1) emails.push(await signUp());
  const given = await Promise.all(emails.map(codeOf));
  assert.equal(new Set(given).size, 60);
  assert.match((await alert()).message, /^90 codes left in “spring”\.$/);
});

test("bad codes are refused and unused ones removed", async () => {
  for (const codes of [[], ["two words"], ["x".repeat(65)], "SPRING", [7]]) {
    assert.equal((await add(codes)).status, 422, JSON.stringify(codes));
  }
  const removed = await world.api("DELETE", `${shop.api}/code-pools/spring/codes`);
  assert.equal(removed.body.removed, 90);
  await world.advance(shop, HOUR);
  assert.equal((await pools()).find(({ pool }) => pool === "spring").left, 0);
});
