/** A field's frame: its label above, what it means below. */
import type { ComponentChildren } from "preact";
import ui from "../components/ui.module.css";

export function Labelled({
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

export const Help = ({ id, help }: { id: string; help?: string }) =>
  help ? (
    <p class={ui.quiet} id={`${id}-help`}>
      {help.replaceAll("`", "").replaceAll("\n", " ")}
    </p>
  ) : null;
