/**
 * A condition, edited as the sentence that the engine says of it: each underlined part opens its
 * choice. Groups stand indented, with how they are taken together above them.
 */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { Field, type Known, ObjectForm, type Special } from "../schema/form.tsx";
import { focusSoon } from "../components/focus.ts";
import { Picker } from "../components/picker.tsx";
import {
  blank,
  definition,
  kindOf,
  kindsOf,
  kindTitle,
  resolved,
  type Schema,
} from "../schema/schema.ts";
import { fieldLabel } from "../strings/fields.ts";
import { AmountField } from "./amount.tsx";
import { words } from "../strings/forms.ts";
import { known as knownNames } from "./known.ts";
import type { Condition } from "./sentence.ts";
import { useSentence } from "./use-sentence.ts";
import ui from "../components/ui.module.css";
import conditionCss from "./condition.module.css";
import formCss from "../schema/form.module.css";

const SCHEMA = definition("Condition");
const GROUPS = ["all", "any", "none"] as const;

const isGroup = ({ type }: Condition): boolean => (GROUPS as readonly string[]).includes(type);

/** Edits `condition`; what is handed to `change` may still be incomplete, as the diagnostics say. */
export function ConditionEditor({
  condition,
  change,
  remove,
  inGroup = false,
  within,
}: {
  condition: object;
  change(next: object): void;
  /** Takes the condition away where it stands; left out where there must be one. */
  remove?(): void;
  /** Whether it is one of several already. */
  inGroup?: boolean;
  /** Where it stands in a panel that is closed as a whole: whether its fields are there at first. */
  within?: { opened: boolean };
}) {
  const given = condition as Condition;
  return isGroup(given) ? (
    <Group group={given} change={change} remove={remove} />
  ) : (
    <>
      <Leaf condition={given} change={change} remove={remove} within={within} />
      {inGroup ? null : <AddCondition add={(next) => change({ type: "all", of: [given, next] })} />}
    </>
  );
}

/** A list of what can be asked; what is chosen begins with its smallest form. */
function AddCondition({ add }: { add(next: Condition): void }) {
  return (
    <Picker
      class={ui.link}
      label={words.addCondition}
      options={kindsOf("Condition")}
      choose={(type) => add(blank(kindOf(SCHEMA, type)) as Condition)}
    >
      + {words.addCondition}
    </Picker>
  );
}

/** Conditions and amounts inside of other forms are edited in the same way. */
export const CONDITION_FIELD: Record<string, Special> = {
  Amount: AmountField,
  Condition: ({ value, change, label }) => (
    <fieldset class={formCss.formGroup}>
      <legend>{label}</legend>
      <ConditionEditor
        condition={(value ?? blank(SCHEMA)) as object}
        change={change as (next: object) => void}
      />
    </fieldset>
  ),
};

