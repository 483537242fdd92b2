/**
 * Verified deliveries that were written down and acknowledged, and not decided yet: what comes faster
 * than the shop's turns can decide. They are decided in the order in which they came.
 *
 * They are sealed with a key that is destroyed whenever the line is empty. An erasure begins another
 * one, so that the one before goes as soon as what it sealed is decided, however long the line stays.
 */
import type { Incoming } from "./incoming.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

/** The number of one shop beyond which the platform is asked to send again later. */
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
  #epochs: Epochs | null = null;

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Writes a delivery down, sealed, with the moment at which it came. In the caller's transaction. */
  add(incoming: Incoming, now: number): void {
    const { body, ...about } = incoming;
    const head = Buffer.from(`${JSON.stringify({ ...about, receivedAt: now })}\n`);
    const { newest } = this.#readEpochs();
    const sealed = this.#vault.sealFor(keyOf(newest), PLACE, Buffer.concat([head, body]));
    this.#sql.exec("INSERT INTO undecided (sealed, epoch) VALUES (?, ?)", sealed, newest);
    this.#count = this.count() + 1;
  }

  /**
   * The first in line, up to a number of them and of bytes, but at least one. What cannot be read anymore
   * is taken out, so that it does not hold up what came after it; the vault remembers that it was there.
   */
  first(limit: number, bytes: number): Waiting[] {
    const query = `SELECT place, sealed, epoch FROM (
        SELECT *, sum(length(sealed)) OVER (ORDER BY place) - length(sealed) AS before
        FROM (SELECT * FROM undecided ORDER BY place LIMIT ?)
      ) WHERE before < ? ORDER BY place`;
    type Row = { place: number; sealed: ArrayBuffer; epoch: number | null };
    const rows = this.#sql.exec<Row>(query, limit, bytes);
    const lost: number[] = [];
    const waiting = rows.toArray().flatMap(({ place, sealed, epoch }) => {
      // What an earlier release wrote down has no epoch, and was sealed with the shop's own key.
      const opened = this.#vault.tryOpenFor(keyOf(epoch ?? NONE), PLACE, sealed);
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
    this.forget();
  }

  /** Somebody is erased: what comes from here on is sealed with another key. */
  beginEpoch(): void {
    if (this.count() === 0) return;
    const { oldest, newest } = this.#readEpochs();
    this.#writeEpochs({ oldest, newest: newest + 1 });
  }

  /**
   * Takes those out that were decided, in the transaction that decided them. Whether a key was destroyed
   * with them whose old copies must be put out of reach.
   */
  remove(places: number[]): boolean {
    if (places.length === 0) return false;
    const remove = "DELETE FROM undecided WHERE place IN (SELECT value FROM json_each(?))";
    this.#sql.exec(remove, JSON.stringify(places));
    this.#count = this.count() - places.length;
    return this.#endEpochs();
  }

  count(): number {
    const query = "SELECT count(*) AS n FROM undecided";
    this.#count ??= this.#sql.exec<{ n: number }>(query).one().n;
    return this.#count;
  }

  /** Forgets what was remembered: after a transaction was rolled back. */
  forget(): void {
    this.#count = null;
    this.#epochs = null;
  }

  /** Destroys the keys of which nothing is left in line; whether any was of before an erasure. */
  #endEpochs(): boolean {
    const { oldest, newest } = this.#readEpochs();
    const query = "SELECT epoch FROM undecided ORDER BY place LIMIT 1";
    const first = this.#sql.exec<{ epoch: number | null }>(query).toArray()[0];
    if (first === undefined) this.#vault.keys.retire(keyOf(newest));
    const next = first === undefined ? newest : (first.epoch ?? oldest);
    if (next === oldest) return false;
    // Somebody was erased since, whose name these may have held.
    for (let epoch = oldest; epoch < next; epoch += 1) this.#vault.keys.destroy(keyOf(epoch));
    this.#writeEpochs({ oldest: next, newest });
    return true;
  }

  #readEpochs(): Epochs {
    if (this.#epochs === null) {
      const written = readMeta(this.#sql, "undecided-epochs");
      const [oldest = 0, newest = 0] = JSON.parse(String(written ?? "[]")) as number[];
      this.#epochs = { oldest, newest };
    }
    return this.#epochs;
  }

  #writeEpochs(epochs: Epochs): void {
    writeMeta(this.#sql, "undecided-epochs", JSON.stringify([epochs.oldest, epochs.newest]));
    this.#epochs = epochs;
  }
}

/** By which keys what is in line was sealed: from the oldest to the newest. */
interface Epochs {
  oldest: number;
  newest: number;
}

const PLACE = "undecided";
/** No epoch: there is no key of this name. */
const NONE = -1;

const keyOf = (epoch: number): string => `U/${epoch}`;
