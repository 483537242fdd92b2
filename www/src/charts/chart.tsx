/**
 * The frame of a chart: its title, exact values under the pointer or by the arrow keys, and the same
 * numbers as a table.
 */
import { count } from "../text/number.ts";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { words } from "../strings/charts.ts";
import css from "./charts.module.css";
import ui from "../components/ui.module.css";

export interface Table {
  head: string[];
  rows: (string | number)[][];
}

/** Room around the bars, in pixels: the axis stands on the left, its labels below. */
export const ROOM = { left: 44, right: 8, top: 20, bottom: 24 };

export function Chart({
  title,
  note,
  values,
  table,
  draw,
}: {
  title: string;
  note?: ComponentChildren;
  /** What each bar says, in words, from left to right. */
  values: string[];
  table: Table;
  draw(size: { width: number; chosen: number | null }): ComponentChildren;
}) {
  const id = useId();
  const [box, width] = useWidth();
  const [chosen, setChosen] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const last = values.length - 1;
  const under = (x: number) => {
    const part = (x - ROOM.left) / Math.max(1, width - ROOM.left - ROOM.right);
    return Math.min(last, Math.max(0, Math.floor(part * values.length)));
  };
  const move = (event: KeyboardEvent) => {
    const to = steps(event.key, chosen ?? -1, last);
    if (to === null) return;
    event.preventDefault();
    setChosen(to);
  };
  return (
    <figure class={css.chart} aria-labelledby={id}>
      <figcaption class={css.chartHead}>
        <h3 id={id}>{title}</h3>
        <button
          type="button"
          class={ui.link}
          aria-label={`${asTable ? words.asChart : words.asTable}: ${title}`}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? words.asChart : words.asTable}
        </button>
      </figcaption>
      {note === undefined ? null : <p class={ui.quiet}>{note}</p>}
      {asTable ? (
        <Rows table={table} title={title} />
      ) : (
        <>
          <div
            ref={box}
            class={css.plot}
            role="slider"
            tabIndex={0}
            aria-label={words.chooseBar(title)}
            aria-valuemin={0}
            aria-valuemax={Math.max(0, last)}
            aria-valuenow={chosen ?? 0}
            aria-valuetext={values[chosen ?? 0] ?? ""}
            onKeyDown={move}
            onPointerMove={({ offsetX }) => setChosen(under(offsetX))}
            onPointerLeave={() => setChosen(null)}
            onBlur={() => setChosen(null)}
          >
            {width === 0 ? null : draw({ width, chosen })}
          </div>
          <p class={css.chartValue} data-chosen={chosen !== null}>
            {chosen === null ? words.howTo : values[chosen]}
          </p>
        </>
      )}
    </figure>
  );
}

export function Rows({ table: { head, rows }, title }: { table: Table; title: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class={css.scrolled} tabIndex={0} aria-label={words.tableOf(title)}>
      <table class={isWide({ head, rows }) ? `${css.table} ${css.tableWide}` : css.table}>
        <thead>
          <tr>
            {head.map((text, column) => (
              <th key={text} scope="col" class={lookOf(rows[0]?.[column] ?? "")}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest], row) => (
            <tr key={`${row}${first}`}>
              <th scope="row">{first}</th>
              {rest.map((cell, column) => (
                <td key={head[column + 1]} class={lookOf(cell)} data-head={head[column + 1]}>
                  {typeof cell === "number" ? count(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Whether there is more than a phone has room for: many columns, and not of numbers alone. */
const isWide = ({ head, rows }: Table): boolean =>
  head.length > 3 && rows.some(([, ...cells]) => cells.some((cell) => kindOf(cell) !== "number"));

/** How a cell looks: numbers end their column, what is short stays on its line. */
const lookOf = (cell: string | number): string | undefined => {
  const kind = kindOf(cell);
  return kind === undefined ? undefined : css[kind];
};

/** Numbers stand under each other; what is short stays on its line. */
const kindOf = (cell: string | number): string | undefined =>
  typeof cell === "number" || /^[+−]?[\d,]+$/.test(cell)
    ? "number"
    : cell.length <= 18
      ? "short"
      : undefined;

/** Where a key leads from a bar; null for a key that leads nowhere. */
function steps(key: string, from: number, last: number): number | null {
  const to: Record<string, number> = {
    ArrowRight: from + 1,
    ArrowUp: from + 1,
    ArrowLeft: from - 1,
    ArrowDown: from - 1,
    PageUp: from + 10,
    PageDown: from - 10,
    Home: 0,
    End: last,
  };
  const found = to[key];
  return found === undefined ? null : Math.min(last, Math.max(0, found));
}

/** How wide an element is, now and after every change; 0 until it is measured. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    );
    observer.observe(current);
    return () => observer.disconnect();
  });
  return [box, width] as const;
}
