/** Telling customers what is known of their addresses, and keeping what must outlive them (`suppressions.ts`). */
import { nameOf } from "../ids.ts";
import { logError } from "../log.ts";
import { type Customer, textOf } from "./customer.ts";
import { phoneIn, profileIn } from "./profile.ts";
import { numberOf } from "./sms-connection.ts";
import type { Stores } from "./stores.ts";
import {
  addressIn,
  addressKey,
  type Cause,
  channelOf,
  type Known,
  phoneKey,
} from "./suppressions.ts";

type Telling = Pick<Stores, "suppressions" | "journal" | "decider">;

/**
 * Tells a customer what is known of an address that is theirs, in the caller's transaction. Each thing
 * once. Whether anything was news.
 */
export function tellOf(stores: Telling, customer: Customer, key: string, now: number): boolean {
  const channel = channelOf(key);
  const known = channel === null ? [] : stores.suppressions.of(key, channel);
  return known.filter((one) => tell(stores, customer, key, one, now)).length > 0;
}

function tell(
  { journal, decider }: Telling,
  customer: Customer,
  key: string,
  { cause, at }: Known,
  now: number,
): boolean {
  const id = nameOf("suppressed-address", customer.id, key, cause, String(at));
  if (journal.seenAt(id) !== null) return false;
  const entry = { id, topic: "suppressed-address" };
  if (cause === "suppressed") {
    // Nobody can be commanded who isn't there yet: their first delivery makes them.
    if (customer.state.length === 0) return false;
    decider.move(customer, { type: "command", command: { type: "suppress" } }, now, entry);
    return true;
  }
  const event = {
    fact_key: `edgewise:suppressed:${id}`,
    occurred_at: at,
    received_at: now,
    source: "edgewise",
    // It happened before, maybe to a customer of whom nothing else is left: nothing starts from it.
    imported: true,
    kind: kindOf(cause, key),
  };
  const events = JSON.stringify([event]);
  decider.move(
    customer,
    { type: "events", customer: customer.id, delivery: id, events },
    now,
    entry,
  );
  return true;
}

function kindOf(cause: Exclude<Cause, "suppressed">, key: string): object {
  const channel = channelOf(key);
  const news = { channel, address: addressIn(key) };
  if (cause === "complained") return { type: "message_complained", news };
  if (cause === "bounced") return { type: "message_bounced", news, permanent: true };
  const change = { channel, consent: "unsubscribed", origin: "before-erasure" };
  return { type: "consent_changed", change };
}

/**
 * Keeps what must outlive somebody who is being erased: that they opted out or complained, that their
 * address bounced, or that the merchant stopped all messages to them. Where they can't be opened anymore, nothing is kept.
 */
export function keepBeyondErasure(stores: Stores, id: string, now: number): void {
  const { customers, engine, plans, suppressions } = stores;
  try {
    const customer = customers.look(id);
    if (customer === null || customer.unreadable) return;
    const { email } = profileIn(engine, customer.state);
    const phone = phoneIn(engine, customer.state);
    const ask = (plan: string) => engine.standing(plan, textOf(customer.state), null, now);
    const { consents, suppressions: standing } = plans.with(plans.live, ask);
    const number = phone === null ? null : numberOf(stores, phone);
    const keys = [
      ...(email === null ? [] : [addressKey(email)]),
      ...(number === null ? [] : [phoneKey(number)]),
    ];
    for (const key of keys) {
      const on = channelOf(key);
      const isOut = consents.some((one) => one.channel === on && one.consent === "unsubscribed");
      if (on !== null && isOut) suppressions.note(key, on, { cause: "unsubscribed", at: now });
      for (const { channel, reason, since } of standing) {
        const cause = CAUSES[reason];
        if (channel === on && cause !== undefined) {
          suppressions.note(key, on, { cause, at: since });
        }
      }
    }
  } catch (error) {
    logError("suppression-not-kept", error, { shop: stores.settings.shop });
  }
}

/** What outlives a customer of why nothing is sent to them. Bounces that may pass don't. */
const CAUSES: Readonly<Partial<Record<string, Cause>>> = {
  complained: "complained",
  "address-bounced": "bounced",
  suppressed: "suppressed",
};
