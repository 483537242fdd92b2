/**
 * What visitors did whom nobody knows and of whom nothing is asked.
 *
 * Most visitors look around and never come back. As long as nothing in the live plan could be moved
 * by what they do (the engine says which events those are), it is only written down, and they are
 * no customer. When they are identified, or something begins to ask, it is taken in first, in its
 * order and with its own times, and ends as it would have ended at once.
 */
import type { DeliveryBytes } from "edgewise";
import { textOf } from "./customer.ts";
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

/** Events of one visitor that wait; with one more they are a customer. */
export const MOST_OF_ONE = 50;
/** How long events wait, in milliseconds: 30 days. */
const LONGEST = 30 * 24 * 3_600_000;
/** The number of events after which what is too old is looked for. */
const SWEPT = 200;

/** A delivery that waits, with what is needed to take it in. */
export interface Kept {
  /** Its name in the journal. */
  id: string;
  source: "segment" | "shopify-pixel";
  topic: string;
  delivery: DeliveryBytes;
}

export class Visitors {
  readonly #sql: Sql;
  readonly #vault: Vault;
  #count: number | null = null;

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Keeps what a visitor did; false where they have done as much as may wait. */
  keep(key: string, kept: Kept, now: number): boolean {
    const visitor = this.#vault.fingerprint(key);
    const of = "SELECT count(*) AS n FROM visitor_event WHERE visitor = ?";
    if (this.#sql.exec<{ n: number }>(of, visitor).one().n >= MOST_OF_ONE) return false;
    const count = this.count();
    const kinds = [...new Set(kept.delivery.kinds)].join(" ");
    this.#sql.exec(
      "INSERT INTO visitor_event (id, visitor, came, kinds, sealed) VALUES (?, ?, ?, ?, ?)",
      kept.id,
      visitor,
      now,
      kinds,
      this.#vault.sealFor(keyOf(visitor), `visitor/${kept.id}`, written(kept)),
    );
    this.#count = count + 1;
    if (this.#count % SWEPT === 0) this.#forgetOld(now);
    return true;
  }

  /** When an event of this name was kept, or null. */
  seenAt(id: string): number | null {
    if (this.count() === 0) return null;
    const query = "SELECT came FROM visitor_event WHERE id = ?";
    return this.#sql.exec<{ came: number }>(query, id).toArray()[0]?.came ?? null;
  }

  /** Removes and returns the waiting events of the visitor with one of these keys, in order of arrival. */
  takeOf(keys: readonly { key: string }[], now: number): Kept[] {
    if (this.count() === 0) return [];
    return keys.flatMap(({ key }) => this.#take(this.#vault.fingerprint(key), now));
  }

  /** Takes out what waits of the next visitor of whom not everything may wait any longer. */
  takeAsked(unasked: readonly string[], now: number): Kept[] {
    const kinds = this.#asked(unasked);
    if (kinds === null) return [];
    const of = "SELECT visitor FROM visitor_event WHERE kinds = ? LIMIT 1";
    return this.#take(this.#sql.exec<{ visitor: string }>(of, kinds).one().visitor, now);
  }

  /** Whether anything waits that may not wait any longer. */
  isAsked(unasked: readonly string[]): boolean {
    return this.#asked(unasked) !== null;
  }

  /** Kinds of events of one delivery that may not wait, as they are written; null where all may. */
  #asked(unasked: readonly string[]): string | null {
    if (this.count() === 0) return null;
    const query = "SELECT DISTINCT kinds FROM visitor_event";
    const waiting = this.#sql.exec<{ kinds: string }>(query).toArray();
    const asked = waiting.find(
      ({ kinds }) => !kinds.split(" ").every((one) => unasked.includes(one)),
    );
    return asked?.kinds ?? null;
  }

  /** How many events wait. */
  count(): number {
    const query = "SELECT count(*) AS n FROM visitor_event";
    this.#count ??= this.#sql.exec<{ n: number }>(query).one().n;
    return this.#count;
  }

  /** Forgets all of them: the shop's data is erased. */
  erase(): void {
    this.#sql.exec("UPDATE visitor_event SET sealed = zeroblob(length(sealed))");
    this.#sql.exec("DELETE FROM visitor_event");
    this.#count = 0;
  }

  /** Trusts nothing it remembers, after a transaction was rolled back. */
  forget(): void {
    this.#count = null;
  }

  #take(visitor: string, now: number): Kept[] {
    const query =
      "SELECT id, sealed FROM visitor_event WHERE visitor = ? AND came >= ? ORDER BY place";
    type Row = { id: string; sealed: ArrayBuffer };
    const rows = this.#sql.exec<Row>(query, visitor, now - LONGEST).toArray();
    const kept = rows.flatMap(({ id, sealed }) => {
      const opened = this.#vault.tryOpenFor(keyOf(visitor), `visitor/${id}`, sealed);
      return opened === null ? [] : [readFrom(opened.toString())];
    });
    this.#remove(visitor);
    return kept;
  }

  #forgetOld(now: number): void {
    const query = "SELECT visitor FROM visitor_event GROUP BY visitor HAVING max(came) < ?";
    const gone = this.#sql.exec<{ visitor: string }>(query, now - LONGEST).toArray();
    for (const { visitor } of gone) this.#remove(visitor);
    this.#sql.exec("DELETE FROM visitor_event WHERE came < ?", now - LONGEST);
    this.#count = null;
  }

  /** With the key, so that nothing of it can be read in old copies once its customer is erased. */
  #remove(visitor: string): void {
    this.#vault.keys.retire(keyOf(visitor));
    this.#sql.exec("DELETE FROM visitor_event WHERE visitor = ?", visitor);
    this.#count = null;
  }
}

/** What is kept, as it is written: with the events as text. */
type Written = Omit<Kept, "delivery"> & {
  delivery: Omit<DeliveryBytes, "events"> & { events: string };
};

function written({ delivery, ...kept }: Kept): string {
  const events = textOf(delivery.events);
  return JSON.stringify({ ...kept, delivery: { ...delivery, events } } satisfies Written);
}

function readFrom(text: string): Kept {
  const { delivery, ...kept } = JSON.parse(text) as Written;
  return { ...kept, delivery: { ...delivery, events: encoder.encode(delivery.events) } };
}

const encoder = new TextEncoder();

/** A visitor's key. Visitors have groups of their own, so that they do not wear out the customers'. */
const keyOf = (visitor: string): string => `V${visitor.slice(0, 1)}/${visitor}`;
