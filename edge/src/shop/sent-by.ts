/**
 * What sent a message, as the engine is told with what became of it: what somebody does with the message may
 * earn it credit for an order.
 */
import type { SentBy } from "edgewise";
import type { Item } from "./outbox.ts";

/**
 * What sent a message, as a member of its news; nothing for a test, and for a message that is gone, of which
 * nobody knows whether it was one.
 */
export function sentBy(item: Item, sent: { test?: boolean } | null): { of?: SentBy } {
  if (sent === null || sent.test === true) return {};
  const { id: effect, workflow, step, leased_at, due } = item;
  return { of: { effect, workflow, step, sent_at: leased_at ?? due } };
}
