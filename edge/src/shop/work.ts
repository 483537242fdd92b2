/**
 * What the alarm does: wake customers, try effects, move customers to a new plan.
 *
 * A run takes what is due in slices. Each timer of a slice is handled in a savepoint of its own, so
 * that one that fails leaves its neighbours alone; it has its own count of attempts and is laid aside
 * alone. What needs the outside world is leased in the slice's transaction and tried after it.
 */
import { EngineTrap } from "edgewise";
import { kindOf, log, logError } from "../log.ts";
import { isDevelopment } from "../env.ts";
import { letInNext } from "./let-in.ts";
import type { Attempt, Performer } from "./perform.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";
import { tellNext, watches } from "./watch.ts";

const SLICE = 64;
const AT_ONCE = 8;
/** A run ends after this time and goes on at the next alarm, in milliseconds. */
const LONGEST_RUN = 20_000;
/** The alarm is set this far ahead before anything else, in case the run dies. */
const GUARD = 30_000;
/** Attempts of one timer before it is laid aside. */
const MOST_ATTEMPTS = 3;
/** Customers moved to a new plan in one step. */
const REFOLD = 50;

export class Work {
  readonly #stores: Stores;
  readonly #performer: Performer;
  #running: Promise<void> | null = null;

  constructor(stores: Stores, performer: Performer) {
    this.#stores = stores;
    this.#performer = performer;
  }

  /** Does what is due now. Never throws; two calls share one run, and the second sees it through. */
  async run(): Promise<void> {
    while (this.#running !== null) await this.#running;
    this.#running = this.#runOnce().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #runOnce(): Promise<void> {
    const { timers } = this.#stores;
    try {
      this.#stores.transaction(() => timers.guard(GUARD));
      for (const end = Date.now() + LONGEST_RUN; Date.now() < end; ) {
        const slice = this.#takeSlice();
        await inTurns(slice.attempts, AT_ONCE, (attempt) => this.#performer.attempt(attempt));
        if (slice.handled === 0) break;
        // What arrives meanwhile has its turn between two slices.
        await scheduler.wait(0);
      }
    } catch (error) {
      logError("work-failed", error);
    } finally {
      try {
        this.#stores.transaction(() => timers.arm());
      } catch (error) {
        timers.distrust();
        logError("alarm-not-set", error);
      }
    }
  }

  /** Handles a slice of timers in one transaction; gives what must be tried outside. */
  #takeSlice(): { handled: number; attempts: Attempt[] } {
    const { timers, clock } = this.#stores;
    return this.#stores.transaction(() => {
      const now = clock.now();
      const due = timers.due(now, SLICE);
      const attempts = due.flatMap((timer) => this.#handle(timer, now));
      return { handled: due.length, attempts };
    });
  }

