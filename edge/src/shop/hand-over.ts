/** Handing over what was made ready: to an email provider, a store or a service. */
import type { Buffer } from "node:buffer";
import { type Email, letterOf } from "../channel/email.ts";
import type { Outcome } from "../channel/outcome.ts";
import { callWebhook } from "../channel/webhook.ts";
import type { Coupon } from "../platform/store.ts";
import { storeOf } from "./connection.ts";
import type { Content, OrderNote } from "./content.ts";
import { emailServiceOf, isKnownAgain, NO_MAIL_SERVER } from "./email-connection.ts";
import { noteRate } from "./email-pace.ts";
import type { Item } from "./outbox.ts";
import type { Stores } from "./stores.ts";
import { handText } from "./texting.ts";

/**
 * Hands an item over, and gives what came of it; `key` signs calls, and after `until` nothing of it may be
 * delivered anymore. Never throws.
 */
export async function handOver(
  stores: Stores,
  key: Buffer,
  { item, until }: { item: Item; until: number | null },
  content: Content,
): Promise<Outcome> {
  switch (content.type) {
    case "email":
      return await mail(stores, item, content.email);
    case "sms":
      return await handText(stores, item, content.sms, until);
    case "coupon":
      return await makeCoupon(stores, item, content.coupon);
    case "note":
      return await addNote(stores, item, content.note);
    case "webhook":
      return await callWebhook({ id: item.id, ...content.call }, key, stores.clock.now());
  }
}

async function mail(stores: Stores, { id, kind }: Item, email: Email): Promise<Outcome> {
  const service = emailServiceOf(stores);
  // Taken away since it was begun.
  if (service === null) return { type: "retry", reason: NO_MAIL_SERVER };
  const isKnown = isKnownAgain(service, email, stores.clock.now());
  if (email.through?.unanswered && !isKnown && kind !== "transactional") {
    // It may be out, and whoever would get it now doesn't know it.
    return { type: "unknown", reason: "no-answer" };
  }
  const { outcome, perSecond } = await service.provider.send(letterOf(id, email));
  if (perSecond !== undefined) stores.transaction(() => noteRate(stores, service, perSecond));
  return outcome.type === "unknown" ? { ...outcome, isRepeatable: isKnown } : outcome;
}

async function makeCoupon(stores: Stores, item: Item, coupon: Coupon): Promise<Outcome> {
  const store = storeOf(stores);
  // Disconnected since it was begun: what is done next is decided anew.
  if (store === null) return { type: "retry", reason: "store-disconnected" };
  const { valid_for_ms: lasts } = coupon;
  const ends = lasts === null ? null : item.due + lasts;
  return await store.makeCoupon({ effect: item.id, coupon, starts: item.due, ends });
}

async function addNote(stores: Stores, item: Item, { order, note }: OrderNote): Promise<Outcome> {
  const store = storeOf(stores);
  if (store === null) return { type: "retry", reason: "store-disconnected" };
  const isAgain = item.attempt > 1;
  return await store.addNote({ effect: item.id, order: order ?? "", note, isAgain });
}
