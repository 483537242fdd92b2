/** What is being edited in the engine's words: each workflow's trigger and steps, and the policy. */
import { effect, signal } from "@preact/signals";
import type { Outline, Part, StepOutline } from "edgewise";
import { ask } from "../engine/client.ts";
import { kindTitle } from "../schema/schema.ts";
import { hinted } from "../text/subject.ts";
import { configText } from "./draft.ts";
import type { Step, WorkflowText } from "../engine/config-text.ts";

/** How a workflow reads: its trigger after "the customer", and its steps by their ids. */
export interface WorkflowWords {
  trigger: string;
  steps: ReadonlyMap<string, string>;
}

/** A rule for everything that is sent, and whether it is a default. */
export interface PolicyRule {
  text: string;
  isDefault: boolean;
}

/** The rules in effect for everything that is sent. */
export const policyRules = signal<readonly PolicyRule[]>([]);

const outlined = signal<ReadonlyMap<string, WorkflowWords>>(new Map());

effect(() => {
  const config = configText.value;
  ask("outline", { config }).then(
    (outline) => {
      // What was overtaken by a newer text is dropped; what cannot be said keeps its last words.
      if (configText.peek() !== config) return;
      outlined.value = wordsOf(outline);
      policyRules.value = outline.policy.map(({ parts, is_default: isDefault }) => ({
        text: textOf(parts),
        isDefault,
      }));
    },
    () => {},
  );
});

/** The words of all workflows by their ids. */
export const wordsOf = (outline: Outline): Map<string, WorkflowWords> =>
  new Map(
    outline.workflows.map(({ id, trigger, steps }) => [
      id,
      { trigger: textOf(trigger), steps: new Map(stepsOf(steps)) },
    ]),
  );

const stepsOf = (steps: StepOutline[]): [string, string][] =>
  steps.flatMap(({ id, parts, branches }) => [
    [id, textOf(parts)] as [string, string],
    ...branches.flatMap((branch) => stepsOf(branch.steps)),
  ]);

// What is filled in for each customer shows in the timeline; here it would only be noise.
const textOf = (parts: Part[]): string => hinted(parts.map(({ text }) => text).join(""));

/** What starts a workflow, after "the customer"; its kind while that cannot be said. */
export const triggerText = ({ id, trigger }: WorkflowText): string =>
  outlined.value.get(id)?.trigger || kindTitle("Trigger", String(trigger?.type ?? ""));

/** What a step does; its kind while that cannot be said. */
export const stepText = (workflow: string, { id, type }: Step): string =>
  outlined.value.get(workflow)?.steps.get(id) || kindTitle("Step", type);
