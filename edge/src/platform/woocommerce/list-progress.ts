/**
 * How far one of a store's lists has been read, and what a page adds to that.
 *
 * A list is read by id, oldest first. A page is asked for from the last row that was read, so it begins
 * with it; whatever else it begins with says what happened meanwhile. A list is done when the place that
 * was reached is the end that the shop announced, and not before: a host may cut a page short, and a
 * cache may give the same page for ever.
 */
import type { Place } from "../lists.ts";
import type { Page, Row } from "./pages.ts";

/** How far a list has been read. */
export interface Progress extends Place {
  /** The id of the last row that was read; 0 before the first. */
  last: number;
  /** Where in the list the row after it stands. */
  at: number;
  /** How many rows are asked for at once; at least 2, because the first is known. */
  size: number;
  /** Pages in a row that brought nothing new. */
  idle: number;
}

/** Why a page can't be what was asked for; it is asked for again. */
export type Fault = "short" | "unordered" | "repeats";

export const begun = (size: number): Progress => ({
  announced: null,
  read: 0,
  last: 0,
  at: 0,
  size,
  idle: 0,
  done: false,
});

/** Fewer rows than this are not asked for: the first is one that is known. */
const FEWEST = 2;

/** The same place with fewer rows at once, after a page was too much; null where there are no fewer. */
export const smaller = (progress: Progress): Progress | null =>
  progress.size <= FEWEST
    ? null
    : { ...progress, size: Math.max(FEWEST, Math.floor(progress.size / 4)) };

/** A store that was asked for less is asked for more again, little by little. */
export const larger = (progress: Progress, most: number): Progress => ({
  ...progress,
  size: Math.min(most, Math.ceil(progress.size * 1.25)),
});

/** Rows before the first are not asked for again; all other pages begin with the last row known. */
export const offsetOf = ({ at }: Progress): number => Math.max(0, at - 1);

/** Pages without a new row after which a shop is taken to repeat itself. */
const MOST_IDLE = 20;

/** What a page comes to: the rows that are new, and how far the list has then been read. */
export type Taken = { fresh: Row[]; progress: Progress; fault: null } | { fault: Fault };

export function take(before: Progress, { rows, total }: Page): Taken {
  const offset = offsetOf(before);
  const announced = total ?? before.announced;
  const [first, last] = [rows[0], rows.at(-1)];
  if (rows.some(({ id }, index) => index > 0 && id <= (rows[index - 1]?.id ?? 0))) {
    return { fault: "unordered" };
  }
  if (first === undefined || last === undefined) {
    // Of an empty list, or all that was from here on was removed: then its end is looked for again.
    if (offset === 0)
      return { fresh: [], progress: { ...before, announced, done: true }, fault: null };
    return back(before, announced);
  }
  // Rows before this place were removed, and others moved up unseen.
  if (before.last > 0 && first.id > before.last && offset > 0) return back(before, announced);
  const fresh = rows.filter(({ id }) => id > before.last);
  const at = offset + rows.length;
  const isEnd = rows.length < before.size || at === announced;
  if (isEnd && announced !== null && at < announced) return { fault: "short" };
  const idle = fresh.length === 0 ? before.idle + 1 : 0;
  if (idle > MOST_IDLE) return { fault: "repeats" };
  const progress = {
    ...before,
    announced,
    read: before.read + fresh.length,
    last: Math.max(before.last, last.id),
    at,
    idle,
    done: isEnd,
  };
  return { fresh, progress, fault: null };
}

/** Looks again from a page before: nothing is new, and nothing is left out. */
function back(before: Progress, announced: number | null): Taken {
  if (before.idle >= MOST_IDLE) return { fault: "repeats" };
  const at = Math.max(0, before.at - before.size);
  const progress = { ...before, announced, at, idle: before.idle + 1 };
  return { fresh: [], progress, fault: null };
}
