/** What the report rests on: which events are known since when, what had to be assumed, and what it cannot say. */
import { Rows } from "../charts/chart.tsx";
import { ask } from "../engine/client.ts";
import { useLive } from "../live/use-live.ts";
import { Notice } from "../components/notice.tsx";
import { dayRange } from "../text/day.ts";
import { lasting } from "../text/duration.ts";
import { wallClock } from "../text/zone.ts";
import { eventTitle } from "../schema/schema.ts";
import { ReadingProblems } from "./problems.tsx";
import { cutLives, type Outcome } from "./run.ts";
import { ASSUMED, UNKNOWN, words } from "../strings/backtest.ts";
import css from "./backtest.module.css";
import ui from "../components/ui.module.css";

/** What is missing so badly that the numbers say nothing, above everything else. */
export function Missing({ outcome }: { outcome: Outcome }) {
  const { report, workflow, names, draft } = outcome;
  const { data } = report;
  const { value: outline } = useLive(() => ask("outline", { config: draft }), [draft]);
  const events = outline?.workflows.find(({ id }) => id === workflow.id)?.events ?? [];
  const received = events.length === 0 || events.some((event) => event in data);
  return (
    <>
      {received ? null : (
        <Notice
          tone="held"
          title={words.noTrigger(events.map(eventTitle).join(", "))}
          text={words.noTriggerHelp(names[workflow.id] ?? workflow.id)}
        />
      )}
      {"consent_changed" in data ? null : (
        <Notice tone="held" title={words.noConsent} text={words.noConsentHelp} />
      )}
    </>
  );
}

export function Basis({ outcome }: { outcome: Outcome }) {
  const { report, contents, zone, milliseconds } = outcome;
  const day = (at: number) => {
    const date = wallClock(zone, at).slice(0, 10);
    return dayRange(date, date);
  };
  const kinds = Object.entries(report.data).sort(([, a], [, b]) => b.count - a.count);
  return (
    <>
      <section class={ui.card} aria-labelledby="basis">
        <h2 id="basis">{words.basis}</h2>
        <p class={ui.reading}>{words.noEarnings}</p>
        <ul class={css.facts}>
          {contents.assumed.map((code) => (
            <li key={code}>{ASSUMED[code] ?? code}</li>
          ))}
          {outcome.unknown.map((what) => (
            <li key={what}>{UNKNOWN[what]}</li>
          ))}
          {cutLives.value === 0 ? null : <li>{words.cutLives(cutLives.value)}</li>}
          {report.draft.cut_short === 0 ? null : <li>{words.cutShort(report.draft.cut_short)}</li>}
        </ul>
        <Rows
          title={words.known}
          table={{
            head: [...words.knownHead],
            rows: kinds.map(([kind, { since, until, count }]) => [
              eventTitle(kind),
              day(since),
              day(until),
              count,
            ]),
          }}
        />
        <p class={ui.quiet}>{words.took(report.events, report.customers, lasting(milliseconds))}</p>
      </section>
      <ReadingProblems contents={contents} />
    </>
  );
}
