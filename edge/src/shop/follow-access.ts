/**
 * What follows when a Shopify store lets us in: its past is read, its lists are compared from now on, and it
 * is told what is in force for its customers. All of that ends when it lets us in no more. Of a WooCommerce
 * store the plugin's connection sees to it.
 */
import { lookAtActivities } from "./activities.ts";
import { keepComparing } from "./compare.ts";
import { connectedAt } from "./connection.ts";
import { definitionsAreUnknown } from "./definitions.ts";
import { beginImport, view as viewOfImport } from "./import.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { noteAccessSince } from "./store-access.ts";
import type { Stores } from "./stores.ts";

/** Says that what follows from the access was begun; earlier releases began nothing. */
const FOLLOWED = "access-followed";

/** In the caller's transaction, after the access was kept or forgotten. */
export function followAccess(stores: Stores, now: number): void {
  if (stores.settings.platform !== "shopify") return;
  if (connectedAt(stores) === null) {
    writeMeta(stores.sql, FOLLOWED, null);
    stores.copies.end();
    return;
  }
  writeMeta(stores.sql, FOLLOWED, 1);
  noteAccessSince(stores, now);
  definitionsAreUnknown(stores);
  lookAtActivities(stores, now);
  keepComparing(stores, now);
  // Another token opens the same store.
  if (stores.copies.epoch === null) stores.copies.begin(now);
  else stores.copies.tryNow(now);
  if (viewOfImport(stores).state === "none") beginImport(stores, now);
}

/** A shop is opened: where its store let an earlier release in, what follows begins now. */
export function followEarlierAccess(stores: Stores): void {
  const { settings, sql } = stores;
  if (settings.platform !== "shopify" || settings.uninstalledAt !== null) return;
  if (readMeta(sql, FOLLOWED) !== null || connectedAt(stores) === null) return;
  stores.transaction(() => {
    followAccess(stores, stores.clock.now());
    stores.timers.arm();
  });
}
