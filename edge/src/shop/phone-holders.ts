/**
 * Who has which telephone number: several customers may share one, and what its owner says by text is said
 * for all of them. By keyed hashes; whether somebody still has it, their own record says.
 */
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

export class PhoneHolders {
  readonly #sql: Sql;
  readonly #vault: Pick<Vault, "fingerprint">;

  constructor(sql: Sql, vault: Pick<Vault, "fingerprint">) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Notes that a number was given for a customer. */
  note(key: string, customer: string): void {
    const write = "INSERT OR IGNORE INTO phone_holder VALUES (?, ?)";
    this.#sql.exec(write, this.#vault.fingerprint(key), customer);
  }

  /** For whom a number was given, by the customers' ids of that moment. */
  of(key: string): string[] {
    const query = "SELECT customer FROM phone_holder WHERE phone = ? ORDER BY customer";
    const rows = this.#sql.exec<{ customer: string }>(query, this.#vault.fingerprint(key));
    return rows.toArray().map(({ customer }) => customer);
  }

  /** Forgets what was given for somebody. */
  erase(customer: string): void {
    this.#sql.exec("DELETE FROM phone_holder WHERE customer = ?", customer);
  }

  /** Forgets everything, with the shop. */
  eraseAll(): void {
    this.#sql.exec("DELETE FROM phone_holder");
  }
}
