/** One line of the tree, which opens to its form. */
import type { Diagnostic } from "edgewise";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Badge } from "../components/notice.tsx";
import { config, diagnostics, workflow } from "../plan/draft.ts";
import { FindingsAt } from "../publish/findings.tsx";
import { openNode } from "./state.ts";
import css from "./workflows.module.css";

export function Node({
  path,
  mark,
  line,
  children,
}: {
  path: string;
  mark: ComponentChildren;
  line: ComponentChildren;
  children: ComponentChildren;
}) {
  const open = openNode.value === path;
  const id = useId();
  const found = diagnostics.value.filter((one) => pathOf(one) === path);
  return (
    <div class={css.node} data-part="node" data-open={open}>
      <button
        type="button"
        class={css.nodeLine}
        id={`node-${path}`}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          openNode.value = open ? null : path;
        }}
      >
        <span class={css.nodeMark} aria-hidden="true">
          {mark}
        </span>
        <span data-part="line">{line}</span>
        {found.length === 0 ? null : (
          <Badge tone={found.some(({ severity }) => severity === "error") ? "failed" : "held"}>
            {found.length}
          </Badge>
        )}
      </button>
      <div id={id} class={css.nodeBody} data-part="body">
        <FindingsAt found={found} />
        {open ? children : null}
      </div>
    </div>
  );
}

/** The node that a diagnostic is about: the nearest one that encloses its place. */
export function pathOf({ path }: Diagnostic): string | null {
  const list = config.value?.workflows ?? [];
  const index = Array.isArray(list) ? list.findIndex((one) => one?.id === workflow.value?.id) : -1;
  const prefix = `workflows[${index}]`;
  if (path !== prefix && !path.startsWith(`${prefix}.`)) return null;
  const inside = path.slice(prefix.length + 1);
  const step = inside.match(
    /^steps\[\d+\](\.(then|else)\[\d+\]|\.(cases|arms)\[\d+\]\.steps\[\d+\])*/,
  );
  if (step !== null) return step[0];
  const [part = ""] = inside.split(/[.[]/);
  return NODES.includes(part) ? part : "rules";
}

const NODES = ["trigger", "filter", "exit_on", "conditions"];
