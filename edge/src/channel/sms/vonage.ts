/**
 * Vonage's Messages API: https://developer.vonage.com/en/api/messages
 *
 * It knows no keys; `client_ref` comes back in each report. Numbers have no `+` there.
 */
import { Buffer } from "node:buffer";
import { createSign } from "node:crypto";
import { randomName } from "../../ids.ts";
import { type Answer, ask, REQUEST } from "../provider-call.ts";
import type { Refusal, Silence } from "../provider-trouble.ts";
import { type SmsProvider, secondsFor } from "./provider.ts";
import type { SmsSettings, VonageSettings } from "./settings.ts";
import { judgedText } from "./trouble.ts";

const ADDRESS = "https://api.nexmo.com/v1/messages";
const NAME = "Vonage";
/** How long a token holds, in seconds. */
const TOKEN = 300;

export const vonage = (
  { application_id: application, key, sender }: VonageSettings & Pick<SmsSettings, "sender">,
  webhook: string,
): SmsProvider => {
  const validity = { least: 20, most: 72 * 3_600 };
  const post = async (body: object): Promise<Answer | Silence | "bad-key"> => {
    const token = tokenFor(application, key);
    if (token === null) return "bad-key";
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const of = { ...REQUEST, method: "POST", headers, body: JSON.stringify(body) };
    return await ask(new Request(ADDRESS, of));
  };
  const judge = (answer: Answer | Silence | "bad-key") =>
    judgedText(NAME, answer === "bad-key" ? BAD_KEY : answer, refusalOf);
  return {
    longest: 1_000,
    validity,

    async send(text, now) {
      const seconds = secondsFor(text, validity, now);
      const body = {
        channel: "sms",
        message_type: "text",
        to: text.to.slice(1),
        from: sender.replace(/^\+/, ""),
        text: text.text,
        client_ref: text.id,
        webhook_url: webhook,
        webhook_version: "v1",
        ...(seconds === null ? {} : { ttl: seconds }),
      };
      return judge(await post(body));
    },

    async check() {
      // An empty message is refused for what it lacks, once the token was accepted.
      const answer = await post({});
      const isIn = typeof answer !== "string" && (answer.status === 422 || answer.status === 400);
      return isIn ? { outcome: { type: "sent" }, trouble: null } : judge(answer);
    },
  };
};

/** An answer for a key that can't sign. */
const BAD_KEY: Answer = {
  status: 401,
  headers: new Headers(),
  body: { detail: "This private key can’t be read." },
  text: "This private key can’t be read.",
};

/** A token that lets an application in; null for a key that isn't one. */
function tokenFor(application: string, key: string): string | null {
  const seconds = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    application_id: application,
    iat: seconds,
    exp: seconds + TOKEN,
    jti: randomName(),
  };
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  try {
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key).toString("base64url")}`;
  } catch {
    return null;
  }
}

/** Its errors are named by an address that ends in a number (RFC 9457), or by their title. */
function refusalOf({ status, body }: Answer): Refusal | null {
  const { type, title, invalid_parameters: invalid } = (body ?? {}) as Record<string, unknown>;
  const code = /#(\d{3,4})$/.exec(String(type ?? ""))?.[1] ?? String(title ?? "");
  const names = Array.isArray(invalid) ? invalid.map((one) => String(one?.name ?? one?.field)) : [];
  if (status === 402) return "provider-quota";
  switch (code) {
    case "1120":
    case "1170":
      return "provider-address-refused";
    case "1240":
      return "provider-address-refused";
    case "1130":
    case "1180":
    case "1330":
      return "provider-sender-refused";
    case "1000":
      return "provider-busy";
  }
  if (status === 422 && names.includes("to")) return "provider-address-refused";
  if (status === 422 && names.includes("from")) return "provider-sender-refused";
  return null;
}
