/**
 * Postmark: https://postmarkapp.com/developer/api/email-api
 *
 * It knows no idempotency key: a marketing email that got no answer isn't sent again. Marketing goes through
 * a stream of its own, all else through the default one. Whether opens and clicks are tracked, the merchant's
 * account says. It states no rate, only that 429 asks for less, with no word of how long
 * (https://postmarkapp.com/developer/api/overview).
 */
import type { EmailProvider, Lifted } from "./email-provider.ts";
import type { PostmarkSettings } from "./email-settings.ts";
import type { Letter } from "./letter.ts";
import { mailbox } from "./mime.ts";
import { type Answer, ask, judged, REQUEST } from "./provider-call.ts";
import type { Refusal, Silence } from "./provider-trouble.ts";

const HOST = "https://api.postmarkapp.com";
const NAME = "Postmark";
const TRANSACTIONAL = "outbound";

export const postmark = ({ key, stream }: PostmarkSettings): EmailProvider => {
  const headers = {
    "x-postmark-server-token": key,
    "content-type": "application/json",
    accept: "application/json",
  };
  const get = (path: string) => ask(new Request(`${HOST}${path}`, { ...REQUEST, headers }));
  return {
    idempotentFor: 0,
    batch: 500,
    perSecond: null,

    async send(letter) {
      const body = JSON.stringify(bodyOf(letter, stream));
      const request = new Request(`${HOST}/email`, { ...REQUEST, method: "POST", headers, body });
      return judged(NAME, await ask(request), refusalOf);
    },

    // A server's token isn't shown the account's domains (https://postmarkapp.com/developer/api/domains-api).
    needs: async (domain, selector) => ({
      dkim:
        selector === null
          ? null
          : [{ type: "TXT", name: `${selector}._domainkey.${domain}`, value: null }],
      bounces: {
        domain: `pm-bounces.${domain}`,
        records: [{ type: "CNAME", name: `pm-bounces.${domain}`, value: "pm.mtasv.net" }],
      },
      include: null,
      shownAt:
        "You’ll find the record in Postmark under Sender Signatures > DNS Settings. Enter the part before ._domainkey below, such as 20261130pm.",
    }),

    // https://postmarkapp.com/developer/api/suppressions-api: a complaint stays, whoever asks.
    async lift(address) {
      const lifted = await Promise.all(
        [...new Set([stream, TRANSACTIONAL])].map(async (one): Promise<Lifted> => {
          const list = `${HOST}/message-streams/${encodeURIComponent(one)}/suppressions`;
          const body = JSON.stringify({ Suppressions: [{ EmailAddress: address }] });
          const given = { ...REQUEST, method: "POST", headers, body };
          return liftedIn(await ask(new Request(`${list}/delete`, given)));
        }),
      );
      return GRAVEST.find((one) => lifted.includes(one)) ?? "not-there";
    },

    async check() {
      const server = await get("/server");
      if (typeof server === "string" || server.status !== 200) {
        return judged(NAME, server, refusalOf);
      }
      return judged(NAME, await get(`/message-streams/${encodeURIComponent(stream)}`), refusalOf);
    },
  };
};

/** Of several streams, the one that matters most. */
const GRAVEST: readonly Lifted[] = ["stays", "failed", "lifted", "not-there"];

/** Postmark says “Deleted” of whatever isn't on its list, too. */
function liftedIn(answer: Answer | Silence): Lifted {
  if (typeof answer === "string" || answer.status !== 200) return "failed";
  const { Suppressions: all } = (answer.body ?? {}) as { Suppressions?: unknown };
  const [said] = (Array.isArray(all) ? all : []) as { Status?: unknown }[];
  return said?.Status === "Deleted" ? "lifted" : "stays";
}

function bodyOf(
  { id, from, replyTo, to, subject, html, text, headers }: Letter,
  stream: string,
): object {
  return {
    From: mailbox(from),
    To: to,
    ...(replyTo === undefined ? {} : { ReplyTo: replyTo }),
    Subject: subject,
    ...(html === "" ? {} : { HtmlBody: html }),
    TextBody: text,
    MessageStream: "List-Unsubscribe" in headers ? stream : TRANSACTIONAL,
    Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
    Metadata: { effect: id },
  };
}

/** By Postmark's own numbers: https://postmarkapp.com/developer/api/overview#error-codes */
function refusalOf({ body }: Answer): Refusal | null {
  switch ((body as { ErrorCode?: unknown } | null)?.ErrorCode) {
    case 10:
      return "provider-key-refused";
    case 400:
    case 401:
      return "provider-sender-refused";
    case 405:
    case 412:
    case 413:
      return "provider-quota";
    case 406:
      return "provider-suppressed";
    case 100:
    case 429:
      return "provider-busy";
    default:
      return null;
  }
}
