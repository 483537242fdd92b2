/**
 * The customers decided about last, opened.
 *
 * A customer who fills a cart causes several webhooks in a minute, and opening a row costs as much as
 * deciding. The object alone writes its tables, so what it decided last is what is there, until a
 * transaction is rolled back: then all of this is forgotten.
 */
import type { Customer } from "./customer.ts";

const MOST_CUSTOMERS = 1_000;
/** In bytes of states; an object shares its memory with others. */
const MOST_STATE = 8_000_000;

export class Recent {
  readonly #customers = new Map<string, Customer>();
  #state = 0;

  has(id: string): boolean {
    return this.#customers.has(id);
  }

  /** A copy, which the caller may change. */
  customer(id: string): Customer | null {
    const known = this.#customers.get(id);
    return known === undefined ? null : { ...known };
  }

  /** Remembers a customer as they now are; those unused for longest make room, and are given back. */
  keep(customer: Customer): Customer[] {
    this.drop(customer.id);
    this.#customers.set(customer.id, { ...customer });
    this.#state += customer.state.length;
    const gone: Customer[] = [];
    for (const [id, one] of this.#customers) {
      if (this.#customers.size <= MOST_CUSTOMERS && this.#state <= MOST_STATE) break;
      this.drop(id);
      gone.push(one);
    }
    return gone;
  }

  /** Forgets a customer whose row was written elsewhere. */
  drop(id: string): void {
    this.#state -= this.#customers.get(id)?.state.length ?? 0;
    this.#customers.delete(id);
  }

  forget(): void {
    this.#customers.clear();
    this.#state = 0;
  }
}
