/**
 * What is sealed in the shop, and with whose key.
 *
 * Each customer has a random key. Erasing a person destroys it; from then on everything sealed for
 * them, wherever a copy lies, opens for nobody (`keyring.ts` says when that is true of old copies of
 * the key as well).
 */
import type { Buffer } from "node:buffer";
import { createHmac, type KeyObject } from "node:crypto";
import type { Master } from "../master.ts";
import { open, ready, seal } from "../seal.ts";
import { Keyring } from "./keyring.ts";
import { ShopKeys } from "./shop-keys.ts";
import { isStorageFault, type Sql } from "./sql.ts";

/** What a sealed part of the shop is, as the merchant sees it. */
export type SealedPart = "state" | "journal" | "content" | "delivery" | "key";

/**
 * A sealed part that does not open: its bytes are not those that were written. It concerns one row,
 * and nothing of what a person wrote is part of it.
 */
export class Unreadable extends Error {
  readonly code: `${SealedPart}-unreadable`;

  constructor(
    readonly part: SealedPart,
    /** Which row: a customer's, a journal row's, an effect's or a dead letter's id. */
    readonly row: string,
    /** Whose it is, or null where it is nobody's. */
    readonly customer: string | null,
  ) {
    super(`${part}-unreadable`);
    this.name = "Unreadable";
    this.code = `${part}-unreadable`;
  }
}

/** The key that this was sealed with was destroyed: the person was erased. */
export class Erased extends Error {
  constructor() {
    super("this customer's key was destroyed");
    this.name = "Erased";
  }
}

/** Unreadable parts remembered until they are written down; the first few are plenty to show. */
const MOST_FOUND = 200;

export class Vault {
  /** The customers' keys. */
  readonly keys: Keyring;
  /** The shop's own keys. */
  readonly own: ShopKeys;
  readonly #shop: string;
  readonly #identity: KeyObject;
  readonly #secret: KeyObject;
  /** What opens what a shop of the first releases sealed; null for others. */
  readonly #secretBefore: KeyObject | null;
  #found = new Map<string, Unreadable>();

  /** @throws {OtherMasterKey} where none of the given master keys opens the shop's keys */
  constructor(sql: Sql, masters: readonly [Master, ...Master[]], shop: string) {
    this.own = new ShopKeys(sql, masters, shop);
    this.keys = new Keyring(sql, this.own, shop);
    this.#shop = shop;
    this.#identity = ready(this.own.get("identity"));
    this.#secret = ready(this.own.get("secret"));
    const before = this.own.find("secret-before");
    this.#secretBefore = before && ready(before);
  }

