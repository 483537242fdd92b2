/** What needs the merchant, in words, each with the one thing to do about it. */
import type { Alert, Thresholds } from "../contract/operations.ts";
import { impossibleNow } from "./abilities.ts";
import { REPEATED, TURNED_AWAY } from "./arrivals.ts";
import { poolList } from "./code-views.ts";
import { comparedBehind } from "./compare.ts";
import { clockAheadOf, currencyOf, troubleOf } from "./connection.ts";
import { deliverabilityAlerts } from "./deliverability.ts";
import { pausedDomains } from "./domain-pauses.ts";
import { NO_MAIL_SERVER } from "./email-connection.ts";
import { waiting } from "./email-pace.ts";
import { openPrivacyRequests } from "./erase.ts";
import { type Metric, SLOT } from "./metrics.ts";
import { isOfShop } from "./questions.ts";
import { view as importOf } from "./import.ts";
import { readMeta } from "./schema.ts";
import { NO_SECRET } from "./set-up.ts";
import { SENDER_REJECTED } from "./email-reports.ts";
import { brokenChecks } from "./sender-domain.ts";
import type { Stores } from "./stores.ts";
import { viewOfCopies } from "./write-copies.ts";
import { smsAlerts } from "./sms-alerts.ts";

/** A store's clock may be off by this, in milliseconds: a visit from WordPress holds as long. */
const MOST_SKEW = 5 * 60_000;
/** Of fewer attempts than this no share is alarming. */
const FEWEST = 20;

const NOT_COMPARED = {
  woocommerce:
    "Edgewise tries again automatically. If your store is slow, ask your host about its limits, and exclude /wp-json/ from caches.",
  shopify:
    "Edgewise tries again automatically. Check in Settings > Connection that Edgewise may still read your store.",
} as const;

/** Sums of one workflow that an alert looks at. */
export interface Watched {
  id: string;
  name: string;
  attempts: number;
  failed: number;
  /** How late something was at most, in milliseconds. */
  most_late_ms: number;
}

/** What the alerts look at beside the stores. */
export interface Seen {
  metrics: readonly Metric[];
  workflows: readonly Watched[];
  thresholds: Thresholds;
  /** Whether webhooks can be checked at all; null where the caller does not know. */
  hasSecret: boolean | null;
  /** Whether the shop says who its messages are from. */
  hasSender: boolean;
  /** What the shop counts in: ISO 4217. */
  currency: string;
}

export function alertsOf(stores: Stores, seen: Seen): Alert[] {
  return [
    ...connection(stores, seen),
    ...deliveries(stores, seen),
    ...codes(stores),
    ...ofPeople(stores),
    ...cannotWork(stores),
    ...running(stores, seen),
    ...failures(stores, seen),
    ...deliverabilityAlerts(seen.metrics),
    ...smsAlerts(stores, seen.metrics, counted),
  ];
}

function connection(
  { settings, outbox, questions }: Stores,
  { hasSecret, hasSender }: Seen,
): Alert[] {
  const alerts: Alert[] = [];
  if (settings.uninstalledAt !== null) {
    alerts.push({
      code: "uninstalled",
      message: "The app was removed from your store, so nothing is sent anymore.",
      help: "If it’s installed, say so at the top of Home; what your store sends next says so too.",
      workflow: null,
    });
  }
  const asked = questions.waiting();
  if (asked.some(isOfShop)) {
    alerts.push({
      code: "platform-question",
      message:
        "A webhook says the app was removed from your store. Sending is on hold until that’s certain.",
      help: "Answer it at the top of Home: it’s true, or undo.",
      workflow: null,
    });
  } else if (asked.some(({ customer }) => customer !== null)) {
    alerts.push({
      code: "platform-question",
      message:
        "A webhook says a customer’s account was deleted. Nothing is sent to them until that’s certain.",
      help: "Answer it at the top of Home: it’s true, or undo.",
      workflow: null,
    });
  }
  if (hasSecret === false) {
    alerts.push({
      code: "webhook-secret-missing",
      ...NO_SECRET,
      workflow: null,
    });
  }
  const unmailed = outbox.waitingFor(NO_MAIL_SERVER).length;
  if (unmailed > 0) {
    alerts.push({
      code: "mail-server-missing",
      message: `${counted(unmailed, "email")} can’t go out: no email provider is set up.`,
      help: "Set one up under Settings > Email, and they go out.",
      workflow: null,
    });
  }
  const waiting = outbox.waitingFor("sender-missing").length;
  if (!hasSender && waiting > 0) {
    alerts.push({
      code: "sender-missing",
      message: `${counted(waiting, "email")} can’t go out: your shop has no sender address.`,
      help: "Open Settings, add one, and they go out.",
      workflow: null,
    });
  }
  return alerts;
}

