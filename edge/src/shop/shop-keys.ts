/**
 * The shop's own keys: for what belongs to no customer, and for what is made of a key, such as codes,
 * signatures and the fingerprints by which customers are found.
 *
 * They are random and wrapped by a key derived from the master key, so that another master key changes
 * their wrapping and nothing that was made of them. Shops of the first releases derived them from the
 * master key itself; those are kept as they are, and wrapped.
 */
import type { Buffer } from "node:buffer";
import type { KeyObject } from "node:crypto";
import { type Master, masterOf, OtherMasterKey } from "../master.ts";
import { derive, newKey, open, type Purpose, ready, seal } from "../seal.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Sql } from "./sql.ts";

/** `secret-before` opens what a shop of the first releases sealed with a key out of the master key. */
export type ShopKey =
  | "identity"
  | "secret"
  | "secret-before"
  | "coupon"
  | "webhook"
  | "unsubscribe";

/** What the first releases derived, and from what. */
const DERIVED: readonly [ShopKey, Purpose, perShop: boolean][] = [
  ["identity", "identity", true],
  ["secret-before", "secret", true],
  ["coupon", "coupon", true],
  ["webhook", "webhook", true],
  ["unsubscribe", "unsubscribe", false],
];
const MADE: readonly ShopKey[] = ["identity", "secret", "coupon", "webhook", "unsubscribe"];

/** Which master key the shop's keys are wrapped under. */
const SEALED_BY = "master-key";

export class ShopKeys {
  readonly #sql: Sql;
  readonly #masters: readonly [Master, ...Master[]];
  readonly #shop: string;
  readonly #keys = new Map<ShopKey, Buffer | null>();
  #by: { master: Master; wrap: KeyObject } | null = null;

  /** @throws {OtherMasterKey} where none of the given master keys opens the shop's keys */
  constructor(sql: Sql, masters: readonly [Master, ...Master[]], shop: string) {
    this.#sql = sql;
    this.#masters = masters;
    this.#shop = shop;
    if (!this.#isThere()) this.#keepDerived();
    this.#sealedBy();
  }

  /** Makes the keys of a new shop, in the caller's transaction. */
  static make(sql: Sql, [master]: readonly [Master, ...Master[]], shop: string): void {
    const wrap = wrapOf(master, shop);
    for (const key of MADE) put(sql, wrap, shop, key, newKey());
    writeMeta(sql, SEALED_BY, master.id);
  }

  /** Notes under which master key a restored shop is sealed, where its rows do not say so. */
  static noteMaster(sql: Sql, id: string): void {
    if (readMeta(sql, SEALED_BY) === null) writeMeta(sql, SEALED_BY, id);
  }

  /** The name of the master key that the shop is sealed under. */
  get sealedBy(): string {
    return this.#sealedBy().master.id;
  }

  get isCurrent(): boolean {
    return this.sealedBy === this.#masters[0].id;
  }

  /** What wraps the shop's keys, and the root of its customers'. */
  get wrap(): KeyObject {
    return this.#sealedBy().wrap;
  }

  get(key: ShopKey): Buffer {
    const found = this.find(key);
    if (found === null) throw new Error(`the shop's key for ${key} is not there`);
    return found;
  }

  find(key: ShopKey): Buffer | null {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const query = "SELECT wrapped FROM shop_key WHERE purpose = ?";
    const row = this.#sql.exec<{ wrapped: ArrayBuffer }>(query, key).toArray()[0];
    const found = row === undefined ? null : open(this.wrap, placeOf(this.#shop, key), row.wrapped);
    this.#keys.set(key, found);
    return found;
  }

  /** Wraps the shop's keys by the current master key, in the caller's transaction. */
  rewrap(): void {
    const query = "SELECT purpose FROM shop_key";
    const held = this.#sql.exec<{ purpose: ShopKey }>(query).toArray();
    const keys = held.map(({ purpose }) => [purpose, this.get(purpose)] as const);
    const [master] = this.#masters;
    const wrap = wrapOf(master, this.#shop);
    for (const [purpose, key] of keys) put(this.#sql, wrap, this.#shop, purpose, key);
    writeMeta(this.#sql, SEALED_BY, master.id);
    this.#by = { master, wrap };
  }

  /** Forgets what is held in memory, after a transaction that changed some was rolled back. */
  forget(): void {
    this.#keys.clear();
    this.#by = null;
  }

  #isThere(): boolean {
    return this.#sql.exec("SELECT 1 FROM shop_key LIMIT 1").toArray().length > 0;
  }

  /** Keeps what the first releases derived from their master key. */
  #keepDerived(): void {
    const named = readMeta(this.#sql, SEALED_BY);
    const master = named === null ? this.#found() : masterOf(this.#masters, String(named));
    const wrap = wrapOf(master, this.#shop);
    for (const [key, purpose, perShop] of DERIVED) {
      const derived = derive(master.key, purpose, perShop ? this.#shop : "");
      put(this.#sql, wrap, this.#shop, key, derived);
    }
    put(this.#sql, wrap, this.#shop, "secret", newKey());
    writeMeta(this.#sql, SEALED_BY, master.id);
  }

  /** The master key that opens a key of the shop's customers; where there is none, the oldest given. */
  #found(): Master {
    const roots = "SELECT 'root/' || slot AS name, wrapped FROM key_root";
    const early = "SELECT customer AS name, wrapped FROM customer_key_early LIMIT 1";
    type Row = { name: string; wrapped: ArrayBuffer };
    const rows = [roots, early].flatMap((query) => this.#sql.exec<Row>(query).toArray());
    const opens = (master: Master) =>
      rows.some(({ name, wrapped }) => {
        try {
          open(wrapOf(master, this.#shop), `${this.#shop}/${name}/key`, wrapped);
          return true;
        } catch {
          return false;
        }
      });
    const found = rows.length === 0 ? this.#masters.at(-1) : this.#masters.find(opens);
    if (found === undefined) throw new OtherMasterKey();
    return found;
  }

  #sealedBy(): { master: Master; wrap: KeyObject } {
    if (this.#by === null) {
      const master = masterOf(this.#masters, String(readMeta(this.#sql, SEALED_BY)));
      this.#by = { master, wrap: wrapOf(master, this.#shop) };
    }
    return this.#by;
  }
}

const wrapOf = (master: Master, shop: string): KeyObject => ready(derive(master.key, "wrap", shop));

const placeOf = (shop: string, key: ShopKey): string => `${shop}/shop-key/${key}`;

function put(sql: Sql, wrap: KeyObject, shop: string, key: ShopKey, value: Buffer): void {
  const wrapped = seal(wrap, placeOf(shop, key), value);
  const write = `INSERT INTO shop_key VALUES (?1, ?2)
    ON CONFLICT (purpose) DO UPDATE SET wrapped = ?2`;
  sql.exec(write, key, wrapped);
}
