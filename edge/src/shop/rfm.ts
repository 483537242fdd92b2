/**
 * Where the shop's buyers are cut into fifths (RFM): facts of the shop that some conditions ask for.
 *
 * Once a day of the shop's calendar every customer's figures are read, by slices, and the cuts are
 * made of them. Reading writes nothing, so what was read so far is only remembered, and an object
 * that begins anew begins the day's reading anew. When cuts have moved, each customer is updated.
 */
import type { Engine, RfmCuts, RfmFigures, ShopFacts } from "edgewise";
import { NO_STATE, textOf } from "./customer.ts";
import type { Customers } from "./customers.ts";
import type { Plans } from "./plans.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";
import type { Timers } from "./timers.ts";
import { Turn } from "./turn.ts";

/** Customers read in one turn, at most. */
const READ = 500;
const HOUR = 3_600_000;

interface Stored {
  version: number;
  computed_at: number;
  facts: Pick<ShopFacts, "rfm">;
}

export class Rfm {
  readonly #sql: Sql;
  readonly #engine: Engine;
  readonly #plans: Plans;
  readonly #customers: Customers;
  readonly #timers: Timers;
  /** What a reading has come to: the last customer read, and the figures of all before. */
  #read: { after: string; figures: RfmFigures[] } = { after: "", figures: [] };

  constructor(sql: Sql, engine: Engine, plans: Plans, customers: Customers, timers: Timers) {
    this.#sql = sql;
    this.#engine = engine;
    this.#plans = plans;
    this.#customers = customers;
    this.#timers = timers;
  }

  /** Whether the live plan asks for them. */
  get needed(): boolean {
    return this.#plans.needs.rfm;
  }

  /** The latest facts, with their version. Before the first there is version 0, with nothing. */
  latest(): Stored {
    const text = readMeta(this.#sql, "shop-facts");
    if (typeof text === "string") return JSON.parse(text) as Stored;
    return { version: 0, computed_at: 0, facts: {} };
  }

  /** Sees to it that they are computed, where the plan asks for them and nothing is planned. */
  plan(now: number): void {
    const timers = this.#timers;
    if (!this.needed || timers.has("rfm_reading") || timers.has("rfm_change")) return;
    timers.set({ kind: "rfm_reading" }, now);
  }

  /** Computes them anew now, and not only tomorrow: many customers changed at once. */
  again(now: number): void {
    if (!this.needed) return;
    this.#timers.drop({ kind: "rfm_reading" });
    this.#timers.set({ kind: "rfm_reading" }, now);
  }

  /** Reads the next customers' figures after `after`; at the end makes the cuts. */
  read(after: string, now: number): void {
    if (!this.needed) return;
    // Somebody else's reading, or one that was rolled back: begin anew.
    if (after !== this.#read.after) {
      this.#read = { after: "", figures: [] };
      if (after !== "") {
        this.#timers.set({ kind: "rfm_reading" }, now);
        return;
      }
    }
    const figures = after === "" ? [] : this.#read.figures;
    const ids = this.#customers.idsAfter(after, READ);
    const turn = new Turn(READ);
    let last = after;
    for (const id of ids) {
      if (!turn.next()) break;
      last = id;
      const state = textOf(this.#customers.look(id)?.state ?? NO_STATE);
      const plan = this.#plans.live;
      const own = this.#plans.with(plan, (loaded) => this.#engine.rfmFigures(loaded, state));
      if (own !== null) figures.push(own);
    }
    if (ids.length === READ || last !== (ids.at(-1) ?? after)) {
      this.#read = { after: last, figures };
      this.#timers.set({ kind: "rfm_reading" }, now, last);
      return;
    }
    this.#read = { after: "", figures: [] };
    this.#store(this.#engine.rfmCuts(figures), now);
    this.#timers.set({ kind: "rfm_reading" }, this.#nextDay(now));
  }

  #store(rfm: RfmCuts | null, now: number): void {
    const { version, facts } = this.latest();
    const moved = JSON.stringify(rfm) !== JSON.stringify(facts.rfm ?? null);
    const next = {
      version: moved ? version + 1 : version,
      computed_at: now,
      facts: rfm === null ? {} : { rfm },
    };
    writeMeta(this.#sql, "shop-facts", JSON.stringify(next));
    if (moved) this.#timers.set({ kind: "rfm_change", version: String(next.version) }, now);
  }

  /** The first moment of the next day by the shop's calendar. */
  #nextDay(now: number): number {
    const day = (at: number) => this.#engine.localDay(this.#plans.zone, at);
    const today = day(now);
    // No day has more than 25 hours.
    let [before, from] = [now, now + 26 * HOUR];
    while (from - before > 1) {
      const middle = Math.floor((before + from) / 2);
      if (day(middle) === today) before = middle;
      else from = middle;
    }
    return from;
  }
}
