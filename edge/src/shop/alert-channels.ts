/**
 * Telling the merchant of alerts where they look before they open Home: by email, at an address of theirs, in a chat.
 *
 * What stands on Home is looked at every few minutes. An alert is told once, when it begins; one that ended and comes
 * back within the hour is the same one still. What got through nowhere is told with the next look.
 */
import { type MailConfig, senderOf } from "../channel/email.ts";
import { letterFrom } from "../channel/letter.ts";
import { callWebhook } from "../channel/webhook.ts";
import type { AlertChannels, NewAlertChannels } from "../contract/alert-channels.ts";
import type { Alert } from "../contract/operations.ts";
import { publicUrl } from "../env.ts";
import { nameOf, randomName } from "../ids.ts";
import { log } from "../log.ts";
import { emailServiceOf, NO_MAIL_SERVER } from "./email-connection.ts";
import { operations } from "./operations.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

const HOUR = 3_600_000;
/** How often it is looked, in milliseconds. */
const EVERY = 5 * 60_000;
/** Over how much of the past, in milliseconds: as Home does when it's opened. */
const LOOKED_BACK = 24 * HOUR;

/** What is kept: the channels, when each alert was last seen that was told, and what went wrong. */
interface Kept extends NewAlertChannels {
  told: Record<string, number>;
  trouble: AlertChannels["trouble"];
}

const KEPT = "alert-channels";
const NONE: Kept = { emails: [], webhook: null, told: {}, trouble: null };

function kept({ sql }: Pick<Stores, "sql">): Kept {
  const text = readMeta(sql, KEPT);
  return typeof text === "string" ? { ...NONE, ...JSON.parse(text) } : NONE;
}

/** Where alerts go, as the API shows it. */
export function alertChannels(stores: Stores): AlertChannels {
  const { emails, webhook, trouble } = kept(stores);
  return { emails, webhook, trouble };
}

/** Keeps where alerts go, in a transaction of its own. What is wrong already is told soon. */
export function setAlertChannels(stores: Stores, channels: NewAlertChannels): void {
  const { clock, sql, timers } = stores;
  stores.transaction(() => {
    const { told } = kept(stores);
    writeMeta(sql, KEPT, JSON.stringify({ ...channels, told, trouble: null } satisfies Kept));
    if (isSet(channels)) timers.set({ kind: "alerts" }, clock.now());
    timers.arm();
  });
}

const isSet = ({ emails, webhook }: NewAlertChannels): boolean =>
  emails.length > 0 || webhook !== null;

/** The timer is due: comes again while alerts go anywhere, and says what is to be done outside. */
export function alertsDue(stores: Stores, timer: Timer, now: number): (() => Promise<void>) | null {
  if (!isSet(kept(stores))) {
    stores.timers.end(timer);
    return null;
  }
  stores.timers.repeat(timer, now + EVERY);
  return () => tell(stores);
}

/** Tells what began since the last look. Never throws. */
async function tell(stores: Stores): Promise<void> {
  const { clock, settings } = stores;
  try {
    const now = clock.now();
    const asked = { from: now - LOOKED_BACK, until: now, hasSecret: null };
    const { alerts } = await operations(stores, asked);
    const { told } = kept(stores);
    const lately = Object.entries(told).filter(([, seen]) => now - seen < HOUR);
    const known = new Set(lately.map(([name]) => name));
    const begun = alerts.filter((alert) => !known.has(nameOfAlert(alert)));
    const outcome = begun.length === 0 ? null : await send(stores, begun, now);
    const seen = outcome?.reached === false ? alerts.filter((one) => !begun.includes(one)) : alerts;
    stores.transaction(() => {
      const current = kept(stores);
      const names = seen.map((alert) => [nameOfAlert(alert), now]);
      const all = { ...Object.fromEntries(lately), ...Object.fromEntries(names) };
      const trouble = outcome === null ? current.trouble : outcome.trouble;
      writeMeta(stores.sql, KEPT, JSON.stringify({ ...current, told: all, trouble }));
    });
  } catch (error) {
    log("alerts-not-told", { shop: settings.shop, reason: String(error) }, "warn");
  }
}

