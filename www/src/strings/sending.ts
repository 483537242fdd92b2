/** The switch that stops sending. */
import { counted, plural } from "../text/plural.ts";
import { channelInSentence, channelName } from "./channels.ts";
import { nouns, verbs } from "./nouns.ts";

type Stoppable = "email" | "sms" | "push" | null;

export const words = {
  resumeDomain: (domain: string) => `Resume sending to ${domain}`,
  domainResumed: (domain: string) => `Messages to ${domain} go out again.`,

  stop: "Stop sending…",
  stopTitle: "Stop sending?",
  stopHelp:
    "Messages that come due wait until you resume. Customers still enter workflows, coupons and tags are still created, and an order or an unsubscribe still cancels a waiting message.",
  what: "What to stop",
  choices: [
    ["", "All messages"],
    ["email", "Email only"],
    ["sms", "SMS only"],
    ["push", "Push only"],
  ] as const,
  stopNow: "Stop sending",
  isStopped: "Sending stopped.",

  stopped: (channels: Stoppable[]) =>
    channels.includes(null)
      ? "All sending is stopped"
      : `Sending is stopped for ${channels.map((one) => channelInSentence(one ?? "")).join(" and ")}`,
  since: (channel: Stoppable, when: string) =>
    `${channel === null ? "All messages" : channelName(channel)}: stopped since ${when}.`,
  held: (n: number) =>
    n === 0
      ? "No messages are waiting."
      : `${counted(n, nouns.message)} ${plural(n, verbs.are)} waiting.`,
  waiting: (n: number, channel: string, first: string) =>
    `${counted(n, nouns.message)} by ${channelInSentence(channel)}, the first due ${first}`,

  restored: (backup: string, at: string) =>
    `This shop was restored on ${at} from a backup made on ${backup}. Orders and unsubscribes from between may be missing, so nothing is sent until you resume. First compare with your store, and import anyone who unsubscribed in between.`,
  restoredSkips: (at: string) =>
    `Messages due before ${at} are skipped: they may have been sent before the restore.`,

  resume: (channel: Stoppable) =>
    channel === null ? "Resume sending…" : `Resume ${channelInSentence(channel)}…`,
  resumeTitle: (channel: Stoppable) =>
    channel === null ? "Resume sending?" : `Resume sending ${channelInSentence(channel)} messages?`,
  resumeNow: "Resume sending",
  resumed: "Sending resumed.",
  whatOfThem: "Waiting messages",
  sendAll: "Send all of them now",
  skipOld: "Skip messages that were due before a certain time",
  dueBefore: (zone: string) => `Skip messages due before (${zone} time)`,
  noTime: "Choose a date and a time.",
  askedAgain:
    "Each message is checked again before it’s sent: consent, quiet hours, frequency caps and exits. Skipped messages don’t count toward frequency caps.",
} as const;
