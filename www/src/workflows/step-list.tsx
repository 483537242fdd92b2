/** The steps one below the other, the branches that lead on from them, and where one can be added. */
import type { ComponentChildren } from "preact";
import { focusSoon } from "../components/focus.ts";
import { Picker } from "../components/picker.tsx";
import ui from "../components/ui.module.css";
import type { Step } from "../engine/config-text.ts";
import { chosen, editWorkflow } from "../plan/draft.ts";
import {
  type Branch,
  branchesOf,
  insert,
  type ListPath,
  move,
  newStep,
  removeAt,
  replaceAt,
  written,
} from "../plan/steps.ts";
import { kindsOf } from "../schema/schema.ts";
import { branchText, stepText } from "../plan/outlined.ts";
import { fieldLabel } from "../strings/fields.ts";
import { words } from "../strings/workflows.ts";
import { Node } from "./node.tsx";
import { openNode } from "./state.ts";
import { StepForm } from "./step-form.tsx";
import css from "./workflows.module.css";

export function StepList({ steps, list }: { steps: Step[]; list: ListPath }) {
  return (
    <ol class={css.nodeList} data-part="steps">
      {steps.map((step, index) => (
        <li key={step.id}>
          <AddStep list={list} index={index} />
          <StepNode step={step} list={list} index={index} last={index === steps.length - 1} />
        </li>
      ))}
      <li>
        <AddStep list={list} index={steps.length} end />
      </li>
    </ol>
  );
}

function StepNode({
  step,
  list,
  index,
  last,
}: {
  step: Step;
  list: ListPath;
  index: number;
  last: boolean;
}) {
  const at = [...list, index];
  const path = written(at);
  const put = (next: Step) => editWorkflow((one) => replaceAt(one, list, index, next), path);
  const shift = (by: number) => {
    editWorkflow((one) => move(one, list, index, by));
    openNode.value = written([...list, index + by]);
  };
  return (
    <>
      <Node path={path} mark={MARKS[step.type] ?? "✓"} line={<StepLine step={step} />}>
        <StepForm step={step} change={put} />
        <div class={`${ui.actions} ${css.nodeTools}`}>
          <button type="button" class={ui.step} disabled={index === 0} onClick={() => shift(-1)}>
            ↑ <span class={ui.visuallyHidden}>{words.moveUp}</span>
          </button>
          <button type="button" class={ui.step} disabled={last} onClick={() => shift(1)}>
            ↓ <span class={ui.visuallyHidden}>{words.moveDown}</span>
          </button>
          <button
            type="button"
            class={ui.link}
            onClick={() => {
              openNode.value = null;
              editWorkflow((one) => removeAt(one, list, index));
            }}
          >
            {words.removeStep}
          </button>
        </div>
      </Node>
      {branchesOf(step, at).map((branch) => (
        <BranchSteps key={written(branch.list)} branch={branch} />
      ))}
    </>
  );
}

/** What a step does. */
const StepLine = ({ step }: { step: Step }) => <>{stepText(chosen.value, step)}</>;

/** A branch: its name and condition in the engine's words, and its steps. */
function BranchSteps({ branch }: { branch: Branch }) {
  const { name, condition } = branchText(chosen.value, written(branch.list)) ?? {
    name: fieldLabel(branch.name),
    condition: "",
  };
  return (
    <div class={css.branch}>
      <p class={css.branchName}>
        {name}
        {condition === "" ? null : `: ${condition}`}
      </p>
      <StepList steps={branch.steps} list={branch.list} />
    </div>
  );
}

/** A plus on the edge between two steps, or a line of its own at the end. */
function AddStep({ list, index, end = false }: { list: ListPath; index: number; end?: boolean }) {
  return (
    <Picker
      class={end ? `${css.addStep} ${css.addStepEnd}` : css.addStep}
      label={words.addStepAt(index + 1)}
      options={kindsOf("Step")}
      choose={(type) => {
        const path = written([...list, index]);
        editWorkflow((next) => insert(next, list, index, newStep(type, next)));
        openNode.value = path;
        focusSoon(`#${CSS.escape(`node-${path}`)}`);
      }}
    >
      {end ? `+ ${words.addStep}` : "+"}
    </Picker>
  );
}

/** A clock: few fonts have one. */
const CLOCK = (
  <svg viewBox="0 0 16 16" width="16" height="16" class={css.nodeClock} aria-hidden="true">
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.5V8l2.5 1.5" />
  </svg>
);

const MARKS: Record<string, ComponentChildren> = {
  send: "✉",
  wait: CLOCK,
  wait_for_event: CLOCK,
  branch: "◇",
  switch: "◇",
  split: "◇",
  exit: "■",
};
