/**
 * Backing a shop up and making a shop of a backup, as the routes ask for it: a part of the shop's object of
 * its own. `backup.ts` reads and writes the rows.
 */
import { RpcTarget } from "cloudflare:workers";
import type { Env } from "../env.ts";
import type { Erasure } from "../erasures.ts";
import { masters } from "../master.ts";
import { beginRestoring, type Columns, endRestoring, restoreRows } from "./backup.ts";
import { beginShopErasure, eraseCustomers } from "./erase.ts";
import { destroyErased, takeOver } from "./erased.ts";
import { passSoon } from "./erasing.ts";
import { keepSoon } from "./kept-erasures.ts";
import type { Open } from "./open.ts";
import { migrate } from "./schema.ts";
import { readSettings } from "./settings.ts";
import { ShopKeys } from "./shop-keys.ts";
import { Vault } from "./vault.ts";

export class ShopBackups extends RpcTarget {
  readonly #storage: DurableObjectStorage;
  readonly #env: Env;
  readonly #open: () => Open;

  constructor(storage: DurableObjectStorage, env: Env, open: () => Open) {
    super();
    this.#storage = storage;
    this.#env = env;
    this.#open = open;
  }

  /** Begins a backup of this moment; `id` names it. */
  async begin(
    id: string,
  ): Promise<{ schema: number; tables: Columns; at: number; master: string }> {
    const { stores } = this.#open();
    // Rows are copied as they are: first they are brought to where the journal is.
    await stores.customers.settleAll();
    const at = stores.clock.now();
    const master = stores.vault.own.sealedBy;
    return stores.transaction(() => {
      stores.customers.settleRest();
      return { ...stores.backup.begin(id, at), at, master };
    });
  }

  /** The next slice of a backup; null when another one was begun, or it was given up. */
  slice(id: string, from: string | null): { lines: string; next: string | null } | null {
    return this.#open().stores.backup.slice(id, from);
  }

  end(): void {
    const { stores } = this.#open();
    stores.transaction(() => {
      stores.backup.end();
      // What was erased meanwhile was kept until now, with what its keys were wrapped by.
      passSoon(stores, stores.clock.now());
      stores.timers.arm();
    });
  }

  /** Begins to make this shop of a backup; false when it is there already. */
  beginRestoring(schema: number): boolean {
    const { sql } = this.#storage;
    // A shop that was deleted a moment ago has no tables at all.
    this.#storage.transactionSync(() => migrate(sql));
    if (readSettings(sql) !== null) return false;
    this.#storage.transactionSync(() => beginRestoring(sql, schema));
    return true;
  }

  restoreRows(tables: Columns, lines: string): void {
    const { sql } = this.#storage;
    this.#storage.transactionSync(() => restoreRows(sql, tables, lines));
  }

  /** Takes over who was erased of this shop after the backup was made, as far as that was kept outside. */
  restoreErasures(erasures: Erasure[]): void {
    const { sql } = this.#storage;
    this.#storage.transactionSync(() => {
      migrate(sql);
      takeOver(sql, erasures);
    });
  }

  /** Destroys the keys of the next of them; gives after whom to go on, or null at the end. */
  destroyErased(shop: string, master: string, after: string): string | null {
    const { sql } = this.#storage;
    return this.#storage.transactionSync(() => {
      ShopKeys.noteMaster(sql, master);
      return destroyErased(sql, new Vault(sql, masters(this.#env), shop), after);
    });
  }

  /** Ends the restoring: from here on the shop is there, and sends nothing before it may. */
  endRestoring(backup: number): void {
    this.#storage.transactionSync(() => endRestoring(this.#storage.sql));
    const { stores } = this.#open();
    stores.transaction(() => {
      const now = stores.clock.now();
      stores.sending.holdRestored({ backup, at: now });
      eraseCustomers(stores, stores.vault.withoutKey(), []);
      if ((stores.erased.everybodyAt() ?? 0) > backup) beginShopErasure(stores, now);
      keepSoon(stores, now);
      stores.timers.distrust();
      stores.timers.arm();
    });
  }
}
