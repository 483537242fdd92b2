/** Every text of the first page. */
import { count, counted } from "../backtest/numbers.ts";

const people = (n: number): string => (n === 1 ? "1 person" : `${count(n)} people`);

/** `4 seconds`, `3 minutes`, `2.5 hours`. */
export function lasting(milliseconds: number): string {
  if (milliseconds < 1_000) return "less than a second";
  if (milliseconds < 60_000) return counted(Math.round(milliseconds / 1_000), "second");
  if (milliseconds < 5_400_000) return counted(Math.round(milliseconds / 60_000), "minute");
  return `${(milliseconds / 3_600_000).toFixed(1).replace(/\.0$/, "")} hours`;
}

export const words = {
  title: "Home",
  intro: "See what your customers get, when, and why.",
  introHelp:
    "Edgewise decides what each customer gets, and shows it to you beforehand: the same engine runs in this page.",
  signedOut: "Sign in to see what was sent, what was held, and what needs your attention.",
  lookAround: "Look at the workflows",
  period: "Time period",
  periods: { day: "Today", week: "7 days", month: "30 days" },
  since: { day: "Today", week: "In the last 7 days", month: "In the last 30 days" },
  reading: "Loading…",
  unread: "Your figures couldn’t be loaded.",
  unreadHelp: "Your workflows keep running without this page.",
  nothingYet: "Nothing has come from your store yet.",
  nothingIn: {
    day: "Nothing came from your store today.",
    week: "Nothing came from your store in the last 7 days.",
    month: "Nothing came from your store in the last 30 days.",
  },
  lastEvent: (day: string) => `Last event: ${day}.`,
  longAgo: "The last event was more than two months ago.",
  openWorkflow: "View workflow",

  /** What went out. */
  out: (since: string, messages: number, runs: number) =>
    messages === 0
      ? `${since}, no messages were sent${runs > 0 ? `; ${people(runs)} entered a workflow` : ""}.`
      : `${since}, ${counted(messages, "message")} ${messages === 1 ? "was" : "were"} sent; ${people(runs)} entered a workflow.`,
  /** What was held and not sent. */
  held: (held: number, not: number, why: string) =>
    held === 0 && not === 0
      ? "Nothing was held back."
      : `${held > 0 ? `${counted(held, "message")} ${held === 1 ? "was" : "were"} held for later` : ""}${held > 0 && not > 0 ? ", and " : ""}${not > 0 ? `${counted(not, "message")} ${not === 1 ? "was" : "were"} not sent: ${why}` : ""}.`,
  mostly: (reason: string, times: number) => `most often because ${reason} (${count(times)})`,
  nothingNeeded: "Nothing needs your attention.",
  needed: (things: number) =>
    things === 1 ? "1 thing needs your attention:" : `${count(things)} things need your attention:`,

  chart: "Events, messages and delays",
  chartNote: (zone: string) => `Times are ${zone} time.`,
  eventsRow: (n: number) => `From your store: ${counted(n, "event")}`,
  sentRow: (n: number) => `Sent: ${counted(n, "message")}`,
  lateRow: (unit: "seconds" | "minutes" | "hours" | null) =>
    unit === null ? "Longest delay: none" : `Longest delay, in ${unit}`,
  bar: (when: string, events: number, sent: number, late: string) =>
    `${when}: ${counted(events, "event")}, ${counted(sent, "message")}, up to ${late} late`,
  tableHead: ["From", "Events", "Messages", "Other actions", "Longest delay"],

  erasing: (n: number) => `Erasing ${counted(n, "customer")}.`,
  erasingShop: "Erasing all customers of this store.",
  erasingHelp: "Their data can’t be read anymore. What is left of it is being removed.",
  moving: "Applying your changes to all customers.",
  movingHelp: "Each customer is moved once; nothing is missed meanwhile.",
  doneOf: (done: number, of: number) => `${count(done)} of ${count(of)}`,

  failures: "Needs attention",
  failuresHelp: "Nothing is lost. Trying again is safe: nothing is done twice.",
  retry: "Retry",
  retryGroup: (n: number) => (n === 1 ? "Retry" : `Retry all ${count(n)}`),
  retryNamed: (what: string) => `Retry: ${what}`,
  retryAll: (n: number) => `Retry all ${count(n)}…`,
  retryAllTitle: (n: number) => `Retry ${n === 1 ? "it" : `all ${count(n)}`}?`,
  retried: (n: number) => (n === 1 ? "1 was retried." : `${count(n)} were retried.`),
  showEach: (n: number) => (n === 1 ? "Show it" : `Show all ${count(n)}`),
  customer: "View customer",
  failedSince: (first: string, last: string) => (first === last ? first : `${first} to ${last}`),

  workflows: "Workflows",
  columns: {
    name: "Workflow",
    triggered: "Entered",
    blocked: "Didn’t enter",
    completed: "Completed",
    purchase: "Ended by an order",
    sent: "Sent",
    errors: "Failed",
    late: "Longest delay",
  },
  before: (n: string) => `previously ${n}`,
  steps: (name: string) => `Steps of ${name}`,
  step: "Step",
  showSteps: "Show the steps",
  hideSteps: "Hide the steps",
  heldColumn: "Held",
  notSent: "Not sent",
  noRuns: "Nobody entered a workflow in this time.",

  running: "How it runs",
  orderTime: (mean: string, most: string, n: number, before: string | null) =>
    `${counted(n, "order")}: handled ${mean} after being placed on average, ${most} at most${before === null ? "" : ` (previously ${before})`}.`,
  noOrders: "No order came in.",
  errorRate: (percent: string, failed: number, all: number, before: string | null) =>
    `Failed: ${percent} (${count(failed)} of ${counted(all, "message or action", "messages and actions")}${before === null ? "" : `; previously ${before}`}).`,
  noAttempts: "No messages or actions were due.",
  onTime: (percent: string, within: number, all: number) =>
    `On time: ${percent} (${count(within)} of ${counted(all, "action")} within a minute).`,
  beyond: "more than 10 minutes late",
  within: (time: string) => `within ${time}`,
  halfWithin: (half: string, most: string) => `Half started ${half}, 95% ${most}.`,

  messages: "Message reactions",
  messagesHelp:
    "What your email provider reports. Opens and clicks by mail programs and filters are counted separately.",
  messageColumns: [
    "Message",
    "Delivered",
    "Opened",
    "Clicked",
    "By bots",
    "Bounced",
    "Marked as spam",
  ],

  thresholds: "Alert settings",
  lateAfter: "Alert when something is this many minutes late",
  errorsOver: "Alert when more than this share of attempts fails (%)",
  lettersOver: "Alert when more than this many messages and actions have failed",
  badNumber: "Enter a whole number.",
  keep: "Save",
  kept: "Saved.",
} as const;
