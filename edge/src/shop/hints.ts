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
import type { Stores } from "./stores.ts";

/** What is looked at when something is hinted at. In a transaction. */
const LOOKS: Readonly<Record<Hint, (stores: Stores, now: number) => void>> = {
  "bulk_operations/finish": (stores, now) => {
    hurryImport(stores, now);
    hurryComparison(stores, now);
  },
};

/** Follows a hint; false where a delivery is none. */
export function followHint(stores: Stores, { source, topic }: Incoming): boolean {
  const hint = HINTS.find((one) => one === topic);
  if (source !== "shopify" || hint === undefined) return false;
  stores.transaction(() => {
    LOOKS[hint](stores, stores.clock.now());
    stores.timers.arm();
  });
  return true;
}
