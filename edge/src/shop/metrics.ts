/**
 * What the shop's automation did, as sums: how often, how late, and why not.
 *
 * A row sums one thing for one step over half an hour, the finest stretch that the days of nearly all
 * time zones are made of. It is written in the transaction that did the thing, so that a redelivered
 * webhook, a crash or a retry counts once, like what it counts. Nobody is named in it: erasing a person
 * leaves it as it is.
 *
 * Traffic is the exception. An event that has no effect may write one row and no more, so the events
 * that came in are summed in memory and written now and then; a crash may lose the last of them.
 */
import { certaintyOf, type Sign } from "../channel/signs.ts";
import type { EngineEvent, MoveHead, RecordedEvent } from "edgewise";
import { textOf } from "./customer.ts";
import { Gathered } from "./gathered.ts";
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
  /** The channels on which something is known to have gone out. */
  readonly #sent = new Set<string>();
  readonly decided = new Gathered<Decided>(
    (sum, { of }) => ({ ...sum, of: [...sum.of, ...of] }),
    (all) => this.#writeDecided(all),
  );
  readonly sums = new Gathered<Metric>(joined, (figures) => {
    // Where something is written anyway, the traffic goes along.
    this.flush();
    this.#write(figures);
  });

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Counts what was decided. The engine leaves tests out, which count nowhere. */
  follow(
    { recorded = [], counts = [] }: MoveHead,
    events: string | Uint8Array | null,
    now: number,
  ): void {
    if (events !== null) for (const { event, at } of recorded) this.#received(event, at, now);
    const slot = slotOf(now);
    for (const { what, step = "", workflows } of counts) {
      const one = JSON.stringify([slot, what]);
      this.decided.add(one, { slot, what, of: workflows.map((workflow) => [workflow, step, 1]) });
    }
    if (events !== null && recorded.some(({ event }) => MESSAGE_NEWS.has(event))) {
      const text = typeof events === "string" ? events : textOf(events);
      this.#news(text, recorded, now);
    }
  }

  /** Counts one thing; with how late it was, in milliseconds, where it had its moment. */
  add(
    { workflow, step, what }: { workflow: string; step: string; what: string },
    now: number,
    delay: number | null = null,
  ): void {
    const ms = Math.max(0, delay ?? 0);
    const within = delay === null ? NOWHERE : boundsOf(ms);
    this.#sum({ slot: slotOf(now), workflow, step, what, n: 1, ms, most: ms, ...within });
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
    const failed = { workflow, step, what: `failed/${reason}`, n: -1, ms: 0, most: 0 };
    this.#sum({ slot: slotOf(at), ...failed, ...NOWHERE });
  }

  /** In which half hour something came from the shop last; null where that is not known anymore. */
  lastTraffic(): number | null {
    this.flush();
    const query = "SELECT max(slot) AS slot FROM figure WHERE what = 'events' AND workflow = ''";
    return this.#sql.exec<{ slot: number | null }>(query).one().slot;
  }

  /** Whether a message to a customer ever went out on a channel, as far back as figures go. */
  hasSent(channel: string): boolean {
    if (this.#sent.has(channel)) return true;
    this.flush();
    const query = "SELECT 1 FROM figure WHERE what = ? LIMIT 1";
    const isSent = this.#sql.exec(query, `sent/${channel}`).toArray().length > 0;
    if (isSent) this.#sent.add(channel);
    return isSent;
  }

  /** The sums from `from` on and before `until`, in milliseconds since 1970. */
  between(from: number, until: number): Metric[] {
    this.flush();
    const query = "SELECT * FROM figure WHERE slot >= ? AND slot < ?";
    const done = this.#sql.exec<Row>(query, slotOf(from), until).toArray();
    const packed = "SELECT slot, what, sums FROM decided WHERE slot >= ? AND slot < ?";
    const decided = this.#sql.exec<Packed>(packed, slotOf(from), until).toArray();
    return [...done, ...decided.flatMap(unpacked)].sort(
      (one, other) =>
        one.slot - other.slot ||
        compare(one.workflow, other.workflow) ||
        compare(one.step, other.step) ||
        compare(one.what, other.what),
    );
  }

  /** Writes down the traffic that is held in memory. */
  flush(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    const { slot, ms, most } = held;
    const traffic = { slot, workflow: "", step: "", ...NOWHERE };
    const sums: Metric[] = [{ ...traffic, what: "events", n: held.events, ms: 0, most: 0 }];
    if (held.orders > 0) sums.push({ ...traffic, what: "orders", n: held.orders, ms, most });
    this.#write(sums);
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
  #news(text: string, entries: readonly RecordedEvent[], now: number): void {
    const recorded = new Set(entries.map(({ event, at }) => `${event} ${at}`));
    const events = JSON.parse(text) as EngineEvent[];
    for (const { occurred_at: at, kind, imported } of events) {
      // What is told of the past became of a message long ago.
      if (
        imported === true ||
        !("news" in kind) ||
        !MESSAGE_NEWS.has(kind.type) ||
        !recorded.has(`${kind.type} ${at}`)
      )
        continue;
      const signs = (kind.news.signs ?? []) as Sign[];
      const isUncertain = signs.length > 0 && certaintyOf(signs) === "uncertain";
      const what = isUncertain ? "message/uncertain" : kind.type.replace("message_", "message/");
      this.add({ workflow: "", step: kind.news.message ?? "", what }, now);
    }
  }

  #sum(figure: Metric): void {
    const { slot, workflow, step, what } = figure;
    this.sums.add(JSON.stringify([slot, workflow, step, what]), figure);
  }

  #write(figures: Metric[]): void {
    // A failure that is taken back, and was not counted, is none.
    const rows = figures.filter(({ n }) => n !== 0);
    const values = (row: Metric) => COLUMNS.map((column) => row[column]);
    this.#sql.exec(
      `INSERT INTO figure
         SELECT ${COLUMNS.map((_, place) => `value ->> ${place}`).join(", ")} FROM json_each(?)
           WHERE value ->> 4 > 0 OR EXISTS (SELECT 1 FROM figure f WHERE f.slot = value ->> 0
             AND f.workflow = value ->> 1 AND f.step = value ->> 2 AND f.what = value ->> 3)
       ON CONFLICT (slot, workflow, step, what) DO UPDATE SET
         n = max(n + excluded.n, 0), ms = ms + excluded.ms, most = max(most, excluded.most),
         b0 = b0 + excluded.b0, b1 = b1 + excluded.b1, b2 = b2 + excluded.b2, b3 = b3 + excluded.b3`,
      JSON.stringify(rows.map(values)),
    );
    this.#tidy(Math.max(...figures.map(({ slot }) => slot)));
  }

  #writeDecided(all: Decided[]): void {
    for (const { slot, what, of } of all) {
      const known = "SELECT sums FROM decided WHERE slot = ? AND what = ?";
      const row = this.#sql.exec<{ sums: string }>(known, slot, what).toArray()[0];
      const sums = JSON.stringify(summed(JSON.parse(row?.sums ?? "[]"), of));
      this.#sql.exec("INSERT OR REPLACE INTO decided VALUES (?, ?, ?)", slot, what, sums);
    }
    this.#tidy(Math.max(...all.map(({ slot }) => slot)));
  }

  /** Forgets what is too old, once for each half hour. */
  #tidy(newest: number): void {
    if (newest <= this.#tidied) return;
    this.#tidied = newest;
    for (const table of ["figure", "decided"]) {
      this.#sql.exec(`DELETE FROM ${table} WHERE slot < ?`, newest - KEPT);
    }
  }
}