/** What the store sends, or no longer sends. */
function deliveries(stores: Stores, seen: Seen): Alert[] {
  const { metrics, clock, settings, sql } = stores;
  const alerts: Alert[] = [];
  const unreadable = seen.metrics.reduce(
    (sum, { what, n }) => sum + (what.split("/")[0] === "unreadable" ? n : 0),
    0,
  );
  if (unreadable > 0) {
    alerts.push({
      code: "platform-error",
      message: `${counted(unreadable, "delivery", "deliveries")} from your store held an error instead of data.`,
      help: "The user who owns the webhook may no longer see orders. In WooCommerce, open Settings > Advanced > Webhooks and save each webhook as an administrator.",
      workflow: null,
    });
  }
  const trouble = troubleOf(stores);
  if (trouble !== null) {
    alerts.push({
      code: "connection",
      message: trouble.title,
      help: trouble.message,
      workflow: null,
    });
  }
  const sold = currencyOf(stores);
  if (sold !== null && sold !== seen.currency) {
    alerts.push({
      code: "other-currency",
      message: `Your store sells in ${sold}, but Edgewise is set to ${seen.currency}.`,
      help: `Amounts in ${sold} don’t count toward spend, tiers, and conditions. Choose ${sold} in Settings > Your shop.`,
      workflow: null,
    });
  }
  const ahead = clockAheadOf(stores);
  if (Math.abs(ahead) > MOST_SKEW) {
    alerts.push({
      code: "store-clock",
      message: `Your store’s clock is ${lasting(Math.abs(ahead))} ${ahead > 0 ? "ahead" : "behind"}.`,
      help: "Ask your host to set the server’s clock. Until then carts, orders and consent have wrong times, and nobody can open Edgewise from WordPress.",
      workflow: null,
    });
  }
  const imported = importOf(stores);
  if (imported.trouble !== null) {
    alerts.push({
      code: "import-incomplete",
      message: "The import of your store’s past isn’t complete.",
      help: imported.trouble.message,
      workflow: null,
    });
  }
  const behind = comparedBehind(stores, clock.now());
  if (behind !== null && trouble === null && imported.trouble === null) {
    alerts.push({
      code: "not-compared",
      message: `Your store’s orders haven’t been checked for missed ones for ${lasting(behind)}.`,
      help: NOT_COMPARED[stores.settings.platform],
      workflow: null,
    });
  }
  const unwritten = viewOfCopies(stores);
  if (unwritten.trouble !== null) {
    alerts.push({
      code: "copies",
      message: `Unsubscribes, tags, points and tiers of ${counted(unwritten.waiting, "customer")} aren’t in your store yet.`,
      help: unwritten.trouble.message,
      workflow: null,
    });
  }
  const now = clock.now();
  const turnedAway = Number(readMeta(sql, TURNED_AWAY) ?? 0);
  if (turnedAway > now - DAY) {
    alerts.push({
      code: "turned-away",
      message: `Your store sent more than could be written down, the last time ${lasting(now - turnedAway)} ago.`,
      help: "Shopify sends it again. WooCommerce doesn’t, and turns a webhook off after several failures: check that they’re active, and whether orders are missing.",
      workflow: null,
    });
  }
  if (Number(readMeta(sql, REPEATED) ?? 0) > now - DAY) {
    alerts.push({
      code: "repeated",
      message: "Your store sends the same orders again and again, although nothing changed.",
      help: "Update WooCommerce. If that doesn’t help, turn off compatibility mode in WooCommerce > Settings > Advanced > Features. Edgewise ignores the repeats.",
      workflow: null,
    });
  }
  const silence = silenceOf(metrics.between(now - LISTENED, now + 1), now);
  if (silence !== null) {
    alerts.push({
      code: "silent",
      message: `Nothing has come from your store for ${lasting(silence)}, which is unusually long.`,
      help:
        settings.platform === "woocommerce"
          ? "Check that the webhooks are still active: WooCommerce turns a webhook off after it failed several times, and doesn’t say so."
          : "Check in Shopify’s admin that the webhooks still exist: Shopify removes a webhook that keeps failing.",
      workflow: null,
    });
  }
  return alerts;
}

