/**
 * Who was erased from this shop, as keyed hashes of customers' ids.
 *
 * A customer's id comes from the delivery that made them, so a customer who comes back under an id that was
 * erased comes out of an old delivery and not by an act of theirs: out of a backup, or of what waited
 * when they were erased. They are not taken in. Each hash is also kept outside of the shop's data
 * (`erasures.ts`), so that a backup of before the erasure brings nobody back.
 */
import type { Erasure } from "../erasures.ts";
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

/** Customers who are looked up in one step of a restoration. */
const LOOKED_AT = 2_000;

type Fingerprints = Pick<Vault, "fingerprint">;

export class ErasedPeople {
  readonly #sql: Sql;
  readonly #vault: Fingerprints;
  /** Whether anybody was; null where that was not looked at. */
  #areAny: boolean | null = null;

  constructor(sql: Sql, vault: Fingerprints) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Notes that customers were erased, in the caller's transaction. */
  add(customers: readonly string[], now: number): void {
    for (const id of customers) this.#note(nameOf(this.#vault, id), now);
  }

  /** Notes that everybody was erased. */
  addEverybody(now: number): void {
    this.#note(nameOf(this.#vault, EVERYBODY), now);
  }

  /** Whether the customer of this id was erased. */
  has(customer: string): boolean {
    this.#areAny ??= this.#sql.exec("SELECT 1 FROM erased LIMIT 1").toArray().length > 0;
    if (!this.#areAny) return false;
    const query = "SELECT 1 FROM erased WHERE name = ?";
    return this.#sql.exec(query, nameOf(this.#vault, customer)).toArray().length > 0;
  }

  /** When everybody was erased last, or null. */
  everybodyAt(): number | null {
    const query = "SELECT at FROM erased WHERE name = ?";
    const name = nameOf(this.#vault, EVERYBODY);
    return this.#sql.exec<{ at: number }>(query, name).toArray()[0]?.at ?? null;
  }

  /** The next that are not kept outside yet. */
  unkept(limit: number): Erasure[] {
    const query = "SELECT name, at FROM erased WHERE kept = 0 LIMIT ?";
    return this.#sql.exec<Erasure & Record<string, SqlStorageValue>>(query, limit).toArray();
  }

  /** One is kept outside. */
  wasKept({ name, at }: Erasure): void {
    this.#sql.exec("UPDATE erased SET kept = 1 WHERE name = ? AND at = ?", name, at);
  }

  #note(name: string, at: number): void {
    this.#areAny = true;
    this.#sql.exec("INSERT OR REPLACE INTO erased VALUES (?, ?, 0)", name, at);
  }
}

/** Takes over, into a shop that is being restored, what was kept outside. */
export function takeOver(sql: Sql, erasures: readonly Erasure[]): void {
  for (const { name, at } of erasures) {
    sql.exec(
      `INSERT INTO erased VALUES (?1, ?2, 1)
       ON CONFLICT (name) DO UPDATE SET at = max(at, ?2), kept = (at <= ?2)`,
      name,
      at,
    );
  }
}

/**
 * Destroys, in a shop that is being restored, the keys of the next customers who were erased after the
 * backup was made. Gives after whom to go on, or null at the end.
 */
export function destroyErased(sql: Sql, vault: Vault, after: string): string | null {
  const query = "SELECT id FROM customer WHERE id > ? ORDER BY id LIMIT ?";
  const ids = sql.exec<{ id: string }>(query, after, LOOKED_AT).toArray();
  const erased = new ErasedPeople(sql, vault);
  for (const { id } of ids) if (erased.has(id)) vault.destroy(id);
  return ids.length === LOOKED_AT ? (ids.at(-1)?.id ?? null) : null;
}

const EVERYBODY = "*";

const nameOf = (vault: Fingerprints, customer: string): string =>
  vault.fingerprint(`erased:${customer}`);
