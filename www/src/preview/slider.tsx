/** Time, dragged: the moment that the timeline is looked at from. */
import { shortTime, place } from "../text/zone.ts";
import { words } from "../strings/preview.ts";
import { asOf, items, span } from "./run.ts";
import { lookedAtFrom, zone } from "./story.ts";
import { standing } from "./summary.ts";
import ui from "../components/ui.module.css";
import css from "./slider.module.css";

/** The keyboard's step: fine enough for a quarter of an hour. */
const STEP = 5 * 60_000;

export function Slider() {
  const { from, until } = span.value;
  const at = asOf.value;
  const moments = [...new Set([from, ...items.value.map((item) => item.at)])].sort((a, b) => a - b);
  const go = (to: number | undefined) => {
    if (to !== undefined) lookedAtFrom.value = to;
  };
  const share = (moment: number) => `${(100 * (moment - from)) / (until - from)}%`;
  const label = shortTime(zone.value, at);
  return (
    <div class={css.slider}>
      <div class={css.sliderRow}>
        <button
          type="button"
          class={ui.step}
          aria-label={words.previous}
          onClick={() => go(moments.findLast((one) => one < at))}
        >
          ‹
        </button>
        <div class={css.track}>
          <div class={css.ticks} aria-hidden="true">
            {items.value
              .filter(({ mark }) => mark === "send" || mark === "act" || mark === "event")
              .map(({ key, at: when, mark }) => (
                <span key={key} class={css.tick} data-mark={mark} style={{ left: share(when) }} />
              ))}
          </div>
          <input
            type="range"
            min={from}
            max={until}
            step={STEP}
            value={at}
            aria-label={words.slider}
            aria-valuetext={label}
            onInput={({ currentTarget }) => go(Math.min(Number(currentTarget.value), until))}
          />
        </div>
        <button
          type="button"
          class={ui.step}
          aria-label={words.next}
          onClick={() => go(moments.find((one) => one > at))}
        >
          ›
        </button>
      </div>
      <p data-part="standing" aria-live="polite">
        <strong>{label}</strong> {standing(items.value, at, zone.value)}
      </p>
      <p class={ui.quiet}>{words.timesIn(place(zone.value))}</p>
    </div>
  );
}
