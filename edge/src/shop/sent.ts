/**
 * What was handed over to customers, as rows that reports sum: one for each message, and one for each coupon code
 * that was issued. Tests are left out, which count nowhere.
 *
 * A row repeats what the outbox says, in the order in which reports ask and without what makes an outbox row large.
 * Who is erased takes the name along and leaves the row: it then stands for somebody, at the half hour in which it
 * was sent.
 */
import { countryOf } from "edgewise/phone.js";
import { slotOf } from "./metrics.ts";
import { namelessId } from "./nameless.ts";
import type { Item, Outbox } from "./outbox.ts";
import type { Sql } from "./sql.ts";

/** A message as it left, as far as it matters here. */
interface Left {
  to?: string;
  /** Of a text: in how many segments it left. */
  segments?: number;
  test?: boolean;
}

/** The rows of somebody, found by way of the outbox's. */
const OF_CUSTOMER = `FROM outbox o JOIN sent s ON s.workflow = o.workflow AND s.at = o.done_at AND s.effect = o.id
  WHERE o.customer = ?`;

export class Sent {
  readonly #sql: Sql;
  readonly #outbox: Outbox;

  constructor(sql: Sql, outbox: Outbox) {
    this.#sql = sql;
    this.#outbox = outbox;
  }

  /** Takes in that an item was handed over, at the moment the outbox has for it. */
  add(item: Item, at: number): void {
    if (item.type !== "send" && item.type !== "apply_coupon") return;
    const left = item.type === "send" ? (this.#outbox.content(item.id) as Left | null) : null;
    if (left?.test === true) return;
    const { workflow, id, step, customer, type, channel } = item;
    const country = channel === "sms" ? countryOf(left?.to ?? "") : null;
    this.#sql.exec(
      "INSERT OR IGNORE INTO sent VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ...[workflow, at, id, step, customer, type, channel, left?.segments ?? 1, country],
    );
  }

  /** Gives a merged customer's rows to the winner, before the outbox gives away its own. */
  handOver(loser: string, winner: string): void {
    const theirs = `SELECT s.workflow, s.at, s.effect ${OF_CUSTOMER}`;
    const give = `UPDATE sent SET customer = ? WHERE (workflow, at, effect) IN (${theirs})`;
    this.#sql.exec(give, winner, loser);
  }

  /** Takes the name off what was sent to somebody, before the outbox forgets it. */
  forget(customer: string, nameless: string): void {
    type Row = { workflow: string; at: number; effect: string };
    const query = `SELECT s.workflow, s.at, s.effect ${OF_CUSTOMER}`;
    for (const { workflow, at, effect } of this.#sql.exec<Row>(query, customer).toArray()) {
      const [name, slot] = [namelessId(), slotOf(at)];
      this.#sql.exec(
        `UPDATE sent SET customer = ?, effect = ?, at = ?
           WHERE workflow = ? AND at = ? AND effect = ?`,
        ...[nameless, name, slot, workflow, at, effect],
      );
      this.#sql.exec(
        "UPDATE came_back SET effect = ?, at = ?, why = NULL, why_at = NULL WHERE effect = ?",
        ...[name, slot, effect],
      );
    }
  }
}