function Group({
  group,
  change,
  remove,
}: {
  group: Condition;
  change(next: object): void;
  remove?(): void;
}) {
  const list = (Array.isArray(group.of) ? group.of : []) as Condition[];
  const put = (of: Condition[]) => change({ ...group, of });
  return (
    <div class={conditionCss.conditionGroup}>
      <div class={conditionCss.conditionHead}>
        <select
          aria-label={words.groupLabel}
          value={group.type}
          onChange={({ currentTarget }) => change({ ...group, type: currentTarget.value })}
        >
          {GROUPS.map((one) => (
            <option key={one} value={one}>
              {words.groups[one]}
            </option>
          ))}
        </select>
        {remove === undefined ? null : (
          <button type="button" class={ui.step} aria-label={words.removeGroup} onClick={remove}>
            ✕
          </button>
        )}
      </div>
      <ul class={conditionCss.conditionList}>
        {list.map((one, index) => (
          <li key={index}>
            <ConditionEditor
              condition={one}
              inGroup
              change={(next) => put(list.with(index, next as Condition))}
              remove={() => put(list.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      <div class={ui.actions}>
        <AddCondition add={(next) => put([...list, next])} />
      </div>
    </div>
  );
}

function Leaf({
  condition,
  change,
  remove,
  within,
}: {
  condition: Condition;
  change(next: object): void;
  remove?(): void;
  within?: { opened: boolean };
}) {
  const [open, setOpen] = useState<string | null>(within?.opened ? ALL : null);
  const { parts, fault } = useSentence(condition);
  const schema = kindOf(SCHEMA, condition.type);
  const id = useId();
  const toggle = (field: string) => setOpen(open === field ? null : field);
  const close = () => {
    setOpen(null);
    focusSoon(`[aria-controls="${CSS.escape(id)}"]`);
  };
  // Whatever is set can be changed in the sentence, also what has no words of its own there.
  const { properties = {} } = resolved(schema);
  const spoken = new Set(parts.map(({ field }) => field));
  const silent = Object.keys(condition).filter(
    (field) => properties[field]?.const === undefined && field in properties && !spoken.has(field),
  );
  const timeless = "window" in properties && condition.window === undefined;
  return (
    <div>
      <p class={conditionCss.sentence} data-part="sentence">
        {parts.map(({ text, field }, index) =>
          field === null ? (
            <span key={index}>{text}</span>
          ) : (
            <PartButton key={index} open={open} field={field} panel={id} toggle={toggle}>
              {text}
            </PartButton>
          ),
        )}
        {timeless ? (
          <PartButton open={open} field="window" panel={id} toggle={toggle}>
            {words.anyTime}
          </PartButton>
        ) : null}
        {silent.map((field) => (
          <PartButton key={field} open={open} field={field} panel={id} toggle={toggle} quiet>
            {fieldLabel(field)}
          </PartButton>
        ))}
        <span class={conditionCss.conditionTools}>
          <button
            type="button"
            class={ui.step}
            aria-expanded={open === ALL}
            aria-controls={id}
            aria-label={`${words.condition}: ${kindTitle("Condition", condition.type)}`}
            onClick={() => toggle(ALL)}
          >
            ✎
          </button>
          {remove === undefined ? null : (
            <button
              type="button"
              class={ui.step}
              aria-label={words.removeCondition}
              onClick={remove}
            >
              ✕
            </button>
          )}
        </span>
      </p>
      {fault === null ? null : (
        <p class={ui.fieldFault} data-part="fault">
          {fault}
        </p>
      )}
      <div id={id}>
        {open === null ? null : (
          <div class={conditionCss.conditionPanel} data-part="panel">
            <Panel
              open={open}
              condition={condition}
              schema={schema}
              change={change}
              known={knownNames.value}
            />
            {within === undefined ? (
              <button type="button" class={ui.button} onClick={close}>
                {words.closePart}
              </button>
            ) : null}
          </div>
        )}
      </div>
    </div>
  );
}

/** A part of the sentence that opens its field. */
function PartButton({
  open,
  field,
  panel,
  toggle,
  quiet = false,
  children,
}: {
  open: string | null;
  field: string;
  panel: string;
  toggle(field: string): void;
  quiet?: boolean;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={quiet ? `${conditionCss.part} ${conditionCss.partQuiet}` : conditionCss.part}
      aria-expanded={open === field}
      aria-controls={panel}
      title={words.part(fieldLabel(field))}
      onClick={() => toggle(field)}
    >
      {children}
    </button>
  );
}

/** Every field at once. */
const ALL = " all";

function Panel({
  open,
  condition,
  schema,
  change,
  known,
}: {
  open: string;
  condition: Condition;
  schema: Schema;
  change(next: object): void;
  known: Known;
}) {
  const { type, ...rest } = condition;
  const id = useId();
  if (open !== ALL) {
    return (
      <Field
        name={open}
        schema={resolved(schema).properties?.[open] ?? {}}
        value={condition[open]}
        change={(next) => change({ ...condition, [open]: next })}
        known={known}
        special={CONDITION_FIELD}
      />
    );
  }
  return (
    <>
      <div class={ui.field}>
        <label for={id}>{words.condition}</label>
        <Picker
          id={id}
          label={words.condition}
          options={kindsOf("Condition")}
          value={type}
          choose={(next) =>
            change(
              (GROUPS as readonly string[]).includes(next)
                ? { type: next, of: [condition] }
                : (blank(kindOf(SCHEMA, next)) as object),
            )
          }
        />
      </div>
      <ObjectForm
        schema={schema}
        value={rest}
        change={(next) => change({ type, ...next })}
        without={["type"]}
        known={known}
        special={CONDITION_FIELD}
      />
    </>
  );
}
