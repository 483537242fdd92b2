/** Tasks for the team: listed with what they are about, emailed to who does them, done, passed on, forgotten. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { refusal, startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

let world;
let mail;
let shop;
/** Whether the mail server is away. */
let isAway = false;

const ANNA = { name: "Anna", email: "anna@team.example" };
const BEN = { name: "Ben", email: "ben@team.example" };
const call = {
  id: "call",
  type: "create_task",
  title: "Call them",
  note: "They are new.",
  due_in: { amount: 2, unit: "hours" },
  to: "anna",
};

before(async () => {
  mail = await startMailServer({ onConnect: () => (isAway ? refusal(421, "Away") : null) });
  world = await startWorld({ smtp: mail.url });
  shop = await world.shop();
});
after(async () => {
  await world?.stop();
  await mail?.close();
});

async function save({ team = [ANNA, BEN], steps = [call], sender = true } = {}) {
  const config = recovery({ workflows: [onSignUp(steps)] });
  config.shop.team = team;
  if (!sender) delete config.shop.sender;
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return saved.body;
}
let people = 9000;
/** Somebody makes an account who never agreed to marketing; gives their task. */
async function signUp() {
  people += 1;
  const { now } = await world.advance(shop, 2_000);
  const created = new Date(now).toISOString();
  const email = `new-${people}@example.test`;
  const times = { created_at: created, updated_at: created };
  await world.deliver(shop, "customers/create", customer(people, email, times));
  const known = await world.customer(shop, email);
  return until(async () => (await list()).tasks.find((task) => task.customer === known.customer));
}
const list = async (state = "open") =>
  (await world.api("GET", `${shop.api}/tasks?state=${state}`)).body;
const change = (task, what) => world.api("PUT", `${shop.api}/tasks/${task.id}`, what);
const mailsAbout = ({ id }) =>
  mail.mails.filter(({ headers }) => headers["message-id"]?.includes(id));
const letters = async () => (await world.api("GET", `${shop.api}/dead-letters`)).body.dead_letters;

test("a task shows with its customer, cause, due time and assignee, who gets one email that is no marketing", async () => {
  await save();
  const task = await signUp();
  const { now, zone, open, team } = await list();
  assert.deepEqual([zone, open, team], ["Europe/Berlin", 1, [ANNA, BEN]]);
  assert.deepEqual(
    [task.name, task.title, task.note, task.workflow, task.step, task.to, task.email],
    ["Mira Okafor", "Call them", "They are new.", "on-sign-up", "call", "Anna", ANNA.email],
  );
  assert.ok(Math.abs(task.due_at - now - 2 * HOUR) < 60_000);
  const [sent] = await until(() => {
    const found = mailsAbout(task);
    return found.length > 0 ? found : null;
  });
  assert.deepEqual(sent.to, [ANNA.email]);
  assert.equal(sent.headers.subject, "Task: Call them");
  assert.equal(sent.headers["list-unsubscribe"], undefined);
  assert.match(sent.text, /They are new\.[\s\S]*Customer: Mira Okafor, new-\d+@example\.test\r\n/);
  assert.match(sent.text, /Because of: On sign-up\r\nDue: \w+, \d+ \w+ \d{4} at \d\d:\d\d\r\n/);
  assert.match(sent.text, new RegExp(`/app/#/customers/${task.customer}\r\n`));
  await world.advance(shop, 48 * HOUR);
  assert.equal(mailsAbout(task).length, 1);
  assert.equal((await list()).tasks.find(({ id }) => id === task.id).emailing, false);
});

test("it is passed on to somebody on the team, who gets an email, and to nobody else", async () => {
  const task = await signUp();
  const passed = await change(task, { to: "BEN@team.example" });
  assert.deepEqual([passed.status, passed.body.to, passed.body.email], [200, "Ben", BEN.email]);
  await until(() => mailsAbout(task).some(({ to }) => to.includes(BEN.email)));
  const refused = await change(task, { to: "thief@elsewhere.example" });
  assert.deepEqual([refused.status, refused.body.error.code], [422, "unknown-person"]);
  assert.equal((await change({ id: "none" }, { done: true })).status, 404);
});

test("what is done leaves the list, can be opened again, and is emailed to nobody", async () => {
  const task = await signUp();
  const done = await change(task, { done: true });
  assert.equal(typeof done.body.done_at, "number");
  assert.equal(
    (await list()).tasks.some(({ id }) => id === task.id),
    false,
  );
  const again = await change(task, { done: true });
  assert.equal(again.body.done_at, done.body.done_at, "done once");
  assert.equal((await list("done")).tasks[0].id, task.id);
  await change(task, { done: false });
  assert.equal(
    (await list()).tasks.some(({ id }) => id === task.id),
    true,
  );
});

test("what was done is kept for 90 days, and what is open for as long as it takes", async () => {
  const [early, late, open] = [await signUp(), await signUp(), await signUp()];
  const ids = async () => new Set((await list("done")).tasks.map(({ id }) => id));
  await change(early, { done: true });
  await world.advance(shop, 10 * 24 * HOUR);
  await change(late, { done: true });
  await world.advance(shop, 79 * 24 * HOUR);
  assert.ok((await ids()).has(early.id) && (await ids()).has(late.id));
  await world.advance(shop, 2 * 24 * HOUR);
  assert.ok(!(await ids()).has(early.id) && (await ids()).has(late.id));
  assert.equal((await change(early, { done: false })).status, 404);
  await world.advance(shop, 10 * 24 * HOUR);
  assert.ok(!(await ids()).has(late.id));
  assert.ok((await list()).tasks.some(({ id }) => id === open.id));
});

test("whoever a customer is assigned to gets it, and an address that isn't the team's gets nothing", async () => {
  const saved = await save({
    team: [ANNA],
    steps: [
      { id: "who", type: "assign", to: [BEN.email] },
      { id: "task", type: "create_task", title: "Look at it" },
    ],
  });
  assert.ok(JSON.stringify(saved).includes("unknown-person"), "and the merchant is told");
  const task = await signUp();
  assert.deepEqual([task.to, task.email, task.emailing], [BEN.email, null, false]);
  await world.advance(shop, HOUR);
  assert.deepEqual(mailsAbout(task), []);
});

test("an email waits for a sender, is tried again while the mail server is away, and survives a kill", async () => {
  await save({ sender: false });
  const task = await signUp();
  await world.advance(shop, HOUR);
  assert.equal(mailsAbout(task).length, 0);
  await save();
  isAway = true;
  await world.advance(shop, HOUR + 1_000);
  assert.equal((await list()).tasks.find(({ id }) => id === task.id).emailing, true);
  await world.kill();
  await world.start();
  isAway = false;
  for (let hour = 0; hour < 3; hour += 1) await world.advance(shop, HOUR);
  await until(() => mailsAbout(task).length > 0);
});

test("erasing a customer takes their tasks along", async () => {
  await save();
  const task = await signUp();
  await until(() => mailsAbout(task).length > 0);
  const gone = await world.api("DELETE", `${shop.api}/customers/${task.customer}`);
  assert.ok(gone.status < 300);
  assert.equal(
    (await list()).tasks.some(({ id }) => id === task.id),
    false,
  );
  assert.equal((await change(task, { done: true })).status, 404);
  assert.deepEqual(await letters(), []);
});
