/**
 * A data directory as the first release left it when its process was killed: this release opens it, with
 * everybody in it and with what was pending.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { root, startWorld, until } from "./world.mjs";

const early = JSON.parse(
  readFileSync(join(root, "tests/blackbox/earlier/0.1-directory.json"), "utf8"),
);
const folder = mkdtempSync(join(tmpdir(), "edgewise-earlier-"));
const { api } = early.shop;

let mail;
let world;
before(async () => {
  for (const [path, bytes] of Object.entries(early.files)) {
    const file = join(folder, "data", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, gunzipSync(Buffer.from(bytes, "base64")));
  }
  mail = await startMailServer();
  const env = {
    EDGEWISE_DATA_DIR: join(folder, "data"),
    EDGEWISE_MASTER_KEY: early.master_key,
  };
  world = await startWorld({ smtp: mail.url, env });
});
after(async () => {
  await world.stop();
  await mail.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (path) => {
  const { status, body } = await world.api("GET", `${api}${path}`);
  assert.equal(status, 200, path);
  return body;
};

test("everybody is there, with their story", async () => {
  const { customers } = await read("/customers?limit=20");
  assert.deepEqual(
    customers.map(({ customer: id, email }) => [id, email]).sort(),
    early.customers.map(({ customer: id, email }) => [id, email]).sort(),
  );
  const buyer = early.customers.find(({ email }) => email === "early-1@people.example");
  const { moments } = await read(`/customers/${buyer.customer}/timeline`);
  assert.ok(moments.some(({ topic }) => topic === "orders/create"));
  assert.deepEqual((await read("/dead-letters")).dead_letters, []);
});

test("its webhook address takes deliveries, and knows whom it knew", async () => {
  const shop = { ...early.shop, webhook_url: world.base + early.shop.webhook_url };
  const body = customer(2, "early-2@people.example", { updated_at: new Date().toISOString() });
  assert.equal((await world.deliver(shop, "customers/update", body)).outcome, "accepted");
  assert.equal((await read("/customers?limit=20")).total, early.customers.length);
  assert.equal((await world.deliver(shop, "customers/update", body)).outcome, "duplicate");
  const { customer: id } = await world.customer(shop, "early-2@people.example");
  const { moments, next } = await read(`/customers/${id}/timeline`);
  assert.equal(next, null);
  assert.equal(moments[0].topic, "customers/update", "the newest stands in the new journal");
  assert.ok(moments.length > 1, "and the story goes on in the early one");
  const [newest, ...rest] = moments;
  const before = await read(`/customers/${id}/timeline?before=${encodeURIComponent(rest[0].id)}`);
  assert.deepEqual(
    before.moments.map((one) => one.id),
    rest.map((one) => one.id),
    newest.id,
  );
});

test("who is inside which workflow was counted", async () => {
  const { workflows } = await read("/workflows");
  const later = workflows.find((one) => one.id === "later");
  assert.deepEqual(later.inside_by_revision, [{ revision: 1, inside: early.customers.length }]);
});

test("what waited for its day goes out on it, once to each", async () => {
  await world.advance({ api }, 301 * 24 * HOUR);
  await until(() => mail.mails.length >= 5, { what: "the mails" });
  await world.advance({ api }, 24 * HOUR);
  const to = mail.mails.map((one) => one.to.join()).sort();
  assert.deepEqual(to, early.customers.map(({ email }) => email).sort());
});

test("a configuration is saved, somebody is erased", async () => {
  assert.equal((await world.api("PUT", `${api}/config`, recovery())).status, 200);
  const { customer: id } = await world.customer(early.shop, "early-3@people.example");
  assert.equal((await world.api("DELETE", `${api}/customers/${id}`)).status, 204);
  assert.equal((await read("/customers?limit=20")).total, early.customers.length - 1);
});
