/** Something is on its way: says what, and keeps its place on the page. */
import css from "./loading.module.css";
import ui from "./ui.module.css";
export function Loading({ label }: { label: string }) {
  return (
    <section class={ui.card} aria-busy="true">
      <p class={ui.lead} role="status">
        {label}
      </p>
      <div class={css.bone} />
      <div class={css.bone} />
      <div class={css.bone} />
    </section>
  );
}
