/**
 * What is being edited: the shop's configuration with what was changed in one workflow.
 *
 * Each workflow has a working copy of its own, and what belongs to the whole shop has one; publishing,
 * saving or discarding one touches no other. A copy is a text, because a merchant's developer edits
 * text and the engine reads text; the builder's forms change the same text. It stays in this browser
 * until it is saved, as a draft on the server or by publishing. A template that is only looked at lies
 * over the copy without changing it.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import { type ConfigText as AnyConfig, merchantConfig, withRevisions } from "edgewise/revisions.js";
import { ask } from "../engine/client.ts";
import { place } from "../route.ts";
import { api, shop } from "../server/session.ts";
import { isZone } from "../text/zone.ts";
import { rebased, withDraft, withTemplate } from "./changes.ts";
import { type Desk, desks, emptyDesk, forget, remember, remembered } from "./desks.ts";
import { savedDrafts } from "./saved-drafts.ts";
import { SAMPLE_SHOP, TEMPLATES } from "./templates.ts";
import {
  type ConfigText,
  parsed,
  same,
  type WorkflowText,
  workflowsIn,
} from "../engine/config-text.ts";

/** The workflow that is looked at. */
export const chosen = signal<string>(TEMPLATES[0]?.id ?? "");
/** The configuration that decides in the shop that is signed in to, as it was compiled; or null. */
export const shopPlan = signal<{ plan: string; text: string } | null>(null);
export const diagnostics = signal<Diagnostic[]>([]);
/** Whether the diagnostics are still those of an earlier text. */
export const checking = signal(false);

/** Where a workflow stands: shipped and not taken over yet, the shop's own as it is, or changed here. */
export type Origin = "template" | "shop" | "own";

/** What is saved, as the merchant wrote it; nobody's shop when signed out. */
export const saved = computed<ConfigText>(() => {
  const compiled = parsed(shopPlan.value?.text ?? "");
  return compiled === null
    ? { format: 1, shop: SAMPLE_SHOP, messages: {}, workflows: [] }
    : (merchantConfig(compiled as AnyConfig) as ConfigText);
});

/** The copy of what belongs to the whole shop. */
const SHOP = "";
/** How many steps back there are. */
const STEPS_BACK = 200;

/** Whose copy is edited: the settings', or the chosen workflow's. */
const current = computed(() => (place.value.page === "settings" ? SHOP : chosen.value));
const desk = computed<Desk>(() => desks.value.get(current.value) ?? emptyDesk);

/** What a copy begins from: what is saved, with the workflow's draft from the server over it. */
const startOf = (key: string): ConfigText => {
  const draft = savedDrafts.value.get(key);
  return draft === undefined ? saved.value : withDraft(saved.value, draft.changes);
};
const start = computed(() => startOf(current.value));

const working = computed(() => desk.value.kept?.text ?? JSON.stringify(start.value, null, 2));

/** The text that is looked at. */
export const configText = computed<string>(() => {
  const written = parsed(working.value);
  if (desk.value.kept !== null || written === null || current.value === SHOP) return working.value;
  if (isIn(written, chosen.value)) return working.value;
  const template = TEMPLATES.find(({ id }) => id === chosen.value);
  return template === undefined
    ? working.value
    : JSON.stringify(withTemplate(written, template), null, 2);
});

/** The text as an object; null while it is not JSON. */
export const config = computed(() => parsed(configText.value));

export const workflow = computed<WorkflowText | null>(
  () => workflowsIn(config.value).find(({ id }) => id === chosen.value) ?? null,
);

/** The working copy itself, without a template that is only looked at; null while it is not JSON. */
export const ownConfig = computed(() => parsed(working.value));

/** All workflows of the shop as they are edited: what is saved, each with its draft, and new ones. */
export const ownWorkflows = computed<WorkflowText[]>(() => {
  const ids = workflowsIn(saved.value).map(({ id }) => id);
  const drafted = [...savedDrafts.value.keys(), ...desks.value.keys()].filter(
    (key) => key !== SHOP,
  );
  return [...new Set([...ids, ...drafted])].flatMap((id) => copyOf(id) ?? []);
});

