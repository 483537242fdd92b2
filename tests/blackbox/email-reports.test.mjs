/** What email providers report: verified, counted once, and turned into what happened to the customer. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startEmailApis } from "./email-apis.mjs";
import { BODIES, PROVIDERS, reporting, TOPIC } from "./email-report-bodies.mjs";
import { startWorld, until } from "./world.mjs";

let apis;
let world;
let makeShop;
let written;
let post;
let storyOf;
let isSuppressed;
let people = 61_000;

before(async () => {
  apis = await startEmailApis();
  world = await startWorld({ smtp: "none://nowhere", localNetwork: apis.port });
  ({ makeShop, written, post, storyOf, isSuppressed } = reporting(world));
});
after(async () => {
  await world?.stop();
  apis?.close();
});

test("what each provider reports is what happened, once, in whatever order it comes", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(provider);
    const bodies = BODIES[provider];
    const to = await written(shop);
    const browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15";
    const clicked = bodies.clicked(to, browser);
    for (const body of [clicked, bodies.delivered(to), bodies.soft(to), clicked]) {
      const { status, body: said } = await post(shop, provider, body);
      assert.equal(status, 200, `${provider}: ${JSON.stringify(said)}`);
    }
    assert.equal((await post(shop, provider, bodies.delivered(to))).body.taken, 0, provider);
    const story = await storyOf(shop, to);
    const news = { channel: "email", message: "hello" };
    assert.deepEqual(
      story.toSorted((one, other) => (one.type < other.type ? -1 : 1)),
      [
        { type: "message_bounced", news: { ...news, address: to.email }, permanent: false },
        { type: "message_clicked", news: { ...news, link: "https://mira.example/a" } },
        { type: "message_delivered", news },
      ],
      provider,
    );
    assert.equal(await isSuppressed(shop, to), false, provider);
    const { reports } = (await world.api("GET", shop.email)).body;
    assert.equal(reports.expected, true);
    assert.ok(Math.abs(reports.last_at - Date.now()) < 3_600_000);
  }
});

test("an address that is nobody's and a complaint are the end; the sender's fault and a list aren't", async () => {
  for (const provider of PROVIDERS) {
    const shop = await makeShop(provider);
    const bodies = BODIES[provider];
    for (const [what, ends] of [
      ["hard", true],
      ["complained", true],
      ["soft", false],
      ["sender", false],
      ["suppressed", false],
    ]) {
      const to = await written(shop);
      assert.equal((await post(shop, provider, bodies[what](to))).status, 200);
      assert.equal(await isSuppressed(shop, to), ends, `${provider} ${what}`);
    }
    const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
    const alert = alerts.find(({ code }) => code === "sender-rejected");
    assert.match(alert?.message ?? "", /^1 email was rejected/, provider);
  }
});

test("a report of an email that got no answer is its answer", async () => {
  const shop = await makeShop("postmark");
  apis.fault = (_, path) => (path === "/email" ? "lost" : null);
  people += 1;
  const now = new Date((await world.advance(shop, 1_000)).now).toISOString();
  const email = `buyer-${people}@people.example`;
  const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: now };
  const about = { created_at: now, updated_at: now, email_marketing_consent: consent };
  await world.deliver(shop, "customers/create", customer(people, email, about));
  const item = async () => (await world.api("GET", `${shop.api}/outbox`)).body.outbox[0];
  await until(async () => (await item())?.state === "unknown");
  apis.fault = () => null;
  const { id: effect } = await item();
  await post(shop, "postmark", BODIES.postmark.delivered({ effect, email }));
  assert.deepEqual([(await item()).state, (await item()).reason], ["sent", null]);
  assert.equal(apis.mails.filter(({ body }) => body.To === email).length, 1);
});

test("what programs open and click is told apart", async () => {
  for (const provider of ["resend", "postmark", "ses"]) {
    const shop = await makeShop(provider);
    const to = await written(shop);
    for (const [index, agent] of ["Mozilla/5.0", "Barracuda Sentinel (EE)"].entries()) {
      const link = `https://mira.example/${index}`;
      const body = JSON.stringify(BODIES[provider].clicked(to, agent));
      await post(shop, provider, JSON.parse(body.replace("https://mira.example/a", link)));
    }
    const kinds = (await storyOf(shop, to)).map(({ type }) => type);
    assert.deepEqual(kinds, ["message_scanned", "message_scanned"], provider);
  }
});

test("an email that isn't ours changes nothing, but for those we must not write to anymore", async () => {
  const shop = await makeShop("postmark");
  const to = await written(shop);
  const foreign = { ...to, effect: "a".repeat(26) };
  for (const what of ["delivered", "soft", "sender"]) {
    const { status, body } = await post(shop, "postmark", BODIES.postmark[what](foreign));
    assert.deepEqual([status, body.taken], [200, 0], what);
  }
  assert.deepEqual(await storyOf(shop, to), []);
  const unheard = { effect: "b".repeat(26), email: "nobody@people.example" };
  assert.equal((await post(shop, "postmark", BODIES.postmark.hard(unheard))).body.taken, 0);
  const { reports } = (await world.api("GET", `${shop.api}/email-connection`)).body;
  assert.ok(reports.foreign > 0, "and they are counted for the merchant to see");
  const shouted = { ...foreign, email: to.email.toUpperCase() };
  assert.equal((await post(shop, "postmark", BODIES.postmark.complained(shouted))).body.taken, 1);
  assert.equal(await isSuppressed(shop, to), true);
});

test("a report that isn't the provider's, or isn't at this shop's address, is refused and changes nothing", async () => {
  const [resend, ses, other] = [
    await makeShop("resend"),
    await makeShop("ses"),
    await makeShop("brevo"),
  ];
  const [to, at] = [await written(resend), await written(ses)];
  const complaint = BODIES.resend.complained(to);
  const refused = async (shop, provider, body, how) => {
    const { status, body: said } = await post(shop, provider, body, how);
    assert.ok([401, 404].includes(status), JSON.stringify([status, said, how]));
  };
  const stranger = `whsec_${Buffer.alloc(24, 8).toString("base64")}`;
  await refused(resend, "resend", complaint, { secret: stranger });
  await refused(resend, "resend", complaint, { seconds: Math.floor(Date.now() / 1000) - 600 });
  await refused(resend, "resend", complaint, { seconds: Math.floor(Date.now() / 1000) + 600 });
  // Another shop's address, another secret, a made-up one, another provider's.
  const [base, secret] = resend.reports.split(/\.(?=[a-z2-7]{26}$)/);
  const otherSecret = other.reports.split(".").at(-1);
  for (const reports of [
    `${base}.${otherSecret}`,
    `${base}.${"a".repeat(26)}`,
    `${base}.${secret.slice(1)}`,
    `${resend.reports}x`,
    resend.reports.replace("/resend/", "/mailgun/"),
  ]) {
    await refused({ ...resend, reports }, "resend", complaint);
  }
  assert.equal(await isSuppressed(resend, to), false);

  const bounced = BODIES.ses.hard(at);
  const forger = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await refused(ses, "ses", bounced, { key: forger.privateKey });
  await refused(ses, "ses", bounced, { TopicArn: TOPIC.replace("email", "theirs") });
  for (const SigningCertURL of [
    "https://sns.eu-central-1.amazonaws.com.evil.example/x.pem",
    "https://evil.example/sns.eu-central-1.amazonaws.com/x.pem",
    "http://sns.eu-central-1.amazonaws.com/x.pem",
    "https://sns.eu-central-1.amazonaws.com@evil.example/x.pem",
  ]) {
    await refused(ses, "ses", bounced, { SigningCertURL });
  }
  assert.equal(await isSuppressed(ses, at), false);
  assert.equal((await post(ses, "ses", bounced, { version: "1" })).status, 200);
  assert.equal(await isSuppressed(ses, at), true);
});

test("a new address replaces the one before, and a mail server has none", async () => {
  const shop = await makeShop("brevo");
  const to = await written(shop);
  const { body } = await world.api("POST", `${shop.email}/report-address`);
  const complaint = BODIES.brevo.complained(to);
  assert.equal((await post(shop, "brevo", complaint)).status, 401);
  assert.equal((await post({ ...shop, reports: body.url }, "brevo", complaint)).status, 200);
  const answers = JSON.stringify(await world.api("GET", shop.email));
  assert.ok(!answers.includes(body.url.split(".").at(-1)), "it is shown once");
  await world.api("DELETE", shop.email);
  const refused = await world.api("POST", `${shop.email}/report-address`);
  assert.deepEqual([refused.status, refused.body.error.code], [409, "no-reports"]);
});

test("Amazon is told that we listen, and nobody else", async () => {
  const shop = await makeShop("ses");
  apis.asked.length = 0;
  const confirmation = (SubscribeURL) => ({
    Type: "SubscriptionConfirmation",
    Token: "t",
    SubscribeURL,
    Message: "You have chosen to subscribe",
  });
  const url = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";
  assert.equal((await post(shop, "ses", {}, confirmation(url))).status, 200);
  assert.ok(apis.asked.some((one) => one.includes("Action=ConfirmSubscription")));
  apis.asked.length = 0;
  await post(shop, "ses", {}, confirmation("https://evil.example/?Action=ConfirmSubscription"));
  assert.deepEqual(
    apis.asked.filter((one) => one.includes("Confirm")),
    [],
  );
});

test("whatever is posted is answered, and nothing breaks", async () => {
  const shop = await makeShop("postmark");
  const deep = "[".repeat(5_000) + "]".repeat(5_000);
  const hostile = [
    "",
    "null",
    "[]",
    '"x"',
    "{",
    deep,
    "\u0000",
    "<xml/>",
    "[{}]",
    '{"RecordType":{}}',
  ];
  for (const RecordType of [
    "Bounce",
    "Click",
    "Open",
    "Delivery",
    "SpamComplaint",
    "SubscriptionChange",
  ]) {
    for (const value of [null, 1, [], {}, "x".repeat(20_000), "\r\nX: y", "2026-99-99"]) {
      const names = [
        "Metadata",
        "Email",
        "Recipient",
        "Type",
        "Details",
        "DeliveredAt",
        "UserAgent",
        "OriginalLink",
      ];
      hostile.push(
        JSON.stringify({ RecordType, ...Object.fromEntries(names.map((name) => [name, value])) }),
      );
      hostile.push(JSON.stringify({ RecordType, Metadata: { effect: value }, Type: "HardBounce" }));
    }
  }
  for (const text of hostile) {
    const answer = await world.fetch(new URL(shop.reports).pathname, {
      method: "POST",
      body: text,
    });
    assert.ok([200, 400].includes(answer.status), `${answer.status} for ${text.slice(0, 100)}`);
  }
  const to = await written(shop);
  assert.equal((await post(shop, "postmark", BODIES.postmark.delivered(to))).body.taken, 1);
});
