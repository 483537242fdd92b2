/**
 * A message of which nobody knows whether it arrived, and what a merchant who found out says.
 *
 * What the provider reports later settles it as well (`email-reports.ts`).
 *
 * It arrived: then it was sent, as it counted all along. It didn't: then it's wanted once more, and the engine is
 * asked anew, so it isn't sent to somebody who unsubscribed or left the workflow meanwhile. Marketing goes out at
 * most once by itself; this is the merchant's word, and in the change log.
 */
import type { Resolved } from "../contract/outbox.ts";
import { log } from "../log.ts";
import { resend } from "./retry.ts";
import type { Stores } from "./stores.ts";

/** Why an item was sent after all: the merchant says that it arrived. */
export const CONFIRMED = "confirmed-by-hand";

/** Why nothing can be said about an item. */
export type Unresolvable = "not-found" | "not-unknown";

/** Takes the merchant's word, in a transaction of its own. */
export function resolve(
  stores: Stores,
  effect: string,
  arrived: boolean,
): Resolved["outcome"] | Unresolvable {
  const { outbox, sent, clock, settings } = stores;
  return stores.transaction(() => {
    const item = outbox.find(effect);
    if (item === null) return "not-found";
    if (item.state !== "unknown") return "not-unknown";
    const now = clock.now();
    log("unknown-resolved", { shop: settings.shop, effect, arrived });
    if (arrived) {
      const at = item.done_at ?? now;
      outbox.finish(item, "sent", CONFIRMED, at);
      sent.add(item, at);
      return "sent";
    }
    return resend(stores, item, now) ? "sent-again" : "withdrawn";
  });
}