/** A workflow as it is edited, or as it is saved; null where it was taken out. */
function copyOf(id: string): WorkflowText | null {
  const kept = desks.value.get(id)?.kept ?? null;
  const written = kept === null ? startOf(id) : (parsed(kept.text) ?? startOf(id));
  return workflowsIn(written).find((one) => one.id === id) ?? null;
}

export const origin = computed<Origin>(() => originOf(chosen.value));

/** Where a workflow of the working copy comes from. */
export function originOf(id: string): Origin {
  const mine = copyOf(id);
  const theirs = workflowsIn(saved.value).find((one) => one.id === id);
  if (mine === null && theirs === undefined) return changedHere(id) ? "own" : "template";
  return changedHere(id) || savedDrafts.value.has(id) || theirs === undefined ? "own" : "shop";
}

/** Whether a workflow was changed in this browser, and that is saved nowhere. */
export function changedHere(id: string): boolean {
  const kept = desks.value.get(id)?.kept ?? null;
  return kept !== null && !same(parsed(kept.text) ?? kept.text, startOf(id));
}

/** Whether a workflow is on, off or a draft in the shop; undefined for one that is not saved there. */
export const statusOf = (id: string): string | undefined => {
  const theirs = workflowsIn(saved.value).find((one) => one.id === id);
  return theirs === undefined ? undefined : (theirs.status ?? "draft");
};

export const shopZone = computed(() => {
  const zone = config.value?.shop?.time_zone;
  return typeof zone === "string" && isZone(zone) ? zone : "UTC";
});
export const currency = computed(() => {
  const code = config.value?.shop?.currency;
  return typeof code === "string" && /^[A-Z]{3}$/.test(code) ? code : "EUR";
});

/** Whether anything was changed here that is saved nowhere. */
export const unsaved = computed(() => changedHere(current.value));
/** What the unsaved changes began on: somebody else may have saved since. */
export const begunOn = computed(() => desk.value.kept?.begunOn ?? saved.value);

export const canUndo = computed(() => desk.value.past.length > 0);
export const canRedo = computed(() => desk.value.future.length > 0);

/** Takes over a text; what is typed in one go is one step back. */
export function write(text: string, typed: string | null = null): void {
  const key = current.value;
  const goesOn = typed !== null && lastTyped === `${key} ${typed}`;
  lastTyped = typed === null ? null : `${key} ${typed}`;
  const { kept, past } = desk.value;
  remember(key, {
    kept: { text, begunOn: begunOn.value },
    past: goesOn ? past : [...past, kept].slice(-STEPS_BACK),
    future: [],
  });
}

/** Which field is being typed in. */
let lastTyped: string | null = null;

/** Changes the configuration that is looked at; `typed` names the field while somebody types in it. */
export function edit(change: (config: ConfigText) => void, typed: string | null = null): void {
  const written = config.value;
  if (written === null) return;
  const next = structuredClone(written);
  change(next);
  write(JSON.stringify(next, null, 2), typed);
}

/** Changes what belongs to the whole shop. */
export const editShop = edit;

/** Changes the workflow that is looked at. */
export function editWorkflow(
  change: (workflow: WorkflowText) => void,
  typed: string | null = null,
): void {
  edit((next) => {
    const mine = workflowsIn(next).find(({ id }) => id === chosen.value);
    if (mine !== undefined) change(mine);
  }, typed);
}

/** Begins a workflow that nobody else knows of yet: a copy of its own, with `change` made to it. */
export function begin(id: string, change: (config: ConfigText) => void): void {
  const next = structuredClone(saved.value);
  change(next);
  const kept = { text: JSON.stringify(next, null, 2), begunOn: saved.value };
  remember(id, { kept, past: [], future: [] });
}

export function undo(): void {
  const { kept, past, future } = desk.value;
  const before = past.at(-1);
  if (before === undefined) return;
  remember(current.value, { kept: before, past: past.slice(0, -1), future: [...future, kept] });
  lastTyped = null;
}

