/**
 * What customers' histories keep of events, and replaying their past.
 *
 * A history keeps the properties that the plan's conditions ask for, and no others. So a plan that
 * asks for more has to receive the events again, out of the journal. What every history is known to
 * keep is written down: it shrinks at once when a plan asks for less, because events that come then
 * are kept without the rest, and it grows when a pass through all customers is over.
 */
import type { Engine, EngineEvent, Needs, State } from "edgewise";
import { type Customer, jsonOf } from "./customer.ts";
import type { Customers } from "./customers.ts";
import { eventsHolder, type Journal } from "./journal.ts";
import type { Plans } from "./plans.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";
import { LARGEST_PAGE, Turn } from "./turn.ts";

/** Properties by kind of event. */
type Kept = Needs["kept"];

/** No history keeps more events of one kind. */
const MOST_OF_A_KIND = 256;
/** The events of one replay, in bytes of text. */
const LARGEST_TELLING = 128 * 1024;
/** Of a longer life, this many of the newest events are replayed or tested with. */
const LARGEST_LIFE = 5_000;

/** A page of the shop's history. */
export interface HistoryPage {
  lines: string;
  /** After whom the next page begins, or null. */
  next: string | null;
  /** How many customers on it have more events than are returned. */
  cut: number;
}

export class Replay {
  readonly #sql: Sql;
  readonly #engine: Engine;
  readonly #plans: Plans;
  readonly #customers: Customers;
  readonly #journal: Journal;

  constructor(sql: Sql, engine: Engine, plans: Plans, customers: Customers, journal: Journal) {
    this.#sql = sql;
    this.#engine = engine;
    this.#plans = plans;
    this.#customers = customers;
    this.#journal = journal;
  }

  /** A new plan is live: from now on histories keep what it asks for. */
  edited(): void {
    const { kept } = this.#plans.needs;
    const still = Object.entries(this.#known()).map(([event, names]) => [
      event,
      names.filter((name) => kept[event]?.includes(name)),
    ]);
    this.#write(Object.fromEntries(still));
  }

  /** Every customer's past was replayed for what the live plan asks. */
  retold(): void {
    this.#write(this.#plans.needs.kept);
  }

  /**
   * A customer's events of the kinds that the live plan keeps more of than their history may hold,
   * as the JSON texts of one list or several; nothing where nothing is missing.
   */
  missingOf(customer: Customer): string[] {
    const known = this.#known();
    const kinds = Object.entries(this.#plans.needs.kept)
      .filter(([event, names]) => names.some((name) => !known[event]?.includes(name)))
      .map(([event]) => event);
    if (kinds.length === 0) return [];
    const { events } = this.#eventsOf(customer, LARGEST_LIFE);
    const wanted = events.filter(({ kind }) => kinds.includes(kind.type));
    const newest = kinds.flatMap((type) =>
      wanted
        .filter(({ kind }) => kind.type === type)
        .sort((a, b) => momentOf(a) - momentOf(b))
        .slice(-MOST_OF_A_KIND),
    );
    return inLists(newest.map((event) => JSON.stringify(event)));
  }

  /**
   * What was ever received about the customers after one of them, a line of JSON for each: a backtest's
   * history. What was received about checkouts and orders that turned out to be other customers' is left out.
   * A page is a turn's work; of a customer with more than `LARGEST_LIFE` it holds the newest.
   */
  page(after: string, limit: number): HistoryPage {
    const turn = new Turn(limit);
    const ids = this.#customers.idsAfter(after, limit);
    const page = { lines: "", next: null as string | null, cut: 0 };
    let last = after;
    for (const id of ids) {
      if (!turn.next() || page.lines.length >= LARGEST_PAGE) return { ...page, next: last };
      last = id;
      const customer = this.#customers.look(id);
      if (customer === null || customer.unreadable) continue;
      const { events, cut } = this.#eventsOf(customer, LARGEST_LIFE);
      if (events.length === 0) continue;
      events.sort((a, b) => momentOf(a) - momentOf(b));
      const own = this.#ownOnly(customer, JSON.stringify(events));
      page.lines += `{"customer":${JSON.stringify(id)},"events":${own}}\n`;
      if (cut) page.cut += 1;
    }
    return { ...page, next: ids.length === limit ? last : null };
  }

  /** Events without what they say of checkouts and orders that turned out to be other customers'. */
  #ownOnly(customer: Customer, events: string): string {
    const { customer: facts } = JSON.parse(jsonOf(this.#engine, customer.state) || "{}") as State;
    const keys = Object.keys(facts?.given_up ?? {});
    return keys.length === 0 ? events : this.#engine.withoutPurchases(events, keys);
  }

  /**
   * What was ever received about a customer, and about who was merged into them: the newest, and whether
   * that leaves any out.
   */
  #eventsOf(customer: Customer, most: number): { events: EngineEvent[]; cut: boolean } {
    const events: EngineEvent[] = [];
    for (const head of this.#customers.headsOf(customer)) {
      for (const { kind, input } of this.#journal.chain(head)) {
        if (kind !== "events" && kind !== "take_over") continue;
        if (events.length >= most) return { events, cut: true };
        events.push(...((eventsHolder(input)?.events ?? []) as EngineEvent[]));
      }
    }
    return { events, cut: false };
  }

  #known(): Kept {
    return JSON.parse((readMeta(this.#sql, "kept-properties") as string | null) ?? "{}") as Kept;
  }

  #write(kept: Kept): void {
    const text = JSON.stringify(kept);
    if (text !== JSON.stringify(this.#known())) writeMeta(this.#sql, "kept-properties", text);
  }
}

const momentOf = ({ occurred_at: at, received_at: received }: EngineEvent) => at ?? received;

/** Texts of values as lists of a bounded length. */
function inLists(texts: string[]): string[] {
  const lists: string[][] = [];
  let room = 0;
  for (const text of texts) {
    room -= text.length;
    if (room < 0) {
      lists.push([]);
      room = LARGEST_TELLING - text.length;
    }
    lists.at(-1)?.push(text);
  }
  return lists.map((list) => `[${list.join(",")}]`);
}
