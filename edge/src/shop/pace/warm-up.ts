/**
 * Warming up: a sender nobody knows yet sends little at first, and more from day to day.
 *
 * A day is 24 hours from the moment it was turned on. All email counts; only marketing waits.
 */
import type { WarmUp } from "../../contract/email-pace.ts";
import { readMeta, writeMeta } from "../schema.ts";
import type { Sql } from "../sql.ts";

const DAY = 24 * 3_600_000;
const KEPT = "warm-up-day";

/** What a day allows. */
export interface Today {
  /** Counted from 0. */
  day: number;
  most: number;
  /** When it is over. */
  ends: number;
}

/** What today allows; null where no day is limited. */
export function todayOf(warmUp: WarmUp | null, now: number): Today | null {
  if (warmUp === null) return null;
  const day = Math.max(0, Math.floor((now - warmUp.started_at) / DAY));
  const most = warmUp.days[day];
  return most === undefined ? null : { day, most, ends: warmUp.started_at + (day + 1) * DAY };
}

interface Count {
  started: number;
  day: number;
  n: number;
}

/** How many went out today. */
export class SentToday {
  readonly #sql: Sql;
  #count: Count | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Forgets what was remembered: after a transaction was rolled back. */
  forget(): void {
    this.#count = null;
  }

  of({ started_at: started }: WarmUp, { day }: Today): number {
    if (this.#count === null) {
      const text = readMeta(this.#sql, KEPT);
      this.#count = typeof text === "string" ? (JSON.parse(text) as Count) : null;
    }
    const count = this.#count;
    return count?.started === started && count.day === day ? count.n : 0;
  }

  /** Counts one more, or one less. */
  add(warmUp: WarmUp, today: Today, n: 1 | -1): void {
    const sum = Math.max(0, this.of(warmUp, today) + n);
    this.#count = { started: warmUp.started_at, day: today.day, n: sum };
    writeMeta(this.#sql, KEPT, JSON.stringify(this.#count));
  }
}
