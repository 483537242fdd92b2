/** Three sentences: what went out, what was held and why, what needs the merchant. */
import type { ComponentChildren } from "preact";
import { linkTo } from "../route.ts";
import { reasonText } from "../operations/reason.ts";
import { words } from "../strings/home.ts";
import { reasons } from "../engine/reasons.ts";
import type { Operations } from "../operations/server.ts";
import { total } from "./sums.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

export function Sentences({
  found,
  since,
  resumeDomain,
  children,
}: {
  found: Operations;
  since: string;
  /** What sends to a paused domain again. */
  resumeDomain(domain: string): ComponentChildren;
  children?: ComponentChildren;
}) {
  const { sums, alerts } = found;
  const [most] = Object.entries(sums.suppressed).sort(([, a], [, b]) => b - a);
  const [held, notSent] = [total(sums.deferred), total(sums.suppressed)];
  const lines = [
    ...(held === 0 ? [] : [words.held(held)]),
    ...(most === undefined
      ? []
      : [words.notSentBecause(notSent, reasonText(most[0], reasons.value), most[1])]),
  ];
  return (
    <section class={`${ui.card} ${css.sentences}`} aria-live="polite">
      <p class={ui.lead}>{words.out(since, total(sums.sent), sums.entered)}</p>
      <p>{lines.join(" ") || words.nothingHeld}</p>
      <p>{alerts.length === 0 ? words.nothingNeeded : words.needed(alerts.length)}</p>
      {alerts.length === 0 ? null : (
        <ul class={css.alerts}>
          {alerts.map(({ code, message, help, workflow, domain }) => (
            <li key={`${code}${workflow}${message}`} class={css.nodeAlert}>
              <strong>{message}</strong> {help}{" "}
              {workflow === null ? null : (
                <a href={linkTo("workflows", workflow)}>{words.openWorkflow}</a>
              )}
              {domain === undefined ? null : resumeDomain(domain)}
            </li>
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}
