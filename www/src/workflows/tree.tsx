/**
 * The workflow as a tree that is also a plain list: what starts it, what each step does, the ways that
 * lead on, and what ends it, in the order in which it is read and in which the keyboard goes.
 */
import { signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { CONDITION_FIELD, ConditionEditor } from "../condition/editor.tsx";
import { Said } from "../condition/said.tsx";
import { known } from "../condition/known.ts";
import { Badge } from "../components/notice.tsx";
import { config, diagnostics, editWorkflow, workflow } from "../plan/draft.ts";
import { stepWords, triggerWords } from "../strings/steps.ts";
import type { Step, WorkflowText } from "../engine/config-text.ts";
import { focusSoon } from "../components/focus.ts";
import { Picker } from "../components/picker.tsx";
import { EventChips, ObjectForm } from "../schema/form.tsx";
import {
  blank,
  definition,
  eventTitle,
  kindOf,
  kindsOf,
  variantOf,
  workflowSchema,
} from "../schema/schema.ts";
import { words } from "../strings/workflows.ts";
import { FindingsAt } from "../publish/findings.tsx";
import { StepForm } from "./step-form.tsx";
import {
  insert,
  type ListPath,
  move,
  newStep,
  removeAt,
  replaceAt,
  stepsIn,
  type Way,
  waysOf,
  written,
} from "../plan/steps.ts";
import ui from "../components/ui.module.css";
import formCss from "../schema/form.module.css";
import workflowsCss from "./workflows.module.css";

/** The node that is open, by its path; one at a time, so that the whole stays in sight. */
export const openNode = signal<string | null>(null);

export function Tree() {
  const shown = workflow.value;
  if (shown === null) return null;
  return (
    <section class={`${ui.card} ${workflowsCss.tree}`} aria-labelledby="steps">
      <h2 id="steps" class={ui.visuallyHidden}>
        {words.steps}
      </h2>
      <Trigger shown={shown} />
      <Filter shown={shown} />
      <StepList steps={stepsIn(shown.steps)} list={["steps"]} />
      <Exits shown={shown} />
      <Rules shown={shown} />
    </section>
  );
}

/** One line of the tree, which opens to its form. */
function Node({
  path,
  mark,
  line,
  children,
}: {
  path: string;
  mark: ComponentChildren;
  line: ComponentChildren;
  children: ComponentChildren;
}) {
  const open = openNode.value === path;
  const id = useId();
  const found = diagnostics.value.filter((one) => pathOf(one) === path);
  return (
    <div class={workflowsCss.node} data-part="node" data-open={open}>
      <button
        type="button"
        class={workflowsCss.nodeLine}
        id={`node-${path}`}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          openNode.value = open ? null : path;
        }}
      >
        <span class={workflowsCss.nodeMark} aria-hidden="true">
          {mark}
        </span>
        <span data-part="line">{line}</span>
        {found.length === 0 ? null : (
          <Badge tone={found.some(({ severity }) => severity === "error") ? "failed" : "held"}>
            {found.length}
          </Badge>
        )}
      </button>
      <div id={id} class={workflowsCss.nodeBody} data-part="body">
        <FindingsAt found={found} />
        {open ? children : null}
      </div>
    </div>
  );
}

