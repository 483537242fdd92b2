/**
 * What a shop's email goes through: a provider or a mail server of its own, kept sealed, or the installation's
 * mail server.
 *
 * A password or key leaves nothing but the vault and the sign-in. It is kept on when it is left out, but only
 * for the account that it was given for: otherwise it could be drawn to another server.
 */
import { mailAddress } from "../channel/address.ts";
import { type Email, type MailConfig, senderOf } from "../channel/email.ts";
import type { EmailProvider, Tried } from "../channel/email-provider.ts";
import { providerOf } from "../channel/email-providers.ts";
import type { EmailSettings } from "../channel/email-settings.ts";
import { isPublicName, type MailServer, processServer } from "../channel/mail-server.ts";
import { MISSING } from "../channel/mail-trouble.ts";
import { clientName } from "../channel/smtp.ts";
import { testEmail } from "../channel/test-email.ts";
import type { EmailChecked, EmailConnection, NewEmailConnection } from "../contract/email.ts";
import { isDevelopment, publicUrl } from "../env.ts";
import { nameOf, randomName } from "../ids.ts";
import { log } from "../log.ts";
import { isLoopback } from "../loopback.ts";
import { foreignReports, reportsOf } from "./report-address.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

/** Why email waits for a shop without any mail server; saving one ends it. */
export const NO_MAIL_SERVER = "mail-server-not-set";

/** What is kept, sealed. */
type Kept = EmailSettings & {
  /** A name of this setting: what was tested is this one and no other. */
  id: string;
  changed_at: number;
};

/** What email is handed to, and by which settings. */
export interface EmailService {
  id: string;
  provider: EmailProvider;
}

/** The id of the installation's mail server, which has settings of the process. */
const INSTALLATION = "installation";

const SERVER = "email-connection";
const TESTED = "email-tested";

/** A member that has the right form and cannot be used; `rule` begins with “must”. */
export interface Unusable {
  field: "host" | "security" | "password" | "key";
  rule: string;
}

/** What the shop set up itself, secrets and all; null where it set up nothing. */
export const settingsOf = (stores: Stores): EmailSettings | null => kept(stores);

/** What the shop's email is handed to; null where there is nothing. */
export function emailServiceOf(stores: Stores): EmailService | null {
  const own = kept(stores);
  return own === null ? installationService(stores) : serviceOf(stores, own.id, own);
}

/** The installation's mail server; null where it has none. */
export function installationService(stores: Stores): EmailService | null {
  const server = processServer(stores.env);
  return server && serviceOf(stores, INSTALLATION, { provider: "smtp", ...server });
}

const serviceOf = (stores: Stores, id: string, settings: EmailSettings): EmailService => {
  const hello = clientName(publicUrl(stores.env, stores.settings.publicUrl));
  return { id, provider: providerOf(settings, stores.env, hello) };
};

/** Whether a service would know an email that it was handed before, so that it makes no second one. */
export const isKnownAgain = ({ id }: EmailService, { through }: Email, now: number): boolean =>
  through?.connection === id && now < through.until;

/** What is set, and whether it was tested with the sender of today. */
export function view(stores: Stores): EmailConnection {
  const own = kept(stores);
  const sender = senderNow(stores)?.email ?? null;
  const tested = readMeta(stores.sql, TESTED);
  const last = typeof tested === "string" ? (JSON.parse(tested) as Tested) : null;
  const fallback = processServer(stores.env) === null ? "none" : "installation";
  return {
    source: own === null ? fallback : "shop",
    fallback,
    provider: own?.provider ?? null,
    server: own?.provider === "smtp" ? shownServer(own) : null,
    settings: own === null ? {} : shownSettings(own),
    changed_at: own?.changed_at ?? null,
    sender,
    reports: { ...reportsOf(stores), foreign: foreignReports(stores) },
    tested_at: last !== null && last.of === testOf(own, sender) ? last.at : null,
  };
}

/** Keeps what a shop set up; what waited for it, or for something better, is tried again. */
export function set(stores: Stores, given: NewEmailConnection, now: number): Unusable | null {
  const settings = completed(stores, given);
  if ("field" in settings) return settings;
  const whole: Kept = { ...settings, id: randomName(), changed_at: now };
  const sealed = stores.vault.sealForShop(SERVER, JSON.stringify(whole));
  writeMeta(stores.sql, SERVER, sealed.toString("base64"));
  tryAgain(stores, now);
  return null;
}

/** Goes back to the installation's server; false where the shop has nothing of its own. */
export function remove(stores: Stores, now: number): boolean {
  if (typeof readMeta(stores.sql, SERVER) !== "string") return false;
  writeMeta(stores.sql, SERVER, null);
  tryAgain(stores, now);
  return true;
}

