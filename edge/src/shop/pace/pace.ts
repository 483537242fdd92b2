/**
 * How fast email is handed over. What may go and is too early waits in a queue, without failing and without
 * being asked about; one timer says when the next may go. Then it is asked for permission like any message.
 *
 * Limits are of the provider and of each lane: the mailboxes of one large provider, all others together, and
 * each other domain that asked for less. A lane that is closed holds up no other.
 */
import type { Turn, WarmUp } from "../../contract/email-pace.ts";
import type { Timers } from "../timers.ts";
import type { Sql } from "../sql.ts";
import { isBefore, type Place, Queue } from "./queue.ts";
import { Slowdowns } from "./slowdowns.ts";
import { Spacing } from "./spacing.ts";
import { SentToday, todayOf } from "./warm-up.ts";

/** How fast it may be, besides what was asked for lately; null for no limit. */
export interface Limits {
  perSecond: number | null;
  lanePerSecond: number | null;
  warmUp: WarmUp | null;
}

/** By what a provider is slowed. */
export const PROVIDER = "provider";

/** Called and not there yet: so many at most. It's how many are handed over at once. */
const MOST_CALLED = 8;
/** Whoever was called and didn't come by then isn't waited for, in milliseconds. */
const PATIENCE = 10_000;
/** Rows that are looked at in one turn. */
const MOST_ROWS = 200;
/** Ranks of the queue. */
export const FIRST = 0;
export const LAST = 1;

export class Pace {
  readonly queue: Queue;
  readonly slowdowns: Slowdowns;
  readonly sent: SentToday;
  readonly #timers: Timers;
  /** What was sent by this object lately; a process that starts anew took longer than these reach back. */
  readonly #spacings = new Map<string, Spacing>();
  /** Whose turn it is and who did not come yet, by when they were called. */
  readonly #called = new Map<string, { lane: string; at: number }>();
  /** The moment the timer is set to, as far as known. */
  #armed: number | null | undefined;

  constructor(sql: Sql, timers: Timers) {
    this.queue = new Queue(sql);
    this.slowdowns = new Slowdowns(sql);
    this.sent = new SentToday(sql);
    this.#timers = timers;
  }

  /** Forgets what was remembered: after a transaction was rolled back. */
  forget(): void {
    this.slowdowns.forget();
    this.sent.forget();
    this.#armed = undefined;
  }

