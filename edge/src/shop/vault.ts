/**
 * The customers' keys, and what is sealed with them.
 *
 * Each customer has a random key, wrapped, in one row. Erasing a person overwrites that row before it
 * is deleted; from then on everything sealed for them, wherever a copy lies, opens for nobody.
 */
import type { Buffer } from "node:buffer";
import { createHmac, type KeyObject } from "node:crypto";
import { derive, newKey, open, ready, seal } from "../seal.ts";
import type { Sql } from "./sql.ts";

const KEYS_IN_MEMORY = 2_000;

export class Vault {
  readonly #sql: Sql;
  readonly #shop: string;
  readonly #wrap: KeyObject;
  readonly #identity: KeyObject;
  readonly #secret: KeyObject;
  readonly #keys = new Map<string, KeyObject>();

  constructor(sql: Sql, master: Buffer, shop: string) {
    this.#sql = sql;
    this.#shop = shop;
    this.#wrap = ready(derive(master, "wrap", shop));
    this.#identity = ready(derive(master, "identity", shop));
    this.#secret = ready(derive(master, "secret", shop));
  }

  /** Makes and stores a new customer's key. */
  admit(customer: string): void {
    const key = newKey();
    const wrapped = seal(this.#wrap, `${this.#shop}/${customer}/key`, key);
    this.#sql.exec("INSERT INTO customer_key VALUES (?, ?)", customer, wrapped);
    this.#remember(customer, ready(key));
  }

  seal(customer: string, place: string, text: string): Buffer {
    return seal(this.#keyOf(customer), `${this.#shop}/${customer}/${place}`, text);
  }

  open(customer: string, place: string, sealed: ArrayBuffer | Uint8Array): string {
    return open(this.#keyOf(customer), `${this.#shop}/${customer}/${place}`, sealed).toString();
  }

  /** Destroys a customer's key: overwritten first, so that the bytes are gone from the page too. */
  destroy(customer: string): void {
    this.#keys.delete(customer);
    const overwrite =
      "UPDATE customer_key SET wrapped = zeroblob(length(wrapped)) WHERE customer = ?";
    this.#sql.exec(overwrite, customer);
    this.#sql.exec("DELETE FROM customer_key WHERE customer = ?", customer);
  }

  /** Customers whose key is gone: what is sealed for them opens for nobody. */
  withoutKey(): string[] {
    const query = `SELECT id FROM customer WHERE merged_into IS NULL AND NOT EXISTS
      (SELECT 1 FROM customer_key WHERE customer = id AND wrapped <> zeroblob(length(wrapped)))`;
    return this.#sql
      .exec<{ id: string }>(query)
      .toArray()
      .map(({ id }) => id);
  }

  /** Seals what belongs to no known customer, such as a delivery that could not be read. */
  sealForShop(place: string, data: string | Uint8Array): Buffer {
    return seal(this.#secret, `${this.#shop}/${place}`, data);
  }

  openForShop(place: string, sealed: ArrayBuffer | Uint8Array): Buffer {
    return open(this.#secret, `${this.#shop}/${place}`, sealed);
  }

  /** An identity key as the index knows it: not to be read back, and different in each shop. */
  fingerprint(key: string): string {
    return createHmac("sha256", this.#identity).update(key).digest("base64url").slice(0, 32);
  }

  /** Forgets the keys held in memory, after a transaction that made some was rolled back. */
  forget(): void {
    this.#keys.clear();
  }

  #keyOf(customer: string): KeyObject {
    const known = this.#keys.get(customer);
    if (known !== undefined) return known;
    const query = "SELECT wrapped FROM customer_key WHERE customer = ?";
    const row = this.#sql.exec<{ wrapped: ArrayBuffer }>(query, customer).toArray()[0];
    if (row === undefined) throw new Error("this customer's key was destroyed");
    const key = ready(open(this.#wrap, `${this.#shop}/${customer}/key`, row.wrapped));
    this.#remember(customer, key);
    return key;
  }

  #remember(customer: string, key: KeyObject): void {
    if (this.#keys.size >= KEYS_IN_MEMORY) this.#keys.clear();
    this.#keys.set(customer, key);
  }
}
