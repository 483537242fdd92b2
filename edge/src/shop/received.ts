/**
 * Which kinds of events were ever received, whoever reported them: a workflow can start from these, also
 * where the shop's platform doesn't report them.
 */
import type { EventName } from "edgewise";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

const NAME = "received-kinds";

export class Received {
  readonly #sql: Sql;
  #kinds: Set<EventName> | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Remembers kinds, each the first time it comes. */
  saw(kinds: readonly EventName[]): void {
    const known = this.#all();
    const before = known.size;
    for (const kind of kinds) known.add(kind);
    if (known.size > before) writeMeta(this.#sql, NAME, JSON.stringify([...known]));
  }

  /** Those that came, in the order in which they came first. */
  list(): EventName[] {
    return [...this.#all()];
  }

  /** Trusts nothing it remembers, after a transaction was rolled back. */
  forget(): void {
    this.#kinds = null;
  }

  #all(): Set<EventName> {
    const text = this.#kinds === null ? readMeta(this.#sql, NAME) : null;
    this.#kinds ??= new Set(typeof text === "string" ? (JSON.parse(text) as EventName[]) : []);
    return this.#kinds;
  }
}