/** Tries what is given, or what is set, and sends nothing. */
export async function check(
  stores: Stores,
  given: NewEmailConnection | null,
): Promise<EmailChecked | Unusable> {
  const settings = given === null ? null : completed(stores, given);
  if (settings !== null && "field" in settings) return settings;
  const service = settings === null ? emailServiceOf(stores) : serviceOf(stores, "", settings);
  if (service === null) return { works: false, trouble: MISSING.server };
  return resultOf(stores, await service.provider.check(senderNow(stores)?.email ?? null));
}

/** Sends the merchant a test email; null where `to` is no address. */
export async function sendTest(stores: Stores, to: string): Promise<EmailChecked | null> {
  const address = mailAddress(to.trim());
  if ("refused" in address) return null;
  const [service, from] = [emailServiceOf(stores), senderNow(stores)];
  if (service === null) return { works: false, trouble: MISSING.server };
  if (from === null) return { works: false, trouble: MISSING.sender };
  const now = stores.clock.now();
  const id = nameOf("test-email", stores.settings.shop, randomName());
  const of = testOf(kept(stores), from.email);
  const tried = await service.provider.send(testEmail(from, address.address, { id, now }));
  if (tried.outcome.type === "sent") {
    writeMeta(stores.sql, TESTED, JSON.stringify({ at: now, of } satisfies Tested));
  }
  return resultOf(stores, tried);
}

/** What the last test email was of. */
interface Tested {
  at: number;
  of: string;
}

const testOf = (own: Kept | null, sender: string | null): string =>
  nameOf("tested", own?.id ?? INSTALLATION, sender ?? "");

const senderNow = ({ plans }: Stores) => senderOf(plans.liveConfig() as MailConfig);

function resultOf(stores: Stores, { trouble }: Tried): EmailChecked {
  if (trouble !== null) {
    log("email-not-working", { shop: stores.settings.shop, reason: trouble.code }, "warn");
  }
  return { works: trouble === null, trouble };
}

/** What of a server may be seen. */
const shownServer = ({ host, port, security, user }: MailServer) => ({
  host,
  port,
  security,
  user,
});

/** What of a provider's settings may be seen, by name. */
function shownSettings(settings: EmailSettings): Record<string, string> {
  switch (settings.provider) {
    case "postmark":
      return { stream: settings.stream };
    case "ses": {
      const { access_key_id, region, configuration_set, topic } = settings;
      return { access_key_id, region, configuration_set, topic };
    }
    default:
      return {};
  }
}

/** What is meant, with the password or key that is kept where none is given. */
function completed(stores: Stores, given: NewEmailConnection): EmailSettings | Unusable {
  if (given.provider === "smtp") return completedServer(stores, given);
  const key = given.key ?? keptKey(stores, given);
  if (key === null) return { field: "key", rule: "must be given for another provider or account" };
  if (given.provider !== "resend") return { ...given, key };
  const before = kept(stores);
  const secret = before?.provider === "resend" ? before.signing_secret : "";
  return { ...given, key, signing_secret: given.signing_secret ?? secret };
}

/** The key before, where it is of the same account. */
function keptKey(
  stores: Stores,
  given: Exclude<NewEmailConnection, { provider: "smtp" }>,
): string | null {
  const before = kept(stores);
  if (before === null || before.provider === "smtp") return null;
  const isOther =
    before.provider === "ses" &&
    given.provider === "ses" &&
    before.access_key_id !== given.access_key_id;
  return before.provider === given.provider && !isOther ? before.key : null;
}

function completedServer(
  stores: Stores,
  given: Extract<NewEmailConnection, { provider: "smtp" }>,
): EmailSettings | Unusable {
  const { provider, port, security, user } = given;
  const host = given.host.trim().toLowerCase();
  const isHere = isDevelopment(stores.env) && isLoopback(host);
  if (!isHere && !isPublicName(host)) {
    return { field: "host", rule: "must be a public host name such as smtp.example.com" };
  }
  if (security === "none" && !isHere) {
    return { field: "security", rule: "must be tls or starttls" };
  }
  const server = { provider, host, port, security, user };
  if (user === "") return { ...server, password: "" };
  if (given.password !== undefined) return { ...server, password: given.password };
  const before = kept(stores);
  if (before?.provider !== "smtp" || before.host !== host || before.user !== user) {
    return { field: "password", rule: "must be given for another host or user" };
  }
  return { ...server, password: before.password };
}

/** Email that was not taken, or that nothing was set up for, has its turn. */
function tryAgain({ outbox, timers }: Stores, now: number): void {
  const refused = outbox.retrying().filter(({ reason }) => /^(?:smtp|provider)-/.test(reason));
  for (const reason of new Set([NO_MAIL_SERVER, ...refused.map((one) => one.reason)])) {
    outbox.resume(reason, now);
  }
  timers.arm();
}

function kept({ sql, vault }: Stores): Kept | null {
  const sealed = readMeta(sql, SERVER);
  if (typeof sealed !== "string") return null;
  const opened = vault.tryOpenForShop(SERVER, Buffer.from(sealed, "base64"));
  // Earlier releases kept mail servers only.
  return opened && ({ provider: "smtp", ...JSON.parse(opened.toString()) } as Kept);
}
