/** The first thing to read: what the draft would have done, in one sentence. */
import { isolated } from "../text/isolated.ts";
import { DAY, place, wallClock } from "../text/zone.ts";
import { bucketName } from "./buckets.ts";
import { count, counted, sentBy, stoppedByOrder } from "./numbers.ts";
import type { Outcome } from "./run.ts";

/** `Over these 12 months 3,214 carts would have entered; 5,870 messages; 512 stopped by an order.` */
export function sentence({ report, workflow, from, until, names }: Outcome): string {
  const tally = report.draft.workflows[workflow.id];
  const over = `Over ${period(from, until)}`;
  const name = isolated(names[workflow.id] ?? workflow.id);
  if (tally === undefined || tally.entered === 0)
    return `${over} nobody would have entered “${name}”.`;
  const entered = counted(
    tally.entered,
    ...(THINGS[workflow.trigger.type] ?? (["customer"] as const)),
  );
  const messages = counted(sentBy(tally), "message");
  const stopped = stoppedByOrder(tally);
  const ended = stopped === 0 ? "" : `; ${count(stopped)} stopped by an order`;
  return `${over} ${entered} would have entered; ${messages}${ended}.`;
}

/** From when to when, by whose clock. */
export function counting({ from, until, zone }: Outcome): string {
  const day = (at: number) => wallClock(zone, at).slice(0, 10);
  const days = bucketName({ first: day(from), last: day(until - DAY) });
  return `${days.charAt(0).toUpperCase()}${days.slice(1)}, days of ${place(zone)}.`;
}

/** What a workflow is entered by, where that is not somebody but something of theirs. */
const THINGS: Record<string, readonly [string]> = {
  cart_abandoned: ["cart"],
  order_placed: ["order"],
  order_completed: ["order"],
};

/** `these 12 months`, `these 9 days`. */
export function period(from: number, until: number): string {
  const days = Math.round((until - from) / DAY);
  const months = Math.round(days / 30.4);
  if (days <= 1) return "this 1 day";
  return months >= 2 ? `these ${months} months` : `these ${counted(days, "day")}`;
}
