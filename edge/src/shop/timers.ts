/**
 * What must happen later: one row for each customer to wake and each effect to try.
 *
 * The platform gives an object one alarm; it is set to the first row's moment, and only when that
 * moment moved, because setting it costs a write to disk.
 */
import type { Clock } from "./clock.ts";
import type { Sql } from "./sql.ts";

/**
 * `w/` a customer's wake, `o/` an effect that Edgewise does itself, `x/` one that goes outside (a
 * message, a call), `p/` a plan that customers must still be moved to, `r/` the shop's RFM cuts that must be
 * computed or told, `e/` members of a segment that must be let into a workflow, `n/` news of a product
 * that customers must be told, `f/` forgetting to finish after erasures, `k/` destroyed keys whose old
 * copies must be put out of reach, `q/` a question that the platform is asked, or the day of what follows
 * from it, `d/` deliveries that are not decided yet, `l/` erasures that must be kept outside of the shop.
 */
export type Subject =
  | `w/${string}`
  | `o/${string}`
  | `x/${string}`
  | `p/${string}`
  | `r/${string}`
  | `e/${string}`
  | `n/${string}`
  | `f/${string}`
  | `k/${string}`
  | `q/${string}`
  | `d/${string}`
  | `l/${string}`;

export interface Timer {
  at: number;
  subject: Subject;
  attempts: number;
}

/** Written as in the index `timer_inside`, so that a queue of messages need not be walked over. */
const INSIDE = "(subject < 'x/' OR subject >= 'x0')";
const OUTSIDE = "subject >= 'x/' AND subject < 'x0'";

export class Timers {
  readonly #storage: DurableObjectStorage;
  readonly #sql: Sql;
  readonly #clock: Clock;
  /** The alarm as we last set it, in the host's time; undefined when it must be compared anew. */
  #armed: number | null | undefined;
  #moved = true;
  #told: (() => void) | null = null;

  constructor(storage: DurableObjectStorage, sql: Sql, clock: Clock) {
    this.#storage = storage;
    this.#sql = sql;
    this.#clock = clock;
  }

  /** Moves a subject's timer from one moment to another; null is no timer. */
  move(subject: Subject, from: number | null, to: number | null, attempts = 0): void {
    if (from === to && attempts === 0) return;
    if (from !== null) {
      this.#sql.exec("DELETE FROM timer WHERE at = ? AND subject = ?", from, subject);
    }
    if (to !== null) {
      const insert = "INSERT OR REPLACE INTO timer (at, subject, attempts) VALUES (?, ?, ?)";
      this.#sql.exec(insert, to, subject, attempts);
    }
    this.#moved = true;
  }

  /** Sets a timer of which there is one of its kind at most; one that waits already stays. */
  once(subject: `f/${string}` | `k/${string}` | `l/${string}`, at: number): void {
    const kind = subject.slice(0, 2);
    const waiting = "SELECT 1 FROM timer WHERE subject >= ? AND subject < ? LIMIT 1";
    if (this.#sql.exec(waiting, kind, `${kind[0]}0`).toArray().length > 0) return;
    this.move(subject, null, at);
  }

  /** Removes a subject's timer, whenever it is due. */
  drop(subject: `l/${string}`): void {
    this.#sql.exec("DELETE FROM timer WHERE subject = ?", subject);
    this.#moved = true;
  }

  /**
   * What is due, in order of (moment, subject), at most `limit`; of what goes outside at most `outside`,
   * which holds nothing else up.
   */
  due(now: number, limit: number, outside: number): Timer[] {
    const read = (which: string, most: number) =>
      this.#sql
        .exec<Timer & Record<string, SqlStorageValue>>(
          `SELECT at, subject, attempts FROM timer WHERE at <= ? AND ${which} ORDER BY at, subject LIMIT ?`,
          now,
          most,
        )
        .toArray();
    const due = [...read(INSIDE, limit), ...(outside > 0 ? read(OUTSIDE, outside) : [])];
    const order = (one: Timer, other: Timer) =>
      one.at - other.at || (one.subject < other.subject ? -1 : 1);
    return due.sort(order).slice(0, limit);
  }

  /** The first moment anything is due, or null; `which` leaves out what goes outside. */
  next(which: "all" | "inside" = "all"): number | null {
    const where = which === "all" ? "" : `WHERE ${INSIDE}`;
    const query = `SELECT at FROM timer ${where} ORDER BY at LIMIT 1`;
    return this.#sql.exec<{ at: number }>(query).toArray()[0]?.at ?? null;
  }

  /** The customer that a plan's pass through all customers has come to, or null when none is on. */
  passAfter(plan: string): string | null {
    const query = "SELECT subject FROM timer WHERE subject >= ? AND subject < ? ORDER BY subject";
    const rows = this.#sql.exec<{ subject: string }>(query, `p/${plan}`, `p/${plan}0`).toArray();
    const subject = rows[0]?.subject;
    return subject === undefined ? null : (subject.split("/")[2] ?? "");
  }

  /** The subjects of one kind that are waiting. */
  ofKind(kind: "e/" | "k/"): string[] {
    const query = "SELECT subject FROM timer WHERE subject >= ? AND subject < ? ORDER BY subject";
    const rows = this.#sql.exec<{ subject: string }>(query, kind, `${kind[0]}0`).toArray();
    return rows.map(({ subject }) => subject);
  }

  /** How many effects wait within a second of `at`: the sign of a burst. */
  crowdAt(at: number): number {
    const query =
      "SELECT count(*) AS n FROM timer WHERE at BETWEEN ? AND ? AND (subject LIKE 'o/%' OR subject LIKE 'x/%')";
    return this.#sql.exec<{ n: number }>(query, at, at + 999).one().n;
  }

  /** Sets the alarm to the first timer, if that moved. Part of the caller's transaction. */
  arm(): void {
    if (!this.#moved) return;
    this.#moved = false;
    const next = this.next();
    this.#set(next === null ? null : this.#clock.hostTime(next));
    this.#told?.();
  }

  /** Resolves when the alarm is next armed: something may be due sooner than it was. */
  news(): Promise<void> {
    return new Promise((resolve) => {
      this.#told = resolve;
    });
  }

  /** Sets the alarm for soon, whatever happens to the run that begins now. */
  guard(milliseconds: number): void {
    this.#set(Math.min(Date.now() + milliseconds, this.#hostNext()));
    this.#moved = true;
  }

  /** Takes the alarm as unknown: after it fired, or after a transaction was rolled back. */
  distrust(): void {
    this.#armed = undefined;
    this.#moved = true;
  }

  #hostNext(): number {
    const next = this.next();
    return next === null
      ? Number.POSITIVE_INFINITY
      : Math.max(this.#clock.hostTime(next), Date.now() + 1000);
  }

  #set(at: number | null): void {
    if (at === this.#armed) return;
    // Not awaited: a transaction's callback is synchronous, and the write is part of it.
    if (at === null) void this.#storage.deleteAlarm();
    else void this.#storage.setAlarm(at);
    this.#armed = at;
  }
}
