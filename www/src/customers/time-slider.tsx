/** Time, dragged back: what the engine knew of this customer at a moment, and what it said then. */
import { place, shortTime } from "../text/zone.ts";
import { words } from "../strings/customers.ts";
import type { Story } from "./follow.ts";
import { lookedAt } from "./view.ts";
import ui from "../components/ui.module.css";
import css from "../preview/slider.module.css";

/** The keyboard's step. */
const STEP = 60_000;

export function TimeSlider({ story: { moments, detail, zone, cut } }: { story: Story }) {
  const from = moments[0]?.now;
  if (from === undefined || cut) return null;
  const until = Math.max(detail.now, from + STEP);
  const at = lookedAt.value ?? until;
  const stops = [...new Set(moments.map(({ now }) => now))];
  const go = (to: number | undefined) => {
    lookedAt.value = to === undefined || to >= until ? null : to;
  };
  const share = (moment: number) => `${(100 * (moment - from)) / (until - from)}%`;
  const label = lookedAt.value === null ? words.atNow : shortTime(zone, at);
  return (
    <section class={ui.card} aria-labelledby="as-of">
      <h2 id="as-of">{words.asOf}</h2>
      <div class={css.slider}>
        <div class={css.sliderRow}>
          <button
            type="button"
            class={ui.step}
            aria-label={words.earlier}
            disabled={at <= from}
            onClick={() => go(stops.findLast((one) => one < at) ?? from)}
          >
            ‹
          </button>
          <div class={css.track}>
            <div class={css.ticks} aria-hidden="true">
              {stops.map((moment) => (
                <span
                  key={moment}
                  class={css.tick}
                  data-mark="event"
                  style={{ left: share(moment) }}
                />
              ))}
            </div>
            <input
              type="range"
              min={from}
              max={until}
              step={1}
              value={at}
              aria-label={words.moment}
              aria-valuetext={label}
              onKeyDown={(event) => {
                // A step of the range is a millisecond, so that it can rest on any moment.
                const way = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
                if (way === undefined) return;
                event.preventDefault();
                go(Math.max(from, at + way));
              }}
              onInput={({ currentTarget }) => go(Number(currentTarget.value))}
            />
          </div>
          <button
            type="button"
            class={ui.step}
            aria-label={words.later}
            disabled={lookedAt.value === null}
            onClick={() => go(stops.find((one) => one > at))}
          >
            ›
          </button>
        </div>
      </div>
      <p aria-live="polite">
        <strong>{label}</strong>{" "}
        <span class={ui.quiet}>{lookedAt.value === null ? words.asOfHelp : words.asItWas}</span>{" "}
        {lookedAt.value === null ? null : (
          <button type="button" class={ui.link} onClick={() => go(undefined)}>
            {words.backToNow}
          </button>
        )}
      </p>
      <p class={ui.quiet}>{words.timesIn(place(zone))}</p>
    </section>
  );
}
