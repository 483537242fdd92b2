/**
 * The APIs of the providers of text messages for tests, over https: each checks what the real one checks (who asks, by
 * which signature, for which parameters), keeps what it takes, and can be told to fail.
 */
import assert from "node:assert/strict";
import {
  createHash,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  randomUUID,
  verify,
} from "node:crypto";
import { createServer } from "node:https";
import { certificate } from "./world.mjs";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const ACCOUNT = `AC${"0123456789abcdef".repeat(2)}`;
export const SERVICE = `MG${"fedcba9876543210".repeat(2)}`;
export const TOKEN = "b7f3a1c05d9e4f6a8c2b1d0e9f8a7b6c";
export const APPLICATION = "1fc2a3d8-0000-4000-8000-0123456789ab";
export const SIGNATURE_SECRET = "a-signature-secret-of-tests-1234";
export const NUMBER = "+15005550006";
const GATEWAY = "sms.gateway.example";

/** What each is set up with. */
export const SETTINGS = {
  twilio: { provider: "twilio", account_sid: ACCOUNT, key: TOKEN, sender: NUMBER },
  vonage: {
    provider: "vonage",
    application_id: APPLICATION,
    key: pair.privateKey.export({ type: "pkcs8", format: "pem" }),
    signing_secret: SIGNATURE_SECRET,
    sender: NUMBER,
  },
  webhook: { provider: "webhook", url: `https://${GATEWAY}/send`, sender: NUMBER },
};

const HOSTS = {
  "api.twilio.com": "twilio",
  "messaging.twilio.com": "twilio",
  "api.nexmo.com": "vonage",
  [GATEWAY]: "webhook",
};

/** Starts all of them on one port. */
export async function startSmsApis() {
  const apis = new SmsApis();
  await apis.open();
  return apis;
}

class SmsApis {
  port;
  /** What was taken, in order: `{ provider, id, to, from, text, seconds, reports }`. */
  texts = [];
  /** Answers instead of a provider: `(provider, path) => {status, body} | "lost" | "away" | null`. */
  fault = () => null;
  /** The shop whose secret the gateway checks. */
  secret = null;
  #server;

