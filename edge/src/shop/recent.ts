/**
 * The customers decided about last, opened, and the customers of the keys that led to them.
 *
 * A customer who fills a cart causes several webhooks in a minute, and opening a row costs as much as
 * deciding. The object alone writes its tables, so what it wrote last is what is there, until a
 * transaction is rolled back: then all of this is forgotten.
 */
import type { Claim } from "edgewise";
import type { Customer } from "./customer.ts";

/** Whose a key is, and for a checkout or an order by which claim. */
export interface Owner {
  customer: string;
  claim: Claim | null;
}

const MOST_CUSTOMERS = 1_000;
/** In characters of state; an object shares its memory with others. */
const MOST_STATE = 4_000_000;
const MOST_KEYS = 4_000;

export class Recent {
  readonly #customers = new Map<string, Customer>();
  readonly #owners = new Map<string, Owner>();
  #state = 0;

  /** A copy, which the caller may change. */
  customer(id: string): Customer | null {
    const known = this.#customers.get(id);
    return known === undefined ? null : { ...known };
  }

  /** Remembers a customer as it now stands in its row; the one unused for longest makes room. */
  keep(customer: Customer): void {
    this.drop(customer.id);
    this.#customers.set(customer.id, { ...customer });
    this.#state += customer.state.length;
    for (const id of this.#customers.keys()) {
      if (this.#customers.size <= MOST_CUSTOMERS && this.#state <= MOST_STATE) break;
      this.drop(id);
    }
  }

  /** Forgets a customer whose row was written elsewhere. */
  drop(id: string): void {
    this.#state -= this.#customers.get(id)?.state.length ?? 0;
    this.#customers.delete(id);
  }

  /** Whose a key is, or was before a merge. */
  owner(key: string): Owner | null {
    return this.#owners.get(key) ?? null;
  }

  keepOwner(key: string, owner: Owner): void {
    if (this.#owners.size >= MOST_KEYS) this.#owners.clear();
    this.#owners.set(key, owner);
  }

  dropOwner(key: string): void {
    this.#owners.delete(key);
  }

  forget(): void {
    this.#customers.clear();
    this.#owners.clear();
    this.#state = 0;
  }
}
