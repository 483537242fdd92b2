/**
 * The customers' rows and the identity index.
 *
 * A row whose customer was merged into another keeps only a pointer; every look-up follows it. States
 * are the engine's text, sealed, and never read here.
 */
import type { Claim, Found, Key, Wake } from "edgewise";
import type { Customer } from "./customer.ts";
import { type Owner, Recent } from "./recent.ts";
import { ROW_VERSION } from "./schema.ts";
import type { Timers } from "./timers.ts";
import { Erased, Unreadable, type Vault } from "./vault.ts";
import type { Sql } from "./sql.ts";
import { firstOf, WITHIN, walk } from "./walk.ts";

/** A customer as they are shown. */
export type Seen = Customer & {
  /** Whether their row is damaged, so that the state is empty. */
  unreadable: boolean;
};

type Row = {
  id: string;
  head: string | null;
  seq: number;
  now: number;
  named: number;
  wake_at: number | null;
  wake_reason: string | null;
  merged_into: string | null;
  absorbed: string | null;
  reach: string | null;
  state: ArrayBuffer | null;
};

const COLUMNS =
  "id, head, seq, now, named, wake_at, wake_reason, merged_into, absorbed, reach, state";
/** Identity keys of accounts, checkouts and orders, in a query over `identity i`. */
const LASTS = "(lasting = 1 OR claimed_at IS NOT NULL)";
/** Identity keys that lead to somebody whose key was destroyed. */
const NOBODYS = `NOT EXISTS (SELECT 1 FROM customer_key k WHERE k.customer = i.customer)
  AND NOT EXISTS (SELECT 1 FROM customer_key_early e WHERE e.customer = i.customer)`;
/** Merges of merges of merges; more would be a loop. */
const LONGEST_CHAIN = 32;

export class Customers {
  readonly #sql: Sql;
  readonly #vault: Vault;
  readonly #timers: Timers;
  readonly #recent = new Recent();

  constructor(sql: Sql, vault: Vault, timers: Timers) {
    this.#sql = sql;
    this.#vault = vault;
    this.#timers = timers;
  }

  /**
   * A customer's row, following merges; null when there is none, or when their key was destroyed.
   *
   * @throws {Unreadable} when the row is damaged: nothing can be decided about them then
   */
  find(id: string): Customer | null {
    const recent = this.#recent.customer(id);
    if (recent !== null) return recent;
    const row = this.#followed(id);
    if (row === null) return null;
    try {
      return { ...plainOf(row), state: this.#vault.open(row.id, "state", row.state) };
    } catch (error) {
      if (error instanceof Erased) return null;
      throw error;
    }
  }

  /**
   * The same for showing, erasing and counting: of a damaged row what its plain columns say, with an
   * empty state, marked as unreadable.
   */
  look(id: string): Seen | null {
    try {
      const customer = this.find(id);
      return customer && { ...customer, unreadable: false };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const row = this.#followed(id);
      return row && { ...plainOf(row), state: "", unreadable: true };
    }
  }

  /** Makes a row for a new customer, with a key of its own, and nothing in it yet. */
  admit(id: string): Customer {
    this.#vault.keys.admit(id);
    return {
      id,
      head: null,
      seq: 0,
      now: 0,
      named: false,
      wakeAt: null,
      wakeReason: null,
      absorbed: [],
      reach: null,
      state: "",
    };
  }

  /** Writes a customer's row, and its timer when the wake moved. */
  save(customer: Customer, wake: Wake | null): void {
    this.#timers.move({ kind: "wake", customer: customer.id }, customer.wakeAt, wake?.at ?? null);
    this.#sql.exec(
      `INSERT INTO customer (v, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET v = excluded.v, head = excluded.head, seq = excluded.seq,
         now = excluded.now, named = excluded.named, wake_at = excluded.wake_at, wake_reason = excluded.wake_reason,
         absorbed = excluded.absorbed, reach = excluded.reach, state = excluded.state`,
      ROW_VERSION,
      customer.id,
      customer.head,
      customer.seq,
      customer.now,
      Number(customer.named),
      wake?.at ?? null,
      wake?.reason ?? null,
      customer.absorbed.length > 0 ? JSON.stringify(customer.absorbed) : null,
      customer.reach,
      this.#vault.seal(customer.id, "state", customer.state),
    );
    customer.wakeAt = wake?.at ?? null;
    customer.wakeReason = wake?.reason ?? null;
    this.#recent.keep(customer);
  }

  /** Moves a customer's wake, and nothing else of the row. The caller moves the timer. */
  setWake(id: string, at: number): void {
    this.#recent.drop(id);
    this.#sql.exec("UPDATE customer SET wake_at = ? WHERE id = ?", at, id);
  }

