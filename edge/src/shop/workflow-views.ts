/** What the admin reads about workflows: who is inside, and what saving a configuration would do. */
import type { Diagnostic } from "edgewise";
import type {
  ConfigCheck,
  WorkflowChange,
  WorkflowName,
  Workflows,
} from "../contract/workflows.ts";
import { abilities } from "./abilities.ts";
import { backfills } from "./backfill.ts";
import { jsonOf, NO_STATE } from "./customer.ts";
import { type ConfigText, LOOKED_BACK, type WorkflowText } from "./plans.ts";
import type { Stores } from "./stores.ts";
import { Turn } from "./turn.ts";

/** Customers looked at before a workflow goes live. */
const LOOKED_AT = 1_000;
/** And for how long, in milliseconds: fewer are a sample as well. */
const LOOKING_TIME = 60;

type Fate = WorkflowChange["those_inside"];

/** A workflow by its name, without what it says. */
export function named({ id, name, revision, status }: WorkflowText): WorkflowName {
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(revision === undefined ? {} : { revision }),
    ...(status === undefined ? {} : { status }),
  };
}

/** The live workflows with how many are inside each, and who is being let in. */
export function workflowList(stores: Stores): Workflows {
  const workflows = stores.plans.liveConfig().workflows ?? [];
  const passes = backfills(stores);
  const edited = stores.plans.editedAt();
  return {
    plan: stores.plans.live,
    now: stores.clock.now(),
    drafts: stores.drafts.list(),
    workflows: workflows.map((workflow) => {
      const { id } = workflow;
      const inside = stores.enrollments.inside(id);
      const pass = passes.find((one) => one.workflow === id);
      return {
        ...named(workflow),
        inside: inside.reduce((sum, of) => sum + of.inside, 0),
        inside_by_revision: inside,
        edited_at: edited.get(id) ?? null,
        backfill: pass === undefined ? null : { batch: pass.batch, left: pass.left },
      };
    }),
  };
}

/** A workflow as it stood in saved configurations, each version once, the newest first; null if never. */
export async function workflowRevisions(stores: Stores, id: string) {
  let turn = new Turn();
  const versions = new Map<
    number,
    { revision: number; saved_at: number; workflow: WorkflowText }
  >();
  for (const { plan, created_at } of stores.plans.history(LOOKED_BACK)) {
    if (!turn.next()) {
      await scheduler.wait(0);
      turn = new Turn();
    }
    const { workflows = [] } = JSON.parse(stores.plans.text(plan) ?? "{}") as ConfigText;
    const found = workflows.find((one) => one.id === id);
    if (found === undefined) continue;
    const { revision = 1, live_since: _, ...written } = found;
    // Going on back in time, the last one seen is the moment at which the version was saved first.
    versions.set(revision, { revision, saved_at: created_at, workflow: written });
  }
  return versions.size === 0 ? null : { revisions: [...versions.values()] };
}

/** What saving `text` would find and do; nothing is saved. */
export function beforeSaving(stores: Stores, text: string): ConfigCheck {
  const { diagnostics, accepted, next } = stores.plans.check(
    text,
    stores.clock.now(),
    abilities(stores),
  );
  const workflows = next === null ? [] : changes(stores, next);
  const found = next === null ? [] : readiness(stores, next);
  return { can_be_saved: accepted, diagnostics: [...diagnostics, ...found], workflows };
}

/** What workflows that go live lack among the customers: ids are hashes, so the first are a sample. */
function readiness(stores: Stores, next: ConfigText): Diagnostic[] {
  const { customers, engine, plans, clock } = stores;
  const before = new Map((plans.liveConfig().workflows ?? []).map((one) => [one.id, one]));
  const live = (next.workflows ?? []).filter((one) => goesLive(one, before.get(one.id)));
  if (live.length === 0) return [];
  const turn = new Turn(LOOKED_AT, LOOKING_TIME);
  const ids = customers.idsAfter("", LOOKED_AT);
  const states = ids
    .flatMap((id) => (turn.next() && jsonOf(engine, customers.look(id)?.state ?? NO_STATE)) || [])
    .join("\n");
  const { plan } = engine.load(JSON.stringify(next));
  if (plan === null) return [];
  return live.flatMap(({ id }) => engine.readiness(plan, id, states, clock.now()).findings);
}

function changes(stores: Stores, next: ConfigText): WorkflowChange[] {
  const before = new Map((stores.plans.liveConfig().workflows ?? []).map((one) => [one.id, one]));
  const inside = (id: string) =>
    stores.enrollments.inside(id).reduce((sum, of) => sum + of.inside, 0);
  const kept = (next.workflows ?? []).map((workflow): WorkflowChange => {
    const was = before.get(workflow.id);
    before.delete(workflow.id);
    const change =
      was === undefined ? "new" : was.revision === workflow.revision ? "same" : "edited";
    return {
      ...idAndName(workflow),
      change,
      status: workflow.status ?? "draft",
      status_before: was?.status ?? null,
      inside: inside(workflow.id),
      those_inside: change === "same" ? "keep" : fateOf(workflow),
      there_already: goesLive(workflow, was) ? thereAlready(stores, workflow) : null,
    };
  });
  // Those inside a workflow that is taken out finish what they began.
  const removed = [...before.values()].map(
    (workflow): WorkflowChange => ({
      ...idAndName(workflow),
      change: "removed",
      status: null,
      status_before: workflow.status ?? null,
      inside: inside(workflow.id),
      those_inside: "keep",
      there_already: null,
    }),
  );
  return [...kept, ...removed];
}

const idAndName = ({ id, name }: WorkflowText) => ({ id, name: name ?? id });

function fateOf(workflow: WorkflowText): Fate {
  const { in_flight: inFlight, on_pause: onPause, status } = workflow as Record<string, unknown>;
  if (status === "paused" && onPause === "stop") return "stop";
  return (inFlight as Fate | undefined) ?? "keep";
}

const goesLive = (workflow: WorkflowText, was: WorkflowText | undefined): boolean =>
  workflow.status === "live" && was?.status !== "live";

/** Who is in the segment already whose new members start the workflow: they enter only when let in. */
function thereAlready(stores: Stores, workflow: WorkflowText) {
  const { trigger } = workflow as { trigger?: { type?: string; segment?: string } };
  if (trigger?.type !== "segment_entered" || trigger.segment === undefined) return null;
  const { segment } = trigger;
  const known = stores.segments.defined().some(({ id }) => id === segment);
  return { segment, members: known ? stores.segments.count(segment) : null };
}
