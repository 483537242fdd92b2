/** What would be live, and how that differs from what is. */
import { subjectText } from "../text/subject.ts";
import { type ConfigText, same, type WorkflowText, workflowsIn } from "../engine/config-text.ts";
import { isolated } from "../text/isolated.ts";
import { words } from "../strings/plan.ts";
import type { Template } from "edgewise/templates.js";

/** One difference, in a merchant's words. */
export interface Change {
  kind: "new" | "changed" | "removed";
  what: string;
  /** What follows from it, where that is not plain. */
  note?: string;
}

/** A configuration with a template's workflow, messages and tiers laid over it, as a draft. */
export function withTemplate(current: ConfigText, template: Template): ConfigText {
  const workflow = { ...template.workflow, status: "draft" } as WorkflowText;
  const tiers = [...listOf(current.tiers), ...template.tiers];
  const byId = new Map(tiers.map((tier) => [tier.id, tier]));
  const others = workflowsIn(current).filter(({ id }) => id !== workflow.id);
  return {
    ...current,
    messages: { ...(template.messages as ConfigText["messages"]), ...current.messages },
    ...(byId.size > 0 ? { tiers: [...byId.values()] } : {}),
    workflows: [...others, workflow],
  };
}

/**
 * `mine`, which began on `base`, laid over `theirs`, which somebody else may have saved since: each
 * workflow, message, segment and part that was changed here is taken from here, all others from there.
 */
export function rebased(base: ConfigText, mine: ConfigText, theirs: ConfigText): ConfigText {
  const parts = new Set([...Object.keys(theirs), ...Object.keys(mine), ...Object.keys(base)]);
  const next: ConfigText = {};
  for (const part of parts) {
    const merged = mergedPart(base[part], mine[part], theirs[part]);
    if (merged !== undefined) next[part] = merged;
  }
  return withStatusOf(next, { base, mine, theirs });
}

/**
 * Whether a workflow is on is no part of its draft: it is as it was left, unless it was changed here.
 * A draft that began while it was on must not turn it on again.
 */
function withStatusOf(
  merged: ConfigText,
  { base, mine, theirs }: { base: ConfigText; mine: ConfigText; theirs: ConfigText },
): ConfigText {
  if (!Array.isArray(merged.workflows)) return merged;
  const [was, here, there] = [base, mine, theirs].map((one) => byId(one.workflows) ?? new Map());
  const statusIn = (one: Items | undefined, id: string) =>
    (one?.get(id) as WorkflowText | undefined)?.status;
  const workflows = merged.workflows.map((one) => {
    const untouched = statusIn(was, one.id) === statusIn(here, one.id);
    if (!untouched || there?.get(one.id) === undefined) return one;
    const status = statusIn(there, one.id);
    if (status === one.status) return one;
    const { status: _, ...rest } = one;
    return status === undefined ? (rest as WorkflowText) : { ...one, status };
  });
  return { ...merged, workflows };
}

/** What `after` has that `before` has not, as a configuration in part: what a draft on the server holds. */
export function partChanged(before: ConfigText, after: ConfigText): ConfigText {
  const changed: ConfigText = {};
  for (const part of Object.keys(after)) {
    if (same(before[part], after[part])) continue;
    const [was, is] = [byId(before[part]), byId(after[part])];
    const [wasNamed, isNamed] = [byName(before[part]), byName(after[part])];
    if (was !== null && is !== null) {
      changed[part] = [...is].flatMap(([id, one]) => (same(was.get(id), one) ? [] : [one]));
    } else if (part === "messages" && wasNamed !== null && isNamed !== null) {
      const own = [...isNamed].filter(([name, one]) => !same(wasNamed.get(name), one));
      changed[part] = Object.fromEntries(own) as ConfigText["messages"];
    } else changed[part] = after[part];
  }
  return changed;
}

/** A configuration with a draft laid over it. */
export function withDraft(current: ConfigText, draft: ConfigText): ConfigText {
  const next: ConfigText = { ...current };
  for (const [part, own] of Object.entries(draft)) {
    const [was, is] = [byId(current[part]), byId(own)];
    if (was !== null && is !== null) next[part] = [...new Map([...was, ...is]).values()];
    else if (part === "messages") {
      next[part] = { ...current.messages, ...(own as ConfigText["messages"]) };
    } else next[part] = own;
  }
  return withStatusOf(next, { base: current, mine: current, theirs: current });
}

