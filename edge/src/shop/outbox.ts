/**
 * The outbox: what must be done, in which state each thing is, and when it is tried next.
 *
 * `new` waits for its moment, or is being made ready. `leased` is being handed over: between the lease
 * and the answer the truth is unknown, and what that means is the channel's policy. `sent`, `failed`,
 * `unknown` and `withdrawn` are ends. The id is the engine's, the same for every attempt, and is the provider's idempotency
 * key.
 */
import type { Effect } from "edgewise";
import type { OutboxItem } from "../contract/outbox.ts";
import { ROW_VERSION } from "./schema.ts";
import type { Subject, Timers } from "./timers.ts";
import { Erased, Unreadable, type Vault } from "./vault.ts";
import type { Sql } from "./sql.ts";
import { firstOf, WITHIN, walk } from "./walk.ts";

/** An item, without what was sent. */
export type Item = Omit<OutboxItem, "content" | "unreadable" | "came_back">;
export type State = Item["state"];

/** Which items are looked at; what is left out does not matter. */
export interface Filter {
  state?: State;
  workflow?: string;
  step?: string;
  channel?: string;
  type?: string;
  /** Only messages, or only what is no message. */
  of?: "messages" | "actions";
}

type Row = Item & { sealed_by: string | null; sealed: ArrayBuffer | null } & Record<
    string,
    SqlStorageValue
  >;

const COLUMNS = `id, customer, type, channel, kind, workflow, step, enrollment, depends_on, due, state,
  reason, attempt, begun, next_at, leased_at, created_at, done_at`;
/** Why an item waits that had failed and is tried again: the merchant asked for it. */
export const REOPENED = "tried-again";
/** More than this at one second is a burst, and is spread. */
const CROWD = 64;
const SPREAD = 30_000;

export class Outbox {
  readonly #sql: Sql;
  readonly #vault: Vault;
  readonly #timers: Timers;

  constructor(sql: Sql, vault: Vault, timers: Timers) {
    this.#sql = sql;
    this.#vault = vault;
    this.#timers = timers;
  }

