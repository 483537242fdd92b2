/** A field for an amount in the shop's currency: it takes what people type, and says what it cannot take. */
import { TextField } from "../components/field.tsx";
import { amountFrom } from "../text/money.ts";
import { currency } from "../plan/draft.ts";
import { words } from "../strings/forms.ts";

export function AmountField({
  label,
  value,
  change,
}: {
  label: string;
  value: unknown;
  change(value: unknown): void;
}) {
  const code = currency.value;
  return (
    <TextField
      label={words.amountIn(label, code)}
      value={String(value ?? "")}
      check={(text) => (amountFrom(text, code) === null ? words.badAmount : null)}
      change={(text) => change(amountFrom(text, code))}
    />
  );
}
