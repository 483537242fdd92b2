/** How a shop comes to consent: its own fields, files, one row, the server key, the admin. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sign, startWorld } from "./world.mjs";

let world;
let shop;

const config = {
  format: 1,
  shop: { name: "Mill", currency: "EUR", time_zone: "Europe/Berlin" },
  messages: {},
  workflows: [],
  consent: {
    fields: [{ key: "mill/newsletter", channel: "email", yes: ["1"] }],
    traits: [{ name: "newsletter", channel: "email" }],
  },
};

before(async () => {
  world = await startWorld();
  shop = await world.shop({ platform: "woocommerce", domain: "mill.example", webhook_secret: "w" });
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});
after(() => world.stop());

const gmt = (at) => new Date(at).toISOString().slice(0, 19);

/** Sends a signed WooCommerce webhook. */
async function deliver(topic, body) {
  const bytes = JSON.stringify(body);
  const headers = { "x-wc-webhook-topic": topic, "x-wc-webhook-signature": sign("w", bytes) };
  const response = await world.fetch(shop.webhook_url, { method: "POST", body: bytes, headers });
  assert.equal(response.status, 200);
}

const order = (id, email, at, value, more = {}) => ({
  id,
  status: "processing",
  currency: "EUR",
  total: "19.00",
  date_created_gmt: gmt(at),
  date_modified_gmt: gmt(at),
  customer_id: 0,
  created_via: "store-api",
  billing: { email },
  meta_data: value === null ? [] : [{ id: 1, key: "_wc_other/mill/newsletter", value }],
  ...more,
});

async function stateOf(email) {
  const found = await world.customer(shop, email);
  if (found === null) return null;
  return (await world.api("GET", `${shop.api}/customers/${found.customer}`)).body.state.customer;
}

const consentOf = async (email, channel = "email") =>
  (await stateOf(email))?.consent?.channels?.[channel]?.consent ?? "never_subscribed";

const bring = (body, query = "") => world.api("POST", `${shop.api}/consents${query}`, body);

test("a checkout field that the configuration names", async () => {
  const at = Date.now() - 3_600_000;
  await deliver("order.created", order(1, "ticked@p.example", at, "1"));
  await deliver("order.created", order(2, "empty@p.example", at, "0"));
  await deliver("order.created", order(3, "silent@p.example", at, null));
  assert.equal(await consentOf("ticked@p.example"), "subscribed");
  assert.equal(await consentOf("empty@p.example"), "never_subscribed");
  assert.equal(await consentOf("silent@p.example"), "never_subscribed");
  // The administrator's save of an order that was placed without it is no act of the buyer.
  await deliver(
    "order.updated",
    order(2, "empty@p.example", at, "1", { date_modified_gmt: gmt(at + 60_000) }),
  );
  assert.equal(await consentOf("empty@p.example"), "never_subscribed");
  // One click, and the shop sends the same order again.
  const { customer } = await world.customer(shop, "ticked@p.example");
  const left = {
    type: "record_consent",
    channel: "email",
    consent: "unsubscribed",
    proof: "",
    given_at: null,
  };
  assert.equal(
    (await world.api("POST", `${shop.api}/customers/${customer}/commands`, left)).status,
    200,
  );
  await deliver(
    "order.updated",
    order(1, "ticked@p.example", at, "1", { date_modified_gmt: gmt(Date.now()) }),
  );
  assert.equal(await consentOf("ticked@p.example"), "unsubscribed");
});

test("one row, and what it may override", async () => {
  const row = { email: "row@p.example", channel: "email", consent: "subscribed" };
  const one = await bring(row);
  assert.deepEqual([one.status, one.body.taken], [200, 1], JSON.stringify(one.body));
  assert.equal(await consentOf("row@p.example"), "subscribed");
  await bring({ ...row, consent: "unsubscribed", at: "2026-01-10T10:00:00Z" });
  assert.equal(await consentOf("row@p.example"), "unsubscribed");
  // Without a time, without the text, earlier, in the future.
  await bring({ ...row, origin: "again" });
  await bring({ ...row, at: "2026-01-12T10:00:00Z" });
  await bring({ ...row, at: "2026-01-01T10:00:00Z", resubscribed: true, text: "News" });
  assert.equal(await consentOf("row@p.example"), "unsubscribed");
  const bare = await bring({ ...row, at: "2026-01-12T10:00:00Z", resubscribed: true });
  assert.deepEqual([bare.status, bare.body.refusals], [422, [{ line: 1, reason: "not-proven" }]]);
  const future = await bring({
    ...row,
    at: "2999-01-12T10:00:00Z",
    resubscribed: true,
    text: "News",
  });
  assert.deepEqual([future.status, future.body.refusals[0].reason], [422, "in-the-future"]);
  assert.equal(await consentOf("row@p.example"), "unsubscribed");
  await bring({
    ...row,
    at: "2026-01-12T10:00:00Z",
    resubscribed: true,
    text: "News, once a week",
  });
  assert.equal(await consentOf("row@p.example"), "subscribed");
  assert.equal((await stateOf("row@p.example")).consent.channels.email.proof, "News, once a week");
});

