/**
 * The shop's clock: the host's, never going back, and movable in development. In production it is the
 * host's, also where the same data was moved ahead in development before.
 *
 * Within an object's life `now` never decreases; over its lives each customer's row keeps the last
 * moment it was decided at, and a decision is never made before that. So no row has to be written to
 * remember the time.
 */
import { log } from "../log.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

export class Clock {
  readonly #sql: Sql;
  #offset: number;
  #last = 0;

  /** @param movable whether this is development */
  constructor(sql: Sql, movable: boolean) {
    this.#sql = sql;
    const offset = Number(readMeta(sql, "clock-offset") ?? 0);
    this.#offset = movable ? offset : 0;
    if (offset !== this.#offset) log("clock-offset-ignored", { offset_ms: offset });
  }

  /** The moment, in milliseconds since 1970 UTC. Taken once for each batch. */
  now(): number {
    this.#last = Math.max(this.#last, Date.now() + this.#offset);
    return this.#last;
  }

  /** How far the clock is ahead of the host's, in milliseconds. */
  get offset(): number {
    return this.#offset;
  }

  /** A moment of this clock as a moment of the host's. */
  hostTime(at: number): number {
    return at - this.#offset;
  }

  /** Moves the clock, back when negative. The caller has checked that this is development. */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
    writeMeta(this.#sql, "clock-offset", this.#offset);
  }
}
