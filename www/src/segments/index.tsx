/** The shop’s segments with their counts and how they went, and those that ship. */
import { Empty } from "../components/empty.tsx";
import { type Column, IndexTable } from "../components/index-table.tsx";
import { isolated } from "../text/isolated.ts";
import { Loading } from "../components/loading.tsx";
import { Badge, Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { count } from "../text/number.ts";
import { dayName } from "../text/zone.ts";
import { words } from "../strings/segments.ts";
import { GALLERY } from "./gallery.ts";
import { everyDay } from "./history.ts";
import { type Recomputation, type SegmentLine, segmentList } from "./server.ts";
import chartsCss from "../charts/charts.module.css";
import ui from "../components/ui.module.css";
import segmentsCss from "./segments.module.css";

interface Found {
  segments: SegmentLine[];
  recomputation: Recomputation;
  zone: string;
  now: number;
}

/** How many days the trend shows. */
const DAYS = 30;
const AGAIN = 10_000;
/** While everybody is recomputed, the counts move. */
const SOON = 1_000;

export function Index({ server, shop }: { server: Api; shop: string }) {
  const { value, failure } = useLive(
    async (signal): Promise<Found> => {
      const asking = server.until(signal);
      const [list, config, { now }] = await Promise.all([
        segmentList(asking, shop, DAYS),
        asking.config(shop),
        asking.health(shop),
      ]);
      return { ...list, zone: config.shop?.time_zone ?? "UTC", now };
    },
    [server, shop],
    { every: ({ recomputation }) => (recomputation === null ? AGAIN : SOON), forget: true },
  );
  return (
    <>
      <PageHead title={words.title}>
        <a class={ui.button} href={linkTo("segments", null, { view: "rfm" })}>
          {words.openRfm}
        </a>
        <a class={`${ui.button} ${ui.primary}`} href={linkTo("segments", null, { new: "blank" })}>
          {words.newSegment}
        </a>
      </PageHead>
      {failure === null ? null : <Notice tone="failed" title={failure.message} />}
      {value !== null ? (
        <List list={value} />
      ) : failure === null ? (
        <Loading label={words.loading} />
      ) : null}
    </>
  );
}

function List({ list }: { list: Found }) {
  const { segments, recomputation } = list;
  return (
    <div class={ui.stack}>
      {recomputation === null ? null : (
        <Notice
          tone="held"
          title={words.recomputing(recomputation.done, recomputation.of)}
          text={words.recomputingHelp}
        />
      )}
      {segments.length === 0 ? (
        <Empty lead={words.none} help={words.noneHelp} />
      ) : (
        <section class={ui.card} aria-label={words.title}>
          <IndexTable
            caption={words.title}
            columns={columns(list)}
            rows={segments}
            keyOf={({ id }) => id}
          />
        </section>
      )}
      <Gallery taken={new Set(segments.map(({ id }) => id))} />
    </div>
  );
}

const columns = ({ zone, now }: Found): Column<SegmentLine>[] => [
  {
    title: words.columns.name,
    cell: ({ id, name, sentence }) => (
      <div>
        <a href={linkTo("segments", id)}>
          <bdi>{name}</bdi>
        </a>
        {sentence === null ? null : (
          <p class={`${ui.quiet} ${segmentsCss.segmentSentence}`}>{isolated(sentence)}</p>
        )}
      </div>
    ),
  },
  {
    title: words.columns.members,
    figures: true,
    cell: ({ members }) => count(members),
  },
  {
    title: words.columns.trend,
    cell: ({ history }) => (
      <Spark counts={everyDay(history, zone, now, DAYS).map((day) => day.members)} />
    ),
  },
  {
    title: words.columns.edited,
    cell: ({ edited_at, stale }) => (
      <>
        {edited_at === null ? words.never : dayName(zone, edited_at)}
        {stale ? (
          <>
            {" "}
            <Badge tone="held">{words.stale}</Badge>
          </>
        ) : null}
      </>
    ),
  },
];

/** Members day by day, the newest on the right, and the same in words. */
function Spark({ counts }: { counts: number[] }) {
  const most = Math.max(1, ...counts);
  const [first = 0, last = 0] = [counts[0], counts.at(-1)];
  return (
    <span class={segmentsCss.spark}>
      <svg
        viewBox={`0 0 ${counts.length * 4} 24`}
        width={counts.length * 4}
        height="24"
        aria-hidden="true"
      >
        <line class={chartsCss.chartGrid} x1="0" x2={counts.length * 4} y1="23.5" y2="23.5" />
        {counts.map((members, place) => (
          <rect
            key={place}
            class={chartsCss.chartBar}
            x={place * 4}
            width="3"
            y={24 - (24 * members) / most}
            height={(24 * members) / most}
          />
        ))}
      </svg>
      <span class={ui.visuallyHidden}>{words.trend(first, last, counts.length)}</span>
    </span>
  );
}

function Gallery({ taken }: { taken: ReadonlySet<string> }) {
  const left = GALLERY.filter(({ id }) => !taken.has(id));
  if (left.length === 0) return null;
  return (
    <section class={ui.card} aria-labelledby="gallery">
      <h2 id="gallery">{words.gallery}</h2>
      <p class={ui.quiet}>{words.galleryHelp}</p>
      <ul class={segmentsCss.segmentGallery}>
        {left.map(({ id, name, description }) => (
          <li key={id}>
            <a href={linkTo("segments", null, { new: id })}>{name}</a>
            {description === undefined ? null : <p class={ui.quiet}>{description}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
