/** Publishing a configuration: when it compiles it is live, and customers are moved to it. */
import { type MailConfig, senderOf } from "../channel/email.ts";
import type { Published } from "../contract/workflows.ts";
import { abilities } from "./abilities.ts";
import { lookAtActivities } from "./activities.ts";
import { type Json, json } from "./json.ts";
import type { Open } from "./open.ts";
import type { Metric } from "./metrics.ts";
import { WITHOUT_SENDER } from "./perform.ts";
import type { Stores } from "./stores.ts";
import { named } from "./workflow-views.ts";

/** A month, in milliseconds. */
const MONTH = 30 * 24 * 3_600_000;

/** What came of it; `workflows` is how many changed. */
interface Outcome {
  live: boolean;
  answer: Json<Published>;
  workflows: number;
}

export async function publish({ stores, arrivals }: Open, text: string): Promise<Outcome> {
  // What visitors did before is the past of those the new plan asks about, and starts nothing.
  await arrivals.takeVisitors(stores.plans.unaskedBy(text));
  const before = liveWorkflows(stores);
  const saved = stores.transaction(() => {
    const now = stores.clock.now();
    const result = stores.plans.save(text, now, abilities(stores));
    if (result.changed && result.plan !== null) {
      stores.segments.edited(now);
      stores.replay.edited();
      stores.timers.set({ kind: "plan", plan: result.plan }, now);
      lookAtActivities(stores, now);
      const month = stores.metrics.between(now - MONTH, now);
      stores.experiments.publish(stores.plans.liveConfig(), (id) => enteredIn(month, id), now);
      if (senderOf(stores.plans.liveConfig() as MailConfig) !== null) {
        stores.outbox.resume(WITHOUT_SENDER, now);
      }
    }
    stores.timers.arm();
    return result;
  });
  const after = liveWorkflows(stores);
  const answer = json({ ...saved, workflows: after });
  return { live: saved.plan !== null, answer, workflows: differing(before, after) };
}

/** How often a workflow was entered, in sums of a period. */
const enteredIn = (sums: readonly Metric[], id: string): number =>
  sums.reduce(
    (all, { workflow, what, n }) => all + (workflow === id && what === "entered" ? n : 0),
    0,
  );

/** The live workflows by name. */
export const liveWorkflows = ({ plans }: Stores) => (plans.liveConfig().workflows ?? []).map(named);

/** How many workflows came, went, or are not what they were. */
function differing(before: object[], after: object[]): number {
  const byId = (list: object[]) =>
    new Map(list.map((one) => [(one as { id?: unknown }).id, JSON.stringify(one)]));
  const [were, are] = [byId(before), byId(after)];
  const ids = new Set([...were.keys(), ...are.keys()]);
  return [...ids].filter((id) => were.get(id) !== are.get(id)).length;
}
