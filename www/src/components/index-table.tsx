/** An index page's list: a table on a desk, the same rows as cards on a phone. */
import type { ComponentChildren } from "preact";
import css from "./index-table.module.css";
import ui from "./ui.module.css";

export interface Column<Row> {
  /** What the column says: its head, and the label beside the value on a phone. */
  title: string;
  /** Whether it holds figures, which stand to the right. */
  figures?: boolean;
  cell(row: Row): ComponentChildren;
}

export function IndexTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  /** What the table holds, for those who do not see it. */
  caption: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
}) {
  return (
    <table class={css.index} data-part="index">
      <caption class={ui.visuallyHidden}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, figures }) => (
            <th key={title} scope="col" class={figures ? css.figure : undefined}>
              {title}
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
