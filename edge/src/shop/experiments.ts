/**
 * Who was assigned to what by chance, and what they bought since: the rows that lifts are computed from.
 *
 * An experiment is a workflow's holdout, named after the workflow, or an A/B split, named after workflow and step. It
 * has phases: whatever decides who is assigned, and to what, stays the same within one, so that its arms are alike but
 * for what they got. People are compared by what they were assigned to first, whatever they got.
 */
import type { AttributedOrder, MoveHead, Step } from "edgewise";
import { canonical, type ConfigText } from "edgewise/revisions.js";
import type { Credits } from "./credits.ts";
import type { Customer } from "./customer.ts";
import { slotOf } from "./metrics.ts";
import type { Sql } from "./sql.ts";

const DAY = 24 * 3_600_000;
/** How long after somebody was assigned their orders count, in milliseconds. */
export const HORIZON = 30 * DAY;
/** How long before it what they spent is known to belong to them, and not to what they got, in milliseconds. */
const BEFORE = 90 * DAY;
/** How many customers a comparison is planned for where its past doesn't say, and at least. */
const FEWEST_PLANNED = 500;

/** Somebody was in both arms, as happens when two customers turn out to be one. They are shown and left out. */
export const BOTH = "both";
/** The arm that a holdout is compared with. */
export const HELD_OUT = "held_out";

/** Each arm with its share, the one that the others are compared with first. */
export type Shares = readonly (readonly [arm: string, share: number])[];

/** Events after which somebody has bought something else than before. */
const ORDERS: ReadonlySet<string> = new Set([
  ...["order_placed", "order_completed", "order_updated", "order_cancelled", "order_refunded"],
  ...["order_deleted", "order_anonymized"],
]);

export class Experiments {
  readonly #sql: Sql;
  readonly #credits: Credits;
  readonly #shop: { config: () => ConfigText; currency: () => string };

  /** What was paid in another currency than the shop's isn't added to what was paid in it. */
  constructor(
    sql: Sql,
    credits: Credits,
    shop: { config: () => ConfigText; currency: () => string },
  ) {
    this.#sql = sql;
    this.#credits = credits;
    this.#shop = shop;
  }

  /**
   * Begins a phase of every experiment that a new configuration changes, and ends those it doesn't have anymore.
   * `pace` is how many customers enter a workflow in a month.
   */
  publish(config: ConfigText, pace: (workflow: string) => number, now: number): void {
    const found = experimentsIn(config);
    const going = "SELECT experiment FROM phase WHERE ended_at IS NULL";
    for (const { experiment } of this.#sql.exec<{ experiment: string }>(going).toArray()) {
      if (!found.has(experiment)) this.#end(experiment, now);
    }
    for (const [experiment, { workflow, shares, definition }] of found) {
      const newest = this.#newest(experiment);
      if (newest?.definition === definition && newest.ended_at === null) continue;
      this.#end(experiment, now);
      const planned = Math.max(FEWEST_PLANNED, pace(workflow));
      this.#sql.exec(
        "INSERT INTO phase VALUES (?, ?, ?, NULL, ?, ?, ?)",
        ...[experiment, (newest?.phase ?? 0) + 1, now, planned, JSON.stringify(shares), definition],
      );
    }
  }

  /**
   * Writes down who was assigned to what, and of those who are, what they bought. `moved` says that orders may have
   * come from another customer or gone to one.
   */
  follow(
    customer: Customer,
    { assigned = [], recorded = [], credits = false }: MoveHead,
    moved: boolean,
  ): void {
    for (const { workflow, step, arm, at } of assigned) {
      const experiment = nameOf(workflow, step ?? null);
      // A release that knew no phases published the configuration.
      if (this.#newest(experiment) === null) this.publish(this.#shop.config(), () => 0, at);
      const newest = this.#newest(experiment);
      if (newest === null || newest.ended_at !== null) continue;
      this.#sql.exec(
        `INSERT INTO assigned VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0)
           ON CONFLICT DO UPDATE SET arm = iif(arm = excluded.arm, arm, '${BOTH}')`,
        ...[newest.experiment, newest.phase, customer.id, arm, at],
      );
    }
    if (
      moved ||
      assigned.length > 0 ||
      credits ||
      recorded.some(({ event }) => ORDERS.has(event))
    ) {
      this.#measure(customer);
    }
  }

  /** Gives a merged customer's places to the winner. Who had one in each arm is in neither. */
  handOver(loser: string, winner: string): void {
    this.#sql.exec(
      `INSERT INTO assigned SELECT experiment, phase, ?1, arm, at, ordered, "before", "after"
         FROM assigned WHERE customer = ?2
       ON CONFLICT DO UPDATE SET at = min(at, excluded.at), arm = iif(arm = excluded.arm, arm, '${BOTH}')`,
      winner,
      loser,
    );
    this.#sql.exec("DELETE FROM assigned WHERE customer = ?", loser);
  }

  /** Takes the name off somebody's places. */
  forget(customer: string, nameless: string): void {
    const rows = "SELECT experiment, phase, at FROM assigned WHERE customer = ?";
    type Row = { experiment: string; phase: number; at: number };
    for (const { experiment, phase, at } of this.#sql.exec<Row>(rows, customer).toArray()) {
      this.#sql.exec(
        `UPDATE assigned SET customer = ?, at = ? WHERE experiment = ? AND phase = ? AND customer = ?`,
        ...[nameless, slotOf(at), experiment, phase, customer],
      );
    }
  }

  #measure(customer: Customer): void {
    const query = "SELECT experiment, phase, at FROM assigned WHERE customer = ?";
    type Row = { experiment: string; phase: number; at: number };
    const places = this.#sql.exec<Row>(query, customer.id).toArray();
    if (places.length === 0) return;
    const orders = this.#credits.of(customer).orders.filter(isBought);
    for (const { experiment, phase, at } of places) {
      const since = orders.filter((one) => one.placed_at >= at && one.placed_at < at + HORIZON);
      const before = orders.filter((one) => one.placed_at < at && one.placed_at >= at - BEFORE);
      this.#sql.exec(
        `UPDATE assigned SET ordered = ?, "before" = ?, "after" = ?
           WHERE experiment = ? AND phase = ? AND customer = ?`,
        ...[since.length, this.#spent(before), this.#spent(since), experiment, phase, customer.id],
      );
    }
  }

  #spent(orders: AttributedOrder[]): number {
    const own = orders.filter(({ net }) => net.currency === this.#shop.currency());
    return own.reduce((sum, { net }) => sum + net.minor, 0);
  }

  #newest(experiment: string) {
    type Row = { experiment: string; phase: number; ended_at: number | null; definition: string };
    const query = `SELECT experiment, phase, ended_at, definition FROM phase WHERE experiment = ?
      ORDER BY phase DESC LIMIT 1`;
    return this.#sql.exec<Row>(query, experiment).toArray()[0] ?? null;
  }

  #end(experiment: string, now: number): void {
    const end = "UPDATE phase SET ended_at = ? WHERE experiment = ? AND ended_at IS NULL";
    this.#sql.exec(end, now, experiment);
  }
}

