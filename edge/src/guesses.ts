/**
 * How often keys may be guessed.
 *
 * Wrong keys are counted for each sender where a trusted proxy says who that is
 * (`EDGEWISE_CLIENT_ADDRESS_HEADER`). When there were too many, nothing more is compared for a moment, so
 * that a guess learns nothing from being refused; the right key is refused to that sender too, and for
 * no longer. Where nobody says who sends, there are two: what came through a proxy, and what came from
 * this machine itself, where the operator can always get in past strangers.
 */
import { addressOf, isForwarded } from "./client-address.ts";
import type { Env } from "./env.ts";
import { Problem } from "./problem.ts";

/** Wrong keys at once, and how many more each second. */
const AT_ONCE = 100;
const A_SECOND = 5;
/** Senders remembered; beyond that all begin anew, which costs a guesser more than it gives. */
const MOST_SENDERS = 10_000;

const left = new Map<string, { guesses: number; at: number }>();

/** @throws Problem 429 while this sender has made too many wrong guesses */
export function refuseGuessing(env: Env, request: Request): void {
  if (guessesOf(senderOf(env, request)) >= 1) return;
  const message = "Too many wrong keys. Try again in a moment.";
  throw new Problem(429, "too-many-wrong-keys", message, { "retry-after": "1" });
}

/** Counts a wrong key. */
export function countGuess(env: Env, request: Request): void {
  const sender = senderOf(env, request);
  const guesses = guessesOf(sender) - 1;
  if (left.size >= MOST_SENDERS) left.clear();
  left.set(sender, { guesses, at: Date.now() });
}

function guessesOf(sender: string): number {
  const known = left.get(sender);
  if (known === undefined) return AT_ONCE;
  const since = (Date.now() - known.at) / 1000;
  return Math.min(AT_ONCE, Math.max(0, known.guesses) + since * A_SECOND);
}

const senderOf = (env: Env, request: Request): string =>
  addressOf(env, request) ?? (isForwarded(request) ? "forwarded" : "");
