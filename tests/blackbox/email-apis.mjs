/**
 * The APIs of the email providers for tests, over https: each takes what its own documents say, keeps it, and
 * can be told to fail. One that knows keys gives the same answer to the same request, and refuses another.
 */
import { createServer } from "node:https";
import { createRequire } from "node:module";
import { join } from "node:path";
import { certificate, root } from "./world.mjs";

const { AwsV4Signer } = await import(
  createRequire(join(root, "edge/package.json")).resolve("aws4fetch")
);

/** The key that each takes. */
export const KEYS = {
  resend: "re_0123456789abcdef",
  postmark: "01234567-89ab-cdef-0123-456789abcdef",
  ses: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  brevo: "xkeysib-0123456789abcdef",
};
export const ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";

/** Starts all of them on one port. */
export async function startEmailApis() {
  const apis = new EmailApis();
  await apis.open();
  return apis;
}

class EmailApis {
  port;
  /** What was taken, in order: `{ provider, body }`. */
  mails = [];
  /** What was asked, such as `POST /emails`. */
  asked = [];
  /**
   * Answers instead of a provider: `(provider, path, body) => {status, body, headers} | "lost" | "away" | null`. What
   * is lost was taken and gets no answer; what is away takes nothing and gives none. It may take its time.
   */
  fault = () => null;
  /** The domains that may be sent from. */
  verified = ["mira-ceramics.example"];
  /** The DNS, by `TYPE name`; what isn't there is not found, and null is a resolver that fails. */
  dns = new Map();
  /** Whom Postmark's own list holds for a complaint, and whom Amazon's holds, with its reason. */
  complained = [];
  suppressed = new Map();
  /** Whether the SES account may send, and how many a second. */
  isSending = true;
  sendRate = 14;
  /** Answers by key. */
  #known = new Map();
  #server;

  open() {
    this.#server = createServer({ key: certificate, cert: certificate }, (request, response) =>
      this.#take(request, response),
    );
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

