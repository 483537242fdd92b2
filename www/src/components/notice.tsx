/** Something the reader should know: a word, a shape and a colour, never the colour alone. */
import type { ComponentChildren } from "preact";
import css from "./notice.module.css";

type Tone = "live" | "draft" | "held" | "failed";

export function Notice({
  tone,
  title,
  text,
  children,
}: {
  tone: Tone;
  title: string;
  text?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class={css.notice} data-tone={tone} role={tone === "failed" ? "alert" : "status"}>
      <span class={css.noticeShape} aria-hidden="true">
        {SHAPES[tone]}
      </span>
      <div>
        <strong>{title}</strong>
        {text ? <p>{text}</p> : null}
        {children}
      </div>
    </div>
  );
}

export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return (
    <span class={css.badge} data-tone={tone}>
      <span aria-hidden="true">{SHAPES[tone]}</span> {children}
    </span>
  );
}

const SHAPES: Record<Tone, string> = { live: "●", draft: "○", held: "◐", failed: "✕" };
