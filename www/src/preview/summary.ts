/** The first thing to read: what comes of it all, and what is next. */
import { channelName } from "../strings/channels.ts";
import { words } from "../strings/preview.ts";
import { kindTitle } from "../schema/schema.ts";
import { isolated } from "../text/isolated.ts";
import { shortTime } from "../text/zone.ts";
import type { Item } from "./fold.ts";

/** Lines that leave the house: messages and everything else that is done. */
const done = (items: Item[]) => items.filter(({ mark }) => mark === "send" || mark === "act");

/**
 * `Anna gets 4 messages and 1 coupon. The first goes out Fri, Nov 20, 7:20 PM.`
 * `because` has the engine's words for reasons.
 */
export function summary(
  items: Item[],
  name: string,
  zone: string,
  because: Record<string, string>,
): string {
  const sends = items.filter(({ mark }) => mark === "send");
  const coupons = items.filter(({ mark, effect }) => mark === "act" && effect === "apply_coupon");
  const first = sends[0];
  if (first === undefined) {
    const reason = items.find(({ mark }) => mark === "stop" || mark === "refuse")?.reason ?? "";
    const said = because[reason];
    return said === undefined ? words.getsNothing(name) : words.getsNothingBecause(name, said);
  }
  const gets = words.gets(name, sends.length, coupons.length);
  return `${gets} ${words.goesOut(sends.length, shortTime(zone, first.at))}`;
}

/** What has happened by a moment, and what comes after it. */
export function standing(items: Item[], asOf: number, zone: string): string {
  const sent = done(items).filter(({ at, mark }) => at <= asOf && mark === "send").length;
  const next = done(items).find(({ at }) => at > asOf);
  const then =
    next === undefined ? words.nothingNext : words.comesNext(thing(next), shortTime(zone, next.at));
  return `${words.sentSoFar(sent)} ${then}`;
}

/** What a line is about, in a few words. */
export function thing({ effect, channel, message, step }: Item): string {
  if (effect !== "send") return kindTitle("Step", effect ?? "");
  return words.aMessage(channelName(channel ?? ""), isolated(message?.subject || (step ?? "")));
}
