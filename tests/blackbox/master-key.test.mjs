/**
 * Another master key, while the shops go on: nothing fails, nothing is lost, and what stands under the
 * one before opens nothing any more. And what is secret is in no file as it is.
 */
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { masterKeyChanged } from "../../edge/launcher/master-key.mjs";
import { promise } from "../promises/record.mjs";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { filesOf, keysFound, loot } from "./thief.mjs";
import { ADMIN_KEY, root, startWorld, until } from "./world.mjs";

/** A shop as the first releases wrote it: all its keys come out of the master key. */
const earlier = (ending) =>
  readFileSync(join(root, "tests/blackbox/earlier", `0.1-keys-from-master.${ending}`), "utf8");
const early = JSON.parse(earlier("json"));

const FIRST = early.master_key;
const SECOND = Buffer.alloc(32, 9).toString("base64");
const PEOPLE = 20;
const ACCESS = "shpat_a_token_of_the_platform";

const changed = promise(30, "change");

let world;
let mail;
let shop;
let apiKey;
let customers;
let link;
let outgoing;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url, env: { EDGEWISE_MASTER_KEY: FIRST } });
  shop = await world.shop();
  const messages = { hello: { subject: "Hello", text: "Hi" } };
  const steps = [{ id: "hello", type: "send", message: "hello" }];
  const config = recovery({ messages, workflows: [onSignUp(steps)] });
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
  for (let id = 1; id <= PEOPLE; id += 1) await signUp(id);
  await until(() => mail.mails.length === PEOPLE, { what: "the mails" });
  link = new URL(mail.mails[0].headers["list-unsubscribe"].slice(1, -1)).pathname;
  const scopes = ["read-only"];
  apiKey = (await world.api("POST", `${shop.api}/keys`, { name: "Script", scopes })).body.key;
  await world.api("PUT", `${shop.api}/platform-access`, { access_token: ACCESS });
  outgoing = await outgoingSecret(shop.api);
  const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
  customers = body.customers.map((line) => line.customer);
});
after(async () => {
  await world.stop();
  await mail.close();
});

const outgoingSecret = async (api) =>
  (await world.api("POST", `${api}/outgoing-webhook-secret`)).body.outgoing_webhook_secret;

function signUp(id) {
  const at = new Date().toISOString();
  const body = customer(id, `person-${id}@people.example`, { created_at: at, updated_at: at });
  return world.deliver(shop, "customers/create", body);
}

async function startAgain(env) {
  await world.kill();
  world.reconfigure({ EDGEWISE_PREVIOUS_MASTER_KEY: "", ...env });
  await world.start();
}

const progress = async () => (await world.api("GET", "/api/master-key")).body;

/** Of the shop's customers, whose key a thief puts together who has a master key. */
const thief = (key) =>
  keysFound(loot(world.folder, shop.shop, Buffer.from(key, "base64")), customers);

test("no token and no secret stands in the data directory as it is", () => {
  const secrets = {
    "webhook token": shop.webhook_url.split("/").at(-1),
    "write key": shop.write_key,
    "server key": shop.server_key,
    "webhook secret": shop.webhook_secret,
    "API key": apiKey,
    "admin key": ADMIN_KEY,
    "platform token": ACCESS,
    "outgoing secret": outgoing.replace("whsec_", ""),
    "master key": FIRST,
  };
  for (const bytes of filesOf(world.folder)) {
    for (const [name, secret] of Object.entries(secrets)) {
      assert.equal(bytes.indexOf(secret), -1, name);
      assert.equal(bytes.indexOf(Buffer.from(secret, "base64")), -1, `${name}, as bytes`);
    }
  }
  assert.equal(thief(FIRST).length, PEOPLE, "the thief knows how, with the master key");
});

test("the key is changed under traffic, and no call fails", async () => {
  await startAgain({ EDGEWISE_MASTER_KEY: SECOND, EDGEWISE_PREVIOUS_MASTER_KEY: FIRST });
  let calls = 0;
  const isDone = (async () => {
    for (;;) {
      const { left } = await progress();
      if (left === 0 && calls > 60) return;
    }
  })();
  let busy = true;
  isDone.finally(() => {
    busy = false;
  });
  const headers = { authorization: `Bearer ${apiKey}` };
  while (busy) {
    calls += 3;
    // Few writes, so that old copies are still there for the next test.
    if (calls % 30 === 3) assert.equal((await signUp(1_000 + calls)).outcome, "accepted");
    assert.equal((await world.fetch(`${shop.api}/customers`, { headers })).status, 200);
    assert.equal((await world.fetch(link)).status, 200);
  }
  await isDone;
  const restored = await world.api("POST", "/api/restore", earlier("edgewise"));
  assert.equal(restored.status, 201, "a backup under the key before is taken");
  await until(async () => (await progress()).left === 0, { what: "the restored shop" });
  assert.deepEqual(await progress(), { changing: false, left: 0, of: 2 });
  changed(calls, "0 failed; afterwards the new key alone opens everything");
});

