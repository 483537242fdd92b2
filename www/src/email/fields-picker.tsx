/** A list of what a message can speak of, to be put where somebody writes. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Picker } from "../components/picker.tsx";
import { ask } from "../engine/client.ts";
import { configText } from "../plan/draft.ts";
import { words } from "../strings/email-editor.ts";
import ui from "../components/ui.module.css";
import { type MergeField, mergeFields } from "./fields.ts";
import { editedEmail } from "./state.ts";

/** What the engine fills in, and for which message; empty until it has said so. */
const known = signal<{ message: string | null; fields: MergeField[] } | null>(null);

export function FieldsPicker({ choose, label }: { choose(liquid: string): void; label: string }) {
  const message = editedEmail.value;
  const isKnown = known.value?.message === message;
  useEffect(() => {
    if (isKnown) return;
    ask("sample", { config: configText.value, message })
      .then((sample) => {
        if (sample !== null) known.value = { message, fields: mergeFields(sample) };
      })
      // Without a sample nothing is offered; what is written by hand works as before.
      .catch(() => {});
  }, [isKnown, message]);
  const fields = isKnown ? (known.value?.fields ?? []) : [];
  return (
    <Picker
      class={ui.link}
      label={label}
      options={fields.map(({ liquid, text, group }) => ({ value: liquid, text, group }))}
      choose={choose}
    >
      {words.insertField}
    </Picker>
  );
}
