/**
 * What the shop's automation did, as sums: how often, how late, and why not.
 *
 * A row sums one thing for one step over half an hour, the finest stretch that the days of nearly all
 * time zones are made of. It is written in the transaction that did the thing, so that a redelivered
 * webhook, a crash or a retry counts once, like what it counts. Nobody is named in it: erasing a person
 * leaves it as it is.
 *
 * Traffic is the exception. An event that has no effect may write two rows and no more, so the events
 * that came in are summed in memory and written now and then; a crash may lose the last of them.
 */
import type { EngineEvent, Entry } from "edgewise";
import type { Sql } from "./sql.ts";

/** The length of what one row sums, in milliseconds. */
export const SLOT = 30 * 60_000;
/** How long sums are kept, in milliseconds: a month, the month before it to compare, and some days. */
const KEPT = 70 * 24 * 3_600_000;
/** Events that are summed in memory at most. */
const HELD = 64;
/** The bounds of the histogram of delays, in milliseconds; what is above the last is the rest. */
export const BOUNDS = [1_000, 10_000, 60_000, 600_000] as const;

/** A sum of one thing. */
export interface Metric {
  slot: number;
  workflow: string;
  step: string;
  what: string;
  n: number;
  /** Of a delay: all together and the longest, in milliseconds. */
  ms: number;
  most: number;
  /** How many were within each bound, and not within the one before. */
  b0: number;
  b1: number;
  b2: number;
  b3: number;
}

type Row = Metric & Record<string, SqlStorageValue>;

/** What a decision is about, where it is about a workflow. */
interface About {
  workflow?: string;
  enrollment?: string;
  step?: string;
  reason?: string;
}

/** What is counted of the decisions, with the word it is counted under. */
const COUNTED: Record<string, string> = {
  entered: "entered",
  "not-entered": "not-entered",
  exited: "exited",
  deferred: "deferred",
  suppressed: "suppressed",
};

const ORDERS: ReadonlySet<string> = new Set(["order_placed"]);
/** Events that the engine makes itself are not traffic. */
const MADE_HERE: ReadonlySet<string> = new Set([
  "tier_changed",
  "tier_at_risk",
  "points_changed",
  "score_changed",
  "segment_entered",
  "segment_left",
  "profile_changed",
]);
const MESSAGE_NEWS: ReadonlySet<string> = new Set([
  "message_delivered",
  "message_opened",
  "message_clicked",
  "message_scanned",
  "message_bounced",
  "message_complained",
]);

