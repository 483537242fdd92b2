/**
 * Changing the master key: going through the shops, a few at a time, until nothing is sealed under an
 * earlier one. Each shop goes on meanwhile, under whichever it is sealed.
 */
import type { Env } from "../env.ts";
import { logError } from "../log.ts";
import { shopAs } from "../objects.ts";

/** Shops in one slice. */
const SLICE = 20;
/** How long to wait after a round in which a shop did not go along, in milliseconds. */
const PAUSE = 10_000;

/** How far it has come. */
export interface Progress {
  /** Shops that still have something under an earlier master key. */
  left: number;
  of: number;
}

export class MasterChange {
  readonly #sql: SqlStorage;
  readonly #env: Env;
  readonly #current: string;
  #after = "";

  constructor(sql: SqlStorage, env: Env, current: string) {
    this.#sql = sql;
    this.#env = env;
    this.#current = current;
  }

  progress(): Progress {
    const query = `SELECT count(*) AS "of", coalesce(sum(sealed_by IS NULL OR sealed_by <> ?), 0) AS "left"
      FROM shop`;
    return this.#sql.exec<{ of: number; left: number }>(query, this.#current).one();
  }

  /** Does the next slice; gives after how many milliseconds the next is due, or null when all is done. */
  async step(reseal: (shop: string) => void): Promise<number | null> {
    const query = `SELECT shop FROM shop WHERE shop > ? AND (sealed_by IS NULL OR sealed_by <> ?)
      ORDER BY shop LIMIT ?`;
    const rows = this.#sql
      .exec<{ shop: string }>(query, this.#after, this.#current, SLICE)
      .toArray();
    for (const { shop } of rows) {
      try {
        if (await shopAs<{ changeMaster(): boolean }>(this.#env, shop).changeMaster()) reseal(shop);
      } catch (error) {
        logError("master-key-not-changed", error, { shop });
      }
    }
    const isRound = rows.length < SLICE;
    this.#after = isRound ? "" : (rows.at(-1)?.shop ?? "");
    if (this.progress().left === 0) return null;
    return isRound ? PAUSE : 0;
  }
}
