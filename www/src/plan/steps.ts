/** Where steps stand in a workflow, and how one is put there, moved and taken out. */
import { definition, type Schema, variantOf } from "../schema/schema.ts";
import type { Step, WorkflowText } from "../engine/config-text.ts";

/** A list of steps by its keys from the workflow on: `steps`, `steps 2 then`, `steps 1 arms 0 steps`. */
export type ListPath = readonly (string | number)[];

export interface Way {
  /** What the way is called by the merchant, or by the step. */
  name: string;
  list: ListPath;
  steps: Step[];
  /** Who takes it, where that is asked of each way. */
  condition?: object;
}

/** `steps[2].then`: as the diagnostics write it. */
export const written = (path: ListPath): string =>
  path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join("");

/** All ways that lead on from a step, also those without a step yet. */
export function waysOf(step: Step, at: ListPath): Way[] {
  const way = (name: string, key: string): Way => ({
    name,
    list: [...at, key],
    steps: stepsIn(step[key]),
  });
  const named = (key: string): Way[] =>
    (Array.isArray(step[key]) ? (step[key] as Record<string, unknown>[]) : []).map(
      (one, index) => ({
        name: String(one?.name ?? index + 1),
        list: [...at, key, index, "steps"],
        steps: stepsIn(one?.steps),
        ...(typeof one?.if === "object" && one.if !== null ? { condition: one.if } : {}),
      }),
    );
  switch (step.type) {
    case "branch":
      return [way("yes", "then"), way("else", "else")];
    case "wait_for_event":
      return [way("done", "then"), way("late", "else")];
    case "switch":
      return [...named("cases"), way("else", "else")];
    case "split":
      return named("arms");
    default:
      return [];
  }
}

/** Every step with its place, in reading order. */
export function placed(workflow: WorkflowText): { path: string; step: Step }[] {
  const walk = (steps: Step[], list: ListPath): { path: string; step: Step }[] =>
    steps.flatMap((step, index) => {
      const at = [...list, index];
      return [
        { path: written(at), step },
        ...waysOf(step, at).flatMap((way) => walk(way.steps, way.list)),
      ];
    });
  return walk(stepsIn(workflow.steps), ["steps"]);
}

export function insert(workflow: WorkflowText, list: ListPath, index: number, step: Step): void {
  listAt(workflow, list).splice(index, 0, step);
}

export function removeAt(workflow: WorkflowText, list: ListPath, index: number): void {
  listAt(workflow, list).splice(index, 1);
}

export function replaceAt(workflow: WorkflowText, list: ListPath, index: number, step: Step): void {
  listAt(workflow, list).splice(index, 1, step);
}

/** Moves a step so many places within its list. */
export function move(workflow: WorkflowText, list: ListPath, index: number, by: number): void {
  const steps = listAt(workflow, list);
  const to = index + by;
  if (to < 0 || to >= steps.length) return;
  const [step] = steps.splice(index, 1);
  if (step !== undefined) steps.splice(to, 0, step);
}

/** The list itself; one that is not there yet is made. */
function listAt(workflow: WorkflowText, path: ListPath): Step[] {
  let at: Record<string | number, unknown> = workflow;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? "steps";
  if (!Array.isArray(at[last])) at[last] = [];
  return at[last] as Step[];
}

/** A new step that does what is asked, under a name that no other step has. */
export function newStep(type: string, workflow: WorkflowText): Step {
  const taken = new Set(placed(workflow).map(({ step }) => step.id));
  const base = type.replaceAll("_", "-");
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return { id, type, ...STARTS[type] };
}

/** What each kind of step begins with: something that can be saved, or that says what is missing. */
const STARTS: Record<string, Record<string, unknown>> = {
  send: { message: "" },
  wait: { for: { amount: 1, unit: "days" } },
  wait_for_event: { event: "order_placed", at_most: { amount: 2, unit: "days" } },
  branch: { if: { type: "order_count", is: "at_least", count: 1 } },
  switch: {
    cases: [{ name: "one", if: { type: "order_count", is: "at_least", count: 1 }, steps: [] }],
    else: [],
  },
  split: {
    arms: [
      { name: "a", weight: 50, steps: [] },
      { name: "b", weight: 50, steps: [] },
    ],
  },
  apply_coupon: { percent: 10, prefix: "SAVE", valid_for: { amount: 5, unit: "days" } },
  add_tag: { tag: "VIP" },
  remove_tag: { tag: "VIP" },
  add_points: { points: 100, cause: "A gift" },
  unsubscribe: { channel: "email" },
  change_tier: { tier: "" },
  assign: { to: [""] },
  create_ticket: { url: "https://", subject: "A customer needs help" },
  add_to_audience: { url: "https://", audience: "" },
  remove_from_audience: { url: "https://", audience: "" },
  show_offer: { offer: "" },
  hide_offer: { offer: "" },
  sync_customer: { url: "https://" },
  create_task: { title: "Call this customer" },
  webhook: { url: "https://" },
};

const STEP = definition("Step");

/** The schema of a step's own fields, by its type and the keys it has. */
export const schemaOf = (step: Step): Schema => variantOf(STEP, step) ?? {};

/** What is edited elsewhere than among a step's fields: its name, its kind and its ways. */
export const NOT_FIELDS = ["id", "type", "then", "else"] as const;

/** What looks like steps; while somebody types, anything may stand there. */
export const stepsIn = (value: unknown): Step[] =>
  Array.isArray(value) ? value.filter((one) => typeof one?.type === "string") : [];
