/**
 * The commit rule: load the state, ask the engine, write everything it decided, in one transaction.
 *
 * Nothing here waits and nothing here acts. The caller has opened a storage transaction; when the
 * engine refuses or traps, the transaction is rolled back and nothing was written.
 */
import { Buffer } from "node:buffer";
import {
  type Effect,
  type Engine,
  EngineError,
  EngineTrap,
  type Key,
  type Move,
  type MoveHead,
} from "edgewise";
import { kindOf, log } from "../log.ts";
import type { Catalog } from "./catalog.ts";
import { type Customer, jsonOf, PACKED, textOf as stateText } from "./customer.ts";
import type { Copies } from "./copies.ts";
import type { Credits } from "./credits.ts";
import type { Customers } from "./customers.ts";
import type { Identity } from "./identity.ts";
import type { Metrics } from "./metrics.ts";
import type { Journal, Kind, Sender } from "./journal.ts";
import type { Outbox } from "./outbox.ts";
import type { Plans } from "./plans.ts";
import type { Questions } from "./questions.ts";
import type { Rfm } from "./rfm.ts";
import type { Experiments } from "./experiments.ts";
import type { Enrollments } from "./enrollments.ts";
import type { Tasks } from "./tasks.ts";
import type { Segments } from "./segments.ts";
import type { Sent } from "./sent.ts";
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
  | { type: "retell"; events: string | Uint8Array }
  | { type: "take_over"; handovers: object[]; delivered: Delivered }
  | {
      type: Exclude<Kind, "events" | "retell" | "take_over" | "ignored" | "shop" | "erased">;
      [field: string]: unknown;
    };

/** Events of a delivery. They are JSON text already, or its bytes, and are not taken apart on their way. */
export interface Delivered {
  type: "events";
  customer: string;
  delivery: string;
  events: string | Uint8Array;
}

/** What a journal row says besides the decision; without an `id` it is named after its place. */
export interface Noted {
  id?: string;
  topic?: string;
  sender?: Sender | undefined;
  /** The products that the input is about. */
  products?: string[];
  /** Whether the row is written only if the input changes anything. */
  onlyNews?: boolean;
}

/** A decision that is not written yet. */
export interface Considered {
  /** What is acted on. */
  head: MoveHead;
  /** All that was decided, as the engine wrote it, for the journal. */
  summary: Uint8Array;
  /** The customer's state after it. */
  state: Uint8Array;
  input: Asked;
  entry: Noted;
  at: number;
  plan: string;
  /** The input as the engine got it. */
  asked: Uint8Array;
}

export class Decider {
  readonly #engine: Engine;
  readonly #plans: Plans;
  readonly #customers: Customers;
  readonly #copies: Copies;
  readonly #credits: Credits;
  readonly #tasks: Tasks;
  readonly #identity: Identity;
  readonly #journal: Journal;
  readonly #outbox: Outbox;
  readonly #sent: Sent;
  readonly #segments: Segments;
  readonly #enrollments: Enrollments;
  readonly #experiments: Experiments;
  readonly #metrics: Metrics;
  readonly #rfm: Rfm;
  readonly #catalog: Catalog;
  readonly #questions: Questions;

  constructor(
    engine: Engine,
    stores: {
      plans: Plans;
      customers: Customers;
      copies: Copies;
      credits: Credits;
      tasks: Tasks;
      identity: Identity;
      journal: Journal;
      outbox: Outbox;
      sent: Sent;
      segments: Segments;
      enrollments: Enrollments;
      experiments: Experiments;
      metrics: Metrics;
      rfm: Rfm;
      catalog: Catalog;
      questions: Questions;
    },
  ) {
    this.#engine = engine;
    this.#plans = stores.plans;
    this.#customers = stores.customers;
    this.#copies = stores.copies;
    this.#credits = stores.credits;
    this.#tasks = stores.tasks;
    this.#identity = stores.identity;
    this.#journal = stores.journal;
    this.#outbox = stores.outbox;
    this.#sent = stores.sent;
    this.#segments = stores.segments;
    this.#enrollments = stores.enrollments;
    this.#experiments = stores.experiments;
    this.#metrics = stores.metrics;
    this.#rfm = stores.rfm;
    this.#catalog = stores.catalog;
    this.#questions = stores.questions;
  }

  /**
   * One move for one customer, written down. `id` names the journal row; without it the row is named
   * after the customer and its place in the chain.
   */
  move(customer: Customer, input: Asked, now: number, entry: Noted = {}): Considered {
    return this.write(customer, this.consider(customer, input, now, entry));
  }

  /** What a move would decide. Writes nothing, and changes nothing of the customer. */
  consider(customer: Customer, input: Asked, now: number, entry: Noted = {}): Considered {
    const at = Math.max(now, customer.now);
    const plan = this.#plans.live;
    const asked = bytesOf(this.#knowing(partsOf(input), customer, entry.products ?? []));
    if (eventsIn(input) !== null && asked.length > LARGEST_INPUT) {
      throw new TooLarge("event-too-large");
    }
    const decided = this.#plans.with(plan, (loaded) =>
      this.#engine.transitionBytes(loaded, customer.state, asked, at, PACKED),
    );
    return { ...decided, input, entry, at, plan, asked };
  }

