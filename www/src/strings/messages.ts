/** The messages page: what was sent, what waits, what failed, and the texts. */
import { count } from "../text/number.ts";
import { counted } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

export const words = {
  title: "Messages",
  signedOut: "Sign in to see what was sent, what’s waiting, and what failed.",
  reading: "Loading…",
  found: (n: number) => counted(n, nouns.result),
  none: { messages: "No messages yet", actions: "No actions yet" },
  noneHelp: {
    messages: "Once a workflow is on and a customer enters it, its messages appear here.",
    actions: "Coupons, tags, tasks and webhook calls made by your workflows appear here.",
  },
  nothingFits: "Nothing matches these filters.",
  state: "Status",
  stateCount: (state: string, n: number) => `${state} (${count(n)})`,
  workflow: "Workflow",
  channel: "Channel",
  all: "All",
  states: {
    messages: {
      new: "Scheduled",
      leased: "Sending",
      sent: "Sent",
      failed: "Failed",
      unknown: "Unconfirmed",
      withdrawn: "Not sent",
    },
    actions: {
      new: "Scheduled",
      leased: "In progress",
      sent: "Done",
      failed: "Failed",
      unknown: "Unconfirmed",
      withdrawn: "Not done",
    },
  } as Record<"messages" | "actions", Record<string, string>>,
  show: "Show",
  hide: "Hide",
  showNamed: (what: string) => `Show ${what}`,
  hideNamed: (what: string) => `Hide ${what}`,
  step: (name: string) => `Step ${name}`,
  scheduledFor: (when: string) => `Scheduled for ${when}.`,
  heldUntil: (when: string, reason: string) => `Held until ${when} because ${reason}.`,
  heldBecause: (reason: string) => `Held because ${reason}.`,
  retriesAt: (cause: string, when: string) => `${cause}. Retries ${when}.`,
  confirmedAt: (when: string) => `Sent ${when}, as you confirmed.`,
  sentAt: (when: string) => `Sent ${when}.`,
  madeInside: (when: string) =>
    `Created ${when} inside Edgewise only: no store is connected, so no store accepts this code.`,
  doneAt: (when: string) => `Done ${when}.`,
  notSentBecause: (when: string, reason: string) => `Not sent ${when} because ${reason}.`,
  notDoneBecause: (when: string, reason: string) => `Not done ${when} because ${reason}.`,
  failedBecause: (when: string, cause: string, attempts: number, fix: string) =>
    `Failed ${when} after ${counted(attempts, nouns.attempt)}. ${cause}. ${fix}`,
  unknownBecause: (when: string, reason: string) =>
    `Sent ${when}, but delivery wasn’t confirmed: ${reason}. It isn’t sent again by itself, so nobody gets it twice.`,
  resolveHelp: "Look in your provider’s log, or ask the customer.",
  arrived: "It arrived",
  arrivedNamed: (what: string) => `It arrived: ${what}`,
  sendAgain: "It didn’t arrive: send again",
  sendAgainNamed: (what: string) => `It didn’t arrive: send ${what} again`,
  sendAgainTitle: "Send this message again?",
  sendAgainHelp:
    "If it did arrive after all, the customer gets it twice. It’s sent only if it still may be: not if they unsubscribed or left the workflow meanwhile.",
  sendAgainNow: "Send again",
  resolved: {
    sent: "Marked as sent.",
    "sent-again": "It’s sent again, if it still may be.",
    withdrawn: "It wasn’t sent again: its workflow no longer wants it.",
  },
  noContent: "The content is filled in when it’s sent.",
  body: "Details",
  more: "Show more",
  tabs: { messages: "Messages", actions: "Actions", texts: "Content" },
  texts: "Message content",
  rendering: "Making the message…",
  forExample: "Shown for an example customer.",
  textsHelp:
    "Edit a message in the workflow step that sends it. The builder previews it for a customer.",
  usedIn: "Used in",
  unused: "Not used in a workflow",
  noTexts: "No message content yet",
  subject: "Subject or text",
} as const;
