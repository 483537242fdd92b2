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
import { type Sign, signsOfTime } from "../channel/signs.ts";
import { readBrevo } from "../channel/reports/brevo.ts";
import { readPostmark } from "../channel/reports/postmark.ts";
import {
  type Happened,
  jsonIn,
  type Posted,
  type Read,
  type Report,
} from "../channel/reports/report.ts";
import { readResend } from "../channel/reports/resend.ts";
import { readSes } from "../channel/reports/ses.ts";
import type { EMAIL_PROVIDERS, IGNORED_REPORTS } from "../contract/email.ts";
import { publicUrl } from "../env.ts";
import { nameOf } from "../ids.ts";
import { log } from "../log.ts";
import { isAtSns } from "../verify/sns.ts";
import type { Seen } from "./customers.ts";
import type { State } from "./came-back.ts";
import { noteReached, takeBounce } from "./domain-pauses.ts";
import { settingsOf } from "./email-connection.ts";
import { tellReaction } from "./hits.ts";
import type { Item } from "./outbox.ts";
import { FOREIGN, isReportSecret, noteReported } from "./report-address.ts";
import type { Stores } from "./stores.ts";
import { addressKey } from "./suppressions.ts";

type Ignored = (typeof IGNORED_REPORTS)[number];

export type Reporting = Exclude<(typeof EMAIL_PROVIDERS)[number], "smtp">;

/** How long we wait for Amazon to take a confirmation, in milliseconds. */
const TIME_LIMIT = 10_000;
/** What is counted of emails that were refused because of their sender. */
export const SENDER_REJECTED = "rejected/sender";

/** What became of the reports in a request: how many were news, and why others weren't taken. */
export interface TakenReports {
  taken: number;
  ignored: Partial<Record<Ignored, number>>;
}

