/** How much one person gets: over the whole time, and within the span of each frequency cap. */
import { Columns } from "../charts/columns.tsx";
import { nouns } from "../strings/nouns.ts";
import { counted } from "../text/plural.ts";
import type { Outcome } from "./run.ts";
import { words } from "../strings/backtest.ts";

export function Fatigue({ outcome: { report, live } }: { outcome: Outcome }) {
  const now = live === null ? null : report.live;
  const caps = report.draft.caps.filter(({ fullest }) => fullest.some((people) => people > 0));
  return (
    <>
      <PerPerson
        title={words.perPerson}
        note={caps.length === 0 ? words.noCap : undefined}
        draft={report.draft.messages_per_person}
        live={now?.messages_per_person ?? null}
      />
      {caps.map(({ said, at_most, fullest }) => (
        <PerPerson
          key={said}
          title={words.atOnce}
          note={words.cap(said)}
          draft={fullest}
          live={now?.caps.find((one) => one.said === said)?.fullest ?? null}
          atMost={at_most}
        />
      ))}
    </>
  );
}

/** A histogram: how many people have one message, two, and so on. */
function PerPerson({
  title,
  note,
  draft,
  live,
  atMost,
}: {
  title: string;
  note: string | undefined;
  draft: number[];
  live: number[] | null;
  atMost?: number;
}) {
  // Room for the cap's line, but not for a cap that nobody comes near.
  const reached = Math.max(draft.length, live?.length ?? 0);
  if (reached === 0) return null;
  const near = atMost !== undefined && atMost <= reached * 3 ? atMost + 1 : 0;
  const length = Math.max(4, reached, near);
  const full = (people: number[]) => Array.from({ length }, (_, place) => people[place] ?? 0);
  const [bars, outline] = [full(draft), live === null ? null : full(live)];
  const total = bars.reduce((all, one) => all + one, 0);
  return (
    <Columns
      title={title}
      {...(note === undefined ? {} : { note })}
      series={[
        {
          label:
            outline === null
              ? counted(total, nouns.person)
              : words.barsAndLine(
                  words.people,
                  total,
                  outline.reduce((all, one) => all + one, 0),
                ),
          bars,
          outline,
        },
      ]}
      ticks={bars.map((_, place) => String(place + 1))}
      values={bars.map((people, place) => {
        const said = words.peopleWith(place + 1, people);
        return outline === null ? said : words.besides(said, outline[place] ?? 0);
      })}
      table={{
        head: [words.messages, ...(outline === null ? [words.people] : [words.draft, words.live])],
        rows: bars.map((people, place) => [
          String(place + 1),
          people,
          ...(outline === null ? [] : [outline[place] ?? 0]),
        ]),
      }}
      {...(near > 0 && atMost !== undefined
        ? { limit: { after: atMost, label: words.capLine(atMost) } }
        : {})}
    />
  );
}