/** Pools of coupon codes that run out. */
function codes(stores: Stores): Alert[] {
  return poolList(stores)
    .filter(({ low }) => low)
    .map(({ pool, left }) => ({
      code: "few-codes",
      message:
        left === 0
          ? `There are no codes left in “${pool}”, so messages with them aren’t sent.`
          : `${counted(left, "code")} left in “${pool}”.`,
      help: "Add codes in Settings > Coupon codes.",
      workflow: null,
    }));
}

/** Live workflows that cannot do what they say: they stay live. */
const cannotWork = (stores: Stores): Alert[] =>
  impossibleNow(stores).map(({ message, help, workflow }) => ({
    code: "cannot-work",
    message,
    help,
    workflow,
  }));

function ofPeople({ plans, customers, sql }: Stores): Alert[] {
  const alerts: Alert[] = [];
  for (const channel of plans.needs.writes) {
    if (!customers.areAny || customers.canReach(channel) !== false) continue;
    const name = { email: "email", sms: "SMS", push: "push" }[channel];
    alerts.push({
      code: "nobody-to-write-to",
      message: `Nobody can get marketing by ${name}: no customer has agreed to it, so none goes out.`,
      help: "Ask for it at checkout and at sign-up, or import the consent you already have.",
      workflow: null,
    });
  }
  const waiting = openPrivacyRequests(sql);
  if (waiting > 0) {
    alerts.push({
      code: "privacy",
      message:
        waiting === 1
          ? "1 privacy request needs your answer."
          : `${waiting} privacy requests need your answer.`,
      help: "Open Settings > Privacy requests, and choose to erase or keep each customer.",
      workflow: null,
    });
  }
  return alerts;
}

function running({ timers, clock }: Stores, { workflows, thresholds }: Seen): Alert[] {
  const alerts: Alert[] = [];
  const next = timers.next();
  const overdue = next === null ? 0 : clock.now() - next;
  if (overdue > thresholds.late_ms) {
    alerts.push({
      code: "overdue",
      message: `Something has been due for ${lasting(overdue)}.`,
      help: "Look at the failures below; if there are none, the server may be down or too busy.",
      workflow: null,
    });
  }
  for (const { id, name, attempts, failed, most_late_ms: most } of workflows) {
    if (most > thresholds.late_ms) {
      alerts.push({
        code: "late",
        message: `“${name}” did something ${lasting(most)} late.`,
        help: "Consent, quiet hours and exits were checked again before it went out.",
        workflow: id,
      });
    }
    if (attempts >= FEWEST && failed * 100 > thresholds.error_percent * attempts) {
      alerts.push({
        code: "errors",
        message: `${failed} of ${attempts} attempts of “${name}” failed.`,
        help: "See why below. Each can be tried again.",
        workflow: id,
      });
    }
  }
  return alerts;
}

