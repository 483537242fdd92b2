/**
 * How often keys and passwords may be guessed.
 *
 * Wrong ones are counted for each sender where a trusted proxy says who that is
 * (`EDGEWISE_CLIENT_ADDRESS_HEADER`). When there were too many, nothing more is compared for a moment, so
 * that a guess learns nothing from being refused; the right key is refused to that sender too, and for
 * no longer. Where nobody says who sends, there are two: what came through a proxy, and what came from
 * this machine itself, where the operator can always get in past strangers.
 */
import { addressOf, isForwarded } from "./client-address.ts";
import type { Env } from "./env.ts";
import { Problem } from "./problem.ts";
import type { Rate } from "./rate.ts";

/** Names remembered; beyond that all begin anew, which costs a guesser more than it gives. */
const MOST = 10_000;

/** How many wrong guesses are left, by the name of who guesses or of what is guessed. */
export class Guesses {
  readonly #rate: Rate;
  readonly #left = new Map<string, { guesses: number; at: number }>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** After how many seconds the next guess is heard; 0 for now. */
  wait(name: string): number {
    const missing = 1 - this.#leftOf(name);
    return missing <= 0 ? 0 : Math.ceil(missing / this.#rate.perSecond);
  }

  /** Counts a wrong one. */
  count(name: string): void {
    const guesses = this.#leftOf(name) - 1;
    if (this.#left.size >= MOST) this.#left.clear();
    this.#left.set(name, { guesses, at: Date.now() });
  }

  #leftOf(name: string): number {
    const { perSecond, burst } = this.#rate;
    const known = this.#left.get(name);
    if (known === undefined) return burst;
    const since = (Date.now() - known.at) / 1000;
    return Math.min(burst, Math.max(0, known.guesses) + since * perSecond);
  }
}

const keys = new Guesses({ perSecond: 5, burst: 100 });

/** @throws Problem 429 while this sender has made too many wrong guesses */
export function refuseGuessing(env: Env, request: Request): void {
  if (keys.wait(senderOf(env, request)) === 0) return;
  const message = "Too many wrong keys. Try again in a moment.";
  throw new Problem(429, "too-many-wrong-keys", message, { "retry-after": "1" });
}

/** Counts a wrong key. */
export const countGuess = (env: Env, request: Request): void => keys.count(senderOf(env, request));

/** Who sends a request, as far as somebody says so who can be believed. */
export const senderOf = (env: Env, request: Request): string =>
  addressOf(env, request) ?? (isForwarded(request) ? "forwarded" : "");
