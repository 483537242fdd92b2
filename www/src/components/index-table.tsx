/** An index page's list: a table on a desk, the same rows as cards on a phone. */
import type { ComponentChildren } from "preact";
import css from "./index-table.module.css";
import ui from "./ui.module.css";

export interface Column<Row> {
  /** What the column says: its head, and the label beside the value on a phone. */
  title: string;
  /** What the rows can be sorted by in this column. */
  sort?: string;
  /** Whether it holds figures, which stand to the right. */
  figures?: boolean;
  cell(row: Row): ComponentChildren;
}

export interface Sorted {
  by: string;
  descending: boolean;
  /** Sorts by what a column can be sorted by; by the same again the other way round. */
  choose(by: string): void;
}

const directionOf = ({ descending }: Sorted) => (descending ? "descending" : "ascending");

/** A column's head that sorts by it. */
function SortButton({ title, by, sorted }: { title: string; by: string; sorted: Sorted }) {
  const mark = by !== sorted.by ? "↕" : sorted.descending ? "↓" : "↑";
  return (
    <>
      <button type="button" class={css.sort} onClick={() => sorted.choose(by)}>
        {title}{" "}
        <span aria-hidden="true" data-sorted={by === sorted.by}>
          {mark}
        </span>
      </button>
      <span class={css.sortedBy}>{title}</span>
    </>
  );
}

export function IndexTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  sorted,
}: {
  /** What the table holds, for those who do not see it. */
  caption: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  /** By what the rows are sorted, and how to sort them otherwise. */
  sorted?: Sorted;
}) {
  return (
    <table class={css.index} data-part="index">
      <caption class={ui.visuallyHidden}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, figures, sort }) => (
            <th
              key={title}
              scope="col"
              class={figures ? css.figure : undefined}
              aria-sort={
                sort !== undefined && sort === sorted?.by ? directionOf(sorted) : undefined
              }
            >
              {sort === undefined || sorted === undefined ? (
                title
              ) : (
                <SortButton title={title} by={sort} sorted={sorted} />
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ title, figures, cell }, index) =>
              index === 0 ? (
                <th key={title} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={title} data-title={title} class={figures ? css.figure : undefined}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
