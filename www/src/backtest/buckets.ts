/** Days of a report gathered into stretches that fit on a screen. */
import type { BacktestTally } from "edgewise";
import { dayRange, monthName } from "../text/day.ts";
import { DAY } from "../text/zone.ts";

export interface Bucket {
  /** The first and the last day, as `YYYY-MM-DD`. */
  first: string;
  last: string;
}

/** Stretches of one day, a week or 28 days, whichever gives at most `most` of them. */
export function bucketsOf(days: string[], most: number): Bucket[] {
  const sorted = [...days].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from, to] = [Date.parse(first), Date.parse(last)];
  const all = Math.round((to - from) / DAY) + 1;
  const length = [1, 7, 28].find((length) => all / length <= most) ?? Math.ceil(all / most);
  // Whole stretches up to the newest day. What is left over at the beginning stands alone, or in the
  // first of them where it is short: a stub looks like a slump.
  const left = all % length;
  const stub = left * 2 >= length ? 1 : 0;
  const whole = Math.floor(all / length);
  return Array.from({ length: whole + stub }, (_, place) => {
    const end = to - (whole + stub - 1 - place) * length * DAY;
    return { first: dayOf(place === 0 ? from : end - (length - 1) * DAY), last: dayOf(end) };
  });
}

/** How many messages went out by a channel in each stretch. */
export function sentIn(days: BacktestTally["days"], buckets: Bucket[], channel: string): number[] {
  const sums = buckets.map(() => 0);
  for (const [day, { sent }] of Object.entries(days)) {
    const place = buckets.findIndex(({ first, last }) => first <= day && day <= last);
    if (place >= 0) sums[place] = (sums[place] ?? 0) + (sent[channel] ?? 0);
  }
  return sums;
}

/** `March 3, 2026`, or `March 2 – 8, 2026`. */
export const bucketName = ({ first, last }: Bucket): string => dayRange(first, last);

/** What stands under each stretch: the month, where one begins in it. */
export function monthTicks(buckets: Bucket[]): string[] {
  let before = "";
  return buckets.map(({ last }) => {
    const month = last.slice(0, 7);
    if (month === before) return "";
    before = month;
    return monthName(last);
  });
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
