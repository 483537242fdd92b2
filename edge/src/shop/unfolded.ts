/**
 * Customers whose rows are older than their journals.
 *
 * A state is a fold of the journal, so an event that has no effect and moves no wake writes its journal row
 * and nothing else. The customer's row follows when it must: when the customer has something written that
 * only the row says, when too many of their decisions would have to be made again, when memory is needed
 * for somebody else, or when too much of the journal is not folded. Until then, whoever opens the row makes
 * the missing decisions again (`fold.ts`), also after the process ended.
 */
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** The most decisions of one customer that are made again. */
export const MOST_OF_ONE = 256;
/** Where more were made again, the next one writes the row: an object may begin anew for every event. */
export const MOST_AGAIN = 8;
/** Set by the build: the newest rows of the journal among which there may be unfolded ones. */
declare const MOST_UNFOLDED: number;
/** Rows after which it is written down how far all is folded: an object that begins anew reads from there. */
const NOTED = 256;
const FOLDED = "journal-folded";

export class Unfolded {
  readonly #sql: Sql;
  /** The places of each customer's unfolded rows, in the order in which customers fell behind. */
  readonly #places = new Map<string, number[]>();
  /** Who is left behind. */
  readonly #left = new Set<string>();
  /** What is folded in any case, as it is written down. */
  #noted = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.reload();
  }

  /** Trusts nothing it remembers, after a transaction was rolled back. */
  reload(): void {
    this.#places.clear();
    this.#left.clear();
    this.#noted = Number(readMeta(this.#sql, FOLDED) ?? 0);
    // Of customers whose row was written since there are some as well: their row says how far it is.
    const query = `SELECT place, customer FROM log WHERE place > ? AND customer IS NOT NULL
      ORDER BY place`;
    const rows = this.#sql.exec<{ place: number; customer: string }>(query, this.#noted);
    for (const { place, customer } of rows) this.add(customer, place);
  }

  /** A customer's row falls behind by a row of the journal. */
  add(customer: string, place: number): void {
    const places = this.#places.get(customer);
    if (places === undefined) this.#places.set(customer, [place]);
    else places.push(place);
  }

  /** A customer's row was written, or is gone. */
  remove(customer: string): void {
    this.#places.delete(customer);
  }

  /** A customer's row cannot be written: it stays behind, and is not tried again by this object. */
  leave(customer: string): void {
    this.#left.add(customer);
  }

  /** Where the rows stand that a customer's row may not know of. */
  of(customer: string): readonly number[] {
    return this.#places.get(customer) ?? [];
  }

  /** Everybody whose row may be behind, and can be written. */
  get customers(): string[] {
    return [...this.#places.keys()].filter((customer) => !this.#left.has(customer));
  }

  /** How many rows of the journal are to be folded at most. */
  get rows(): number {
    return [...this.#places.values()].reduce((sum, places) => sum + places.length, 0);
  }

  /** Who is behind for longest, where that is too long: their row is to be written. */
  tooOld(last: number): string | null {
    for (const [customer, [first = last]] of this.#places) {
      if (this.#left.has(customer)) continue;
      return last - first >= MOST_UNFOLDED ? customer : null;
    }
    return null;
  }

  /** Writes down how far all is folded, now and then, in the caller's transaction. */
  note(last: number): void {
    // Who fell behind first has the oldest row.
    const [oldest] = this.#places.values();
    const folded = (oldest?.[0] ?? last + 1) - 1;
    if (folded - this.#noted < NOTED) return;
    this.#noted = folded;
    writeMeta(this.#sql, FOLDED, folded);
  }
}
