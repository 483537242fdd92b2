/** A word about what succeeded, for a moment; what failed stands where it failed instead. */
import { signal } from "@preact/signals";
import css from "./toast.module.css";

const shown = signal<{ id: number; text: string }[]>([]);
let made = 0;

/** How long a word stays, in milliseconds. */
const STAYS = 5_000;

export function toast(text: string): void {
  if (window.shopify?.toast !== undefined) {
    window.shopify.toast.show(text);
    return;
  }
  made += 1;
  const id = made;
  shown.value = [...shown.value, { id, text }];
  setTimeout(() => {
    shown.value = shown.value.filter((one) => one.id !== id);
  }, STAYS);
}

export function Toasts() {
  return (
    <div class={css.toasts} role="status" aria-live="polite">
      {shown.value.map(({ id, text }) => (
        <p key={id} class={css.toast}>
          {text}
        </p>
      ))}
    </div>
  );
}
