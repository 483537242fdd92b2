/** A labelled control: the label above, help below, an error under it. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import ui from "./ui.module.css";

export function TextField({
  label,
  value,
  change,
  type = "text",
  autocomplete = "off",
  help,
  check,
}: {
  label: string;
  value: string;
  change(value: string): void;
  type?: "text" | "password" | "email" | "datetime-local";
  /** What the browser may fill in, such as `current-password`. */
  autocomplete?: "off" | "username" | "current-password" | "new-password";
  /** Stands below, and is read with the label. */
  help?: string;
  /** Says what is wrong with a text, or null; a text that is wrong is not handed on. */
  check?(value: string): string | null;
}) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const fault = draft === null ? null : (check?.(draft) ?? null);
  const described = [
    ...(help === undefined ? [] : [`${id}-help`]),
    ...(fault === null ? [] : [`${id}-fault`]),
  ];
  return (
    <div class={ui.field}>
      <label for={id}>{label}</label>
      <input
        id={id}
        {...({ type } as { type: "text" })}
        value={draft ?? value}
        {...({ autocomplete } as { autocomplete: "off" })}
        aria-invalid={fault !== null}
        aria-describedby={described.length === 0 ? undefined : described.join(" ")}
        onInput={({ currentTarget }) => {
          const text = currentTarget.value;
          setDraft(text);
          if ((check?.(text) ?? null) === null) change(text);
        }}
        onBlur={() => fault === null && setDraft(null)}
      />
      {help === undefined ? null : (
        <p class={ui.quiet} id={`${id}-help`}>
          {help}
        </p>
      )}
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
