/**
 * Who asked for less, and how much slower we are for it: first not at all for a while, then one at a time with
 * pauses that halve with each message that is taken.
 *
 * It's kept, so that a process that starts anew doesn't begin at full speed. Most of the time there is nothing
 * to keep.
 */
import { readMeta, writeMeta } from "../schema.ts";
import type { Sql } from "../sql.ts";

/** How slow it is. */
interface Slow {
  /** How often more was asked for than taken: each doubles the pauses. */
  level: number;
  /** Nothing before this moment. */
  until: number;
  /** When it was last asked for; what had left before says nothing new. */
  at: number;
}

const KEPT = "slowdowns";
/** The first pause, in milliseconds; each further one is twice as long, up to the longest. */
const FIRST = 30_000;
const LONGEST = 3_600_000;
/** Between two messages after the first pause, in milliseconds; doubled like the pauses. */
const GAP = 1_000;
const MOST_LEVEL = 8;
/** So many are remembered; whoever asked longest ago makes room. */
const MOST = 200;

export class Slowdowns {
  readonly #sql: Sql;
  #all: Map<string, Slow> | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get #known(): Map<string, Slow> {
    if (this.#all === null) {
      const text = readMeta(this.#sql, KEPT);
      this.#all = new Map(typeof text === "string" ? JSON.parse(text) : []);
    }
    return this.#all;
  }

  /** Forgets what was remembered: after a transaction was rolled back. */
  forget(): void {
    this.#all = null;
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  /** Whoever is slowed, with the moment before which nothing goes. */
  list(): { key: string; until: number }[] {
    return [...this.#known].map(([key, { until }]) => ({ key, until }));
  }

  /** When something may go again; 0 where nobody asked for less. */
  until(key: string): number {
    return this.#known.get(key)?.until ?? 0;
  }

  /** The most per second, or null where nobody asked for less. */
  perSecond(key: string): number | null {
    const slow = this.#known.get(key);
    return slow === undefined ? null : 1000 / (GAP * 2 ** slow.level);
  }

  /** It asked for less, of a message that left at `leased`; `after` is how long it wants to be left alone. */
  refused(key: string, leased: number, after: number, now: number): void {
    const before = this.#known.get(key);
    const isNews = before === undefined || leased > before.at;
    const level = Math.min(MOST_LEVEL, (before?.level ?? 0) + (isNews ? 1 : 0));
    const pause = Math.max(after, Math.min(LONGEST, FIRST * 2 ** (level - 1)));
    const until = Math.max(before?.until ?? 0, now + (isNews ? pause : after));
    this.#known.delete(key);
    this.#known.set(key, { level, until, at: isNews ? now : (before?.at ?? now) });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    this.#keep();
  }

  /** It took a message that left at `leased`; whether it is faster for it. */
  took(key: string, leased: number): boolean {
    const slow = this.#known.get(key);
    if (slow === undefined || leased <= slow.at) return false;
    if (slow.level === 1) this.#known.delete(key);
    else this.#known.set(key, { ...slow, level: slow.level - 1 });
    this.#keep();
    return true;
  }

  /** Forgets that it asked. */
  clear(key: string): void {
    if (this.#known.delete(key)) this.#keep();
  }

  #keep(): void {
    const all = this.#known;
    writeMeta(this.#sql, KEPT, all.size === 0 ? null : JSON.stringify([...all]));
  }
}
