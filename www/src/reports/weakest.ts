/** Which step of a workflow loses most. */
import type { WorkflowReport } from "../earnings/server.ts";

/** With fewer messages a share says little. */
const ENOUGH = 100;

/** The step whose messages were clicked least, of at least two that were sent often enough to tell. */
export function weakestOf(steps: WorkflowReport["steps"]): string | null {
  const told = steps.filter(({ earned }) => earned.messages >= ENOUGH);
  if (told.length < 2) return null;
  const share = ({ earned }: (typeof told)[number]) => earned.clicked.human / earned.messages;
  const [least, next] = told.toSorted((one, other) => share(one) - share(other));
  // Two that lose alike are both no worse than the rest.
  return least === undefined || next === undefined || share(least) === share(next)
    ? null
    : least.id;
}
