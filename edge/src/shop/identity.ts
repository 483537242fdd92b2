/**
 * Whose a key is: an email, a platform's id, a checkout or an order. Keys are stored as keyed hashes; those
 * that were asked for last are remembered as they are.
 *
 * The object alone writes its tables, so what it wrote last is what is there, until a transaction is
 * rolled back: then all that is remembered is forgotten.
 */
import type { Claim, Key } from "edgewise";
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

/** Whose a key is, and for a checkout or an order by which claim. */
export interface Owner {
  customer: string;
  claim: Claim | null;
}

/** A key that belongs to a customer, and how. */
export interface Link {
  key: string;
  claim: Claim | null;
  /** Of an account, a checkout or an order: a trace of it stays when its owner is erased. */
  lasting: boolean;
}

const MOST_REMEMBERED = 4_000;
const MOST_HASHES = 1_000;
/** Identity keys of accounts, checkouts and orders, in a query over `identity i`. */
const LASTS = "(lasting = 1 OR claimed_at IS NOT NULL)";
/** Identity keys that lead to somebody whose key was destroyed. */
const NOBODYS = `NOT EXISTS (SELECT 1 FROM customer_key k WHERE k.customer = i.customer)
  AND NOT EXISTS (SELECT 1 FROM customer_key_early e WHERE e.customer = i.customer)`;

export class Identity {
  readonly #sql: Sql;
  readonly #vault: Vault;
  /** Null for a key that is nobody's. */
  readonly #owners = new Map<string, Owner | null>();
  readonly #hashes = new Map<string, string>();
  /** Whether anybody's keys were forgotten; null where that was not looked at. */
  #areForgotten: boolean | null = null;

  constructor(sql: Sql, vault: Vault) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Whose each of some keys is, or was before a merge, in the keys' order. */
  owners(keys: readonly string[]): (Owner | null)[] {
    this.expect(keys);
    return keys.map((key) => this.#owners.get(key) ?? null);
  }

  /** Looks up at once whose keys are that will be asked for one after the other. */
  expect(keys: readonly string[]): void {
    if (this.#owners.size >= MOST_REMEMBERED) this.#owners.clear();
    const unknown = keys.filter((key) => !this.#owners.has(key));
    if (unknown.length === 0) return;
    const found = this.#stored(unknown);
    for (const key of unknown) this.#owners.set(key, found.get(this.#hashOf(key)) ?? null);
  }

  /** Whose keys are as they are stored, by their hashes. */
  #stored(keys: readonly string[]): Map<string, Owner> {
    type Row = { key: string; customer: string; claimed_at: number | null; account: number | null };
    const query = `SELECT key, customer, claimed_at, account FROM identity
      WHERE key IN (SELECT value FROM json_each(?))`;
    const rows = this.#sql.exec<Row>(query, this.#hashesOf(keys)).toArray();
    return new Map(
      rows.map(({ key, customer, claimed_at: at, account }) => {
        const claim = at === null ? null : { at, account: account === 1 };
        return [key, { customer, claim }];
      }),
    );
  }

  /** Remembers whose a key is, after merges. */
  remember(key: string, owner: Owner): void {
    this.#owners.set(key, owner);
  }

  /** Trusts nothing it remembers: a transaction was rolled back, or somebody is gone. */
  forget(): void {
    this.#owners.clear();
    this.#hashes.clear();
    this.#areForgotten = null;
  }

  /** Writes down that keys belong to a customer; a checkout's or an order's by a claim. */
  link(customer: string, links: readonly Link[]): void {
    if (links.length === 0) return;
    const write = `INSERT INTO identity (key, customer, claimed_at, account, lasting)
       SELECT value ->> 0, ?1, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?2) WHERE true
       ON CONFLICT (key) DO UPDATE SET customer = excluded.customer, claimed_at = excluded.claimed_at,
         account = excluded.account, lasting = max(coalesce(lasting, 0), excluded.lasting)`;
    const rows = links.map(({ key, claim, lasting }) => {
      const account = claim === null ? null : Number(claim.account);
      return [this.#hashOf(key), claim?.at ?? null, account, Number(lasting)];
    });
    this.#sql.exec(write, customer, JSON.stringify(rows));
    for (const { key, claim } of links) this.remember(key, { customer, claim });
  }

  /** Forgets that a key, such as a mistyped address, led to anybody. */
  unlink(key: string): void {
    this.#sql.exec("DELETE FROM identity WHERE key = ?", this.#hashOf(key));
    this.#owners.delete(key);
  }

  /** The keys, by position, that were somebody's who was erased. */
  forgotten(keys: readonly Key[]): number[] {
    const isOwned = this.owners(keys.map(({ key }) => key)).some((owner) => owner !== null);
    if (!isOwned && !this.#isAnybodyForgotten()) return [];
    // What leads to somebody whose key is gone is on its way to being forgotten.
    const these = "key IN (SELECT value FROM json_each(?1))";
    const query = `SELECT key FROM forgotten WHERE ${these}
      UNION ALL SELECT key FROM identity i WHERE ${these} AND ${LASTS} AND ${NOBODYS}`;
    const hashes = this.#hashesOf(keys.map(({ key }) => key));
    const found = this.#sql.exec<{ key: string }>(query, hashes).toArray();
    const gone = new Set(found.map(({ key }) => key));
    return keys.flatMap(({ key }, index) => (gone.has(this.#hashOf(key)) ? [index] : []));
  }

  #isAnybodyForgotten(): boolean {
    const query = "SELECT 1 FROM forgotten LIMIT 1";
    this.#areForgotten ??= this.#sql.exec(query).toArray().length > 0;
    return this.#areForgotten;
  }

  /** Whether anything is theirs by the word that an account of theirs did it. */
  hasAccount(id: string): boolean {
    const query = "SELECT 1 FROM identity WHERE customer = ? AND account = 1 LIMIT 1";
    return this.#sql.exec(query, id).toArray().length > 0;
  }

  /**
   * Looks at the next `limit` identity keys after `after`, and removes those that lead to nobody anymore.
   * Of accounts and orders a keyed hash stays, so that what comes late about them makes nobody new.
   * Gives where to go on, or null at the end.
   */
  forgetKeys(after: string, limit: number): string | null {
    const bound = "SELECT key FROM identity WHERE key > ? ORDER BY key LIMIT 1 OFFSET ?";
    const last = this.#sql.exec<{ key: string }>(bound, after, limit).toArray()[0]?.key ?? null;
    const range = "key > ?1 AND (?2 IS NULL OR key <= ?2)";
    const keep = `INSERT OR IGNORE INTO forgotten
      SELECT key FROM identity i WHERE ${range} AND ${LASTS} AND ${NOBODYS}`;
    this.#sql.exec(keep, after, last);
    const remove = `DELETE FROM identity WHERE key IN
      (SELECT key FROM identity i WHERE ${range} AND ${NOBODYS})`;
    this.#sql.exec(remove, after, last);
    this.forget();
    return last;
  }

  #hashesOf(keys: readonly string[]): string {
    return JSON.stringify(keys.map((key) => this.#hashOf(key)));
  }

  /** A key as it is stored. A delivery's keys are asked for several times. */
  #hashOf(key: string): string {
    let hash = this.#hashes.get(key);
    if (hash !== undefined) return hash;
    hash = this.#vault.fingerprint(key);
    if (this.#hashes.size >= MOST_HASHES) this.#hashes.clear();
    this.#hashes.set(key, hash);
    return hash;
  }
}
