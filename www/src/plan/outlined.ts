/** What is being edited in the engine's words, bound to the steps and branches they describe, and the policy. */
import { computed, effect, signal } from "@preact/signals";
import type { BranchOutline, Part, StepOutline, WorkflowOutline } from "edgewise";
import { ask } from "../engine/client.ts";
import { kindTitle } from "../schema/schema.ts";
import { hinted } from "../text/subject.ts";
import { configText } from "./draft.ts";
import type { Step, WorkflowText } from "../engine/config-text.ts";

/** A rule for everything that is sent, and whether it is a default. */
export interface PolicyRule {
  text: string;
  isDefault: boolean;
}

/** The rules in effect for everything that is sent. */
export const policyRules = signal<readonly PolicyRule[]>([]);

const outlined = signal<WorkflowOutline[]>([]);

effect(() => {
  const config = configText.value;
  ask("outline", { config }).then(
    (outline) => {
      // An answer about an older text is dropped; a text that isn't JSON keeps the last outline.
      if (configText.peek() !== config) return;
      outlined.value = outline.workflows;
      policyRules.value = outline.policy.map(({ parts, is_default: isDefault }) => ({
        text: textOf(parts),
        isDefault,
      }));
    },
    () => {},
  );
});

/** The steps of a workflow by ID, and its branches by path, such as `steps[1].then`. */
interface Contents {
  trigger: Part[];
  steps: ReadonlyMap<string, StepOutline>;
  branches: ReadonlyMap<string, BranchOutline>;
}

const contents = computed(
  () => new Map(outlined.value.map((one): [string, Contents] => [one.id, contentsOf(one)])),
);

function contentsOf({ trigger, steps }: WorkflowOutline): Contents {
  const all = withInner(steps);
  return {
    trigger,
    steps: new Map(all.map((step) => [step.id, step])),
    branches: new Map(
      all.flatMap(({ branches }) =>
        branches.map((branch) => [branch.path.replace(/^workflows\[\d+\]\./, ""), branch]),
      ),
    ),
  };
}

/** Steps with those of their branches. */
const withInner = (steps: StepOutline[]): StepOutline[] =>
  steps.flatMap((step) => [step, ...step.branches.flatMap(({ steps: inner }) => withInner(inner))]);

/** Parts as one text. Merge fields are only hinted at: the preview shows them filled in. */
export const textOf = (parts: readonly Part[]): string =>
  hinted(parts.map(({ text }) => text).join(""));

/** What starts a workflow, after "the customer"; its kind while the engine can't read it. */
export const triggerText = ({ id, trigger }: WorkflowText): string =>
  textOf(contents.value.get(id)?.trigger ?? []) ||
  kindTitle("Trigger", String(trigger?.type ?? ""));

/** What a step does; its kind while the engine can't read it. */
export const stepText = (workflow: string, { id, type }: Step): string =>
  textOf(contents.value.get(workflow)?.steps.get(id)?.parts ?? []) || kindTitle("Step", type);

/** The name and the condition of the branch at `path`; null while the engine can't read its step. */
export function branchText(
  workflow: string,
  path: string,
): { name: string; condition: string } | null {
  const branch = contents.value.get(workflow)?.branches.get(path);
  return branch === undefined ? null : { name: branch.name, condition: textOf(branch.condition) };
}
