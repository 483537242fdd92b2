/**
 * What follows when a Shopify store lets us in: its past is read, its lists are compared from now on, and it
 * is told what is in force for its customers. All of that ends when it lets us in no more. Of a WooCommerce
 * store the plugin's connection sees to it.
 */
import { keepComparing } from "./compare.ts";
import { connectedAt } from "./connection.ts";
import { beginImport, view as viewOfImport } from "./import.ts";
import type { Stores } from "./stores.ts";

/** In the caller's transaction, after the access was kept or forgotten. */
export function followAccess(stores: Stores, now: number): void {
  if (stores.settings.platform !== "shopify") return;
  if (connectedAt(stores) === null) {
    stores.copies.end();
    return;
  }
  keepComparing(stores, now);
  // Another token opens the same store.
  if (stores.copies.epoch === null) stores.copies.begin(now);
  else stores.copies.tryNow(now);
  if (viewOfImport(stores).state === "none") beginImport(stores, now);
}
