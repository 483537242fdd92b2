/**
 * A form for any value that the schema describes; each field says what it means. What holds fields
 * stands here, because each may hold any other; the fields themselves have modules of their own.
 */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import ui from "../components/ui.module.css";
import { fieldLabel, valueLabel } from "../strings/fields.ts";
import { words } from "../strings/forms.ts";
import { Check } from "./check.tsx";
import { Chips, Choice } from "./choice.tsx";
import { DurationField } from "./duration-field.tsx";
import { EventsField } from "./events-field.tsx";
import css from "./form.module.css";
import {
  blank,
  choices,
  refName,
  resolved,
  type Schema,
  takesEvents,
  variantOf,
  variants,
} from "./schema.ts";
import { TextInput } from "./text-input.tsx";
import { asTyped, asValue, inRange } from "./typed-value.ts";

/** Names that a field can be chosen from, by the field's name: messages, tiers, segments. */
export type Known = Record<string, { value: string; text: string }[]>;

/** Edits a value of some definition with something better than fields; for conditions. */
export type Special = (props: {
  value: unknown;
  change(value: unknown): void;
  label: string;
}) => ComponentChildren;

interface Given {
  known: Known;
  special: Record<string, Special>;
}

interface FieldProps extends Given {
  name: string;
  schema: Schema;
  value: unknown;
  change(value: unknown): void;
}

