/**
 * What became of emails, as their provider reports it: taken in as what happened to the customer.
 *
 * The address that reports come to is a secret of its own, and where the provider signs, that is checked as
 * well. A report counts once, however often it comes and in whatever order: each has a name made of what it
 * says. A report of an email that got no answer is its answer. One of an email that isn't ours says nothing
 * here, unless somebody we write to must not be written to anymore.
 */
import { knownAs } from "../channel/address.ts";
import type { Email } from "../channel/email.ts";
import { readBrevo } from "../channel/reports/brevo.ts";
import { readPostmark } from "../channel/reports/postmark.ts";
import type { Happened, Posted, Read, Report } from "../channel/reports/report.ts";
import { readResend } from "../channel/reports/resend.ts";
import { readSes } from "../channel/reports/ses.ts";
import type { EMAIL_PROVIDERS } from "../contract/email.ts";
import { nameOf } from "../ids.ts";
import { log } from "../log.ts";
import { isAtSns } from "../verify/sns.ts";
import type { Customer } from "./customer.ts";
import { settingsOf } from "./email-connection.ts";
import type { Item } from "./outbox.ts";
import { isReportSecret, noteReported } from "./report-address.ts";
import type { Stores } from "./stores.ts";

export type Reporting = Exclude<(typeof EMAIL_PROVIDERS)[number], "smtp">;

/** How long we wait for Amazon to take a confirmation, in milliseconds. */
const TIME_LIMIT = 10_000;
/** What is counted of emails that were refused because of their sender. */
export const SENDER_REJECTED = "rejected/sender";

/** Takes in what a provider posted; null where it isn't the provider's, or isn't at this shop's address. */
export async function takeReports(
  stores: Stores,
  provider: Reporting,
  secret: string,
  posted: Omit<Posted, "now">,
): Promise<{ taken: number } | null> {
  if (!isReportSecret(stores, secret)) return null;
  const read = await readBy(stores, provider, { ...posted, now: Date.now() });
  if (read.type === "refused") return null;
  if (read.type === "confirm") {
    await confirm(stores, read.url);
    return { taken: 0 };
  }
  return stores.transaction(() => {
    const now = stores.clock.now();
    noteReported(stores, now);
    const taken = read.reports.filter((report) => takeOne(stores, provider, report, now)).length;
    stores.timers.arm();
    return { taken };
  });
}

async function readBy(stores: Stores, provider: Reporting, posted: Posted): Promise<Read> {
  const settings = settingsOf(stores);
  switch (provider) {
    case "resend":
      return readResend(posted, settings?.provider === "resend" ? settings.signing_secret : "");
    case "postmark":
      return readPostmark(posted);
    case "ses":
      return await readSes(posted, settings?.provider === "ses" ? settings.topic : "");
    case "brevo":
      return readBrevo(posted);
  }
}

async function confirm({ settings }: Stores, url: string): Promise<void> {
  if (!isAtSns(url)) return;
  const signal = AbortSignal.timeout(TIME_LIMIT);
  const answer = await fetch(url, { redirect: "manual", signal }).catch(() => null);
  await answer?.body?.cancel();
  log("email-reports-confirmed", { shop: settings.shop, status: answer?.status ?? null });
}

/** Takes in one report; whether it was news. */
function takeOne(stores: Stores, provider: Reporting, report: Report, now: number): boolean {
  const { outbox, customers, journal, metrics } = stores;
  const item = report.effect === null ? null : outbox.find(report.effect);
  const customer = item === null ? heldBy(stores, report) : customers.find(item.customer);
  // Somebody else's email, somebody's who was erased, or a test.
  if (customer === null) return false;
  const at = Math.min(report.at ?? now, now);
  const name = nameOf("email-report", provider, report.effect ?? customer.id, factOf(report, at));
  if (journal.seenAt(name) !== null) return false;
  const { happened } = report;
  // Nobody knew whether it was taken; now somebody says so. The engine counted it as sent all along.
  if (item?.state === "unknown") outbox.finish(item, "sent", null, now);
  if (happened.type === "bounced" && happened.about === "sender") {
    if (item !== null) metrics.add({ ...item, what: SENDER_REJECTED }, now);
    journal.addForShop(name, "ignored", "email-report", now, "sender-rejected");
    return true;
  }
  const message = item && (outbox.content(item.id) as Email | null)?.message;
  const kind = kindOf(happened, item, message ?? null);
  const event = {
    fact_key: `edgewise:email:${name}`,
    occurred_at: at,
    received_at: now,
    source: "edgewise",
    kind,
  };
  const events = JSON.stringify([event]);
  const input = { type: "events", customer: customer.id, delivery: name, events } as const;
  stores.decider.move(customer, input, now, { id: name, topic: "email-report" });
  return true;
}

/**
 * Who holds the address of an email that isn't ours: only where they must not be written to anymore. The
 * provider's account may be another program's as well, and the person is the same.
 */
function heldBy({ customers }: Stores, { to, happened }: Report): Customer | null {
  const isFinal =
    happened.type === "complained" || (happened.type === "bounced" && happened.about === "address");
  if (!isFinal || to === "") return null;
  const key = `email:${knownAs(to.trim()).toLowerCase()}`;
  const [found] = customers.identify([{ key }]);
  return found === undefined || found === null ? null : customers.find(found.customer);
}

/** What makes a report this one: what comes once is its kind, what may come often its moment. */
function factOf({ happened }: Report, at: number): string {
  const isOften = happened.type === "opened" || happened.type === "clicked";
  const link = happened.type === "clicked" ? (happened.link ?? "") : "";
  const about = happened.type === "bounced" ? happened.about : "";
  return [happened.type, about, isOften ? at : "", link].join("|");
}

/** What happened, in the engine's words. */
function kindOf(happened: Happened, item: Item | null, message: string | null): object {
  const news = { channel: "email", ...(message === null ? {} : { message }) };
  switch (happened.type) {
    case "delivered":
      return { type: "message_delivered", news };
    case "opened":
      return { type: happened.isMachine ? "message_scanned" : "message_opened", news };
    case "clicked": {
      const link = happened.link === null ? {} : { link: happened.link };
      const type = happened.isMachine ? "message_scanned" : "message_clicked";
      return { type, news: { ...news, ...link } };
    }
    case "bounced":
      return { type: "message_bounced", news, permanent: happened.about === "address" };
    case "complained":
      return { type: "message_complained", news };
    case "unsubscribed": {
      const origin = "provider";
      const change = { channel: item?.channel ?? "email", consent: "unsubscribed", origin };
      return { type: "consent_changed", change };
    }
  }
}
