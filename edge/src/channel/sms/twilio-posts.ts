/**
 * What Twilio posts: https://www.twilio.com/docs/usage/security#validating-requests
 *
 * Signed over the address as it was given to Twilio and every parameter, with the account's auth token.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Became, PostedText, ReadText } from "./posted.ts";

export function readTwilio(posted: PostedText, token: string): ReadText {
  const fields = new URLSearchParams(new TextDecoder().decode(posted.body));
  if (!isSigned(posted, fields, token)) return { type: "refused" };
  const one = (name: string) => fields.get(name) ?? "";
  const [status, text] = [one("MessageStatus") || one("SmsStatus"), fields.get("Body")];
  if (status !== "" && status !== "received" && status !== "receiving") {
    const became = becameIn(status, one("ErrorCode"));
    if (became === null) return { type: "nothing" };
    const effect = new URL(posted.url).searchParams.get("effect");
    return { type: "report", report: { effect, at: null, became } };
  }
  const id = one("MessageSid") || one("SmsSid");
  if (text === null || id === "") return { type: "nothing" };
  const understood = { STOP: "stop", START: "start", HELP: "help" }[one("OptOutType")] ?? null;
  const answered = understood as "stop" | "start" | "help" | null;
  const received = { id, from: one("From"), text, at: null, answered, answersWords: true };
  return { type: "received", received };
}

/** Whether Twilio signed it, for the address with its standard port or without. */
function isSigned({ url, headers }: PostedText, fields: URLSearchParams, token: string): boolean {
  const given = Buffer.from(headers["x-twilio-signature"] ?? "", "base64");
  const names = [...new Set(fields.keys())].sort();
  const parameters = names.map((name) => {
    const values = [...new Set(fields.getAll(name))].sort();
    return values.map((value) => name + value).join("");
  });
  return [url, withPort(url)].some((address) => {
    const hash = createHmac("sha1", token).update(address + parameters.join(""));
    const right = hash.digest();
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

/** The address with its standard port, as some proxies write it. */
const withPort = (url: string): string =>
  url.replace(/^(https?):\/\/([^/:?]+)(?=[/?]|$)/, (_, scheme: string, host: string) => {
    return `${scheme}://${host}:${scheme === "https" ? 443 : 80}`;
  });

function becameIn(status: string, code: string): Became | null {
  if (status === "delivered" || status === "read") return { type: "delivered" };
  if (status !== "undelivered" && status !== "failed") return null;
  if (code === "21610") return { type: "refused", why: code };
  return { type: "undelivered", about: ABOUT[code] ?? "passing", why: code || status };
}

/** What a code speaks of; of the others nobody knows. https://www.twilio.com/docs/api/errors */
const ABOUT: Readonly<Record<string, "number" | "sender">> = {
  // Nobody has this number, or it is a landline's.
  30005: "number",
  30006: "number",
  21211: "number",
  21614: "number",
  // The account, an unregistered sender, or a carrier's filter.
  30002: "sender",
  30007: "sender",
  30018: "sender",
  30023: "sender",
  30024: "sender",
  30032: "sender",
  30034: "sender",
  30035: "sender",
  30038: "sender",
  30454: "sender",
  21606: "sender",
};
