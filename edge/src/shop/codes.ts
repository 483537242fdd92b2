/**
 * Coupon codes that the merchant made beforehand, in pools: each is given out once, ever.
 *
 * A code is sealed until it is given out. Its keyed hash stays afterwards, so that the same code is never
 * taken in a second time, into whatever pool.
 */
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

/** A pool, counted. */
export interface Pool {
  pool: string;
  left: number;
  given: number;
}

export class Codes {
  readonly #sql: Sql;
  readonly #vault: Vault;

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Adds codes to a pool, behind those that are there; gives how many are new. */
  add(pool: string, codes: readonly string[]): number {
    let added = 0;
    for (const code of codes) {
      const insert =
        "INSERT OR IGNORE INTO code (pool, hash, sealed) VALUES (?, ?, ?) RETURNING place";
      // Stores compare codes without regard to case.
      const hash = this.#vault.fingerprint(`code:${code.toLowerCase()}`);
      const sealed = this.#vault.sealForShop(`code/${hash}`, code);
      added += this.#sql.exec(insert, pool, hash, sealed).toArray().length;
    }
    return added;
  }

  /** The next code of a pool, given to an effect from now on; the same one again; null where none is left. */
  take(pool: string, effect: string): string | null {
    type Row = { place: number; hash: string; sealed: ArrayBuffer };
    const given = "SELECT place, hash, sealed FROM code WHERE effect = ?";
    const next = `SELECT place, hash, sealed FROM code
      WHERE pool = ? AND effect IS NULL ORDER BY place LIMIT 1`;
    const row =
      this.#sql.exec<Row>(given, effect).toArray()[0] ??
      this.#sql.exec<Row>(next, pool).toArray()[0];
    if (row === undefined) return null;
    this.#sql.exec("UPDATE code SET effect = ? WHERE place = ?", effect, row.place);
    return this.#vault.openForShop(`code/${row.hash}`, row.sealed).toString();
  }

  /** Removes the codes of a pool that were not given out; gives how many. */
  clear(pool: string): number {
    const { left } = this.count(pool);
    const these = "pool = ? AND effect IS NULL";
    this.#sql.exec(`UPDATE code SET sealed = zeroblob(length(sealed)) WHERE ${these}`, pool);
    this.#sql.exec(`DELETE FROM code WHERE ${these}`, pool);
    return left;
  }

  /** How many codes of a pool are left, and were given out. */
  count(pool: string): Pool {
    const query = `SELECT count(*) FILTER (WHERE effect IS NULL) AS left,
      count(*) FILTER (WHERE effect IS NOT NULL) AS given FROM code WHERE pool = ?`;
    return { pool, ...this.#sql.exec<{ left: number; given: number }>(query, pool).one() };
  }

  /** The pools that have or had codes. */
  pools(): string[] {
    const query = "SELECT DISTINCT pool FROM code ORDER BY pool";
    return this.#sql
      .exec<{ pool: string }>(query)
      .toArray()
      .map(({ pool }) => pool);
  }
}