/** Whether somebody bought something with an order: what was given away, taken back or a test is no purchase. */
const isBought = ({ credit, without }: AttributedOrder): boolean =>
  credit !== undefined || without === "no_touch" || without === "outside_window";

/** A holdout is named after its workflow, a split after workflow and step. */
export const nameOf = (workflow: string, step: string | null): string =>
  step === null ? workflow : `${workflow}/${step}`;

interface Experiment {
  workflow: string;
  shares: Shares;
  /** All that decides who is assigned, and to what, as text. */
  definition: string;
}

/** What of a workflow decides who enters it. What it sends and when it ends is what is compared. */
const ENTRY = ["trigger", "conditions", "one_per", "reentry", "max_event_age", "schedule"] as const;

/** The experiments of a configuration, by name. One that isn't live assigns nobody, and has no phase. */
function experimentsIn({ workflows = [] }: ConfigText): Map<string, Experiment> {
  const found = new Map<string, Experiment>();
  for (const workflow of workflows) {
    if (workflow.status !== "live") continue;
    const { id, holdout = 0 } = workflow;
    const enters = Object.fromEntries(ENTRY.map((rule) => [rule, workflow[rule] ?? null]));
    const share = Number(holdout);
    if (share > 0) {
      found.set(nameOf(id, null), {
        workflow: id,
        shares: [
          [HELD_OUT, share],
          ["treated", 100 - share],
        ],
        definition: canonical({ ...enters, holdout: share }),
      });
    }
    for (const split of splitsIn(workflow.steps)) {
      // With a winner chance decides nothing anymore.
      if (split.winner !== undefined) continue;
      const shares = split.arms.map(({ name, weight = 1 }) => [name, weight] as const);
      const definition = canonical({ ...enters, by: split.by ?? "customer", shares });
      found.set(nameOf(id, split.id), { workflow: id, shares, definition });
    }
  }
  return found;
}

type ABSplit = Extract<Step, { type: "split" }>;

/** The A/B splits among steps, however deep. */
function splitsIn(part: unknown): ABSplit[] {
  if (typeof part !== "object" || part === null) return [];
  const inside = Object.values(part).flatMap(splitsIn);
  return "type" in part && part.type === "split" ? [part as ABSplit, ...inside] : inside;
}
