/**
 * The rows of the journal as they are stored, whatever they hold.
 *
 * Rows stand in the order in which they were written, so that a row costs one write and what is newer
 * than something is read from there on; those of one transaction are written together. `names.ts` finds a
 * row by its name. Rows of releases before 0.2 stand in a table of their own, in the order of their names:
 * they are read where they are, and not rewritten.
 */
import type { Buffer } from "node:buffer";
import { Names } from "./names.ts";
import type { Sql } from "./sql.ts";

/**
 * Where a row is: its place in the order of rows, in digits, or in the table of early rows its name. No
 * name is made of digits alone.
 */
export type Address = string;

/** A row of somebody's chain. */
export type Row = {
  address: Address;
  id: string;
  customer: string;
  prev: number | string | null;
  kind: string;
  topic: string | null;
  now: number;
  plan: string;
  sealed: ArrayBuffer;
};

/** A row of the order, with what a fold asks for. */
export type Placed = Pick<Row, "id" | "customer" | "now" | "plan" | "sealed"> & {
  place: number;
  seq: number;
};

/** A row to be written. Without a customer it is about no person. */
export interface NewRow {
  id: string;
  customer: string | null;
  prev: Address | null;
  seq: number | null;
  kind: string;
  topic: string | null;
  now: number;
  plan: string | null;
  sealed: Buffer;
}

/** Rows written in one statement, which may have a hundred parameters. */
const AT_ONCE = 10;
/** Among how many of the newest rows the last of a topic is looked for. */
const NEWEST = 20_000;
/** The address before the first row of the order. */
const FIRST: Address = "0";

const isPlace = (address: Address): boolean => /^\d+$/.test(address);

/** The table in which a row is, its key there, and the key's value. */
const whereIs = (address: Address): { table: string; key: string; value: number | string } =>
  isPlace(address)
    ? { table: "log", key: "place", value: Number(address) }
    : { table: "journal", key: "id", value: address };

/** A row's address, out of a column that names it. */
const addressIn = (value: number | string | null | undefined): Address | null =>
  value === null || value === undefined ? null : String(value);

/** The row before the last of these, which are in the order of a chain. */
export const nextOf = (rows: readonly Row[]): Address | null => addressIn(rows.at(-1)?.prev);

