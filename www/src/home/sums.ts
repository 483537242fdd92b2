/** Sums of sums: what the edge counted, taken together. */
import type { Sums } from "../operations/server.ts";

export const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

/** What went wrong: failed for good, or nobody knows. */
export const failed = (sums: Sums): number => total(sums.failed) + sums.unknown;

/** Everything that was tried to its end. */
export const attempts = (sums: Sums): number => failed(sums) + total(sums.sent) + sums.done;

/** Ways in which a run ends as it was meant to. */
const COMPLETED = ["reached-end", "exit-step", "goal-met"];

export const completed = (sums: Sums): number =>
  COMPLETED.reduce((all, reason) => all + (sums.ended[reason] ?? 0), 0);

/** An order that ends a run is what most workflows are for: it stands apart from every failure. */
export const endedByOrder = (sums: Sums): number => sums.ended["ordered-since-entry"] ?? 0;
