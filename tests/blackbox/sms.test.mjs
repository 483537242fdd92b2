/** Text messages: what leaves through each provider, what comes back, and what people reply. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { ACCOUNT, NUMBER, posting, RECEIVED, SETTINGS, startSmsApis, STATUS } from "./sms-apis.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

const PROVIDERS = ["twilio", "vonage", "webhook"];
const MINUTE = 60_000;
let apis;
let world;

before(async () => {
  apis = await startSmsApis();
  world = await startWorld({ smtp: "none://nowhere", localNetwork: apis.port });
});
after(async () => {
  await world?.stop();
  apis?.close();
});

/** A shop whose new customers get a text, at ten in the morning where it is. */
async function makeShop(settings, { text = TEXT, kind = "marketing", at = 10, more = {} } = {}) {
  apis.fault = () => null;
  apis.texts.length = 0;
  const made = await world.shop();
  const shop = { ...made, sms: `${made.api}/sms-connection`, provider: settings.provider };
  const step = { id: "hello", type: "send", message: "hello", kind };
  const messages = { hello: { channel: "sms", text } };
  const base = recovery({ messages, workflows: [onSignUp([step])], ...more });
  const saved = await world.api("PUT", `${shop.api}/config`, {
    ...base,
    workflows: base.workflows.map((one) => ({ ...one, status: "draft" })),
  });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  await setUp(shop, settings);
  const live = await world.api("PUT", `${shop.api}/config`, base);
  assert.equal(live.status, 200, JSON.stringify(live.body));
  const secret = await world.api("POST", `${shop.api}/outgoing-webhook-secret`);
  shop.secret = secret.body.outgoing_webhook_secret;
  apis.secret = shop.secret;
  await wakeAt(shop, at);
  return shop;
}

const TEXT = "Hi {{ customer.first_name }}, see https://mira-ceramics.example/sale";
/** Its links once more, after another one. */
const LINKS = `${TEXT} https://other.example/ https://mira-ceramics.example/sale`;

async function setUp(shop, settings) {
  const { status, body } = await world.api("PUT", shop.sms, settings);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** Moves a shop's clock to an hour of Berlin's day. */
async function wakeAt(shop, hour, minute = 0) {
  const { now } = await world.advance(shop, 0);
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Berlin",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const [h, m, s] = clock.format(now).split(":").map(Number);
  const since = ((h * 60 + m) * 60 + s) * 1000 + (now % 1000);
  const wait = (hour * 60 + minute) * MINUTE - since;
  return (await world.advance(shop, wait < 0 ? wait + 24 * HOUR : wait)).now;
}

let people = 71_000;
async function signUp(shop, phone, more = {}) {
  people += 1;
  const now = new Date((await world.advance(shop, 1_000)).now).toISOString();
  const agreed = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: now };
  const email = `texter-${people}@people.example`;
  await world.deliver(
    shop,
    "customers/create",
    customer(people, email, {
      created_at: now,
      updated_at: now,
      phone,
      sms_marketing_consent: agreed,
      ...more,
    }),
  );
  return email;
}

const outbox = async (shop) => (await world.api("GET", `${shop.api}/outbox`)).body.outbox;
const reaches = (shop, email, state) =>
  until(
    async () => {
      const person = await world.customer(shop, email);
      const item = (await outbox(shop)).find((one) => one.customer === person?.customer);
      return item?.state === state ? item : null;
    },
    { what: `the text to ${email} to be ${state}` },
  );
/** The text to somebody, once it waits in a certain way. */
const waits = (shop, email, isSo) =>
  until(async () => {
    const item = await reaches(shop, email, "new");
    return isSo(item) ? item : null;
  });
const sentTo = (shop, email) =>
  reaches(shop, email, "sent").then((item) => ({ ...item, ...textOf(item.id) }));
const textOf = (id) => {
  const { text, ...left } = apis.texts.find((one) => one.id === id);
  return { left: { ...left, text } };
};

