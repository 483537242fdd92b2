/** What email providers report: verified, counted once, and turned into what happened to the customer. */
import assert from "node:assert/strict";
import { createHmac, createPrivateKey, createSign, generateKeyPairSync } from "node:crypto";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { SETTINGS, startEmailApis } from "./email-apis.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { certificate, startWorld, until } from "./world.mjs";

const PROVIDERS = ["resend", "postmark", "ses", "brevo"];
const SIGNING_SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:email";
const SETUP = {
  ...SETTINGS,
  resend: { ...SETTINGS.resend, signing_secret: SIGNING_SECRET },
  ses: { ...SETTINGS.ses, topic: TOPIC },
};
/** Amazon's key, whose certificate the stand-in publishes. */
const amazon = createPrivateKey(certificate);
let apis;
let world;

before(async () => {
  apis = await startEmailApis();
  world = await startWorld({ smtp: "none://nowhere", localNetwork: apis.port });
});
after(async () => {
  await world?.stop();
  apis?.close();
});

/** A shop that sends new customers an email through a provider, with an address for its reports. */
async function makeShop(provider) {
  const made = await world.shop();
  const shop = { ...made, email: `${made.api}/email-connection` };
  const set = await world.api("PUT", shop.email, SETUP[provider]);
  assert.equal(set.status, 200, JSON.stringify(set.body));
  const messages = { hello: { subject: "Hello", html: "<p>Hi</p>", text: "Hi" } };
  const workflows = [onSignUp([{ id: "hello", type: "send", message: "hello" }])];
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ messages, workflows }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const { status, body } = await world.api("POST", `${shop.email}/report-address`);
  assert.equal(status, 201, JSON.stringify(body));
  return { ...shop, reports: body.url };
}

let people = 51_000;
/** Somebody who was sent the email: `{effect, email, id}`. */
async function written(shop) {
  people += 1;
  const now = new Date((await world.advance(shop, 1_000)).now).toISOString();
  const email = `buyer-${people}@people.example`;
  const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: now };
  await world.deliver(
    shop,
    "customers/create",
    customer(people, email, { created_at: now, updated_at: now, email_marketing_consent: consent }),
  );
  const item = await until(async () => {
    const { outbox } = (await world.api("GET", `${shop.api}/outbox`)).body;
    return outbox.find((one) => one.person.email === email && one.state === "sent");
  });
  return { effect: item.id, email, id: item.customer };
}

