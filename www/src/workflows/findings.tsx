/** What the engine found in the workflow, beside the field it is about, with the way out of it. */
import type { Diagnostic } from "edgewise";
import { Badge } from "../parts/notice.tsx";
import { diagnostics, edit } from "../plan/draft.ts";
import { words } from "../words/workflows.ts";
import { words as common } from "../words/words.ts";
import { fixFor } from "./fixes.ts";

export function FindingsAt({ found }: { found: Diagnostic[] }) {
  if (found.length === 0) return null;
  return (
    <ul class="node-findings">
      {found.map((one) => (
        <Finding key={`${one.code}${one.path}`} one={one} />
      ))}
    </ul>
  );
}

export function Finding({ one }: { one: Diagnostic }) {
  const fix = fixFor(one);
  return (
    <li class={`node-finding node-finding-${one.severity}`}>
      <p>{one.message}</p>
      <p class="quiet">{one.help}</p>
      {fix === null ? null : (
        <button type="button" class="button" onClick={() => edit(fix.apply)}>
          {words.fixes[fix.name]}
        </button>
      )}
    </li>
  );
}

/** How many there are, in words, for the head of the builder. */
export function FindingsBadge() {
  const found = diagnostics.value;
  if (found.length === 0) return <Badge tone="live">{common.fine}</Badge>;
  const errors = found.filter(({ severity }) => severity === "error").length;
  return errors > 0 ? (
    <Badge tone="failed">{common.errors(errors)}</Badge>
  ) : (
    <Badge tone="held">{common.warnings(found.length)}</Badge>
  );
}