/** Somebody's consent to texts; null where they aren't known yet. */
async function consentOf(shop, email) {
  const person = await world.customer(shop, email);
  return person?.consents.find(({ channel }) => channel === "sms")?.consent ?? null;
}

async function storyOf(shop, email) {
  const { customer: id } = await world.customer(shop, email);
  const { body } = await world.api("GET", `${shop.api}/customers/${id}/export`);
  return JSON.stringify(body);
}

/** Whether nothing is sent to somebody's number. */
async function isSuppressed(shop, email) {
  const { customer: id } = await until(() => world.customer(shop, email));
  const { standing } = (await world.api("GET", `${shop.api}/customers/${id}`)).body;
  return standing.suppressions.some(({ channel }) => channel === "sms");
}

const address = (shop, text = null) =>
  text?.reports ?? `${world.base}/webhooks/sms/${shop.provider}/${shop.shop}`;

async function post(shop, content, { text = null, key = null } = {}) {
  const made = posting(shop.provider, address(shop, text), content, { secret: shop.secret, key });
  const response = await world.fetch(...made);
  const said = await response.text();
  if (response.status !== 200) return { status: response.status };
  if (shop.provider !== "twilio") return { status: 200, ...JSON.parse(said) };
  const reply = /<Message>(.*)<\/Message>/s.exec(said)?.[1] ?? null;
  return { status: 200, was: null, reply };
}

const report = (shop, became) => async (item) => {
  const { left } = item;
  return post(shop, STATUS[shop.provider][became](left), { text: left });
};

test("a text goes through each provider, to the number however it's written, until quiet hours", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(SETTINGS[provider]);
    // As people type it in Germany; the country stands beside it.
    const email = await signUp(shop, "0151 / 123 456-78");
    const { left, content, id } = await sentTo(shop, email);
    assert.equal(left.to, "+4915112345678", provider);
    assert.equal(left.id, id);
    assert.match(
      left.text,
      /^Mira Ceramics: Hi Mira, see http:\/\/127\.0\.0\.1:\d+\/l\/[a-z2-7]{22}\nReply STOP to opt out$/,
    );
    assert.equal(content.segments, 1);
    // Eleven hours are left until 21:00; Twilio takes ten at most.
    const least = provider === "twilio" ? 36_000 : 11 * 3_600 - 10;
    if (provider === "webhook") {
      const { now } = await world.advance(shop, 0);
      assert.ok(Math.abs(Date.parse(left.until) - now - 11 * HOUR) < 10_000, left.until);
    } else assert.ok(left.seconds >= least && left.seconds <= 11 * 3_600, String(left.seconds));

    // The link is short, on our own address, and leads to the shop as marked for it.
    const [short] = left.text.match(/http\S+/);
    const followed = await world.fetch(short, { headers: BROWSER });
    assert.equal(followed.status, 302);
    const { searchParams, pathname } = new URL(followed.headers.get("location"));
    assert.deepEqual([pathname, searchParams.get("utm_medium")], ["/sale", "sms"]);
    assert.equal(
      (await world.fetch(`${short.slice(0, -1)}${short.endsWith("a") ? "b" : "a"}`)).status,
      302,
    );
    assert.equal((await world.fetch(`/l/${"a".repeat(22)}`)).status, 404);
    await world.advance(shop, MINUTE);
    const counted = await until(async () => (await reaches(shop, email, "sent")).came_back ?? null);
    assert.equal(counted.clicks.human + counted.clicks.uncertain + counted.clicks.machine, 1);

    // The second text no longer says who writes.
    const seen = await storyOf(shop, email);
    assert.match(seen, /\+4915112345678/);
  }
});

const BROWSER = {
  "user-agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
  accept: "text/html,application/xhtml+xml",
  "accept-language": "de-DE",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
};

