/**
 * Who is in which segment, as rows that can be listed and counted.
 *
 * The engine decides memberships and keeps them in each customer's state. These rows follow its word
 * in the decision's own transaction, and are written only when somebody enters or leaves. A day's row
 * says how many did and how many were in it when the day ended, so that the newest one is the count.
 */
import type { Engine, MoveHead, Segment, State } from "edgewise";
import { sha256 } from "../ids.ts";
import { jsonOf } from "./customer.ts";
import type { Plans } from "./plans.ts";
import { canonical } from "edgewise/revisions.js";
import type { Sql } from "./sql.ts";

/** A segment as the merchant wrote it. */
export interface Day {
  day: string;
  entered: number;
  left: number;
  members: number;
}

export interface Member {
  customer: string;
  since: number;
}

export class Segments {
  readonly #sql: Sql;
  readonly #engine: Engine;
  readonly #plans: Plans;

  constructor(sql: Sql, engine: Engine, plans: Plans) {
    this.#sql = sql;
    this.#engine = engine;
    this.#plans = plans;
  }

  /** Writes down what a decision changed. */
  follow(customer: string, { segments = [] }: MoveHead): void {
    for (const { segment, entered, at } of segments) {
      if (entered) this.#enter(segment, customer, at);
      else this.#leave(segment, customer, at);
    }
  }

  /**
   * Makes a customer's rows say what their state says. A decision is silent about segments that are no
   * longer defined, and about all that was decided before there were rows.
   */
  reconcile(customer: string, state: Uint8Array, now: number): void {
    const current = membershipsIn(jsonOf(this.#engine, state));
    for (const { segment } of this.of(customer)) {
      if (!current.has(segment)) this.#leave(segment, customer, now);
    }
    for (const [segment, since] of current) this.#enter(segment, customer, since);
  }

  /** Takes somebody who is no longer there out of everything. */
  remove(customer: string, now: number): void {
    for (const { segment } of this.of(customer)) this.#leave(segment, customer, now);
  }

  /** Notes which definitions are new or changed. Names and descriptions define nothing. */
  edited(now: number): void {
    for (const { id, condition } of this.defined()) {
      this.#sql.exec(
        `INSERT INTO segment VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE
           SET definition = ?2, edited_at = ?3 WHERE definition <> ?2`,
        id,
        sha256(canonical(condition)),
        now,
      );
    }
  }

  /** Forgets segments that are no longer defined, once nobody is in them anymore. */
  tidy(): void {
    const ids = JSON.stringify(this.defined().map(({ id }) => id));
    const gone = "NOT IN (SELECT value FROM json_each(?))";
    this.#sql.exec(`DELETE FROM segment WHERE id ${gone}`, ids);
    this.#sql.exec(`DELETE FROM segment_day WHERE segment ${gone}`, ids);
  }

  /** The live configuration's segments, in its order. */
  defined(): Segment[] {
    return (this.#plans.liveConfig().segments ?? []) as Segment[];
  }

  editedAt(segment: string): number | null {
    const query = "SELECT edited_at FROM segment WHERE id = ?";
    const row = this.#sql.exec<{ edited_at: number }>(query, segment).toArray()[0];
    return row?.edited_at ?? null;
  }

  /** How many are in it. */
  count(segment: string): number {
    return this.days(segment, 1)[0]?.members ?? 0;
  }

  /** The days on which anybody entered or left, the newest first. */
  days(segment: string, limit: number): Day[] {
    const query = `SELECT day, entered, "left", members FROM segment_day
      WHERE segment = ? ORDER BY day DESC LIMIT ?`;
    return this.#sql.exec<Day & Record<string, SqlStorageValue>>(query, segment, limit).toArray();
  }

  /** Members in the order of their ids, after one of them. */
  members(segment: string, after: string, limit: number): Member[] {
    const query = `SELECT customer, since FROM segment_member
      WHERE segment = ? AND customer > ? ORDER BY customer LIMIT ?`;
    return this.#sql
      .exec<Member & Record<string, SqlStorageValue>>(query, segment, after, limit)
      .toArray();
  }

  /** The segments a customer is in. */
  of(customer: string): { segment: string; since: number }[] {
    const query = "SELECT segment, since FROM segment_member WHERE customer = ? ORDER BY segment";
    return this.#sql.exec<{ segment: string; since: number }>(query, customer).toArray();
  }

  #enter(segment: string, customer: string, at: number): void {
    const insert = "INSERT OR IGNORE INTO segment_member VALUES (?, ?, ?)";
    const written = this.#sql.exec(insert, segment, customer, at).rowsWritten;
    if (written > 0) this.#countDay(segment, at, 1);
  }

  #leave(segment: string, customer: string, at: number): void {
    const remove = "DELETE FROM segment_member WHERE segment = ? AND customer = ?";
    const written = this.#sql.exec(remove, segment, customer).rowsWritten;
    if (written > 0) this.#countDay(segment, at, -1);
  }

  /** Counts on the day it happened by the shop's calendar, which a late wake finds already over. */
  #countDay(segment: string, at: number, step: 1 | -1): void {
    const day = this.#engine.localDay(this.#plans.zone, at);
    this.#sql.exec(
      `INSERT INTO segment_day (segment, day, entered, "left", members) VALUES (?1, ?2, 0, 0,
         coalesce((SELECT members FROM segment_day WHERE segment = ?1 AND day < ?2
                     ORDER BY day DESC LIMIT 1), 0))
       ON CONFLICT (segment, day) DO NOTHING`,
      segment,
      day,
    );
    this.#sql.exec(
      `UPDATE segment_day SET entered = entered + (day = ?2 AND ?3 > 0),
         "left" = "left" + (day = ?2 AND ?3 < 0), members = members + ?3
       WHERE segment = ?1 AND day >= ?2`,
      segment,
      day,
      step,
    );
  }
}

/** Since when a stored state is in which segments. */
function membershipsIn(json: string): Map<string, number> {
  const { memberships } = JSON.parse(json || "{}") as State;
  const entries = Object.entries(memberships?.of ?? {});
  return new Map(entries.flatMap(([id, { since }]) => (since == null ? [] : [[id, since]])));
}
