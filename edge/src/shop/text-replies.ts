/**
 * What people reply to a shop's texts.
 *
 * Whoever asks for no more texts gets none, by the same transaction that writes down what they wrote: every
 * customer with that number, however it was typed, and whoever turns out to have it later. A START takes that back
 * and makes nobody a subscriber who wasn't one. What is about something else becomes an event of the customer's,
 * which workflows can start from.
 */
import type { SmsProviderName, TakenText, TextReceived } from "../channel/sms/posted.ts";
import { type Asked, askedIn } from "../channel/sms/reply-words.ts";
import { replyTo } from "../channel/sms/replies.ts";
import type { MailConfig } from "../channel/email.ts";
import { nameOf } from "../ids.ts";
import { cleanText } from "edgewise/sms.js";
import type { Customer } from "./customer.ts";
import { consentOn, pageCustomer } from "./page-customer.ts";
import { numberOf } from "./sms-connection.ts";
import type { Stores } from "./stores.ts";
import { phoneKey } from "./suppressions.ts";

/** So much of what somebody wrote is kept. */
const MOST_KEPT = 500;
/** From then on a reply came late, and counts as of when it was written, in milliseconds. */
const LATE = 60 * 60_000;
/** How often somebody is helped, at most, in milliseconds. */
const HELPED_FOR = 60 * 60_000;
/** What is counted of replies that ended texts and may have meant something else. */
export const UNSURE_STOP = "replies/unsure";
/** Where an opt-out by the link in a text was given. */
export const LINK = "link";
/** How the event of a reply is named. */
const REPLIED = "sms_replied";

/** Takes in a reply, in the caller's transaction; what is answered. */
export function takeReply(
  stores: Stores,
  provider: SmsProviderName,
  received: TextReceived,
  now: number,
): TakenText {
  const { journal, suppressions, metrics } = stores;
  const name = nameOf("sms-received", provider, received.id);
  if (journal.seenAt(name) !== null) return { was: "known", reply: null };
  // Some providers leave the plus out.
  const from = /^\d{7,15}$/.test(received.from) ? `+${received.from}` : received.from;
  const number = numberOf(stores, from);
  if (number === null) {
    journal.addForShop(name, "ignored", "sms-reply", now, "not-a-number");
    return { was: "nothing", reply: null };
  }
  const asked = meant(received);
  const key = phoneKey(number);
  const holders = holdersOf(stores, number);
  // A clock that is a little wrong must not make a STOP older than the sign-up before it.
  const isLate = received.at !== null && now - received.at > LATE;
  const at = isLate ? Math.floor(received.at ?? now) : now;
  const wasOut = suppressions.of(key, "sms").some(({ cause }) => cause === "unsubscribed");
  const text = cleanText(received.text).slice(0, MOST_KEPT);
  const about = { name, at, now };
  const change = (consent: "subscribed" | "unsubscribed") => consentTo(consent, "sms-reply", text);
  let told = 0;
  const tell = (customer: Customer, kind: object): void => {
    tellOne(stores, customer, kind, { ...about, isFirst: told === 0 });
    told += 1;
  };
  if (asked?.what === "stop") {
    suppressions.note(key, "sms", { cause: "unsubscribed", at });
    for (const { customer } of holders) tell(customer, change("unsubscribed"));
    if (!asked.isAlone) metrics.add({ workflow: "", step: "", what: UNSURE_STOP }, now);
  } else if (asked?.what === "start") {
    suppressions.forgive(key, "sms");
    const left = holders.filter(({ isOut }) => isOut);
    for (const { customer } of left) tell(customer, change("subscribed"));
  } else if (asked === null) {
    const kind = { type: "custom", event: REPLIED, properties: { text } };
    for (const { customer } of holders) tell(customer, kind);
  }
  if (told === 0) journal.addForShop(name, "ignored", "sms-reply", now, asked?.what ?? "nobody");
  // Whoever writes the same again, or a machine that does, isn't answered each time.
  const isNews = isAnswered(stores, asked, { key, wasOut, told, now });
  return { was: "texts", reply: isNews ? answerTo(stores, received, asked) : null };
}