export class Rows {
  readonly #sql: Sql;
  readonly #names: Names;
  /** The newest row's place. */
  #last = 0;
  /** Rows of the transaction that is open. Whoever reads rows writes them first. */
  #waiting: NewRow[] = [];
  #open = 0;
  /** Whether there are rows of early releases. */
  #hasEarly = false;
  /** Early rows that were looked for and not there. */
  readonly #absent = new Set<string>();

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#names = new Names(sql);
    this.#look();
  }

  /** The newest row's place. */
  get last(): number {
    return this.#last;
  }

  /** A transaction begins, or a savepoint inside the one that is open. */
  begin(): void {
    // What is rolled back with it are the rows from here on.
    this.#write();
    this.#open += 1;
  }

  /** It ends: with the outermost the rows are written, and names where there are enough of them. */
  end(): void {
    this.#open -= 1;
    if (this.#open > 0) return;
    this.#write();
    this.#names.settle(this.#last);
  }

  /** It was rolled back: so many are open still, and nothing that is remembered is to be trusted. */
  rollBack(open: number): void {
    this.#open = Math.min(this.#open, open);
    this.#waiting = [];
    this.#names.reload();
    this.#look();
  }

  /** Writes a row; gives its place. */
  add(row: NewRow): number {
    this.#absent.delete(row.id);
    this.#last += 1;
    this.#waiting.push(row);
    this.#names.add(row.id, this.#last);
    if (this.#open === 0) this.#write();
    return this.#last;
  }

  /**
   * When something of one of these topics last came that was of use, among the newest rows; null for none.
   * A platform's error in the place of what it should have sent is not.
   */
  lastOf(topics: readonly string[]): number | null {
    const query = `SELECT now FROM log WHERE place > ? AND kind <> 'ignored'
      AND topic IN (SELECT value FROM json_each(?)) ORDER BY place DESC LIMIT 1`;
    const rows = this.#sql.exec<{ now: number }>(
      query,
      this.#last - NEWEST,
      JSON.stringify(topics),
    );
    return rows.toArray()[0]?.now ?? null;
  }

  /**
   * Whose carts are among the next rows after a place, at most so many and none newer than a moment; with
   * the last of these rows, or null where there is none.
   */
  cartsAfter(place: number, until: number, most: number) {
    this.#write();
    const query = `SELECT place, customer, topic, now FROM log WHERE place > ? ORDER BY place LIMIT ?`;
    type Found = Pick<Row, "topic" | "now"> & { place: number; customer: string | null };
    const rows = this.#sql.exec<Found>(query, place, most).toArray();
    const newer = rows.findIndex(({ now }) => now > until);
    const passed = newer < 0 ? rows : rows.slice(0, newer);
    const carts = passed.flatMap(({ topic, customer }) =>
      topic === "cart.updated" && customer !== null ? [customer] : [],
    );
    return { last: passed.at(-1)?.place ?? null, customers: [...new Set(carts)] };
  }

  /** Looks for many names at once among early rows, for the `addressOf` of each. */
  expect(ids: readonly string[]): void {
    this.#absent.clear();
    if (!this.#hasEarly) return;
    const query = "SELECT id FROM journal WHERE id IN (SELECT value FROM json_each(?))";
    const rows = this.#sql.exec<{ id: string }>(query, JSON.stringify(ids)).toArray();
    const seen = new Set(rows.map(({ id }) => id));
    for (const id of ids) if (!seen.has(id)) this.#absent.add(id);
  }

  /** Where the row of a name is, or null. */
  addressOf(id: string): Address | null {
    const isCalled = (place: number) => this.value<string>(String(place), "id") === id;
    const place = this.#names.find(id, isCalled);
    if (place !== null) return String(place);
    if (!this.#hasEarly || this.#absent.has(id)) return null;
    return this.value<string>(id, "id") ?? null;
  }

  /** A row's address, by itself or by the row's name; null for one that is not there. */
  find(text: string): Address | null {
    return isPlace(text) ? text : this.addressOf(text);
  }

  /** What stands in a column of a row. */
  value<T extends SqlStorageValue>(address: Address, column: string): T | null | undefined {
    this.#write();
    const { table, key, value } = whereIs(address);
    const query = `SELECT ${column} AS value FROM ${table} WHERE ${key} = ?`;
    return this.#sql.exec<{ value: T | null }>(query, value).toArray()[0]?.value;
  }

  /** The rows of a chain, the newest first, which begins in the order of rows and ends among early ones. */
  chain(head: Address | null, limit: number): Row[] {
    this.#write();
    const rows: Row[] = [];
    for (let at = head; at !== null && rows.length < limit; ) {
      const { table, key, value } = whereIs(at);
      const query = `WITH RECURSIVE story AS (
          SELECT *, 1 AS depth FROM ${table} WHERE ${key} = ?1
          UNION ALL
          SELECT j.*, s.depth + 1 FROM story s JOIN ${table} j ON j.${key} = s.prev WHERE s.depth < ?2
        ) SELECT ${key} AS address, id, customer, prev, kind, topic, now, plan, sealed FROM story`;
      const part = this.#sql.exec<Row>(query, value, limit - rows.length).toArray();
      rows.push(...part.map((row) => ({ ...row, address: String(row.address) })));
      at = nextOf(part);
    }
    return rows;
  }

  /** The rows at some places, in their order. */
  at(places: readonly number[]): Placed[] {
    this.#write();
    const query = `SELECT place, id, customer, seq, now, plan, sealed FROM log
      WHERE place IN (SELECT value FROM json_each(?)) ORDER BY place`;
    return this.#sql.exec<Placed>(query, JSON.stringify(places)).toArray();
  }

  /** Puts something else into a row. */
  replace(address: Address, sealed: Buffer): void {
    const { table, key, value } = whereIs(address);
    this.#sql.exec(`UPDATE ${table} SET sealed = ? WHERE ${key} = ?`, sealed, value);
  }

  /** Empties rows, and keeps only that these deliveries were seen. */
  empty(addresses: readonly Address[]): void {
    for (const table of ["log", "journal"]) {
      const here = addresses.map(whereIs).filter((one) => one.table === table);
      if (here.length === 0) continue;
      const these = `${here[0]?.key} IN (SELECT value FROM json_each(?))`;
      const list = JSON.stringify(here.map(({ value }) => value));
      this.#sql.exec(`UPDATE ${table} SET sealed = zeroblob(length(sealed)) WHERE ${these}`, list);
      this.#sql.exec(
        `UPDATE ${table} SET sealed = NULL, customer = NULL, prev = NULL, plan = NULL, kind = 'erased'
         WHERE ${these}`,
        list,
      );
    }
  }

  /**
   * What belongs to somebody whose key is gone, among the next rows after an address; and where to go on, or
   * null at the end. The early rows come first, from an empty address on.
   */
  lost(after: Address, limit: number): { lost: Address[]; next: Address | null } {
    this.#write();
    type Key = { value: number | string };
    const { table, key, value } = whereIs(after);
    const bound = `SELECT ${key} AS value FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT 1 OFFSET ?`;
    const last = this.#sql.exec<Key>(bound, value, limit).toArray()[0]?.value ?? null;
    const query = `SELECT ${key} AS value FROM ${table} j
      WHERE ${key} > ?1 AND (?2 IS NULL OR ${key} <= ?2) AND customer IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM customer_key k WHERE k.customer = j.customer)`;
    const rows = this.#sql.exec<Key>(query, value, last).toArray();
    return {
      lost: rows.map((row) => String(row.value)),
      next: addressIn(last) ?? (table === "journal" ? FIRST : null),
    };
  }

  #look(): void {
    const newest = "SELECT max(place) AS place FROM log";
    this.#last = this.#sql.exec<{ place: number | null }>(newest).one().place ?? 0;
    this.#hasEarly = this.#sql.exec("SELECT 1 FROM journal LIMIT 1").toArray().length > 0;
  }

  /** Writes the rows of a transaction, many at once. */
  #write(): void {
    let place = this.#last - this.#waiting.length;
    for (const rows = this.#waiting.splice(0); rows.length > 0; ) {
      const some = rows.splice(0, AT_ONCE).map((row) => {
        const { id, customer, prev, seq, kind, topic, now, plan, sealed } = row;
        const before = prev === null ? null : whereIs(prev).value;
        place += 1;
        return [place, id, customer, before, seq, kind, topic, now, plan, sealed];
      });
      const values = some.map((row) => `(${row.map(() => "?").join(", ")})`).join(", ");
      this.#sql.exec(`INSERT INTO log VALUES ${values}`, ...some.flat());
    }
  }
}
