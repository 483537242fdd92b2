/** What the page shows of a report: sums, orders and words, and nothing that the report does not hold. */
import type { BacktestTally } from "edgewise";

export type WorkflowTally = BacktestTally["workflows"][string];

/** What a workflow sent. */
export const sentBy = (tally: WorkflowTally | undefined): number =>
  Object.values(tally?.steps ?? {})
    .filter(({ kind }) => kind === "send")
    .reduce((sum, { done }) => sum + done, 0);

/** How many of a workflow's runs an order ended. */
export const stoppedByOrder = (tally: WorkflowTally | undefined): number =>
  tally?.exited["ordered-since-entry"] ?? 0;

/** What became of those a reason was given for. */
export type Fate = "not-entered" | "not-sent" | "held" | "ended";

export interface WhyNot {
  fate: Fate;
  reason: string;
  times: number;
}

/** Every reason that kept something from being done, the most frequent first. */
export function whyNot(tally: WorkflowTally | undefined): WhyNot[] {
  if (tally === undefined) return [];
  const steps = Object.values(tally.steps);
  const of = (fate: Fate, reasons: Record<string, number>[]): WhyNot[] =>
    Object.entries(summed(reasons)).map(([reason, times]) => ({ fate, reason, times }));
  return [
    ...of("not-entered", [tally.not_entered]),
    ...of(
      "not-sent",
      steps.map(({ suppressed }) => suppressed),
    ),
    ...of(
      "held",
      steps.map(({ deferred }) => deferred),
    ),
    ...of("ended", [tally.exited]).filter(({ reason }) => !WHOLE.has(reason)),
  ].sort((a, b) => b.times - a.times || (a.reason < b.reason ? -1 : 1));
}

/** Ways in which a run ends as it is meant to. */
const WHOLE = new Set(["reached-end", "exit-step", "goal-met"]);

function summed(lists: Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const list of lists)
    for (const [name, number] of Object.entries(list)) sums[name] = (sums[name] ?? 0) + number;
  return sums;
}
