/** Backups: of one moment while the shop goes on, restored whole, and sending nothing twice. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { createHash } from "node:crypto";
import { promise } from "../promises/record.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

const shown = promise(7, "backup");
const MASTER = Buffer.alloc(32, 7).toString("base64");
const PEOPLE = 120;

let mail;
let source;
let target;

before(async () => {
  mail = await startMailServer();
  const env = { EDGEWISE_MASTER_KEY: MASTER };
  source = await startWorld({ smtp: mail.url, env });
  // It comes after the source, and has what is kept outside of the source's data.
  const after = { ...env, EDGEWISE_ERASURES_DIR: erasures() };
  target = await startWorld({ smtp: mail.url, env: after });
});
after(async () => {
  await Promise.all([source.stop(), target.stop()]);
  await mail.close();
});

const erasures = (shop = "") => join(source.folder, "data.erasures", shop);
const kept = (shop) => {
  try {
    return readdirSync(erasures(shop.shop));
  } catch {
    return [];
  }
};
const headers = { authorization: `Bearer ${ADMIN_KEY}` };
const copyOf = async (shop) => (await source.fetch(`${shop.api}/backup`, { headers })).text();
const restore = (world, body) => world.api("POST", "/api/restore", body);

/** A shop whose new customers get two mails, an hour apart. */
async function made() {
  const shop = await source.shop();
  const steps = [
    { id: "hello", type: "send", message: "hello" },
    { id: "wait", type: "wait", for: { amount: 1, unit: "hours" } },
    { id: "again", type: "send", message: "again" },
  ];
  const messages = {
    hello: { subject: "Hello", text: "Hi" },
    again: { subject: "Again", text: "Hi" },
  };
  const saved = await source.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ messages, workflows: [onSignUp(steps)] }),
  );
  assert.equal(saved.status, 200);
  return shop;
}

const signUp = (shop, id, email, more = {}) => {
  const at = new Date().toISOString();
  const body = customer(id, email, { created_at: at, updated_at: at, ...more });
  return source.deliver(shop, "customers/create", body);
};
const mailsTo = (email) =>
  mail.mails.filter(({ to }) => to.includes(email)).map(({ headers: h }) => h.subject);

test("a copy is of one moment, though the shop goes on while it is read", async () => {
  const shop = await made();
  // More than the network between here and there can hold, so that it is read while we go on.
  const tags = Array.from({ length: 240 }, (_, index) => `${index}`.padEnd(90, "x")).join(", ");
  for (let id = 1; id <= PEOPLE; id += 1) {
    await signUp(shop, id, `p${id}@people.example`, { tags: `${tags}, of ${id}` });
  }
  await until(() => mail.mails.length >= PEOPLE, { what: "the first mails" });
  const before = (await source.api("GET", `${shop.api}/customers?limit=200`)).body;
  const answer = await source.fetch(`${shop.api}/backup`, { headers });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value;
  // Meanwhile people come and change, before the rest is read.
  for (let id = 1; id <= 20; id += 1) {
    await signUp(shop, 5_000 + id, `late${id}@people.example`);
    const at = new Date().toISOString();
    const changed = customer(id, `p${id}@people.example`, { updated_at: at, first_name: "Other" });
    await source.deliver(shop, "customers/update", changed);
  }
  const erased = await source.customer(shop, "p30@people.example");
  await source.api("DELETE", `${shop.api}/customers/${erased.customer}`);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  const { status, body } = await restore(target, text);
  assert.equal(status, 201, JSON.stringify(body));
  const { body: after } = await target.api("GET", `${shop.api}/customers?limit=200`);
  assert.ok(after.total <= PEOPLE, "whoever came later is not in it");
  const has = async (email) => (await target.customer(shop, email)) !== null;
  assert.equal(await has("p31@people.example"), true);
  assert.equal(await has("late1@people.example"), false);
  const names = after.customers.map(({ profile }) => profile?.first_name ?? null);
  assert.ok(!names.includes("Other"), "a change of later is not in it");
  const known = new Map(before.customers.map((one) => [one.customer, one]));
  for (const { customer: id, seq } of after.customers) assert.equal(seq, known.get(id)?.seq, id);
  // The address and the keys of the shop are the same: webhooks go to whoever has the domain.
  const hook = shop.webhook_url.replace(source.base, target.base);
  assert.equal(
    (
      await target.deliver(
        { ...shop, webhook_url: hook },
        "customers/update",
        customer(1, "p1@people.example", { updated_at: new Date().toISOString() }),
      )
    ).outcome,
    "accepted",
  );
});

