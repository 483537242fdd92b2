/** Tables as text: what separates their columns, and their rows one by one, wherever they are cut. */
import Papa from "papaparse";
import { columnsOf, KNOWN } from "./columns.js";

/** No row of an export is longer; one that seems to be has lost a quotation mark. */
const LONGEST_ROW = 1024 * 1024;

/**
 * What separates the columns: the sign by which the head has the most columns that are known. Rows do
 * not say it as surely, because amounts have commas, too.
 */
export function delimiterOf(beginning) {
  const counts = [",", ";", "\t", "|"].map((delimiter) => {
    const [head = []] = Papa.parse(beginning, { delimiter, preview: 1 }).data;
    const known = KNOWN.map((columns) => {
      const places = Object.values(columnsOf(columns, head));
      return places.filter((place) => place !== undefined).length;
    });
    return { delimiter, known: Math.max(...known), width: head.length };
  });
  return counts.reduce((best, one) =>
    one.known > best.known || (one.known === best.known && one.width > best.width) ? one : best,
  ).delimiter;
}

function newlineOf(beginning) {
  if (beginning.includes("\r\n")) return "\r\n";
  return beginning.includes("\n") ? "\n" : "\r";
}

/**
 * A reader of a table's text that comes in pieces. Rows are counted as a spreadsheet counts them: the
 * first is 1.
 *
 * @param {string} beginning
 * @param {(values: string[], row: number, fault: string | undefined) => void} take
 * @param {(row: number) => void} lost told the row from which on nothing can be read
 * @returns {(text: string, last: boolean) => number} how much of a text was used
 */
export function rowsOf(beginning, take, lost) {
  // Spreadsheets write down what separates the columns, in a row of its own.
  const said = /^sep=(.)(?:\r\n|\r|\n)/.exec(beginning);
  const delimiter = said?.[1] ?? delimiterOf(beginning);
  // The parser underneath says how far it came, so that a row may go on in the next piece.
  const parser = new Papa.Parser({ delimiter, newline: newlineOf(beginning) });
  let row = 0;
  let over = false;
  return (text, last) => {
    if (over) return text.length;
    const { data, errors, meta } = parser.parse(text, 0, !last);
    const faults = new Map(errors.map((error) => [error.row, error.message]));
    for (const [place, values] of data.entries()) {
      row += 1;
      if (row === 1 && said !== null) continue;
      if (values.some((value) => value.trim() !== "")) take(values, row, faults.get(place));
    }
    if (last) return text.length;
    if (meta.cursor > 0 || text.length < LONGEST_ROW) return meta.cursor;
    lost(row + 1);
    over = true;
    return text.length;
  };
}