test("what became of a text is verified, counted once, and the same in whatever order it comes", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(SETTINGS[provider]);
    const emails = {};
    const numbers = ["+491511100001", "+491511100002", "+491511100003", "+491511100004"];
    for (const [index, name] of ["delivered", "dead", "sender", "passing"].entries()) {
      emails[name] = await signUp(shop, numbers[index]);
    }
    const items = {};
    for (const [name, email] of Object.entries(emails)) items[name] = await sentTo(shop, email);
    const { delivered } = items;
    const status = STATUS[provider].delivered(delivered.left);
    assert.equal(
      (await post(shop, status, { text: delivered.left, key: FORGED[provider] })).status,
      401,
    );
    const foreign = { ...delivered.left, id: "a".repeat(26), reports: address(shop) };
    assert.equal(
      (await post(shop, STATUS[provider].delivered(foreign), { text: foreign })).status,
      200,
    );
    for (const name of ["delivered", "sending", "delivered"]) {
      assert.equal((await report(shop, name)(delivered)).status, 200, name);
    }
    // A part that wasn't delivered counts more than one that was, whichever is reported first.
    await report(shop, "passing")(items.passing);
    await report(shop, "delivered")(items.passing);
    await report(shop, "delivered")(items.dead);
    await report(shop, "dead")(items.dead);
    await report(shop, "sender")(items.sender);
    const came = async (name) => (await reaches(shop, emails[name], "sent")).came_back?.state;
    assert.deepEqual(
      [await came("delivered"), await came("dead"), await came("sender"), await came("passing")],
      ["delivered", "bounced", "rejected", "undelivered"],
      provider,
    );
    assert.equal(await isSuppressed(shop, emails.dead), true, provider);
    const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
    assert.ok(
      alerts.some(({ code }) => code === "sms-sender-rejected"),
      provider,
    );
    // A bad day of the sender's says nothing of the number.
    assert.equal(await isSuppressed(shop, emails.sender), false);
    // Whoever has the dead number later learns of it.
    const later = await signUp(shop, "0151 110 0002", { sms_marketing_consent: null });
    assert.equal(await isSuppressed(shop, later), true, provider);
  }
});

const FORGED = {
  twilio: "another-token",
  vonage: "another-secret-of-16",
  webhook: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
};

test("STOP closes the channel for everybody with that number, in whatever words, and START takes it back", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(SETTINGS[provider]);
    const one = await signUp(shop, "+49 (0)170 222 33 44");
    const other = await signUp(shop, "0170/2223344");
    const third = await signUp(shop, "+49 170 2223399");
    for (const email of [one, other, third]) await sentTo(shop, email);
    const from = "+491702223344";
    const reply = (text, more) => post(shop, RECEIVED[provider](from, text, more));
    const consents = async () => [await consentOf(shop, one), await consentOf(shop, other)];
    const stop = RECEIVED[provider](from, "Stop. Thank you");
    assert.equal((await post(shop, stop, { key: FORGED[provider] })).status, 401);
    assert.deepEqual(await consents(), ["subscribed", "subscribed"]);
    apis.texts.length = 0;
    const { reply: said } = await post(shop, stop);
    // What the provider didn't understand, it didn't answer.
    assert.match(said, /START/, provider);
    assert.deepEqual(await consents(), ["unsubscribed", "unsubscribed"], provider);
    assert.equal(await consentOf(shop, third), "subscribed");
    assert.match(await storyOf(shop, other), /Stop\. Thank you/);
    assert.equal((await post(shop, stop)).reply, null, "the same once more is no news");
    assert.equal(
      (await reply("please stop already")).reply,
      null,
      "nor is the same in other words",
    );
    // An answer to a question is no consent, at the provider's either.
    await reply("YES", provider === "twilio" ? { OptOutType: "START" } : {});
    assert.deepEqual(await consents(), ["unsubscribed", "unsubscribed"]);
    await world.advance(shop, MINUTE);
    const start = await reply("start");
    assert.equal(start.reply === null, provider === "twilio", "Twilio answers its own words");
    assert.deepEqual(await consents(), ["subscribed", "subscribed"], provider);
    await world.advance(shop, MINUTE);
    if (provider === "twilio") {
      const advanced = await reply("Arrêtez ça", { OptOutType: "STOP" });
      assert.equal(advanced.reply, null, "no second answer beside Advanced Opt-Out's");
    } else await reply("STOPALL");
    assert.deepEqual(await consents(), ["unsubscribed", "unsubscribed"], provider);
    // Whoever turns out to have the number later isn't written to either.
    const late = await signUp(shop, "0170 2223344", { sms_marketing_consent: null });
    await until(async () => (await consentOf(shop, late)) === "unsubscribed");
    if (provider === "vonage") {
      await until(() => apis.texts.some(({ to, text }) => to === from && /START/.test(text)));
    }
    // What is about something else is an event of theirs, and of nobody where nobody has the number.
    await post(shop, RECEIVED[provider]("+491702223399", "Is the blue one back?"));
    const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
    assert.ok(
      alerts.some(({ code }) => code === "unclear-opt-out"),
      provider,
    );
    assert.match(await storyOf(shop, third), /Is the blue one back\?/);
    assert.equal((await post(shop, RECEIVED[provider]("+15005551234", "Stop"))).status, 200);
    assert.equal((await post(shop, RECEIVED[provider]("+1", "Stop"))).status, 200);
  }
});

