/**
 * Where a diagnostic's path stands in a JSON text, so that the editor can go there.
 *
 * The scanner knows JSON just well enough to skip values; it is content with broken text and gives
 * the nearest place that it could reach.
 */

export interface Range {
  from: number;
  to: number;
}

/** The place of `workflows[0].steps[2].until` in a text; of its nearest parent when it is not there. */
export function locate(text: string, path: string): Range {
  const wanted = path.match(/[^.[\]]+/g) ?? [];
  let range: Range = { from: 0, to: text.length };
  let at = skipSpace(text, 0);
  for (const name of wanted) {
    const found = text[at] === "[" ? element(text, at, Number(name)) : member(text, at, name);
    if (found === null) return range;
    at = found.value;
    range = { from: found.from, to: skipValue(text, at) };
  }
  return range;
}

/** The place that a message such as `… at line 3 column 7` names, or null. */
export function lineAndColumn(text: string, message: string): Range | null {
  const [, line, column] = message.match(/line (\d+) column (\d+)/) ?? [];
  if (line === undefined || column === undefined) return null;
  const before = text.split("\n").slice(0, Number(line) - 1);
  const from =
    before.reduce((sum, one) => sum + one.length + 1, 0) + Math.max(0, Number(column) - 1);
  return { from: Math.min(from, text.length), to: Math.min(from + 1, text.length) };
}

/** The number of the line that an offset is in, counted from 1. */
export const lineOf = (text: string, offset: number): number =>
  text.slice(0, offset).split("\n").length;

interface Found {
  /** Where the member begins: at its key, so that both are shown. */
  from: number;
  value: number;
}

function member(text: string, open: number, name: string): Found | null {
  if (text[open] !== "{") return null;
  for (let at = skipSpace(text, open + 1); text[at] === '"'; ) {
    const end = skipValue(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (text.slice(at + 1, end - 1) === name) return { from: at, value };
    at = afterComma(text, skipValue(text, value));
  }
  return null;
}

function element(text: string, open: number, index: number): Found | null {
  let at = skipSpace(text, open + 1);
  for (let seen = 0; at < text.length && text[at] !== "]"; seen += 1) {
    if (seen === index) return { from: at, value: at };
    at = afterComma(text, skipValue(text, at));
  }
  return null;
}

function afterComma(text: string, end: number): number {
  const at = skipSpace(text, end);
  return text[at] === "," ? skipSpace(text, at + 1) : at;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? "")) at += 1;
  return at;
}

/** The end of the value that begins at `from`; always moves on. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (quoted) {
      if (char === "\\") at += 1;
      else if (char === '"') {
        quoted = false;
        if (depth === 0) return at + 1;
      }
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") {
      if (depth === 0) return Math.max(at, from + 1);
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && char === ",") return Math.max(at, from + 1);
  }
  return text.length;
}
