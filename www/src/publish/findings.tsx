/** What the engine found in the workflow, beside the field it is about, with the way out of it. */
import type { Diagnostic } from "edgewise";
import { Badge } from "../components/notice.tsx";
import { checking, chosen, config, diagnostics, edit } from "../plan/draft.ts";
import { concerns } from "../plan/findings.ts";
import { words as plan } from "../strings/plan.ts";
import { words } from "../strings/publish.ts";
import { fixFor } from "./fixes.ts";
import ui from "../components/ui.module.css";
import css from "../plan/findings.module.css";

export function FindingsAt({ found }: { found: Diagnostic[] }) {
  if (found.length === 0) return null;
  return (
    <ul class={css.nodeFindings}>
      {found.map((one) => (
        <Finding key={`${one.code}${one.path}`} one={one} />
      ))}
    </ul>
  );
}

export function Finding({ one }: { one: Diagnostic }) {
  const fix = fixFor(one);
  return (
    <li class={css.nodeFinding} data-severity={one.severity}>
      <p>{one.message}</p>
      <p class={ui.quiet}>{one.help}</p>
      {fix === null ? null : (
        <button type="button" class={ui.button} onClick={() => edit(fix.apply)}>
          {words.fixes[fix.name]}
        </button>
      )}
    </li>
  );
}

/** What was found that concerns the workflow that is looked at. */
export const findingsHere = (): Diagnostic[] =>
  diagnostics.value.filter((one) => concerns(one, config.value ?? {}, chosen.value));

/** How many there are, in words, for the head of the builder. */
export function FindingsBadge() {
  const found = findingsHere();
  const errors = found.filter(({ severity }) => severity === "error").length;
  const badge =
    found.length === 0 ? (
      <Badge tone="live">{plan.fine}</Badge>
    ) : errors > 0 ? (
      <Badge tone="failed">{plan.errors(errors)}</Badge>
    ) : (
      <Badge tone="held">{plan.warnings(found.length)}</Badge>
    );
  return (
    <span data-part="findings" aria-busy={checking.value}>
      {badge}
    </span>
  );
}