  /** The keys, by position, that were somebody's who was erased. */
  forgotten(keys: readonly Key[]): number[] {
    // What leads to somebody whose key is gone is on its way to being forgotten.
    const query = `SELECT 1 FROM forgotten WHERE key = ?1
      UNION ALL SELECT 1 FROM identity i WHERE key = ?1 AND ${LASTS} AND ${NOBODYS}`;
    return keys.flatMap(({ key }, index) => {
      const found = this.#sql.exec(query, this.#vault.fingerprint(key)).toArray();
      return found.length > 0 ? [index] : [];
    });
  }

  /** Whether anything is theirs by the word that an account of theirs did it. */
  hasAccount(id: string): boolean {
    const query = "SELECT 1 FROM identity WHERE customer = ? AND account = 1 LIMIT 1";
    return this.#sql.exec(query, id).toArray().length > 0;
  }

  /** Removes a customer's row, overwritten first. What led to it is forgotten by `forgetKeys`. */
  erase(id: string): void {
    this.#recent.forget();
    this.#sql.exec("UPDATE customer SET state = zeroblob(length(state)) WHERE id = ?", id);
    this.#sql.exec("DELETE FROM customer WHERE id = ?", id);
  }

  /**
   * Looks at the next `limit` identity keys after `after`, and removes those that lead to nobody anymore.
   * Of accounts and orders a keyed hash stays, so that what comes late about them makes nobody new.
   * Gives where to go on, or null at the end.
   */
  forgetKeys(after: string, limit: number): string | null {
    const bound = "SELECT key FROM identity WHERE key > ? ORDER BY key LIMIT 1 OFFSET ?";
    const last = this.#sql.exec<{ key: string }>(bound, after, limit).toArray()[0]?.key ?? null;
    const range = "key > ?1 AND (?2 IS NULL OR key <= ?2)";
    const keep = `INSERT OR IGNORE INTO forgotten
      SELECT key FROM identity i WHERE ${range} AND ${LASTS} AND ${NOBODYS}`;
    this.#sql.exec(keep, after, last);
    const remove = `DELETE FROM identity WHERE key IN
      (SELECT key FROM identity i WHERE ${range} AND ${NOBODYS})`;
    this.#sql.exec(remove, after, last);
    this.#recent.forget();
    return last;
  }

  /** Ids after `after` of rows whose key was destroyed, merged ones too. */
  erasedAfter(after: string, limit: number): string[] {
    const gone = "NOT EXISTS (SELECT 1 FROM customer_key k WHERE k.customer = c.id)";
    const query = `SELECT id FROM customer c WHERE id > ? AND ${gone} ORDER BY id LIMIT ?`;
    return this.#sql
      .exec<{ id: string }>(query, after, limit)
      .toArray()
      .map(({ id }) => id);
  }

  /** Trusts nothing it remembers, after a transaction was rolled back. */
  forget(): void {
    this.#recent.forget();
  }

