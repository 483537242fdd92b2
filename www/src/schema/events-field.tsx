/** The events that something is about, chosen by their names. */
import { Picker } from "../components/picker.tsx";
import ui from "../components/ui.module.css";
import { words } from "../strings/forms.ts";
import { Chosen } from "./choice.tsx";
import css from "./form.module.css";
import { Labelled } from "./labelled.tsx";
import { EVENTS, eventTitle, resolved, type Schema } from "./schema.ts";

/** An event, or several of which any will do. */
export function EventsField({
  label,
  schema,
  value,
  change,
  many,
}: {
  label: string;
  schema: Schema;
  value: unknown;
  change(value: unknown): void;
  many: boolean;
}) {
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
