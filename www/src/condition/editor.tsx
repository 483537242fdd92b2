/**
 * A condition, edited as the sentence that the engine says of it: each underlined part opens its
 * choice. Groups stand indented, with how they are taken together above them.
 */
import "../style/condition.css";
import { useEffect, useId, useState } from "preact/hooks";
import { ask } from "../engine/client.ts";
import { configText } from "../plan/draft.ts";
import { Field, type Known, ObjectForm, type Special } from "../schema/form.tsx";
import { blank, definition, resolved, type Schema, variantOf, variants } from "../schema/schema.ts";
import { CONDITIONS, fieldLabel } from "../words/fields.ts";
import { words } from "../words/forms.ts";
import { known as knownNames } from "./known.ts";
import { type Condition, type Part, partsOf, probes } from "./sentence.ts";

const SCHEMA = definition("Condition");
const GROUPS = ["all", "any", "none"] as const;

const isGroup = ({ type }: Condition): boolean => (GROUPS as readonly string[]).includes(type);

/** Edits `condition`; what is handed to `change` may still be incomplete, as the diagnostics say. */
export function ConditionEditor({
  condition,
  change,
  remove,
}: {
  condition: object;
  change(next: object): void;
  /** Takes the condition away where it stands; left out where there must be one. */
  remove?(): void;
}) {
  const given = condition as Condition;
  return isGroup(given) ? (
    <Group group={given} change={change} remove={remove} />
  ) : (
    <Leaf condition={given} change={change} remove={remove} />
  );
}

/** Conditions inside of other forms are edited in the same way. */
export const CONDITION_FIELD: Record<string, Special> = {
  Condition: ({ value, change, label }) => (
    <fieldset class="form-group">
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
    <div class="condition-group">
      <div class="condition-head">
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
          <button type="button" class="step" aria-label={words.removeGroup} onClick={remove}>
            ✕
          </button>
        )}
      </div>
      <ul class="condition-list">
        {list.map((one, index) => (
          <li key={index}>
            <ConditionEditor
              condition={one}
              change={(next) => put(list.with(index, next as Condition))}
              remove={() => put(list.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      <div class="actions">
        <button
          type="button"
          class="link"
          onClick={() => put([...list, blank(SCHEMA_OF.order_count ?? {}) as Condition])}
        >
          {words.addCondition}
        </button>
        <button
          type="button"
          class="link"
          onClick={() => put([...list, { type: "any", of: [] } as unknown as Condition])}
        >
          {words.addGroup}
        </button>
      </div>
    </div>
  );
}

/** The schema of each kind of condition, by its `type`. */
const SCHEMA_OF: Record<string, Schema> = Object.fromEntries(
  variants(SCHEMA).map((one) => [String(resolved(one).properties?.type?.const), one]),
);

function Leaf({
  condition,
  change,
  remove,
}: {
  condition: Condition;
  change(next: object): void;
  remove?(): void;
}) {
  const [open, setOpen] = useState<string | null>(null);
  const { parts, fault } = useSentence(condition);
  const schema = SCHEMA_OF[condition.type] ?? variantOf(SCHEMA, condition) ?? {};
  const id = useId();
  const toggle = (field: string) => setOpen(open === field ? null : field);
  return (
    <div class="condition">
      <p class="sentence">
        {parts.map(({ text, field }, index) =>
          field === null ? (
            <span key={index}>{text}</span>
          ) : (
            <button
              key={field}
              type="button"
              class="part"
              aria-expanded={open === field}
              aria-controls={id}
              title={words.part(fieldLabel(field))}
              onClick={() => toggle(field)}
            >
              {text}
            </button>
          ),
        )}
        <span class="condition-tools">
          <button
            type="button"
            class="step"
            aria-expanded={open === ALL}
            aria-controls={id}
            aria-label={`${words.asks}: ${CONDITIONS[condition.type] ?? condition.type}`}
            onClick={() => toggle(ALL)}
          >
            ✎
          </button>
          {remove === undefined ? null : (
            <button type="button" class="step" aria-label={words.removeCondition} onClick={remove}>
              ✕
            </button>
          )}
        </span>
      </p>
      {fault === null ? null : <p class="field-fault">{fault}</p>}
      <div id={id}>
        {open === null ? null : (
          <div class="condition-panel">
            <Panel
              open={open}
              condition={condition}
              schema={schema}
              change={change}
              known={knownNames.value}
            />
            <button type="button" class="button" onClick={() => setOpen(null)}>
              {words.closePart}
            </button>
          </div>
        )}
      </div>
    </div>
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
      <div class="field">
        <label for={id}>{words.asks}</label>
        <select
          id={id}
          value={type}
          onChange={({ currentTarget }) => {
            const next = currentTarget.value;
            change(
              (GROUPS as readonly string[]).includes(next)
                ? { type: next, of: [condition] }
                : (blank(SCHEMA_OF[next] ?? {}) as object),
            );
          }}
        >
          {Object.entries(CONDITIONS).map(([kind, text]) => (
            <option key={kind} value={kind}>
              {text}
            </option>
          ))}
          <optgroup label={words.addGroup}>
            {GROUPS.map((one) => (
              <option key={one} value={one}>
                {words.groups[one]}
              </option>
            ))}
          </optgroup>
        </select>
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

/** The engine's sentence in parts; while the engine cannot say it, what kind it is. */
function useSentence(condition: Condition): { parts: Part[]; fault: string | null } {
  const [said, setSaid] = useState<{ of: string; parts: Part[] | null } | null>(null);
  const [config, text] = [configText.value, JSON.stringify(condition)];
  useEffect(() => {
    let overtaken = false;
    const asked = probes(SCHEMA_OF[condition.type] ?? {}, condition);
    const conditions = [condition, ...asked.map(({ other }) => other)];
    ask("say", { config, conditions }).then(
      ([sentence, ...others]) => {
        if (overtaken) return;
        const parts = sentence == null ? null : partsOf(sentence, condition, asked, others);
        setSaid({ of: text, parts });
      },
      () => {},
    );
    return () => {
      overtaken = true;
    };
  }, [config, text]);
  const kind = CONDITIONS[condition.type] ?? condition.type;
  if (said?.parts != null) return { parts: said.parts, fault: null };
  return { parts: [{ text: kind, field: null }], fault: said === null ? null : words.unreadable };
}
