/** How long ago something was. */
import { LOCALE } from "./locale.ts";
import { DAY, HOUR, MINUTE } from "./zone.ts";

const words = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });

/** From how long ago on each unit is used. */
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];

/** `3 days ago`, `yesterday`, `just now`; a moment still to come, as a clock may be behind, is now. */
export function ago(at: number, now: number): string {
  const past = Math.max(0, now - at);
  const [unit, length] = UNITS.find(([, least]) => past >= least) ?? ["second", 0];
  return length === 0 ? words.format(0, "second") : words.format(-Math.floor(past / length), unit);
}
