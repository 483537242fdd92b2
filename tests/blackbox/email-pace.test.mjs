/**
 * A whole shop's email at its pace: what is too early waits without failing, is asked for permission again when
 * it's its turn, and goes out once, in order; whoever asks for less holds up nobody else.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { SETTINGS, startEmailApis } from "./email-apis.mjs";
import { refusal, startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { DOMAIN, goodDns } from "./sender-domain.mjs";
import { startWorld, until } from "./world.mjs";

const DAY = 24 * HOUR;
const MINUTE = 60_000;
const DOMAINS = ["gmail.com", "hotmail.com", "yahoo.com", "icloud.com", "kiln.example"];
let apis;
let mail;
let world;
/** What the mail server says to an address, or as it's connected to. */
let refuses = () => null;
let greets = () => null;

before(async () => {
  apis = await startEmailApis();
  mail = await startMailServer({
    onRecipient: (address) => refuses(address),
    onConnect: () => greets(),
  });
  const env = { EDGEWISE_DNS_URL: "https://dns.example/dns-query" };
  world = await startWorld({ smtp: mail.url, env, localNetwork: apis.port });
});
after(async () => {
  await world?.stop();
  await mail?.close();
  apis?.close();
});

const text = (subject) => ({ channel: "email", subject, html: "<p>Hello</p>", text: "Hello" });

/** Marketing an hour after the sign-up, unless they order; whoever orders gets a receipt. */
const config = () =>
  recovery({
    messages: { welcome: text("Welcome"), receipt: text("Thank you") },
    workflows: [
      onSignUp(
        [
          { id: "pause", type: "wait", for: { amount: 1, unit: "hours" } },
          { id: "welcome", type: "send", message: "welcome", kind: "marketing" },
        ],
        { exit_on: ["order_placed"] },
      ),
      {
        id: "receipt",
        name: "Receipt",
        status: "live",
        trigger: { type: "order_placed" },
        steps: [{ id: "receipt", type: "send", message: "receipt", kind: "transactional" }],
      },
    ],
  });

let people = 52_000;
async function makeShop(n, pace) {
  const shop = await world.shop();
  assert.equal((await world.api("PUT", `${shop.api}/config`, config())).status, 200);
  if (pace !== undefined) await setPace(shop, pace);
  const persons = Array.from({ length: n }, (_, at) => {
    people += 1;
    return { id: people, email: `p${people}@${DOMAINS[at % DOMAINS.length]}` };
  });
  const at = new Date((await world.advance(shop, 0)).now).toISOString();
  const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: at };
  const given = { created_at: at, updated_at: at, email_marketing_consent: consent };
  for (let next = 0; next < n; next += 20) {
    const some = persons.slice(next, next + 20);
    await Promise.all(
      some.map(({ id, email }) =>
        world.deliver(shop, "customers/create", customer(id, email, given)),
      ),
    );
  }
  return { ...shop, persons };
}

