/** The report's tables: step by step, draft against live, and workflows that write to the same people. */
import { isolated } from "../text/isolated.ts";
import { Rows } from "../charts/chart.tsx";
import { channelName } from "../strings/channels.ts";
import { kindTitle } from "../schema/schema.ts";
import { nouns } from "../strings/nouns.ts";
import { signed } from "../text/number.ts";
import { counted } from "../text/plural.ts";
import { sentBy, stoppedByOrder, type WorkflowTally } from "./numbers.ts";
import { lookAt } from "./crowd.ts";
import type { Outcome } from "./run.ts";
import { words } from "../strings/backtest.ts";
import css from "./backtest.module.css";
import ui from "../components/ui.module.css";

export function Steps({ outcome: { report, workflow, because } }: { outcome: Outcome }) {
  const known = report.draft.workflows[workflow.id]?.steps ?? {};
  const place = (id: string) => workflow.steps.indexOf(id);
  const steps = Object.entries(known).sort(([one], [other]) => place(one) - place(other));
  if (steps.length === 0) return null;
  const reasons = (of: Record<string, number>) =>
    Object.entries(of)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, times]) => words.timesBecause(times, because[reason] ?? reason))
      .join("; ");
  return (
    <section aria-labelledby="steps">
      <h3 id="steps">{words.steps}</h3>
      <Rows
        title={words.steps}
        table={{
          head: [...words.stepHead],
          rows: steps.map(([id, { kind, channel, done, deferred, suppressed }]) => [
            id,
            channel === null
              ? kind === null
                ? "–"
                : kindTitle("Step", kind)
              : channelName(channel),
            done,
            reasons(deferred) || "–",
            reasons(suppressed) || "–",
          ]),
        }}
      />
    </section>
  );
}

/** One line of the comparison; `of` reads it out of a plan's tally. */
interface Measure {
  name: string;
  live: number;
  draft: number;
}

export function AgainstLive({ outcome }: { outcome: Outcome }) {
  const { report, workflow, live } = outcome;
  const [was, would] = [report.live, report.draft];
  const both = (name: string, of: (tally: WorkflowTally | undefined) => number): Measure => ({
    name,
    live: of(was.workflows[workflow.id]),
    draft: of(would.workflows[workflow.id]),
  });
  const measures: Measure[] = [
    both(words.entered, (tally) => tally?.entered ?? 0),
    both(words.peopleInside, (tally) => tally?.people ?? 0),
    both(words.messagesOfIt, sentBy),
    both(words.peopleReached, (tally) => tally?.reached ?? 0),
    both(words.stoppedByOrder, stoppedByOrder),
    { name: words.allMessages, live: was.sent, draft: would.sent },
    { name: words.allReached, live: was.reached, draft: would.reached },
    { name: words.tooLate, live: was.too_late, draft: would.too_late },
  ];
  const { people, more, fewer, moved, named } = report.difference;
  return (
    <section aria-labelledby="against">
      <h3 id="against">{live === null ? words.inNumbers : words.againstLive}</h3>
      {live === null ? null : (
        <p>
          {people === 0 ? words.noDifference : words.difference(people, more, fewer, moved)}{" "}
          {people === 0 ? null : (
            <button
              type="button"
              class={ui.link}
              onClick={() =>
                lookAt({
                  title: words.differing,
                  named: named.map(({ customer }) => customer),
                  people,
                  notes: Object.fromEntries(
                    named.map((one) => [
                      one.customer,
                      words.changed(one.more, one.fewer, one.moved),
                    ]),
                  ),
                })
              }
            >
              {words.showThem}
            </button>
          )}
        </p>
      )}
      <Rows
        title={live === null ? words.inNumbers : words.againstLive}
        table={{
          head:
            live === null
              ? [words.what, words.draft]
              : [words.what, words.live, words.draft, words.change],
          rows: measures.map(({ name, live: now, draft }) =>
            live === null ? [name, draft] : [name, now, draft, signed(draft - now)],
          ),
        }}
      />
    </section>
  );
}

export function Collisions({ outcome: { report, names } }: { outcome: Outcome }) {
  const { collisions } = report.draft;
  if (collisions.length === 0) return null;
  const name = (id: string) => `“${isolated(names[id] ?? id)}”`;
  return (
    <section aria-labelledby="collisions">
      <h3 id="collisions">{words.collisions}</h3>
      <p class={ui.quiet}>{words.collisionsHelp}</p>
      <ul class={css.facts}>
        {collisions.map(({ one, other, times, people, named }) => {
          const title = words.both(name(one), name(other));
          return (
            <li key={title}>
              {title}: {counted(times, nouns.time)},{" "}
              <button
                type="button"
                class={ui.link}
                onClick={() => lookAt({ title, named, people })}
              >
                {counted(people, nouns.person)}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
