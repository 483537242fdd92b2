/** Numbers as people read them. */
import { LOCALE } from "./locale.ts";

/** `3,214`. */
export const count = (number: number): string => number.toLocaleString(LOCALE);

/** `+3,214` or `−3,214`; `0` has no sign. */
export const signed = (number: number): string =>
  number === 0 ? "0" : `${number > 0 ? "+" : "−"}${count(Math.abs(number))}`;

/** `2.1%` for 21 of 1,000; a dash where there is nothing to take a share of. */
export const percent = (part: number, of: number): string =>
  of === 0
    ? "–"
    : (part / of).toLocaleString(LOCALE, { style: "percent", maximumFractionDigits: 1 });

/** `1.5 MB` for bytes, in decimal megabytes. */
export const megabytes = (bytes: number, digits = 1): string =>
  `${(bytes / 1_000_000).toLocaleString(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits })} MB`;
