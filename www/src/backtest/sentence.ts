/** The first thing to read: what the draft would have done, in one sentence. */
import { words } from "../strings/backtest.ts";
import { dayRange } from "../text/day.ts";
import { isolated } from "../text/isolated.ts";
import { DAY, place, wallClock } from "../text/zone.ts";
import { sentBy, stoppedByOrder } from "./numbers.ts";
import type { Outcome } from "./run.ts";

/** `Over these 12 months, 3,214 entries: 5,870 messages sent, 512 stopped by an order.` */
export function sentence({ report, workflow, from, until, names }: Outcome): string {
  const tally = report.draft.workflows[workflow.id];
  const over = period(from, until);
  if (tally === undefined || tally.entered === 0) {
    return words.nobodyEntered(over, isolated(names[workflow.id] ?? workflow.id));
  }
  return words.sentence(over, tally.entered, sentBy(tally), stoppedByOrder(tally));
}

/** From when to when, by whose clock. */
export function counting({ from, until, zone }: Outcome): string {
  const day = (at: number) => wallClock(zone, at).slice(0, 10);
  return words.counting(dayRange(day(from), day(until - DAY)), place(zone));
}

/** `Over these 12 months`, `Over these 9 days`. */
export function period(from: number, until: number): string {
  const days = Math.max(1, Math.round((until - from) / DAY));
  const months = Math.round(days / 30.4);
  return months >= 2 ? words.overMonths(months) : words.overDays(days);
}