  /** Writes down what was considered, of a customer who is as they were then. */
  write(customer: Customer, considered: Considered): Considered {
    const { head, summary, state, input, entry, at, plan, asked } = considered;
    // Most customers' RFM is as it was: that is worth no row.
    if ((input.type === "shop_changed" || entry.onlyNews) && !head.changed) return considered;
    if (state.length > HARD_STATE) throw new TooLarge("state-too-large");
    // A copy, so that what is remembered of a customer is not all that the engine said.
    customer.state = state.slice();
    customer.now = at;
    customer.reach = head.reach.join(" ");
    const id = entry.id ?? `${customer.id}/${customer.seq + 1}`;
    const { topic = null, sender } = entry;
    const row = { id, kind: input.type, topic, now: at, plan, sender };
    const place = this.#journal.add(customer, row, asked, summary);
    this.#segments.follow(customer.id, head);
    this.#metrics.follow(head, eventsIn(input), at);
    this.#enrollments.follow(customer, head);
    this.#copies.follow(customer.id, head, at);
    this.#credits.follow(customer, head);
    this.#experiments.follow(customer, head, MOVING.has(input.type));
    for (const effect of head.effects ?? []) {
      const failed = this.#outbox.find(effect.id);
      const put = this.#outbox.put(effect, customer.id, at);
      if (put === "taken") this.#reportTaken(effect, at);
      // A message counts once, by what became of it last.
      if (put === "reopened" && failed !== null) this.#metrics.takeBackFailure(failed);
    }
    for (const { effect, reason } of head.withdrawn ?? []) {
      this.#withdraw(effect, customer.id, reason, at);
    }
    // A wake that is already over would come again at once, for ever.
    const wake = head.wake && { ...head.wake, at: Math.max(head.wake.at, at + 1) };
    // What an event without effect came to stands in the journal.
    if (input.type === "events" && !head.effects && !head.withdrawn) {
      this.#customers.follow(customer, wake, place);
    } else this.#customers.save(customer, wake);
    return considered;
  }

  /** Merges a loser into a winner: state, outbox and, by a pointer, identity. */
  merge(winner: Customer, loser: Customer, now: number, hollow = false): void {
    const input: Asked = {
      type: "merge",
      loser: JSON.parse(jsonOf(this.#engine, loser.state)),
      loser_customer: loser.id,
      ...(hollow ? { hollow } : {}),
    };
    this.#customers.redirect(loser, winner);
    this.#segments.remove(loser.id, now);
    this.#enrollments.remove(loser.id);
    this.#copies.remove(loser.id);
    this.#credits.remove(loser.id);
    this.#experiments.handOver(loser.id, winner.id);
    this.#sent.handOver(loser.id, winner.id);
    this.#outbox.handOver(loser.id, winner.id);
    this.#tasks.handOver(loser.id, winner.id);
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
      const given = this.#engine.handover(stateText(holder.state), key, customer.id, inFlight);
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
        this.#identity.unlink(address);
      }
      this.merge(customer, holder, now, true);
    }
  }

  /** An input with the facts of the shop that the plan asks for, as the engine gets it. */
  #knowing(input: Part[], customer: Customer, about: string[]): Part[] {
    const { rfm, catalogue } = this.#plans.needs;
    if (!rfm && !catalogue) return input;
    const facts: { rfm?: unknown; products?: unknown } = rfm ? { ...this.#rfm.latest().facts } : {};
    if (catalogue) {
      const known = this.#engine.productsOf(stateText(customer.state));
      facts.products = this.#catalog.factsOf([...known, ...about]);
    }
    return [`{"type":"knowing","facts":${JSON.stringify(facts)},"input":`, ...input, "}"];
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

/** Inputs by which orders become another customer's. */
const MOVING: ReadonlySet<Asked["type"]> = new Set(["merge", "give_up", "take_over"]);

/** The events of an input, if it has any. */
function eventsIn(input: Asked): Part | null {
  if (input.type === "take_over") return (input.delivered as Delivered).events;
  return input.type === "events" ? (input.events as Part) : null;
}

/** A part of a text, as it is at hand. */
type Part = string | Uint8Array;

const encoder = new TextEncoder();

/** Parts of a text as one run of bytes. */
function bytesOf(parts: readonly Part[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part)),
  );
}

/** The input as the engine and the journal take it. */
function partsOf(input: Asked): Part[] {
  if (input.type === "take_over") {
    const { delivered, handovers } = input as { delivered: Delivered; handovers: object[] };
    const before = `{"type":"take_over","handovers":${JSON.stringify(handovers)},"input":`;
    return [before, ...partsOf(delivered), "}"];
  }
  if (input.type !== "events" && input.type !== "retell") return [JSON.stringify(input)];
  const { events, ...about } = input as { events: Part; type: string };
  return [`${JSON.stringify(about).slice(0, -1)},"events":`, events, "}"];
}
