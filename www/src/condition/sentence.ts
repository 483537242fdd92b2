/**
 * Which words of a condition's sentence belong to which of its fields.
 *
 * The engine says a condition in one sentence. What changes in it when a field is changed or left out
 * is that field's part of it: so every kind of condition, also one that is yet to come, can be edited
 * in the engine's own words.
 */
import { blank, choices, refName, resolved, type Schema, variants } from "../schema/schema.ts";

/** A stretch of a sentence; without a field it is only text. */
export interface Part {
  text: string;
  field: string | null;
}

export type Condition = Record<string, unknown> & { type: string };

/** The same condition with one field another, for each field that can be: what is to be said as well. */
export function probes(
  schema: Schema,
  condition: Condition,
): { field: string; other: Condition }[] {
  const { properties = {}, required = [] } = resolved(schema);
  return Object.entries(properties).flatMap(([field, about]) => {
    if (about.const !== undefined || condition[field] === undefined) return [];
    const { [field]: value, ...rest } = condition;
    const left = required.includes(field) ? [] : [{ field, other: rest as Condition }];
    const changed = another(about, value).map((next) => ({
      field,
      other: { ...condition, [field]: next },
    }));
    return [...left, ...changed];
  });
}

/** A sentence cut into its parts; `said` is how each probe reads, in the probes' order. */
export function partsOf(
  sentence: string,
  condition: Condition,
  asked: { field: string }[],
  said: (string | null)[],
): Part[] {
  const found = new Map<string, Range[]>();
  for (const [index, { field }] of asked.entries()) {
    const other = said[index];
    const range = other == null || other === sentence ? null : difference(sentence, other);
    if (range !== null) found.set(field, [...(found.get(field) ?? []), range]);
  }
  // What cannot be varied, such as a name that must exist, is looked for by its own letters.
  for (const [field, value] of Object.entries(condition)) {
    if (field === "type" || found.has(field) || typeof value !== "string" || value === "") continue;
    const from = sentence.indexOf(value);
    if (from >= 0) found.set(field, [{ from, to: from + value.length }]);
  }
  return cut(sentence, found);
}

interface Range {
  from: number;
  to: number;
}

function cut(sentence: string, found: Map<string, Range[]>): Part[] {
  // The shorter part is the more exact one. What would overlap it takes the part that another value
  // of the same field gives, or stays plain text.
  const length = ([first]: Range[]) => (first === undefined ? 0 : first.to - first.from);
  const byLength = [...found].sort(([, a], [, b]) => length(a) - length(b));
  const kept: [string, Range][] = [];
  for (const [field, ranges] of byLength) {
    const free = ranges.find(
      ({ from, to }) =>
        to > from && kept.every(([, other]) => to <= other.from || from >= other.to),
    );
    if (free !== undefined) kept.push([field, free]);
  }
  kept.sort(([, a], [, b]) => a.from - b.from);
  const parts: Part[] = [];
  let at = 0;
  for (const [field, { from, to }] of kept) {
    if (from > at) parts.push({ text: sentence.slice(at, from), field: null });
    parts.push({ text: sentence.slice(from, to), field });
    at = to;
  }
  if (at < sentence.length) parts.push({ text: sentence.slice(at), field: null });
  return parts;
}

/** Where `sentence` differs from `other`, in whole words. */
function difference(sentence: string, other: string): Range | null {
  let from = 0;
  while (from < sentence.length && sentence[from] === other[from]) from += 1;
  let end = 0;
  while (
    end < sentence.length - from &&
    end < other.length - from &&
    sentence[sentence.length - 1 - end] === other[other.length - 1 - end]
  ) {
    end += 1;
  }
  let to = sentence.length - end;
  // A difference that begins or ends within a word takes in the whole word.
  const inside = (at: number) => at > 0 && at < sentence.length && !/\s/.test(sentence[at] ?? "");
  while (inside(from) && !/\s/.test(sentence[from - 1] ?? "")) from -= 1;
  while (inside(to) && !/\s/.test(sentence[to - 1] ?? "")) to += 1;
  // And within quotation marks, all that is quoted.
  const opening = sentence.lastIndexOf("“", from);
  const closing = sentence.indexOf("”", Math.max(from, to - 1));
  if (opening >= 0 && closing >= 0 && !sentence.slice(opening, from).includes("”")) {
    from = opening;
    to = Math.max(to, closing + 1);
  }
  const words = sentence.slice(from, to);
  from += words.length - words.trimStart().length;
  to -= words.length - words.trimEnd().length;
  return from < to ? { from, to } : null;
}

/** Other values of the same kind: unlikely ones, so that they read differently. */
function another(schema: Schema, value: unknown): unknown[] {
  if (refName(schema) === "OneOrMore") return EVENTS.filter((one) => one !== value);
  if (refName(schema) === "Duration") return [{ amount: 917, unit: "minutes" }];
  const words = choices(schema);
  if (words !== null) {
    return words.filter((one) => one !== value).slice(0, 3);
  }
  if (variants(schema).length > 0) {
    return variants(schema)
      .map((one) => blank(one))
      .slice(0, 3);
  }
  switch (typeof value) {
    case "number":
      // A large one reads unlike any other; where it is out of range, the next one will do.
      return [value === 917 ? 918 : 917, Number(value) + 1];
    case "boolean":
      return [!value];
    case "string":
      return /^\d+(\.\d+)?$/.test(value) ? ["917.31"] : [`${value}q`];
    default:
      return Array.isArray(value) ? [value.slice(0, -1), [...value, ...value]] : [];
  }
}

const EVENTS = ["page_viewed", "checkout_started", "order_cancelled"];
