/** Lying bars, the longest first, each with its sentence and its number. */
import { count } from "../text/number.ts";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

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
    <figure class="chart" aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>{title}</h3>
      </figcaption>
      {note === undefined ? null : <p class="quiet">{note}</p>}
      <ol class="ranks">
        {ranks.map(({ key, label, value, more }) => (
          <li key={key} class="rank">
            <span class="rank-label">{label}</span>
            <span class="rank-value">{count(value)}</span>
            <svg class="rank-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect class="chart-bar" width={(value / most) * 100} height="8" />
            </svg>
            <span class="rank-more">{more}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
