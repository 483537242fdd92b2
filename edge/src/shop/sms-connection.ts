/**
 * What a shop's text messages go through: a provider or a gateway of its own, kept sealed.
 *
 * As with email (`email-connection.ts`), a key leaves nothing but the vault and the sign-in, and is kept on where it
 * is left out only for the account that it was given for.
 */
import { e164 } from "edgewise/phone.js";
import { canReceive, type SmsSettings } from "../channel/sms/settings.ts";
import type { SmsProvider, TriedText } from "../channel/sms/provider.ts";
import { smsProviderOf } from "../channel/sms/providers.ts";
import { NO_PROVIDER } from "../channel/sms/trouble.ts";
import { isPublicName } from "../channel/mail-server.ts";
import type { NewSmsConnection, SmsChecked, SmsConnection } from "../contract/sms.ts";
import { isDevelopment, publicUrl } from "../env.ts";
import { nameOf, randomName } from "../ids.ts";
import { log } from "../log.ts";
import { isLoopback } from "../loopback.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

/** Why texts wait for a shop without a provider; saving one ends it. */
export const NO_SMS_PROVIDER = "sms-provider-not-set";

/** What is kept, sealed. */
type Kept = SmsSettings & {
  /** A name of this setting: what was tested is this one and no other. */
  id: string;
  changed_at: number;
};

const CONNECTION = "sms-connection";
const TESTED = "sms-tested";
const HEARD = "sms-heard-at";

/** A member that has the right form and cannot be used; `rule` begins with “must”. */
export interface UnusableSms {
  field: "url" | "key" | "signing_secret";
  rule: string;
}

/** What a shop's texts are handed to. */
export interface SmsService {
  provider: SmsProvider;
  /** Whether whoever gets a text can reply to it. */
  replies: boolean;
}

/** What the shop set up, secrets and all; null where it set up nothing. */
export const smsSettingsOf = (stores: Stores): SmsSettings | null => kept(stores);

/** What the shop's texts are handed to; null where there is nothing. */
export function smsServiceOf(stores: Stores): SmsService | null {
  const own = kept(stores);
  return own && serviceOf(stores, own);
}

const serviceOf = (stores: Stores, settings: SmsSettings): SmsService => {
  const webhook = smsWebhook(stores, settings.provider);
  const provider = smsProviderOf(settings, webhook, stores.vault.own.get("webhook"));
  return { provider, replies: canReceive(settings.sender) };
};

/** The address that a provider posts to. What comes there is signed, so it needs no secret. */
export const smsWebhook = (
  { env, settings }: Pick<Stores, "env" | "settings">,
  provider: SmsSettings["provider"],
): string => `${publicUrl(env, settings.publicUrl)}/webhooks/sms/${provider}/${settings.shop}`;

/** A number as it is written to, of the shop's country where it doesn't say; null for none. */
export const numberOf = ({ plans }: Stores, written: string): string | null =>
  e164(written, plans.country);

/** A provider posted something. */
export const noteHeard = ({ sql }: Stores, now: number): void => writeMeta(sql, HEARD, now);

/** What is set, and whether it was tested. */
export function view(stores: Stores): SmsConnection {
  const own = kept(stores);
  const tested = readMeta(stores.sql, TESTED);
  const last = typeof tested === "string" ? (JSON.parse(tested) as Tested) : null;
  const heard = readMeta(stores.sql, HEARD);
  return {
    provider: own?.provider ?? null,
    settings: own === null ? {} : shown(own),
    sender: own?.sender || null,
    can_receive: own !== null && canReceive(own.sender),
    segment_price: own?.segment_price ?? null,
    webhook: own && smsWebhook(stores, own.provider),
    heard_at: heard === null ? null : Number(heard),
    changed_at: own?.changed_at ?? null,
    tested_at: last !== null && last.of === own?.id ? last.at : null,
  };
}

/** Keeps what a shop set up; what waited for it, or for something better, is tried again. */
export function set(stores: Stores, given: NewSmsConnection, now: number): UnusableSms | null {
  const settings = completed(stores, given);
  if ("field" in settings) return settings;
  const before = kept(stores);
  // Another account hasn't posted anything yet.
  if (before === null || accountOf(before) !== accountOf(settings)) {
    writeMeta(stores.sql, HEARD, null);
  }
  const whole: Kept = { ...settings, id: randomName(), changed_at: now };
  const sealed = stores.vault.sealForShop(CONNECTION, JSON.stringify(whole));
  writeMeta(stores.sql, CONNECTION, sealed.toString("base64"));
  tryAgain(stores, now);
  return null;
}

