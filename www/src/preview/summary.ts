/** The first thing to read: what comes of it all, in one sentence, and what is next. */
import { isolated } from "../text/isolated.ts";
import { CHANNEL } from "../strings/words.ts";
import { shortTime } from "../text/zone.ts";
import type { Item } from "./fold.ts";

/** Lines that leave the house: messages and everything else that is done. */
const done = (items: Item[]) => items.filter(({ mark }) => mark === "send" || mark === "act");

/** `Anna is sent 4 messages and gets 1 code. The first goes out on Fri 20 Nov, 19:20.` */
export function summary(
  items: Item[],
  name: string,
  zone: string,
  reasons: Record<string, string>,
): string {
  const sends = items.filter(({ mark }) => mark === "send");
  const codes = items.filter(({ mark, effect }) => mark === "act" && effect === "apply_coupon");
  const first = sends[0];
  if (first === undefined) return `${name} is sent nothing${because(items, reasons)}.`;
  const counted = sends.length === 1 ? "1 message" : `${sends.length} messages`;
  const offered =
    codes.length === 0
      ? ""
      : ` and gets ${codes.length === 1 ? "1 code" : `${codes.length} codes`}`;
  const when = shortTime(zone, first.at);
  return `${name} is sent ${counted}${offered}. ${sends.length === 1 ? "It" : "The first"} goes out on ${when}.`;
}

/** What has happened by a moment, and what comes after it. */
export function standing(items: Item[], asOf: number, zone: string): string {
  const sent = done(items).filter(({ at, mark }) => at <= asOf && mark === "send").length;
  const before = sent === 0 ? "Nothing sent so far." : `${sent} sent so far.`;
  const next = done(items).find(({ at }) => at > asOf);
  if (next === undefined) return `${before} Nothing is to come.`;
  return `${before} Next: ${thing(next)} on ${shortTime(zone, next.at)}.`;
}

/** A line in two or three words. */
export function thing({ effect, channel, letter, step }: Item): string {
  if (effect === "send") {
    const by = CHANNEL[channel ?? ""] ?? channel ?? "message";
    return `${by} “${isolated(letter?.subject || (step ?? ""))}”`;
  }
  return (
    {
      apply_coupon: "a code",
      add_points: "points",
      unsubscribe: "the end of a subscription",
      change_tier: "a tier",
      assign: "an assignment",
      create_ticket: "a ticket",
      add_to_audience: "an audience",
      remove_from_audience: "an audience",
      show_offer: "an offer",
      hide_offer: "the end of an offer",
      sync_customer: "news for the CRM",
      create_task: "a task",
      webhook: "a webhook",
      add_tag: "a tag",
      remove_tag: "a tag",
    }[effect as string] ?? "something"
  );
}

function because(items: Item[], reasons: Record<string, string>): string {
  const refusal = items.find(({ mark }) => mark === "stop" || mark === "refuse");
  const reason = reasons[refusal?.reason ?? ""];
  return reason === undefined ? "" : `: ${reason}`;
}
