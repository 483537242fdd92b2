/**
 * The commit rule: load the state, ask the engine, write everything it decided, in one transaction.
 *
 * Nothing here waits and nothing here acts. The caller has opened a storage transaction; when the
 * engine refuses or traps, the transaction is rolled back and nothing was written.
 */
import type { Engine, Summary } from "edgewise";
import type { Customer, Customers } from "./customers.ts";
import type { Journal, Kind, Sender } from "./journal.ts";
import type { Outbox } from "./outbox.ts";
import type { Plans } from "./plans.ts";

/** A customer's state may not grow beyond this, in bytes of text. */
const HARD_STATE = 256 * 1024;
/** Beyond this the shop's health page says so. */
export const SOFT_STATE = 64 * 1024;
/** The largest input of one decision, in bytes of text. */
const LARGEST_INPUT = 256 * 1024;

/** Something is beyond a limit of ours: not the engine's word, and no use trying again. */
export class TooLarge extends Error {
  constructor(readonly code: "state-too-large" | "event-too-large") {
    super(code);
    this.name = "TooLarge";
  }
}

export interface Input {
  type: Exclude<Kind, "ignored" | "shop" | "erased">;
  [field: string]: unknown;
}

export class Decider {
  readonly #engine: Engine;
  readonly #plans: Plans;
  readonly #customers: Customers;
  readonly #journal: Journal;
  readonly #outbox: Outbox;

  constructor(
    engine: Engine,
    plans: Plans,
    customers: Customers,
    journal: Journal,
    outbox: Outbox,
  ) {
    this.#engine = engine;
    this.#plans = plans;
    this.#customers = customers;
    this.#journal = journal;
    this.#outbox = outbox;
  }

  /**
   * One move for one customer, written down. `id` names the journal row; without it the row is named
   * after the customer and its place in the chain.
   */
  move(
    customer: Customer,
    input: Input,
    now: number,
    entry: { id?: string; topic?: string; sender?: Sender | undefined } = {},
  ): Summary {
    const at = Math.max(now, customer.now);
    const plan = this.#plans.live;
    const asked = JSON.stringify(input);
    if (input.type === "events" && asked.length > LARGEST_INPUT) {
      throw new TooLarge("event-too-large");
    }
    const { summary, text, state } = this.#plans.with(plan, (loaded) =>
      this.#engine.transition(loaded, customer.state, asked, at),
    );
    if (state.length > HARD_STATE) throw new TooLarge("state-too-large");
    customer.state = state;
    customer.now = at;
    const id = entry.id ?? `${customer.id}/${customer.seq + 1}`;
    const { topic = null, sender } = entry;
    const row = { id, kind: input.type, topic, now: at, plan, sender };
    this.#journal.add(customer, row, asked, text);
    for (const effect of summary.effects) this.#outbox.put(effect, customer.id, at);
    for (const { effect, reason } of summary.withdrawn) this.#withdraw(effect, reason, at);
    // A wake that is already over would come again at once, for ever.
    const wake = summary.wake && { ...summary.wake, at: Math.max(summary.wake.at, at + 1) };
    this.#customers.save(customer, wake);
    return summary;
  }

  /** Merges a loser into a winner: state, outbox and, by a pointer, identity. */
  merge(winner: Customer, loser: Customer, now: number): void {
    const input: Input = {
      type: "merge",
      loser: JSON.parse(loser.state),
      loser_customer: loser.id,
    };
    this.#customers.redirect(loser, winner);
    this.#outbox.handOver(loser.id, winner.id);
    this.move(winner, input, now);
  }

  #withdraw(effect: string, reason: string, now: number): void {
    const item = this.#outbox.find(effect);
    if (item?.state === "new") this.#outbox.finish(item, "withdrawn", reason, now);
  }
}