async function setPace(shop, more) {
  const usual = { per_minute: null, mailbox_provider_per_minute: null, warm_up: null };
  const answer = await world.api("PUT", `${shop.api}/email-pace`, { ...usual, ...more });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

async function orders(shop, { id, email }) {
  const at = new Date((await world.advance(shop, 0)).now).toISOString();
  const times = { created_at: at, processed_at: at, updated_at: at };
  const who = { customer: { id, email, first_name: "Mira", last_name: "Okafor" } };
  await world.deliver(shop, "orders/create", order(id + 500_000, email, { ...times, ...who }));
}

const read = async (shop, path) => (await world.api("GET", `${shop.api}/${path}`)).body;
const outbox = async (shop) => (await read(shop, "outbox?limit=500")).outbox;
const welcomed = () => mail.mails.filter(({ headers }) => headers.subject === "Welcome");
const settled = (shop, state, n) =>
  until(
    async () => {
      const { counts } = await read(shop, "outbox?limit=1");
      return (counts[state] ?? 0) === n;
    },
    { what: `${n} to be ${state}` },
  );

test("a warm-up lets the oldest go first, day by day, and asks about whoever ordered meanwhile", async () => {
  mail.mails.length = 0;
  const warmUp = { days: [40, 50], restart: false };
  const shop = await makeShop(120, { warm_up: warmUp });
  const other = await makeShop(10);
  // A burst is spread over half a minute.
  await world.advance(shop, HOUR + MINUTE);
  await settled(shop, "sent", 40);
  assert.equal(welcomed().length, 40);
  const waits = (await outbox(shop)).filter(({ state }) => state === "new");
  assert.equal(waits.length, 80);
  assert.ok(waits.every(({ reason, next_at: at }) => reason === "warm-up-limit" && at === null));
  const { today, waiting } = await read(shop, "email-pace");
  assert.deepEqual([today.day, today.most, today.sent], [1, 40, 40]);
  assert.deepEqual([waiting.length, waiting[0].messages], [1, 80]);
  const { alerts } = await read(shop, "operations");
  assert.deepEqual(
    alerts.map(({ code, message }) => [code, message]),
    [["warm-up", "80 marketing emails wait for tomorrow’s warm-up limit."]],
  );
  // Another shop isn't held up by it.
  await world.advance(other, HOUR + MINUTE);
  await settled(other, "sent", 10);

  // Those who order get what is transactional at once, and what they would have got is withdrawn.
  const unsent = new Set(waits.map(({ person }) => person.email));
  const ordering = shop.persons.filter(({ email }) => unsent.has(email)).slice(0, 5);
  for (const person of ordering) await orders(shop, person);
  await settled(shop, "sent", 45);
  await settled(shop, "withdrawn", 5);

  await world.kill();
  await world.start();
  await world.advance(shop, DAY - 2 * HOUR);
  assert.equal((await read(shop, "email-pace")).today.day, 1, "not yet tomorrow");
  assert.equal(welcomed().length, 50);
  await world.advance(shop, HOUR);
  await settled(shop, "sent", 95);
  const due = new Map(waits.map(({ person, due: at }) => [person.email, at]));
  const second = welcomed()
    .slice(50)
    .map(({ to }) => due.get(to[0]));
  const kept = [...due.entries()].filter(([email]) => !ordering.some((one) => one.email === email));
  const oldest = kept.map(([, at]) => at).sort((a, b) => a - b);
  assert.equal(second.length, 50);
  assert.ok(Math.max(...second) <= oldest[50], "the oldest first");
  await world.advance(shop, DAY);
  await settled(shop, "sent", 120);
  const addresses = welcomed().map(({ to }) => to[0]);
  assert.equal(new Set(addresses).size, 125, "everybody once");
  assert.ok(!ordering.some(({ email }) => addresses.includes(email)), "but for those who ordered");
});

test("what waits for its turn is dropped like the rest, where sending goes on without what is old", async () => {
  const shop = await makeShop(4, { warm_up: { days: [1], restart: false } });
  await world.advance(shop, HOUR + MINUTE);
  await settled(shop, "sent", 1);
  const switched = (body) => world.api("PUT", `${shop.api}/sending`, body);
  await switched({ stopped: true });
  const { now } = await world.advance(shop, MINUTE);
  assert.equal((await switched({ stopped: false, skip_due_before: now })).status, 200);
  await settled(shop, "withdrawn", 3);
  await world.advance(shop, 2 * DAY);
  assert.equal((await read(shop, "outbox?limit=1")).counts.sent, 1);
});

test("a mailbox provider that asks for less waits alone, and no message fails for it", async () => {
  mail.mails.length = 0;
  const shop = await makeShop(50);
  refuses = (address) =>
    address.endsWith("@yahoo.com") ? refusal(451, "4.7.1 Too many messages, slow down") : null;
  await world.advance(shop, HOUR + MINUTE);
  await settled(shop, "sent", 40);
  assert.ok(!mail.mails.some(({ to }) => to[0].endsWith("@yahoo.com")));
  const { slowed } = await read(shop, "email-pace");
  assert.deepEqual(
    slowed.map(({ what }) => what),
    ["yahoo"],
  );
  // More refusals than a message has attempts.
  for (let time = 0; time < 9; time += 1) await world.advance(shop, 2 * HOUR);
  assert.equal((await read(shop, "outbox?limit=1")).counts.failed, undefined);
  refuses = () => null;
  for (let time = 0; time < 12; time += 1) await world.advance(shop, HOUR);
  await settled(shop, "sent", 50);
  assert.equal(new Set(mail.mails.map(({ to }) => to[0])).size, 50);
  assert.deepEqual((await read(shop, "email-pace")).slowed, []);
});

test("a server that is too busy slows all email, which goes out as soon as it isn't", async () => {
  mail.mails.length = 0;
  const shop = await makeShop(30);
  greets = () => refusal(421, "4.3.2 Too many connections");
  await world.advance(shop, HOUR + MINUTE);
  await until(async () => (await read(shop, "email-pace")).slowed.length > 0);
  const states = (await outbox(shop)).map(({ state, reason }) => `${state}/${reason}`);
  assert.ok(states.includes("new/provider-slow") && states.includes("new/smtp-421"), `${states}`);
  const { alerts } = await read(shop, "operations");
  assert.ok(alerts.some(({ code }) => code === "email-slowed"));
  greets = () => null;
  for (let time = 0; time < 40; time += 1) {
    await world.advance(shop, 30_000);
    if ((await read(shop, "outbox?limit=1")).counts.sent === 30) break;
  }
  await settled(shop, "sent", 30);
  assert.equal(new Set(mail.mails.map(({ to }) => to[0])).size, 30);
});

test("a provider's own limit is kept, and what it says of the account counts", async () => {
  const shop = await makeShop(4);
  const times = [];
  apis.fault = (provider, path) => {
    if (provider === "resend" && path === "/emails") times.push(Date.now());
    return null;
  };
  const set = await world.api("PUT", `${shop.api}/email-connection`, SETTINGS.resend);
  assert.equal(set.status, 200);
  const { provider } = await read(shop, "email-pace");
  assert.deepEqual([provider.per_second, provider.known_from], [2, "provider"]);
  await world.advance(shop, HOUR + MINUTE);
  await settled(shop, "sent", 4);
  const gaps = times.slice(1).map((at, before) => at - times[before]);
  assert.ok(Math.min(...gaps) > 400, `${gaps}`);
  apis.fault = (provider) =>
    provider === "resend"
      ? { status: 200, body: { id: "1" }, headers: { "ratelimit-limit": "20" } }
      : null;
  await orders(shop, shop.persons[0]);
  await settled(shop, "sent", 5);
  const said = (await read(shop, "email-pace")).provider;
  assert.deepEqual([said.per_second, said.known_from], [20, "account"]);
  apis.fault = () => null;

  const usual = { per_minute: null, mailbox_provider_per_minute: null, warm_up: null };
  for (const [field, more] of [
    ["per_minute", { per_minute: 0 }],
    ["warm_up.days", { warm_up: { days: [], restart: false } }],
    ["warm_up.days.1", { warm_up: { days: [5, 0], restart: false } }],
  ]) {
    const wrong = await world.api("PUT", `${shop.api}/email-pace`, { ...usual, ...more });
    assert.deepEqual([wrong.status, wrong.body.error.field], [422, field]);
  }
});

const checkDomain = async (shop, selector = null) => {
  const path = `${shop.api}/sender-domain/check`;
  const { status, body } = await world.api("POST", path, { selector });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};
const verdicts = ({ checks }) =>
  Object.fromEntries(checks.map(({ what, verdict }) => [what, verdict]));
const checkOf = ({ checks }, name) => checks.find(({ what }) => what === name);

test("the DNS of a sender is held against what each provider needs, with the record to enter", async () => {
  const shop = await makeShop(0);
  const through = async (settings) => {
    assert.equal((await world.api("PUT", `${shop.api}/email-connection`, settings)).status, 200);
    apis.dns = goodDns();
  };
  const good = { dkim: "good", spf: "good", dmarc: "good", mx: "good" };
  for (const provider of ["resend", "postmark", "ses", "brevo"]) {
    await through(SETTINGS[provider]);
    const selector = provider === "postmark" ? "20261130pm" : "";
    assert.deepEqual(verdicts(await checkDomain(shop, selector)), good, provider);
    apis.dns = new Map();
    const none = await checkDomain(shop);
    assert.equal(checkOf(none, "dkim").verdict, "bad", provider);
    for (const record of checkOf(none, "dkim").records) {
      assert.match(record.name, /\._domainkey\.mira-ceramics\.example$/, provider);
      assert.equal(record.value === null, provider === "postmark", provider);
    }
  }
  await through(SETTINGS.postmark);
  const unknown = checkOf(await checkDomain(shop, ""), "dkim");
  assert.deepEqual([unknown.verdict, unknown.records], ["unknown", []]);
  assert.match(unknown.help, /Sender Signatures > DNS Settings/);

  await through(SETTINGS.resend);
  const changed = async (name, records) => {
    apis.dns = goodDns();
    apis.dns.set(name, records);
    return await checkDomain(shop);
  };
  const record = "v=spf1 -all";
  for (const [name, records, what, verdict, message] of [
    [`TXT ${DOMAIN}`, [record, record], "spf", "bad", /2 SPF records, so none/],
    [
      `TXT ${DOMAIN}`,
      ["v=spf1 a mx a:b.e a:c.e a:d.e a:e.e a:f.e a:g.e a:h.e a:i.e a:j.e -all"],
      "spf",
      "bad",
      /more than 10 DNS lookups/,
    ],
    // One that includes itself comes to an end.
    [
      "TXT _spf.kiln.example",
      ["v=spf1 include:_spf.kiln.example -all"],
      "spf",
      "good",
      /send\.mira/,
    ],
    [`TXT send.${DOMAIN}`, [record], "spf", "improve", /only for Resend’s own domain/],
    [`TXT resend._domainkey.${DOMAIN}`, ["p=AAAA"], "dkim", "bad", /can’t sign/],
    [`TXT resend._domainkey.${DOMAIN}`, ["p="], "dkim", "bad", /can’t sign/],
    [`TXT _dmarc.${DOMAIN}`, ["v=DMARC1; p=reject"], "dmarc", "good", /protects your name/],
    [`TXT _dmarc.${DOMAIN}`, ["v=DMARC1"], "dmarc", "bad", /no valid policy/],
    [`TXT _dmarc.${DOMAIN}`, ["v=DMARC1; p=none", "v=DMARC1; p=none"], "dmarc", "bad", /2 DMARC/],
    [`MX ${DOMAIN}`, ["0 ."], "mx", "improve", /doesn’t receive email/],
    [`MX ${DOMAIN}`, null, "mx", "unknown", /didn’t answer/],
  ]) {
    const found = checkOf(await changed(name, records), what);
    assert.deepEqual(
      [found.verdict, message.test(found.message)],
      [verdict, true],
      `${name} ${records}: ${found.message}`,
    );
  }
  apis.dns = goodDns();
  apis.dns.delete(`TXT _dmarc.${DOMAIN}`);
  const [wanted] = checkOf(await checkDomain(shop), "dmarc").records;
  const entered = {
    type: "TXT",
    name: `_dmarc.${DOMAIN}`,
    value: "v=DMARC1; p=none;",
    found: false,
  };
  assert.deepEqual(wanted, entered);
  const asked = apis.asked.filter((one) => one.startsWith("dns "));
  assert.ok(asked.length > 20 && asked.every((one) => !one.includes("people.example")));
});

test("a record that was good and goes away is noticed on a day on which email goes out", async () => {
  const shop = await makeShop(3);
  apis.dns = goodDns();
  apis.sendRate = 50;
  assert.equal((await world.api("PUT", `${shop.api}/email-connection`, SETTINGS.ses)).status, 200);
  const alerts = async () =>
    (await read(shop, "operations")).alerts.filter(({ code }) => code === "sender-domain");
  await world.advance(shop, 10_000);
  assert.deepEqual(checkOf(await read(shop, "sender-domain"), "dkim").verdict, "good");
  const { provider } = await read(shop, "email-pace");
  assert.deepEqual(
    [provider.per_second, provider.known_from],
    [50, "account"],
    "SES says it itself",
  );
  apis.dns.delete(`CNAME tok2._domainkey.${DOMAIN}`);
  await world.advance(shop, 25 * HOUR);
  await settled(shop, "sent", 3);
  await world.advance(shop, 10_000);
  const found = checkOf(await read(shop, "sender-domain"), "dkim");
  assert.deepEqual([found.verdict, typeof found.broken_since], ["bad", "number"]);
  assert.deepEqual(await alerts(), [], "once may be a bad moment of the DNS");
  await world.advance(shop, HOUR);
  const [alert] = await alerts();
  assert.match(alert.message, /Amazon SES can’t sign your email as mira-ceramics\.example/);
  apis.dns = goodDns();
  await checkDomain(shop);
  assert.deepEqual(await alerts(), []);

  // What the merchant lifts here is lifted there as well: bounces, and never complaints.
  for (const [at, [reason, said]] of [
    ["BOUNCE", "Amazon SES took the address off its own list as well."],
    ["COMPLAINT", /^Amazon SES keeps the address on its own list/],
    [undefined, null],
  ].entries()) {
    const { email } = shop.persons[at];
    if (reason !== undefined) apis.suppressed.set(email, reason);
    const path = `${shop.api}/customers/${(await world.customer(shop, email)).customer}/commands`;
    await world.api("POST", path, { type: "suppress" });
    const { status, body } = await world.api("POST", path, { type: "unsuppress" });
    assert.equal(status, 200);
    const last = body.sentences.find((one) => one.startsWith("Amazon SES")) ?? null;
    if (said instanceof RegExp) assert.match(last, said);
    else assert.equal(last, said);
  }
  assert.deepEqual([...apis.suppressed.values()], ["COMPLAINT"]);
});

test("the merchant says what became of a message that nobody confirmed, and it's sent again only if it may be", async () => {
  const shop = await makeShop(4);
  assert.equal(
    (await world.api("PUT", `${shop.api}/email-connection`, SETTINGS.postmark)).status,
    200,
  );
  apis.mails.length = 0;
  apis.fault = (_, path) => (path === "/email" ? "lost" : null);
  await world.advance(shop, HOUR + MINUTE);
  await settled(shop, "unknown", 4);
  apis.fault = () => null;
  const items = await outbox(shop);
  const resolve = (item, arrived) =>
    world.api("POST", `${shop.api}/outbox/${item.id}/resolve`, { arrived });
  const stateOf = async ({ id }) => (await outbox(shop)).find((one) => one.id === id);
  const command = `${shop.api}/customers/${items[0].customer}/commands`;
  const retried = await world.api("POST", command, { type: "retry", effect: items[0].id });
  assert.equal(retried.status, 422, "not without saying that it didn't arrive");
  // Whoever orders leaves the workflow, which then wants nothing of them anymore.
  await orders(
    shop,
    shop.persons.find(({ email }) => email === items[2].person.email),
  );
  await settled(shop, "sent", 1);
  apis.mails.length = 0;

  assert.deepEqual((await resolve(items[0], true)).body, { outcome: "sent" });
  assert.deepEqual((await resolve(items[1], false)).body, { outcome: "sent-again" });
  assert.deepEqual((await resolve(items[2], false)).body, { outcome: "withdrawn" });
  await settled(shop, "sent", 3);
  const [first, second, third, fourth] = await Promise.all(items.map(stateOf));
  assert.deepEqual([first.state, first.reason, first.attempt], ["sent", "confirmed-by-hand", 1]);
  assert.deepEqual([second.state, second.attempt], ["sent", 1]);
  assert.deepEqual([third.state, fourth.state], ["withdrawn", "unknown"]);
  assert.deepEqual(
    apis.mails.map(({ body }) => body.To),
    [items[1].person.email],
    "once more, and nobody else",
  );
  for (const item of items.slice(0, 3)) assert.equal((await resolve(item, false)).status, 409);
  assert.equal((await resolve({ id: "e-0" }, true)).status, 404);
  const { changes } = await read(shop, "changes?limit=20");
  const said = changes.filter(({ operation }) => operation === "message-resolved");
  assert.equal(said.filter(({ outcome }) => outcome === "done").length, 3);
});
