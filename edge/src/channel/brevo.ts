/**
 * Brevo: https://developers.brevo.com/reference/sendtransacemail
 *
 * A UUID makes the same request one email; its documents say for 15 and for 30 minutes, so 15 count. Header
 * values must be ASCII, and there is no email that is only text. Every account may send 1,000 a second
 * (https://developers.brevo.com/docs/api-limits).
 */
import { createHash } from "node:crypto";
import type { EmailProvider } from "./email-provider.ts";
import type { BrevoSettings } from "./email-settings.ts";
import type { Letter } from "./letter.ts";
import { type Answer, ask, judged, objectsIn, REQUEST } from "./provider-call.ts";
import type { Refusal, Silence } from "./provider-trouble.ts";
import type { Needs, Wanted } from "./sender-domain/needs.ts";

const HOST = "https://api.brevo.com/v3";
const NAME = "Brevo";

export const brevo = ({ key }: BrevoSettings): EmailProvider => {
  const headers = {
    "api-key": key,
    "content-type": "application/json",
    accept: "application/json",
  };
  const get = (path: string) => ask(new Request(`${HOST}${path}`, { ...REQUEST, headers }));
  return {
    idempotentFor: 15 * 60_000,
    batch: 1_000,
    perSecond: 1_000,

    async send(letter) {
      const body = JSON.stringify(bodyOf(letter));
      const url = `${HOST}/smtp/email`;
      const request = new Request(url, { ...REQUEST, method: "POST", headers, body });
      return judged(NAME, await ask(request), refusalOf);
    },

    async needs(domain) {
      return needsIn(await get(`/senders/domains/${encodeURIComponent(domain)}`), domain);
    },

    async check(from) {
      const account = await get("/account");
      if (typeof account === "string" || account.status !== 200 || from === null) {
        return judged(NAME, account, refusalOf);
      }
      return judged(NAME, withSender(await get("/senders/domains"), from), refusalOf);
    },
  };
};

function bodyOf({ id, from, replyTo, to, subject, html, text, headers }: Letter): object {
  return {
    sender: from.name === "" ? { email: from.email } : from,
    to: [{ email: to }],
    ...(replyTo === undefined ? {} : { replyTo: { email: replyTo } }),
    subject,
    htmlContent: html === "" ? `<pre style="white-space:pre-wrap">${escaped(text)}</pre>` : html,
    textContent: text,
    headers: { ...headers, idempotencyKey: uuidOf(id) },
    tags: [`effect-${id}`],
  };
}

/**
 * A domain's records, as the account says (https://developers.brevo.com/reference/get-domain-configuration). Bounces
 * go to Brevo's own domain, so SPF needs nothing.
 */
function needsIn(answer: Answer | Silence, domain: string): Needs {
  const body = typeof answer === "string" ? null : answer.body;
  const { dns_records: said } = (body ?? {}) as { dns_records?: unknown };
  type Said = { type?: unknown; host_name?: unknown; value?: unknown } | null;
  const all = Object.entries((said ?? {}) as Record<string, Said>);
  const dkim = all.flatMap(([name, record]): Wanted[] => {
    if (!/^dkim/i.test(name) || record === null || typeof record !== "object") return [];
    const { type, host_name: host, value } = record;
    if ((type !== "TXT" && type !== "CNAME") || typeof host !== "string") return [];
    const short = host.slice(0, 253).replace(/\.$/, "");
    const full = short.endsWith(domain) ? short : `${short}.${domain}`;
    return [{ type, name: full, value: typeof value === "string" ? value.slice(0, 4_096) : null }];
  });
  return {
    dkim: dkim.length === 0 ? null : dkim.slice(0, 4),
    bounces: null,
    include: null,
    shownAt: "Copy the records from Brevo, under Senders, Domains & Dedicated IPs > Domains.",
  };
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);

/** A UUID of a name (RFC 9562, version 5), the same at every attempt. */
export function uuidOf(name: string): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A namespace of our own: what is named in it is no URL and no domain. */
const NAMESPACE = createHash("sha1").update("edgewise/effect").digest().subarray(0, 16);

function refusalOf({ status, body }: Answer): Refusal | null {
  const { code, message } = (body ?? {}) as { code?: string; message?: string };
  if (code === "unauthorized" || code === "permission_denied") return "provider-key-refused";
  if (code === "not_enough_credits" || code === "account_under_validation" || status === 402) {
    return "provider-quota";
  }
  if (code !== "invalid_parameter") return null;
  return /sender/i.test(message ?? "") ? "provider-sender-refused" : "provider-refused";
}

/** The answer, or a refusal in its form where the sender's domain isn't authenticated. */
function withSender(answer: Answer | Silence, from: string): Answer | Silence {
  if (typeof answer === "string" || answer.status !== 200) return answer;
  const { domains } = (answer.body ?? {}) as { domains?: unknown };
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const isOurs = (one: Record<string, unknown>) =>
    one.domain_name === domain && one.authenticated === true;
  if (objectsIn(domains).some(isOurs)) return answer;
  const message = `The sender’s domain ${domain} isn’t authenticated`;
  return { ...answer, status: 400, body: { code: "invalid_parameter", message } };
}
