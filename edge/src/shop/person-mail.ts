/**
 * Emails to the people who sign in to a shop: an invitation, a link for a new password. They go at once through the
 * shop's email provider, and no rule for customers' messages applies.
 */
import { mailAddress } from "../channel/address.ts";
import { type MailConfig, senderOf } from "../channel/email.ts";
import { letterFrom } from "../channel/letter.ts";
import { publicUrl } from "../env.ts";
import { nameOf, randomName } from "../ids.ts";
import { log } from "../log.ts";
import { emailServiceOf, installationService } from "./email-connection.ts";
import type { Stores } from "./stores.ts";

export interface Letter {
  kind: "invitation" | "password";
  to: string;
  name: string;
  /** Who invites, by name; null for the admin key. */
  by: string | null;
  /** The link's secret part. */
  link: string;
  /** Whether it may go through the installation's own mail server only. */
  throughInstallation?: boolean;
}

/** Sends a letter; whether it was taken. */
export async function sendPersonMail(stores: Stores, letter: Letter): Promise<boolean> {
  const { clock, env, plans, settings } = stores;
  const config = plans.liveConfig() as MailConfig;
  const service = letter.throughInstallation ? installationService(stores) : emailServiceOf(stores);
  const from = senderOf(config);
  const to = mailAddress(letter.to);
  if (service === null || from === null || "refused" in to) return false;
  const address = publicUrl(env, settings.publicUrl);
  const { subject, text } = worded(letter, config.shop?.name || settings.domain, address);
  const mail = letterFrom({
    id: nameOf("person-mail", settings.shop, randomName()),
    date: clock.now(),
    from,
    to: to.address,
    subject,
    text,
    html: "",
    headers: {},
  });
  const { outcome } = await service.provider.send(mail);
  if (outcome.type === "sent") return true;
  log("person-mail-failed", { shop: settings.shop, reason: outcome.reason }, "warn");
  return false;
}

/** The links' secrets stand in the fragment, which no server sees and no log keeps. */
function worded(
  { kind, name, by, link }: Letter,
  shop: string,
  address: string,
): { subject: string; text: string } {
  if (kind === "invitation") {
    return {
      subject: `Join ${shop} on Edgewise`,
      text: [
        `Hi ${name},`,
        "",
        `${by ?? "The owner of this Edgewise"} invites you to work on the marketing of ${shop}.`,
        "Open this link to choose a password and come in:",
        "",
        `${address}/app/#/join/${link}`,
        "",
        "It works once, for seven days. If you didn’t expect it, ignore this email.",
        "",
      ].join("\n"),
    };
  }
  return {
    subject: "Choose a new password for Edgewise",
    text: [
      `Hi ${name},`,
      "",
      "Somebody asked for a new password for your Edgewise account. Open this link to choose one:",
      "",
      `${address}/app/#/password/${link}`,
      "",
      "It works once, for one hour. If it wasn’t you, ignore this email: nothing has changed.",
      "",
    ].join("\n"),
  };
}