export class Metrics {
  readonly #sql: Sql;
  /** Traffic that is not written yet. */
  #held: { slot: number; events: number; orders: number; ms: number; most: number } | null = null;
  #tidied = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /**
   * Counts what was decided. To be called before the rows of runs follow the decision: whether a run is
   * a test stands there, and tests count nowhere.
   */
  follow(entries: readonly Entry[], events: string | null, now: number): void {
    const tests = new Set(
      entries.flatMap(({ is }) => (is.type === "entered" && is.test ? [is.enrollment] : [])),
    );
    for (const { at, is } of entries) {
      if (is.type === "recorded" && events !== null) this.#received(is.event, at, now);
      const what = COUNTED[is.type];
      if (what === undefined) continue;
      const { workflow = "", enrollment = "", step = "", reason } = is as About;
      if (tests.has(enrollment) || this.#isTest(workflow, enrollment)) continue;
      const because = reason === undefined ? "" : `/${reason}`;
      this.add({ workflow, step, what: `${what}${because}` }, now);
    }
    if (events?.includes('"message_')) this.#news(events, entries, now);
  }

  /** Counts one thing; with how late it was, in milliseconds, where it had its moment. */
  add(
    { workflow, step, what }: { workflow: string; step: string; what: string },
    now: number,
    delay: number | null = null,
  ): void {
    // Where something is written anyway, the traffic goes along.
    this.flush();
    const ms = Math.max(0, delay ?? 0);
    const within = delay === null ? NOWHERE : boundsOf(ms);
    this.#write({ slot: slotOf(now), workflow, step, what, n: 1, ms, most: ms, ...within });
  }

  /** Takes back that an item failed, where it was counted: it is tried again. */
  takeBackFailure({
    workflow,
    step,
    reason,
    done_at: at,
  }: {
    workflow: string;
    step: string;
    reason: string | null;
    done_at: number | null;
  }): void {
    if (at === null) return;
    const query = `UPDATE figure SET n = n - 1
      WHERE slot = ? AND workflow = ? AND step = ? AND what = ? AND n > 0`;
    this.#sql.exec(query, slotOf(at), workflow, step, `failed/${reason}`);
  }

  /** In which half hour something came from the shop last; null where that is not known anymore. */
  lastTraffic(): number | null {
    this.flush();
    const query = "SELECT max(slot) AS slot FROM figure WHERE what = 'events' AND workflow = ''";
    return this.#sql.exec<{ slot: number | null }>(query).one().slot;
  }

  /** The sums from `from` on and before `until`, in milliseconds since 1970. */
  between(from: number, until: number): Metric[] {
    this.flush();
    const query =
      "SELECT * FROM figure WHERE slot >= ? AND slot < ? ORDER BY slot, workflow, step, what";
    return this.#sql.exec<Row>(query, slotOf(from), until).toArray();
  }

  /** Writes down the traffic that is held in memory. */
  flush(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    const { slot, ms, most } = held;
    const traffic = { slot, workflow: "", step: "", ...NOWHERE };
    this.#write({ ...traffic, what: "events", n: held.events, ms: 0, most: 0 });
    if (held.orders > 0) this.#write({ ...traffic, what: "orders", n: held.orders, ms, most });
  }

  #received(event: string, at: number, now: number): void {
    if (MADE_HERE.has(event)) return;
    const slot = slotOf(now);
    if (this.#held !== null && this.#held.slot !== slot) this.flush();
    this.#held ??= { slot, events: 0, orders: 0, ms: 0, most: 0 };
    const held = this.#held;
    held.events += 1;
    if (ORDERS.has(event)) {
      const delay = Math.max(0, now - at);
      held.orders += 1;
      held.ms += delay;
      held.most = Math.max(held.most, delay);
    }
    if (held.events >= HELD) this.flush();
  }

  /** What became of messages, by the message's name; what machines did stands apart. */
  #news(text: string, entries: readonly Entry[], now: number): void {
    const recorded = new Set(
      entries.flatMap(({ at, is }) => (is.type === "recorded" ? [`${is.event} ${at}`] : [])),
    );
    const events = JSON.parse(text) as EngineEvent[];
    for (const { occurred_at: at, kind } of events) {
      if (!("news" in kind) || !MESSAGE_NEWS.has(kind.type) || !recorded.has(`${kind.type} ${at}`))
        continue;
      const what = kind.type.replace("message_", "message/");
      this.add({ workflow: "", step: kind.news.message ?? "", what }, now);
    }
  }

  #isTest(workflow: string, enrollment: string): boolean {
    if (workflow === "" || enrollment === "") return false;
    const query = "SELECT test FROM run WHERE workflow = ? AND id = ?";
    return this.#sql.exec<{ test: number }>(query, workflow, enrollment).toArray()[0]?.test === 1;
  }

  #write(figure: Metric): void {
    const { slot, workflow, step, what, n, ms, most, b0, b1, b2, b3 } = figure;
    this.#sql.exec(
      `INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (slot, workflow, step, what) DO UPDATE SET
         n = n + excluded.n, ms = ms + excluded.ms, most = max(most, excluded.most),
         b0 = b0 + excluded.b0, b1 = b1 + excluded.b1, b2 = b2 + excluded.b2, b3 = b3 + excluded.b3`,
      slot,
      workflow,
      step,
      what,
      n,
      ms,
      most,
      b0,
      b1,
      b2,
      b3,
    );
    if (slot <= this.#tidied) return;
    this.#tidied = slot;
    this.#sql.exec("DELETE FROM figure WHERE slot < ?", slot - KEPT);
  }
}

type Bounds = Pick<Metric, "b0" | "b1" | "b2" | "b3">;

const NOWHERE: Bounds = { b0: 0, b1: 0, b2: 0, b3: 0 };

/** In which bound a delay lies, and no other. */
function boundsOf(delay: number): Bounds {
  const index = BOUNDS.findIndex((bound) => delay <= bound);
  return index < 0 ? NOWHERE : { ...NOWHERE, [`b${index}`]: 1 };
}

export const slotOf = (at: number): number => Math.floor(at / SLOT) * SLOT;
