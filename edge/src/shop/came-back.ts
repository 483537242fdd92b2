/**
 * What became of each message, as far as it is reported: one row for a message of which anything is.
 *
 * A state only climbs by how grave it is, and of several reports of the gravest the first gives the reason.
 * So reports may come in any order and again, and the end is the same.
 */
import type { Certainty } from "../channel/signs.ts";
import { type CameBack as View, RETURNS } from "../contract/outbox.ts";
import { followBecame } from "./sent.ts";
import type { Sql } from "./sql.ts";

export type State = (typeof RETURNS)[number];

type Row = {
  effect: string;
  state: State | null;
  at: number | null;
  why: string | null;
  why_at: number | null;
} & Record<"clicks" | "opens", number> &
  Record<`${"clicks" | "opens"}_${"uncertain" | "machine"}`, number>;

/** How long a reason may be: a code, or a provider's word. Never an address, which is personal. */
const WHY = /^[\w.-]{1,60}$/;
/** No count goes on for ever: somebody may call a link as often as they like. */
const MOST = 1_000;

export class CameBack {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Takes in that a message came to a state. */
  note(effect: string, { state, at, why: said }: { state: State; why: string; at: number }): void {
    const why = WHY.test(said) ? said : null;
    const reported = { state, at, why, why_at: why === null ? null : at };
    const row = this.#row(effect);
    const known =
      row?.state == null || row.at === null ? null : { ...row, state: row.state, at: row.at };
    const next = known === null ? reported : graver(known, reported);
    const write = `INSERT INTO came_back (effect, state, at, why, why_at) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (effect) DO UPDATE SET state = ?2, at = ?3, why = ?4, why_at = ?5`;
    this.#sql.exec(write, effect, next.state, next.at, next.why, next.why_at);
    followBecame(this.#sql, effect);
  }

  /** Counts a click or an open. */
  count(effect: string, what: "clicks" | "opens", certainty: Certainty): void {
    const column = certainty === "human" ? what : (`${what}_${certainty}` as const);
    const write = `INSERT INTO came_back (effect, ${column}) VALUES (?1, 1)
      ON CONFLICT (effect) DO UPDATE SET ${column} = min(${column} + 1, ${MOST})`;
    this.#sql.exec(write, effect);
    followBecame(this.#sql, effect);
  }

  /** What became of a message; null where nothing is known. */
  of(effect: string): View | null {
    const row = this.#row(effect);
    if (row === null) return null;
    const { state, why, at } = row;
    const told = (what: "clicks" | "opens") => ({
      human: row[what],
      uncertain: row[`${what}_uncertain`],
      machine: row[`${what}_machine`],
    });
    return { state, why, at, clicks: told("clicks"), opens: told("opens") };
  }

  /** Whether anything of it shows that it left. */
  showsSent(effect: string): boolean {
    const row = this.#row(effect);
    return row !== null && row.state !== "refused";
  }

  #row(effect: string): Row | null {
    const query = "SELECT * FROM came_back WHERE effect = ?";
    return this.#sql.exec<Row>(query, effect).toArray()[0] ?? null;
  }
}

interface Known {
  state: State;
  at: number;
  why: string | null;
  why_at: number | null;
}

/** The graver of two; of two like ones since the first, for the first reason that was given. */
function graver(one: Known, other: Known): Known {
  const by = RETURNS.indexOf(one.state) - RETURNS.indexOf(other.state);
  if (by !== 0) return by > 0 ? one : other;
  const rank = ({ why, why_at: at }: Known) => [at ?? Number.MAX_SAFE_INTEGER, why ?? ""] as const;
  const [a, b] = [rank(one), rank(other)];
  const { why, why_at } = a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]) ? one : other;
  return { state: one.state, at: Math.min(one.at, other.at), why, why_at };
}
