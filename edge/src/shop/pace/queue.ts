/**
 * Who waits for their turn: transactional email before marketing, then whatever was due first.
 *
 * A row holds no more than where an item stands; the item itself waits in the outbox without a timer of its
 * own. Items that were withdrawn since are found out when it's their turn.
 */
import type { Sql } from "../sql.ts";

/** Where an item stands. */
export interface Place {
  effect: string;
  /** Which mailboxes it is for. */
  lane: string;
  /** 0 goes before 1. */
  rank: number;
  due: number;
}

type Row = Place & Record<string, SqlStorageValue>;

export class Queue {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  put({ effect, lane, rank, due }: Place): void {
    const write = "INSERT OR REPLACE INTO turn (effect, lane, rank, due) VALUES (?, ?, ?, ?)";
    this.#sql.exec(write, effect, lane, rank, due);
  }

  remove(effect: string): void {
    this.#sql.exec("DELETE FROM turn WHERE effect = ?", effect);
  }

  /** The lanes in which anything waits. */
  lanes(): string[] {
    const lanes: string[] = [];
    for (let after = ""; ; ) {
      const next = "SELECT lane FROM turn WHERE lane > ? ORDER BY lane LIMIT 1";
      const [found] = this.#sql.exec<{ lane: string }>(next, after).toArray();
      if (found === undefined) return lanes;
      lanes.push(found.lane);
      after = found.lane;
    }
  }

  /** The next of a lane, of those that rank no lower. */
  next(lane: string, lowest: number): Place | null {
    const query = `SELECT effect, lane, rank, due FROM turn WHERE lane = ? AND rank <= ?
      ORDER BY rank, due, effect LIMIT 1`;
    return this.#sql.exec<Row>(query, lane, lowest).toArray()[0] ?? null;
  }

  /** Whether anybody stands before a place, other than in some lanes. */
  isBehind({ effect, rank, due }: Place, closed: readonly string[]): boolean {
    const query = `SELECT 1 FROM turn WHERE (rank, due, effect) < (?, ?, ?)
      AND lane NOT IN (SELECT value FROM json_each(?)) LIMIT 1`;
    return this.#sql.exec(query, rank, due, effect, JSON.stringify(closed)).toArray().length > 0;
  }

  /** Notes that an item was refused for its haste, and gives since when and how often. */
  putOff(effect: string, now: number): { times: number; since: number } {
    const write = `INSERT INTO put_off VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET times = times + 1
      RETURNING times, since`;
    return this.#sql.exec<{ times: number; since: number }>(write, effect, now).one();
  }

  /** How often an item was refused for its haste. */
  timesPutOff(effect: string): number {
    const query = "SELECT times FROM put_off WHERE effect = ?";
    return this.#sql.exec<{ times: number }>(query, effect).toArray()[0]?.times ?? 0;
  }

  /** It's over with an item. */
  forget(effect: string): void {
    this.#sql.exec("DELETE FROM put_off WHERE effect = ?", effect);
    this.remove(effect);
  }
}

/** Whether one stands before another. */
export const isBefore = (one: Place, other: Place): boolean =>
  one.rank !== other.rank
    ? one.rank < other.rank
    : one.due !== other.due
      ? one.due < other.due
      : one.effect < other.effect;