test("a name can't receive replies, so each text has a link that opts out", async () => {
  const shop = await makeShop({ ...SETTINGS.twilio, sender: "MIRA SHOP" });
  const email = await signUp(shop, "0151 300 0001");
  const sharing = await signUp(shop, "+49 151 3000001");
  const { left } = await sentTo(shop, email);
  assert.equal(left.from, "MIRA SHOP");
  const [, link] = /\nOpt out: (\S+)$/.exec(left.text);
  const page = await world.fetch(link);
  assert.equal(page.status, 302);
  const leaving = page.headers.get("location");
  assert.equal((await world.fetch(leaving)).status, 200);
  assert.equal(await consentOf(shop, email), "subscribed", "looking changes nothing");
  const answer = await world.fetch(leaving, { method: "POST" });
  assert.match(await answer.text(), /text message/i);
  // It's the number that is left alone, whoever else has it.
  assert.equal(await consentOf(shop, email), "unsubscribed");
  assert.equal(await consentOf(shop, sharing), "unsubscribed");
  // An opt-out outlives whoever is erased, also one that was said elsewhere.
  const state = { state: "unsubscribed", consent_updated_at: "2026-11-01T00:00:00Z" };
  const gone = await signUp(shop, "0151 300 0002", { sms_marketing_consent: state });
  await until(async () => (await consentOf(shop, gone)) === "unsubscribed");
  const { customer: id } = await world.customer(shop, gone);
  assert.ok((await world.api("DELETE", `${shop.api}/customers/${id}`)).status < 300);
  const back = await signUp(shop, "+49 151 3000002", { sms_marketing_consent: null });
  await until(async () => (await consentOf(shop, back)) === "unsubscribed");
});

test("a link that stands in a text twice is one, and is shown as it was written", async () => {
  const shop = await makeShop(SETTINGS.twilio, { text: LINKS });
  const { left, content } = await sentTo(shop, await signUp(shop, "0151 800 0001"));
  const [one, other, again, ...more] = left.text.match(/http\S+/g);
  assert.deepEqual([one === again, one === other, more], [true, false, []]);
  const targets = content.text.match(/http\S+/g).map((link) => new URL(link).hostname);
  assert.deepEqual(targets, ["mira-ceramics.example", "other.example", "mira-ceramics.example"]);
  assert.equal((await world.fetch(other)).headers.get("location"), "https://other.example/");
});

test("what could only be delivered at night waits for the morning", async () => {
  const shop = await makeShop(SETTINGS.twilio, { at: 20 });
  await wakeAt(shop, 20, 59);
  await world.advance(shop, 40_000);
  const email = await signUp(shop, "0151 400 0001");
  const item = await waits(shop, email, ({ reason }) => reason === "inside-quiet-hours");
  await world.advance(shop, 2 * MINUTE);
  await waits(shop, email, ({ next_at: at }) => at - item.next_at > 10 * HOUR);
  assert.equal(apis.texts.length, 0);
  await wakeAt(shop, 8);
  await sentTo(shop, email);
});

