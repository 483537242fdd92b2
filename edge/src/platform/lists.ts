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

/** A list, and the topic under which what stands in it is taken in. */
export interface List {
  part: Part;
  topic: string;
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
  readonly all: readonly List[];

  /** Reads on in a list from a place in it, or from its beginning. Never throws. */
  next(part: Part, from: Place | undefined): Promise<Step>;
}
