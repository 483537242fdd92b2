/**
 * Resend: https://resend.com/docs/api-reference/emails/send-email
 *
 * A key makes the same request one email for 24 hours; another body under it is refused with 409. An account may
 * make 2 requests a second; where it may make more, each answer says so in `ratelimit-limit`
 * (https://resend.com/changelog/api-rate-limit).
 */
import type { EmailProvider } from "./email-provider.ts";
import type { ResendSettings } from "./email-settings.ts";
import type { Letter } from "./letter.ts";
import { mailbox } from "./mime.ts";
import { type Answer, ask, judged, objectsIn, REQUEST } from "./provider-call.ts";
import type { Refusal, Silence } from "./provider-trouble.ts";
import type { Needs, Wanted } from "./sender-domain/needs.ts";

const HOST = "https://api.resend.com";
const NAME = "Resend";

export const resend = ({ key }: ResendSettings): EmailProvider => {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  return {
    idempotentFor: 24 * 3_600_000,
    batch: 100,
    perSecond: 2,

    async send(letter) {
      const request = new Request(`${HOST}/emails`, {
        ...REQUEST,
        method: "POST",
        headers: { ...headers, "idempotency-key": letter.id },
        body: JSON.stringify(bodyOf(letter)),
      });
      const answer = await ask(request);
      // Another body came under this key before: by a release of ours that wrote it differently. It's out.
      const isOut = typeof answer !== "string" && named(answer) === "invalid_idempotent_request";
      if (isOut) return { outcome: { type: "sent" }, trouble: null };
      return { ...judged(NAME, answer, refusalOf), ...limitIn(answer) };
    },

    async needs(domain) {
      const domains = await ask(new Request(`${HOST}/domains`, { ...REQUEST, headers }));
      const id = idOf(domains, domain);
      const path = `${HOST}/domains/${encodeURIComponent(id ?? "")}`;
      const found = id && (await ask(new Request(path, { ...REQUEST, headers })));
      return needsIn(found, domain);
    },

    async check(from) {
      const answer = await ask(new Request(`${HOST}/domains`, { ...REQUEST, headers }));
      // A key that may only send isn't shown the domains.
      if (typeof answer !== "string" && named(answer) === "restricted_api_key") {
        return { outcome: { type: "sent" }, trouble: null };
      }
      return judged(NAME, withSender(answer, from), refusalOf);
    },
  };
};

function bodyOf({ id, from, replyTo, to, subject, html, text, headers }: Letter): object {
  return {
    from: mailbox(from),
    to: [to],
    ...(replyTo === undefined ? {} : { reply_to: replyTo }),
    subject,
    ...(html === "" ? {} : { html }),
    text,
    headers,
    tags: [{ name: "effect", value: id }],
  };
}

/** The ID of a domain in the account; null where it isn't there, or the key may only send. */
function idOf(answer: Answer | Silence, domain: string): string | null {
  if (typeof answer === "string") return null;
  const { data } = (answer.body ?? {}) as { data?: unknown };
  return textOr(objectsIn(data).find(({ name }) => name === domain)?.id, null);
}

/**
 * What the account says (https://resend.com/docs/api-reference/domains/get-domain); where it says nothing, the
 * names that every domain has (https://github.com/Domain-Connect/Templates, `resend.com.mail.json`).
 */
function needsIn(answer: Answer | Silence | null | "", domain: string): Needs {
  const body = typeof answer === "object" ? answer?.body : null;
  const { records } = (body ?? {}) as { records?: unknown };
  const said = (Array.isArray(records) ? records : []).flatMap((one) => recordIn(one, domain));
  const dkim = said.filter(({ name }) => name.includes("._domainkey."));
  const bounces = said.filter(({ name, type }) => !name.includes("._domainkey.") && type === "MX");
  const at = bounces[0]?.name ?? `send.${domain}`;
  const known: Wanted[] = [
    { type: "MX", name: at, value: null },
    { type: "TXT", name: at, value: "v=spf1 include:amazonses.com ~all" },
  ];
  const key: Wanted = { type: "TXT", name: `resend._domainkey.${domain}`, value: null };
  return {
    dkim: dkim.length > 0 ? dkim : [key],
    bounces: {
      domain: at,
      records: bounces.length > 0 ? said.filter(({ name }) => name === at) : known,
    },
    include: "amazonses.com",
    shownAt: "Copy the records from Resend, under Domains.",
  };
}

type Said = Record<"record" | "name" | "type" | "value", unknown>;

/** A record of the account; its name is without the domain, or with it. */
function recordIn(one: Partial<Said> | null, domain: string): Wanted[] {
  const [name, value] = [textOr(one?.name, ""), textOr(one?.value, null)];
  const type = one?.type;
  if (type !== "TXT" && type !== "MX" && type !== "CNAME") return [];
  if (one?.record !== "SPF" && one?.record !== "DKIM") return [];
  return [{ type, name: name.endsWith(domain) ? name : `${name}.${domain}`, value }];
}

const textOr = <T>(given: unknown, otherwise: T): string | T =>
  typeof given === "string" && given.length <= 4_096 ? given : otherwise;

/** The account's own limit, of a second. */
function limitIn(answer: Answer | Silence): { perSecond?: number } {
  if (typeof answer === "string") return {};
  const limit = answer.headers.get("ratelimit-limit") ?? "";
  return /^\d{1,4}$/.test(limit) && Number(limit) > 0 ? { perSecond: Number(limit) } : {};
}

function refusalOf(answer: Answer): Refusal | null {
  switch (named(answer)) {
    case "missing_api_key":
    case "invalid_api_key":
    case "restricted_api_key":
      return "provider-key-refused";
    case "invalid_from_address":
      return "provider-sender-refused";
    case "daily_quota_exceeded":
    case "monthly_quota_exceeded":
      return "provider-quota";
    case "rate_limit_exceeded":
    case "concurrent_idempotent_requests":
      return "provider-busy";
    case "validation_error":
      // 403 under this name is about the sender's domain, or about who may be written to before there is one.
      return answer.status === 403 ? "provider-sender-refused" : "provider-refused";
    default:
      return null;
  }
}

/** The answer, or a refusal in its form where the sender's domain isn't verified. */
function withSender(answer: Awaited<ReturnType<typeof ask>>, from: string | null) {
  if (typeof answer === "string" || answer.status !== 200 || from === null) return answer;
  const { data } = (answer.body ?? {}) as { data?: unknown };
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const found = objectsIn(data).find(({ name }) => name === domain);
  if (found?.status === "verified") return answer;
  const message =
    found === undefined ? `${domain} isn’t among your domains` : `${domain}: ${found.status}`;
  return { ...answer, status: 403, body: { name: "invalid_from_address", message } };
}

const named = ({ body }: Answer): string => String((body as { name?: unknown } | null)?.name ?? "");
