/**
 * Verified deliveries that were written down and acknowledged, and not decided yet: what comes faster
 * than the shop's turns can decide. They are decided in the order in which they came.
 */
import type { Incoming } from "./deliver.ts";
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

/** Beyond so many of one shop the platform is told to send again later. */
export const MOST_UNDECIDED = 100_000;

/** A delivery with its place in line. */
export interface Waiting {
  place: number;
  incoming: Incoming;
}

export class Undecided {
  readonly #sql: Sql;
  readonly #vault: Vault;
  #count: number | null = null;

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Writes a delivery down, sealed, with the moment at which it came. In the caller's transaction. */
  add(incoming: Incoming, now: number): void {
    const { body, ...about } = incoming;
    const head = Buffer.from(`${JSON.stringify({ ...about, receivedAt: now })}\n`);
    const sealed = this.#vault.sealForShop("undecided", Buffer.concat([head, body]));
    this.#sql.exec("INSERT INTO undecided (sealed) VALUES (?)", sealed);
    this.#count = this.count() + 1;
  }

  /**
   * The first in line: so many at most, and so many bytes, but at least one. What cannot be read any more
   * is taken out, so that it does not hold up what came after it; the vault remembers that it was there.
   */
  first(limit: number, bytes: number): Waiting[] {
    const query = `SELECT place, sealed FROM (
        SELECT place, sealed, sum(length(sealed)) OVER (ORDER BY place) - length(sealed) AS before
        FROM (SELECT place, sealed FROM undecided ORDER BY place LIMIT ?)
      ) WHERE before < ? ORDER BY place`;
    const rows = this.#sql.exec<{ place: number; sealed: ArrayBuffer }>(query, limit, bytes);
    const lost: number[] = [];
    const waiting = rows.toArray().flatMap(({ place, sealed }) => {
      const opened = this.#vault.tryOpenForShop("undecided", sealed);
      if (opened === null) {
        lost.push(place);
        return [];
      }
      const end = opened.indexOf("\n");
      const about = JSON.parse(opened.subarray(0, end).toString()) as Omit<Incoming, "body">;
      const body = new Uint8Array(opened.subarray(end + 1));
      return [{ place, incoming: { ...about, body } }];
    });
    this.remove(lost);
    return waiting;
  }

  /** Whether a delivery is still in line. */
  has(place: number): boolean {
    return this.#sql.exec("SELECT 1 FROM undecided WHERE place = ?", place).toArray().length > 0;
  }

  /** Forgets all of them: the shop's data is erased. */
  erase(): void {
    this.#sql.exec("UPDATE undecided SET sealed = zeroblob(length(sealed))");
    this.#sql.exec("DELETE FROM undecided");
    this.#count = 0;
  }

  /** Takes those out that were decided, in the transaction that decided them. */
  remove(places: number[]): void {
    if (places.length === 0) return;
    const remove = "DELETE FROM undecided WHERE place IN (SELECT value FROM json_each(?))";
    this.#sql.exec(remove, JSON.stringify(places));
    this.#count = this.count() - places.length;
  }

  count(): number {
    const query = "SELECT count(*) AS n FROM undecided";
    this.#count ??= this.#sql.exec<{ n: number }>(query).one().n;
    return this.#count;
  }

  /** Forgets what was remembered: after a transaction was rolled back. */
  forget(): void {
    this.#count = null;
  }
}
