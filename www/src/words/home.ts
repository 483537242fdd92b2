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
  intro: "What is sent to your customers, when, and why.",
  introHelp:
    "Edgewise decides beside your shop what each customer gets, and shows it beforehand: the same engine runs in this page.",
  signedOut: "Sign in to see what went out, what was held, and what needs you.",
  lookAround: "Look at the workflows",
  period: "Over which time",
  periods: { day: "Today", week: "7 days", month: "30 days" },
  since: { day: "Today", week: "In the last 7 days", month: "In the last 30 days" },
  reading: "Reading what went out…",
  unread: "What happened could not be read.",
  unreadHelp: "Nothing is lost: the shop's automation goes on without this page.",
  nothingYet: "Nothing has come from your shop yet.",
  nothingYetHelp:
    "Enter the webhook's address, which was shown when this shop was made, in your shop's admin. From the first event on, this page shows what came in and what was done.",
  toSettings: "Open the settings",
  toWorkflows: "Choose a workflow",
  noWorkflow: "Your shop's events come in, and no workflow is live.",
  noWorkflowHelp: "Begin with a template; nothing is sent until you put it live.",

  /** What went out. */
  out: (since: string, messages: number, runs: number) =>
    messages === 0
      ? `${since}, nothing was sent${runs > 0 ? `; ${people(runs)} entered a workflow` : ""}.`
      : `${since}, ${counted(messages, "message")} went out; ${people(runs)} entered a workflow.`,
  /** What was held and not sent. */
  held: (held: number, not: number, why: string) =>
    held === 0 && not === 0
      ? "Nothing was held back."
      : `${held > 0 ? `${counted(held, "message")} ${held === 1 ? "was" : "were"} held for later` : ""}${held > 0 && not > 0 ? ", and " : ""}${not > 0 ? `${counted(not, "message")} ${not === 1 ? "was" : "were"} not sent: ${why}` : ""}.`,
  mostly: (reason: string, times: number) => `most often because ${reason} (${count(times)})`,
  nothingNeeded: "Nothing needs you.",
  needed: (things: number) =>
    things === 1 ? "1 thing needs you:" : `${count(things)} things need you:`,

  chart: "What came in, what went out, how late",
  chartNote: (zone: string) => `Each bar is the time beneath it, on the shop's clock (${zone}).`,
  eventsRow: (n: number) => `From the shop: ${counted(n, "event")}`,
  sentRow: (n: number) => `Sent: ${counted(n, "message")}`,
  lateRow: (most: string, unit: "seconds" | "minutes") => `Longest delay, in ${unit}: ${most}`,
  bar: (when: string, events: number, sent: number, late: string) =>
    `${when}: ${counted(events, "event")}, ${counted(sent, "message")}, at most ${late} late`,
  tableHead: ["From", "Events", "Messages", "Other things done", "Longest delay"],

  failures: "What failed",
  failuresHelp:
    "Nothing of it is lost. Trying again is safe: what was done already is not done twice.",
  retry: "Try again",
  retryThis: (what: string) => `Try again: ${what}`,
  retryAll: (n: number) => `Try all ${count(n)} again…`,
  retryAllTitle: (n: number) => `Try ${n === 1 ? "it" : `all ${count(n)}`} again?`,
  retried: (n: number) => (n === 1 ? "It was tried again." : `${count(n)} were tried again.`),
  letter: {
    delivery: "A webhook could not be taken in",
    timer: "Something due could not be done",
    effect: "A message or call failed",
  },
  customer: "the customer",

  workflows: "Each workflow",
  columns: {
    name: "Workflow",
    triggered: "Triggered",
    blocked: "Not entered",
    completed: "Completed",
    purchase: "Ended by an order",
    sent: "Sent",
    errors: "Failed",
    late: "Longest delay",
  },
  before: (n: string) => `before: ${n}`,
  steps: (name: string) => `Steps of ${name}`,
  step: "Step",
  showSteps: "Show the steps",
  hideSteps: "Hide the steps",
  heldColumn: "Held",
  notSent: "Not sent",
  noRuns: "Nobody entered a workflow in this time.",

  running: "How it runs",
  orderTime: (mean: string, most: string, n: number, before: string | null) =>
    `${counted(n, "order")} ${n === 1 ? "was" : "were"} decided ${mean} after being placed on average, ${most} at most${before === null ? "" : ` (before: ${before})`}.`,
  noOrders: "No order came in.",
  errorRate: (percent: string, failed: number, all: number, before: string) =>
    `${percent} of ${counted(all, "attempt")} failed (${count(failed)}; before: ${before}).`,
  noAttempts: "Nothing was tried.",
  onTime: (percent: string, n: number) =>
    `Up for ${percent}: of ${counted(n, "thing")} due, so many were done within a minute of the moment.`,
  beyond: "later than 10 minutes after",
  within: (time: string) => `within ${time}`,
  halfWithin: (half: string, most: string) => `Half were done ${half}, 95 of 100 ${most}.`,

  messages: "What became of the messages",
  messagesHelp:
    "As far as it was told. What mail programs and filters open by themselves is counted apart, and is no sign of anybody.",
  messageColumns: [
    "Message",
    "Delivered",
    "Opened",
    "Clicked",
    "By machines",
    "Came back",
    "Called spam",
  ],

  thresholds: "When to tell me",
  lateAfter: "When something is done later than so many minutes",
  errorsOver: "When more than so many of a hundred attempts fail",
  lettersOver: "When more than so many things were laid aside",
  badNumber: "Write a whole number.",
  keep: "Keep these",
  kept: "Kept. The alerts above follow them.",
} as const;
