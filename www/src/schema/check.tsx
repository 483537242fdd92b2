/** Yes or no. */
import { useId } from "preact/hooks";
import ui from "../components/ui.module.css";
import { Help } from "./labelled.tsx";

export function Check({
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
