/**
 * Random keys, each for one person or one thing, kept so that destroying one is final.
 *
 * SQLite keeps old bytes: in its write-ahead log until that is written over, and in the free space of
 * its pages without end. So a key's row may be overwritten and deleted and still be found in the
 * file. Therefore each key is wrapped by the key of its group, each group's by the shop's root, and the
 * root lies in a table of two rows of a fixed size: one page, which SQLite writes over in place.
 * Destroying a key deletes its row and marks its group. A pass then gives marked groups a new key
 * and wraps their other keys anew, gives the shop a new root and wraps every group anew, and blanks
 * the old root. Every old copy, wherever it lies, was wrapped by a root that is gone; what is left is to
 * write over the log that may still hold that root (`flush`).
 *
 * A group is all keys whose names begin with the same two characters. Customers' names are hashes, so
 * there are 1,024 groups of them at most, and a pass costs as much as the marked groups and not as much
 * as the shop. What is short-lived has groups of its own, with a capital letter.
 */
import type { Buffer } from "node:buffer";
import type { KeyObject } from "node:crypto";
import { newKey, open, ready, seal } from "../seal.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { ShopKeys } from "./shop-keys.ts";
import { isStorageFault, type Sql } from "./sql.ts";

/** How a group is marked: old copies of a key in it must be put out of reach, or may wait for that. */
const NEEDS_PASS = 1;
const MAY_WAIT = 2;
const KEYS_IN_MEMORY = 2_000;
/** Groups wrapped anew in one step. */
const GROUPS_AT_ONCE = 32;
/** Earlier keys moved in one step. */
const MOVED_AT_ONCE = 200;
/**
 * What one step of a flush writes, in bytes. It has to be overflow pages of one row: they are written
 * whole.
 */
const FLUSH = 512 * 1024;
/**
 * How many steps a flush takes. SQLite empties its log into the file when it is 1,000 pages of 4 KiB
 * long and begins it anew; twice as much and some more writes over all of it, wherever it stood.
 */
export const FLUSH_STEPS = 24;

export class Keyring {
  readonly #sql: Sql;
  readonly #shop: string;
  /** What wraps the root, and wrapped each key before there were groups. */
  readonly #own: ShopKeys;
  readonly #keys = new Map<string, KeyObject>();
  readonly #groups = new Map<string, KeyObject>();
  readonly #roots = new Map<number, KeyObject>();

  constructor(sql: Sql, own: ShopKeys, shop: string) {
    this.#sql = sql;
    this.#own = own;
    this.#shop = shop;
  }

