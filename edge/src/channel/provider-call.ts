/** Asking a provider's API, and what its answers have in common. */
import { textOf, TooLarge } from "../platform/bounded-text.ts";
import type { Tried } from "./email-provider.ts";
import { retryAfter } from "../retry.ts";
import type { Outcome } from "./outcome.ts";
import { type Refusal, type Silence, troubleOf } from "./provider-trouble.ts";

const TIME_LIMIT = 30_000;
const MOST_OF_ANSWER = 256 * 1024;

/** An answer of an API. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Its JSON; null where it is none. */
  body: unknown;
  text: string;
}

/** Asks. Never throws. */
export async function ask(fetching: Promise<Response> | Request): Promise<Answer | Silence> {
  try {
    const response = await (fetching instanceof Request ? fetch(fetching) : fetching);
    const { status, headers } = response;
    const text = await textOf(response, MOST_OF_ANSWER);
    return { status, headers, text, body: parsed(text) };
  } catch (error) {
    if (error instanceof TooLarge) return "provider-connection";
    return (error as Error).name === "TimeoutError" ? "provider-timeout" : "provider-connection";
  }
}

/** What every request to a provider is made with. */
export const REQUEST = {
  redirect: "manual",
  get signal() {
    return AbortSignal.timeout(TIME_LIMIT);
  },
} as const;

/**
 * What came of a letter. `refusalOf` names what a provider means by an answer that is no success; what it
 * leaves open is judged by the status.
 */
export function judged(
  provider: string,
  answer: Answer | Silence,
  refusalOf: (answer: Answer) => Refusal | null,
): Tried {
  const { outcome, reason, said } = outcomeIn(answer, refusalOf);
  return { outcome, trouble: reason && troubleOf(provider, reason, said) };
}

/** What came of a message, why not, and what the provider said itself; whatever the message is. */
export function outcomeIn(
  answer: Answer | Silence,
  refusalOf: (answer: Answer) => Refusal | null,
): { outcome: Outcome; reason: Refusal | Silence | null; said: string | null } {
  // The request may have arrived all the same.
  if (typeof answer === "string") {
    return { outcome: { type: "unknown", reason: answer }, reason: answer, said: null };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) {
    return { outcome: { type: "sent" }, reason: null, said: null };
  }
  const reason = refusalOf(answer) ?? byStatus(status);
  return { outcome: outcomeOf(reason, answer), reason, said: wordsOf(answer) };
}

function byStatus(status: number): Refusal {
  if (status === 401 || status === 403) return "provider-key-refused";
  if (status === 429) return "provider-busy";
  return status >= 500 ? "provider-broke" : "provider-refused";
}

function outcomeOf(reason: Refusal, answer: Answer): Outcome {
  switch (reason) {
    case "provider-address-refused":
    case "provider-suppressed":
    case "provider-refused":
      return { type: "failed", reason };
    case "provider-broke":
      // 503 says that nothing was taken; of the others nobody knows.
      if (answer.status !== 503) return { type: "unknown", reason };
      return { type: "retry", reason, ...after(answer), slows: "provider" };
    case "provider-quota":
      return { type: "retry", reason, ...after(answer), slows: "provider" };
    case "provider-busy":
      // 409 is about this letter alone: it's being taken at this moment.
      if (answer.status === 409) return { type: "retry", reason };
      return { type: "retry", reason, ...after(answer), slows: "provider" };
    default:
      // It would meet every letter alike, so none of them is lost to it.
      return { type: "retry", reason, ...after(answer) };
  }
}

/** How long the provider asks us to wait, where it does. */
function after({ headers }: Answer): { after?: number } {
  const wait = WAITS.map((name) => retryAfter(headers.get(name))).find((one) => one !== null);
  return wait == null ? {} : { after: wait };
}

/**
 * Where it says so, all in seconds: the standard's name, and Brevo's, which has no other
 * (https://developers.brevo.com/docs/limit-headers).
 */
const WAITS = ["retry-after", "x-sib-ratelimit-reset"];

/** The objects of a list in an answer; none where it's no list, and without what is no object. */
export const objectsIn = (value: unknown): Record<string, unknown>[] =>
  (Array.isArray(value) ? value : []).filter((one) => typeof one === "object" && one !== null);

/** The most of an answer that is shown. */
const MOST_SHOWN = 300;

/** A provider's answer in its own words. */
function wordsOf({ status, body, text }: Answer): string {
  const { message, Message } = (body ?? {}) as { message?: unknown; Message?: unknown };
  const said = [message, Message].find((one) => typeof one === "string") ?? text;
  return `${status} ${String(said).replace(/[\p{Cc}\s]+/gu, " ")}`.trim().slice(0, MOST_SHOWN);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