/** Takes in what a provider posted; null where it isn't the provider's, or isn't at this shop's address. */
export async function takeReports(
  stores: Stores,
  provider: Reporting,
  secret: string,
  posted: Omit<Posted, "now">,
): Promise<TakenReports | null> {
  if (!isReportSecret(stores, secret)) return null;
  const read = await readBy(stores, provider, { ...posted, now: Date.now() });
  if (read.type === "refused") return null;
  if (read.type === "confirm") {
    await confirm(stores, read.url);
    return { taken: 0, ignored: {} };
  }
  return stores.transaction(() => {
    const now = stores.clock.now();
    noteReported(stores, now);
    const { reports } = read;
    const outcomes: (Ignored | null)[] =
      reports.length === 0
        ? [jsonIn(posted) === null ? "not-json" : "nothing-reported"]
        : reports.map((report) => takeOne(stores, provider, report, now));
    const ignored: TakenReports["ignored"] = {};
    for (const why of outcomes) if (why !== null) ignored[why] = (ignored[why] ?? 0) + 1;
    const taken = outcomes.filter((why) => why === null).length;
    stores.timers.arm();
    return { taken, ignored };
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

/** Takes in one report; why not, where it changed nothing. */
function takeOne(stores: Stores, provider: Reporting, report: Report, now: number): Ignored | null {
  const { outbox, sent, customers, journal, metrics, cameBack } = stores;
  const item = report.effect === null ? null : outbox.find(report.effect);
  const customer = item === null ? heldBy(stores, report) : customers.look(item.customer);
  if (customer === null || customer.unreadable) {
    // Somebody else's email, somebody's who was erased, or a test.
    metrics.add({ workflow: "", step: "", what: FOREIGN }, now);
    return "not-ours";
  }
  const { happened } = report;
  const said = Math.max(0, Math.floor(Math.min(report.at ?? now, now)));
  // Whatever the provider's clock says, it happened after we handed it over.
  const at = Math.max(said, Math.min(item?.leased_at ?? 0, now));
  const name = nameOf("email-report", provider, report.effect ?? customer.id, factOf(report, said));
  if (item !== null) {
    const state = stateOf(happened);
    // Also of what is known: the first reason may come last.
    if (state !== null) cameBack.note(item.id, { ...state, at });
  }
  if (journal.seenAt(name) !== null) return "known";
  // Nobody knew whether it was taken; now somebody says so. The engine counted it as sent all along.
  if (item?.state === "unknown" && happened.type !== "refused") {
    outbox.finish(item, "sent", null, now);
    sent.add(item, now);
  }
  const ignore = (why: string) => journal.addForShop(name, "ignored", "email-report", now, why);
  switch (happened.type) {
    case "refused":
      ignore("provider-suppressed");
      return null;
    case "opened":
    case "clicked":
      if (item === null) return "not-ours";
      return takeReaction(stores, item, { ...happened, name, at, said }, now);
    case "bounced":
      if (happened.about === "sender") {
        if (item !== null) metrics.add({ ...item, what: SENDER_REJECTED }, now);
        ignore("sender-rejected");
        return null;
      }
      if (happened.about === "address") {
        const message = messageOf(stores, item);
        const address = addressOf(stores, item, report);
        takeBounce(stores, { name, customer: customer.id, address, at, message }, now);
        return null;
      }
      break;
  }
  if (happened.type === "delivered") noteReached(stores, addressKey(report.to), at);
  if (happened.type === "complained") {
    const key = addressKey(addressOf(stores, item, report));
    stores.suppressions.note(key, "email", { cause: "complained", at });
  }
  const event = {
    fact_key: `edgewise:email:${name}`,
    occurred_at: at,
    received_at: now,
    source: "edgewise",
    kind: kindOf(happened, item, {
      message: messageOf(stores, item),
      address: addressOf(stores, item, report),
    }),
  };
  const events = JSON.stringify([event]);
  const input = { type: "events", customer: customer.id, delivery: name, events } as const;
  stores.decider.move(customer, input, now, { id: name, topic: "email-report" });
  return null;
}

interface Reaction {
  type: "opened" | "clicked";
  isMachine: boolean;
  link?: string | null;
  name: string;
  at: number;
  /** When it happened by the provider's clock. */
  said: number;
}

/** Takes in a click or an open, unless it is a click on a link of ours: that we count ourselves. */
function takeReaction(
  stores: Stores,
  item: Item,
  { type, isMachine, link = null, name, at, said }: Reaction,
  now: number,
): Ignored | null {
  if (link !== null && isOwnLink(stores, link)) {
    stores.journal.addForShop(name, "ignored", "email-report", now, "own-link");
    return "counted-by-link";
  }
  const signs: Sign[] = [...(isMachine ? (["agent"] as const) : [])];
  signs.push(...signsOfTime(item.leased_at, said));
  const what = type === "clicked" ? "clicks" : "opens";
  tellReaction(stores, item, { name, what, link, at, signs }, now);
  return null;
}

const contentOf = ({ outbox }: Stores, item: Item | null): Email | null =>
  item === null ? null : (outbox.shown(item.id).content as Email | null);

const messageOf = (stores: Stores, item: Item | null): string | null =>
  contentOf(stores, item)?.message ?? null;

/** Whom it was to: as we wrote it, and else as the provider says. */
const addressOf = (stores: Stores, item: Item | null, { to }: Report): string =>
  knownAs((contentOf(stores, item)?.to ?? to).trim()).toLowerCase();

const isOwnLink = ({ env, settings }: Stores, link: string): boolean =>
  link.startsWith(`${publicUrl(env, settings.publicUrl)}/c/`);

/** The state that a report brings a message to; null where it is none. */
function stateOf(happened: Happened): { state: State; why: string } | null {
  switch (happened.type) {
    case "opened":
    case "clicked":
      return null;
    case "refused":
      return { state: "refused", why: happened.why };
    case "bounced": {
      const states = {
        address: "bounced",
        passing: "bounced-for-now",
        sender: "rejected",
      } as const;
      return { state: states[happened.about], why: happened.why };
    }
    default:
      return { state: happened.type, why: "" };
  }
}

/**
 * Who holds the address of an email that isn't ours: only where they must not be written to anymore. The
 * provider's account may be another program's as well, and the person is the same.
 */
function heldBy({ customers }: Stores, { to, happened }: Report): Seen | null {
  const isFinal =
    happened.type === "complained" || (happened.type === "bounced" && happened.about === "address");
  if (!isFinal || to === "") return null;
  const [found] = customers.identify([{ key: addressKey(to) }]);
  return found === undefined || found === null ? null : customers.look(found.customer);
}

/** What makes a report this one: what comes once is its kind, what may come often its moment. */
function factOf({ happened }: Report, at: number): string {
  const isOften = happened.type === "opened" || happened.type === "clicked";
  const link = happened.type === "clicked" ? (happened.link ?? "") : "";
  const about = happened.type === "bounced" ? happened.about : "";
  return [happened.type, about, isOften ? at : "", link].join("|");
}

/** What happened, in the engine's words. */
function kindOf(
  happened: Happened,
  item: Item | null,
  { message, address }: { message: string | null; address: string },
): object {
  const named = { channel: "email", ...(message === null ? {} : { message }) };
  const news = address === "" ? named : { ...named, address };
  if (happened.type === "complained") return { type: "message_complained", news };
  if (happened.type === "bounced") return { type: "message_bounced", news, permanent: false };
  if (happened.type === "unsubscribed") {
    const origin = "provider";
    const change = { channel: item?.channel ?? "email", consent: "unsubscribed", origin };
    return { type: "consent_changed", change };
  }
  return { type: "message_delivered", news: named };
}