/** The fields of an object: those that are needed and those that are set, the others to be added. */
export function ObjectForm({
  schema,
  value,
  change,
  without = [],
  ...given
}: Given & {
  schema: Schema;
  value: Record<string, unknown>;
  change(value: Record<string, unknown>): void;
  /** Properties that stand elsewhere. */
  without?: readonly string[];
}) {
  const { properties = {}, required = [] } = resolved(schema);
  const names = Object.keys(properties).filter(
    (name) => !without.includes(name) && properties[name]?.const === undefined,
  );
  const shown = names.filter((name) => required.includes(name) || value[name] !== undefined);
  const others = names.filter((name) => !shown.includes(name));
  const set = (name: string, next: unknown) => {
    const { [name]: _, ...rest } = value;
    change(next === undefined ? rest : { ...value, [name]: next });
  };
  return (
    <div class={css.form}>
      {shown.map((name) => (
        <div key={name} class={css.formRow}>
          <Field
            {...given}
            name={name}
            schema={properties[name] ?? {}}
            value={value[name]}
            change={(next) => set(name, next)}
          />
          {required.includes(name) ? null : (
            <button
              type="button"
              class={`${ui.step} ${css.formClear}`}
              aria-label={words.remove(fieldLabel(name))}
              onClick={() => set(name, undefined)}
            >
              ✕
            </button>
          )}
        </div>
      ))}
      {others.length === 0 ? null : (
        <select
          class={css.formMore}
          data-part="more"
          aria-label={words.more}
          value=""
          onChange={({ currentTarget }) => {
            const name = currentTarget.value;
            currentTarget.value = "";
            if (name !== "") set(name, blank(properties[name] ?? {}, name));
          }}
        >
          <option value="">{words.more}…</option>
          {others.map((name) => (
            <option key={name} value={name}>
              {fieldLabel(name)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

export function Field(props: FieldProps) {
  const { name, schema, value, change, known, special } = props;
  const label = fieldLabel(name);
  const meant = resolved(schema);
  const help = meant.description;
  const ref = refName(schema);
  const own = ref === null ? undefined : special[ref];
  if (own !== undefined) return <>{own({ value, change, label })}</>;
  if (ref === "Duration") return <DurationField label={label} value={value} change={change} />;
  const events = takesEvents(schema);
  if (events !== null) return <EventsField {...props} label={label} many={events === "many"} />;
  const names = known[name];
  if (names !== undefined && (meant.type === "string" || value === undefined)) {
    return <Choice label={label} help={help} value={value} change={change} options={names} />;
  }
  const fixed = choices(schema);
  if (fixed !== null) {
    const options = fixed.map((one) => ({ value: one, text: valueLabel(one, name) }));
    return <Choice label={label} help={help} value={value} change={change} options={options} />;
  }
  if (variants(schema).length > 0) return <Variant {...props} label={label} />;
  switch (meant.type) {
    case "object":
      return (
        <fieldset class={css.formGroup}>
          <legend>{label}</legend>
          <ObjectForm
            known={known}
            special={special}
            schema={schema}
            value={(value ?? {}) as Record<string, unknown>}
            change={change}
          />
        </fieldset>
      );
    case "array":
      return <ListField {...props} label={label} />;
    case "boolean":
      return <Check label={label} help={help} value={value === true} change={change} />;
    case "integer":
    case "number":
      return (
        <TextInput
          label={label}
          help={help}
          value={value === undefined ? "" : String(value)}
          numeric
          check={(text) =>
            inRange(text, meant) ? null : words.badNumber(meant.minimum, meant.maximum)
          }
          change={(text) => change(Number(text))}
        />
      );
    case "string":
      return <TextInput label={label} help={help} value={String(value ?? "")} change={change} />;
    default:
      return (
        <TextInput
          label={label}
          help={help}
          value={asTyped(value)}
          change={(text) => change(asValue(text))}
        />
      );
  }
}

/** A value that may have one of several forms: which, and then its own fields. */
function Variant({ label, ...props }: FieldProps & { label: string }) {
  const { schema, value, change, known, special } = props;
  const id = useId();
  const list = variants(schema);
  const now = variantOf(schema, value);
  const index = list.findIndex((one) => resolved(one) === now || same(resolved(one), now));
  const chosen = list[index];
  return (
    <fieldset class={css.formGroup}>
      <legend>{label}</legend>
      <select
        id={id}
        aria-label={`${label}: ${words.form}`}
        value={String(index)}
        onChange={({ currentTarget }) => change(blank(list[Number(currentTarget.value)] ?? {}))}
      >
        {index < 0 ? <option value="-1">{words.choose}</option> : null}
        {list.map((one, place) => (
          <option key={variantName(one)} value={String(place)}>
            {variantName(one)}
          </option>
        ))}
      </select>
      {chosen === undefined ? null : resolved(chosen).properties !== undefined ? (
        <ObjectForm
          known={known}
          special={special}
          schema={chosen}
          value={(value ?? {}) as Record<string, unknown>}
          change={change}
        />
      ) : resolved(chosen).const !== undefined ? null : (
        <Field {...props} schema={chosen} />
      )}
    </fieldset>
  );
}

/** What a form of a choice is called: by its `type`, its one key, or what the schema says of it. */
function variantName(schema: Schema): string {
  const meant = resolved(schema);
  const type = meant.properties?.type?.const;
  if (typeof type === "string") return valueLabel(type);
  const keys = meant.required ?? Object.keys(meant.properties ?? {});
  if (keys.length === 1 && meant.properties !== undefined) return fieldLabel(keys[0] ?? "");
  if (meant.const !== undefined) return valueLabel(String(meant.const));
  return firstSentence(meant.description) || refName(schema) || meant.type || "";
}

function ListField({ label, ...props }: FieldProps & { label: string }) {
  const { schema, value, change, known, special } = props;
  const items = resolved(schema).items ?? {};
  const list = Array.isArray(value) ? value : [];
  const simple = resolved(items).type;
  const fixed = choices(items);
  if (fixed !== null) {
    return (
      <Chips
        label={label}
        help={resolved(schema).description}
        list={list.map(String)}
        options={fixed.map((one) => ({ value: one, text: valueLabel(one) }))}
        change={change}
      />
    );
  }
  if (simple === "string" || simple === "integer" || simple === "number") {
    return (
      <TextInput
        label={label}
        help={`${resolved(schema).description ?? ""} ${words.listHelp}`.trim()}
        value={list.join(", ")}
        change={(text) => {
          const parts = text.split(",").map((one) => one.trim());
          const given = parts.filter((one) => one !== "");
          change(simple === "string" ? given : given.map(Number).filter(Number.isFinite));
        }}
      />
    );
  }
  const replace = (index: number, next: unknown) =>
    change(list.flatMap((one, at) => (at === index ? (next === undefined ? [] : [next]) : [one])));
  return (
    <fieldset class={css.formGroup}>
      <legend>{label}</legend>
      {list.map((one, index) => (
        <div key={index} class={css.formRow}>
          <ObjectForm
            known={known}
            special={special}
            schema={variantOf(items, one) ?? items}
            value={(one ?? {}) as Record<string, unknown>}
            change={(next) => replace(index, next)}
          />
          <button
            type="button"
            class={`${ui.step} ${css.formClear}`}
            aria-label={words.remove(`${label} ${index + 1}`)}
            onClick={() => replace(index, undefined)}
          >
            ✕
          </button>
        </div>
      ))}
      <button type="button" class={ui.link} onClick={() => change([...list, blank(items)])}>
        {words.addItem}
      </button>
    </fieldset>
  );
}

const firstSentence = (text = ""): string => text.replaceAll("`", "").split(/[.:\n]/)[0] ?? "";

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
