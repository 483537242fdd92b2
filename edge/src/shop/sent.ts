/**
 * What was handed over to customers, as rows that reports sum: one for each message, and one for each coupon code
 * that was issued. Tests are left out, which count nowhere.
 *
 * A row repeats what the outbox and `came-back.ts` say, in the order in which reports ask, and small: a month of a
 * shop of 100,000 customers is read in milliseconds. Who somebody is stands there as a number. Whoever is erased
 * takes it along and leaves the row: it then stands for somebody, at the half hour in which it was sent.
 */
import { countryOf } from "edgewise/phone.js";
import { RETURNS } from "../contract/outbox.ts";
import { sha256 } from "../ids.ts";
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

/** What became of a message, and whose reaction there was: the surest. */
export interface Became {
  state: (typeof RETURNS)[number] | null;
  opened: Reaction;
  clicked: Reaction;
}

/** Reactions from none to the surest. */
const REACTIONS = [null, "machine", "uncertain", "human"] as const;
export type Reaction = (typeof REACTIONS)[number];

/** A number that says what became of a message: rows with one number are counted together. */
const STATES = [null, ...RETURNS] as const;
const OPENED = 16;
const CLICKED = 4 * OPENED;
/** From here on somebody or something reacted. */
export const REACTED = OPENED;

export const becameOf = (code: number): Became => ({
  state: STATES[code % OPENED] ?? null,
  opened: REACTIONS[Math.floor(code / OPENED) % 4] ?? null,
  clicked: REACTIONS[Math.floor(code / CLICKED) % 4] ?? null,
});

/** The same number out of a row of `came_back`, as SQL. */
const reaction = (what: "opens" | "clicks"): string =>
  `iif(${what} > 0, 3, iif(${what}_uncertain > 0, 2, ${what}_machine > 0))`;
const state = STATES.map((one, place) => (one === null ? "" : `WHEN '${one}' THEN ${place}`));
const CODE = `CASE state ${state.join(" ")} ELSE 0 END
  + ${OPENED} * ${reaction("opens")} + ${CLICKED} * ${reaction("clicks")}`;

/** Where the rows of items stand, found by way of the outbox's. */
const PLACE = "(workflow, step, at, effect)";
const placesOf = (items: string): string =>
  `SELECT workflow, step, done_at, id FROM outbox WHERE ${items}`;

export class Sent {
  readonly #sql: Sql;
  readonly #outbox: Outbox;

  constructor(sql: Sql, outbox: Outbox) {
    this.#sql = sql;
    this.#outbox = outbox;
  }

  /** Takes in that an item was handed over, at the moment the outbox has for it; whether it counts, as no test does. */
  add(item: Item, at: number): boolean {
    if (item.type !== "send" && item.type !== "apply_coupon") return true;
    const left = item.type === "send" ? (this.#outbox.content(item.id) as Left | null) : null;
    if (left?.test === true) return false;
    const { workflow, step, id, customer, channel } = item;
    const country = channel === "sms" ? countryOf(left?.to ?? "") : null;
    this.#sql.exec(
      `INSERT OR IGNORE INTO sent
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
           coalesce((SELECT ${CODE} FROM came_back WHERE effect = ?4), 0)`,
      ...[workflow, step, at, id, numberOf(customer), channel, left?.segments ?? 1, country],
    );
    return true;
  }

  /** Gives a merged customer's rows to the winner, before the outbox gives away its own. */
  handOver(loser: string, winner: string): void {
    const give = `UPDATE sent SET who = ? WHERE ${PLACE} IN (${placesOf("customer = ?")})`;
    this.#sql.exec(give, numberOf(winner), loser);
  }

  /** Takes the name off what was sent to somebody, before the outbox forgets it. */
  forget(customer: string, nameless: string): void {
    type Row = { workflow: string; step: string; at: number; effect: string };
    const query = `SELECT workflow, step, at, effect FROM sent WHERE ${PLACE} IN (${placesOf("customer = ?")})`;
    for (const { workflow, step, at, effect } of this.#sql.exec<Row>(query, customer).toArray()) {
      this.#sql.exec(
        `UPDATE sent SET who = ?, effect = ?, at = ?, country = NULL WHERE ${PLACE} = (?, ?, ?, ?)`,
        ...[numberOf(nameless), namelessId(), slotOf(at), workflow, step, at, effect],
      );
    }
  }
}

/** Makes a message's row say what became of it. */
export function followBecame(sql: Sql, effect: string): void {
  sql.exec(
    `UPDATE sent SET became = (SELECT ${CODE} FROM came_back WHERE effect = ?1)
       WHERE ${PLACE} IN (${placesOf("id = ?1")})`,
    effect,
  );
}

/** Somebody as a number. That two get one in a shop of a million is less likely than a broken disk. */
const numberOf = (customer: string): number => Number.parseInt(sha256(customer).slice(0, 13), 16);
