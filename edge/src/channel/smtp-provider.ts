/** A mail server as a provider: each letter over a connection of its own, with no key that would know it again. */
import type { Env } from "../env.ts";
import type { EmailProvider, Tried } from "./email-provider.ts";
import type { MailServer } from "./mail-server.ts";
import { troubleWith } from "./mail-trouble.ts";
import { type Dialogued, sendMail, tryServer } from "./smtp.ts";

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
    check: async (from) => told(from, await tryServer(env, server, { hello, from })),
  };
};
