/** The parts of a condition's sentence, each with the field that opens when it is chosen. */
import type { Part as Said } from "edgewise";

/** A stretch of a sentence; without a field it is only text. */
export type Part = Pick<Said, "text"> & { field: string | null };

export type Condition = Record<string, unknown> & { type: string };

/**
 * The engine's parts by the condition's own fields: what says a part of a field belongs to that field,
 * with the words between.
 */
export function byField(parts: readonly Said[]): Part[] {
  const fields = parts.map(({ field }) => field?.split(/[.[]/, 1)[0] ?? null);
  const joined: Part[] = [];
  for (const [index, { text }] of parts.entries()) {
    const last = joined.at(-1);
    const next = fields.slice(index).find((field) => field !== null);
    // Words between two parts of one field are said in one breath with them.
    const field = fields[index] ?? (last?.field === next ? (next ?? null) : null);
    if (last !== undefined && last.field === field) last.text += text;
    else joined.push({ text, field });
  }
  return joined.map(quoted).filter(({ text }) => text !== "");
}

/** Quotation marks belong to the field that they quote. */
function quoted({ text, field }: Part, place: number, parts: Part[]): Part {
  const isQuoted = (at: number) =>
    parts[at] !== undefined &&
    parts[at].field !== null &&
    /[“„]$/.test(parts[at - 1]?.text ?? "") &&
    /^[”“]/.test(parts[at + 1]?.text ?? "");
  if (field !== null) {
    const marks = isQuoted(place) ? [parts[place - 1]?.text.at(-1), parts[place + 1]?.text[0]] : [];
    return { text: `${marks[0] ?? ""}${text}${marks[1] ?? ""}`, field };
  }
  const from = isQuoted(place - 1) ? 1 : 0;
  return { text: text.slice(from, isQuoted(place + 1) ? -1 : undefined), field };
}