test("a restored shop is its source, customer by customer", async () => {
  const shop = await made();
  for (let id = 1; id <= PEOPLE; id += 1) await signUp(shop, id, `e${id}@people.example`);
  await until(() => mailsTo(`e${PEOPLE}@people.example`).length === 1, { what: "the last mail" });
  const quiet = async () => {
    const { counts } = (await source.api("GET", `${shop.api}/outbox?limit=1`)).body;
    return counts.sent === PEOPLE;
  };
  await until(quiet, { what: "the ends of all mails" });
  assert.equal((await restore(target, await copyOf(shop))).status, 201);
  const { body } = await source.api("GET", `${shop.api}/customers?limit=200`);
  assert.equal(body.total, PEOPLE);
  const hash = async (world, id) => {
    const { body: all } = await world.api("GET", `${shop.api}/customers/${id}/export`);
    const { now: _, ...held } = all;
    return createHash("sha256").update(JSON.stringify(held)).digest("hex");
  };
  for (const { customer: id } of body.customers) {
    assert.equal(await hash(target, id), await hash(source, id), id);
  }
  assert.equal(mail.mails.filter(({ to }) => /^e\d/.test(to[0])).length, PEOPLE);
  shown(PEOPLE, "the same hash of everything held of each; nothing sent twice");
});

test("a restored shop sends nothing until it may, and then nothing that was due before", async () => {
  const shop = await made();
  await signUp(shop, 1, "anna@people.example");
  await until(() => mailsTo("anna@people.example").length === 1, { what: "the first mail" });
  const copy = await copyOf(shop);
  // The original goes on: the second mail goes out after the copy was made.
  await source.advance(shop, HOUR + 1_000);
  await until(() => mailsTo("anna@people.example").length === 2, { what: "the second mail" });
  // It is restored two hours later.
  const later = [...copy.trim().split("\n").slice(0, -1), `["meta","clock-offset",${2 * HOUR}]`];
  const end = JSON.stringify({ end: true, rows: later.length - 1 });
  assert.equal((await restore(target, [...later, end].join("\n"))).status, 201);
  await target.advance(shop, HOUR);
  const { body: sending } = await target.api("GET", `${shop.api}/sending`);
  assert.equal(sending.stopped[0].channel, null);
  assert.ok(sending.restored.backup <= sending.restored.at);
  assert.deepEqual(mailsTo("anna@people.example"), ["Hello", "Again"]);
  const on = await target.api("PUT", `${shop.api}/sending`, { channel: null, stopped: false });
  assert.equal(on.status, 200);
  assert.equal(on.body.restored, null);
  await target.advance(shop, HOUR);
  assert.deepEqual(mailsTo("anna@people.example"), ["Hello", "Again"], "and none of them twice");
  // Somebody new gets both.
  const hook = { ...shop, webhook_url: shop.webhook_url.replace(source.base, target.base) };
  const at = new Date((await target.advance(shop, 0)).now).toISOString();
  const body = customer(2, "bob@people.example", { created_at: at, updated_at: at });
  await target.deliver(hook, "customers/create", body);
  await target.advance(shop, 2 * HOUR);
  assert.deepEqual(mailsTo("bob@people.example"), ["Hello", "Again"]);
});