test("what stands wrapped under the key before opens nothing any more", async (t) => {
  t.diagnostic(`right after the change ${thief(FIRST).length} are left in old copies`);
  for (const api of [shop.api, `/api/shops/${early.shop}`]) {
    await world.advance({ api }, 60_000);
    const isClean = async () =>
      !(await world.api("GET", `${api}/privacy-requests`)).body.erasing.copies;
    await until(isClean, { what: "putting old copies out of reach" });
  }
  assert.equal(thief(SECOND).length, PEOPLE, "it is all there, under the new key");
  assert.deepEqual(thief(FIRST), []);
});

test("then the new key alone is enough for everything", async () => {
  const settings = {
    port: world.port,
    dataDir: join(world.folder, "data"),
    env: { EDGEWISE_MASTER_KEY: SECOND, EDGEWISE_ADMIN_KEY: ADMIN_KEY },
  };
  assert.ok(await masterKeyChanged(settings, new Promise(() => {})));
  await startAgain({ EDGEWISE_MASTER_KEY: SECOND });
  const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
  assert.ok(body.customers.length > PEOPLE);
  assert.deepEqual(
    body.customers.filter(({ unreadable }) => unreadable),
    [],
  );
  assert.equal(await outgoingSecret(shop.api), outgoing);
  assert.equal((await signUp(9_001)).outcome, "accepted");
  assert.equal((await signUp(1)).outcome, "accepted", "somebody who is known is known");
  assert.equal((await world.search(shop, "person-1@people.example")).body.total, 1);
  const headers = { authorization: `Bearer ${apiKey}` };
  assert.equal((await world.fetch(`${shop.api}/health`, { headers })).status, 200);
  assert.equal((await world.api("GET", `${shop.api}/questions`)).body.can_ask, true);
  assert.equal((await world.fetch(link, { method: "POST" })).status, 200);
  assert.equal((await world.fetch("/readyz")).status, 200);
});

test("a shop of the first releases keeps its links, its signature and its addresses", async () => {
  const api = `/api/shops/${early.shop}`;
  const { body } = await world.api("GET", `${api}/customers`);
  assert.deepEqual(body.customers.map(({ email }) => email).sort(), [
    "early-one@people.example",
    "early-two@people.example",
  ]);
  assert.equal(await outgoingSecret(api), early.outgoing_webhook_secret);
  assert.equal((await world.fetch(early.unsubscribe_path, { method: "POST" })).status, 200);
  assert.equal((await world.api("GET", `${api}/questions`)).body.can_ask, true);
  const account = customer(1, "early-one@people.example", { updated_at: new Date().toISOString() });
  const old = { ...early, webhook_url: early.webhook_path };
  assert.equal((await world.deliver(old, "customers/update", account)).outcome, "accepted");
  assert.equal((await world.api("GET", `${api}/customers`)).body.customers.length, 2);
});

test("without the key that all is sealed under it does not start, and where it must, it is not ready", async () => {
  await world.quit();
  world.reconfigure({ EDGEWISE_MASTER_KEY: FIRST });
  await assert.rejects(() => world.start(), /EDGEWISE_MASTER_KEY is not the key/);
  // On Cloudflare nobody looks before it starts.
  rmSync(join(world.folder, "data/master-key-check"));
  await world.start();
  const ready = await world.fetch("/readyz");
  assert.equal(ready.status, 503);
  const { checks, problems } = await ready.json();
  assert.equal(checks.master_key, false);
  assert.match(problems.join(), /sealed under another master key/);
  assert.equal(
    (await world.webhook(shop, "customers/create", customer(5, "x@y.example"))).status,
    500,
  );
  assert.match(world.log, /OtherMasterKey/);
  await world.quit();
  rmSync(join(world.folder, "data/master-key-check"));
  world.reconfigure({ EDGEWISE_MASTER_KEY: SECOND });
  await world.start();
  const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
  assert.deepEqual(
    body.customers.filter(({ unreadable }) => unreadable),
    [],
    "the wrong key has damaged nothing",
  );
});
