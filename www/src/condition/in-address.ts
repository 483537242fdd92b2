/** Conditions in a page's address, so that what is looked at can be linked to and gone back to. */
import type { Condition } from "./sentence.ts";

/** The conditions in an address; whatever is none is left out. */
export function conditionsIn(query: URLSearchParams): Condition[] {
  const given = query.get(WHERE);
  if (given === null) return [];
  try {
    const list: unknown = JSON.parse(given);
    return Array.isArray(list) ? list.filter(isCondition) : [];
  } catch {
    return [];
  }
}

/** What an address says of conditions. */
export const addressOf = (conditions: readonly object[]): Record<string, string> =>
  conditions.length === 0 ? {} : { [WHERE]: JSON.stringify(conditions) };

/** One condition that holds where all of them do; null for none. */
export function allOf(conditions: readonly object[]): object | null {
  const [first, ...others] = conditions;
  if (first === undefined) return null;
  return others.length === 0 ? first : { type: "all", of: conditions };
}

const WHERE = "where";

const isCondition = (value: unknown): value is Condition =>
  typeof value === "object" && value !== null && typeof (value as Condition).type === "string";
