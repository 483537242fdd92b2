/** One person's past under a plan: what happened, what was decided, and why. */
import { signal } from "@preact/signals";
import { Seen } from "../components/seen.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { linkTo } from "../route.ts";
import { dayRange } from "../text/day.ts";
import { timeOfDay, wallClock } from "../text/zone.ts";
import { words as controls } from "../strings/components.ts";
import { nameOf } from "./names.ts";
import type { Chapter } from "./protocol.ts";
import { ofShop, type Outcome, person } from "./run.ts";
import { words } from "../strings/backtest.ts";
import backtestCss from "./backtest.module.css";
import ui from "../components/ui.module.css";
import timelineCss from "../preview/timeline.module.css";

/** Whose decisions are shown. */
const side = signal<"draft" | "live">("draft");

export function Life({ outcome: { live, zone } }: { outcome: Outcome }) {
  const shown = person.value;
  if (shown === null) return null;
  const { customer, lives } = shown;
  if (lives === null) return <p class={ui.quiet}>{words.playing}</p>;
  const chapters = live === null ? lives.draft : lives[side.value];
  return (
    <section class={backtestCss.life} aria-labelledby="life">
      <header class={ui.storyHead}>
        <h3 id="life">
          <bdi>{nameOf(customer)}</bdi>
        </h3>
        {ofShop.value === null ? null : (
          <a class={ui.button} href={linkTo("customers", customer)}>
            {words.viewCustomer}
          </a>
        )}
        {live === null ? null : (
          <SegmentedControl
            label={words.whose}
            options={[
              ["draft", words.draft],
              ["live", words.live],
            ]}
            value={side.value}
            choose={(value) => {
              side.value = value;
            }}
          />
        )}
      </header>
      <ol class={timelineCss.days}>
        {byDay(chapters, zone).map(([day, list]) => (
          <li key={day}>
            <h4 class={timelineCss.day}>{dayRange(day, day)}</h4>
            <ol>
              {list.map((chapter, place) => (
                <Entry key={`${chapter.at}-${place}`} chapter={chapter} zone={zone} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Entry({ chapter: { at, lines }, zone }: { chapter: Chapter; zone: string }) {
  return (
    <li class={backtestCss.entry}>
      <time class={backtestCss.entryTime} dateTime={new Date(at).toISOString()}>
        {timeOfDay(zone, at)}
      </time>
      <div>
        {lines.map(({ sentence, type, saw }, place) => (
          <div key={`${place}${sentence}`} class={backtestCss.entryLine} data-type={type}>
            <p>{sentence}</p>
            {saw.length === 0 ? null : (
              <details class={timelineCss.why}>
                <summary>{controls.why}</summary>
                <Seen saw={saw} />
              </details>
            )}
          </div>
        ))}
      </div>
    </li>
  );
}

function byDay(chapters: Chapter[], zone: string): [string, Chapter[]][] {
  const days = new Map<string, Chapter[]>();
  for (const chapter of chapters) {
    const day = wallClock(zone, chapter.at).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), chapter]);
  }
  return [...days];
}