  open() {
    this.#server = createServer({ key: certificate, cert: certificate }, (request, response) => {
      const chunks = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => this.#take(request, response, Buffer.concat(chunks).toString()));
    });
    return new Promise((resolve) => {
      this.#server.listen(0, "127.0.0.1", () => {
        this.port = this.#server.address().port;
        resolve();
      });
    });
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(request, response, text) {
    const provider = HOSTS[request.headers.host];
    const fault = await this.fault(provider, request.url);
    if (fault === "away") return request.socket.destroy();
    const isFault = fault !== null && fault !== "lost";
    const { status, body } = isFault ? fault : this[`_${provider}`](request, text);
    if (fault === "lost") return request.socket.destroy();
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  _twilio({ method, url, headers }, text) {
    const basic = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString("base64")}`;
    const refused = (code, message, status = 400) => ({ status, body: { code, message, status } });
    if (headers.authorization !== basic) return refused(20003, "Authenticate", 401);
    const account = `/2010-04-01/Accounts/${ACCOUNT}`;
    const path = `${method} ${url}`;
    if (path === `GET ${account}.json`) return { status: 200, body: { status: "active" } };
    if (path.startsWith(`GET ${account}/IncomingPhoneNumbers.json?PhoneNumber=`)) {
      const asked = decodeURIComponent(url.split("=")[1]);
      const found = asked === NUMBER ? [{ phone_number: NUMBER }] : [];
      return { status: 200, body: { incoming_phone_numbers: found } };
    }
    if (path === `GET /v1/Services/${SERVICE}`) return { status: 200, body: { sid: SERVICE } };
    assert.equal(path, `POST ${account}/Messages.json`);
    assert.match(headers["content-type"], /^application\/x-www-form-urlencoded/);
    const form = new URLSearchParams(text);
    const given = Object.fromEntries(form);
    const known = ["To", "Body", "From", "MessagingServiceSid", "StatusCallback", "ValidityPeriod"];
    const unknown = [...form.keys()].filter((name) => !known.includes(name));
    assert.deepEqual(unknown, [], "Twilio knows these parameters");
    assert.equal([...form.keys()].length, new Set(form.keys()).size, "each once");
    const { To: to, Body: body, ValidityPeriod: seconds = null } = given;
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return refused(21211, "Invalid 'To' Phone Number");
    if (body === undefined || body === "") return refused(21602, "Message body is required");
    if (body.length > 1600) return refused(21617, "The body exceeds the 1600 character limit");
    if (seconds !== null && (!/^\d+$/.test(seconds) || +seconds < 1 || +seconds > 36_000)) {
      return refused(21624, "Invalid validity period value");
    }
    const id = new URL(given.StatusCallback).searchParams.get("effect");
    const from = given.From ?? given.MessagingServiceSid;
    const whole = { provider: "twilio", id, to, from, text: body, reports: given.StatusCallback };
    this.texts.push({ ...whole, seconds: seconds === null ? null : Number(seconds) });
    return { status: 201, body: { sid: `SM${"0".repeat(32)}`, status: "queued" } };
  }

  _vonage({ method, url, headers }, text) {
    assert.equal(`${method} ${url}`, "POST /v1/messages");
    const refused = (status, type, detail, more = {}) => {
      const address = `https://developer.vonage.com/api-errors${type}`;
      return { status, body: { type: address, title: "Refused", detail, ...more } };
    };
    const [head, claims, signature] = (headers.authorization ?? "")
      .replace("Bearer ", "")
      .split(".");
    const isSigned =
      signature !== undefined &&
      verify(
        "RSA-SHA256",
        Buffer.from(`${head}.${claims}`),
        pair.publicKey,
        Buffer.from(signature, "base64url"),
      );
    const {
      application_id: application,
      exp,
      jti,
    } = isSigned ? JSON.parse(Buffer.from(claims, "base64url")) : {};
    if (application !== APPLICATION || !(exp > Date.now() / 1000) || !jti) {
      return refused(401, "#unauthorized", "You did not provide correct credentials.");
    }
    const given = JSON.parse(text);
    const missing = ["channel", "message_type", "to", "from", "text"].filter((one) => !given[one]);
    if (missing.length > 0) {
      const parameters = missing.map((name) => ({ name, reason: "is missing" }));
      return refused(422, "/messages#1150", "Invalid params", { invalid_parameters: parameters });
    }
    const known = ["channel", "message_type", "to", "from", "text", "client_ref", "webhook_url"];
    const others = Object.keys(given).filter(
      (name) => ![...known, "webhook_version", "ttl"].includes(name),
    );
    assert.deepEqual(others, [], "Vonage knows these members");
    assert.deepEqual([given.channel, given.message_type], ["sms", "text"]);
    if (!/^[1-9]\d{6,14}$/.test(given.to))
      return refused(422, "/messages#1120", "Invalid recipient");
    assert.ok(given.text.length <= 1000 && given.client_ref.length <= 100);
    if (given.ttl !== undefined) assert.ok(Number.isInteger(given.ttl) && given.ttl >= 20);
    const { client_ref: id, to, from, ttl: seconds = null, webhook_url: reports } = given;
    this.texts.push({
      provider: "vonage",
      id,
      to: `+${to}`,
      from,
      text: given.text,
      seconds,
      reports,
    });
    return { status: 202, body: { message_uuid: randomUUID() } };
  }

  _webhook({ headers }, text) {
    if (!isSignedByUs(headers, text, this.secret))
      return { status: 401, body: { error: "signature" } };
    const { type, id, to, from, valid_until: until, reports, text: body } = JSON.parse(text);
    if (type === "sms.check") return { status: 200, body: {} };
    assert.equal(headers["webhook-id"], id);
    this.texts.push({ provider: "webhook", id, to, from, text: body, until, reports });
    return { status: 202, body: {} };
  }
}

function isSignedByUs(headers, text, secret) {
  const [id, timestamp] = [headers["webhook-id"], headers["webhook-timestamp"]];
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  return headers["webhook-signature"] === standard(secret, id, timestamp, text);
}

const standard = (secret, id, timestamp, text) => {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const hash = createHmac("sha256", key).update(`${id}.${timestamp}.${text}`);
  return `v1,${hash.digest("base64")}`;
};