  seal(owner: string, place: string, text: string | Uint8Array): Buffer {
    return seal(this.#keyOf(owner), `${this.#shop}/${owner}/${place}`, text);
  }

  /** @throws {Unreadable} where the bytes are damaged, {Erased} where the key was destroyed */
  open(owner: string, place: string, sealed: ArrayBuffer | Uint8Array): string {
    return this.openBytes(owner, place, sealed).toString();
  }

  /** The same as the bytes they are. */
  openBytes(owner: string, place: string, sealed: ArrayBuffer | Uint8Array): Buffer {
    return this.#open(owner, place, sealed);
  }

  /** What was sealed, or null where it cannot be read anymore. */
  tryOpen(owner: string, place: string, sealed: ArrayBuffer | Uint8Array): string | null {
    return this.tryOpenBytes(owner, place, sealed)?.toString() ?? null;
  }

  /** The same as the bytes they are. */
  tryOpenBytes(owner: string, place: string, sealed: ArrayBuffer | Uint8Array): Buffer | null {
    return this.#tryOpen(owner, place, sealed);
  }

  /** Customers whose key is gone: what is sealed for them opens for nobody. */
  withoutKey(): string[] {
    return this.keys.missing();
  }

  /**
   * Seals what names people who are not known yet, or not decided about, with a key of its own. A name is
   * `<group>/<name>`; its key is made when it is first needed.
   */
  sealFor(name: string, place: string, text: string | Uint8Array): Buffer {
    if (!this.keys.has(name)) this.keys.admit(name);
    return this.seal(name, place, text);
  }

  /** What was sealed by `sealFor`, or with the shop's own key by an earlier release; null as in `tryOpen`. */
  tryOpenFor(name: string, place: string, sealed: ArrayBuffer | Uint8Array): Buffer | null {
    if (!this.keys.has(name)) return this.tryOpenForShop(place, sealed);
    return this.#tryOpen(name, place, sealed);
  }

  /** Seals what belongs to no known customer, such as a shop's own event. */
  sealForShop(place: string, data: string | Uint8Array): Buffer {
    return seal(this.#secret, `${this.#shop}/${place}`, data);
  }

  openForShop(place: string, sealed: ArrayBuffer | Uint8Array): Buffer {
    for (const key of [this.#secret, this.#secretBefore]) {
      try {
        if (key !== null) return open(key, `${this.#shop}/${place}`, sealed);
      } catch {
        // Sealed with the other one, or damaged.
      }
    }
    throw this.#damaged(partOf(place), rowOf(place) ?? place, null);
  }

  /** What was sealed for the shop, or null where it cannot be read anymore. */
  tryOpenForShop(place: string, sealed: ArrayBuffer | Uint8Array): Buffer | null {
    try {
      return this.openForShop(place, sealed);
    } catch (error) {
      if (error instanceof Unreadable) return null;
      throw error;
    }
  }

  /** An identity key as the index knows it: not to be read back, and different in each shop. */
  fingerprint(key: string): string {
    return createHmac("sha256", this.#identity).update(key).digest("base64url").slice(0, 32);
  }

  /** Forgets the keys held in memory, after a transaction that made some was rolled back. */
  forget(): void {
    this.own.forget();
    this.keys.forget();
  }

  /** Destroys a customer's key; that something of theirs was damaged concerns nobody anymore. */
  destroy(customer: string): void {
    this.keys.destroy(customer);
    for (const [name, found] of this.#found) {
      if (found.customer === customer) this.#found.delete(name);
    }
  }

  /** Whether any part did not open since `takeFound` was asked last. */
  get hasFound(): boolean {
    return this.#found.size > 0;
  }

  /** The parts that did not open since this was asked last, each once. */
  takeFound(): Unreadable[] {
    if (this.#found.size === 0) return [];
    const found = [...this.#found.values()];
    this.#found = new Map();
    return found;
  }

  #open(owner: string, place: string, sealed: ArrayBuffer | Uint8Array): Buffer {
    const key = this.#keyOf(owner);
    try {
      return open(key, `${this.#shop}/${owner}/${place}`, sealed);
    } catch {
      throw this.#damaged(partOf(place), rowOf(place) ?? owner, customerOf(owner));
    }
  }

  #tryOpen(owner: string, place: string, sealed: ArrayBuffer | Uint8Array): Buffer | null {
    try {
      return this.#open(owner, place, sealed);
    } catch (error) {
      if (error instanceof Unreadable || error instanceof Erased) return null;
      throw error;
    }
  }

  #keyOf(owner: string): KeyObject {
    let key: KeyObject | null;
    try {
      key = this.keys.find(owner);
    } catch (error) {
      if (isStorageFault(error)) throw error;
      throw this.#damaged("key", owner, customerOf(owner));
    }
    if (key === null) throw new Erased();
    return key;
  }

  #damaged(part: SealedPart, row: string, customer: string | null): Unreadable {
    const error = new Unreadable(part, row, customer);
    if (this.#found.size < MOST_FOUND) this.#found.set(`${part}/${row}`, error);
    return error;
  }
}

/** Whose key it is: one of a thing (a dead letter, a visitor, a question) is nobody's. */
const customerOf = (owner: string): string | null => (owner.includes("/") ? null : owner);

/** A place is `state`, or says by its first part whose table it stands in. */
function partOf(place: string): SealedPart {
  if (place.startsWith("journal/")) return "journal";
  if (place.startsWith("outbox/")) return "content";
  return /^(?:dead|visitor|question)\/|^undecided$/.test(place) ? "delivery" : "state";
}

function rowOf(place: string): string | null {
  const cut = place.indexOf("/");
  return cut === -1 ? null : place.slice(cut + 1);
}