function failures(stores: Stores, seen: Seen): Alert[] {
  const { outbox, deadLetters, endpoints } = stores;
  const alerts: Alert[] = [];
  const mails = outbox.retrying().filter(({ type }) => type === "send");
  const late = mails.reduce((sum, { n }) => sum + n, 0);
  if (late > 0) {
    alerts.push({
      code: "retrying",
      message: `${counted(late, "email")} couldn’t be delivered yet.`,
      help: "Your email provider isn’t taking them. They’re tried again by themselves, for a day; test the connection under Settings > Email.",
      workflow: null,
    });
  }
  const rejected = seen.metrics.reduce(
    (sum, { what, n }) => sum + (what === SENDER_REJECTED ? n : 0),
    0,
  );
  if (rejected > 0) {
    alerts.push({
      code: "sender-rejected",
      message: `${counted(rejected, "email")} ${rejected === 1 ? "was" : "were"} rejected because of your sender or domain.`,
      help: "Check with your email provider that your domain’s SPF, DKIM and DMARC records are set and that its reputation is good. No customer was suppressed for it.",
      workflow: null,
    });
  }
  for (const { name, held } of pausedDomains(stores)) {
    alerts.push({
      code: "domain-paused",
      message: `Nothing is sent to ${name} for now: ${counted(held, "address", "addresses")} that worked lately bounced within minutes.`,
      help: "The fault is likely there. No customer was suppressed for it. Resume when the provider works again; what waits is then sent.",
      workflow: null,
      domain: name,
    });
  }
  alerts.push(...pace(stores), ...sender(stores));
  const lost = seen.metrics.reduce(
    (sum, { what, n }) => sum + (what.startsWith("fault/") ? n : 0),
    0,
  );
  if (lost > 0) {
    alerts.push({
      code: "fault",
      message: `${counted(lost, "message or action", "messages or actions")} ${lost === 1 ? "was" : "were"} not carried out because of a fault in Edgewise.`,
      help: "Please report it, with the lines “effect-id-taken” of the server’s log.",
      workflow: null,
    });
  }
  const failed = deadLetters.count();
  if (failed > seen.thresholds.dead_letters) {
    alerts.push({
      code: "dead-letters",
      message: `${counted(failed, "thing")} failed.`,
      help: "Nothing is lost. See why below, fix the cause, and try again.",
      workflow: null,
    });
  }
  for (const { origin, failures: times } of endpoints.list()) {
    alerts.push({
      code: "endpoint-failing",
      message: `${origin} has failed ${times} times in a row.`,
      help: "Calls to it wait. Check that the service is up, then try them again.",
      workflow: null,
    });
  }
  return alerts;
}

/** Records in the DNS of the sender's domain that were good and no longer are. */
const sender = (stores: Stores): Alert[] =>
  brokenChecks(stores).map(({ message }) => ({
    code: "sender-domain",
    message,
    help: "It was right before. Settings > Email shows the record to enter. Until then your email may land in spam.",
    workflow: null,
  }));

/** Email that waits because somebody asked to be sent less, or the warm-up's limit of a day is reached. */
function pace(stores: Stores): Alert[] {
  const waits = new Map(waiting(stores).map(({ reason, messages }) => [reason, messages]));
  const slowed = (waits.get("provider-slow") ?? 0) + (waits.get("mailbox-provider-slow") ?? 0);
  const warm = waits.get("warm-up-limit") ?? 0;
  const alerts: Alert[] = [];
  if (slowed > 0) {
    alerts.push({
      code: "email-slowed",
      message: `${counted(slowed, "email")} ${slowed === 1 ? "waits" : "wait"}: your email provider or a mailbox provider asked to be sent less.`,
      help: "Nothing is lost. They go out more slowly, and faster again as they’re accepted. Settings > Email shows who asked.",
      workflow: null,
    });
  }
  if (warm > 0) {
    alerts.push({
      code: "warm-up",
      message: `${counted(warm, "marketing email")} ${warm === 1 ? "waits" : "wait"} for tomorrow’s warm-up limit.`,
      help: "The oldest go first. Change the limits under Settings > Email.",
      workflow: null,
    });
  }
  return alerts;
}

const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n} ${n === 1 ? one : many}`;

/**
 * How long nothing has come, where that is longer than the shop ever was quiet lately; null otherwise.
 * A shop that sells little is quiet for days, so its own longest pause is the measure.
 */
function silenceOf(metrics: Metric[], now: number): number | null {
  const received = metrics.filter(({ what }) => what === "events");
  const events = received.reduce((sum, { n }) => sum + n, 0);
  const slots = [...new Set(received.map(({ slot }) => slot))].sort((a, b) => a - b);
  const last = slots.at(-1);
  if (last === undefined || events < ENOUGH_EVENTS) return null;
  const pauses = slots.slice(1).map((slot, index) => slot - (slots[index] ?? slot));
  const silence = now - (last + SLOT);
  return silence > Math.max(DAY, 2 * Math.max(0, ...pauses)) ? silence : null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far back a shop's usual pauses are looked for, in milliseconds. */
const LISTENED = 30 * DAY;
/** Of fewer events than this nothing is usual. */
const ENOUGH_EVENTS = 20;

/** `12 minutes`, `7 hours`, `3 days`. */
function lasting(milliseconds: number): string {
  if (milliseconds < 2 * HOUR) return counted(Math.round(milliseconds / 60_000), "minute");
  if (milliseconds < 2 * DAY) return counted(Math.round(milliseconds / HOUR), "hour");
  return counted(Math.round(milliseconds / DAY), "day");
}
