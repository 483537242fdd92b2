/**
 * Amazon SES, version 2: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 *
 * It takes the whole message as it is, and knows no idempotency key: a marketing email that got no answer
 * isn't sent again. Requests are signed (Signature Version 4) by a library. How many emails a second an account
 * may send is its own (`SendQuota.MaxSendRate` of GetAccount); one in the sandbox may send 1, and none less.
 */
import { Buffer } from "node:buffer";
import { AwsClient } from "aws4fetch";
import type { EmailProvider } from "./email-provider.ts";
import type { SesSettings } from "./email-settings.ts";
import { type Answer, ask, judged, REQUEST } from "./provider-call.ts";
import type { Refusal, Silence } from "./provider-trouble.ts";
import type { Needs, Wanted } from "./sender-domain/needs.ts";

const NAME = "Amazon SES";

export const ses = (settings: SesSettings): EmailProvider => {
  const { access_key_id: accessKeyId, key, region, configuration_set: set } = settings;
  // Its own retries would be attempts that nobody counts.
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey: key,
    region,
    service: "ses",
    retries: 0,
  });
  const call = async (path: string, body?: object, method = body ? "POST" : "GET") => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const headers = { "content-type": "application/json" };
    const url = `https://email.${region}.amazonaws.com${path}`;
    return await ask(client.fetch(url, { ...REQUEST, headers, ...init }));
  };
  return {
    idempotentFor: 0,
    batch: 1,
    perSecond: 1,

    async send({ id, from, to, mime }) {
      const sent = await call("/v2/email/outbound-emails", {
        FromEmailAddress: from.email,
        Destination: { ToAddresses: [to] },
        Content: { Raw: { Data: Buffer.from(mime).toString("base64") } },
        EmailTags: [{ Name: "effect", Value: id }],
        ...(set === "" ? {} : { ConfigurationSetName: set }),
      });
      return judged(NAME, sent, refusalOf);
    },

    // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetSuppressedDestination.html
    async lift(address) {
      const path = `/v2/email/suppression/addresses/${encodeURIComponent(address)}`;
      const found = await call(path);
      if (typeof found === "string") return "failed";
      if (found.status === 404) return "not-there";
      type Listed = { SuppressedDestination?: { Reason?: unknown } };
      const reason = ((found.body ?? {}) as Listed).SuppressedDestination?.Reason;
      if (found.status !== 200) return "failed";
      if (reason !== "BOUNCE") return "stays";
      const gone = await call(path, undefined, "DELETE");
      return typeof gone !== "string" && gone.status === 200 ? "lifted" : "failed";
    },

    rate: async () => rateIn(await call("/v2/email/account")),

    async needs(domain) {
      const found = await call(`/v2/email/identities/${encodeURIComponent(domain)}`);
      return needsIn(found, domain, region);
    },

    async check(from) {
      const account = await call("/v2/email/account");
      const stopped = stoppedBy(account);
      if (stopped !== null) return judged(NAME, stopped, refusalOf);
      if (from === null) return judged(NAME, account, refusalOf);
      // An address is verified by itself, or with its domain.
      const domain = from.slice(from.lastIndexOf("@") + 1);
      for (const identity of [domain, from]) {
        const found = await call(`/v2/email/identities/${encodeURIComponent(identity)}`);
        if (isVerified(found)) return judged(NAME, found, refusalOf);
      }
      return judged(NAME, { ...(account as Answer), ...notVerified(domain) }, refusalOf);
    },
  };
};

/** The answer that says why an account can't send; null where it can. */
function stoppedBy(answer: Answer | Silence): Answer | Silence | null {
  if (typeof answer === "string" || answer.status !== 200) return answer;
  const { SendingEnabled } = (answer.body ?? {}) as { SendingEnabled?: boolean };
  if (SendingEnabled !== false) return null;
  const message = "Sending is turned off for this account";
  return { ...answer, status: 400, body: { __type: "SendingPausedException", message } };
}

/**
 * An identity's keys and its MAIL FROM domain
 * (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html).
 */
function needsIn(answer: Answer | Silence, domain: string, region: string): Needs {
  type Identity = {
    DkimAttributes?: { Tokens?: unknown; SigningAttributesOrigin?: unknown };
    MailFromAttributes?: { MailFromDomain?: unknown };
  };
  const identity = ((typeof answer === "string" ? null : answer.body) ?? {}) as Identity;
  const { Tokens: tokens, SigningAttributesOrigin: origin } = identity.DkimAttributes ?? {};
  const from = identity.MailFromAttributes?.MailFromDomain;
  const own = (Array.isArray(tokens) ? tokens : []).filter(
    (token): token is string => typeof token === "string" && /^[A-Za-z0-9-]{1,63}$/.test(token),
  );
  return {
    dkim:
      own.length === 0
        ? null
        : own.slice(0, 3).map((token): Wanted => {
            const name = `${token}._domainkey.${domain}`;
            // A key that was brought along stands there itself, under its selector.
            return origin === "EXTERNAL"
              ? { type: "TXT", name, value: null }
              : { type: "CNAME", name, value: `${token}.dkim.amazonses.com` };
          }),
    bounces:
      typeof from !== "string" || !/^[a-z0-9.-]{4,253}$/i.test(from)
        ? null
        : {
            domain: from.toLowerCase(),
            records: [
              { type: "MX", name: from, value: `10 feedback-smtp.${region}.amazonses.com` },
              { type: "TXT", name: from, value: "v=spf1 include:amazonses.com ~all" },
            ],
          },
    include: "amazonses.com",
    shownAt: "Copy the records from Amazon SES, under Identities > Authentication.",
  };
}

function rateIn(account: Answer | Silence): number | null {
  if (typeof account === "string") return null;
  const { SendQuota } = (account.body ?? {}) as { SendQuota?: { MaxSendRate?: unknown } | null };
  const rate = SendQuota?.MaxSendRate;
  return typeof rate === "number" && rate > 0 && Number.isFinite(rate) ? rate : null;
}

const isVerified = (answer: Answer | Silence): boolean =>
  typeof answer !== "string" &&
  (answer.body as { VerifiedForSendingStatus?: boolean } | null)?.VerifiedForSendingStatus === true;

const notVerified = (domain: string) => ({
  status: 400,
  body: { __type: "MailFromDomainNotVerifiedException", message: `${domain} isn’t verified` },
});

function refusalOf({ headers, body }: Answer): Refusal | null {
  const type = headers.get("x-amzn-errortype") ?? String((body as Named | null)?.__type ?? "");
  switch (type.replace(/^.*#|:.*$/g, "")) {
    case "MailFromDomainNotVerifiedException":
      return "provider-sender-refused";
    case "AccountSuspendedException":
    case "SendingPausedException":
    case "LimitExceededException":
      return "provider-quota";
    case "TooManyRequestsException":
    case "ThrottlingException":
      return "provider-busy";
    case "MessageRejected":
      // Where the account is in the sandbox, recipients must be verified as well; it says so in these words.
      return /not verified/i.test(String((body as Named | null)?.message))
        ? "provider-sender-refused"
        : "provider-refused";
    default:
      return null;
  }
}

type Named = { __type?: unknown; message?: unknown };
