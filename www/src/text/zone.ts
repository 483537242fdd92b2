/** Wall clocks: from a moment to what a clock in some zone shows, and back. */

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

/** `Fri 20 Nov, 18:20`, with seconds only when there are any. */
export function shortTime(zone: string, at: number): string {
  return `${dayName(zone, at)}, ${timeOfDay(zone, at)}`;
}

/** `Fri 20 Nov`. */
export function dayName(zone: string, at: number): string {
  return formatter("day", zone, { weekday: "short", day: "numeric", month: "short" })
    .format(at)
    .replace(",", "");
}

/** `18:20`, or `18:20:05`. */
export function timeOfDay(zone: string, at: number): string {
  const text = wallClock(zone, at).slice(11);
  return text.endsWith(":00") ? text.slice(0, 5) : text;
}

/** `Berlin` for `Europe/Berlin`: how people name a zone. */
export const place = (zone: string): string =>
  (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Whether the browser knows a zone of this name. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
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
    made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: isZone(zone) ? zone : "UTC" });
    formatters.set(key, made);
  }
  return made;
}