test("without an answer marketing isn't sent twice; refusals say whose fault it is", async () => {
  const lost = await makeShop(SETTINGS.vonage);
  apis.fault = () => "lost";
  const email = await signUp(lost, "0151 500 0001");
  const unknown = await reaches(lost, email, "unknown");
  await world.advance(lost, 24 * HOUR);
  assert.equal(apis.texts.length, 1, "it was out, and stays one");
  apis.fault = () => null;
  // A report is the answer that didn't come, also where it's faster than the answer would be.
  const [text] = apis.texts;
  await post(lost, STATUS.vonage.delivered(text), { text });
  assert.equal((await reaches(lost, email, "sent")).id, unknown.id);
  apis.fault = async () => {
    const early = (await outbox(lost)).find(({ state }) => state === "leased");
    const of = { id: early.id, to: "+4915150000009", reports: address(lost) };
    assert.equal((await post(lost, STATUS.vonage.delivered(of), { text: of })).was, "reports");
    return "lost";
  };
  const fast = await signUp(lost, "0151 500 0009");
  await reaches(lost, fast, "sent");
  apis.fault = () => null;

  const shop = await makeShop(SETTINGS.twilio);
  const code = (status, number) => () => ({ status, body: { code: number, message: "No" } });
  apis.fault = code(400, 21211);
  const nobody = await signUp(shop, "0151 500 0002");
  assert.equal((await reaches(shop, nobody, "failed")).reason, "sms-provider-address-refused");
  assert.equal(await isSuppressed(shop, nobody), true);
  apis.fault = code(400, 21610);
  const out = await signUp(shop, "0151 500 0003");
  assert.equal((await reaches(shop, out, "failed")).reason, "sms-provider-suppressed");
  assert.equal(await consentOf(shop, out), "subscribed", "that is the provider's list, not ours");
  // What would meet every text alike loses none.
  apis.fault = code(401, 20003);
  const waiting = await signUp(shop, "0151 500 0004");
  const again = await waits(shop, waiting, ({ attempt }) => attempt > 0);
  assert.equal(again.reason, "sms-provider-key-refused");
  const codes = async () =>
    (await world.api("GET", `${shop.api}/operations`)).body.alerts.map(({ code }) => code);
  assert.ok((await codes()).includes("texts-retrying"));
  // Without a provider texts wait for one, and Home says so.
  await world.api("DELETE", shop.sms);
  const none = await signUp(shop, "0151 500 0005");
  await waits(shop, none, ({ reason }) => reason === "sms-provider-not-set");
  assert.ok((await codes()).includes("sms-provider-missing"));
  apis.fault = () => null;
  await setUp(shop, SETTINGS.twilio);
  await sentTo(shop, waiting);
  await sentTo(shop, none);
  // What is no number reaches nobody, and an imported consent may be written as people write numbers.
  const landline = await signUp(shop, "555-SHIP");
  await until(() => world.customer(shop, landline));
  assert.equal((await outbox(shop)).filter(({ state }) => state === "new").length, 0);
  const rows = "phone,channel,consent\n0151 500 0005,sms,unsubscribed\n";
  const taken = await world.fetch(`${shop.api}/consents`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "text/csv" },
    body: rows,
  });
  assert.equal((await taken.json()).taken, 1);
  await until(async () => (await consentOf(shop, none)) === "unsubscribed");
});

