/**
 * The commit rule: load the state, ask the engine, write everything it decided, in one transaction.
 *
 * Nothing here waits and nothing here acts. The caller has opened a storage transaction; when the
 * engine refuses or traps, the transaction is rolled back and nothing was written.
 */
import {
  type Effect,
  type Engine,
  EngineError,
  EngineTrap,
  type Entry,
  type Key,
  type Move,
  type Summary,
} from "edgewise";
import { kindOf, log } from "../log.ts";
import type { Catalog } from "./catalog.ts";
import type { Customer } from "./customer.ts";
import type { Customers } from "./customers.ts";
import type { Metrics } from "./metrics.ts";
import type { Journal, Kind, Sender } from "./journal.ts";
import type { Outbox } from "./outbox.ts";
import type { Plans } from "./plans.ts";
import type { Questions } from "./questions.ts";
import type { Rfm } from "./rfm.ts";
import type { Enrollments } from "./enrollments.ts";
import type { Segments } from "./segments.ts";
import { Unreadable } from "./vault.ts";

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

/** The reason that something becomes a dead letter for, in a word. */
export function codeOf(error: unknown): string {
  if (error instanceof EngineTrap) return "engine-trap";
  const named =
    error instanceof EngineError || error instanceof TooLarge || error instanceof Unreadable;
  return named ? error.code : kindOf(error);
}

/** What the engine is asked. */
export type Asked =
  | Delivered
  | { type: "retell"; events: string }
  | { type: "take_over"; handovers: object[]; delivered: Delivered }
  | {
      type: Exclude<Kind, "events" | "retell" | "take_over" | "ignored" | "shop" | "erased">;
      [field: string]: unknown;
    };

/** Events of a delivery. They are JSON text already and are not taken apart on their way. */
export interface Delivered {
  type: "events";
  customer: string;
  delivery: string;
  events: string;
}

/** What a journal row says besides the decision; without an `id` it is named after its place. */
export interface Noted {
  id?: string;
  topic?: string;
  sender?: Sender | undefined;
  /** The products that the input is about. */
  products?: string[];
}

/** A decision that is not written yet. */
export interface Considered {
  summary: Summary;
  /** The summary as the engine wrote it. */
  text: string;
  /** The customer's state after it. */
  state: string;
  input: Asked;
  entry: Noted;
  at: number;
  plan: string;
  asked: string;
}

export class Decider {
  readonly #engine: Engine;
  readonly #plans: Plans;
  readonly #customers: Customers;
  readonly #journal: Journal;
  readonly #outbox: Outbox;
  readonly #segments: Segments;
  readonly #enrollments: Enrollments;
  readonly #metrics: Metrics;
  readonly #rfm: Rfm;
  readonly #catalog: Catalog;
  readonly #questions: Questions;

  constructor(
    engine: Engine,
    stores: {
      plans: Plans;
      customers: Customers;
      journal: Journal;
      outbox: Outbox;
      segments: Segments;
      enrollments: Enrollments;
      metrics: Metrics;
      rfm: Rfm;
      catalog: Catalog;
      questions: Questions;
    },
  ) {
    this.#engine = engine;
    this.#plans = stores.plans;
    this.#customers = stores.customers;
    this.#journal = stores.journal;
    this.#outbox = stores.outbox;
    this.#segments = stores.segments;
    this.#enrollments = stores.enrollments;
    this.#metrics = stores.metrics;
    this.#rfm = stores.rfm;
    this.#catalog = stores.catalog;
    this.#questions = stores.questions;
  }

  /**
   * One move for one customer, written down. `id` names the journal row; without it the row is named
   * after the customer and its place in the chain.
   */
  move(customer: Customer, input: Asked, now: number, entry: Noted = {}): Summary {
    return this.write(customer, this.consider(customer, input, now, entry));
  }

