/** Spans of time as people say them. */
import { LOCALE } from "./locale.ts";

const inUnits = (amount: number, unit: string, digits = 0): string =>
  amount.toLocaleString(LOCALE, {
    style: "unit",
    unit,
    unitDisplay: "long",
    maximumFractionDigits: digits,
  });

/** `4 seconds`, `3 minutes`, `2.5 hours`, `10.3 days`, out of milliseconds. */
export function lasting(milliseconds: number): string {
  if (milliseconds < 1_000) return `under ${inUnits(1, "second")}`;
  if (milliseconds < 60_000) return inUnits(Math.round(milliseconds / 1_000), "second");
  if (milliseconds < 5_400_000) return inUnits(Math.round(milliseconds / 60_000), "minute");
  if (milliseconds < 172_800_000) return inUnits(milliseconds / 3_600_000, "hour", 1);
  return inUnits(milliseconds / 86_400_000, "day", 1);
}

/** `1 hour`, `3 days`: a span as a configuration writes it. */
export function spanText(span: unknown): string {
  const { amount = 0, unit = "" } = (span ?? {}) as { amount?: number; unit?: string };
  const known = UNITS[unit];
  if (known !== undefined) return inUnits(Number(amount), known, 3);
  // A day of the calendar is not always one of 24 hours.
  if (unit === "calendar_days")
    return inUnits(Number(amount), "day", 3).replace("day", "calendar day");
  return `${amount} ${unit.replaceAll("_", " ")}`;
}

/** A configuration's units by the names that the language's own formatter knows. */
const UNITS: Record<string, string> = {
  seconds: "second",
  minutes: "minute",
  hours: "hour",
  days: "day",
  weeks: "week",
  months: "month",
  years: "year",
};
