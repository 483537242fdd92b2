/** A page's title, its state, and what can be done with it: one primary action at most. */
import type { ComponentChildren } from "preact";

export function PageHead({
  title,
  back,
  badge,
  children,
}: {
  title: ComponentChildren;
  /** The page that this one belongs to. */
  back?: { href: string; text: string };
  badge?: ComponentChildren;
  /** The actions. */
  children?: ComponentChildren;
}) {
  return (
    <header class="page-head">
      {back === undefined ? null : (
        <a class="back" href={back.href}>
          <span aria-hidden="true">‹ </span>
          {back.text}
        </a>
      )}
      <h1>{title}</h1>
      {badge}
      {children === undefined ? null : <div class="page-actions">{children}</div>}
    </header>
  );
}