  /** Makes and stores a key. */
  admit(name: string): void {
    const key = newKey();
    const wrapped = seal(this.#groupOf(name), this.#placeOf(name), key);
    this.#sql.exec("INSERT INTO customer_key VALUES (?, ?)", name, wrapped);
    this.#remember(name, ready(key));
  }

  /** Whether a key is there: what was destroyed is not. */
  has(name: string): boolean {
    return this.#keys.has(name) || this.#wrapped(name) !== null;
  }

  /**
   * A key, or null where it was destroyed.
   *
   * @throws where its row, its group's or the root's does not open
   */
  find(name: string): KeyObject | null {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const row = this.#wrapped(name);
    if (row === null) return null;
    const by = row.early ? this.#own.wrap : this.#groupOf(name);
    const key = ready(open(by, this.#placeOf(name), row.wrapped));
    this.#remember(name, key);
    return key;
  }

  /** Opens at once keys that will be asked for; of one that does not open `find` says so. */
  expect(names: readonly string[]): void {
    const unread = names.filter((name) => !this.#keys.has(name));
    const query =
      "SELECT customer, wrapped FROM customer_key WHERE customer IN (SELECT value FROM json_each(?))";
    type Row = { customer: string; wrapped: ArrayBuffer };
    const rows = this.#sql.exec<Row>(query, JSON.stringify(unread)).toArray();
    for (const { customer, wrapped } of rows) {
      try {
        const key = open(this.#groupOf(customer), this.#placeOf(customer), wrapped);
        this.#remember(customer, ready(key));
      } catch (error) {
        if (isStorageFault(error)) throw error;
      }
    }
  }

  /** Customers whose key is gone, or was blanked in the copy that this shop was made of. */
  missing(): string[] {
    const has = (table: string) =>
      `EXISTS (SELECT 1 FROM ${table} WHERE customer = id AND wrapped <> zeroblob(length(wrapped)))`;
    const query = `SELECT id FROM customer WHERE merged_into IS NULL
      AND NOT ${has("customer_key")} AND NOT ${has("customer_key_early")}`;
    return this.#sql
      .exec<{ id: string }>(query)
      .toArray()
      .map(({ id }) => id);
  }

  /** Destroys a key. A pass must follow, for it to be out of reach in old copies too. */
  destroy(name: string): void {
    this.#remove(name);
    this.#sql.exec("UPDATE key_group SET stale = ? WHERE id = ?", NEEDS_PASS, groupOf(name));
  }

  /** Destroys a key that nothing needs anymore; its old copies are put out of reach by the next pass. */
  retire(name: string): void {
    this.#remove(name);
    const mark = "UPDATE key_group SET stale = ? WHERE id = ? AND stale = 0";
    this.#sql.exec(mark, MAY_WAIT, groupOf(name));
  }

  /** Destroys every key at once, however many there are. */
  destroyAll(): void {
    this.forget();
    this.#sql.exec("DELETE FROM customer_key");
    this.#sql.exec("DELETE FROM customer_key_early");
    this.#sql.exec("DELETE FROM key_group");
    for (const slot of [0, 1]) this.#putRoot(slot, newKey());
    writeMeta(this.#sql, "key-root-next", null);
  }

  /** Whether keys were destroyed that a pass has not put out of reach. */
  get isStale(): boolean {
    const marked = `SELECT 1 FROM key_group WHERE stale = ${NEEDS_PASS} LIMIT 1`;
    const early = "SELECT 1 FROM customer_key_early LIMIT 1";
    return [marked, early].some((query) => this.#sql.exec(query).toArray().length > 0);
  }

  /** Does the next step of a pass, in the caller's transaction; false once the pass is over. */
  pass(): boolean {
    const next = readMeta(this.#sql, "key-root-next");
    if (next !== null) return this.#moveGroups(Number(next));
    if (this.#moveEarly()) return true;
    const marked = "SELECT id FROM key_group WHERE stale <> 0 LIMIT 1";
    const group = this.#sql.exec<{ id: string }>(marked).toArray()[0]?.id;
    if (group !== undefined) {
      this.#renew(group);
      return true;
    }
    const slot = 1 - this.#slot();
    this.#putRoot(slot, newKey());
    writeMeta(this.#sql, "key-root-next", slot);
    return true;
  }

  /**
   * Wraps what the master key wraps by the current one, in the caller's transaction; false where earlier
   * keys had to be moved first, and it is to be asked again. A pass must follow, so that the roots that
   * stand wrapped by the master key before in old copies open nothing.
   */
  changeMaster(): boolean {
    if (this.#moveEarly()) return false;
    const query = "SELECT slot, wrapped FROM key_root";
    const rows = this.#sql.exec<{ slot: number; wrapped: ArrayBuffer }>(query).toArray();
    const roots = rows.map(({ slot, wrapped }) => {
      try {
        return { slot, key: open(this.#own.wrap, this.#placeOf(`root/${slot}`), wrapped) };
      } catch {
        // A damaged root stays what it is.
        return { slot, key: null };
      }
    });
    this.#own.rewrap();
    for (const { slot, key } of roots) if (key !== null) this.#putRoot(slot, key);
    return true;
  }

  /**
   * One step of writing over the log, in a transaction of its own. What is written must be there when
   * that is committed: pages that are free again by then need not go through the log.
   */
  flush(isLast: boolean): void {
    if (isLast) this.#sql.exec("DELETE FROM scratch");
    else this.#sql.exec("INSERT OR REPLACE INTO scratch VALUES (1, zeroblob(?))", FLUSH);
  }

  /** Forgets the keys held in memory, after a transaction that made some was rolled back. */
  forget(): void {
    this.#keys.clear();
    this.#groups.clear();
    this.#roots.clear();
  }

  #remove(name: string): void {
    this.#keys.delete(name);
    for (const table of ["customer_key", "customer_key_early"]) {
      const zero = `UPDATE ${table} SET wrapped = zeroblob(length(wrapped)) WHERE customer = ?`;
      this.#sql.exec(zero, name);
      this.#sql.exec(`DELETE FROM ${table} WHERE customer = ?`, name);
    }
  }

  /** Keys that were wrapped before there were groups. */
  #moveEarly(): boolean {
    const query = "SELECT customer, wrapped FROM customer_key_early LIMIT ?";
    type Row = { customer: string; wrapped: ArrayBuffer };
    const rows = this.#sql.exec<Row>(query, MOVED_AT_ONCE).toArray();
    for (const { customer } of rows) {
      const wrapped = this.#rewrapped(customer, this.#groupOf(customer));
      if (wrapped !== null) {
        this.#sql.exec("INSERT OR IGNORE INTO customer_key VALUES (?, ?)", customer, wrapped);
      }
      const zero =
        "UPDATE customer_key_early SET wrapped = zeroblob(length(wrapped)) WHERE customer = ?";
      this.#sql.exec(zero, customer);
      this.#sql.exec("DELETE FROM customer_key_early WHERE customer = ?", customer);
    }
    return rows.length > 0;
  }

  /** Gives a group a new key, and wraps the keys in it anew. One that is damaged stays as it is. */
  #renew(id: string): void {
    const query = "SELECT customer FROM customer_key WHERE customer >= ? AND customer < ?";
    const members = this.#sql.exec<{ customer: string }>(query, id, `${id}\uffff`).toArray();
    const key = newKey();
    const group = ready(key);
    const wrapped = members.map(({ customer }) => [customer, this.#rewrapped(customer, group)]);
    for (const [customer, bytes] of wrapped) {
      if (bytes === null) continue;
      this.#sql.exec("UPDATE customer_key SET wrapped = ? WHERE customer = ?", bytes, customer);
    }
    const slot = this.#slot();
    const sealed = seal(this.#root(slot), this.#placeOf(`group/${id}`), key);
    const put = "UPDATE key_group SET root = ?, wrapped = ?, stale = 0 WHERE id = ?";
    this.#sql.exec(put, slot, sealed, id);
    this.#groups.set(id, group);
  }

  #rewrapped(name: string, by: KeyObject): Buffer | null {
    try {
      const key = this.find(name);
      return key === null ? null : seal(by, this.#placeOf(name), key.export());
    } catch (error) {
      if (isStorageFault(error)) throw error;
      return null;
    }
  }

  /** Wraps the next groups by the next root; when there are no more, blanks the root before it. */
  #moveGroups(next: number): boolean {
    const query = "SELECT id FROM key_group WHERE root <> ? LIMIT ?";
    const ids = this.#sql.exec<{ id: string }>(query, next, GROUPS_AT_ONCE).toArray();
    for (const { id } of ids) {
      const key = this.#openGroup(id);
      const put = "UPDATE key_group SET root = ?, wrapped = ? WHERE id = ?";
      const sealed = seal(this.#root(next), this.#placeOf(`group/${id}`), key.export());
      this.#sql.exec(put, next, sealed, id);
    }
    if (ids.length > 0) return true;
    this.#putRoot(1 - next, newKey());
    writeMeta(this.#sql, "key-root", next);
    writeMeta(this.#sql, "key-root-next", null);
    return false;
  }

  #groupOf(name: string): KeyObject {
    const id = groupOf(name);
    const known = this.#groups.get(id);
    if (known !== undefined) return known;
    const there = "SELECT 1 FROM key_group WHERE id = ?";
    if (this.#sql.exec(there, id).toArray().length > 0) return this.#openGroup(id);
    const [key, slot] = [newKey(), this.#slot()];
    const sealed = seal(this.#root(slot), this.#placeOf(`group/${id}`), key);
    this.#sql.exec("INSERT INTO key_group VALUES (?, ?, ?, 0)", id, slot, sealed);
    const group = ready(key);
    this.#groups.set(id, group);
    return group;
  }

  #openGroup(id: string): KeyObject {
    const query = "SELECT root, wrapped FROM key_group WHERE id = ?";
    const row = this.#sql.exec<{ root: number; wrapped: ArrayBuffer }>(query, id).one();
    const key = ready(open(this.#root(row.root), this.#placeOf(`group/${id}`), row.wrapped));
    this.#groups.set(id, key);
    return key;
  }

  #slot(): number {
    return Number(readMeta(this.#sql, "key-root") ?? 0);
  }

  #root(slot: number): KeyObject {
    const known = this.#roots.get(slot);
    if (known !== undefined) return known;
    const query = "SELECT wrapped FROM key_root WHERE slot = ?";
    const row = this.#sql.exec<{ wrapped: ArrayBuffer }>(query, slot).toArray()[0];
    if (row === undefined) {
      // Both rows are made at once and never grow, so that the page is only ever written over.
      for (const each of [0, 1]) this.#putRoot(each, newKey());
      return this.#root(slot);
    }
    const key = ready(open(this.#own.wrap, this.#placeOf(`root/${slot}`), row.wrapped));
    this.#roots.set(slot, key);
    return key;
  }

  #putRoot(slot: number, key: Buffer): void {
    const wrapped = seal(this.#own.wrap, this.#placeOf(`root/${slot}`), key);
    const put = `INSERT INTO key_root VALUES (?1, ?2)
      ON CONFLICT (slot) DO UPDATE SET wrapped = ?2`;
    this.#sql.exec(put, slot, wrapped);
    this.#roots.delete(slot);
  }

  #wrapped(name: string): { wrapped: ArrayBuffer; early: boolean } | null {
    const ask = (table: string) =>
      this.#sql
        .exec<{ wrapped: ArrayBuffer }>(`SELECT wrapped FROM ${table} WHERE customer = ?`, name)
        .toArray()[0];
    const row = ask("customer_key");
    if (row !== undefined) return { wrapped: row.wrapped, early: false };
    const early = ask("customer_key_early");
    return early === undefined ? null : { wrapped: early.wrapped, early: true };
  }

  #placeOf(name: string): string {
    return `${this.#shop}/${name}/key`;
  }

  #remember(name: string, key: KeyObject): void {
    if (this.#keys.size >= KEYS_IN_MEMORY) this.#keys.clear();
    this.#keys.set(name, key);
  }
}

const groupOf = (name: string): string => name.slice(0, 2);
