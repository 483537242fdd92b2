/**
 * The customers' rows.
 *
 * A row whose customer was merged into another keeps only a pointer; every look-up follows it. States
 * are the engine's text, sealed, and never read here. A row may be older than the customer's journal:
 * every look-up gives them as the journal leaves them, and what reads rows says `settle` before.
 */
import type { Found, Key, Wake } from "edgewise";
import { logError } from "../log.ts";
import { type Customer, NO_STATE } from "./customer.ts";
import type { Fold } from "./fold.ts";
import type { Identity } from "./identity.ts";
import { Recent } from "./recent.ts";
import { ROW_VERSION } from "./schema.ts";
import type { Timers } from "./timers.ts";
import { Turn } from "./turn.ts";
import { MOST_AGAIN, MOST_OF_ONE, Unfolded } from "./unfolded.ts";
import { Erased, Unreadable, type Vault } from "./vault.ts";
import { isStorageFault, type Sql } from "./sql.ts";
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
/** Merges of merges of merges; more would be a loop. */
const LONGEST_CHAIN = 32;
/** Rows that are behind and written at the end of a transaction, beyond as many as it added. */
const SETTLED_MORE = 4;

export class Customers {
  readonly #sql: Sql;
  readonly #vault: Vault;
  readonly #timers: Timers;
  readonly #identity: Identity;
  readonly #unfolded: Unfolded;
  readonly #fold: Fold;
  readonly #recent = new Recent();
  /** Rows that were read ahead, as they stand; null for one that is not there. */
  readonly #ahead = new Map<string, Row | null>();

  constructor(sql: Sql, vault: Vault, timers: Timers, identity: Identity, fold: Fold) {
    this.#sql = sql;
    this.#vault = vault;
    this.#timers = timers;
    this.#identity = identity;
    this.#fold = fold;
    this.#unfolded = new Unfolded(sql);
  }

