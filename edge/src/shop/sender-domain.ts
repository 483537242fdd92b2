/**
 * Whether the DNS of the shop's sender says what its provider needs: looked up when the merchant asks, and on each
 * day on which email goes out, so that a record that goes away is noticed.
 *
 * What was good and no longer is needs the merchant; once that was seen twice, an hour apart, because DNS has bad
 * moments.
 */
import { type MailConfig, senderOf } from "../channel/email.ts";
import { checkDomain } from "../channel/sender-domain/checks.ts";
import { lookUpThrough } from "../channel/sender-domain/dns.ts";
import type { DomainCheck, SenderDomain } from "../contract/sender-domain.ts";
import { emailServiceOf, settingsOf } from "./email-connection.ts";
import { noteRate } from "./email-pace.ts";
import { domainOf } from "./pace/lanes.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

const KEPT = "sender-domain";
const SELECTOR = "dkim-selector";
/** A little later, in milliseconds: whoever saves settings or sends doesn't wait for it. */
const SOON = 5_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What was found last, of one domain with one provider's settings. */
interface Found {
  of: string;
  domain: string;
  at: number;
  checks: DomainCheck[];
  /** What has been good. */
  wasGood: DomainCheck["what"][];
  /** What is bad and was good, with when that was first seen. */
  broken: Partial<Record<DomainCheck["what"], number>>;
  /** Until when nothing is looked up by itself. */
  next: number;
}

const NAMES = {
  resend: "Resend",
  postmark: "Postmark",
  ses: "Amazon SES",
  brevo: "Brevo",
  smtp: "your mail server",
} as const;

const resolverOf = ({ env }: Stores): string => env.EDGEWISE_DNS_URL ?? "";

/** What is looked up: the sender's domain with what email goes through; null where there is either not. */
function subjectOf(stores: Stores) {
  const service = emailServiceOf(stores);
  const sender = senderOf(stores.plans.liveConfig() as MailConfig);
  if (service === null || sender === null) return null;
  const domain = domainOf(sender.email);
  const selector = selectorOf(stores);
  return { service, domain, selector, of: `${service.id}/${domain}` };
}

function selectorOf({ sql }: Pick<Stores, "sql">): string | null {
  const text = readMeta(sql, SELECTOR);
  return typeof text === "string" ? text : null;
}

/** What was found of the sender of today; null where nothing was looked up. */
function foundOf(stores: Stores, of: string): Found | null {
  const text = readMeta(stores.sql, KEPT);
  const found = typeof text === "string" ? (JSON.parse(text) as Found) : null;
  return found?.of === of ? found : null;
}

/** The sender's domain as the merchant sees it. */
export function view(stores: Stores): SenderDomain {
  const subject = subjectOf(stores);
  const found = subject && foundOf(stores, subject.of);
  const sender = senderOf(stores.plans.liveConfig() as MailConfig);
  const provider = settingsOf(stores)?.provider ?? "smtp";
  return {
    domain: sender === null ? null : domainOf(sender.email),
    selector: selectorOf(stores),
    needs_selector: provider === "smtp" || provider === "postmark",
    can_check: resolverOf(stores) !== "",
    checked_at: found?.at ?? null,
    checks: (found?.checks ?? []).map((check) => {
      const since = found?.broken[check.what];
      return since === undefined ? check : { ...check, broken_since: since };
    }),
  };
}

/** Keeps where the DKIM key is; empty forgets it. */
export function keepSelector({ sql }: Stores, selector: string): void {
  writeMeta(sql, SELECTOR, selector === "" ? null : selector);
}

/** Looks everything up, and keeps what is found. */
export async function lookUpNow(stores: Stores): Promise<void> {
  const subject = subjectOf(stores);
  if (subject === null) return;
  const { service, domain, selector, of } = subject;
  const name = NAMES[settingsOf(stores)?.provider ?? "smtp"];
  const perSecond = (await service.provider.rate?.()) ?? null;
  const resolver = resolverOf(stores);
  const needs = resolver === "" ? null : await service.provider.needs(domain, selector);
  const checks = needs && (await checkDomain(lookUpThrough(resolver), { domain, name, needs }));
  stores.transaction(() => {
    const now = stores.clock.now();
    stores.senderLook.next = now + DAY;
    if (perSecond !== null) noteRate(stores, service, perSecond);
    if (checks !== null) keep(stores, { of, domain, checks }, now);
    stores.timers.arm();
  });
}

function keep(stores: Stores, seen: Pick<Found, "of" | "domain" | "checks">, now: number): void {
  const before = foundOf(stores, seen.of);
  const wasGood = new Set(before?.wasGood);
  const broken: Found["broken"] = {};
  for (const { what, verdict } of seen.checks) {
    if (verdict === "good") wasGood.add(what);
    const since = before?.broken[what];
    // What nobody could say says nothing.
    if (verdict === "unknown" && since !== undefined) broken[what] = since;
    if (verdict === "bad" && wasGood.has(what)) broken[what] = since ?? now;
  }
  const isNews = Object.values(broken).includes(now);
  const next = now + (isNews ? HOUR : DAY);
  const found: Found = { ...seen, at: now, wasGood: [...wasGood], broken, next };
  writeMeta(stores.sql, KEPT, JSON.stringify(found));
  stores.senderLook.next = next;
  if (isNews) stores.timers.set({ kind: "sender_domain" }, next);
}

/** What was good and is bad, seen twice. */
export function brokenChecks(stores: Stores): DomainCheck[] {
  const subject = subjectOf(stores);
  const found = subject && foundOf(stores, subject.of);
  return (found?.checks ?? []).filter(({ what }) => {
    const since = found?.broken[what];
    return since !== undefined && since < (found?.at ?? 0);
  });
}

/** Email went out: once a day it's looked up whether it still may come from here. In the caller's transaction. */
export function lookSoon(stores: Stores, now: number): void {
  const look = stores.senderLook;
  if (look.next === null) {
    const subject = subjectOf(stores);
    look.next = (subject && foundOf(stores, subject.of))?.next ?? 0;
  }
  if (now < look.next) return;
  look.next = now + HOUR;
  const isAny = resolverOf(stores) !== "" || emailServiceOf(stores)?.provider.rate !== undefined;
  if (isAny) stores.timers.once({ kind: "sender_domain" }, now + SOON);
}

/** There is another provider. In the caller's transaction. */
export function lookAnew(stores: Stores, now: number): void {
  stores.senderLook.next = 0;
  lookSoon(stores, now);
}

/** The timer is due; whether anything is to be looked up. */
export function lookDue(stores: Stores, timer: Timer): boolean {
  stores.timers.end(timer);
  return subjectOf(stores) !== null;
}
