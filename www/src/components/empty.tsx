/** Nothing here yet: says what would stand here, and offers the one thing to do about it. */
import type { ComponentChildren } from "preact";

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
    <section class="card empty">
      <p class="lead">{lead}</p>
      {help === undefined ? null : <p class="reading">{help}</p>}
      {children}
    </section>
  );
}