/** Whether what somebody asks for changes anything, or they weren't helped lately. */
function isAnswered(
  { journal, vault }: Stores,
  asked: Asked | null,
  { key, wasOut, told, now }: { key: string; wasOut: boolean; told: number; now: number },
): boolean {
  if (asked?.what === "stop") return !wasOut;
  if (asked?.what === "start") return wasOut || told > 0;
  if (asked === null) return false;
  const hour = String(Math.floor(now / HELPED_FOR));
  const name = nameOf("sms-help", vault.fingerprint(key), hour);
  if (journal.seenAt(name) !== null) return false;
  journal.addForShop(name, "ignored", "sms-reply", now, "helped");
  return true;
}

/**
 * Somebody opted out by the link in a text: like a STOP from their number, in the caller's transaction. They
 * themselves are told by their own link (`shop.ts`).
 */
export function leaveNumber(stores: Stores, customer: Customer, name: string, now: number): void {
  const written = pageCustomer(stores, customer.id)?.phone ?? null;
  const number = written === null ? null : numberOf(stores, written);
  if (number === null) return;
  stores.suppressions.note(phoneKey(number), "sms", { cause: "unsubscribed", at: now });
  const kind = consentTo("unsubscribed", LINK, null);
  for (const { customer: other } of holdersOf(stores, number)) {
    if (other.id === customer.id) continue;
    tellOne(stores, other, kind, { name, at: now, now, isFirst: false });
  }
}

const consentTo = (
  consent: "subscribed" | "unsubscribed",
  origin: string,
  proof: string | null,
): object => ({
  type: "consent_changed",
  change: { channel: "sms", consent, origin, ...(proof === null ? {} : { proof }) },
});

/** Tells one of those who have a number. The first row has the name by which all of it is known again. */
function tellOne(
  stores: Stores,
  customer: Customer,
  kind: object,
  { name, at, now, isFirst }: { name: string; at: number; now: number; isFirst: boolean },
): void {
  const id = isFirst ? name : nameOf("sms-received", name, customer.id);
  const of = { fact_key: `edgewise:sms:${id}`, occurred_at: at, received_at: now };
  const events = JSON.stringify([{ ...of, source: "edgewise", kind }]);
  const input = { type: "events", customer: customer.id, delivery: id, events } as const;
  stores.decider.move(customer, input, now, { id, topic: "sms-reply" });
}

/** What somebody asks for: what the provider understood, and else what the text says. */
function meant({ text, answered }: TextReceived): Asked | null {
  const said = askedIn(text);
  // A provider takes YES for a START, which answers many questions; whoever says STOP is believed either way.
  if (said?.what === "stop" || answered === null || answered === "start") return said;
  return { what: answered, isAlone: true };
}

/** Every customer who has a number, each once, and whether they opted out of texts. */
function holdersOf(stores: Stores, number: string): { customer: Customer; isOut: boolean }[] {
  const key = phoneKey(number);
  const [owner] = stores.customers.identify([{ key }]);
  const ids = [...stores.phones.of(key), ...(owner == null ? [] : [owner.customer])];
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    const known = pageCustomer(stores, id);
    if (known === null || seen.has(known.customer.id)) return [];
    seen.add(known.customer.id);
    // They may have another number by now.
    if (known.phone === null || numberOf(stores, known.phone) !== number) return [];
    return [{ customer: known.customer, isOut: consentOn(known, "sms") === "unsubscribed" }];
  });
}

/** What is answered; nothing where the provider answered, or will by itself. */
function answerTo(stores: Stores, received: TextReceived, asked: Asked | null): string | null {
  if (asked === null || received.answered !== null) return null;
  if (received.answersWords && asked.isAlone && PROVIDERS.test(received.text.trim())) return null;
  const config = stores.plans.liveConfig() as MailConfig;
  const { name = "", url, sender, language = "en" } = config.shop ?? {};
  const contact = sender?.reply_to ?? sender?.email ?? url ?? name;
  return replyTo(asked.what, { shop: name, contact, language });
}

/** The words that Twilio itself answers where they are the whole text. */
const PROVIDERS =
  /^(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|start|yes|unstop|help|info)$/i;
