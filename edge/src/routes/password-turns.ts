/**
 * When a password is hashed: one at a time and a few a second, of all senders together. Hashing is made to be
 * costly, and without this a stranger could have the whole process do nothing else. Whoever shows a link or a session
 * of ours has a line and a rate of their own, so that strangers' guesses don't hold them up.
 */
import type { Env } from "../env.ts";
import { senderOf } from "../guesses.ts";
import { Line } from "../line.ts";
import { busy, Problem } from "../problem.ts";
import { Buckets } from "../rate.ts";
import { hashOf } from "../verify/password.ts";

/** How long somebody waits for their turn, in milliseconds. */
const LONGEST = 10_000;

const turns = () => ({
  line: new Line({ room: 1, share: 1, mostWaiting: 40 }),
  rate: new Buckets({ perSecond: 2, burst: 40 }),
});
const of = { stranger: turns(), known: turns() };

/** @throws Problem 503 where too many wait, 429 where there were too many of late */
export async function hashInTurn(
  env: Env,
  request: Request,
  password: string,
  salt: string,
  who: keyof typeof of,
): Promise<string> {
  const { line, rate } = of[who];
  const seconds = rate.take("", 1);
  if (seconds > 0) {
    const message = "Too many people are signing in right now. Try again in a moment.";
    throw new Problem(429, "too-many-attempts", message, { "retry-after": String(seconds) });
  }
  if (!(await line.take(request, senderOf(env, request), 1, LONGEST))) throw busy();
  try {
    return await hashOf(password, salt);
  } finally {
    line.give(request);
  }
}
