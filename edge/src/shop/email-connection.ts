/**
 * The mail server that a shop's email goes through: its own, kept sealed, or the installation's.
 *
 * The password leaves nothing but the vault and the login. It is kept on when it is left out, but only for
 * the host and the user that it was given for: otherwise it could be drawn to another server.
 */
import { mailAddress } from "../channel/address.ts";
import { type MailConfig, senderOf } from "../channel/email.ts";
import { isPublicName, type MailServer, processServer } from "../channel/mail-server.ts";
import { MISSING, troubleWith } from "../channel/mail-trouble.ts";
import { clientName, sendMail, type Tried, tryServer } from "../channel/smtp.ts";
import { testEmail } from "../channel/test-email.ts";
import type { EmailChecked, EmailConnection, NewEmailConnection } from "../contract/email.ts";
import { isDevelopment, publicUrl } from "../env.ts";
import { nameOf, randomName } from "../ids.ts";
import { log } from "../log.ts";
import { isLoopback } from "../loopback.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

/** Why email waits for a shop without any mail server; saving one ends it. */
export const NO_MAIL_SERVER = "mail-server-not-set";

/** What is kept, sealed. */
interface Kept extends MailServer {
  /** A name of this setting: what was tested is this one and no other. */
  id: string;
  changed_at: number;
}

const SERVER = "email-connection";
const TESTED = "email-tested";

/** A member that has the right form and cannot be used; `rule` begins with “must”. */
export interface Unusable {
  field: "host" | "security" | "password";
  rule: string;
}

/** The server that the shop's email is handed to; null where there is none. */
export const mailServerOf = (stores: Stores): MailServer | null =>
  kept(stores) ?? processServer(stores.env);

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
    server: own && { host: own.host, port: own.port, security: own.security, user: own.user },
    changed_at: own?.changed_at ?? null,
    sender,
    tested_at: last !== null && last.of === testOf(own, sender) ? last.at : null,
  };
}

/** Keeps a shop's own server; what waited for one, or for a better one, is tried again. */
export function set(stores: Stores, given: NewEmailConnection, now: number): Unusable | null {
  const server = completed(stores, given);
  if ("field" in server) return server;
  const whole: Kept = { ...server, id: randomName(), changed_at: now };
  const sealed = stores.vault.sealForShop(SERVER, JSON.stringify(whole));
  writeMeta(stores.sql, SERVER, sealed.toString("base64"));
  tryAgain(stores, now);
  return null;
}

/** Goes back to the installation's server; false where the shop has none of its own. */
export function remove(stores: Stores, now: number): boolean {
  if (typeof readMeta(stores.sql, SERVER) !== "string") return false;
  writeMeta(stores.sql, SERVER, null);
  tryAgain(stores, now);
  return true;
}

/** Talks to the server that is given, or to the one that is set, and sends nothing. */
export async function check(
  stores: Stores,
  given: NewEmailConnection | null,
): Promise<EmailChecked | Unusable> {
  const server = given === null ? mailServerOf(stores) : completed(stores, given);
  if (server === null) return { works: false, trouble: MISSING.server };
  if ("field" in server) return server;
  const from = senderNow(stores)?.email ?? null;
  const tried = await tryServer(stores.env, server, { hello: greeting(stores), from });
  return resultOf(stores, server, from, tried);
}

/** Sends the merchant a test email; null where `to` is no address. */
export async function sendTest(stores: Stores, to: string): Promise<EmailChecked | null> {
  const address = mailAddress(to.trim());
  if ("refused" in address) return null;
  const [server, from] = [mailServerOf(stores), senderNow(stores)];
  if (server === null) return { works: false, trouble: MISSING.server };
  if (from === null) return { works: false, trouble: MISSING.sender };
  const now = stores.clock.now();
  const id = nameOf("test-email", stores.settings.shop, randomName());
  const data = testEmail(from, address.address, { id, now });
  const envelope = { from: from.email, to: address.address, data, hello: greeting(stores) };
  const of = testOf(kept(stores), from.email);
  const tried = await sendMail(stores.env, server, envelope);
  if (tried.outcome.type === "sent") {
    writeMeta(stores.sql, TESTED, JSON.stringify({ at: now, of } satisfies Tested));
  }
  return resultOf(stores, server, from.email, tried);
}

/** What the last test email was of. */
interface Tested {
  at: number;
  of: string;
}

const testOf = (own: Kept | null, sender: string | null): string =>
  nameOf("tested", own?.id ?? "installation", sender ?? "");

const senderNow = ({ plans }: Stores) => senderOf(plans.liveConfig() as MailConfig);

const greeting = ({ env, settings }: Stores): string =>
  clientName(publicUrl(env, settings.publicUrl));

function resultOf(
  stores: Stores,
  server: MailServer,
  from: string | null,
  tried: Tried,
): EmailChecked {
  const trouble = troubleWith(server, from, tried);
  if (trouble !== null) {
    log("email-not-working", { shop: stores.settings.shop, reason: trouble.code }, "warn");
  }
  return { works: trouble === null, trouble };
}

/** The server that is meant, with the password that is kept where none is given. */
function completed(stores: Stores, given: NewEmailConnection): MailServer | Unusable {
  const { port, security, user } = given;
  const host = given.host.trim().toLowerCase();
  const isHere = isDevelopment(stores.env) && isLoopback(host);
  if (!isHere && !isPublicName(host)) {
    return { field: "host", rule: "must be a public host name such as smtp.example.com" };
  }
  if (security === "none" && !isHere) {
    return { field: "security", rule: "must be tls or starttls" };
  }
  if (user === "") return { host, port, security, user, password: "" };
  if (given.password !== undefined) return { host, port, security, user, password: given.password };
  const before = kept(stores);
  if (before === null || before.host !== host || before.user !== user) {
    return { field: "password", rule: "must be given for another host or user" };
  }
  return { host, port, security, user, password: before.password };
}

/** Email that a server did not take, or that had none, has its turn. */
function tryAgain({ outbox, timers }: Stores, now: number): void {
  const refused = outbox.retrying().filter(({ reason }) => reason.startsWith("smtp-"));
  for (const reason of new Set([NO_MAIL_SERVER, ...refused.map((one) => one.reason)])) {
    outbox.resume(reason, now);
  }
  timers.arm();
}

function kept({ sql, vault }: Stores): Kept | null {
  const sealed = readMeta(sql, SERVER);
  if (typeof sealed !== "string") return null;
  const opened = vault.tryOpenForShop(SERVER, Buffer.from(sealed, "base64"));
  return opened && (JSON.parse(opened.toString()) as Kept);
}
