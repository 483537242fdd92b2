/** A span of time: an amount and its unit. */
import { valueLabel } from "../strings/fields.ts";
import { words } from "../strings/forms.ts";
import css from "./form.module.css";

const UNITS = ["minutes", "hours", "days", "weeks", "calendar_days", "months", "years", "seconds"];

export function DurationField({
  label,
  value,
  change,
}: {
  label: string;
  value: unknown;
  change(value: unknown): void;
}) {
  const { amount = 0, unit = "days" } = (value ?? {}) as { amount?: number; unit?: string };
  return (
    <fieldset class={css.duration}>
      <legend>{label}</legend>
      <input
        type="number"
        min={0}
        max={10_000}
        aria-label={words.durationAmount(label)}
        value={String(amount)}
        onInput={({ currentTarget }) => {
          const read = currentTarget.valueAsNumber;
          if (Number.isFinite(read)) change({ amount: Math.max(0, Math.round(read)), unit });
        }}
      />
      <select
        aria-label={words.durationUnit(label)}
        value={unit}
        onChange={({ currentTarget }) => change({ amount, unit: currentTarget.value })}
      >
        {UNITS.map((one) => (
          <option key={one} value={one}>
            {valueLabel(one)}
          </option>
        ))}
      </select>
    </fieldset>
  );
}
