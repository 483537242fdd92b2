/** How many there were day by day, and who came and left. */
import { Columns } from "../charts/columns.tsx";
import { shortDay } from "../text/day.ts";
import { words } from "../strings/segments.ts";
import { now } from "../audience/audience.ts";
import { everyDay } from "./history.ts";
import type { Day, SegmentDetail } from "./server.ts";
import ui from "../components/ui.module.css";

export function History({
  detail,
  zone,
  days,
}: {
  detail: SegmentDetail;
  zone: string;
  days: number;
}) {
  const rows = everyDay(detail.history, zone, now(), days);
  const name = ({ day }: Day): string => shortDay(day);
  return (
    <section class={ui.card}>
      <Columns
        title={words.history}
        note={words.historyNote(detail.members)}
        series={[{ label: words.members, bars: rows.map((row) => row.members), outline: null }]}
        ticks={rows.map((row, place) => (place % 15 === 7 ? name(row) : ""))}
        values={rows.map((row) => words.onDay(name(row), row.members, row.entered, row.left))}
        table={{
          head: [words.dayHead, words.members, words.came, words.went],
          rows: [...rows].reverse().map((row) => [name(row), row.members, row.entered, row.left]),
        }}
      />
    </section>
  );
}
