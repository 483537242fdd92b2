/** What would be live, and how that differs from what is. */
import { isolated } from "../parts/isolated.ts";
import { subjectWords } from "./step-words.ts";
import type { ConfigText, WorkflowText } from "./chosen.ts";
import type { Template } from "edgewise/templates.js";

/** One difference, in a merchant's words. */
export interface Change {
  kind: "new" | "changed" | "removed";
  what: string;
  /** What follows from it, where that is not plain. */
  note?: string;
}

/** The shop's configuration with a template's workflow, messages and tiers laid over it, live. */
export function withTemplate(current: ConfigText, template: Template): ConfigText {
  const workflow = { ...template.workflow, status: "live" } as WorkflowText;
  const tiers = [...listOf(current.tiers), ...template.tiers];
  const byId = new Map(tiers.map((tier) => [tier.id, tier]));
  const others = workflowsOf(current).filter(({ id }) => id !== workflow.id);
  return {
    ...current,
    messages: { ...current.messages, ...(template.messages as ConfigText["messages"]) },
    ...(byId.size > 0 ? { tiers: [...byId.values()] } : {}),
    workflows: [...others, workflow],
  };
}

/** A text of one's own as it would be saved: the chosen workflow live, without what the host gives. */
export function withOwn(own: ConfigText, chosen: string): ConfigText {
  const { retired: _, shop, ...rest } = own;
  const { id: __, ...section } = shop ?? {};
  const workflows = workflowsOf(own).map((one) => {
    const written = asWritten(one);
    return one.id === chosen ? { ...written, status: "live" } : written;
  });
  return { ...rest, shop: section, workflows };
}

/** Every difference between what is live and what would be. */
export function changesBetween(before: ConfigText, after: ConfigText): Change[] {
  return [
    ...workflowChanges(before, after),
    ...messageChanges(before, after),
    ...["shop", "policy", "tiers"].flatMap((part): Change[] =>
      same(before[part], after[part]) ? [] : [{ kind: "changed", what: PARTS[part] ?? part }],
    ),
  ];
}

const PARTS: Record<string, string> = {
  shop: "Details of the shop",
  policy: "Rules for all messages",
  tiers: "Customer tiers",
};

function workflowChanges(before: ConfigText, after: ConfigText): Change[] {
  const old = new Map(workflowsOf(before).map((one) => [one.id, one]));
  const changes = workflowsOf(after).flatMap((one): Change[] => {
    const was = old.get(one.id);
    old.delete(one.id);
    const what = `Workflow “${isolated(one.name ?? one.id)}”`;
    if (was === undefined) return [{ kind: "new", what, note: statusNote(one) }];
    if (same(asWritten(was), asWritten(one))) return [];
    const note =
      was.status === one.status
        ? "People inside finish on the version they started."
        : statusNote(one);
    return [{ kind: "changed", what, note }];
  });
  const removed = [...old.values()].map(
    (one): Change => ({
      kind: "removed",
      what: `Workflow “${isolated(one.name ?? one.id)}”`,
      note: "Nobody enters any more; people inside finish.",
    }),
  );
  return [...changes, ...removed];
}

function messageChanges(before: ConfigText, after: ConfigText): Change[] {
  const [old, next] = [before.messages ?? {}, after.messages ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  return names.flatMap((name): Change[] => {
    if (same(old[name], next[name])) return [];
    const kind = !(name in old) ? "new" : name in next ? "changed" : "removed";
    const subject = (next[name] ?? old[name])?.subject;
    return [{ kind, what: `Message “${subjectWords(subject ?? name)}”` }];
  });
}

const statusNote = ({ status }: WorkflowText): string =>
  status === "live"
    ? "Goes live. What happened before does not start it."
    : `Is ${status ?? "draft"}: nobody enters.`;

/** Without what the host gives: the order a merchant writes in is kept. */
function asWritten(one: WorkflowText): WorkflowText {
  const { revision: _, live_since: __, ...written } = one as unknown as Record<string, unknown>;
  return written as unknown as WorkflowText;
}

const workflowsOf = (config: ConfigText): WorkflowText[] =>
  Array.isArray(config.workflows) ? config.workflows : [];

const listOf = (value: unknown): { id: string }[] =>
  Array.isArray(value) ? (value as { id: string }[]) : [];

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

/** JSON with sorted keys, so that the order of keys is no change. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