/** The node that a diagnostic is about: the nearest one that encloses its place. */
export function pathOf({ path }: Diagnostic): string | null {
  const list = config.value?.workflows ?? [];
  const index = Array.isArray(list) ? list.findIndex((one) => one?.id === workflow.value?.id) : -1;
  const prefix = `workflows[${index}]`;
  if (path !== prefix && !path.startsWith(`${prefix}.`)) return null;
  const inside = path.slice(prefix.length + 1);
  const step = inside.match(
    /^steps\[\d+\](\.(then|else)\[\d+\]|\.(cases|arms)\[\d+\]\.steps\[\d+\])*/,
  );
  if (step !== null) return step[0];
  const [part = ""] = inside.split(/[.[]/);
  return NODES.includes(part) ? part : "rules";
}

const NODES = ["trigger", "filter", "exit_on", "conditions"];

function Trigger({ shown }: { shown: WorkflowText }) {
  const schema = definition("Trigger");
  const trigger = shown.trigger ?? { type: "customer_created" };
  const id = useId();
  return (
    <Node
      path="trigger"
      mark="●"
      line={
        <>
          <span class={ui.quiet}>{words.startsWhen}</span> {triggerWords(shown)}
        </>
      }
    >
      <div class={formCss.form}>
        <div class={ui.field}>
          <label for={id}>{words.startsWhen}</label>
          <Picker
            id={id}
            label={words.startsWhen}
            options={kindsOf("Trigger")}
            value={trigger.type}
            choose={(type) =>
              editWorkflow((next) => {
                next.trigger = blank(kindOf(schema, type)) as WorkflowText["trigger"];
              })
            }
          />
        </div>
        <ObjectForm
          schema={variantOf(schema, trigger) ?? {}}
          value={trigger}
          without={["type"]}
          change={(value) =>
            editWorkflow((next) => {
              next.trigger = { ...value, type: trigger.type };
            }, "trigger")
          }
          known={known.value}
          special={CONDITION_FIELD}
        />
      </div>
    </Node>
  );
}

/** What is asked of those who enter, and before every message. */
function Filter({ shown }: { shown: WorkflowText }) {
  return (
    <>
      {(["conditions", "filter"] as const).map((part) => {
        const condition = shown[part] as object | undefined;
        const label = part === "filter" ? words.onlyIf : words.onlyPeople;
        const put = (value: object | undefined) =>
          editWorkflow((next) => {
            if (value === undefined) delete next[part];
            else next[part] = value;
          }, part);
        return condition === undefined ? (
          <Picker
            key={part}
            class={`${ui.link} ${workflowsCss.nodeAdd}`}
            label={label}
            options={kindsOf("Condition")}
            choose={(type) => {
              put(blank(kindOf(definition("Condition"), type)) as object);
              focusSoon(`#node-${part} button`);
            }}
          >
            + {label}
          </Picker>
        ) : (
          <div
            key={part}
            class={`${workflowsCss.node} ${workflowsCss.nodeCondition}`}
            data-open="true"
            id={`node-${part}`}
          >
            <p class={ui.quiet}>{label}</p>
            <FindingsAt found={diagnostics.value.filter((one) => pathOf(one) === part)} />
            <ConditionEditor condition={condition} change={put} remove={() => put(undefined)} />
          </div>
        );
      })}
    </>
  );
}

function StepList({ steps, list }: { steps: Step[]; list: ListPath }) {
  return (
    <ol class={workflowsCss.nodeList} data-part="steps">
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
        <div class={`${ui.actions} ${workflowsCss.nodeTools}`}>
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
      {waysOf(step, at).map((way) => (
        <WayOf key={written(way.path)} way={way} />
      ))}
    </>
  );
}

/** What a step does; what a fork asks is said by the engine. */
function StepLine({ step }: { step: Step }) {
  if (step.type !== "branch" || typeof step.if !== "object" || step.if === null) {
    return <>{stepWords(step, config.value)}</>;
  }
  return (
    <>
      {words.branch} <Said condition={step.if} />
    </>
  );
}

function WayOf({ way }: { way: Way }) {
  const named = (words.wayNames as Record<string, string>)[way.name];
  return (
    <div class={workflowsCss.way}>
      <p class={workflowsCss.wayName}>
        {named ?? way.name}
        {way.condition === undefined ? null : (
          <>
            : <Said condition={way.condition} />
          </>
        )}
      </p>
      <StepList steps={way.steps} list={way.path} />
    </div>
  );
}

/** A plus on the edge between two steps, or a line of its own at the end. */
function AddStep({ list, index, end = false }: { list: ListPath; index: number; end?: boolean }) {
  return (
    <Picker
      class={end ? `${workflowsCss.addStep} ${workflowsCss.addStepEnd}` : workflowsCss.addStep}
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

function Exits({ shown }: { shown: WorkflowText }) {
  const list = Array.isArray(shown.exit_on) ? shown.exit_on.map(String) : [];
  return (
    <Node
      path="exit_on"
      mark="■"
      line={
        list.length === 0 ? (
          <span class={ui.quiet}>{words.end}</span>
        ) : (
          <>
            <span class={ui.quiet}>{words.stopsWhen}</span> {list.map(eventTitle).join(", ")}
          </>
        )
      }
    >
      <EventChips
        label={words.stopsWhen}
        list={list}
        change={(given) =>
          editWorkflow((next) => {
            if (given.length === 0) delete next.exit_on;
            else next.exit_on = given;
          })
        }
      />
    </Node>
  );
}

/** Everything else about a workflow: who may enter again, how long it runs, what it is for. */
function Rules({ shown }: { shown: WorkflowText }) {
  return (
    <Node path="rules" mark="⚙" line={<span class={ui.quiet}>{words.rules}</span>}>
      <ObjectForm
        schema={workflowSchema}
        value={shown}
        without={ELSEWHERE}
        change={(value) =>
          editWorkflow((next) => {
            for (const key of Object.keys(next)) delete next[key];
            Object.assign(next, value);
          }, "rules")
        }
        known={known.value}
        special={CONDITION_FIELD}
      />
    </Node>
  );
}

/** What has a place of its own, and what the host gives. */
const ELSEWHERE = [
  "$schema",
  "id",
  "status",
  "revision",
  "live_since",
  "trigger",
  "steps",
  "filter",
  "conditions",
  "exit_on",
];

/** A clock: few fonts have one. */
const CLOCK = (
  <svg viewBox="0 0 16 16" width="16" height="16" class={workflowsCss.nodeClock} aria-hidden="true">
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
