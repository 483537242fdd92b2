/**
 * What takes a shop's email: the port that each provider fits, in a file of its own.
 *
 * What came of a letter is told in the outbox's words, and what is wrong in the merchant's. Nothing here
 * retries: when, and whether at all, is the outbox's, which goes by what the provider can (`idempotentFor`), and
 * the pace's, which goes by what it takes (`perSecond`).
 */
import type { EmailTrouble } from "../contract/email.ts";
import type { Letter } from "./letter.ts";
import type { Outcome } from "./outcome.ts";
import type { Needs } from "./sender-domain/needs.ts";

/** What came of an attempt, or of a trial. */
export interface Tried {
  outcome: Outcome;
  /** What is wrong, for whoever set it up; null where nothing is. */
  trouble: EmailTrouble | null;
  /** How many emails a second this account may send, where the answer says so. */
  perSecond?: number;
}

/** What came of taking an address off a provider's list. */
export type Lifted = "lifted" | "not-there" | "stays" | "failed";

export interface EmailProvider {
  /**
   * How long the same letter, handed over again, makes no second email, in milliseconds; 0 where it does.
   */
  readonly idempotentFor: number;

  /**
   * The most letters that one request of its API holds. They are handed over one at a time all the same: each
   * has an answer of its own then, and one that is refused keeps no other waiting.
   */
  readonly batch: number;

  /** The most letters a second that it states for every account; null where it states nothing. */
  readonly perSecond: number | null;

  /** Hands a letter over. Never throws. */
  send(letter: Letter): Promise<Tried>;

  /**
   * What must stand in the DNS of a domain that it sends from: as its account says, or as its documents do.
   * `selector` is where the merchant says the DKIM key is. Never throws.
   */
  needs(domain: string, selector: string | null): Promise<Needs>;

  /** Asks how many emails a second this account may send; null where it isn't said. Never throws. */
  rate?(): Promise<number | null>;

  /**
   * Takes an address off the provider's own suppression list, where its API offers that, unless it's there for a
   * complaint. Never throws.
   */
  lift?(address: string): Promise<Lifted>;

  /** Tries the settings, and the sender where there is one, without sending anything. Never throws. */
  check(from: string | null): Promise<Tried>;
}
