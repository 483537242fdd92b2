/** New workflows: from blank, or as a copy of one. */
import { begin, config, ownWorkflows, workflow } from "./draft.ts";
import { TEMPLATES } from "./templates.ts";
import {
  type ConfigText,
  type MessageText,
  type WorkflowText,
  workflowsIn,
} from "../engine/config-text.ts";
import { goTo } from "../route.ts";
import { words } from "../strings/plan.ts";
import { placed } from "./steps.ts";

/** Begins an empty workflow and opens it; nothing is saved yet. */
export function createWorkflow(trigger: WorkflowText["trigger"] = { type: "order_placed" }): void {
  const id = freeId("new-workflow");
  const blank: WorkflowText = {
    id,
    name: words.newName,
    status: "draft",
    trigger,
    steps: [],
  };
  begin(id, (next) => {
    next.workflows = [...workflowsIn(next), blank];
  });
  goTo("workflows", id);
}

/**
 * Begins a copy of the workflow that is looked at and opens it. Its messages are copied as well:
 * what is written in the copy must not change what the first one sends.
 */
export function duplicateWorkflow(): void {
  const [shown, from] = [workflow.peek(), config.peek()];
  if (shown === null) return;
  const id = freeId(`${shown.id.slice(0, 56)}-copy`);
  const copy = { ...structuredClone(shown), id, name: words.copyName(shown.name), status: "draft" };
  begin(id, (next) => {
    next.messages = { ...next.messages, ...copiedMessages(copy, from, next) };
    next.workflows = [...workflowsIn(next), copy];
  });
  goTo("workflows", id);
}

/** Gives each message of `copy` a name of its own, and answers the texts under these names. */
function copiedMessages(copy: WorkflowText, from: ConfigText | null, into: ConfigText) {
  const names = new Map<string, string>();
  const made: Record<string, MessageText> = {};
  for (const { step } of placed(copy)) {
    const text = from?.messages?.[String(step.message)];
    if (step.type !== "send" || text === undefined) continue;
    const old = String(step.message);
    const name =
      names.get(old) ??
      free(`${old.slice(0, 56)}-copy`, (one) => one in made || one in (into.messages ?? {}));
    names.set(old, name);
    made[name] = structuredClone(text);
    step.message = name;
  }
  return made;
}

const freeId = (base: string): string =>
  free(base, (id) => [...ownWorkflows.peek(), ...TEMPLATES].some((one) => one.id === id));

function free(base: string, taken: (name: string) => boolean): string {
  let name = base;
  for (let number = 2; taken(name); number += 1) name = `${base}-${number}`;
  return name;
}
