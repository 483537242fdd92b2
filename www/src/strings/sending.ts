/** Every text of the switch that stops sending. */
import { counted } from "../backtest/numbers.ts";

type Stoppable = "email" | "sms" | "push" | null;

const NAMES = { email: "email", sms: "SMS", push: "push" } as const;

const named = (channel: Stoppable): string =>
  channel === null ? "messages" : `${NAMES[channel]} messages`;

export const words = {
  stop: "Stop sending…",
  stopTitle: "Stop sending?",
  stopHelp:
    "Messages that come due wait until you resume. Customers still enter workflows, codes and tags are still made, and an order or an unsubscribe still takes a waiting message back.",
  what: "What to stop",
  choices: [
    ["", "All messages"],
    ["email", "Email only"],
    ["sms", "SMS only"],
    ["push", "Push only"],
  ] as const,
  stopNow: "Stop sending",
  isStopped: "Sending is stopped.",

  stopped: (channels: Stoppable[]) =>
    channels.includes(null)
      ? "All sending is stopped"
      : `Sending is stopped for ${channels.map((one) => (one === null ? "" : NAMES[one])).join(" and ")}`,
  since: (channel: Stoppable, when: string) =>
    `${channel === null ? "All messages" : `${NAMES[channel][0]?.toUpperCase()}${NAMES[channel].slice(1)}`}: stopped since ${when}.`,
  held: (n: number) =>
    n === 0
      ? "No message is waiting."
      : `${counted(n, "message")} ${n === 1 ? "is" : "are"} waiting.`,
  waiting: (n: number, channel: string, first: string) =>
    `${counted(n, `${NAMES[channel as keyof typeof NAMES] ?? channel} message`)}, the first due ${first}`,

  restored: (backup: string, at: string) =>
    `This shop was restored on ${at} from a backup of ${backup}. Orders and unsubscribes from between those times may be missing, so nothing is sent until you say so. Compare with your store first; import who unsubscribed meanwhile.`,
  restoredSkips: (at: string) =>
    `Messages that were due before ${at} are skipped: they may have been sent before the restore.`,

  resume: (channel: Stoppable) =>
    channel === null ? "Resume sending…" : `Resume ${NAMES[channel]}…`,
  resumeTitle: (channel: Stoppable) => `Resume sending ${named(channel)}?`,
  resumeNow: "Resume sending",
  resumed: "Sending goes on.",
  whatOfThem: "What should happen to them?",
  sendAll: "Send them now",
  skipOld: "Skip those that were due before a time, and send the rest",
  dueBefore: (zone: string) => `Skip what was due before (${zone})`,
  noTime: "Choose a date and a time.",
  askedAgain:
    "Each message is checked again first: consent, quiet hours, frequency caps and exits. A skipped message doesn’t count toward a frequency cap.",
} as const;
