/** From the days on which somebody moved to every day in a row. */
import { DAY, wallClock } from "../text/zone.ts";
import type { Day } from "./server.ts";

/** The last `count` days up to `now`, the oldest first; a day on which nobody moved keeps the count. */
export function everyDay(history: readonly Day[], zone: string, now: number, count: number): Day[] {
  const moved = new Map(history.map((day) => [day.day, day]));
  const names = daysUpTo(wallClock(zone, now).slice(0, 10), count);
  let members = before(history, names[0] ?? "");
  return names.map((day) => {
    const known = moved.get(day);
    members = known?.members ?? members;
    return known ?? { day, entered: 0, left: 0, members };
  });
}

/** How many there were when a day began. */
function before(history: readonly Day[], first: string): number {
  const earlier = history.find(({ day }) => day < first);
  if (earlier !== undefined) return earlier.members;
  const oldest = history.at(-1);
  return oldest === undefined ? 0 : oldest.members - oldest.entered + oldest.left;
}

/** Names of days, counted on a calendar and not by hours, so that a change of clocks leaves none out. */
function daysUpTo(last: string, count: number): string[] {
  const noon = Date.parse(`${last}T12:00:00Z`);
  return Array.from({ length: count }, (_, place) =>
    new Date(noon - (count - 1 - place) * DAY).toISOString().slice(0, 10),
  );
}