/** How often something was decided of a workflow and, where it is about one, a step. */
type Sum = [workflow: string, step: string, n: number];

/** What was decided in a half hour, of all workflows. */
interface Decided {
  slot: number;
  what: string;
  of: Sum[];
}

type Packed = { slot: number; what: string; sums: string };

function unpacked({ slot, what, sums }: Packed): Metric[] {
  const all = JSON.parse(sums) as Sum[];
  return all.map(([workflow, step, n]) => {
    return { slot, workflow, step, what, n, ms: 0, most: 0, ...NOWHERE };
  });
}

/** Sums of workflows and steps, each once. */
function summed(sums: readonly Sum[], more: readonly Sum[]): Sum[] {
  const all = new Map<string, Sum>();
  for (const [workflow, step, n] of [...sums, ...more]) {
    const name = JSON.stringify([workflow, step]);
    all.set(name, [workflow, step, (all.get(name)?.[2] ?? 0) + n]);
  }
  return [...all.values()];
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** The columns of the table, in its order. */
const COLUMNS = [
  "slot",
  "workflow",
  "step",
  "what",
  "n",
  "ms",
  "most",
  "b0",
  "b1",
  "b2",
  "b3",
] as const satisfies readonly (keyof Metric)[];

/** Two sums of one thing as one. */
function joined(one: Metric, other: Metric): Metric {
  return {
    ...one,
    n: one.n + other.n,
    ms: one.ms + other.ms,
    most: Math.max(one.most, other.most),
    b0: one.b0 + other.b0,
    b1: one.b1 + other.b1,
    b2: one.b2 + other.b2,
    b3: one.b3 + other.b3,
  };
}

type Bounds = Pick<Metric, "b0" | "b1" | "b2" | "b3">;

const NOWHERE: Bounds = { b0: 0, b1: 0, b2: 0, b3: 0 };

/** In which bound a delay lies, and no other. */
function boundsOf(delay: number): Bounds {
  const index = BOUNDS.findIndex((bound) => delay <= bound);
  return index < 0 ? NOWHERE : { ...NOWHERE, [`b${index}`]: 1 };
}

export const slotOf = (at: number): number => Math.floor(at / SLOT) * SLOT;
