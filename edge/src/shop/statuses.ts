/**
 * The statuses of orders that are none of the platform's own, as they were seen: the merchant says what
 * each means.
 */
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** A shop has a handful; a sender of more sends nonsense. */
const MOST = 50;

export class Statuses {
  readonly #sql: Sql;
  #seen: Set<string> | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Remembers a status, the first time it is seen. */
  saw(status: string): void {
    const seen = this.#all();
    if (seen.has(status) || seen.size >= MOST) return;
    seen.add(status);
    writeMeta(this.#sql, "order-statuses", JSON.stringify([...seen]));
  }

  /** Those that were seen, in the order in which they came. */
  list(): string[] {
    return [...this.#all()];
  }

  /** Trusts nothing it remembers, after a transaction was rolled back. */
  forget(): void {
    this.#seen = null;
  }

  #all(): Set<string> {
    const text = this.#seen === null ? readMeta(this.#sql, "order-statuses") : null;
    this.#seen ??= new Set(typeof text === "string" ? (JSON.parse(text) as string[]) : []);
    return this.#seen;
  }
}
