/**
 * What takes a shop's text messages: the port that each provider fits, in a file of its own.
 *
 * What came of a text is told in the outbox's words, and what is wrong in the merchant's. No provider knows a
 * text again, so nothing here asks twice.
 */
import type { SmsTrouble } from "../../contract/sms.ts";
import type { Outcome } from "../outcome.ts";

/** A text on its way. Its `id` names it among all: reports of it name it by that. */
export interface Text {
  id: string;
  /** In E.164. */
  to: string;
  text: string;
  /** Until when it may be delivered, in milliseconds; null where nothing ends it. */
  validUntil: number | null;
}

/** What came of an attempt, or of a trial. */
export interface TriedText {
  outcome: Outcome;
  /** What is wrong, for whoever set it up; null where nothing is. */
  trouble: SmsTrouble | null;
}

export interface SmsProvider {
  /** How long a text may be, in characters. */
  readonly longest: number;
  /** How short and how long it can be told to try, in seconds. */
  readonly validity: { least: number; most: number };

  /** Hands a text over. `now` is the shop's, in milliseconds, and says how long is left. Never throws. */
  send(text: Text, now: number): Promise<TriedText>;

  /** Tries the settings without sending anything. Never throws. */
  check(): Promise<TriedText>;
}

/** For how many whole seconds from now on a text is to be tried; null where nothing ends it. */
export function secondsFor(
  { validUntil }: Text,
  { least, most }: SmsProvider["validity"],
  now: number,
): number | null {
  if (validUntil === null) return null;
  const seconds = Math.floor((validUntil - now) / 1000);
  return Math.min(Math.max(seconds, least), most);
}
