/** Shops that send through a provider, and what that provider reports of their emails. */
import { createHmac, createPrivateKey, createSign } from "node:crypto";
import assert from "node:assert/strict";
import { customer } from "./bodies.mjs";
import { SETTINGS } from "./email-apis.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { certificate, until } from "./world.mjs";

export const PROVIDERS = ["resend", "postmark", "ses", "brevo"];
export const SIGNING_SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
export const TOPIC = "arn:aws:sns:eu-central-1:123456789012:email";
const SETUP = {
  ...SETTINGS,
  resend: { ...SETTINGS.resend, signing_secret: SIGNING_SECRET },
  ses: { ...SETTINGS.ses, topic: TOPIC },
};
/** Amazon's key, whose certificate the stand-in publishes. */
const amazon = createPrivateKey(certificate);

/** What the tests of reports do in a world. */
export function reporting(world) {
  let people = 51_000;
  /** A shop that sends new customers an email through a provider, with an address for its reports. */
  async function makeShop(provider, more = {}) {
    const made = await world.shop();
    const shop = { ...made, email: `${made.api}/email-connection` };
    const set = await world.api("PUT", shop.email, SETUP[provider]);
    assert.equal(set.status, 200, JSON.stringify(set.body));
    const messages = { hello: { subject: "Hello", html: "<p>Hi</p>", text: "Hi" } };
    const workflows = [onSignUp([{ id: "hello", type: "send", message: "hello" }])];
    const config = recovery({ messages, workflows, ...more });
    const saved = await world.api("PUT", `${shop.api}/config`, config);
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    const { status, body } = await world.api("POST", `${shop.email}/report-address`);
    assert.equal(status, 201, JSON.stringify(body));
    return { ...shop, reports: body.url };
  }

  /** Somebody who was sent the email: `{effect, email, id}`. */
  async function written(shop, email = `buyer-${people + 1}@people.example`) {
    people += 1;
    const now = new Date((await world.advance(shop, 1_000)).now).toISOString();
    const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: now };
    await world.deliver(
      shop,
      "customers/create",
      customer(people, email, {
        created_at: now,
        updated_at: now,
        email_marketing_consent: consent,
      }),
    );
    const item = await until(async () => {
      const { outbox } = (await world.api("GET", `${shop.api}/outbox`)).body;
      return outbox.find((one) => one.person.email === email && one.state === "sent");
    });
    return { effect: item.id, email, id: item.customer, account: people };
  }

  /** Somebody signs up; what is to be sent to them may not go out. */
  async function signsUp(shop, email) {
    people += 1;
    const now = new Date((await world.advance(shop, 1_000)).now).toISOString();
    const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: now };
    const about = { created_at: now, updated_at: now, email_marketing_consent: consent };
    await world.deliver(shop, "customers/create", customer(people, email, about));
    const found = await until(() => world.customer(shop, email));
    return { id: found.customer, email, account: people };
  }

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

  /** What happened to somebody, by the kinds of events; which effect sent the message is left out. */
  async function storyOf(shop, { id }) {
    const { journal } = (await world.api("GET", `${shop.api}/customers/${id}/export`)).body;
    const kinds = journal.flatMap(({ input }) => (input?.events ?? []).map(({ kind }) => kind));
    const news = kinds.filter(({ type }) => type.startsWith("message_"));
    for (const { news: about } of news) delete about.of;
    return news;
  }
  /** On which channels nothing is sent to somebody, and why. */
  const standingOf = async (shop, { id }) => {
    const { standing } = (await world.api("GET", `${shop.api}/customers/${id}`)).body;
    return standing.suppressions.map(({ channel, reason }) => `${channel}: ${reason}`);
  };
  const isSuppressed = async (shop, one) => (await standingOf(shop, one)).length > 0;

  return { makeShop, written, signsUp, post, storyOf, isSuppressed, standingOf };
}

export const at = (ago = 0) => new Date(Date.now() - ago).toISOString();
/** What each provider posts of the same thing. */
export const BODIES = {
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
export const POSTS = {
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