/** A request as a provider posts it: where to, and with which signature. */
export function posting(provider, address, content, { secret = null, key = null } = {}) {
  if (provider === "twilio") {
    const form = new URLSearchParams(content);
    const names = [...new Set(form.keys())].sort();
    const signed = address + names.map((name) => name + form.getAll(name).join("")).join("");
    const signature = createHmac("sha1", key ?? TOKEN)
      .update(signed)
      .digest("base64");
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return [
      address,
      {
        method: "POST",
        headers: { ...headers, "x-twilio-signature": signature },
        body: form.toString(),
      },
    ];
  }
  const body = JSON.stringify(content);
  const headers = { "content-type": "application/json" };
  if (provider === "webhook") {
    const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
    const signature = standard(key ?? secret, id, timestamp, body);
    const signed = {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": signature,
    };
    return [address, { method: "POST", headers: { ...headers, ...signed }, body }];
  }
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: "Vonage",
    iat: Math.floor(Date.now() / 1000),
    jti: randomUUID(),
    application_id: APPLICATION,
    payload_hash: createHash("sha256").update(body).digest("hex"),
  };
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  const signature = createHmac("sha256", key ?? SIGNATURE_SECRET)
    .update(text)
    .digest("base64url");
  return [
    address,
    { method: "POST", headers: { ...headers, authorization: `Bearer ${text}.${signature}` }, body },
  ];
}

/** What each provider posts of a text, by what became of it. */
export const STATUS = {
  twilio: {
    sending: () => ({ MessageStatus: "sent" }),
    delivered: () => ({ MessageStatus: "delivered" }),
    passing: () => ({ MessageStatus: "undelivered", ErrorCode: "30003" }),
    dead: () => ({ MessageStatus: "undelivered", ErrorCode: "30005" }),
    sender: () => ({ MessageStatus: "undelivered", ErrorCode: "30007" }),
  },
  vonage: Object.fromEntries(
    Object.entries({
      sending: ["submitted"],
      delivered: ["delivered"],
      passing: ["rejected", "1000"],
      dead: ["rejected", "1120"],
      sender: ["rejected", "1330"],
    }).map(([name, [status, code]]) => [
      name,
      ({ id, to }) => ({
        message_uuid: randomUUID(),
        to: to.slice(1),
        from: NUMBER.slice(1),
        timestamp: new Date().toISOString(),
        status,
        client_ref: id,
        channel: "sms",
        ...(code === undefined
          ? {}
          : { error: { type: `https://developer.vonage.com/api-errors/messages#${code}` } }),
      }),
    ]),
  ),
  webhook: {
    sending: ({ id }) => ({ type: "sms.status", id, status: "sent" }),
    delivered: ({ id }) => ({ type: "sms.status", id, status: "delivered" }),
    passing: ({ id }) => ({ type: "sms.status", id, status: "undelivered", code: "E1" }),
    dead: ({ id }) => ({
      type: "sms.status",
      id,
      status: "undelivered",
      about: "number",
      code: "E2",
    }),
    sender: ({ id }) => ({
      type: "sms.status",
      id,
      status: "undelivered",
      about: "sender",
      code: "E3",
    }),
  },
};

/** What each provider posts of a reply. */
export const RECEIVED = {
  twilio: (from, text, more = {}) => ({
    MessageSid: `SM${createHash("md5").update(randomUUID()).digest("hex")}`,
    AccountSid: ACCOUNT,
    From: from,
    To: NUMBER,
    Body: text,
    NumMedia: "0",
    SmsStatus: "received",
    ...more,
  }),
  vonage: (from, text) => ({
    channel: "sms",
    message_uuid: randomUUID(),
    to: NUMBER.slice(1),
    from: from.slice(1),
    // Its clock is ahead of everybody's.
    timestamp: "2031-01-01T00:00:00Z",
    message_type: "text",
    text,
    sms: { num_messages: "1" },
  }),
  webhook: (from, text) => ({ type: "sms.received", id: randomUUID(), from, text }),
};

// A key that is no RSA key at all would be found by this.
assert.equal(createPrivateKey(SETTINGS.vonage.key).asymmetricKeyType, "rsa");
