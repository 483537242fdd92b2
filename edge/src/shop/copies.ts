/**
 * Of whom a connected store's copy may be out of date, and what was written last.
 *
 * A row says that a customer is to be looked at, not what has changed: what is written is what the state
 * says by then. Of what was written, only keyed hashes of its parts are kept, so that a part that is as it
 * was is not written again.
 */
import type { MoveHead } from "edgewise";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";
import type { Timers } from "./timers.ts";

/** How long changes of customers gather before they are written together, in milliseconds. */
const GATHER = 1_000;
/** Says which connection rows are of, and whether there is one. */
const EPOCH = "copies-epoch";
const TROUBLE = "copies-trouble";

/** A customer to look at. */
export interface Row {
  customer: string;
  /** Counts how often they were marked: another number afterwards, and they are looked at again. */
  mark: number;
  /** Attempts that failed because of them, or may have. */
  attempt: number;
  written: Written | null;
}

/** What was written last, as keyed hashes. */
export interface Written {
  /** The connection it was written by. */
  epoch: number;
  /** The account's address. */
  to: string;
  /** Each part, by its name; `UNKNOWN` where it was sent, and no answer came. */
  parts: Record<string, string>;
}

/** A part of which nobody knows whether the store has it: it is like no other. */
export const UNKNOWN = "";

/** What keeps copies from being written. */
export interface Trouble<Code extends string> {
  code: Code;
  since: number;
}

export class Copies {
  /** Whether some are being written at this moment. */
  underway = false;
  readonly #sql: Sql;
  readonly #timers: Timers;

  constructor(sql: Sql, timers: Timers) {
    this.#sql = sql;
    this.#timers = timers;
  }

  /** The connection that copies are written by; null while there is none. */
  get epoch(): number | null {
    const epoch = Number(readMeta(this.#sql, EPOCH) ?? 0);
    return epoch > 0 ? epoch : null;
  }

  /** A store is connected: nothing is known of what it keeps, so all customers are gone through. */
  begin(now: number): void {
    const last = Math.abs(Number(readMeta(this.#sql, EPOCH) ?? 0));
    writeMeta(this.#sql, EPOCH, last + 1);
    this.setTrouble(null);
    this.#timers.drop({ kind: "copy_pass" });
    this.#timers.set({ kind: "copy_pass" }, now);
  }

  /** It is connected no more. */
  end(): void {
    const epoch = this.epoch;
    if (epoch !== null) writeMeta(this.#sql, EPOCH, -epoch);
    this.setTrouble(null);
    this.#timers.drop({ kind: "copy_pass" });
    this.#timers.drop({ kind: "copies" });
  }

  /** A decision may have changed what a store keeps of somebody. In its transaction. */
  follow(customer: string, { store }: MoveHead, now: number): void {
    if (store === true && this.epoch !== null) this.mark(customer, now);
  }

  /** Somebody's copy may be out of date. */
  mark(customer: string, now: number): void {
    this.#sql.exec(
      `INSERT INTO store_copy (customer, due, mark, attempt) VALUES (?1, ?2, 1, 0)
       ON CONFLICT (customer) DO UPDATE SET due = ?2, mark = mark + 1, attempt = 0`,
      customer,
      now,
    );
    this.lookAt(now + GATHER);
  }

  /** Sees to it that those who are due are looked at by then; a store in trouble has a time of its own. */
  lookAt(at: number): void {
    const [waiting] = this.#timers.ofKind("copies");
    if (waiting === undefined) this.#timers.set({ kind: "copies" }, at);
    else if (at < waiting.at && !this.underway && this.trouble === null) {
      this.#timers.repeat(waiting, at);
    }
  }

  /** The store is tried at once, whatever trouble there was. */
  tryNow(now: number): void {
    const [waiting] = this.#timers.ofKind("copies");
    if (waiting !== undefined && !this.underway) this.#timers.repeat(waiting, now);
  }

  /** Whether something is known to be written of somebody, or they are to be looked at. */
  has(customer: string): boolean {
    const query = "SELECT 1 FROM store_copy WHERE customer = ?";
    return this.#sql.exec(query, customer).toArray().length > 0;
  }

  /** Those who are due: first whom nothing speaks against, then one at a time who may be why it failed. */
  due(now: number, limit: number): Row[] {
    const query = `SELECT customer, mark, attempt, written FROM store_copy
      WHERE due <= ? ORDER BY attempt > 0, due, customer LIMIT ?`;
    type Stored = Omit<Row, "written"> & { written: string | null };
    const rows = this.#sql.exec<Stored>(query, now, limit).toArray();
    const together = rows.filter(({ attempt }) => attempt === 0);
    return (together.length > 0 ? together : rows.slice(0, 1)).map((row) => ({
      ...row,
      written: row.written === null ? null : (JSON.parse(row.written) as Written),
    }));
  }

  /** When the first of them is due, or null. */
  next(): number | null {
    const query = "SELECT min(due) AS at FROM store_copy WHERE due IS NOT NULL";
    return this.#sql.exec<{ at: number | null }>(query).one().at;
  }

  /** How many are still to be looked at. */
  waiting(): number {
    const query = "SELECT count(*) AS n FROM store_copy WHERE due IS NOT NULL";
    return this.#sql.exec<{ n: number }>(query).one().n;
  }

  /** Writes down before a call what the store may have of somebody afterwards. */
  sending(customer: string, written: Written): void {
    const send = "UPDATE store_copy SET written = ? WHERE customer = ?";
    this.#sql.exec(send, JSON.stringify(written), customer);
  }

  /** Writes down what the store has of somebody; they are looked at again where they were marked since. */
  settle({ customer, mark }: Pick<Row, "customer" | "mark">, written: Written | null): void {
    const text = written === null ? null : JSON.stringify(written);
    const settle = `UPDATE store_copy SET written = ?, attempt = 0,
      due = CASE mark WHEN ? THEN NULL ELSE due END WHERE customer = ?`;
    this.#sql.exec(settle, text, mark, customer);
    // Of whom nothing is written nothing needs to be known.
    const tidy = "DELETE FROM store_copy WHERE customer = ? AND written IS NULL AND due IS NULL";
    this.#sql.exec(tidy, customer);
  }

  /** Looks at somebody again later, after an attempt that failed because of them, or may have. */
  postpone({ customer, mark, attempt }: Row, at: number, written: Written | null): void {
    const text = written === null ? null : JSON.stringify(written);
    const postpone = `UPDATE store_copy SET written = ?, due = ?, attempt = ?
      WHERE customer = ? AND mark = ?`;
    this.#sql.exec(postpone, text, at, attempt + 1, customer, mark);
  }

  /** Somebody is nobody's copy anymore: erased, or another customer. */
  remove(customer: string): void {
    this.#sql.exec("DELETE FROM store_copy WHERE customer = ?", customer);
  }

  /** What is in the way of writing to the store at all. */
  get trouble(): Trouble<string> | null {
    const text = readMeta(this.#sql, TROUBLE);
    return typeof text === "string" ? (JSON.parse(text) as Trouble<string>) : null;
  }

  setTrouble(trouble: Trouble<string> | null): void {
    writeMeta(this.#sql, TROUBLE, trouble && JSON.stringify(trouble));
  }
}
