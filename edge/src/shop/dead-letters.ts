/**
 * What was laid aside: a delivery that could not be decided, a timer that kept failing, an effect
 * that failed for good. The merchant sees each with its reason and can try it again.
 */
import type { Incoming } from "./deliver.ts";
import { ROW_VERSION } from "./schema.ts";
import type { Subject } from "./timers.ts";
import type { Vault } from "./vault.ts";
import type { Sql } from "./sql.ts";

export interface DeadLetter {
  id: string;
  kind: "delivery" | "timer" | "effect";
  /** A topic, a timer's subject or an effect's id. */
  subject: string;
  customer: string | null;
  reason: string;
  at: number;
}

type Row = DeadLetter & { sealed: ArrayBuffer | null } & Record<string, SqlStorageValue>;

const COLUMNS = "id, kind, subject, customer, reason, at";

export class DeadLetters {
  readonly #sql: Sql;
  readonly #vault: Vault;

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Keeps a delivery, sealed, so that it can be taken in again. */
  addDelivery(id: string, incoming: Incoming, reason: string, now: number): void {
    const { body, ...rest } = incoming;
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

  addTimer(subject: Subject, reason: string, now: number): void {
    const customer = subject.startsWith("w/") ? subject.slice(2) : null;
    this.#add({ id: subject, kind: "timer", subject, customer, reason, at: now }, null);
  }

  addEffect(effect: string, customer: string, reason: string, now: number): void {
    this.#add({ id: effect, kind: "effect", subject: effect, customer, reason, at: now }, null);
  }

  find(id: string): DeadLetter | null {
    const query = `SELECT ${COLUMNS} FROM dead_letter WHERE id = ?`;
    return (this.#sql.exec<Row>(query, id).toArray()[0] as DeadLetter | undefined) ?? null;
  }

  /** The delivery that a letter keeps. */
  delivery(id: string): Incoming | null {
    const query = `SELECT ${COLUMNS}, sealed FROM dead_letter WHERE id = ?`;
    const sealed = this.#sql.exec<Row>(query, id).toArray()[0]?.sealed;
    if (!sealed) return null;
    const kept = JSON.parse(this.#vault.openForShop(`dead/${id}`, sealed).toString());
    return { ...kept, body: new Uint8Array(Buffer.from(kept.body, "base64")) };
  }

  list(limit: number): DeadLetter[] {
    const query = `SELECT ${COLUMNS} FROM dead_letter ORDER BY at DESC, id LIMIT ?`;
    return this.#sql.exec<Row>(query, limit).toArray() as DeadLetter[];
  }

  count(): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM dead_letter").one().n;
  }

  remove(id: string): void {
    this.#sql.exec("UPDATE dead_letter SET sealed = zeroblob(length(sealed)) WHERE id = ?", id);
    this.#sql.exec("DELETE FROM dead_letter WHERE id = ?", id);
  }

  /** Removes what is about a customer, and every kept delivery in which one of the texts occurs. */
  erase(customers: string[], texts: string[]): void {
    for (const { id, kind, customer } of this.list(10_000)) {
      const about = customer !== null && customers.includes(customer);
      if (about || (kind === "delivery" && this.#mentions(id, texts))) this.remove(id);
    }
  }

  #mentions(id: string, texts: string[]): boolean {
    const body = Buffer.from(this.delivery(id)?.body ?? [])
      .toString()
      .toLowerCase();
    return texts.some((text) => body.includes(text.toLowerCase()));
  }

  #add({ id, kind, subject, customer, reason, at }: DeadLetter, kept: string | null): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO dead_letter (v, ${COLUMNS}, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ROW_VERSION,
      id,
      kind,
      subject,
      customer,
      reason,
      at,
      kept === null ? null : this.#vault.sealForShop(`dead/${id}`, kept),
    );
  }
}