  /**
   * Lets an item go, and counts it; or puts it into the queue, and says why. In the caller's transaction,
   * which hands it over.
   */
  take(place: Place, limits: Limits, now: number): Turn | null {
    const wasCalled = this.#called.delete(place.effect);
    const why =
      this.#whyWait(place, limits, now) ??
      (wasCalled || !this.#mustQueue(place, limits, now) ? null : "waits-for-turn");
    if (why !== null) {
      this.queue.put(place);
      this.arm(limits, now);
      return why;
    }
    this.queue.remove(place.effect);
    const perSecond = this.#perSecond(limits);
    if (perSecond !== null) this.#spacing(PROVIDER).take(now, perSecond);
    const ofLane = this.#perSecondOf(place.lane, limits);
    if (ofLane !== null) this.#spacing(place.lane).take(now, ofLane);
    this.#count(limits, now, 1);
    if (this.#called.size === 0) this.arm(limits, now);
    return null;
  }

  /** An item had its turn and doesn't go: whoever is next may. */
  passOver(effect: string, limits: () => Limits, now: number): void {
    if (this.#called.delete(effect) && this.#called.size === 0) this.arm(limits(), now);
  }

  /** What was let go isn't handed over after all. */
  giveBack(limits: Limits, now: number): void {
    this.#count(limits, now, -1);
  }

  /**
   * The timer is due: gives whose turn it is, and takes them out of the queue. `isThere` says of an item
   * whether it still waits.
   */
  call(limits: Limits, now: number, isThere: (effect: string) => boolean): string[] {
    this.#armed = undefined;
    const heads = new Map<string, Place>();
    const look = (lane: string) => {
      const isOver = this.#marketingLeft(limits, now) - ofMarketing <= 0;
      const head = this.queue.next(lane, isOver ? FIRST : LAST);
      if (head === null || this.#laneLeft(lane, limits, now) <= 0) heads.delete(lane);
      else heads.set(lane, head);
    };
    const called: string[] = [];
    let ofMarketing = 0;
    for (const lane of this.queue.lanes()) look(lane);
    for (let rows = 0; rows < MOST_ROWS && heads.size > 0; rows += 1) {
      if (this.#left(limits, now) <= 0) break;
      const next = [...heads.values()].reduce((one, other) => (isBefore(other, one) ? other : one));
      this.queue.remove(next.effect);
      if (isThere(next.effect)) {
        called.push(next.effect);
        this.#called.set(next.effect, { lane: next.lane, at: now });
        if (next.rank === LAST) ofMarketing += 1;
        for (const lane of [...heads.keys()]) look(lane);
      } else look(next.lane);
    }
    this.arm(limits, now);
    return called;
  }

  /** Sets the timer to when the next may go. */
  arm(limits: Limits, now: number): void {
    const at = this.#nextAt(limits, now);
    const isDue = (moment: number | null | undefined) => moment != null && moment <= now;
    if (at === this.#armed || (isDue(at) && isDue(this.#armed))) return;
    this.#timers.drop({ kind: "turns" });
    if (at !== null) this.#timers.set({ kind: "turns" }, at);
    this.#armed = at;
  }

  #nextAt(limits: Limits, now: number): number | null {
    const today = todayOf(limits.warmUp, now);
    const isFull = this.#marketingLeft(limits, now) <= 0;
    const perSecond = this.#perSecond(limits);
    let first = Number.POSITIVE_INFINITY;
    for (const lane of this.queue.lanes()) {
      const isOnlyMarketing = isFull && this.queue.next(lane, FIRST) === null;
      const tomorrow = isOnlyMarketing && today !== null ? today.ends : now;
      const ofLane = this.#perSecondOf(lane, limits);
      const isDue = [tomorrow, this.slowdowns.until(PROVIDER), this.slowdowns.until(lane)];
      if (perSecond !== null) {
        isDue.push(this.#spacing(PROVIDER).readyAt(now, perSecond, this.#called.size));
      }
      if (ofLane !== null) {
        isDue.push(this.#spacing(lane).readyAt(now, ofLane, this.#calledIn(lane)));
      }
      first = Math.min(first, Math.max(now, ...isDue));
    }
    if (!Number.isFinite(first)) return null;
    // Whoever was called comes first, and then it's set anew.
    const called = [...this.#called.values()].map(({ at }) => at);
    return called.length === 0 ? first : Math.max(first, Math.min(...called) + PATIENCE);
  }

  /** Why an item can't go at this moment, whoever else waits. */
  #whyWait({ lane, rank }: Place, limits: Limits, now: number): Turn | null {
    if (this.slowdowns.until(PROVIDER) > now) return "provider-slow";
    if (this.slowdowns.until(lane) > now) return "mailbox-provider-slow";
    if (rank === LAST && this.#marketingLeft(limits, now) <= 0) return "warm-up-limit";
    const perSecond = this.#perSecond(limits);
    if (perSecond !== null && this.#spacing(PROVIDER).left(now, perSecond) <= 0) {
      return this.slowdowns.has(PROVIDER) ? "provider-slow" : "waits-for-turn";
    }
    const ofLane = this.#perSecondOf(lane, limits);
    if (ofLane !== null && this.#spacing(lane).left(now, ofLane) <= 0) {
      return this.slowdowns.has(lane) ? "mailbox-provider-slow" : "waits-for-turn";
    }
    return null;
  }

  /** Whether others stand before an item that wasn't called. */
  #mustQueue(place: Place, limits: Limits, now: number): boolean {
    if (this.#called.size > 0 && this.#left(limits, now) <= 0) return true;
    const lanes = this.queue.lanes();
    if (lanes.length === 0) return false;
    const closed = lanes.filter((lane) => this.#laneLeft(lane, limits, now) <= 0);
    return this.queue.isBehind(place, closed);
  }

  /** How many more may be called, of all lanes together. */
  #left(limits: Limits, now: number): number {
    this.#forgetLate(now);
    if (this.slowdowns.until(PROVIDER) > now) return 0;
    const perSecond = this.#perSecond(limits);
    const left = perSecond === null ? MOST_CALLED : this.#spacing(PROVIDER).left(now, perSecond);
    return Math.min(left, MOST_CALLED) - this.#called.size;
  }

  #laneLeft(lane: string, limits: Limits, now: number): number {
    if (this.slowdowns.until(lane) > now) return 0;
    const perSecond = this.#perSecondOf(lane, limits);
    if (perSecond === null) return MOST_CALLED;
    return this.#spacing(lane).left(now, perSecond) - this.#calledIn(lane);
  }

  #marketingLeft({ warmUp }: Limits, now: number): number {
    const today = todayOf(warmUp, now);
    if (warmUp === null || today === null) return Number.POSITIVE_INFINITY;
    return today.most - this.sent.of(warmUp, today);
  }

  #count({ warmUp }: Limits, now: number, n: 1 | -1): void {
    const today = todayOf(warmUp, now);
    if (warmUp !== null && today !== null) this.sent.add(warmUp, today, n);
  }

  #perSecond({ perSecond }: Limits): number | null {
    return least(perSecond, this.slowdowns.perSecond(PROVIDER));
  }

  #perSecondOf(lane: string, { lanePerSecond }: Limits): number | null {
    return least(lanePerSecond, this.slowdowns.perSecond(lane));
  }

  #calledIn(lane: string): number {
    return [...this.#called.values()].filter((one) => one.lane === lane).length;
  }

  #forgetLate(now: number): void {
    for (const [effect, { at }] of this.#called) {
      if (at < now - PATIENCE) this.#called.delete(effect);
    }
  }

  #spacing(key: string): Spacing {
    const known = this.#spacings.get(key);
    if (known !== undefined) return known;
    const spacing = new Spacing();
    this.#spacings.set(key, spacing);
    return spacing;
  }
}

const least = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);
