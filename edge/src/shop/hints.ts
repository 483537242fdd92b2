/**
 * Hints: a platform tells that there is something to look at.
 *
 * A webhook's topic isn't signed, so a hint is believed in nothing: what it leads to is asked of the platform, sooner
 * than it would have been. One that is late or lost costs that time.
 */
import { HINTS, type Hint } from "../platform/shopify/topics.ts";
import { hurryComparison } from "./compare.ts";
import { hurryImport } from "./import.ts";
import type { Incoming } from "./incoming.ts";
import { lookAtPromotions } from "./promotions.ts";
import type { Stores } from "./stores.ts";

/** What is looked at when something is hinted at. In a transaction. */
const LOOKS: Readonly<Record<Hint, (stores: Stores, now: number, body: Uint8Array) => void>> = {
  "bulk_operations/finish": (stores, now) => {
    hurryImport(stores, now);
    hurryComparison(stores, now);
  },
  "discounts/create": aboutDiscount,
  "discounts/delete": aboutDiscount,
  "discounts/update": aboutDiscount,
};

/** A discount with a code applies to whoever has the code, and we make many of them. */
function aboutDiscount(stores: Stores, now: number, body: Uint8Array): void {
  if (!idIn(body).includes("/DiscountCode")) lookAtPromotions(stores, now);
}

/** The global id of what a delivery is about. */
function idIn(body: Uint8Array): string {
  try {
    return String(JSON.parse(new TextDecoder().decode(body))?.admin_graphql_api_id);
  } catch {
    return "";
  }
}

/** Follows a hint; false where a delivery is none. */
export function followHint(stores: Stores, { source, topic, body }: Incoming): boolean {
  const hint = HINTS.find((one) => one === topic);
  if (source !== "shopify" || hint === undefined) return false;
  stores.transaction(() => {
    LOOKS[hint](stores, stores.clock.now(), body);
    stores.timers.arm();
  });
  return true;
}
