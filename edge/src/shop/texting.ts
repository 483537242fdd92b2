/** Texts on their way out: what holds them back, what they are made of, and handing them over. */
import type { Payload } from "edgewise";
import type { MailConfig, SendPayload } from "../channel/email.ts";
import type { Outcome } from "../channel/outcome.ts";
import { TRACKING } from "../channel/own-links.ts";
import { type Sms, smsFor } from "../channel/sms/text-message.ts";
import { publicUrl } from "../env.ts";
import { nameOf } from "../ids.ts";
import { hostsOf, utmOf } from "../utm.ts";
import type { Customer } from "./customer.ts";
import type { Item } from "./outbox.ts";
import { shortLink } from "./short-links.ts";
import { NO_SMS_PROVIDER, numberOf, smsServiceOf } from "./sms-connection.ts";
import type { Stores } from "./stores.ts";
import { phoneKey } from "./suppressions.ts";

/** How long a text waits for a provider, if nobody sets one up, in milliseconds. */
const PROVIDER_PAUSE = 24 * 60 * 60_000;
/** So shortly before quiet hours begin nothing is handed over: a carrier needs some time. */
const LAST_MOMENT = 60_000;
/** How long a text may be where nobody takes it. */
const LONGEST = 1_600;

export const isText = ({ type, channel }: Item): boolean => type === "send" && channel === "sms";

/** Without anybody who takes it a text waits, and nothing fails; whether it does. */
export function waitsForProvider(stores: Stores, item: Item, now: number): boolean {
  if (!isText(item) || smsServiceOf(stores) !== null) return false;
  stores.outbox.postpone(item, now + PROVIDER_PAUSE, NO_SMS_PROVIDER);
  return true;
}

/** Until when a message may be delivered; null where nothing ends it. */
export const validUntil = (payload: Payload): number | null =>
  payload.type === "send" ? (payload.valid_until ?? null) : null;

/**
 * Quiet hours bind the carrier too: what could only be delivered in them isn't handed over. Then the engine is
 * asked when they begin, and says when they end; whether that is so.
 */
export function waitsForMorning(
  stores: Stores,
  item: Item,
  payload: Payload,
  now: number,
): boolean {
  const until = validUntil(payload);
  if (until === null || until - now >= LAST_MOMENT) return false;
  stores.outbox.postpone(item, Math.max(until, now + 1), "inside-quiet-hours");
  return true;
}

/** A number as it's known by; null where what a customer has is none. */
export function keyOf(stores: Stores, written: string): string | null {
  const number = numberOf(stores, written);
  return number === null ? null : phoneKey(number);
}

/**
 * Makes a text. It may cost as much as a message may, so this belongs in no transaction.
 *
 * @throws Unmailable when the message or the number cannot be used
 */
export function textFor(
  stores: Stores,
  item: Item,
  payload: SendPayload,
  { now, links }: { now: number; links: Parameters<typeof smsFor>[2]["links"] },
): Sms {
  const { engine, env, plans, settings } = stores;
  const config = plans.liveConfig() as MailConfig;
  const service = smsServiceOf(stores);
  const base = publicUrl(env, settings.publicUrl);
  const { url, tracking } = config.shop ?? {};
  const counts = { ...TRACKING, ...tracking };
  const utm = { ...utmOf(item.workflow, "sms"), content: item.step, id: item.id };
  const leading = {
    base,
    utm: counts.utm ? { of: utm, hosts: hostsOf(url, `https://${settings.domain}`) } : null,
    clicks: counts.clicks && payload.test !== true,
    short: (place: number) => shortLink(stores, item.id, place),
  };
  return smsFor(payload, config, {
    ...{ now, links, engine, leading },
    to: numberOf(stores, payload.to),
    replies: service?.replies ?? false,
    longest: service?.provider.longest ?? LONGEST,
  });
}

/** Hands a text over. Never throws. */
export async function handText(
  stores: Stores,
  item: Item,
  sms: Sms,
  until: number | null,
): Promise<Outcome> {
  const service = smsServiceOf(stores);
  // Taken away since it was begun.
  if (service === null) return { type: "retry", reason: NO_SMS_PROVIDER };
  const text = { id: item.id, to: sms.to, text: sms.text, validUntil: until };
  return (await service.provider.send(text, stores.clock.now())).outcome;
}

/** What is known of a number that is nobody's: nothing is sent to it, whoever has it. */
export function tellDeadNumber(
  stores: Stores,
  customer: Customer,
  {
    name,
    number,
    message,
    at,
  }: { name: string; number: string; message: string | null; at: number },
  now: number,
): void {
  const key = phoneKey(number);
  stores.suppressions.note(key, "sms", { cause: "bounced", at });
  const about = message === null ? {} : { message };
  const event = {
    fact_key: `edgewise:sms:${name}`,
    occurred_at: at,
    received_at: now,
    source: "edgewise",
    kind: {
      type: "message_bounced",
      news: { channel: "sms", ...about, address: number },
      permanent: true,
    },
  };
  const events = JSON.stringify([event]);
  const input = { type: "events", customer: customer.id, delivery: name, events } as const;
  stores.decider.move(customer, input, now, { id: name, topic: "sms-report" });
}

/** A provider says at once that a number is nobody's. */
export function refusedNumber(stores: Stores, item: Item, customer: Customer, now: number): void {
  const sms = stores.outbox.shown(item.id).content as Sms | null;
  if (sms === null) return;
  stores.cameBack.note(item.id, { state: "bounced", why: "", at: now });
  const about = { name: nameOf("bounce", item.id), number: sms.to, message: sms.message, at: now };
  tellDeadNumber(stores, customer, about, now);
}