  /** Leaves of a loser only the pointer to the winner. The winner remembers it. */
  redirect(loser: Customer, winner: Customer): void {
    this.#timers.move({ kind: "wake", customer: loser.id }, loser.wakeAt, null);
    this.#recent.drop(loser.id);
    this.#sql.exec(
      `UPDATE customer SET merged_into = ?, state = NULL, wake_at = NULL, wake_reason = NULL WHERE id = ?`,
      winner.id,
      loser.id,
    );
    winner.absorbed = [...winner.absorbed, loser.id, ...loser.absorbed];
  }

  /** For each key the customer it belongs to, in the keys' order. */
  identify(keys: readonly Key[]): (Found | null)[] {
    return keys.map(({ key }) => {
      const owner = this.#recent.owner(key) ?? this.#ownerOf(key);
      const customer = owner === null ? null : this.look(owner.customer);
      if (owner === null || customer === null) return null;
      const { claim } = owner;
      if (!customer.unreadable) this.#recent.keep(customer);
      this.#recent.keepOwner(key, { customer: customer.id, claim });
      return { customer: customer.id, named: customer.named, claim };
    });
  }

  /** Writes down that a key belongs to a customer; a checkout's or an order's by a claim. */
  link(
    { key }: Pick<Key, "key">,
    customer: string,
    { claim = null, lasting = false }: { claim?: Claim | null; lasting?: boolean } = {},
  ): void {
    const write = `INSERT INTO identity (key, customer, claimed_at, account, lasting)
       VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET customer = excluded.customer, claimed_at = excluded.claimed_at,
         account = excluded.account, lasting = max(coalesce(lasting, 0), excluded.lasting)`;
    const account = claim === null ? null : Number(claim.account);
    const fingerprint = this.#vault.fingerprint(key);
    this.#sql.exec(write, fingerprint, customer, claim?.at ?? null, account, Number(lasting));
    this.#recent.keepOwner(key, { customer, claim });
  }

  /** Forgets that a key, such as a mistyped address, led to anybody. */
  unlink(key: string): void {
    this.#sql.exec("DELETE FROM identity WHERE key = ?", this.#vault.fingerprint(key));
    this.#recent.dropOwner(key);
  }

  /** The newest journal rows of a customer and of everybody merged into them. */
  headsOf(customer: Customer): (string | null)[] {
    return [customer.head, ...customer.absorbed.map((id) => this.#row(id)?.head ?? null)];
  }

  /** Ids after `after`, in their order; merged ones left out. */
  idsAfter(after: string, limit: number): string[] {
    const query =
      "SELECT id FROM customer WHERE id > ? AND merged_into IS NULL ORDER BY id LIMIT ?";
    return this.#sql
      .exec<{ id: string }>(query, after, limit)
      .toArray()
      .map(({ id }) => id);
  }

  /** Ids of those decided about last, the newest first, and how many there are of all. */
  async recent(limit: number, offset: number): Promise<{ ids: string[]; total: number }> {
    type Short = { id: string; now: number };
    const order = (one: Short, other: Short) => other.now - one.now || (one.id < other.id ? -1 : 1);
    const where = `${WITHIN} AND merged_into IS NULL`;
    const newest = `SELECT id, now FROM customer WHERE ${where} ORDER BY now DESC, id LIMIT ?3`;
    const counted = `SELECT count(*) AS n FROM customer WHERE ${where}`;
    const most = limit + offset;
    let [found, total] = [[] as Short[], 0];
    await walk(this.#sql, "customer", ({ after, last }) => {
      const rows = this.#sql.exec<Short>(newest, after, last, most).toArray();
      found = firstOf(found, rows, order, most);
      total += this.#sql.exec<{ n: number }>(counted, after, last).one().n;
    });
    return { ids: found.slice(offset).map(({ id }) => id), total };
  }

  /** Whether marketing may be sent to anybody on a channel; null while that is not known of all. */
  canReach(channel: string): boolean | null {
    const found = (where: string, ...values: string[]) =>
      this.#sql
        .exec(`SELECT 1 FROM customer WHERE merged_into IS NULL AND ${where} LIMIT 1`, ...values)
        .toArray().length > 0;
    if (found("' ' || reach || ' ' LIKE ?", `% ${channel} %`)) return true;
    return found("reach IS NULL") ? null : false;
  }

  /** Whether there is anybody at all. */
  get areAny(): boolean {
    return this.#sql.exec("SELECT 1 FROM customer LIMIT 1").toArray().length > 0;
  }

  count(): number {
    const query = "SELECT count(*) AS n FROM customer WHERE merged_into IS NULL";
    return this.#sql.exec<{ n: number }>(query).one().n;
  }

  /** How many there are up to an id, in their order. */
  countUpTo(id: string): number {
    const query = "SELECT count(*) AS n FROM customer WHERE id <= ? AND merged_into IS NULL";
    return this.#sql.exec<{ n: number }>(query, id).one().n;
  }

  #ownerOf(key: string): Owner | null {
    const query = "SELECT customer, claimed_at, account FROM identity WHERE key = ?";
    const fingerprint = this.#vault.fingerprint(key);
    type Row = { customer: string; claimed_at: number | null; account: number | null };
    const found = this.#sql.exec<Row>(query, fingerprint).toArray()[0];
    if (found === undefined) return null;
    const { customer, claimed_at: at, account } = found;
    return { customer, claim: at === null ? null : { at, account: account === 1 } };
  }

  #row(id: string): Row | undefined {
    return this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM customer WHERE id = ?`, id).toArray()[0];
  }

  /** A row that is nobody else's pointer. */
  #followed(id: string): (Row & { state: ArrayBuffer }) | null {
    let row = this.#row(id);
    for (let hops = 0; row?.merged_into && hops < LONGEST_CHAIN; hops += 1) {
      row = this.#row(row.merged_into);
    }
    return row === undefined || row.state === null ? null : { ...row, state: row.state };
  }
}

/** What a row says without being opened. */
function plainOf(row: Row): Omit<Customer, "state"> {
  return {
    id: row.id,
    head: row.head,
    seq: row.seq,
    now: row.now,
    named: row.named === 1,
    wakeAt: row.wake_at,
    wakeReason: row.wake_reason,
    absorbed: row.absorbed === null ? [] : (JSON.parse(row.absorbed) as string[]),
    reach: row.reach,
  };
}
