/** Whether a request is signed as Standard Webhooks are: https://www.standardwebhooks.com */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** How old, or how far ahead of our clock, a request may be, in milliseconds. */
const TOLERANCE = 5 * 60_000;

/** @param secret `whsec_` and the key in base64 @param request `svix-` stands for `webhook-` in older senders */
export function isStandardWebhook(
  { body, headers, now }: { body: Uint8Array; headers: Record<string, string>; now: number },
  secret: string,
): boolean {
  const named = (name: string) => headers[`webhook-${name}`] ?? headers[`svix-${name}`] ?? "";
  const [id, timestamp, signatures] = [named("id"), named("timestamp"), named("signature")];
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  if (key.length < 16 || id === "" || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE) return false;
  const right = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  return signatures.split(" ").some((one) => {
    const given = Buffer.from(/^v1,(.+)$/.exec(one)?.[1] ?? "", "base64");
    return given.length === right.length && timingSafeEqual(given, right);
  });
}
