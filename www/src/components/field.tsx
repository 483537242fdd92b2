/** A labelled control: the label above, help below, an error under it. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import ui from "./ui.module.css";

export function TextField({
  label,
  value,
  change,
  type = "text",
  check,
}: {
  label: string;
  value: string;
  change(value: string): void;
  type?: "text" | "password" | "datetime-local";
  /** Says what is wrong with a text, or null; a text that is wrong is not handed on. */
  check?(value: string): string | null;
}) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const fault = draft === null ? null : (check?.(draft) ?? null);
  return (
    <div class={ui.field}>
      <label for={id}>{label}</label>
      <input
        id={id}
        {...({ type } as { type: "text" })}
        value={draft ?? value}
        autocomplete="off"
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        onInput={({ currentTarget }) => {
          const text = currentTarget.value;
          setDraft(text);
          if ((check?.(text) ?? null) === null) change(text);
        }}
        onBlur={() => fault === null && setDraft(null)}
      />
      {fault === null ? null : (
        <p class={ui.fieldFault} data-part="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

export function SelectField({
  label,
  value,
  change,
  children,
}: {
  label: string;
  value: string;
  change(value: string): void;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <div class={ui.field}>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}
