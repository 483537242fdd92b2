/** A form for any value that the schema describes; each field says what it means. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { Picker } from "../components/picker.tsx";
import { fieldLabel, valueLabel } from "../strings/fields.ts";
import { words } from "../strings/forms.ts";
import {
  blank,
  choices,
  EVENTS,
  eventTitle,
  refName,
  resolved,
  type Schema,
  takesEvents,
  variantOf,
  variants,
} from "./schema.ts";
import ui from "../components/ui.module.css";
import css from "./form.module.css";

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
  const ref = refName(schema);
  const own = ref === null ? undefined : special[ref];
  if (own !== undefined) return <>{own({ value, change, label })}</>;
  if (ref === "Duration") return <DurationField label={label} value={value} change={change} />;
  const events = takesEvents(schema);
  if (events !== null) return <EventsField {...props} label={label} many={events === "many"} />;
  const names = known[name];
  if (names !== undefined && (resolved(schema).type === "string" || value === undefined)) {
    return <Choice {...props} label={label} options={names} />;
  }
  const fixed = choices(schema);
  if (fixed !== null) {
    const options = fixed.map((one) => ({ value: one, text: valueLabel(one, name) }));
    return <Choice {...props} label={label} options={options} />;
  }
  if (variants(schema).length > 0) return <Variant {...props} label={label} />;
  const meant = resolved(schema);
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
      return (
        <Check label={label} help={meant.description} value={value === true} change={change} />
      );
    case "integer":
    case "number":
      return (
        <TextInput
          label={label}
          help={meant.description}
          value={value === undefined ? "" : String(value)}
          numeric
          check={(text) =>
            inRange(text, meant) ? null : words.badNumber(meant.minimum, meant.maximum)
          }
          change={(text) => change(Number(text))}
        />
      );
    case "string":
      return (
        <TextInput
          label={label}
          help={meant.description}
          value={String(value ?? "")}
          change={change}
        />
      );
    default:
      return (
        <TextInput
          label={label}
          help={meant.description}
          value={asTyped(value)}
          change={(text) => change(asValue(text))}
        />
      );
  }
}

function Choice({
  label,
  schema,
  value,
  change,
  options,
}: FieldProps & { label: string; options: { value: string; text: string }[] }) {
  const id = useId();
  const there = options.some((one) => one.value === value);
  return (
    <Labelled id={id} label={label} help={resolved(schema).description}>
      <select
        id={id}
        aria-describedby={`${id}-help`}
        value={String(value ?? "")}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      >
        {there ? null : (
          <option value={String(value ?? "")}>{String(value || words.choose)}</option>
        )}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** An event, or several of which any will do. */
function EventsField({
  label,
  schema,
  value,
  change,
  many,
}: FieldProps & { label: string; many: boolean }) {
  const list = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
  const asList = resolved(schema).type === "array";
  if (!many) {
    return (
      <Labelled label={label} help={resolved(schema).description}>
        <Picker label={label} options={EVENTS} value={list[0]} choose={change}>
          {list[0] === undefined ? undefined : eventTitle(list[0])}
        </Picker>
      </Labelled>
    );
  }
  return (
    <EventChips
      label={label}
      list={list}
      change={(next) => change(asList || next.length !== 1 ? next : next[0])}
    />
  );
}