/** What an alert is known by from one look to the next. */
const nameOfAlert = ({ code, workflow, domain = "" }: Alert): string =>
  `${code}/${workflow ?? ""}/${domain}`;

/** Sends alerts everywhere; whether they got through anywhere, and what went wrong. */
async function send(
  stores: Stores,
  alerts: readonly Alert[],
  now: number,
): Promise<{ reached: boolean; trouble: AlertChannels["trouble"] }> {
  const { emails, webhook } = kept(stores);
  const ways = [
    ...emails.map((to) => mail(stores, to, alerts, now)),
    ...(webhook === null ? [] : [call(stores, webhook, alerts, now)]),
  ];
  const refused = (await Promise.all(ways)).filter((reason) => reason !== null);
  const [reason = null] = refused;
  return {
    reached: refused.length < ways.length,
    trouble: reason === null ? null : { at: now, reason },
  };
}

/** Sends one email; why it wasn't taken. */
async function mail(
  stores: Stores,
  to: string,
  alerts: readonly Alert[],
  now: number,
): Promise<string | null> {
  const { plans, settings } = stores;
  const config = plans.liveConfig() as MailConfig;
  const [service, from] = [emailServiceOf(stores), senderOf(config)];
  if (service === null || from === null) return NO_MAIL_SERVER;
  const [first] = alerts;
  const shop = config.shop?.name || settings.domain;
  const letter = letterFrom({
    id: nameOf("alert", settings.shop, randomName()),
    date: now,
    from,
    to,
    subject:
      alerts.length === 1 ? `${shop}: ${first?.message}` : `${shop}: ${alerts.length} alerts`,
    text: [
      ...alerts.map(({ message, help, workflow }) =>
        [message, help, linkOf(stores, workflow)].join("\n"),
      ),
      "You get this email because your Edgewise settings say so (Home > Where to alert you).",
    ].join("\n\n"),
    html: "",
    headers: {},
  });
  const { outcome } = await service.provider.send(letter);
  return outcome.type === "sent" ? null : outcome.reason;
}

/** Makes one call; why it failed. */
async function call(
  stores: Stores,
  { url, format }: NonNullable<NewAlertChannels["webhook"]>,
  alerts: readonly Alert[],
  now: number,
): Promise<string | null> {
  const { plans, settings, vault } = stores;
  const shop = String((plans.liveConfig() as MailConfig).shop?.name || settings.domain);
  const body =
    format === "slack"
      ? { text: alerts.map((alert) => line(stores, shop, alert)).join("\n") }
      : {
          type: "alerts.raised",
          timestamp: new Date(now).toISOString(),
          data: {
            shop: settings.shop,
            alerts: alerts.map((alert) => ({ ...alert, url: linkOf(stores, alert.workflow) })),
          },
        };
  const id = nameOf("alert", settings.shop, randomName());
  const made = { id, url, body: JSON.stringify(body) };
  const outcome = await callWebhook(made, vault.own.get("webhook"), now);
  return outcome.type === "sent" ? null : outcome.reason;
}

/** An alert as a chat shows it: what it says is ours, and marks in a name stay a name's. */
const line = (stores: Stores, shop: string, { message, help, workflow }: Alert): string =>
  `*${escaped(shop)}:* ${escaped(message)} ${escaped(help)} <${linkOf(stores, workflow)}|Open Edgewise>`;

/** Slack's own three (api.slack.com, formatting text). */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Where the alert is looked into. */
function linkOf({ env, settings }: Stores, workflow: string | null): string {
  const page = workflow === null ? "home" : `workflows/${encodeURIComponent(workflow)}`;
  return `${publicUrl(env, settings.publicUrl)}/app/?shop=${settings.shop}#/${page}`;
}
