/**
 * What becomes of a verified request: decided at once while its shop has time for it, written down and
 * decided later when it has not, turned away when even that is too much.
 *
 * Shopify gives up after five seconds, and WooCommerce never sends again and turns a webhook off at the
 * seventh failure. So a webhook is acknowledged as soon as it is durable, decided or not, and webhooks
 * keep their order. A browser's events can come again, and are turned away first.
 */
import { logError, logOften } from "../log.ts";
import { pauseOf } from "../turns.ts";
import type { Batches } from "./batches.ts";
import type { Incoming, Outcome } from "./incoming.ts";
import { isWebhook, type Task } from "./deliver.ts";
import { Queue } from "./queue.ts";
import { contentOf, SameAgain } from "./same-again.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";
import { MOST_UNDECIDED, type Waiting } from "./undecided.ts";

/** The most requests that may wait for a turn: more is more than the shop has time for. */
const MOST_WAITING = 200;
/** Beyond this many undecided webhooks, events are turned away: they would wait behind them. */
const EVENTS_UNTIL = 1_000;
/** Undecided deliveries that are read for one turn, and bytes of them. */
const READ = 64;
const READ_BYTES = 512 * 1024;
/** The alarm looks after what is undecided, in case the process ends; in milliseconds. */
const LOOKED_AFTER = 5_000;
/** How long it waits after the storage failed, in milliseconds. */
const PAUSE = 1_000;

/** When a delivery was turned away last, for the alerts. */
export const TURNED_AWAY = "turned-away-at";
/** When a store last sent an order again and again, for the alerts. */
export const REPEATED = "order-repeated-at";
/** That is written down this often at most, in milliseconds. */
const REPEATED_EVERY = 3_600_000;

export class Arrivals {
  readonly #stores: Stores;
  readonly #batches: Batches;
  readonly #decided: Queue<Task, Outcome>;
  readonly #written: Queue<Incoming, Outcome>;
  /** The first in line, read already. */
  #ahead: Waiting[] = [];
  #isDeciding = false;
  #isLookedAfter = false;
  readonly #same = new SameAgain();

  constructor(stores: Stores, batches: Batches) {
    this.#stores = stores;
    this.#batches = batches;
    const { shop } = stores.settings;
    const pause = () => pauseOf(shop);
    this.#decided = new Queue((tasks) => batches.write(tasks), pause);
    this.#written = new Queue((all) => this.#writeDown(all), pause);
  }

  /** Takes a request in. Answers once it is durable; null when there is too much. */
  async take(incoming: Incoming): Promise<Outcome | null> {
    const order = contentOf(incoming);
    const { isAgain, isLoop } = this.#same.look(order, incoming.topic);
    if (isLoop) this.#noteLoop();
    if (isAgain) return { type: "duplicate" };
    const outcome = await this.#takeNew(incoming);
    if (outcome?.type === "accepted") this.#same.note(order);
    return outcome;
  }

