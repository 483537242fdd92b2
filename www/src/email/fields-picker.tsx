/** A list of what a message can speak of, to be put where somebody writes. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Picker } from "../components/picker.tsx";
import { ask } from "../engine/client.ts";
import { configText } from "../plan/draft.ts";
import { words } from "../strings/email-editor.ts";
import ui from "../components/ui.module.css";
import { type MergeField, mergeFields } from "./fields.ts";

/** What the engine fills in; empty until it has said so. */
const fields = signal<MergeField[]>([]);

export function FieldsPicker({ choose, label }: { choose(liquid: string): void; label: string }) {
  const has = fields.value.length > 0;
  useEffect(() => {
    if (has) return;
    ask("sample", { config: configText.value })
      .then((sample) => {
        if (sample !== null) fields.value = mergeFields(sample);
      })
      // Without a sample nothing is offered; what is written by hand works as before.
      .catch(() => {});
  }, [has]);
  return (
    <Picker
      class={ui.link}
      label={label}
      options={fields.value.map(({ liquid, text, group }) => ({ value: liquid, text, group }))}
      choose={choose}
    >
      {words.insertField}
    </Picker>
  );
}
