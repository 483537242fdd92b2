/** The parts of a condition's sentence, each with the field that opens when it is chosen. */
import type { Part as Said } from "edgewise";

/** A stretch of a sentence; without a field it is only text. */
export interface Part {
  text: string;
  field: string | null;
}

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
  return joined;
}
