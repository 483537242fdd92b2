/** Whether the edge and the browser agree, counted decision by decision. */
import { words } from "../strings/customers.ts";
import type { Story } from "./follow.ts";

export interface Verdict {
  decisions: number;
  agreed: number;
  /** The first moment at which they differ. */
  first: { at: number; parts: string[] } | null;
}

/** A decision counts as agreed when everything about its moment is the same: effects and state, too. */
export function verdict({ moments, replayed }: Pick<Story, "moments" | "replayed">): Verdict {
  let decisions = 0;
  let agreed = 0;
  let first: Verdict["first"] = null;
  for (const [index, moment] of moments.entries()) {
    const count = moment.summary.trace.length;
    const parts = replayed[index]?.differences ?? [words.notReplayed];
    decisions += count;
    if (parts.length === 0) agreed += count;
    else first ??= { at: moment.now, parts };
  }
  return { decisions, agreed, first };
}