  async #takeNew(incoming: Incoming): Promise<Outcome | null> {
    const { undecided } = this.#stores;
    const size = incoming.body.length;
    const isLate = undecided.count() > 0 || this.#written.waiting > 0;
    if (!isWebhook(incoming)) {
      if (undecided.count() > EVENTS_UNTIL) return this.#turnAway("events");
      return this.#decided.push({ incoming, progress: null }, size) ?? this.#turnAway("events");
    }
    if (!isLate && this.#decided.waiting < MOST_WAITING) {
      const decided = this.#decided.push({ incoming, progress: null }, size);
      if (decided !== null) return decided;
    }
    if (undecided.count() >= MOST_UNDECIDED) return this.#turnAway("webhooks");
    return this.#written.push(incoming, size) ?? this.#turnAway("webhooks");
  }

  /** Takes something in that waits for no turn of others, such as a dead letter that is retried. */
  retry(incoming: Incoming): Promise<Outcome> | null {
    return this.#decided.push({ incoming, progress: null }, incoming.body.length);
  }

  /**
   * Takes in rows that were read from a connected store's lists, as webhooks are. Answers when they are
   * durable: whether there was room for all.
   */
  async takeRows(
    rows: readonly { json: string }[],
    about: Pick<Incoming, "topic" | "importedBefore">,
  ): Promise<boolean> {
    const encoder = new TextEncoder();
    const from = { source: this.#stores.settings.platform, headers: {}, ...about };
    const taken = rows.map(({ json }) => {
      const incoming = { ...from, body: encoder.encode(json) };
      this.#same.note(contentOf(incoming));
      return this.retry(incoming);
    });
    const done = await Promise.allSettled(taken);
    const failed = done.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return taken.every((one) => one !== null);
  }

  /** Goes on with what is undecided, from this run of the process or one before. */
  resume(): void {
    if (this.#isDeciding || this.#stores.undecided.count() === 0) return;
    this.#isDeciding = true;
    this.#soon(0);
  }

  #writeDown(all: Incoming[]): Outcome[] {
    const { undecided, timers, clock } = this.#stores;
    this.#stores.transaction(() => {
      const now = clock.now();
      for (const incoming of all) undecided.add(incoming, now);
      if (!this.#isLookedAfter) timers.set({ kind: "undecided" }, now + LOOKED_AFTER);
      timers.arm();
    });
    this.#isLookedAfter = true;
    this.resume();
    return all.map(() => ({ type: "accepted", deliveries: 1 }));
  }

  #soon(milliseconds: number): void {
    const pause = Math.max(milliseconds, pauseOf(this.#stores.settings.shop));
    setTimeout(() => this.#decideNext(), pause);
  }

  /** One turn: whatever came before the first that was written down is decided first. */
  #decideNext(): void {
    const { undecided } = this.#stores;
    let pause = 0;
    try {
      if (this.#decided.waiting === 0) {
        // What was read may be gone since: the shop's data was erased.
        const [next] = this.#ahead;
        if (next === undefined || !undecided.has(next.place)) {
          this.#ahead = undecided.first(READ, READ_BYTES);
        }
        this.#ahead = this.#batches.decide(this.#ahead);
      }
    } catch (error) {
      this.#ahead = [];
      logError("undecided-failed", error, { shop: this.#stores.settings.shop });
      pause = PAUSE;
    }
    if (undecided.count() > 0) this.#soon(pause);
    else this.#isDeciding = false;
  }

  /**
   * Takes in what visitors did before that may not wait any longer: whatever is not `unasked`. Nothing
   * of the kind waits when it is done. Null changes nothing.
   */
  async takeVisitors(unasked: readonly string[] | null): Promise<void> {
    while (unasked !== null && this.#batches.takeVisitors(unasked)) {
      await scheduler.wait(pauseOf(this.#stores.settings.shop));
    }
  }

  /** The alarm's part: deciding goes on, and it comes again while anything is left. */
  lookAfter(timer: Timer, now: number): void {
    const { undecided, timers } = this.#stores;
    const isLeft = undecided.count() > 0;
    if (isLeft) timers.repeat(timer, now + LOOKED_AFTER);
    else timers.end(timer);
    this.#isLookedAfter = isLeft;
    this.resume();
  }

  /** The store is in a loop, which somebody should end. */
  #noteLoop(): void {
    const { sql, clock } = this.#stores;
    const now = clock.now();
    if (now - Number(readMeta(sql, REPEATED) ?? 0) < REPEATED_EVERY) return;
    this.#stores.transaction(() => writeMeta(sql, REPEATED, now));
  }

  #turnAway(what: "webhooks" | "events"): null {
    const { settings, sql, clock } = this.#stores;
    logOften("turned-away", { shop: settings.shop, what }, "warn");
    if (what === "webhooks") {
      try {
        writeMeta(sql, TURNED_AWAY, clock.now());
      } catch (error) {
        logError("turned-away-not-noted", error, { shop: settings.shop });
      }
    }
    return null;
  }
}