test("settings are tried and tested, and a key leaves nothing", async () => {
  const shop = await makeShop(SETTINGS.twilio);
  const seen = (await world.api("GET", shop.sms)).body;
  assert.deepEqual(
    [seen.provider, seen.settings, seen.sender, seen.can_receive, seen.webhook],
    ["twilio", { account_sid: ACCOUNT }, NUMBER, true, address(shop)],
  );
  assert.ok(!JSON.stringify(seen).includes(SETTINGS.twilio.key));
  const { key: _, ...without } = SETTINGS.twilio;
  await setUp(shop, { ...without, segment_price: "0.0079" });
  assert.equal((await world.api("GET", shop.sms)).body.segment_price, "0.0079");
  const other = { ...without, account_sid: ACCOUNT.replace("0", "1") };
  const refused = await world.api("PUT", shop.sms, other);
  assert.deepEqual([refused.status, refused.body.error.field], [422, "key"]);
  for (const url of [
    "http://sms.gateway.example/",
    "https://127.0.0.1/",
    "https://10.0.0.8/send",
    "https://[::1]/",
    "https://localhost/",
    "https://metadata/",
  ]) {
    const { status } = await world.api("PUT", shop.sms, { provider: "webhook", url });
    if (url.includes("127.") || url.includes("::1") || url.includes("localhost")) continue;
    assert.equal(status, 422, url);
  }
  await setUp(shop, SETTINGS.twilio);
  const check = async (connection) =>
    (await world.api("POST", `${shop.sms}/check`, connection === undefined ? {} : { connection }))
      .body;
  assert.deepEqual(await check(), { works: true, trouble: null });
  for (const provider of PROVIDERS)
    assert.equal((await check(SETTINGS[provider])).works, true, provider);
  const notOurs = await check({ ...SETTINGS.twilio, sender: "+15005550009" });
  assert.equal(notOurs.trouble.code, "sender-refused");
  assert.equal((await check({ ...SETTINGS.twilio, key: "wrong" })).trouble.code, "key-refused");
  const wrong = {
    ...SETTINGS.vonage,
    application_id: SETTINGS.vonage.application_id.replace("1f", "2f"),
  };
  assert.equal((await check(wrong)).trouble.code, "key-refused");
  const test = (to) => world.api("POST", `${shop.sms}/test-text`, { to });
  assert.equal((await test("not a number")).status, 422);
  const nothing = { to: "0151 600 0001", message: "__proto__" };
  assert.equal((await world.api("POST", `${shop.sms}/test-text`, nothing)).status, 422);
  apis.texts.length = 0;
  assert.equal((await test("0151 600 0001")).body.works, true);
  assert.equal(apis.texts[0].to, "+491516000001");
  assert.ok((await world.api("GET", shop.sms)).body.tested_at !== null);
  // Hostile answers are shown as what they are, and bounded.
  for (const body of [
    "<script>",
    "x".repeat(300_000),
    JSON.stringify({ code: "0".repeat(9) }),
    "",
  ]) {
    apis.fault = () => ({ status: 400, body });
    const { trouble } = (await test("0151 600 0001")).body;
    assert.ok((trouble.said ?? "").length <= 300, body.slice(0, 20));
  }
  assert.equal((await world.api("DELETE", shop.sms)).status, 204);
  assert.equal((await world.api("DELETE", shop.sms)).status, 404);
});

test("nothing that a customer or the shop is called runs, and HELP says who to ask", async () => {
  const name = '<Message>&"Kä\'se" ]]>';
  const base = recovery();
  const shop = await makeShop(SETTINGS.twilio, { more: { shop: { ...base.shop, name } } });
  const email = await signUp(shop, "0151 700 0001", {
    first_name: "Eve\r\nTo: +15005550001\u0000&From=+1\u2028{{ shop.name }}",
  });
  const { left } = await sentTo(shop, email);
  assert.equal(left.to, "+491517000001");
  assert.ok(left.text.includes("Eve\nTo: +15005550001&From=+1\n{{ shop.name }}"), left.text);
  const answer = await post(shop, RECEIVED.twilio("+491517000001", "Hilfe"));
  assert.match(answer.reply, /hello@mira-ceramics\.example/);
  assert.ok(!/[<>]/.test(answer.reply), answer.reply);
  assert.equal((await post(shop, RECEIVED.twilio("+491517000001", "Hilfe!"))).reply, null);
});