/** Removes it; false where there is nothing. */
export function remove(stores: Stores): boolean {
  if (typeof readMeta(stores.sql, CONNECTION) !== "string") return false;
  writeMeta(stores.sql, CONNECTION, null);
  writeMeta(stores.sql, HEARD, null);
  return true;
}

/** Tries what is given, or what is set, and sends nothing. */
export async function check(
  stores: Stores,
  given: NewSmsConnection | null,
): Promise<SmsChecked | UnusableSms> {
  const settings = given === null ? kept(stores) : completed(stores, given);
  if (settings === null) return { works: false, trouble: NO_PROVIDER };
  if ("field" in settings) return settings;
  return resultOf(stores, await serviceOf(stores, settings).provider.check());
}

/** Sends the merchant a text to `number`, and notes that this way works. */
export async function sendTest(stores: Stores, number: string, text: string): Promise<SmsChecked> {
  const own = kept(stores);
  if (own === null) return { works: false, trouble: NO_PROVIDER };
  const now = stores.clock.now();
  const id = nameOf("test-text", stores.settings.shop, randomName());
  const { provider } = serviceOf(stores, own);
  const tried = await provider.send({ id, to: number, text, validUntil: null }, now);
  if (tried.outcome.type === "sent") {
    writeMeta(stores.sql, TESTED, JSON.stringify({ at: now, of: own.id } satisfies Tested));
  }
  return resultOf(stores, tried);
}

/** What the last test text was of. */
interface Tested {
  at: number;
  of: string;
}

function resultOf(stores: Stores, { trouble }: TriedText): SmsChecked {
  if (trouble !== null) {
    log("sms-not-working", { shop: stores.settings.shop, reason: trouble.code }, "warn");
  }
  return { works: trouble === null, trouble };
}

/** What of a provider's settings may be seen, by name. */
function shown(settings: SmsSettings): Record<string, string> {
  switch (settings.provider) {
    case "twilio":
      return { account_sid: settings.account_sid };
    case "vonage":
      return { application_id: settings.application_id };
    case "webhook":
      return { url: settings.url };
  }
}

/** What is meant, with the key that is kept where none is given. */
function completed(stores: Stores, given: NewSmsConnection): SmsSettings | UnusableSms {
  const segment_price = given.segment_price ?? null;
  if (given.provider === "webhook") {
    const { protocol, hostname } = new URL(given.url);
    const isHere = isDevelopment(stores.env) && isLoopback(hostname);
    if (!isHere && (protocol !== "https:" || !isPublicName(hostname))) {
      return { field: "url", rule: "must start with https:// and name a public host" };
    }
    return { ...given, segment_price };
  }
  const before = kept(stores);
  const isSame = before !== null && accountOf(before) === accountOf(given);
  const key = given.key ?? (isSame && "key" in before ? before.key : null);
  if (key === null) return { field: "key", rule: "must be given for another provider or account" };
  if (given.provider === "twilio") return { ...given, key, segment_price };
  const secret =
    given.signing_secret ?? (isSame && before.provider === "vonage" ? before.signing_secret : null);
  if (secret === null) {
    return { field: "signing_secret", rule: "must be given for another application" };
  }
  return { ...given, key, signing_secret: secret, segment_price };
}

/** Whose a key is. */
function accountOf(settings: NewSmsConnection | SmsSettings): string {
  switch (settings.provider) {
    case "twilio":
      return `twilio ${settings.account_sid}`;
    case "vonage":
      return `vonage ${settings.application_id}`;
    case "webhook":
      return `webhook ${settings.url}`;
  }
}

/** Texts that were not taken, or that nothing was set up for, have their turn. */
function tryAgain({ sql, outbox, timers }: Stores, now: number): void {
  const query = `SELECT DISTINCT reason FROM outbox
    WHERE state = 'new' AND channel = 'sms' AND reason LIKE 'sms-provider-%'`;
  const refused = sql.exec<{ reason: string }>(query).toArray();
  for (const { reason } of [{ reason: NO_SMS_PROVIDER }, ...refused]) outbox.resume(reason, now);
  timers.arm();
}

function kept({ sql, vault }: Stores): Kept | null {
  const sealed = readMeta(sql, CONNECTION);
  if (typeof sealed !== "string") return null;
  const opened = vault.tryOpenForShop(CONNECTION, Buffer.from(sealed, "base64"));
  return opened && (JSON.parse(opened.toString()) as Kept);
}