  /** Looks up at once whose keys these are, and reads who is not remembered: they will be asked for. */
  expect(keys: readonly Key[]): void {
    const owners = this.#identity.owners(keys.map(({ key }) => key));
    const ids = owners.flatMap((owner) => (owner === null ? [] : [owner.customer]));
    const unread = [...new Set(ids)].filter((id) => !this.#recent.has(id));
    this.#ahead.clear();
    if (unread.length === 0) return;
    const query = `SELECT ${COLUMNS} FROM customer WHERE id IN (SELECT value FROM json_each(?))`;
    for (const id of unread) this.#ahead.set(id, null);
    const rows = this.#sql.exec<Row>(query, JSON.stringify(unread)).toArray();
    for (const row of rows) this.#ahead.set(row.id, row);
    this.#vault.keys.expect(unread);
  }

  /**
   * A customer, following merges; null when there is none, or when their key was destroyed.
   *
   * @throws {Unreadable} when the row is damaged: nothing can be decided about them then
   */
  find(id: string): Customer | null {
    const recent = this.#recent.customer(id);
    if (recent !== null) return recent;
    const row = this.#followed(id);
    if (row === null) return null;
    try {
      const stored = { ...plainOf(row), state: this.#vault.openBytes(row.id, "state", row.state) };
      const { customer, wake } = this.#fold.onto(stored, this.#unfolded.of(row.id));
      if (wake === undefined) return customer;
      // Another release of the engine may have another word for when to come back.
      if ((wake?.at ?? null) === customer.wakeAt) this.#keep(customer);
      else this.save(customer, wake);
      return customer;
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
      if (row === null) return null;
      return { ...plainOf(row), head: this.headOf(row.id), state: NO_STATE, unreadable: true };
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
      stored: null,
      state: NO_STATE,
    };
  }

  /** Writes a customer's row, and its timer when the wake moved. */
  save(customer: Customer, wake: Wake | null): void {
    this.#timers.move({ kind: "wake", customer: customer.id }, customer.wakeAt, wake?.at ?? null);
    customer.wakeAt = wake?.at ?? null;
    customer.wakeReason = wake?.reason ?? null;
    this.#write(customer);
    this.#keep(customer);
  }

  /**
   * Takes up a customer after a decision that is written at `place` of the journal, and had no effect. The row
   * is left as it is where it says nothing else that is another by now.
   */
  follow(customer: Customer, wake: Wake | null, place: number): void {
    const { stored } = customer;
    const isBehind =
      stored !== null &&
      stored.named === customer.named &&
      stored.reach === customer.reach &&
      stored.again <= MOST_AGAIN &&
      (wake?.at ?? null) === customer.wakeAt &&
      (wake?.reason ?? null) === customer.wakeReason &&
      this.#unfolded.of(customer.id).length < MOST_OF_ONE;
    if (!isBehind) {
      this.save(customer, wake);
      return;
    }
    this.#unfolded.add(customer.id, place);
    this.#keep(customer);
  }

  /**
   * Writes the rows of those who are behind for too long, at the end of a transaction that wrote so many rows
   * of the journal: some more than those, so that they become fewer and no transaction takes long.
   */
  settleOld(last: number, added: number): void {
    for (let written = 0; written < added + SETTLED_MORE; written += 1) {
      const id = this.#unfolded.tooOld(last);
      if (id === null) break;
      this.settle(id);
    }
    this.#unfolded.note(last);
  }

  /** Writes a customer's row where it is behind, in the caller's transaction. */
  settle(id: string): void {
    const newest = this.#unfolded.of(id).at(-1);
    if (newest === undefined) return;
    try {
      if (this.#row(id)?.head !== String(newest)) {
        const customer = this.find(id);
        if (customer?.id === id) this.#write(customer);
      }
      this.#unfolded.remove(id);
    } catch (error) {
      if (isStorageFault(error)) throw error;
      // It stays behind, and holds up nobody else: whoever opens it meets the same.
      this.#unfolded.leave(id);
      logError("customer-not-settled", error);
    }
  }

  /** How many rows are behind, and by how many decisions, at most. */
  get behind(): { customers: number; decisions: number } {
    return { customers: this.#unfolded.customers.length, decisions: this.#unfolded.rows };
  }

  /** Writes every row that is behind, a turn at a time: what reads rows is asked for. */
  async settleAll(): Promise<void> {
    let turn = new Turn();
    for (const id of this.#unfolded.customers) {
      if (!turn.next()) {
        await scheduler.wait(0);
        turn = new Turn();
      }
      this.settle(id);
    }
  }

  /** The same at once, in the caller's transaction. */
  settleRest(): void {
    for (const id of this.#unfolded.customers) this.settle(id);
  }

  #write(customer: Customer): void {
    this.#ahead.delete(customer.id);
    this.#sql.exec(
      `INSERT INTO customer (v, ${COLUMNS}, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET v = excluded.v, head = excluded.head, seq = excluded.seq,
         now = excluded.now, named = excluded.named, wake_at = excluded.wake_at, wake_reason = excluded.wake_reason,
         absorbed = excluded.absorbed, reach = excluded.reach, state = excluded.state,
         size = excluded.size`,
      ROW_VERSION,
      customer.id,
      customer.head,
      customer.seq,
      customer.now,
      Number(customer.named),
      customer.wakeAt,
      customer.wakeReason,
      customer.absorbed.length > 0 ? JSON.stringify(customer.absorbed) : null,
      customer.reach,
      this.#vault.seal(customer.id, "state", customer.state),
      customer.state.length,
    );
    customer.stored = { named: customer.named, reach: customer.reach, again: 0 };
    this.#unfolded.remove(customer.id);
  }

  /** Remembers a customer; whoever makes room for them is written, while they are at hand. */
  #keep(customer: Customer): void {
    for (const gone of this.#recent.keep(customer)) {
      if (this.#unfolded.of(gone.id).length > 0) this.#write(gone);
    }
  }

  /** Moves a customer's wake, and nothing else of the row. The caller moves the timer. */
  setWake(id: string, at: number): void {
    this.settle(id);
    this.#recent.drop(id);
    this.#ahead.delete(id);
    this.#sql.exec("UPDATE customer SET wake_at = ? WHERE id = ?", at, id);
  }

  /** Removes a customer's row, overwritten first. What led to it is forgotten by `identity.ts`. */
  erase(id: string): void {
    this.#recent.drop(id);
    this.#ahead.delete(id);
    this.#identity.forget();
    this.#unfolded.remove(id);
    this.#sql.exec("UPDATE customer SET state = zeroblob(length(state)) WHERE id = ?", id);
    this.#sql.exec("DELETE FROM customer WHERE id = ?", id);
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
    this.#ahead.clear();
    this.#identity.forget();
    this.#unfolded.reload();
  }

  /** Leaves of a loser only the pointer to the winner. The winner remembers it. */
  redirect(loser: Customer, winner: Customer): void {
    this.#timers.move({ kind: "wake", customer: loser.id }, loser.wakeAt, null);
    this.#recent.drop(loser.id);
    this.#ahead.delete(loser.id);
    this.#unfolded.remove(loser.id);
    this.#sql.exec(
      `UPDATE customer SET merged_into = ?, head = ?, seq = ?, state = NULL, wake_at = NULL,
         wake_reason = NULL WHERE id = ?`,
      winner.id,
      loser.head,
      loser.seq,
      loser.id,
    );
    winner.absorbed = [...winner.absorbed, loser.id, ...loser.absorbed];
  }

  /** For each key the customer it belongs to, in the keys' order. */
  identify(keys: readonly (Pick<Key, "key"> & Partial<Key>)[]): (Found | null)[] {
    const owners = this.#identity.owners(keys.map(({ key }) => key));
    return keys.map(({ key }, index) => {
      const owner = owners[index] ?? null;
      const customer = owner === null ? null : this.look(owner.customer);
      if (owner === null || customer === null) return null;
      const { claim } = owner;
      if (!customer.unreadable) this.#keep(customer);
      this.#identity.remember(key, { customer: customer.id, claim });
      return { customer: customer.id, named: customer.named, claim };
    });
  }

  /** The newest journal row of a customer as their row and the journal say it, whether or not it opens. */
  headOf(id: string): string | null {
    const newest = this.#unfolded.of(id).at(-1);
    return newest === undefined ? (this.#row(id)?.head ?? null) : String(newest);
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
    await this.settleAll();
    type Short = { id: string; now: number; total: number };
    const order = (one: Short, other: Short) => other.now - one.now || (one.id < other.id ? -1 : 1);
    const where = `${WITHIN} AND merged_into IS NULL`;
    // Counted in the same pass: a row holds its customer's state, so to read it again is dear.
    const newest = `SELECT id, now, count(*) OVER () AS total FROM customer
      WHERE ${where} ORDER BY now DESC, id LIMIT max(?3, 1)`;
    const most = limit + offset;
    let [found, total] = [[] as Short[], 0];
    await walk(this.#sql, "customer", ({ after, last }) => {
      const rows = this.#sql.exec<Short>(newest, after, last, most).toArray();
      found = firstOf(found, rows, order, most);
      total += rows[0]?.total ?? 0;
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

  #row(id: string): Row | undefined {
    const ahead = this.#ahead.get(id);
    if (ahead !== undefined) return ahead ?? undefined;
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
  const named = row.named === 1;
  return {
    id: row.id,
    head: row.head,
    seq: row.seq,
    now: row.now,
    named,
    stored: { named, reach: row.reach, again: 0 },
    wakeAt: row.wake_at,
    wakeReason: row.wake_reason,
    absorbed: row.absorbed === null ? [] : (JSON.parse(row.absorbed) as string[]),
    reach: row.reach,
  };
}
