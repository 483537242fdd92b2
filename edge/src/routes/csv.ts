/**
 * A table as it goes out for a spreadsheet: put together from pages that are asked for as the reader takes
 * them. What people wrote is part of it, so no cell is one that a spreadsheet would compute.
 */

interface Page {
  rows: (string | number | null)[][];
  next: string | null;
}

/**
 * The file. `page` gives the rows after one; null once what they are of is no more. `finished` is told how
 * many rows there were once the last was taken.
 */
export function csvStream(
  file: string,
  columns: readonly string[],
  page: (after: string) => Promise<Page | null>,
  finished: (rows: number) => Promise<void> = async () => {},
): Response {
  const encoder = new TextEncoder();
  let [after, rows]: [string | null, number] = ["", 0];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // The mark by which spreadsheets know UTF-8.
      controller.enqueue(encoder.encode(`\uFEFF${lineOf(columns)}`));
    },
    async pull(controller) {
      // Of a table that is filtered a page may have no rows at all.
      for (let text = ""; text === ""; ) {
        if (after === null) {
          await finished(rows);
          controller.close();
          return;
        }
        const found = await page(after);
        // A file that looks whole and is not would be worse than none.
        if (found === null) throw new Error("what is exported was removed during the export");
        text = found.rows.map(lineOf).join("");
        rows += found.rows.length;
        after = found.next;
        if (text !== "") controller.enqueue(encoder.encode(text));
      }
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file}.csv"`,
      "cache-control": "no-store",
    },
  });
}

const lineOf = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cellOf).join(",")}\r\n`;

/** A cell (RFC 4180). What would begin a formula begins with an apostrophe instead. */
function cellOf(value: string | number | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
