/** Where steps stand in a workflow, and how one is put there, moved and taken out. */
import {
  blank,
  definition,
  kindOf,
  refName,
  resolved,
  type Schema,
  variantOf,
} from "../schema/schema.ts";
import type { Step, WorkflowText } from "../engine/config-text.ts";

/** A list of steps by its keys from the workflow on: `steps`, `steps 2 then`, `steps 1 arms 0 steps`. */
export type ListPath = readonly (string | number)[];

/** A list of steps that a step leads on to. */
export interface Branch {
  /** What the merchant calls it, or the field it stands in. */
  name: string;
  list: ListPath;
  steps: Step[];
}

/** `steps[2].then`: as the diagnostics write it. */
export const written = (path: ListPath): string =>
  path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join("");

/** The branches that lead on from a step, also the empty ones. */
export const branchesOf = (step: Step, at: ListPath): Branch[] =>
  branchFields(step).flatMap(({ key, named }) => {
    if (!named) return [{ name: key, list: [...at, key], steps: stepsIn(step[key]) }];
    const list = Array.isArray(step[key]) ? (step[key] as Record<string, unknown>[]) : [];
    return list.map((one, index) => ({
      name: String(one?.name ?? index + 1),
      list: [...at, key, index, "steps"],
      steps: stepsIn(one?.steps),
    }));
  });

/**
 * The fields of a step that hold steps (`then`), or branches with a name and steps (`cases`). What
 * applies otherwise comes last.
 */
export function branchFields(step: Step): { key: string; named: boolean }[] {
  const fields = Object.entries(resolved(schemaOf(step)).properties ?? {}).flatMap(
    ([key, schema]) => {
      const items = resolved(schema).items ?? {};
      const named = holdsSteps(resolved(items).properties?.steps);
      return named || refName(items) === "Step" ? [{ key, named }] : [];
    },
  );
  return fields.sort((one, other) => Number(one.key === "else") - Number(other.key === "else"));
}

const holdsSteps = (schema: Schema | undefined): boolean =>
  schema !== undefined && refName(resolved(schema).items ?? {}) === "Step";

/** Every step with its place, in reading order. */
export function placed(workflow: WorkflowText): { path: string; step: Step }[] {
  const walk = (steps: Step[], list: ListPath): { path: string; step: Step }[] =>
    steps.flatMap((step, index) => {
      const at = [...list, index];
      return [
        { path: written(at), step },
        ...branchesOf(step, at).flatMap((branch) => walk(branch.steps, branch.list)),
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

/** Moves a step by a number of places within its list. */
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

/** A new step of a kind, filled in as the schema suggests, under an ID that no other step has. */
export function newStep(type: string, workflow: WorkflowText): Step {
  const taken = new Set(placed(workflow).map(({ step }) => step.id));
  const base = type.replaceAll("_", "-");
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return { ...(blank(kindOf(STEP, type)) as object), id, type };
}

const STEP = definition("Step");

/** The schema of a step's own fields, by its type and the keys it has. */
export const schemaOf = (step: Step): Schema => variantOf(STEP, step) ?? {};

/** What looks like steps; while somebody types, anything may stand there. */
export const stepsIn = (value: unknown): Step[] =>
  Array.isArray(value) ? value.filter((one) => typeof one?.type === "string") : [];