const at = (ago = 0) => new Date(Date.now() - ago).toISOString();
/** What each provider posts of the same thing. */
const BODIES = {
  resend: {
    of: ({ effect, email }, type, more = {}) => ({
      type: `email.${type}`,
      created_at: at(),
      data: { email_id: "x", to: [email], tags: { effect }, ...more },
    }),
    delivered: (to) => BODIES.resend.of(to, "delivered"),
    hard: (to) =>
      BODIES.resend.of(to, "bounced", {
        bounce: { type: "Permanent", subType: "General", message: "550 5.1.1 No such user" },
      }),
    soft: (to) =>
      BODIES.resend.of(to, "bounced", { bounce: { type: "Transient", message: "452 4.2.2 Full" } }),
    sender: (to) =>
      BODIES.resend.of(to, "bounced", {
        bounce: { type: "Permanent", message: "550 5.7.26 Unauthenticated email" },
      }),
    suppressed: (to) =>
      BODIES.resend.of(to, "bounced", { bounce: { type: "Permanent", subType: "Suppressed" } }),
    complained: (to) => BODIES.resend.of(to, "complained"),
    clicked: (to, userAgent) =>
      BODIES.resend.of(to, "clicked", { click: { link: "https://mira.example/a", userAgent } }),
  },
  postmark: {
    of: ({ effect, email }, RecordType, more) => ({
      RecordType,
      MessageID: "x",
      Metadata: { effect },
      Recipient: email,
      ...more,
    }),
    delivered: (to) =>
      BODIES.postmark.of(to, "Delivery", { DeliveredAt: at().replace("Z", "4321-00:00") }),
    hard: ({ effect, email }) => ({
      RecordType: "Bounce",
      Type: "HardBounce",
      Metadata: { effect },
      Email: email,
      Details: "smtp;550 5.1.1 The account does not exist",
      BouncedAt: at(),
    }),
    soft: (to) => ({ ...BODIES.postmark.hard(to), Type: "Transient", Details: "smtp;421 4.4.7" }),
    sender: (to) => ({ ...BODIES.postmark.hard(to), Details: "smtp;550-5.7.1 likely unsolicited" }),
    suppressed: (to) => BODIES.postmark.of(to, "AutoResponder", {}),
    complained: (to) => BODIES.postmark.of(to, "SpamComplaint", { BouncedAt: at() }),
    clicked: (to, UserAgent) =>
      BODIES.postmark.of(to, "Click", {
        UserAgent,
        OriginalLink: "https://mira.example/a",
        ReceivedAt: at(),
      }),
  },
  brevo: {
    of: ({ effect, email }, event, more) => ({
      event,
      email,
      tags: [`effect-${effect}`],
      ts_epoch: Date.now(),
      ...more,
    }),
    delivered: (to) => BODIES.brevo.of(to, "delivered"),
    hard: (to) => BODIES.brevo.of(to, "hard_bounce", { reason: "550 5.1.1 unknown" }),
    soft: (to) => BODIES.brevo.of(to, "soft_bounce", { reason: "452 4.2.2 full" }),
    sender: (to) => BODIES.brevo.of(to, "hard_bounce", { reason: "554 5.7.606 Access denied" }),
    suppressed: (to) => BODIES.brevo.of(to, "blocked"),
    complained: (to) => BODIES.brevo.of(to, "spam"),
    clicked: (to) => BODIES.brevo.of(to, "click", { link: "https://mira.example/a" }),
  },
  ses: {
    of: ({ effect, email }, eventType, part) => ({
      eventType,
      mail: { timestamp: at(), destination: [email], tags: { effect: [effect] } },
      [eventType.toLowerCase()]: { timestamp: at(), ...part },
    }),
    bounce: (to, type, status, subType = "General") =>
      BODIES.ses.of(to, "Bounce", {
        bounceType: type,
        bounceSubType: subType,
        bouncedRecipients: [{ emailAddress: to.email, status, diagnosticCode: `smtp; ${status}` }],
      }),
    delivered: (to) => BODIES.ses.of(to, "Delivery", {}),
    hard: (to) => BODIES.ses.bounce(to, "Permanent", "5.1.1"),
    soft: (to) => BODIES.ses.bounce(to, "Transient", "4.2.2"),
    sender: (to) => BODIES.ses.bounce(to, "Permanent", "5.7.1"),
    suppressed: (to) => BODIES.ses.bounce(to, "Permanent", "5.1.1", "OnAccountSuppressionList"),
    complained: (to) =>
      BODIES.ses.of(to, "Complaint", { complainedRecipients: [{ emailAddress: to.email }] }),
    clicked: (to, userAgent) =>
      BODIES.ses.of(to, "Click", { link: "https://mira.example/a", userAgent }),
  },
};

/** A request as the provider makes it. */
const POSTS = {
  resend: (body, { secret = SIGNING_SECRET, seconds = Math.floor(Date.now() / 1000) } = {}) => {
    const text = JSON.stringify(body);
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    const signed = createHmac("sha256", key).update(`msg_1.${seconds}.${text}`).digest("base64");
    const headers = { "svix-id": "msg_1", "svix-timestamp": String(seconds) };
    return { text, headers: { ...headers, "svix-signature": `v1,AAAA v1,${signed}` } };
  },
  ses: (body, { key = amazon, version = "2", ...more } = {}) => {
    const message = {
      Type: "Notification",
      MessageId: "1",
      TopicArn: TOPIC,
      Message: `${JSON.stringify(body)}\n`,
      Timestamp: at(),
      SignatureVersion: version,
      SigningCertURL: "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem",
      ...more,
    };
    const names =
      message.Type === "Notification"
        ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
        : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    const signed = names
      .filter((name) => message[name] !== undefined)
      .map((name) => `${name}\n${message[name]}\n`);
    const sign = createSign(version === "2" ? "RSA-SHA256" : "RSA-SHA1").update(signed.join(""));
    return {
      text: JSON.stringify({ ...message, Signature: sign.sign(key, "base64") }),
      headers: {},
    };
  },
};
const plain = (body) => ({ text: JSON.stringify(body), headers: {} });

async function post(shop, provider, body, how) {
  const { text, headers } = (POSTS[provider] ?? plain)(body, how);
  const url = new URL(shop.reports);
  const answer = await world.fetch(url.pathname, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: text,
  });
  return { status: answer.status, body: await answer.json() };
}

/** What happened to somebody, by the kinds of events. */
async function storyOf(shop, { id }) {
  const { journal } = (await world.api("GET", `${shop.api}/customers/${id}/export`)).body;
  const kinds = journal.flatMap(({ input }) => (input?.events ?? []).map(({ kind }) => kind));
  return kinds.filter(({ type }) => type.startsWith("message_"));
}
const isSuppressed = async (shop, { id }) =>
  (await world.api("GET", `${shop.api}/customers/${id}`)).body.state.customer.suppressed !==
  undefined;

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
        { type: "message_bounced", news, permanent: false },
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