/** Several events, each to be taken away, and one to be added. */
export function EventChips({
  label,
  list,
  change,
}: {
  label: string;
  list: readonly string[];
  change(list: string[]): void;
}) {
  return (
    <Labelled label={label}>
      <div class={css.chips}>
        <Chosen list={list} called={eventTitle} change={change} />
        <Picker
          class={ui.link}
          label={words.addEvent}
          options={EVENTS.filter(({ value }) => !list.includes(value))}
          choose={(added) => change([...list, added])}
        >
          + {words.addEvent}
        </Picker>
      </div>
    </Labelled>
  );
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

/** Several out of a few words. */
export function Chips({
  label,
  help,
  list,
  options,
  change,
}: {
  label: string;
  help?: string;
  list: readonly string[];
  options: { value: string; text: string }[];
  change(list: string[]): void;
}) {
  const id = useId();
  return (
    <Labelled id={id} label={label} help={help}>
      <div class={css.chips}>
        <Chosen list={list} called={valueLabel} change={change} />
      </div>
      <select
        id={id}
        value=""
        onChange={({ currentTarget }) => {
          const added = currentTarget.value;
          currentTarget.value = "";
          if (added !== "") change([...list, added]);
        }}
      >
        <option value="">{words.addItem}…</option>
        {options
          .filter(({ value }) => !list.includes(value))
          .map((one) => (
            <option key={one.value} value={one.value}>
              {one.text}
            </option>
          ))}
      </select>
    </Labelled>
  );
}

const UNITS = ["minutes", "hours", "days", "weeks", "calendar_days", "months", "years", "seconds"];

export function DurationField({
  label,
  value,
  change,
}: {
  label: string;
  value: unknown;
  change(value: unknown): void;
}) {
  const { amount = 0, unit = "days" } = (value ?? {}) as { amount?: number; unit?: string };
  return (
    <fieldset class={css.duration}>
      <legend>{label}</legend>
      <input
        type="number"
        min={0}
        max={10_000}
        aria-label={words.durationAmount(label)}
        value={String(amount)}
        onInput={({ currentTarget }) => {
          const read = currentTarget.valueAsNumber;
          if (Number.isFinite(read)) change({ amount: Math.max(0, Math.round(read)), unit });
        }}
      />
      <select
        aria-label={words.durationUnit(label)}
        value={unit}
        onChange={({ currentTarget }) => change({ amount, unit: currentTarget.value })}
      >
        {UNITS.map((one) => (
          <option key={one} value={one}>
            {valueLabel(one)}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

export function TextInput({
  label,
  help,
  value,
  numeric = false,
  long = false,
  check,
  change,
}: {
  label: string;
  help?: string;
  value: string;
  numeric?: boolean;
  long?: boolean;
  /** Says what is wrong with a text, or null; a text that is wrong is not handed on. */
  check?(text: string): string | null;
  change(text: string): void;
}) {
  const id = useId();
  // What is typed stays as typed until the field is left: "1," is on its way to "1, 5".
  const [draft, setDraft] = useState<string | null>(null);
  const fault = draft === null ? null : (check?.(draft) ?? null);
  const shared = {
    id,
    value: draft ?? value,
    "aria-invalid": fault !== null,
    "aria-describedby": fault !== null ? `${id}-fault` : help ? `${id}-help` : undefined,
    onBlur: () => fault === null && setDraft(null),
  };
  const typed = (text: string) => {
    setDraft(text);
    if ((check?.(text) ?? null) === null) change(text);
  };
  return (
    <Labelled id={id} label={label} help={help}>
      {long ? (
        <textarea
          {...shared}
          rows={8}
          spellcheck={false}
          onInput={({ currentTarget }) => typed(currentTarget.value)}
        />
      ) : (
        <input
          {...shared}
          autocomplete="off"
          inputMode={numeric ? "decimal" : "text"}
          onInput={({ currentTarget }) => typed(currentTarget.value)}
        />
      )}
      {fault === null ? null : (
        <p class={ui.fieldFault} data-part="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </Labelled>
  );
}

function Check({
  label,
  help,
  value,
  change,
}: {
  label: string;
  help?: string;
  value: boolean;
  change(value: boolean): void;
}) {
  const id = useId();
  return (
    <div class={`${ui.field} ${ui.check}`}>
      <label for={id}>
        <input
          id={id}
          type="checkbox"
          checked={value}
          aria-describedby={help ? `${id}-help` : undefined}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
        {label}
      </label>
      <Help id={id} help={help} />
    </div>
  );
}

function Labelled({
  id,
  label,
  help,
  children,
}: {
  /** The control; left out where it names itself. */
  id?: string;
  label: string;
  help?: string;
  children: ComponentChildren;
}) {
  return (
    <div class={ui.field}>
      {id === undefined ? (
        <span class={ui.fieldLabel}>{label}</span>
      ) : (
        <label for={id}>{label}</label>
      )}
      {children}
      <Help id={id ?? label} help={help} />
    </div>
  );
}

const Help = ({ id, help }: { id: string; help?: string }) =>
  help ? (
    <p class={ui.quiet} id={`${id}-help`}>
      {help.replaceAll("`", "").replaceAll("\n", " ")}
    </p>
  ) : null;

const inRange = (text: string, { type, minimum, maximum }: Schema): boolean => {
  const read = Number(text);
  const whole = type !== "integer" || Number.isInteger(read);
  const within =
    (minimum === undefined || read >= minimum) && (maximum === undefined || read <= maximum);
  return text.trim() !== "" && Number.isFinite(read) && whole && within;
};

const firstSentence = (text = ""): string => text.replaceAll("`", "").split(/[.:\n]/)[0] ?? "";

/** A value whose form the engine decides: what reads as JSON is taken as such, all else as text. */
function asValue(text: string): unknown {
  const given = text.trim();
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(given) || given === "true" || given === "false")
    return JSON.parse(given);
  if (given.includes(",")) {
    const parts = given.split(",").map((one) => asValue(one));
    return parts.filter((one) => one !== "");
  }
  return given;
}

const asTyped = (value: unknown): string =>
  value === undefined ? "" : Array.isArray(value) ? value.join(", ") : String(value);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What was chosen, each with a way to take it back. */
function Chosen({
  list,
  called,
  change,
}: {
  list: readonly string[];
  called(one: string): string;
  change(list: string[]): void;
}) {
  return list.map((one) => (
    <button
      key={one}
      type="button"
      class={ui.chip}
      aria-label={words.remove(called(one))}
      onClick={() => change(list.filter((other) => other !== one))}
    >
      {called(one)} <span aria-hidden="true">✕</span>
    </button>
  ));
}
