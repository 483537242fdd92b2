/** A mail server as a provider: each letter over a connection of its own, with no key that would know it again. */
import type { Env } from "../env.ts";
import type { EmailProvider, Tried } from "./email-provider.ts";
import type { MailServer } from "./mail-server.ts";
import { troubleWith } from "./mail-trouble.ts";
import { type Dialogued, sendMail, tryServer } from "./smtp.ts";

/** What SPF must include for servers that many shops use, as each of them documents. */
const INCLUDES: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)gmail\.com$|^smtp-relay\.google\.com$/, "_spf.google.com"],
  [/(?:^|\.)office365\.com$|(?:^|\.)outlook\.com$/, "spf.protection.outlook.com"],
  [/(?:^|\.)amazonaws\.com$/, "amazonses.com"],
  [/(?:^|\.)sendgrid\.net$/, "sendgrid.net"],
  [/(?:^|\.)mailgun\.org$/, "mailgun.org"],
  [/(?:^|\.)postmarkapp\.com$/, "spf.mtasv.net"],
  [/(?:^|\.)brevo\.com$|(?:^|\.)sendinblue\.com$/, "spf.brevo.com"],
];

const includeOf = (host: string): string | null =>
  INCLUDES.find(([hosts]) => hosts.test(host))?.[1] ?? null;

export const smtp = (server: MailServer, env: Env, hello: string): EmailProvider => {
  const told = (from: string | null, dialogued: Dialogued): Tried => ({
    outcome: dialogued.outcome,
    trouble: troubleWith(server, from, dialogued),
  });
  return {
    idempotentFor: 0,
    batch: 1,
    perSecond: null,
    send: async ({ from, to, mime: data }) =>
      told(from.email, await sendMail(env, server, { from: from.email, to, data, hello })),
    needs: async (domain, selector) => ({
      dkim:
        selector === null
          ? null
          : [{ type: "TXT", name: `${selector}._domainkey.${domain}`, value: null }],
      bounces: { domain, records: [] },
      include: includeOf(server.host),
      shownAt:
        "Ask your email provider for the DKIM selector, and enter it below: it’s the part before ._domainkey in the record’s name.",
    }),
    check: async (from) => told(from, await tryServer(env, server, { hello, from })),
  };
};
