/** Nothing here yet: says what would stand here, and offers the one thing to do about it. */
import type { ComponentChildren } from "preact";
import css from "./empty.module.css";
import ui from "./ui.module.css";

export function Empty({
  lead,
  help,
  children,
}: {
  lead: string;
  help?: string;
  children?: ComponentChildren;
}) {
  return (
    <section class={`${ui.card} ${css.empty}`}>
      <p class={ui.lead}>{lead}</p>
      {help === undefined ? null : <p class={ui.reading}>{help}</p>}
      {children}
    </section>
  );
}