export function redo(): void {
  const { kept, past, future } = desk.value;
  const after = future.at(-1);
  if (after === undefined) return;
  remember(current.value, { kept: after, past: [...past, kept], future: future.slice(0, -1) });
  lastTyped = null;
}

/** Goes back to what is saved; it can be undone. */
export function discard(): void {
  const { kept, past } = desk.value;
  remember(current.value, { kept: null, past: [...past, kept].slice(-STEPS_BACK), future: [] });
  lastTyped = null;
}

/**
 * The text that a preview runs: as it would be compiled if it were saved, with the chosen workflow
 * live and listening from `begin` on, so that a draft can be tried and the person's past does not
 * start it.
 */
export function trialText(begin: number): string {
  const compiled = asSaved(begin);
  if (compiled === null) return configText.value;
  const workflows = workflowsIn(compiled).map((one) =>
    one.id === chosen.value ? { ...one, live_since: begin } : one,
  );
  return JSON.stringify({ ...compiled, workflows });
}

/** What is looked at as it would be compiled with the chosen workflow live; null while it is broken. */
export function asSaved(now: number): ConfigText | null {
  const written = config.value;
  if (written === null || !Array.isArray(written.workflows)) return null;
  const before = parsed(shopPlan.value?.text ?? "");
  // Ids are made for one shop, so a split falls for everybody as it will.
  const id = before?.shop?.id;
  const shopSection = id === undefined ? written.shop : { ...written.shop, id };
  const workflows = written.workflows.map((one) =>
    one?.id === chosen.value ? { ...one, status: "live" } : one,
  );
  try {
    const next = { ...written, ...(written.shop ? { shop: shopSection } : {}), workflows };
    return withRevisions(next as AnyConfig, before as AnyConfig | null, now) as ConfigText;
  } catch {
    // While somebody types, anything may stand where a workflow should.
    return null;
  }
}

/** Fetches the shop's configuration anew, after it was changed from here. */
export async function readShop(): Promise<void> {
  const [server, id] = [api.value, shop.value];
  if (server === null || id === null) return;
  const plan = await server.livePlan(id);
  if (shop.peek() === id) shopPlan.value = plan;
}

/** What was saved of this copy needs no other any more. */
export async function tookOver(): Promise<void> {
  const key = current.value;
  await readShop();
  forget(key);
}

const isIn = (written: ConfigText, workflow: string): boolean =>
  workflowsIn(written).some(({ id }) => id === workflow);

// Whenever another shop is chosen, its configuration is fetched, and what was begun there taken up.
effect(() => {
  const [server, id] = [api.value, shop.value];
  batch(() => {
    shopPlan.value = null;
    desks.value = remembered();
  });
  if (server === null || id === null) return;
  server.livePlan(id).then(
    (plan) => {
      if (shop.peek() === id) shopPlan.value = plan;
    },
    () => {},
  );
});

// What others saved since lies beneath every copy that is kept here.
effect(() => {
  if (shopPlan.value === null) return;
  const theirs = saved.value;
  for (const [key, { kept, ...steps }] of desks.peek()) {
    const mine = parsed(kept?.text ?? "");
    if (kept === null || mine === null || same(kept.begunOn, theirs)) continue;
    const text = JSON.stringify(rebased(kept.begunOn, mine, theirs), null, 2);
    remember(key, { ...steps, kept: { text, begunOn: theirs } });
  }
});

// The diagnostics follow the text.
effect(() => {
  const text = configText.value;
  const before = parsed(shopPlan.value?.text ?? "");
  const live = workflowsIn(before).flatMap(({ id, status }) => (status === "live" ? id : []));
  checking.value = true;
  ask("check", { config: text, live }).then(
    (found) => {
      if (configText.peek() !== text) return;
      batch(() => {
        diagnostics.value = found;
        checking.value = false;
      });
    },
    () => {
      diagnostics.value = [];
    },
  );
});
