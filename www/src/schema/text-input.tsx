/** A line or a page of text that keeps what is typed until the field is left. */
import { useId, useState } from "preact/hooks";
import ui from "../components/ui.module.css";
import { Labelled } from "./labelled.tsx";

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
