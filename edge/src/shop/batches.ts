/** Deliveries that arrived in one turn, written in one transaction. */
import { EngineTrap } from "edgewise";
import { nameOf, sha256 } from "../ids.ts";
import { logError } from "../log.ts";
import { beginTurn, endTurn } from "../turns.ts";
import { codeOf } from "./decide.ts";
import type { Incoming, Outcome } from "./incoming.ts";
import { performAll } from "./acts.ts";
import { Intake, type Named, type Step, type Task } from "./deliver.ts";
import type { TakeIn } from "./doubts.ts";
import { passSoon } from "./erasing.ts";
import { isStorageFault } from "./sql.ts";
import type { Stores } from "./stores.ts";
import type { Waiting } from "./undecided.ts";

/** What else is written in a turn's transaction. */
type Also = (steps: Step[]) => void;

type Take = (named: Named, task: Task, end: number) => Step;

/** Deliveries that are read at once; of those whose turn does not come, it is remembered. */
const AHEAD = 16;
/** Traps of one delivery before it becomes a dead letter. */
const MOST_TRAPS = 3;

export class Batches {
  readonly #stores: Stores;
  readonly #intake: Intake;

  constructor(stores: Stores) {
    this.#stores = stores;
    this.#intake = new Intake(stores.engine, stores.settings, stores);
  }

  /** Takes in a claim that was confirmed, in the caller's transaction. */
  readonly takeIn: TakeIn = (incoming, id, raisedAt, now) =>
    performAll(this.#stores, this.#intake.confirm(incoming, id, raisedAt, now), now);

  /** Takes in, for a turn, what visitors did before that is not `unasked`; whether there may be more. */
  takeVisitors(unasked: readonly string[]): boolean {
    const { visitors, clock, settings, timers } = this.#stores;
    const end = beginTurn(settings.shop);
    try {
      return this.#stores.transaction(() => {
        const now = clock.now();
        let kept = visitors.takeAsked(unasked, now);
        while (kept.length > 0) {
          for (const one of kept) {
            performAll(this.#stores, this.#intake.takeKept(one, now), now);
          }
          kept = Date.now() < end ? visitors.takeAsked(unasked, now) : [];
        }
        timers.arm();
        return visitors.isAsked(unasked);
      });
    } finally {
      endTurn();
    }
  }

  /**
   * Writes as much of a batch as fits into a turn; null for what is not done yet. Where one of its
   * deliveries cannot be decided, all is done again with a savepoint for each, so that only that one is
   * made a dead letter.
   */
  write(batch: Task[], also: Also = () => {}): (Outcome | null)[] {
    const stores = this.#stores;
    const now = stores.clock.now();
    try {
      const take: Take = (named, { progress }, end) => this.#take(named, progress, now, end);
      try {
        return this.#each(batch, take, also);
      } catch (error) {
        if (isStorageFault(error)) throw error;
        const safely: Take = (named, task, end) => this.#takeSafely(named, task, now, end);
        return this.#each(batch, safely, also);
      }
    } catch (error) {
      logError("batch-failed", error, { shop: this.#stores.settings.shop, size: batch.length });
      throw error;
    }
  }

  /** Takes in a delivery; the dead letter that kept it goes in the same transaction, and only then. */
  #take(named: Named, progress: Task["progress"], now: number, end: number): Step {
    const { step, acts } = this.#intake.take(named, progress, now, end);
    performAll(this.#stores, acts, now);
    const { deadLetter } = named.incoming;
    if (deadLetter !== undefined && step.type !== "more")
      this.#stores.deadLetters.remove(deadLetter);
    return step;
  }

  /**
   * Decides what was written down, as much of it as fits into a turn, and takes that out of line; gives
   * what is left.
   */
  decide(waiting: Waiting[]): Waiting[] {
    const tasks = waiting.map(({ incoming }) => ({ incoming, progress: null }));
    let done = 0;
    this.write(tasks, (steps) => {
      done = steps.length;
      const places = waiting.slice(0, done).map(({ place }) => place);
      if (this.#stores.undecided.remove(places)) passSoon(this.#stores, this.#stores.clock.now());
    });
    return waiting.slice(done);
  }

  /** Takes one after the other in one transaction, until the turn is over. */
  #each(batch: Task[], take: Take, also: Also): (Outcome | null)[] {
    const end = beginTurn(this.#stores.settings.shop);
    try {
      return this.#turn(batch, take, also, end);
    } finally {
      endTurn();
    }
  }

  #turn(batch: Task[], take: Take, also: Also, end: number): (Outcome | null)[] {
    const stores = this.#stores;
    const steps = stores.transaction(() => {
      const done: Step[] = [];
      let ahead: Named[] = [];
      for (const [index, task] of batch.entries()) {
        if (index > 0 && Date.now() >= end) break;
        if (index % AHEAD === 0) {
          ahead = this.#intake.expect(batch.slice(index, index + AHEAD), stores.clock.now());
        }
        done.push(take(ahead[index % AHEAD] as Named, task, end));
      }
      also(done);
      stores.noteDamage(stores.clock.now());
      stores.timers.arm();
      return done;
    });
    return batch.map((task, index) => {
      const step = steps[index];
      if (step?.type !== "more") return step ?? null;
      task.progress = step.progress;
      return null;
    });
  }

  /**
   * A delivery that makes the engine trap is tried with a fresh instance, and at the third trap laid
   * aside and acknowledged: its sender can do nothing about it. So is at once what is ours to refuse, and
   * what is about a row that cannot be read.
   */
  #takeSafely(named: Named, { progress }: Task, now: number, end: number): Step {
    const { incoming } = named;
    for (let traps = 0; ; ) {
      try {
        return this.#stores.transaction(() => this.#take(named, progress, now, end));
      } catch (error) {
        traps += error instanceof EngineTrap ? 1 : MOST_TRAPS;
        const { shop } = this.#stores.settings;
        logError("delivery-failed", error, { shop, topic: incoming.topic, traps });
        if (isStorageFault(error)) throw error;
        if (traps >= MOST_TRAPS) return this.#layAside(incoming, error, now);
      }
    }
  }

  #layAside(incoming: Incoming, error: unknown, now: number): Outcome {
    const { settings, deadLetters } = this.#stores;
    const id = nameOf("dead", settings.shop, incoming.topic, sha256(incoming.body));
    const reason = codeOf(error);
    deadLetters.addDelivery(id, incoming, reason, now);
    return { type: "dead-letter", reason };
  }
}