function mergedPart(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(base, mine)) return theirs;
  if (same(base, theirs)) return mine;
  const [lists, maps] = [[base, mine, theirs].map(byId), [base, mine, theirs].map(byName)];
  if (lists.every((one) => one !== null)) return [...mergedItems(lists as Items[]).values()];
  if (maps.every((one) => one !== null)) return Object.fromEntries(mergedItems(maps as Items[]));
  return mine;
}

type Items = Map<string, unknown>;

function mergedItems([base, mine, theirs]: Items[]): Items {
  const merged: Items = new Map();
  for (const name of new Set([...(theirs?.keys() ?? []), ...(mine?.keys() ?? [])])) {
    const touched = !same(base?.get(name), mine?.get(name));
    const value = touched ? mine?.get(name) : theirs?.get(name);
    if (value !== undefined) merged.set(name, value);
  }
  return merged;
}

/** A list whose items have ids, as a map; null for any other value. */
function byId(value: unknown): Items | null {
  if (value === undefined) return new Map();
  if (!Array.isArray(value) || value.some((one) => typeof one?.id !== "string")) return null;
  return new Map(value.map((one) => [one.id, one]));
}

function byName(value: unknown): Items | null {
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value));
}

/** Every difference between what is live and what would be. */
export function changesBetween(before: ConfigText, after: ConfigText): Change[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const whole = parts.filter((part) => !TOLD_APART.includes(part));
  return [
    ...workflowChanges(before, after),
    ...messageChanges(before, after),
    ...segmentChanges(before, after),
    ...whole.flatMap((part): Change[] =>
      same(before[part], after[part]) ? [] : [{ kind: "changed", what: partName(part) }],
    ),
  ];
}

/** Parts whose items are named one by one. */
const TOLD_APART = ["workflows", "messages", "segments", "$schema"];

function workflowChanges(before: ConfigText, after: ConfigText): Change[] {
  const old = new Map(workflowsIn(before).map((one) => [one.id, one]));
  const changes = workflowsIn(after).flatMap((one): Change[] => {
    const was = old.get(one.id);
    old.delete(one.id);
    const what = workflowName(one);
    if (was === undefined) return [{ kind: "new", what, note: statusNote(one) }];
    if (same(was, one)) return [];
    const note = was.status === one.status ? words.change.finishAsBegun : statusNote(one);
    return [{ kind: "changed", what, note }];
  });
  const removed = [...old.values()].map(
    (one): Change => ({
      kind: "removed",
      what: workflowName(one),
      note: words.change.removed,
    }),
  );
  return [...changes, ...removed];
}

function messageChanges(before: ConfigText, after: ConfigText): Change[] {
  const [old, next] = [before.messages ?? {}, after.messages ?? {}];
  return itemChanges(byName(old) ?? new Map(), byName(next) ?? new Map(), (name) =>
    words.change.message(subjectText(String((next[name] ?? old[name])?.subject ?? name))),
  );
}

function segmentChanges(before: ConfigText, after: ConfigText): Change[] {
  const [old, next] = [byId(before.segments) ?? new Map(), byId(after.segments) ?? new Map()];
  const nameOf = (one: unknown) => (one as { name?: unknown } | undefined)?.name;
  return itemChanges(old, next, (id) =>
    words.change.segment(isolated(String(nameOf(next.get(id)) ?? nameOf(old.get(id)) ?? id))),
  );
}

function itemChanges(old: Items, next: Items, nameOf: (key: string) => string): Change[] {
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((key): Change[] => {
    if (same(old.get(key), next.get(key))) return [];
    const kind = !old.has(key) ? "new" : next.has(key) ? "changed" : "removed";
    return [{ kind, what: nameOf(key) }];
  });
}

const workflowName = ({ id, name }: WorkflowText): string =>
  words.change.workflow(isolated(name ?? id));

const partName = (part: string): string =>
  (words.change.parts as Record<string, string>)[part] ?? part;

const statusNote = ({ status }: WorkflowText): string => {
  if (status === "live") return words.change.turnsOn;
  return words.change.nobodyEnters[status === "paused" ? "paused" : "draft"];
};

const listOf = (value: unknown): { id: string }[] =>
  Array.isArray(value) ? (value as { id: string }[]) : [];
