/** Reading a whole table, a stretch of its rows at a time, with everybody else's turn in between. */
import type { Sql } from "./sql.ts";

/** Rows of a stretch: some milliseconds' worth. */
const STRETCH = 5_000;

/** The rows whose `id` is behind `after` and not behind `last`; null is the end of the table. */
export interface Stretch {
  after: string;
  last: string | null;
}

/** What a query over a stretch says of `id`, with `after` as its first parameter and `last` as its second. */
export const WITHIN = "id > ?1 AND (?2 IS NULL OR id <= ?2)";

/**
 * Walks through a table in the order of its ids. What is written meanwhile may be seen or not, like in any
 * list that is read page by page.
 */
export async function walk(
  sql: Sql,
  table: "customer" | "outbox",
  look: (stretch: Stretch) => void,
): Promise<void> {
  const bound = `SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?`;
  for (let after: string | null = ""; after !== null; ) {
    const row: { id: string } | undefined = sql
      .exec<{ id: string }>(bound, after, STRETCH - 1)
      .toArray()[0];
    const last: string | null = row?.id ?? null;
    look({ after, last });
    after = last;
    if (after !== null) await scheduler.wait(0);
  }
}

/** The first of what was found before and of what was found now, in order, up to a number. */
export function firstOf<T>(
  found: T[],
  more: T[],
  order: (one: T, other: T) => number,
  most: number,
): T[] {
  return [...found, ...more].sort(order).slice(0, most);
}
