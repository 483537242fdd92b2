/** Traffic and automation on one time axis, with how late things were. */
import { Columns } from "../charts/columns.tsx";
import { lasting } from "../text/duration.ts";
import { dayName, dayOfYear, place, timeOfDay } from "../text/zone.ts";
import { words } from "../strings/home.ts";
import type { Load, Operations } from "../operations/server.ts";

/** More bars than this can't be distinguished. */
const MOST_BARS = 60;

const UNITS = { hours: 3_600_000, minutes: 60_000, seconds: 1_000 } as const;

export function LoadChart({ found }: { found: Operations }) {
  const { zone, slot_ms: slot } = found;
  const bars = gathered(found.load, slot);
  const sum = (of: (one: Load) => number) => bars.reduce((all, one) => all + of(one), 0);
  const most = Math.max(0, ...bars.map(({ late_ms: late }) => late));
  const unit = most >= 5_400_000 ? "hours" : most > 120_000 ? "minutes" : "seconds";
  const day = bars.length > 0 && (bars.at(-1)?.at ?? 0) - (bars[0]?.at ?? 0) > 2 * 86_400_000;
  const when = ({ at }: Load) => `${dayName(zone, at)}, ${timeOfDay(zone, at)}`;
  const every = Math.max(1, Math.ceil(bars.length / 8));
  return (
    <Columns
      title={words.chart}
      note={words.chartNote(place(zone))}
      series={[
        {
          label: words.eventsRow(sum(({ events }) => events)),
          bars: bars.map(({ events }) => events),
          outline: null,
        },
        {
          label: words.sentRow(sum(({ sent }) => sent)),
          bars: bars.map(({ sent }) => sent),
          outline: null,
        },
        {
          label: words.lateRow[most === 0 ? "none" : unit],
          bars: bars.map(({ late_ms: late }) => Math.round(late / UNITS[unit])),
          outline: null,
        },
      ]}
      ticks={bars.map((one, index) => {
        if (!day) return index % every === 0 ? timeOfDay(zone, one.at) : "";
        const before = bars[index - 1];
        const text = dayOfYear(zone, one.at);
        return before !== undefined && dayOfYear(zone, before.at) === text ? "" : text;
      })}
      values={bars.map((one) => words.bar(when(one), one.events, one.sent, lasting(one.late_ms)))}
      table={{
        head: [...words.tableHead],
        rows: bars.map((one) => [when(one), one.events, one.sent, one.done, lasting(one.late_ms)]),
      }}
    />
  );
}

/** Half hours taken together, so that the bars can be distinguished. */
function gathered(load: Load[], slot: number): Load[] {
  const each = [1, 2, 4, 8, 12, 24, 48].find((n) => load.length / n <= MOST_BARS) ?? 48;
  const begin = load[0]?.at ?? 0;
  const bars: Load[] = [];
  for (const one of load) {
    const index = Math.floor((one.at - begin) / (slot * each));
    const bar = bars[index];
    if (bar === undefined) bars[index] = { ...one };
    else {
      bar.events += one.events;
      bar.sent += one.sent;
      bar.done += one.done;
      bar.late_ms = Math.max(bar.late_ms, one.late_ms);
    }
  }
  return bars;
}
