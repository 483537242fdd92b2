/**
 * A gateway of the merchant's: each text is posted to their address, signed as all calls to them are
 * (`../webhook.ts`), and the text's id is the webhook's, by which they know it again. The same secret signs what
 * they post to us.
 */
import type { Buffer } from "node:buffer";
import { ask, REQUEST } from "../provider-call.ts";
import { headersFor } from "../webhook.ts";
import { randomName } from "../../ids.ts";
import type { Refusal } from "../provider-trouble.ts";
import type { SmsProvider } from "./provider.ts";
import type { GatewaySettings, SmsSettings } from "./settings.ts";
import { judgedText } from "./trouble.ts";

const NAME = "your gateway";

export const gateway = (
  { url, sender }: GatewaySettings & Pick<SmsSettings, "sender">,
  webhook: string,
  key: Buffer,
): SmsProvider => {
  const post = (id: string, content: object) => {
    const call = { id, url, body: JSON.stringify(content) };
    const headers = headersFor(call, key, Math.floor(Date.now() / 1000));
    return ask(new Request(url, { ...REQUEST, method: "POST", headers, body: call.body }));
  };
  return {
    longest: 1_600,
    validity: { least: 1, most: Number.MAX_SAFE_INTEGER },

    async send({ id, to, text, validUntil }) {
      const valid = validUntil === null ? null : new Date(validUntil).toISOString();
      const about = { id, to, from: sender || null, text, valid_until: valid, reports: webhook };
      return judgedText(NAME, await post(id, { type: "sms.send", ...about }), refusalOf);
    },

    async check() {
      const content = { type: "sms.check", reports: webhook };
      return judgedText(NAME, await post(`check_${randomName()}`, content), refusalOf);
    },
  };
};

const REFUSALS: Readonly<Record<string, Refusal>> = {
  "sender-refused": "provider-sender-refused",
  "recipient-refused": "provider-address-refused",
  "opted-out": "provider-suppressed",
  "no-credit": "provider-quota",
};

/** What a gateway may say of its refusal, as `{ "error": … }`. */
function refusalOf({ body }: { body: unknown }): Refusal | null {
  const error = String((body as { error?: unknown } | null)?.error ?? "");
  return Object.hasOwn(REFUSALS, error) ? (REFUSALS[error] ?? null) : null;
}