  #take(request, response) {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      // What signs Amazon's reports, and what takes a confirmation.
      if (/^sns\.[a-z0-9-]+\.amazonaws\.com$/.test(request.headers.host)) {
        this.asked.push(`sns ${request.method} ${request.url}`);
        return response.end(certificate.slice(certificate.indexOf("-----BEGIN CERT")));
      }
      if (request.headers.host === "dns.example") return this.#resolve(request, response);
      const provider = HOSTS[request.headers.host.replace(/\.[a-z0-9-]+\.amazonaws/, ".amazonaws")];
      const text = Buffer.concat(chunks).toString();
      this.asked.push(`${provider} ${request.method} ${request.url}`);
      const fault = await this.fault(provider, request.url, text);
      if (fault === "away") return request.socket.destroy();
      const said =
        fault !== null && fault !== "lost" ? fault : await this.#answer(provider, request, text);
      if (fault === "lost") return request.socket.destroy();
      const { status, body, headers = {} } = said;
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  }

  /** Answers as a public resolver does. */
  #resolve(request, response) {
    const query = new URL(request.url, "https://dns.example").searchParams;
    const asked = `${query.get("type")} ${query.get("name")}`;
    this.asked.push(`dns ${asked}`);
    const records = this.dns.get(asked);
    if (records === null) return response.writeHead(502).end("no");
    const type = { TXT: 16, MX: 15, CNAME: 5 }[query.get("type")];
    const text = (data) =>
      type === 16
        ? data
            .match(/.{1,200}/gs)
            .map((one) => `"${one}"`)
            .join(" ")
        : data;
    const Answer = (records ?? []).map((data) => ({
      name: query.get("name"),
      type,
      TTL: 60,
      data: text(data),
    }));
    response.writeHead(200, { "content-type": "application/dns-json" });
    response.end(JSON.stringify({ Status: records === undefined ? 3 : 0, Answer }));
  }

  async #answer(provider, request, text) {
    if (!(await isSignedIn[provider](request, text))) return NOT_SIGNED_IN[provider];
    const body = text === "" ? null : JSON.parse(text);
    const path = `${request.method} ${request.url}`;
    const answer = this[`_${provider}`](path, body, request.headers, text);
    if (answer === undefined) throw new Error(`${provider} has no ${path}`);
    return answer;
  }

  /** Takes a mail once by its key; `other` answers where another has it. */
  #once(provider, key, text, body, answer, other) {
    const known = this.#known.get(key);
    if (known !== undefined) return known === text ? answer : other;
    if (key !== null) this.#known.set(key, text);
    this.mails.push({ provider, body });
    return answer;
  }

  _resend(path, body, headers, text) {
    const domains = this.verified.map((name, at) => ({ id: `d-${at}`, name, status: "verified" }));
    if (path === "GET /domains") return { status: 200, body: { data: domains } };
    if (path === "GET /domains/d-0") {
      const key = {
        record: "DKIM",
        type: "TXT",
        name: "resend._domainkey",
        value: `p=${DKIM_KEY}`,
      };
      const bounces = [
        { record: "SPF", type: "MX", name: "send", value: "feedback-smtp.eu-west-1.amazonses.com" },
        { record: "SPF", type: "TXT", name: "send", value: "v=spf1 include:amazonses.com ~all" },
      ];
      return { status: 200, body: { name: this.verified[0], records: [key, ...bounces] } };
    }
    if (path !== "POST /emails") return undefined;
    if (!this.#mayBeFrom(body.from)) {
      const message = "The domain is not verified.";
      return { status: 403, body: { name: "validation_error", message } };
    }
    const used = { status: 409, body: { name: "invalid_idempotent_request", message: "Used" } };
    const id = { status: 200, body: { id: "4ef9a417-02e9-4d39-ad75-9611e0fcc33c" } };
    return this.#once("resend", headers["idempotency-key"], text, body, id, used);
  }

  _postmark(path, body) {
    if (path === "GET /server") return { status: 200, body: { Name: "Mira" } };
    if (path === "GET /message-streams/broadcast")
      return { status: 200, body: { ID: "broadcast" } };
    if (path.startsWith("GET /message-streams/")) {
      return {
        status: 404,
        body: { ErrorCode: 1226, Message: "The message stream was not found." },
      };
    }
    if (/^POST \/message-streams\/\w+\/suppressions\/delete$/.test(path)) {
      const Suppressions = body.Suppressions.map(({ EmailAddress }) => ({
        EmailAddress,
        Status: this.complained.includes(EmailAddress) ? "Failed" : "Deleted",
      }));
      return { status: 200, body: { Suppressions } };
    }
    if (path !== "POST /email") return undefined;
    if (!this.#mayBeFrom(body.From)) {
      const Message = "The 'From' address you supplied is not a Sender Signature on your account.";
      return { status: 422, body: { ErrorCode: 400, Message } };
    }
    return this.#once("postmark", null, "", body, { status: 200, body: { ErrorCode: 0 } });
  }

  _ses(path, body) {
    const [, how, address] =
      /^(GET|DELETE) \/v2\/email\/suppression\/addresses\/(.+)$/.exec(path) ?? [];
    if (how !== undefined) {
      const to = decodeURIComponent(address);
      const Reason = this.suppressed.get(to);
      if (how === "DELETE") this.suppressed.delete(to);
      return Reason === undefined
        ? { status: 404, body: { message: "Not found" }, headers: SES_ERROR("NotFoundException") }
        : { status: 200, body: how === "GET" ? { SuppressedDestination: { Reason } } : {} };
    }
    if (path === "GET /v2/email/account") {
      const SendQuota = { MaxSendRate: this.sendRate, Max24HourSend: 50_000, SentLast24Hours: 0 };
      return { status: 200, body: { SendingEnabled: this.isSending, SendQuota } };
    }
    const [, identity] = /^GET \/v2\/email\/identities\/(.+)$/.exec(path) ?? [];
    if (identity !== undefined) {
      const isVerified = this.verified.includes(decodeURIComponent(identity));
      return isVerified
        ? { status: 200, body: { VerifiedForSendingStatus: true, ...SES_IDENTITY } }
        : { status: 404, body: { message: "Not found" }, headers: SES_ERROR("NotFoundException") };
    }
    if (path !== "POST /v2/email/outbound-emails") return undefined;
    if (!this.#mayBeFrom(body.FromEmailAddress)) {
      const message = "Email address is not verified.";
      return { status: 400, body: { message }, headers: SES_ERROR("MessageRejected") };
    }
    return this.#once("ses", null, "", body, { status: 200, body: { MessageId: "0100018" } });
  }

  _brevo(path, body, _headers, text) {
    const domains = this.verified.map((name) => ({ domain_name: name, authenticated: true }));
    if (path === "GET /v3/account") return { status: 200, body: { email: "me@kiln.example" } };
    if (path.startsWith("GET /v3/senders/domains/")) {
      const value = "b1.mira-ceramics-example.dkim.brevo.com";
      const dkim1Record = { type: "CNAME", host_name: "brevo1._domainkey", value, status: true };
      const brevo_code = { type: "TXT", host_name: "", value: "brevo-code:0", status: true };
      return { status: 200, body: { domain: "x", dns_records: { dkim1Record, brevo_code } } };
    }
    if (path === "GET /v3/senders/domains") return { status: 200, body: { domains } };
    if (path !== "POST /v3/smtp/email") return undefined;
    if (!this.#mayBeFrom(body.sender.email)) {
      return { status: 400, body: { code: "invalid_parameter", message: "sender is not valid" } };
    }
    const used = { status: 400, body: { code: "duplicate_request", message: "Used" } };
    const id = { status: 201, body: { messageId: "<1@smtp-relay.mailin.fr>" } };
    return this.#once("brevo", body.headers.idempotencyKey, text, body, id, used);
  }

  #mayBeFrom(from) {
    return this.verified.some((domain) => from.includes(`@${domain}`));
  }
}

