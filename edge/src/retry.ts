/**
 * When to try again: Svix's schedule with full jitter, drawn from the effect's name and not from
 * chance, so that a test and a replay see the same moments.
 */
import { createHash } from "node:crypto";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after the first, second ... attempt. After the last one we give up. */
const PAUSES = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/**
 * The pause after a number of attempts, or null when it was the last.
 *
 * @param attempts made so far, from 1
 * @param least what the other side asked for, in milliseconds
 */
export function pauseAfter(effect: string, attempts: number, least = 0): number | null {
  const longest = PAUSES[attempts - 1];
  if (longest === undefined) return null;
  const drawn =
    createHash("sha256").update(`${effect}/${attempts}`).digest().readUInt32BE(0) / 2 ** 32;
  return Math.max(least, Math.ceil(longest * drawn));
}

/** How long an answer's `Retry-After` asks us to wait, in milliseconds: seconds or a date, at most a day. */
export function retryAfter(header: string | null): number | null {
  if (header === null) return null;
  const wait = /^\d+$/.test(header) ? Number(header) * SECOND : Date.parse(header) - Date.now();
  return Number.isFinite(wait) && wait > 0 ? Math.min(wait, 24 * HOUR) : null;
}
