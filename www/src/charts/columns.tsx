/** Upright bars beside each other: over time, or a histogram. Several kinds stand above each other. */
import { count } from "../text/number.ts";
import { Chart, ROOM, type Table } from "./chart.tsx";
import { gridLines, roundTop } from "./scale.ts";
import css from "./charts.module.css";

/** A row of bars with a name and, behind it, the outline it is compared with. */
export interface Series {
  /** What stands above its bars: which they are, and how many in all. */
  label: string;
  bars: number[];
  /** Drawn as a line over the bars, for comparison. */
  outline: number[] | null;
}

/** Room under a row's axis, so that its zero and the next row's name stand apart. */
const BETWEEN = 12;

export function Columns({
  title,
  note,
  series,
  ticks,
  values,
  table,
  limit,
}: {
  title: string;
  note?: string;
  series: Series[];
  /** What stands under each bar; empty for nothing. */
  ticks: string[];
  values: string[];
  table: Table;
  /** A line after a number of bars, with what it means. */
  limit?: { after: number; label: string };
}) {
  const tall = series.length === 1 ? 136 : 88;
  const row = ROOM.top + tall + BETWEEN;
  const height = series.length * row + ROOM.bottom;
  return (
    <Chart
      title={title}
      note={note}
      values={values}
      table={table}
      draw={({ width, chosen }) => {
        const band = (width - ROOM.left - ROOM.right) / Math.max(1, ticks.length);
        return (
          <svg width={width} height={height} aria-hidden="true">
            {chosen === null ? null : (
              <rect
                class={css.chartBand}
                x={ROOM.left + chosen * band}
                y={ROOM.top}
                width={Math.max(1, band)}
                height={height - ROOM.top - ROOM.bottom}
              />
            )}
            {series.map((one, place) => (
              <Row
                key={one.label}
                {...one}
                top={place * row}
                tall={tall}
                band={band}
                width={width}
              />
            ))}
            <Ticks ticks={ticks} band={band} y={height - 6} />
            {limit === undefined ? null : (
              <Limit {...limit} band={band} height={height} width={width} />
            )}
          </svg>
        );
      }}
    />
  );
}

function Row({
  label,
  bars,
  outline,
  top,
  tall,
  band,
  width,
}: Series & { top: number; tall: number; band: number; width: number }) {
  const most = roundTop(Math.max(0, ...bars, ...(outline ?? [])));
  const floor = top + ROOM.top + tall;
  const y = (value: number) => floor - (value / most) * (tall - 6);
  // Bars that are wide enough stand apart; narrow ones need every pixel.
  const gap = band > 4 ? Math.min(4, band * 0.2) : 0;
  return (
    <g>
      <text class={css.chartLabel} x={0} y={top + 13}>
        {label}
      </text>
      {gridLines(most).map((line) => (
        <g key={line}>
          <line
            class={css.chartGrid}
            x1={ROOM.left}
            x2={width - ROOM.right}
            y1={y(line)}
            y2={y(line)}
          />
          <text class={css.chartAxis} x={ROOM.left - 8} y={y(line) + 4} text-anchor="end">
            {count(line)}
          </text>
        </g>
      ))}
      {bars.map((value, place) =>
        value === 0 ? null : (
          <rect
            key={place}
            class={css.chartBar}
            x={ROOM.left + place * band + gap / 2}
            y={y(value)}
            width={Math.max(1, band - gap)}
            height={floor - y(value)}
          />
        ),
      )}
      {outline === null ? null : (
        <path
          class={css.chartOutline}
          d={outline
            .map((value, place) => {
              const x = ROOM.left + place * band;
              return `${place === 0 ? "M" : "L"}${x} ${y(value)}H${x + band}`;
            })
            .join("")}
        />
      )}
    </g>
  );
}

/** As many labels as have room, evenly chosen. */
function Ticks({ ticks, band, y }: { ticks: string[]; band: number; y: number }) {
  let free = 0;
  return (
    <g>
      {ticks.map((text, place) => {
        const x = ROOM.left + (place + 0.5) * band;
        const half = text.length * 3.6;
        if (text === "" || x - half < free) return null;
        free = x + half + 12;
        return (
          <text key={place} class={css.chartAxis} x={x} y={y} text-anchor="middle">
            {text}
          </text>
        );
      })}
    </g>
  );
}

function Limit({
  after,
  label,
  band,
  height,
  width,
}: {
  after: number;
  label: string;
  band: number;
  height: number;
  width: number;
}) {
  const x = ROOM.left + after * band;
  const right = x > width * 0.6;
  return (
    <g>
      <line class={css.chartLimit} x1={x} x2={x} y1={ROOM.top} y2={height - ROOM.bottom} />
      <text
        class={css.chartLimitLabel}
        x={right ? x - 6 : x + 6}
        y={ROOM.top + 10}
        text-anchor={right ? "end" : "start"}
      >
        {label}
      </text>
    </g>
  );
}
