/**
 * How often the admin key may be guessed.
 *
 * Wrong keys are counted for each client where the platform says who that is, else for all of the
 * process together. When there were too many, nothing is compared for a moment, so that a guess learns
 * nothing from being refused; the right key is refused for that moment too, and for no longer.
 */
import { Problem } from "./problem.ts";

/** Wrong keys at once, and how many more each second. */
const AT_ONCE = 100;
const A_SECOND = 5;
/** Clients remembered; beyond that all begin anew, which costs a guesser more than it gives. */
const MOST_CLIENTS = 10_000;

const left = new Map<string, { guesses: number; at: number }>();

/** @throws Problem 429 while this client has made too many wrong guesses */
export function refuseGuessing(request: Request): void {
  if (guessesOf(clientOf(request)) >= 1) return;
  const message = "Too many wrong keys. Try again in a moment.";
  throw new Problem(429, "too-many-wrong-keys", message, { "retry-after": "1" });
}

/** Counts a wrong key. */
export function countGuess(request: Request): void {
  const client = clientOf(request);
  const guesses = guessesOf(client) - 1;
  if (left.size >= MOST_CLIENTS) left.clear();
  left.set(client, { guesses, at: Date.now() });
}

function guessesOf(client: string): number {
  const known = left.get(client);
  if (known === undefined) return AT_ONCE;
  const since = (Date.now() - known.at) / 1000;
  return Math.min(AT_ONCE, Math.max(0, known.guesses) + since * A_SECOND);
}

/** Who asks, as Cloudflare says; nobody can say it for themselves there. Empty elsewhere. */
const clientOf = (request: Request): string => request.headers.get("cf-connecting-ip") ?? "";
