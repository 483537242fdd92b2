/** A page's title, its state, and what can be done with it: one primary action at most. */
import type { ComponentChildren } from "preact";
import css from "./page-head.module.css";

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
    <header class={css.pageHead}>
      {back === undefined ? null : (
        <a class={css.back} href={back.href}>
          <span aria-hidden="true">‹ </span>
          {back.text}
        </a>
      )}
      <h1>{title}</h1>
      {badge}
      {children === undefined ? null : <div class={css.pageActions}>{children}</div>}
    </header>
  );
}
