/** How fast email goes out, and whether its sender's DNS is right. */
import { counted } from "../text/plural.ts";
import { count } from "../text/number.ts";
import { nouns } from "./nouns.ts";

const emails = (n: number) => counted(n, nouns.email);

export const paceWords = {
  title: "Sending speed",
  limit: {
    provider: (name: string, n: number) =>
      `${name} accepts ${emails(n)} a second. Edgewise keeps to that: what’s early waits its turn, transactional email goes first.`,
    account: (name: string, n: number) =>
      `Your ${name} account accepts ${emails(n)} a second. Edgewise keeps to that: what’s early waits its turn, transactional email goes first.`,
    none: (name: string) =>
      `${name} states no limit. When it asks to be sent less, Edgewise slows down, and speeds up again as email is accepted.`,
  },
  slowed: "Sending is slowed down",
  slowedBy: (who: string, when: string | null) =>
    when === null
      ? `${who} asked to be sent less. Email goes out slowly, and faster with each one that’s accepted.`
      : `${who} asked to be sent less. Email goes on ${when}, slowly at first.`,
  who: {
    provider: "Your email provider",
    gmail: "Gmail",
    microsoft: "Microsoft (Outlook, Hotmail)",
    yahoo: "Yahoo and AOL",
    apple: "Apple (iCloud)",
    other: "Another mailbox provider",
  } as Record<string, string>,
  waits: {
    "waits-for-turn": (n: number) => `${emails(n)} waiting for their turn.`,
    "provider-slow": (n: number) => `${emails(n)} waiting for your email provider.`,
    "mailbox-provider-slow": (n: number) => `${emails(n)} waiting for their mailbox provider.`,
    "warm-up-limit": (n: number) => `${emails(n)} waiting for the next day’s warm-up limit.`,
  },
  perMinute: "Most emails a minute (optional)",
  perMinuteHelp: "Leave blank to send as fast as your provider allows.",
  perMailbox: "Most emails a minute to each mailbox provider (optional)",
  perMailboxHelp: "Gmail, Microsoft, Yahoo, Apple, and all others together each count separately.",
  badNumber: "Enter a whole number of 1 or more, or leave it blank.",
  warmUp: "Warm up a new sender",
  warmUpHelp:
    "Mailbox providers distrust a domain that suddenly sends a lot. Each day’s limit holds back marketing only, and the oldest email goes first.",
  days: "Most emails on each day, from today",
  daysHelp: "Separate the days with commas. After the last one there’s no limit.",
  badDays: "Enter up to 60 whole numbers, separated by commas.",
  today: (day: number, sent: number, most: number) =>
    `Day ${day}: ${count(sent)} of ${emails(most)} sent.`,
  finished: "The warm-up is finished.",
  restart: "Start again from day 1",
  save: "Set sending speed",
  saved: "Sending speed saved.",
} as const;

/**
 * What a new sender's days are filled with: as providers advise for one of its own
 * (SendGrid, Spotler and others begin with 50 to 200 a day and double it).
 */
export const WARM_UP_DAYS = [50, 100, 200, 400, 800, 1_500, 3_000, 6_000, 12_000, 25_000, 50_000];

export const domainWords = {
  title: "Your domain",
  none: "Add a sender under Your shop first, and save.",
  off: "This installation doesn’t look up DNS. Set EDGEWISE_DNS_URL to check your domain here.",
  notChecked: (domain: string) =>
    `Mailbox providers decide by the DNS records of ${domain} whether your email is yours.`,
  checked: (domain: string, when: string) => `${domain}, checked ${when}.`,
  check: "Check domain",
  checking: "Checking…",
  names: { dkim: "DKIM", spf: "SPF", dmarc: "DMARC", mx: "Replies (MX)" },
  verdicts: { good: "Good", improve: "Could be better", bad: "Needs fixing", unknown: "Unknown" },
  broken: (when: string) => `It was right before, and has been broken since ${when}.`,
  type: "Type",
  name: "Name",
  value: "Value",
  valueElsewhere: "As your provider’s account shows it",
  there: "Found",
  missing: "Missing",
  unsure: "Unknown",
  copyName: (name: string) => `Copy the name ${name}`,
  copyValue: (name: string) => `Copy the value of ${name}`,
  selector: "DKIM selector",
  selectorHelp: "The part before ._domainkey in the record’s name.",
  badSelector: "Use letters, digits, dots, - and _.",
} as const;
