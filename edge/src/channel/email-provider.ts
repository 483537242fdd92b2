/**
 * What takes a shop's email: the port that each provider fits, in a file of its own.
 *
 * What came of a letter is told in the outbox's words, and what is wrong in the merchant's. Nothing here
 * retries: when, and whether at all, is the outbox's, which goes by what the provider can (`idempotentFor`).
 */
import type { EmailTrouble } from "../contract/email.ts";
import type { Letter } from "./letter.ts";
import type { Outcome } from "./outcome.ts";

/** What came of an attempt, or of a trial. */
export interface Tried {
  outcome: Outcome;
  /** What is wrong, for whoever set it up; null where nothing is. */
  trouble: EmailTrouble | null;
}

export interface EmailProvider {
  /**
   * How long the same letter, handed over again, makes no second email, in milliseconds; 0 where it does.
   */
  readonly idempotentFor: number;

  /** Hands a letter over. Never throws. */
  send(letter: Letter): Promise<Tried>;

  /** Tries the settings, and the sender where there is one, without sending anything. Never throws. */
  check(from: string | null): Promise<Tried>;
}
