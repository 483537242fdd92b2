/**
 * What failed for good: a delivery that could not be decided, a timer that kept failing, an effect
 * that failed for good. The merchant sees each with its reason and can try it again.
 */
import type { Incoming } from "./incoming.ts";
import { ROW_VERSION } from "./schema.ts";
import { known, type Timer } from "./timers.ts";
import { Erased, type SealedPart, Unreadable, type Vault } from "./vault.ts";
import type { Sql } from "./sql.ts";

export interface DeadLetter {
  id: string;
  /** `damage` is a row that cannot be read anymore. */
  kind: "delivery" | "timer" | "effect" | "damage" | "copy" | "task";
  /** A topic, a timer's subject, an effect's id, a customer, a task's id, or which row is damaged. */
  subject: string;
  customer: string | null;
  reason: string;
  at: number;
}

type Row = DeadLetter & { sealed: ArrayBuffer | null } & Record<string, SqlStorageValue>;

const COLUMNS = "id, kind, subject, customer, reason, at";

export class DeadLetters {
  /** How many became dead letters since this object was made. */
  added = 0;
  readonly #sql: Sql;
  readonly #vault: Vault;

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Keeps a delivery, sealed, so that it can be taken in again. */
  addDelivery(id: string, incoming: Incoming, reason: string, now: number): void {
    const { body, deadLetter: _, ...rest } = incoming;
    const kept = JSON.stringify({ ...rest, body: Buffer.from(body).toString("base64") });
    this.#add(
      {
        id,
        kind: "delivery",
        subject: incoming.topic || incoming.source,
        customer: null,
        reason,
        at: now,
      },
      kept,
    );
  }

  addTimer({ subject, cursor }: Timer, reason: string, now: number): void {
    const about = known(subject);
    const customer = about?.kind === "wake" ? about.customer : null;
    this.#add({ id: subject, kind: "timer", subject, customer, reason, at: now }, null);
    this.#sql.exec("UPDATE dead_letter SET cursor = ? WHERE id = ?", cursor, subject);
  }

  /** Notes that something cannot be read, once, however often it is tried. */
  addDamage({ part, row, customer, code }: Unreadable, now: number): void {
    const id = damageId(part, row);
    if (this.find(id) !== null) return;
    const subject = `${part}/${row}`;
    this.#add({ id, kind: "damage", subject, customer, reason: code, at: now }, null);
  }

  addEffect(effect: string, customer: string, reason: string, now: number): void {
    this.#add({ id: effect, kind: "effect", subject: effect, customer, reason, at: now }, null);
  }

  /** Notes that the store does not keep its copy of somebody up to date. */
  addCopy(customer: string, reason: string, now: number): void {
    const id = copyId(customer);
    this.#add({ id, kind: "copy", subject: customer, customer, reason, at: now }, null);
  }

  /** The store has its copy of somebody after all. */
  removeCopy(customer: string): void {
    const id = copyId(customer);
    if (this.find(id) !== null) this.remove(id);
  }

  /** Notes that a task's assignee could not be written to. */
  addTask(task: string, customer: string, reason: string, now: number): void {
    this.#add({ id: `task/${task}`, kind: "task", subject: task, customer, reason, at: now }, null);
  }

  /** One of them; a timer with how far it had come. */
  find(id: string): (DeadLetter & Pick<Timer, "cursor">) | null {
    const query = `SELECT ${COLUMNS}, cursor FROM dead_letter WHERE id = ?`;
    return this.#sql.exec<Row & Pick<Timer, "cursor">>(query, id).toArray()[0] ?? null;
  }

  /** The delivery that a dead letter keeps. */
  delivery(id: string): Incoming | null {
    const query = `SELECT ${COLUMNS}, sealed FROM dead_letter WHERE id = ?`;
    const sealed = this.#sql.exec<Row>(query, id).toArray()[0]?.sealed;
    if (!sealed) return null;
    const place = `dead/${id}`;
    // Dead letters of earlier releases were sealed with the shop's own key.
    const kept = JSON.parse(
      this.#vault.keys.has(keyOf(id))
        ? this.#vault.open(keyOf(id), place, sealed)
        : this.#vault.openForShop(place, sealed).toString(),
    );
    return { ...kept, body: new Uint8Array(Buffer.from(kept.body, "base64")) };
  }

  /** Whether the delivery of a dead letter can be read; one that is not there anymore needs nothing. */
  isReadable(id: string): boolean {
    try {
      this.delivery(id);
      return true;
    } catch (error) {
      if (error instanceof Unreadable || error instanceof Erased) return false;
      throw error;
    }
  }

  list(limit: number): DeadLetter[] {
    const query = `SELECT ${COLUMNS} FROM dead_letter ORDER BY at DESC, id LIMIT ?`;
    return this.#sql.exec<Row>(query, limit).toArray() as DeadLetter[];
  }

  count(): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM dead_letter").one().n;
  }

  remove(id: string): void {
    this.#vault.keys.destroy(keyOf(id));
    this.#sql.exec("UPDATE dead_letter SET sealed = zeroblob(length(sealed)) WHERE id = ?", id);
    this.#sql.exec("DELETE FROM dead_letter WHERE id = ?", id);
  }

  /** Removes what is about customers. */
  eraseAbout(customers: string[]): void {
    const remove = "DELETE FROM dead_letter WHERE customer IN (SELECT value FROM json_each(?))";
    this.#sql.exec(remove, JSON.stringify(customers));
  }

  /**
   * Looks at the next kept delivery after `after`, and removes it where one of the texts occurs in it.
   * One that cannot be read can never be tried again and goes too. Gives where to go on, or null.
   */
  eraseMentions(after: string, texts: string[]): string | null {
    if (texts.length === 0) return null;
    const query =
      "SELECT id FROM dead_letter WHERE id > ? AND kind = 'delivery' ORDER BY id LIMIT 1";
    const id = this.#sql.exec<{ id: string }>(query, after).toArray()[0]?.id ?? null;
    if (id !== null && this.#mentions(id, texts)) this.remove(id);
    return id;
  }

  /** Removes the next dead letters noted until a moment; whether any are left. */
  eraseBefore(moment: number, limit: number): boolean {
    const query = "SELECT id FROM dead_letter WHERE at <= ? LIMIT ?";
    const rows = this.#sql.exec<{ id: string }>(query, moment, limit).toArray();
    for (const { id } of rows) this.remove(id);
    return rows.length === limit;
  }

  #mentions(id: string, texts: string[]): boolean {
    try {
      const body = Buffer.from(this.delivery(id)?.body ?? [])
        .toString()
        .toLowerCase();
      return texts.some((text) => body.includes(text.toLowerCase()));
    } catch (error) {
      if (error instanceof Unreadable || error instanceof Erased) return true;
      throw error;
    }
  }

  /** A kept delivery names people, so it is sealed with a key of its own that goes with it. */
  #sealed(id: string, kept: string): Buffer {
    const name = keyOf(id);
    if (!this.#vault.keys.has(name)) this.#vault.keys.admit(name);
    return this.#vault.seal(name, `dead/${id}`, kept);
  }

  #add({ id, kind, subject, customer, reason, at }: DeadLetter, kept: string | null): void {
    this.added += 1;
    this.#sql.exec(
      `INSERT OR REPLACE INTO dead_letter (v, ${COLUMNS}, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ROW_VERSION,
      id,
      kind,
      subject,
      customer,
      reason,
      at,
      kept === null ? null : this.#sealed(id, kept),
    );
  }
}

/** The dead letter about a damaged row. */
export const damageId = (part: SealedPart, row: string): string => `damaged/${part}/${row}`;

const copyId = (customer: string): string => `copy/${customer}`;

const keyOf = (id: string): string => `${id}/letter`;
