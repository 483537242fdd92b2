/**
 * A store's lists as they are read into Edgewise, page by page: the port that the adapter of each platform
 * fits.
 *
 * A place in a list is kept between two pages, so that a process that ends in between reads the page again
 * and nothing is left out. A list is done where all that the store announced was read, and not before.
 */
import type { ImportPart } from "../contract/import.ts";

export type Part = ImportPart["part"];

/** Something in a list: its JSON as it is taken in. */
export interface Row {
  json: string;
}

/** How far a list was read. What else a place has is its adapter's own. */
export interface Place {
  /** How many different things were read. */
  read: number;
  /** How many there are, as the store last said; null where it hasn't said. */
  announced: number | null;
  done: boolean;
  /** Whether the store shows us only what is recent of it. */
  isLimited?: boolean;
}

/** What of a list is read. */
export type Wanted =
  | { part: Part; which: "all" }
  /** What changed after a moment of the store's clock. */
  | { part: Part; which: "changed"; after: number }
  /** The orders placed after a moment, in short: enough to see which are other than before, or gone. */
  | { part: "orders"; which: "recent"; after: number };

/** An order in short. */
export interface OrderInShort {
  /** The platform's number of it, all digits of it. */
  id: string;
  /** What it is identified by in deliveries. */
  key: string;
  placedAt: number;
  isDraft: boolean;
}

/** Why a list is not read on at the moment; it is tried again. */
export type ListTrouble =
  /** The store no longer lets us in, or not to this list. */
  | "refused"
  | "scope-missing"
  /** Something before the store answers in its place. */
  | "blocked"
  | "cached"
  /** What came is no answer, no list, or only a part of one. */
  | "not-json"
  | "not-a-list"
  | "short"
  | "unordered"
  | "repeats"
  /** The store has no such list, could not make it, or has it no more. */
  | "no-such-list"
  | "unfinished"
  | "expired"
  /** The store asks for patience, breaks on what was asked, or does not answer. */
  | "busy"
  | "too-much"
  | "moved"
  | "unreachable";

/** What a step in a list comes to. */
export type Step =
  | { type: "read"; rows: Row[]; place: Place }
  /** The store is still making the list; it is to be asked again after so many milliseconds. */
  | { type: "pending"; place: Place; after: number }
  /** This store has none of these. */
  | { type: "absent" }
  | {
      type: "stopped";
      trouble: ListTrouble;
      /** What came instead, at most 200 characters of it. */
      found: string;
      /** Where to go on from, if not from the same place. */
      place?: Place;
      /** After how many milliseconds, where the store lets us know. */
      after?: number;
    };

export interface Lists {
  /** The lists, in the order in which they are read: what others refer to comes first. */
  readonly all: readonly Part[];
  /** Those of which the store says what changed. Of others, what is new stands at their end. */
  readonly changing: readonly Part[];

  /**
   * Whether the store can say which accounts changed, while what is new of them stands at the list's end. One
   * that can't after all answers that it has no such list.
   */
  readonly tellsAccounts?: true;

  /** Reads on from a place, or from the beginning. Never throws. */
  next(wanted: Wanted, from: Place | undefined): Promise<Step>;

  /**
   * Ends what the store still does for a place that nobody goes on from; false where it's to be asked again.
   * Never throws.
   */
  letGo(place: Place): Promise<boolean>;

  /** The topic under which what stands in a list is taken in: imported, found by comparing, or gone. */
  topicOf(part: Part, how: "imported" | "found" | "gone"): string;

  /** When something last changed, by the store's clock; 0 where it doesn't say. */
  changedAt(row: Row): number;

  /** What an order in short says. */
  inShort(row: Row): OrderInShort;

  /** Reads whole orders; null where the store can't be read. One that is gone meanwhile is left out. */
  whole(ids: readonly string[]): Promise<Row[] | null>;
}