  /** What a move would decide. Writes nothing, and changes nothing of the customer. */
  consider(customer: Customer, input: Asked, now: number, entry: Noted = {}): Considered {
    const at = Math.max(now, customer.now);
    const plan = this.#plans.live;
    const asked = this.#knowing(textOf(input), customer, entry.products ?? []);
    if (eventsIn(input) !== null && asked.length > LARGEST_INPUT) {
      throw new TooLarge("event-too-large");
    }
    const decided = this.#plans.with(plan, (loaded) =>
      this.#engine.transition(loaded, customer.state, asked, at),
    );
    return { ...decided, input, entry, at, plan, asked };
  }

  /** Writes down what was considered, of a customer who is as they were then. */
  write(customer: Customer, considered: Considered): Summary {
    const { summary, text, state, input, entry, at, plan, asked } = considered;
    // Most customers' RFM is as it was: that is worth no row.
    if (input.type === "shop_changed" && !summary.changed) return summary;
    if (state.length > HARD_STATE) throw new TooLarge("state-too-large");
    customer.state = state;
    customer.now = at;
    if (customer.reach === null || mayMoveReach(input.type, summary.trace)) {
      customer.reach = this.#engine.reachable(state).join(" ");
    }
    const id = entry.id ?? `${customer.id}/${customer.seq + 1}`;
    const { topic = null, sender } = entry;
    const row = { id, kind: input.type, topic, now: at, plan, sender };
    this.#journal.add(customer, row, asked, text);
    this.#segments.follow(customer.id, summary.trace);
    this.#metrics.follow(summary.trace, eventsIn(input), at);
    this.#enrollments.follow(customer.id, summary.trace, state);
    for (const effect of summary.effects) {
      const failed = this.#outbox.find(effect.id);
      const put = this.#outbox.put(effect, customer.id, at);
      if (put === "taken") this.#reportTaken(effect, at);
      // A message counts once, by what became of it last.
      if (put === "reopened" && failed !== null) this.#metrics.takeBackFailure(failed);
    }
    for (const { effect, reason } of summary.withdrawn) {
      this.#withdraw(effect, customer.id, reason, at);
    }
    // A wake that is already over would come again at once, for ever.
    const wake = summary.wake && { ...summary.wake, at: Math.max(summary.wake.at, at + 1) };
    this.#customers.save(customer, wake);
    return summary;
  }

  /** Merges a loser into a winner: state, outbox and, by a pointer, identity. */
  merge(winner: Customer, loser: Customer, now: number, hollow = false): void {
    const input: Asked = {
      type: "merge",
      loser: JSON.parse(loser.state),
      loser_customer: loser.id,
      ...(hollow ? { hollow } : {}),
    };
    this.#customers.redirect(loser, winner);
    this.#segments.remove(loser.id, now);
    this.#enrollments.handOver(loser.state, winner.id);
    this.#outbox.handOver(loser.id, winner.id);
    this.#questions.handOver(loser.id, winner.id);
    this.move(winner, input, now);
  }

  /**
   * Hands checkouts and orders over to the customer to whom a delivery assigns them, with the
   * delivery. A customer who had one and keeps nothing but a mistaken address becomes the other
   * customer.
   */
  reassign(
    customer: Customer,
    moves: readonly (Omit<Move, "key"> & { key: string })[],
    { delivered, keys }: { delivered: Delivered; keys: readonly Key[] },
    now: number,
    entry: Noted,
  ): void {
    const hollow = new Map<string, string | null>();
    const handovers = moves.flatMap(({ key, from, account }) => {
      const holder = this.#customers.find(from);
      if (holder === null) return [];
      const inFlight = this.#outbox.inFlight(holder.id);
      const given = this.#engine.handover(holder.state, key, customer.id, inFlight);
      if (given.hollow && !account) hollow.set(holder.id, given.address);
      else hollow.delete(holder.id);
      const leaves = { type: "give_up", purchase: key, to: customer.id } as const;
      this.move(holder, { ...leaves, in_flight: inFlight }, now);
      return [given.handover];
    });
    this.move(customer, { type: "take_over", handovers, delivered }, now, entry);
    for (const [id, address] of hollow) {
      const holder = this.#customers.find(id);
      if (holder === null || holder.id === customer.id) continue;
      if (address !== null && !keys.some(({ key }) => key === address)) {
        this.#customers.unlink(address);
      }
      this.merge(customer, holder, now, true);
    }
  }

  /** An input with the facts of the shop that the plan asks for, as the engine gets it. */
  #knowing(input: string, customer: Customer, about: string[]): string {
    const { rfm, catalogue } = this.#plans.needs;
    if (!rfm && !catalogue) return input;
    const facts: { rfm?: unknown; products?: unknown } = rfm ? { ...this.#rfm.latest().facts } : {};
    if (catalogue) {
      const known = customer.state === "" ? [] : this.#engine.productsOf(customer.state);
      facts.products = this.#catalog.factsOf([...known, ...about]);
    }
    return `{"type":"knowing","facts":${JSON.stringify(facts)},"input":${input}}`;
  }

  /** Only a customer's own: the first release gave two customers' effects one id. */
  #withdraw(effect: string, customer: string, reason: string, now: number): void {
    const item = this.#outbox.find(effect);
    if (item?.state === "new" && item.customer === customer) {
      this.#outbox.finish(item, "withdrawn", reason, now);
    }
  }

  /** Two effects with one id: a fault of ours, and something the merchant wanted is not done. */
  #reportTaken({ id, workflow, step }: Effect, now: number): void {
    log("effect-id-taken", { effect: id, workflow, step });
    this.#metrics.add({ workflow, step, what: "fault/effect-id-taken" }, now);
  }
}

/** The events of an input, if it has any. */
function eventsIn(input: Asked): string | null {
  if (input.type === "take_over") return (input.delivered as Delivered).events;
  return input.type === "events" ? (input.events as string) : null;
}

/** What may change on which channels somebody can be written to. */
const MOVES_REACH: ReadonlySet<string> = new Set([
  "consent_changed",
  "customer_created",
  "customer_updated",
  "customer_identified",
  "message_bounced",
  "message_complained",
]);

function mayMoveReach(kind: Asked["type"], trace: readonly Entry[]): boolean {
  if (kind === "merge" || kind === "command") return true;
  return trace.some(
    ({ is }) => "event" in is && is.event !== undefined && MOVES_REACH.has(is.event),
  );
}

/** The input as the engine and the journal take it. */
function textOf(input: Asked): string {
  if (input.type === "take_over") {
    const { delivered, handovers } = input as { delivered: Delivered; handovers: object[] };
    return `{"type":"take_over","handovers":${JSON.stringify(handovers)},"input":${textOf(delivered)}}`;
  }
  if (input.type !== "events" && input.type !== "retell") return JSON.stringify(input);
  const { events, ...about } = input;
  return `${JSON.stringify(about).slice(0, -1)},"events":${events}}`;
}
