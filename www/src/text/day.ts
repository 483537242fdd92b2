/** Days of a calendar, written `YYYY-MM-DD`, as people read them; they have no zone. */
import { LOCALE } from "./locale.ts";

const LONG = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat(LOCALE, { month: "short", timeZone: "UTC" });
const MONTH_AND_YEAR = new Intl.DateTimeFormat(LOCALE, {
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** `March 3, 2026`, or `March 2 – 8, 2026`. */
export const dayRange = (first: string, last: string): string =>
  // The formatter sets its dash between thin spaces, which are not found by a search for the text.
  LONG.formatRange(Date.parse(first), Date.parse(last)).replaceAll("\u2009", " ");

/** `Mar 3`. */
export const shortDay = (day: string): string => SHORT.format(Date.parse(day));

/** `Mar`, and in January, where a year begins, `Jan 2026`. */
export const monthName = (day: string): string =>
  (day.slice(5, 7) === "01" ? MONTH_AND_YEAR : MONTH).format(Date.parse(day));
