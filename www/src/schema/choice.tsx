/** A choice out of a list: one of it, or several. */
import { useId } from "preact/hooks";
import ui from "../components/ui.module.css";
import { valueLabel } from "../strings/fields.ts";
import { words } from "../strings/forms.ts";
import css from "./form.module.css";
import { Labelled } from "./labelled.tsx";

/** One out of a few. */
export function Choice({
  label,
  help,
  value,
  change,
  options,
}: {
  label: string;
  help: string | undefined;
  value: unknown;
  change(value: string): void;
  options: { value: string; text: string }[];
}) {
  const id = useId();
  const there = options.some((one) => one.value === value);
  return (
    <Labelled id={id} label={label} help={help}>
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

/** What was chosen, each with a way to take it back. */
export function Chosen({
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