test("files: whoever left is taken first", async () => {
  const common = "Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME";
  const subscribed = `${common}\nm1@p.example,2,2024-05-01 10:00:00,\nm2@p.example,2,2024-05-01 10:00:00,\n`;
  const alone = await bring(subscribed);
  assert.deepEqual([alone.status, alone.body.error.code], [409, "unsubscribed-first"]);
  const left = `${common},UNSUB_TIME\nm2@p.example,2,2024-05-01 10:00:00,,2024-06-01 10:00:00\n`;
  const cleaned = `${common},CLEAN_TIME\nm3@p.example,2,2024-05-01 10:00:00,,2024-06-01 10:00:00\n`;
  const both = await bring({ files: [subscribed, left, cleaned] });
  assert.deepEqual([both.status, both.body.taken], [200, 4], JSON.stringify(both.body));
  assert.equal(await consentOf("m1@p.example"), "subscribed");
  assert.equal(await consentOf("m2@p.example"), "unsubscribed");
  assert.ok((await stateOf("m3@p.example")).returns.email.addresses[0].bounced > 0);
  const unknown = await bring("a,b\n1,2\n");
  assert.equal(unknown.status, 422);
});

test("traits count with the server key, and only with it", async () => {
  const identify = (key, id, traits) =>
    world.fetch("/v1/events", {
      method: "POST",
      headers: { "x-write-key": key, "content-type": "application/json" },
      body: JSON.stringify({
        type: "identify",
        userId: id,
        messageId: `${id}-${JSON.stringify(traits)}`,
        traits,
        context: { consent: { categoryPreferences: { Advertising: true } } },
      }),
    });
  assert.equal(
    (await identify(shop.write_key, "u1", { email: "public@p.example", newsletter: true })).status,
    200,
  );
  assert.equal(await consentOf("public@p.example"), "never_subscribed");
  assert.equal(
    (await identify(shop.server_key, "u2", { email: "server@p.example", newsletter: true })).status,
    200,
  );
  assert.equal(await consentOf("server@p.example"), "subscribed");
  assert.equal((await identify(shop.server_key, "u3", { email: "other@p.example" })).status, 200);
  assert.equal(await consentOf("other@p.example"), "never_subscribed");
  const renewed = await world.api("POST", `${shop.api}/server-key`);
  assert.match(renewed.body.server_key, /^sk_/);
  assert.equal((await identify(shop.server_key, "u4", { email: "x@p.example" })).status, 401);
  const fromBrowser = await world.fetch("/v1/events", {
    method: "POST",
    headers: { "x-write-key": renewed.body.server_key, origin: "https://mill.example" },
    body: "{}",
  });
  assert.equal(fromBrowser.status, 403);
});

test("what is recorded in the admin needs its proof", async () => {
  await bring({
    email: "desk@p.example",
    channel: "email",
    consent: "unsubscribed",
    at: "2026-02-01T10:00:00Z",
  });
  const { customer } = await world.customer(shop, "desk@p.example");
  const record = async (proof, given_at) => {
    const asked = {
      type: "record_consent",
      channel: "email",
      consent: "subscribed",
      proof,
      given_at,
    };
    return (await world.api("POST", `${shop.api}/customers/${customer}/commands`, asked)).body
      .sentences;
  };
  const at = (text) => Date.parse(text);
  assert.match((await record("card", null)).join(), /no proof of it dated after/);
  await record("card", at("2026-01-20T10:00:00Z"));
  assert.equal(await consentOf("desk@p.example"), "unsubscribed");
  await record("mail of 2 February", at("2026-02-02T10:00:00Z"));
  assert.equal(await consentOf("desk@p.example"), "subscribed");
});