test("what is no whole backup, of another key or of a shop that is there makes no shop", async () => {
  const shop = await made();
  await signUp(shop, 1, "carl@people.example");
  const copy = await copyOf(shop);
  const lines = copy.split("\n");
  const other = await startWorld({
    env: { EDGEWISE_MASTER_KEY: Buffer.alloc(32, 8).toString("base64") },
  });
  try {
    const refused = await restore(other, copy);
    assert.deepEqual([refused.status, refused.body.error.code], [422, "other-master-key"]);
  } finally {
    await other.stop();
  }
  for (const [name, text] of Object.entries({
    empty: "",
    "no backup": '{"a":1}\n',
    "cut short": `${lines.slice(0, -3).join("\n")}\n`,
    "a line missing": [...lines.slice(0, 3), ...lines.slice(4)].join("\n"),
    "a table of somebody's own": [lines[0], '["sqlite_master",1]', ...lines.slice(1)].join("\n"),
  })) {
    const refused = await restore(target, text);
    assert.deepEqual([refused.status, refused.body.error.code], [422, "backup-unreadable"], name);
    assert.equal((await target.api("GET", shop.api)).status, 404, name);
  }
  assert.equal((await restore(target, copy)).status, 201, "and after all that, the whole one does");
  const again = await restore(target, copy);
  assert.deepEqual([again.status, again.body.error.code], [409, "already-connected"]);
});

test("whoever was erased after a backup does not come back with it", async () => {
  const shop = await made();
  await signUp(shop, 1, "anna@people.example");
  const { customer: anna } = await source.customer(shop, "anna@people.example");
  await signUp(shop, 2, "bob@people.example");
  const copy = await copyOf(shop);
  assert.deepEqual(kept(shop), []);
  const at = new Date().toISOString();
  const account = customer(3, "carl@people.example", { created_at: at, updated_at: at });
  await source.deliver(shop, "customers/create", account);
  const { customer: carl } = await source.customer(shop, "carl@people.example");
  for (const id of [anna, carl]) await source.api("DELETE", `${shop.api}/customers/${id}`);
  await until(() => kept(shop).length === 2, { what: "the erasures to be kept outside" });
  assert.ok(!kept(shop).some((name) => name.includes(anna)), "by keyed hashes");
  assert.equal((await restore(target, copy)).status, 201);
  assert.equal(await target.customer(shop, "anna@people.example"), null);
  assert.notEqual(await target.customer(shop, "bob@people.example"), null);
  const { status } = await target.api("GET", `${shop.api}/customers/${anna}`);
  assert.equal(status, 404);
  // Nor does somebody out of a delivery that the copy does not know, and that comes again.
  const hook = { ...shop, webhook_url: shop.webhook_url.replace(source.base, target.base) };
  await target.deliver(hook, "customers/create", account);
  assert.equal(await target.customer(shop, "carl@people.example"), null);
});

test("nobody of a shop that was erased comes back, and who came afterwards does", async () => {
  const shop = await made();
  await signUp(shop, 1, "anna@people.example");
  const before = await copyOf(shop);
  const about = { shop_id: 1, shop_domain: shop.domain };
  await source.deliver(shop, "shop/redact", about);
  const [{ name }] = (await source.api("GET", `${shop.api}/questions`)).body.questions;
  const answer = { name, answer: "true" };
  await source.api("POST", `${shop.api}/questions/answer`, answer);
  await source.advance(shop, 8 * 24 * HOUR);
  await until(() => kept(shop).length > 0, { what: "the erasure to be kept outside" });
  assert.equal((await restore(target, before)).status, 201);
  const { body } = await target.api("GET", `${shop.api}/customers`);
  assert.equal(body.total, 0);
});

test("an erasure that cannot be kept outside is kept there later", async () => {
  const shop = await made();
  await signUp(shop, 1, "anna@people.example");
  const { customer: anna } = await source.customer(shop, "anna@people.example");
  mkdirSync(erasures(), { recursive: true });
  writeFileSync(erasures(shop.shop), "a file in the place of a folder");
  assert.equal((await source.api("DELETE", `${shop.api}/customers/${anna}`)).status, 204);
  await until(() => source.log.includes("erasures-not-kept"), { what: "the failure" });
  rmSync(erasures(shop.shop));
  await source.advance(shop, 61_000);
  await until(() => kept(shop).length === 1, { what: "the erasure to be kept outside" });
});
