/** What goes out per day, by channel, and what goes out now. */
import { Columns, type Series } from "../charts/columns.tsx";
import { channelName } from "../strings/channels.ts";
import { bucketName, bucketsOf, monthTicks, sentIn } from "./buckets.ts";
import type { Outcome } from "./run.ts";
import { words } from "../strings/backtest.ts";

/** More bars than this can't be distinguished. */
const MOST_BARS = 100;

export function OverTime({ outcome: { report, live } }: { outcome: Outcome }) {
  const { draft } = report;
  const now = live === null ? null : report.live;
  const days = [...Object.keys(draft.days), ...Object.keys(now?.days ?? {})];
  const buckets = bucketsOf(days, MOST_BARS);
  const sums = [draft.days, now?.days ?? {}].flatMap(Object.values) as { sent: object }[];
  const channels = [...new Set(sums.flatMap(({ sent }) => Object.keys(sent)))].sort();
  if (channels.length === 0) return null;
  const series = channels.map((channel): Series => {
    const bars = sentIn(draft.days, buckets, channel);
    const outline = now === null ? null : sentIn(now.days, buckets, channel);
    const name = channelName(channel);
    const label =
      outline === null
        ? words.total(name, sum(bars))
        : words.barsAndLine(name, sum(bars), sum(outline));
    return { label, bars, outline };
  });
  const head = channels.flatMap((channel) => {
    const name = channelName(channel);
    return now === null ? [name] : [words.draftOf(name), words.liveOf(name)];
  });
  const cells = (place: number) =>
    series.flatMap(({ bars, outline }) => [
      bars[place] ?? 0,
      ...(outline === null ? [] : [outline[place] ?? 0]),
    ]);
  return (
    <Columns
      title={words.sentPer[buckets[0]?.first === buckets[0]?.last ? "day" : "stretch"]}
      note={words.sentNote}
      series={series}
      ticks={monthTicks(buckets)}
      values={buckets.map((bucket, place) => {
        const parts = series.map(({ bars, outline }, row) => {
          const said = words.messagesBy(channelName(channels[row] ?? ""), bars[place] ?? 0);
          return outline === null ? said : words.besides(said, outline[place] ?? 0);
        });
        return `${bucketName(bucket)}. ${parts.join("; ")}`;
      })}
      table={{
        head: [words.when, ...head],
        rows: buckets.map((bucket, place) => [bucketName(bucket), ...cells(place)]),
      }}
    />
  );
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);
