/**
 * Which addresses must not be written to, for every customer who has them, now or later.
 *
 * The table says by keyed hashes what came back from an address, or that whoever had it opted out. It
 * decides nothing: whoever turns out to have such an address learns of it as a fact of the past, and the
 * engine says what follows, as it does for everybody else. It outlives customers, so somebody who was erased
 * and comes back isn't written to either.
 */
import { knownAs } from "../channel/address.ts";
import type { Sql } from "./sql.ts";
import type { Vault } from "./vault.ts";

/** Why an address isn't written to. */
export type Cause = "complained" | "bounced" | "unsubscribed" | "suppressed";

export interface Known {
  cause: Cause;
  at: number;
}

/** An address as it is known by: like the identity key of whoever has it. */
export const addressKey = (address: string): string =>
  `email:${knownAs(address.trim()).toLowerCase()}`;

/** A telephone number in E.164 as it is known by. */
export const phoneKey = (number: string): string => `phone:${number}`;

/** On which channel an address is one; null for a key that is no address. */
export function channelOf(key: string): "email" | "sms" | null {
  if (key.startsWith("email:")) return "email";
  return key.startsWith("phone:") ? "sms" : null;
}

/** The address in a key. */
export const addressIn = (key: string): string => key.slice(key.indexOf(":") + 1);

export class SuppressedAddresses {
  readonly #sql: Sql;
  readonly #vault: Pick<Vault, "fingerprint">;
  /** Whether there are any; null where that was not looked at. */
  #areAny: boolean | null = null;

  constructor(sql: Sql, vault: Pick<Vault, "fingerprint">) {
    this.#sql = sql;
    this.#vault = vault;
  }

  /** Notes what came back from an address: the first complaint, and else the last. */
  note(key: string, channel: string, { cause, at }: Known): void {
    this.#areAny = true;
    const write = `INSERT INTO suppressed_address VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT DO UPDATE SET at = iif(?3 = 'complained', min(at, ?4), max(at, ?4))`;
    this.#sql.exec(write, this.#vault.fingerprint(key), channel, cause, at);
  }

  /** What is known of an address, the earliest first. */
  of(key: string, channel: string): Known[] {
    this.#areAny ??=
      this.#sql.exec("SELECT 1 FROM suppressed_address LIMIT 1").toArray().length > 0;
    if (!this.#areAny) return [];
    const query =
      "SELECT cause, at FROM suppressed_address WHERE address = ? AND channel = ? ORDER BY at, cause";
    const rows = this.#sql.exec<Known & Record<string, SqlStorageValue>>(
      query,
      this.#vault.fingerprint(key),
      channel,
    );
    return rows.toArray();
  }

  /** The merchant lifts what may be lifted: everything but complaints and opt-outs. */
  lift(key: string, channel: string): void {
    const remove = `DELETE FROM suppressed_address
      WHERE address = ? AND channel = ? AND cause IN ('bounced', 'suppressed')`;
    this.#sql.exec(remove, this.#vault.fingerprint(key), channel);
  }

  /** Whoever has the address takes an opt-out back. */
  forgive(key: string, channel: string): void {
    const remove = `DELETE FROM suppressed_address
      WHERE address = ? AND channel = ? AND cause = 'unsubscribed'`;
    this.#sql.exec(remove, this.#vault.fingerprint(key), channel);
  }

  /** Forgets everything, with the shop. */
  eraseAll(): void {
    this.#sql.exec("DELETE FROM suppressed_address");
    this.forget();
  }

  /** Trusts nothing it remembers, after a transaction was rolled back. */
  forget(): void {
    this.#areAny = null;
  }
}
