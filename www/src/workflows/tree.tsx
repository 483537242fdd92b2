/**
 * The workflow as a tree that is also a plain list: what starts it, what each step does, the branches that
 * lead on, and what ends it, in the order in which it is read and in which the keyboard goes.
 */
import { useId } from "preact/hooks";
import { focusSoon } from "../components/focus.ts";
import { Picker } from "../components/picker.tsx";
import ui from "../components/ui.module.css";
import { CONDITION_FIELD, ConditionEditor } from "../condition/editor.tsx";
import { known } from "../condition/known.ts";
import type { WorkflowText } from "../engine/config-text.ts";
import { diagnostics, editWorkflow, workflow } from "../plan/draft.ts";
import { stepsIn } from "../plan/steps.ts";
import { FindingsAt } from "../publish/findings.tsx";
import { EventChips } from "../schema/events-field.tsx";
import { ObjectForm } from "../schema/form.tsx";
import formCss from "../schema/form.module.css";
import {
  blank,
  definition,
  eventTitle,
  kindOf,
  kindsOf,
  variantOf,
  workflowSchema,
} from "../schema/schema.ts";
import { triggerText } from "../plan/outlined.ts";
import { words } from "../strings/workflows.ts";
import { Node, pathOf } from "./node.tsx";
import { StepList } from "./step-list.tsx";
import css from "./workflows.module.css";

export function Tree() {
  const shown = workflow.value;
  if (shown === null) return null;
  return (
    <section class={`${ui.card} ${css.tree}`} aria-labelledby="steps">
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
          <span class={ui.quiet}>{words.startsWhenCustomer}</span> {triggerText(shown)}
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
            class={`${ui.link} ${css.nodeAdd}`}
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
            class={`${css.node} ${css.nodeCondition}`}
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
