/** The first page. */
import { count } from "../text/number.ts";
import { counted, plural } from "../text/plural.ts";
import { nouns, verbs } from "./nouns.ts";

const people = (n: number): string => counted(n, nouns.person);
const messages = (n: number): string => counted(n, nouns.message);

export const words = {
  title: "Home",
  intro: "See what each customer gets, when, and why.",
  introHelp:
    "Edgewise decides what each customer gets and shows you before anything is sent: the same engine runs in this page.",
  signedOut: "Sign in to see what was sent, what was held, and what needs your attention.",
  lookAround: "Browse workflows",
  period: "Time period",
  periods: { day: "Today", week: "7 days", month: "30 days" },
  since: { day: "Today", week: "In the last 7 days", month: "In the last 30 days" },
  reading: "Loading…",
  unread: "Your results couldn’t be loaded.",
  unreadHelp: "Your workflows keep running.",
  nothingYet: "Your store hasn’t sent any events yet.",
  nothingIn: {
    day: "Your store sent no events today.",
    week: "Your store sent no events in the last 7 days.",
    month: "Your store sent no events in the last 30 days.",
  },
  lastEvent: (day: string) => `Last event: ${day}.`,
  longAgo: "The last event was more than two months ago.",
  openWorkflow: "View workflow",

  /** What went out. */
  out: (since: string, sent: number, entered: number) =>
    sent === 0
      ? `${since}, no messages were sent${entered > 0 ? `; ${people(entered)} entered a workflow` : ""}.`
      : `${since}, ${messages(sent)} ${plural(sent, verbs.were)} sent; ${people(entered)} entered a workflow.`,
  /** What was held or not sent. */
  nothingHeld: "No messages were held.",
  held: (n: number) => `${messages(n)} ${plural(n, verbs.were)} held for later.`,
  notSentBecause: (n: number, reason: string, times: number) =>
    `${messages(n)} ${plural(n, verbs.were)} not sent, most often because ${reason} (${count(times)}).`,
  nothingNeeded: "Nothing needs your attention.",
  needed: (things: number) =>
    `${counted(things, { one: "thing needs", other: "things need" })} your attention:`,

  chart: "Events, messages and delays",
  chartNote: (zone: string) => `Times shown in ${zone} time.`,
  eventsRow: (n: number) => `Events from your store: ${count(n)}`,
  sentRow: (n: number) => `Messages sent: ${count(n)}`,
  lateRow: {
    none: "Longest delay: none",
    seconds: "Longest delay, in seconds",
    minutes: "Longest delay, in minutes",
    hours: "Longest delay, in hours",
  },
  bar: (when: string, events: number, sent: number, late: string) =>
    `${when}: ${counted(events, nouns.event)}, ${messages(sent)}, longest delay ${late}`,
  tableHead: ["From", "Events", "Messages", "Other actions", "Longest delay"],

  erasing: (n: number) => `Erasing ${counted(n, nouns.customer)}.`,
  erasingShop: "Erasing all customers of this shop.",
  erasingHelp: "Their data can’t be read anymore. The rest is being removed.",
  moving: "Applying your changes to all customers.",
  movingHelp: "This runs in the background. No event or message is missed meanwhile.",
  doneOf: (done: number, of: number) => `${count(done)} of ${count(of)}`,

  failures: "Needs attention",
  failuresHelp: "Nothing is lost. Retrying is safe: nothing is done twice.",
  retryGroup: (n: number) => (n === 1 ? "Retry" : `Retry all ${count(n)}`),
  retryNamed: (what: string) => `Retry: ${what}`,
  retryAll: (n: number) => `Retry all ${count(n)}…`,
  retryAllTitle: (n: number) => `Retry all ${count(n)}?`,
  retried: (n: number) => `${count(n)} retried.`,
  showEach: (n: number) => (n === 1 ? "Show details" : `Show all ${count(n)}`),
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
  showSteps: "Show steps",
  hideSteps: "Hide steps",
  heldColumn: "Held",
  notSent: "Not sent",
  noRuns: "Nobody entered a workflow in this period.",

  running: "Performance",
  orderTime: (mean: string, most: string, n: number, before: string | null) =>
    `Orders: processed in ${mean} on average, ${most} at most (${counted(n, nouns.order)}${before === null ? "" : `; average previously ${before}`}).`,
  noOrders: "No orders came in.",
  errorRate: (percent: string, failed: number, all: number, before: string | null) =>
    `Failed: ${percent} (${count(failed)} of ${counted(all, { one: "message or action", other: "messages and actions" })}${before === null ? "" : `; previously ${before}`}).`,
  noAttempts: "No messages or actions were due.",
  onTime: (percent: string, within: number, all: number) =>
    `On time: ${percent} (${count(within)} of ${counted(all, nouns.action)} within a minute).`,
  beyond: "more than 10 minutes late",
  within: (time: string) => `within ${time}`,
  halfWithin: (half: string, most: string) => `Half started ${half}, 95% ${most}.`,

  messages: "Message engagement",
  messagesHelp:
    "From your email provider’s reports and Edgewise’s own links. Opens and clicks that may not be a person’s are counted separately, and start or steer no workflow.",
  messageColumns: [
    "Message",
    "Delivered",
    "Opened",
    "Clicked",
    "Uncertain",
    "By bots",
    "Bounced",
    "Marked as spam",
  ],

  alertChannels: "Where to alert you",
  alertChannelsHelp:
    "What needs your attention is always shown here. Edgewise also tells you once when it begins, within minutes.",
  alertEmails: "Email addresses, separated by commas",
  alertUrl: "Web address of a chat or webhook",
  alertFormat: "What it takes",
  alertFormats: {
    slack: "Slack messages (also Mattermost and Discord)",
    standard: "Signed webhooks",
  } as Record<string, string>,
  alertsLost: "The last alert didn’t get through everywhere.",
  thresholds: "When to alert you",
  lateAfter: "Alert me when something is this many minutes late",
  errorsOver: "Alert me when more than this percentage of messages and actions fails",
  failedOver: "Alert me when more than this many items need attention",
  badNumber: "Enter a whole number, such as 5.",
  keep: "Save",
  kept: "Alert settings saved.",
} as const;

/** What failed, for one and for several. */
export const FAILED = {
  any: { one: "failure", other: "failures" },
  delivery: { one: "delivery from your store", other: "deliveries from your store" },
  damage: { one: "damaged record", other: "damaged records" },
  timer: { one: "scheduled task", other: "scheduled tasks" },
  task: { one: "email about a task", other: "emails about tasks" },
  copy: { one: "customer in your store", other: "customers in your store" },
  webhook: { one: "webhook call", other: "webhook calls" },
  email: { one: "email", other: "emails" },
  sms: { one: "SMS", other: "SMS" },
  push: { one: "push message", other: "push messages" },
} as const;
