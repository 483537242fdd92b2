/** Wall clocks: from a moment to what a clock in some zone shows, and back. */
import { LOCALE } from "./locale.ts";

/** Year, month, … of a moment in a zone, as `2026-11-20T18:20:05`. An unknown zone reads as UTC. */
export function wallClock(zone: string, at: number): string {
  const parts = Object.fromEntries(
    clock(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

/**
 * The moment at which a clock in `zone` shows `local` (`2026-11-20T18:20`), or null for a text that is
 * not a time. A time that the clock skips means the moment after; one it shows twice, the first.
 */
export function momentAt(zone: string, local: string): number | null {
  const asUtc = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  if (!Number.isFinite(asUtc)) return null;
  const offsetAt = (at: number) => Date.parse(`${wallClock(zone, at)}Z`) - at;
  const first = asUtc - offsetAt(asUtc - DAY);
  return offsetAt(first) === asUtc - first ? first : asUtc - offsetAt(first);
}

/** `Fri, Nov 20, 6:20 PM`. */
export const shortTime = (zone: string, at: number): string =>
  `${dayName(zone, at)}, ${timeOfDay(zone, at)}`;

/** `Fri, Nov 20`. */
export const dayName = (zone: string, at: number): string =>
  formatter("day", zone, { weekday: "short", day: "numeric", month: "short" }).format(at);

/** `Nov 20`. */
export const dayOfYear = (zone: string, at: number): string =>
  formatter("date", zone, { day: "numeric", month: "short" }).format(at);

/** `6:20 PM`. */
export const timeOfDay = (zone: string, at: number): string =>
  plainSpaces(formatter("minute", zone, { hour: "numeric", minute: "2-digit" }).format(at));

/** `6:20 PM`, with seconds only when there are any: `6:20:05 PM`. */
export const exactTime = (zone: string, at: number): string =>
  at % MINUTE === 0
    ? timeOfDay(zone, at)
    : plainSpaces(
        formatter("second", zone, {
          hour: "numeric",
          minute: "2-digit",
          second: "2-digit",
        }).format(at),
      );

/** A narrow no-break space is not found by somebody who searches the page for a time. */
const plainSpaces = (text: string): string => text.replaceAll("\u202f", " ");

/** `6:20:05 PM` on this device's own clock. */
export const clockTime = (at: number): string =>
  plainSpaces(new Date(at).toLocaleTimeString(LOCALE));

/** `Berlin` for `Europe/Berlin`: how people name a zone. */
export const place = (zone: string): string =>
  (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Whether the browser knows a zone of this name. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat(LOCALE, { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const clock = (zone: string) =>
  formatter("clock", zone, {
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });

/** Making a formatter takes longer than using it a hundred times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(name: string, zone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${name} ${zone}`;
  let made = formatters.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: isZone(zone) ? zone : "UTC" });
    formatters.set(key, made);
  }
  return made;
}