  /**
   * Takes in an effect. The same one again changes nothing (`known`), unless it had failed for good or nobody
   * knew: the engine wishes for that once more only on the merchant's word, and it is opened again. An id that
   * stands for another customer's, workflow's, step's or run's effect is `taken`: that must never happen,
   * and the caller has to say so, because what it was asked to do will not be done.
   */
  put(effect: Effect, customer: string, now: number): "new" | "known" | "reopened" | "taken" {
    const there = this.find(effect.id);
    if (there !== null) {
      if (!isSame(there, effect, customer)) return "taken";
      if (there.state !== "failed" && there.state !== "unknown") return "known";
      this.reopen(there, now);
      return "reopened";
    }
    const at =
      this.#timers.crowdAt(effect.due) < CROWD ? effect.due : effect.due + spreadOf(effect.id);
    this.#sql.exec(
      `INSERT INTO outbox (v, ${COLUMNS})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', NULL, 0, 0, ?, NULL, ?, NULL)`,
      ROW_VERSION,
      effect.id,
      customer,
      effect.type,
      effect.channel,
      effect.message_kind,
      effect.workflow,
      effect.step,
      effect.enrollment,
      effect.depends_on,
      effect.due,
      at,
      now,
    );
    this.#timers.move(subjectOf(effect), null, at);
    return "new";
  }

  find(id: string): Item | null {
    const query = `SELECT ${COLUMNS} FROM outbox WHERE id = ?`;
    return (this.#sql.exec<Row>(query, id).toArray()[0] as Item | undefined) ?? null;
  }

  /** Begins to make an item ready. It is begun again at `until`, unless it is handed over before. */
  begin(item: Item, until: number): Item {
    this.#timers.move(subjectOf(item), item.next_at, until);
    const begun: Item = { ...item, begun: item.begun + 1, next_at: until };
    const write = "UPDATE outbox SET begun = ?, next_at = ? WHERE id = ?";
    this.#sql.exec(write, begun.begun, until, item.id);
    return begun;
  }

  /** Gives what is begun or leased more time. */
  extend(item: Item, until: number): void {
    this.#timers.move(subjectOf(item), item.next_at, until);
    this.#sql.exec("UPDATE outbox SET next_at = ? WHERE id = ?", until, item.id);
  }

  /** Moves when an item is tried, and nothing else of it. The caller moves the timer. */
  setNext(id: string, at: number): void {
    this.#sql.exec("UPDATE outbox SET next_at = ? WHERE id = ?", at, id);
  }

  /** Hands an item over. Without a report by `until`, the channel's policy decides. */
  lease(item: Item, now: number, until: number): Item {
    this.#timers.move(subjectOf(item), item.next_at, until);
    const leased: Item = {
      ...item,
      state: "leased",
      attempt: item.attempt + 1,
      begun: 0,
      leased_at: now,
      next_at: until,
    };
    this.#sql.exec(
      "UPDATE outbox SET state = 'leased', attempt = ?, begun = 0, leased_at = ?, next_at = ? WHERE id = ?",
      leased.attempt,
      now,
      until,
      item.id,
    );
    return leased;
  }

  /** Puts an item back, to be tried (again) at a later moment; null waits until it is resumed. */
  postpone(item: Item, at: number | null, reason: string | null): void {
    this.#timers.move(subjectOf(item), item.next_at, at);
    this.#sql.exec(
      "UPDATE outbox SET state = 'new', begun = 0, next_at = ?, reason = ? WHERE id = ?",
      at,
      reason,
      item.id,
    );
  }

  /** Ends an item. */
  finish(item: Item, state: State, reason: string | null, now: number): void {
    this.#timers.move(subjectOf(item), item.next_at, null);
    this.#sql.exec(
      "UPDATE outbox SET state = ?, reason = ?, next_at = NULL, done_at = ? WHERE id = ?",
      state,
      reason,
      now,
      item.id,
    );
  }

  /** Opens an item again, on a merchant's word. */
  reopen(item: Item, now: number): void {
    this.#timers.move(subjectOf(item), item.next_at, now);
    this.#sql.exec(
      "UPDATE outbox SET state = 'new', attempt = 0, begun = 0, next_at = ?, done_at = NULL, reason = ? WHERE id = ?",
      now,
      REOPENED,
      item.id,
    );
  }

  /** Lets what waited for an effect try at once. */
  hurryDependents(effect: string, customer: string, now: number): void {
    const query = `SELECT ${COLUMNS} FROM outbox WHERE customer = ? AND depends_on = ? AND state = 'new'`;
    for (const item of this.#sql.exec<Row>(query, customer, effect).toArray()) {
      if (item.next_at !== null && item.next_at > now)
        this.postpone(item, Math.max(now, item.due), null);
    }
  }

  /** Lets go on what was put off for a reason that is gone. */
  resume(reason: string, now: number): void {
    for (const item of this.waitingFor(reason)) this.postpone(item, Math.max(now, item.due), null);
  }

  /** What was put off for a reason. */
  waitingFor(reason: string): Item[] {
    const query = `SELECT ${COLUMNS} FROM outbox WHERE state = 'new' AND reason = ?`;
    return this.#sql.exec<Row>(query, reason).toArray() as Item[];
  }

  /** Messages that were due before a moment and wait for something else than a moment. */
  heldBefore(due: number): Item[] {
    const query = `SELECT ${COLUMNS} FROM outbox
      WHERE state = 'new' AND next_at IS NULL AND type = 'send' AND due < ?`;
    return this.#sql.exec<Row>(query, due).toArray() as Item[];
  }

  /** What was tried and is to be tried again, by workflow and the reason it did not work. */
  retrying(): { workflow: string; type: string; reason: string; n: number; since: number }[] {
    const query = `SELECT workflow, type, reason, count(*) AS n, min(leased_at) AS since FROM outbox
      WHERE state = 'new' AND attempt > 0
        AND (reason LIKE 'smtp-%' OR reason LIKE 'provider-%' OR reason LIKE 'webhook-%' OR reason = 'no-answer')
      GROUP BY workflow, type, reason
      ORDER BY n DESC, workflow`;
    return this.#sql
      .exec<ReturnType<Outbox["retrying"]>[number] & Record<string, SqlStorageValue>>(query)
      .toArray();
  }

  /** Stores what is sent, made once, sealed for the customer. */
  keepContent(item: Item, content: unknown): void {
    const sealed = this.#vault.seal(item.customer, `outbox/${item.id}`, JSON.stringify(content));
    this.#sql.exec(
      "UPDATE outbox SET sealed_by = ?, sealed = ? WHERE id = ?",
      item.customer,
      sealed,
      item.id,
    );
  }

  /** What is sent or was, for showing; null also where it cannot be read anymore. */
  shown(id: string): { content: unknown; unreadable: boolean } {
    try {
      return { content: this.content(id), unreadable: false };
    } catch (error) {
      if (error instanceof Unreadable) return { content: null, unreadable: true };
      if (error instanceof Erased) return { content: null, unreadable: false };
      throw error;
    }
  }

  /**
   * What is sent, or null when it was not made yet.
   *
   * @throws {Unreadable} when it is damaged
   */
  content(id: string): unknown {
    const query = "SELECT sealed_by, sealed FROM outbox WHERE id = ?";
    const row = this.#sql.exec<Row>(query, id).toArray()[0];
    if (!row?.sealed || row.sealed_by === null) return null;
    return JSON.parse(this.#vault.open(row.sealed_by, `outbox/${id}`, row.sealed));
  }

  /** Gives a merged customer's items to the winner. */
  handOver(loser: string, winner: string): void {
    this.#sql.exec("UPDATE outbox SET customer = ? WHERE customer = ?", winner, loser);
  }

  /** What is being handed over for a customer at this moment. */
  inFlight(customer: string): string[] {
    const query = "SELECT id FROM outbox WHERE customer = ? AND state = 'leased'";
    return this.#sql
      .exec<{ id: string }>(query, customer)
      .toArray()
      .map(({ id }) => id);
  }

  /** What is being handed over at this moment. */
  leased(): Item[] {
    const query = `SELECT ${COLUMNS} FROM outbox WHERE state = 'leased'`;
    return this.#sql.exec<Row>(query).toArray() as Item[];
  }

  /** What was meant for a customer, the newest first. */
  newestOf(customer: string, limit: number): Item[] {
    const query = `SELECT ${COLUMNS} FROM outbox WHERE customer = ?
      ORDER BY created_at DESC, id DESC LIMIT ?`;
    return this.#sql.exec<Row>(query, customer, limit).toArray() as Item[];
  }

  /** What was meant for a customer, in the order of the ids, after one of them. */
  ofCustomerAfter(customer: string, after: string, limit: number): Item[] {
    const query = `SELECT ${COLUMNS} FROM outbox WHERE customer = ? AND id > ? ORDER BY id LIMIT ?`;
    return this.#sql.exec<Row>(query, customer, after, limit).toArray() as Item[];
  }

  /** The newest items, of those that a filter lets through, and how many there are of them. */
  async list(
    filter: Filter,
    limit: number,
    offset: number,
  ): Promise<{ items: Item[]; total: number }> {
    const asked = (["state", "workflow", "step", "channel", "type"] as const).flatMap((column) => {
      const value = filter[column];
      return value === undefined ? [] : [{ column, value }];
    });
    const conditions = asked.map(({ column }, place) => `${column} = ?${place + 3}`);
    if (filter.of === "messages") conditions.push("type = 'send'");
    if (filter.of === "actions") conditions.push("type <> 'send'");
    const where = [WITHIN, ...conditions].join(" AND ");
    const bindings = asked.map(({ value }) => value);
    const newest = `SELECT ${COLUMNS} FROM outbox WHERE ${where}
      ORDER BY created_at DESC, id LIMIT ?${asked.length + 3}`;
    const counted = `SELECT count(*) AS n FROM outbox WHERE ${where}`;
    const order = (one: Item, other: Item) =>
      other.created_at - one.created_at || (one.id < other.id ? -1 : 1);
    const most = limit + offset;
    let [found, total] = [[] as Item[], 0];
    await walk(this.#sql, "outbox", ({ after, last }) => {
      const rows = this.#sql.exec<Row>(newest, after, last, ...bindings, most).toArray();
      found = firstOf(found, rows as Item[], order, most);
      total += this.#sql.exec<{ n: number }>(counted, after, last, ...bindings).one().n;
    });
    return { items: found.slice(offset), total };
  }

  /** How many items are in each state; all of them, or those of a kind. */
  async counts(of?: Filter["of"]): Promise<Record<string, number>> {
    const kind = of === undefined ? "" : ` AND type ${of === "messages" ? "=" : "<>"} 'send'`;
    const query = `SELECT state, count(*) AS n FROM outbox WHERE ${WITHIN}${kind} GROUP BY state`;
    const counts: Record<string, number> = {};
    await walk(this.#sql, "outbox", ({ after, last }) => {
      const rows = this.#sql.exec<{ state: string; n: number }>(query, after, last).toArray();
      for (const { state, n } of rows) counts[state] = (counts[state] ?? 0) + n;
    });
    return counts;
  }

  /** Forgets what was sent, and keeps that it was. */
  eraseContent(id: string): void {
    const zero = "UPDATE outbox SET sealed = zeroblob(length(sealed)) WHERE id = ?";
    this.#sql.exec(zero, id);
    this.#sql.exec("UPDATE outbox SET sealed = NULL, sealed_by = NULL WHERE id = ?", id);
  }

  /** Removes the next of an erased customer's items, contents overwritten first; whether any are left. */
  eraseSome(customer: string, limit: number): boolean {
    const query = "SELECT id, type, next_at FROM outbox WHERE customer = ? LIMIT ?";
    type Left = Pick<Item, "id" | "type" | "next_at"> & Record<string, SqlStorageValue>;
    const items = this.#sql.exec<Left>(query, customer, limit).toArray();
    for (const item of items) this.#timers.move(subjectOf(item), item.next_at, null);
    const these = "id IN (SELECT value FROM json_each(?))";
    const ids = JSON.stringify(items.map(({ id }) => id));
    this.#sql.exec(`UPDATE outbox SET sealed = zeroblob(length(sealed)) WHERE ${these}`, ids);
    this.#sql.exec(`DELETE FROM outbox WHERE ${these}`, ids);
    this.#sql.exec("DELETE FROM came_back WHERE effect IN (SELECT value FROM json_each(?))", ids);
    for (const table of ["hit", "turn", "put_off", "short_link"]) {
      this.#sql.exec(`DELETE FROM ${table} WHERE effect IN (SELECT value FROM json_each(?))`, ids);
    }
    return items.length === limit;
  }
}

/** What is, or may be, done by talking to somebody outside, and not in the transaction that decides it. */
export const goesOutside = (type: Item["type"]): boolean =>
  type === "send" || type === "webhook" || ofStore(type);

/** What is done in the store, where one is connected, and else only recorded. */
export const ofStore = (type: Item["type"]): boolean =>
  type === "apply_coupon" || type === "add_order_note";

/** The timer of an item. */
export const subjectOf = ({ id, type }: Pick<Item, "id" | "type">): Subject =>
  goesOutside(type) ? { kind: "handover", effect: id } : { kind: "action", effect: id };

function isSame(item: Item, effect: Effect, customer: string): boolean {
  const { workflow, step, enrollment } = item;
  return (
    item.customer === customer &&
    workflow === effect.workflow &&
    step === effect.step &&
    enrollment === effect.enrollment
  );
}

/** A place in the spread that is the same for an effect each time. */
function spreadOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return hash % SPREAD;
}