export const DKIM_KEY = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7";
const SES_IDENTITY = {
  DkimAttributes: { Tokens: ["tok1", "tok2", "tok3"], SigningAttributesOrigin: "AWS_SES" },
  MailFromAttributes: { MailFromDomain: "bounce.mira-ceramics.example" },
};

const HOSTS = {
  "api.resend.com": "resend",
  "api.postmarkapp.com": "postmark",
  "email.amazonaws.com": "ses",
  "api.brevo.com": "brevo",
};

const SES_ERROR = (type) => ({ "x-amzn-errortype": `${type}:http://internal.amazon.com/` });

const isSignedIn = {
  resend: ({ headers }) => headers.authorization === `Bearer ${KEYS.resend}`,
  postmark: ({ headers }) => headers["x-postmark-server-token"] === KEYS.postmark,
  brevo: ({ headers }) => headers["api-key"] === KEYS.brevo,
  async ses({ headers, method, url }, body) {
    const [, id, region] =
      /Credential=(\w+)\/\d+\/([\w-]+)\/ses\//.exec(headers.authorization) ?? [];
    if (id !== ACCESS_KEY) return false;
    const signer = new AwsV4Signer({
      method,
      url: `https://${headers.host}${url}`,
      headers: { "content-type": "application/json" },
      body: body === "" ? undefined : body,
      accessKeyId: id,
      secretAccessKey: KEYS.ses,
      service: "ses",
      region,
      datetime: headers["x-amz-date"],
    });
    const signed = await signer.sign();
    return signed.headers.get("authorization") === headers.authorization;
  },
};

const NOT_SIGNED_IN = {
  resend: { status: 401, body: { name: "invalid_api_key", message: "API key is invalid" } },
  postmark: { status: 401, body: { ErrorCode: 10, Message: "Bad or missing Server API token." } },
  brevo: { status: 401, body: { code: "unauthorized", message: "Key not found" } },
  ses: {
    status: 403,
    body: { message: "The request signature we calculated does not match." },
    headers: SES_ERROR("SignatureDoesNotMatch"),
  },
};

/** What each is set up with. */
export const SETTINGS = {
  resend: { provider: "resend", key: KEYS.resend },
  postmark: { provider: "postmark", key: KEYS.postmark },
  ses: {
    provider: "ses",
    key: KEYS.ses,
    access_key_id: ACCESS_KEY,
    region: "eu-central-1",
    configuration_set: "marketing",
  },
  brevo: { provider: "brevo", key: KEYS.brevo },
};
