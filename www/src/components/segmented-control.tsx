/** A choice of a few, side by side. */
import css from "./segmented-control.module.css";
export function SegmentedControl<Value extends string>({
  label,
  options,
  value,
  choose,
}: {
  label: string;
  options: [Value, string][];
  value: Value;
  choose(value: Value): void;
}) {
  return (
    <fieldset class={css.segments} aria-label={label}>
      {options.map(([one, text]) => (
        <button key={one} type="button" aria-pressed={one === value} onClick={() => choose(one)}>
          {text}
        </button>
      ))}
    </fieldset>
  );
}
