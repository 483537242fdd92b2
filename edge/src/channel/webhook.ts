/**
 * Calling a merchant's address: signed by the Standard Webhooks rules, with the effect's id as the
 * webhook's id, which is the receiver's idempotency key at every attempt.
 *
 * The network is public-only, redirects are not followed, the answer is read a little and dropped.
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { retryAfter } from "../retry.ts";
import type { Outcome } from "./outcome.ts";

const TIME_LIMIT = 10_000;
const MOST_OF_ANSWER = 64 * 1024;
/** Standard Webhooks: a payload stays under 20 KB. */
const LARGEST_BODY = 20_000;

/** Refusals that may pass: everything else below 500 is final. */
const PASSING = new Set([408, 409, 425, 429]);

export interface Call {
  id: string;
  url: string;
  /** JSON text, the same at every attempt. */
  body: string;
}

/** The secret as a merchant enters it where the calls arrive. */
export const signingSecret = (key: Buffer): string => `whsec_${key.toString("base64")}`;

/** Makes one attempt. `now` in milliseconds stamps the signature. Never throws. */
export async function callWebhook(call: Call, key: Buffer, now: number): Promise<Outcome> {
  if (!isCallable(call.url)) return { type: "failed", reason: "webhook-address-not-usable" };
  if (Buffer.byteLength(call.body) > LARGEST_BODY)
    return { type: "failed", reason: "webhook-too-large" };
  try {
    const response = await fetch(call.url, {
      method: "POST",
      headers: headersFor(call, key, Math.floor(now / 1000)),
      body: call.body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
    await drop(response);
    return outcomeOf(response);
  } catch (error) {
    const slow = error instanceof Error && error.name === "TimeoutError";
    return { type: "retry", reason: slow ? "webhook-timeout" : "webhook-connection" };
  }
}

/** The three headers of the scheme, and the content type. */
export function headersFor(call: Call, key: Buffer, seconds: number): Record<string, string> {
  const signature = createHmac("sha256", key).update(`${call.id}.${seconds}.${call.body}`);
  return {
    "content-type": "application/json",
    "user-agent": "Edgewise",
    "webhook-id": call.id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${signature.digest("base64")}`,
  };
}

function outcomeOf(response: Response): Outcome {
  const { status } = response;
  if (status >= 200 && status < 300) return { type: "sent" };
  const reason = `webhook-${status}`;
  if (status >= 500 || PASSING.has(status)) {
    const after = retryAfter(response.headers.get("retry-after"));
    return after === null ? { type: "retry", reason } : { type: "retry", reason, after };
  }
  return { type: "failed", reason };
}

function isCallable(text: string): boolean {
  try {
    const url = new URL(text);
    return (
      (url.protocol === "https:" || url.protocol === "http:") &&
      url.username === "" &&
      url.password === ""
    );
  } catch {
    return false;
  }
}

async function drop(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  for (let read = 0; reader !== undefined && read < MOST_OF_ANSWER; ) {
    const { value, done } = await reader.read();
    if (done) return;
    read += value.length;
  }
  await reader?.cancel();
}
