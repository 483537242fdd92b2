/** Something that is shown once, such as a key or an address, with a button that copies it. */
import type { ComponentChildren } from "preact";
import { copyText } from "../components/copy.ts";
import { Notice } from "../components/notice.tsx";
import { copyWords as words } from "../strings/components.ts";
import ui from "../components/ui.module.css";
import css from "./settings.module.css";

export function ShownOnce({
  title,
  text,
  value,
  children,
}: {
  title: string;
  text: string;
  value: string;
  /** What is to be done with it. */
  children?: ComponentChildren;
}) {
  return (
    <Notice tone="live" title={title} text={text}>
      <p>
        <code class={css.secret}>{value}</code>
      </p>
      {children}
      <button type="button" class={ui.button} onClick={() => copyText(value)}>
        {words.copy}
      </button>
    </Notice>
  );
}

/** The steps that somebody takes elsewhere. */
export const Steps = ({ of }: { of: readonly string[] }) => (
  <ol class={css.connectSteps}>
    {of.map((step) => (
      <li key={step}>{step}</li>
    ))}
  </ol>
);