  #handle(timer: Timer, now: number): Attempt[] {
    try {
      return this.#stores.transaction(() => this.#act(timer, now));
    } catch (error) {
      this.#failed(timer, error, now);
      return [];
    }
  }

  #act(timer: Timer, now: number): Attempt[] {
    const [kind, id] = [timer.subject.slice(0, 2), timer.subject.slice(2)];
    if (kind === "o/") {
      const attempt = this.#performer.release(id, timer.at, now);
      return attempt === null ? [] : [attempt];
    }
    if (kind === "w/") this.#wake(timer, id, now);
    else if (kind === "r/") this.#rank(timer, id, now);
    else if (kind === "e/") letInNext(this.#stores, timer, now);
    else if (kind === "n/") tellNext(this.#stores, timer, now);
    else this.#refold(timer, id, now);
    return [];
  }

  #wake(timer: Timer, id: string, now: number): void {
    const { customers, decider, timers } = this.#stores;
    const customer = customers.find(id);
    if (customer === null || customer.id !== id || customer.wakeAt !== timer.at) {
      timers.move(timer.subject, timer.at, null);
      return;
    }
    decider.move(customer, { type: "wake" }, now);
  }

  /** Tells the next customers that the plan changed. The cursor is the subject's second half. */
  #refold(timer: Timer, rest: string, now: number): void {
    const { customers, past, plans, ranks, segments, timers } = this.#stores;
    const [plan = "", after = ""] = rest.split("/");
    timers.move(timer.subject, timer.at, null);
    if (plan !== plans.live) return;
    const ids = customers.idsAfter(after, REFOLD);
    for (const id of ids) this.#tell(id, "plan_changed", now);
    const last = ids.at(-1);
    if (last !== undefined && ids.length === REFOLD) timers.move(`p/${plan}/${last}`, null, now);
    else {
      past.retold();
      segments.tidy();
      ranks.plan(now);
    }
  }

  /** Computes the shop's ranks, or tells the next customers that they moved. */
  #rank(timer: Timer, rest: string, now: number): void {
    const { customers, ranks, timers } = this.#stores;
    const [what, ...more] = rest.split("/");
    timers.move(timer.subject, timer.at, null);
    if (what === "read") {
      ranks.read(more[0] ?? "", now);
      return;
    }
    const [version, after = ""] = more;
    if (!ranks.needed || version !== String(ranks.latest().version)) return;
    const ids = customers.idsAfter(after, REFOLD);
    for (const id of ids) this.#tell(id, "shop_changed", now);
    const last = ids.at(-1);
    if (last !== undefined && ids.length === REFOLD) {
      timers.move(`r/tell/${version}/${last}`, null, now);
    }
  }

  /** One customer who cannot be moved holds nobody else up. */
  #tell(id: string, what: "plan_changed" | "shop_changed", now: number): void {
    const { customers, decider, engine, past, runs, segments } = this.#stores;
    try {
      this.#stores.transaction(() => {
        const customer = customers.find(id);
        if (customer === null) return;
        const missing = what === "plan_changed" ? past.missingOf(customer) : [];
        for (const events of missing) decider.move(customer, { type: "retell", events }, now);
        decider.move(customer, { type: what }, now);
        if (what === "plan_changed") {
          segments.reconcile(customer.id, customer.state, now);
          runs.reconcile(customer.id, customer.state);
          watches(this.#stores, customer.id, engine.productsOf(customer.state), now);
        }
      });
    } catch (error) {
      logError("customer-not-told", error, { what });
    }
  }

  /** Tries a failed timer again later, or lays it aside for the merchant to see. */
  #failed(timer: Timer, error: unknown, now: number): void {
    const { sql, timers, customers, deadLetters } = this.#stores;
    const attempts = timer.attempts + 1;
    logError("timer-failed", error, { attempts });
    this.#stores.transaction(() => {
      if (attempts < MOST_ATTEMPTS) {
        timers.move(timer.subject, timer.at, null);
        timers.move(timer.subject, null, now + attempts * 1000, attempts);
        if (timer.subject.startsWith("w/")) {
          customers.setWake(timer.subject.slice(2), now + attempts * 1000);
        }
        if (timer.subject.startsWith("o/")) {
          const follow = "UPDATE outbox SET next_at = ? WHERE id = ?";
          sql.exec(follow, now + attempts * 1000, timer.subject.slice(2));
        }
        return;
      }
      timers.move(timer.subject, timer.at, null);
      const reason = error instanceof EngineTrap ? "engine-trap" : kindOf(error);
      deadLetters.addTimer(timer.subject, reason, now);
      log("timer-laid-aside", { reason });
    });
  }

  /** Moves the clock, back when negative, and does what became due. Only in development. */
  async advance(milliseconds: number): Promise<boolean> {
    const { env, clock, timers } = this.#stores;
    if (!isDevelopment(env)) return false;
    this.#stores.transaction(() => clock.advance(milliseconds));
    timers.distrust();
    await this.run();
    return true;
  }
}

/** Runs a task for each item, so many at a time. */
async function inTurns<T>(
  items: T[],
  atOnce: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
