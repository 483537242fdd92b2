/** Lying bars, the longest first, each with its sentence and its number. */
import { count } from "../text/number.ts";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import css from "./charts.module.css";
import ui from "../components/ui.module.css";

export interface Rank {
  key: string;
  label: string;
  value: number;
  /** What leads on from here. */
  more?: ComponentChildren;
}

/** Every value is written out, so there is nothing to hover for and the list is the table. */
export function Ranked({ title, note, ranks }: { title: string; note?: string; ranks: Rank[] }) {
  const id = useId();
  const most = Math.max(1, ...ranks.map(({ value }) => value));
  return (
    <figure class={css.chart} aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{title}</h3>
      </figcaption>
      {note === undefined ? null : <p class={ui.quiet}>{note}</p>}
      <ol class={css.ranks}>
        {ranks.map(({ key, label, value, more }) => (
          <li key={key} class={css.rank} data-part="rank">
            <span data-part="label">{label}</span>
            <span class={css.rankValue} data-part="value">
              {count(value)}
            </span>
            <svg
              class={css.rankBar}
              viewBox="0 0 100 8"
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              <rect class={css.chartBar} width={(value / most) * 100} height="8" />
            </svg>
            <span class={css.rankMore} data-part="more">
              {more}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
