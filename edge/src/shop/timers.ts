/**
 * What must happen later: one row for each customer to wake and each effect to try.
 *
 * The platform gives an object one alarm; it is set to the first row's moment, and only when that
 * moment moved, because setting it costs a write to disk.
 */
import type { Clock } from "./clock.ts";
import type { Sql } from "./sql.ts";

/**
 * The kinds of timers: how each is written, and by which parts it is known. `work.ts` says what is done when
 * one is due.
 *
 * What is written is stored: a kind may be added, and none may be written otherwise.
 */
const KINDS = {
  /** A customer's wake. */
  wake: ["w", "customer"],
  /** An effect that Edgewise carries out itself. */
  action: ["o", "effect"],
  /** An effect that goes outside: a message, a call. */
  handover: ["x", "effect"],
  /** A plan that customers must still be moved to, the cursor says after whom. */
  plan: ["p", "plan"],
  /** The shop's RFM cuts are computed, the cursor says after whom. */
  rfm_reading: ["r/read"],
  /** Customers learn that the RFM cuts moved; the cursor is the last one who did. */
  rfm_change: ["r/tell", "version"],
  /** Members of a segment are added to a workflow. */
  backfill: ["e", "workflow", "batch", "segment"],
  /** Customers get news of a product; the cursor is the last one who did. */
  news: ["n", "id"],
  /** What is left after erasures is removed. */
  erasure: ["f/erase"],
  /** Destroyed keys are wrapped away. */
  key_pass: ["k/pass"],
  /** Old copies of their wrapping are overwritten, the cursor says how often that was done. */
  key_flush: ["k/flush"],
  /** A question that the platform is asked, or the day of what follows from it. */
  question: ["q", "name"],
  /** Deliveries that are not decided yet. */
  undecided: ["d/undecided"],
  /** The webhooks of a store that its plugin connected are looked after. */
  connection: ["c/tend"],
  /** A connected store's past is imported. */
  import: ["c/import"],
  /** A connected store's lists are compared with what is known. */
  comparison: ["c/compare"],
  /** A connected store's promotions are looked at. */
  promotions: ["c/promotions"],
  /** A connected store is told of the workflows that send messages. */
  activities: ["c/activities"],
  /** Orders that a store's plugin says to look at are read. */
  told: ["c/told"],
  /** A connected store's copies of customers are brought up to date. */
  copies: ["c/copies"],
  /** All customers are gone through after a store was connected, the cursor says after whom. */
  copy_pass: ["c/copy-pass"],
  /** The team is written to about tasks. */
  task_mail: ["t/mail"],
  /** Tasks that were done long ago are removed. */
  task_purge: ["t/purge"],
  /** Somebody who signed up is asked to confirm it; later, nothing more is sent to them for a day. */
  opt_in: ["s", "customer"],
  /** Those who only typed an address, 30 days ago, are forgotten. */
  typed: ["c/typed"],
  /** Erasures that must be kept outside of the shop. */
  kept_erasures: ["l/erased"],
  /** It is decided whether people made the latest clicks and opens. */
  hits: ["h/hits"],
  /** What bounced although it was good lately counts after all. */
  held_bounces: ["h/bounces"],
  /** It's somebody's turn whose email waited for it. */
  turns: ["h/turns"],
  /** It's looked up whether the DNS of the sender's domain is still what it was. */
  sender_domain: ["c/sender"],
  /** It's looked at whether anything needs the merchant that they weren't told of. */
  alerts: ["c/alerts"],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type Kind = keyof typeof KINDS;

/** What a timer of a kind is about. */
export type SubjectOf<K extends Kind> = { readonly kind: K } & {
  readonly [Part in (typeof KINDS)[K] extends readonly [string, ...infer Parts extends string[]]
    ? Parts[number]
    : never]: string;
};

export type Subject = { [K in Kind]: SubjectOf<K> }[Kind];

/** A subject as it is stored. */
export function format(subject: Subject): string {
  const [prefix, ...parts] = KINDS[subject.kind] as readonly string[];
  return [prefix, ...parts.map((part) => (subject as Record<string, string>)[part])].join("/");
}

/** The subject that is stored so. @throws for a kind that this release does not know */
export function parse(text: string): Subject {
  const subject = known(text);
  if (subject === null) throw new UnknownTimer(text);
  return subject;
}

/** The effect that a stored subject is about, or null when it is about something else. */
export function effectOf(text: string): string | null {
  const subject = known(text);
  return subject !== null && "effect" in subject ? subject.effect : null;
}

/** The subject that is stored so, or null. The last part may hold slashes. */
export function known(text: string): Subject | null {
  for (const [kind, [prefix, ...parts]] of Object.entries(KINDS) as [Kind, readonly string[]][]) {
    if (text === prefix && parts.length === 0) return { kind } as Subject;
    if (!text.startsWith(`${prefix}/`)) continue;
    const values = text.slice(`${prefix}/`.length).split("/");
    const given = parts.map((part, index) => [
      part,
      index < parts.length - 1 ? values[index] : values.slice(index).join("/"),
    ]);
    return { kind, ...Object.fromEntries(given) } as Subject;
  }
  return null;
}

/** A timer of a kind that this release does not know. */
export class UnknownTimer extends Error {
  readonly code = "unknown-timer";
  constructor(text: string) {
    super(`no kind of timer is written ${text.slice(0, 2)}`);
  }
}

/** A timer as it is stored. */
export interface Timer {
  at: number;
  /** `parse` reads it. */
  subject: string;
  /** How far what it drives has come, where that takes several turns. */
  cursor: string | null;
  attempts: number;
}

/** Written as in the index `timer_inside`, so that a queue of messages need not be walked over. */
const INSIDE = "(subject < 'x/' OR subject >= 'x0')";
const OUTSIDE = "subject >= 'x/' AND subject < 'x0'";

export class Timers {
  readonly #storage: DurableObjectStorage;
  readonly #sql: Sql;
  readonly #clock: Clock;
  /** The alarm as we last set it, in the host's time; undefined when it must be compared anew. */
  #armed: number | null | undefined;
  #moved = true;
  #onArmed: (() => void) | null = null;

  constructor(storage: DurableObjectStorage, sql: Sql, clock: Clock) {
    this.#storage = storage;
    this.#sql = sql;
    this.#clock = clock;
  }

  /** Moves a subject's timer from one moment to another; null is no timer. */
  move(subject: Subject, from: number | null, to: number | null): void {
    if (from === to) return;
    if (from !== null) this.#delete(from, format(subject));
    if (to !== null) this.set(subject, to);
  }

  /** Sets a timer. */
  set(subject: Subject, at: number, cursor: string | null = null): void {
    this.#insert({ at, subject: format(subject), cursor, attempts: 0 });
  }

  /** Sets a timer of which there is one at most; one that waits already stays. */
  once(subject: Subject, at: number): void {
    const { kind } = subject;
    if (!this.has(kind)) this.set(subject, at);
  }

  /** It is over with a timer that was due. */
  end({ at, subject }: Timer): void {
    this.#delete(at, subject);
  }

  /** A timer that was due comes again. */
  repeat(
    timer: Timer,
    at: number,
    changes: Partial<Pick<Timer, "cursor" | "attempts">> = {},
  ): void {
    this.end(timer);
    this.#insert({ ...timer, attempts: 0, ...changes, at });
  }

  /** Removes a subject's timer, whenever it is due. */
  drop(subject: Subject): void {
    this.#sql.exec("DELETE FROM timer WHERE subject = ?", format(subject));
    this.#moved = true;
  }

  #insert({ at, subject, cursor, attempts }: Timer): void {
    const insert =
      "INSERT OR REPLACE INTO timer (at, subject, cursor, attempts) VALUES (?, ?, ?, ?)";
    this.#sql.exec(insert, at, subject, cursor, attempts);
    this.#moved = true;
  }

  #delete(at: number, subject: string): void {
    this.#sql.exec("DELETE FROM timer WHERE at = ? AND subject = ?", at, subject);
    this.#moved = true;
  }

  /**
   * What is due, in order of (moment, subject), at most `limit`; of what goes outside at most `outside`,
   * which holds nothing else up.
   */
  due(now: number, limit: number, outside: number): Timer[] {
    const read = (which: string, most: number) =>
      this.#sql
        .exec<Timer & Record<string, SqlStorageValue>>(
          `SELECT at, subject, cursor, attempts FROM timer WHERE at <= ? AND ${which} ORDER BY at, subject LIMIT ?`,
          now,
          most,
        )
        .toArray();
    const due = [...read(INSIDE, limit), ...(outside > 0 ? read(OUTSIDE, outside) : [])];
    const order = (one: Timer, other: Timer) =>
      one.at - other.at || (one.subject < other.subject ? -1 : 1);
    return due.sort(order).slice(0, limit);
  }

  /** The first moment anything is due, or null; `which` leaves out what goes outside. */
  next(which: "all" | "inside" = "all"): number | null {
    const where = which === "all" ? "" : `WHERE ${INSIDE}`;
    const query = `SELECT at FROM timer ${where} ORDER BY at LIMIT 1`;
    return this.#sql.exec<{ at: number }>(query).toArray()[0]?.at ?? null;
  }

  /** The timers of a kind that are waiting. */
  ofKind(kind: Kind): Timer[] {
    const [prefix, ...parts] = KINDS[kind] as readonly [string, ...string[]];
    const query = `SELECT at, subject, cursor, attempts FROM timer
      WHERE ${parts.length === 0 ? "subject = ?1" : "subject >= ?1 || '/' AND subject < ?1 || '0'"}
      ORDER BY subject`;
    return this.#sql.exec<Timer & Record<string, SqlStorageValue>>(query, prefix).toArray();
  }

  /** The timer of a subject of which there is one at most, or null. */
  find(subject: Subject): Timer | null {
    const query = "SELECT at, subject, cursor, attempts FROM timer WHERE subject = ?";
    type Row = Timer & Record<string, SqlStorageValue>;
    return this.#sql.exec<Row>(query, format(subject)).toArray()[0] ?? null;
  }

  has(kind: Kind): boolean {
    return this.ofKind(kind).length > 0;
  }

  /** The customer that a plan's pass through all customers has come to, or null when none is on. */
  passAfter(plan: string): string | null {
    const subject = format({ kind: "plan", plan });
    const pass = this.ofKind("plan").find((timer) => timer.subject === subject);
    return pass === undefined ? null : (pass.cursor ?? "");
  }

  /** How many effects wait within a second of `at`: the sign of a burst. */
  crowdAt(at: number): number {
    const query =
      "SELECT count(*) AS n FROM timer WHERE at BETWEEN ? AND ? AND (subject LIKE 'o/%' OR subject LIKE 'x/%')";
    return this.#sql.exec<{ n: number }>(query, at, at + 999).one().n;
  }

  /** Sets the alarm to the first timer, if that moved. Part of the caller's transaction. */
  arm(): void {
    if (!this.#moved) return;
    this.#moved = false;
    const next = this.next();
    this.#set(next === null ? null : this.#clock.hostTime(next));
    this.#onArmed?.();
  }

  /** Resolves when the alarm is next armed: something may be due sooner than it was. */
  news(): Promise<void> {
    return new Promise((resolve) => {
      this.#onArmed = resolve;
    });
  }

  /** Sets the alarm for soon, whatever happens to the run that begins now. */
  guard(milliseconds: number): void {
    this.#set(Math.min(Date.now() + milliseconds, this.#hostNext()));
    this.#moved = true;
  }

  /** Takes the alarm as unknown: after it fired, or after a transaction was rolled back. */
  distrust(): void {
    this.#armed = undefined;
    this.#moved = true;
  }

  #hostNext(): number {
    const next = this.next();
    return next === null
      ? Number.POSITIVE_INFINITY
      : Math.max(this.#clock.hostTime(next), Date.now() + 1000);
  }

  #set(at: number | null): void {
    if (at === this.#armed) return;
    // Not awaited: a transaction's callback is synchronous, and the write is part of it.
    if (at === null) void this.#storage.deleteAlarm();
    else void this.#storage.setAlarm(at);
    this.#armed = at;
  }
}
