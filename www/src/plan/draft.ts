/**
 * The working copy: the shop's configuration with what was changed here and is not saved yet.
 *
 * It is a text, because a merchant's developer edits text and the engine reads text; the builder's
 * forms change the same text. It stays in this browser until it is saved. A template that is only
 * looked at lies over the copy without changing it.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import { ask } from "../engine/client.ts";
import { api, shop } from "../server/session.ts";
import { isZone } from "../story/zone.ts";
import { withTemplate } from "./changes.ts";
import { SAMPLE_SHOP, TEMPLATES } from "./templates.ts";
import { type Config, merchantConfig, withRevisions } from "edgewise/revisions.js";
import { type ConfigText, parsed, same, type WorkflowText, workflowsIn } from "./types.ts";

/** The workflow that is looked at. */
export const chosen = signal<string>(TEMPLATES[0]?.id ?? "");
/** The configuration that decides in the shop that is signed in to, as it was compiled; or null. */
export const shopPlan = signal<{ plan: string; text: string } | null>(null);
export const diagnostics = signal<Diagnostic[]>([]);

/** Where a workflow stands: shipped and not taken over yet, the shop's own as it is, or changed here. */
export type Origin = "template" | "shop" | "own";

/** What is saved, as the merchant wrote it; nobody's shop when signed out. */
export const saved = computed<ConfigText>(() => {
  const compiled = parsed(shopPlan.value?.text ?? "");
  return compiled === null
    ? { format: 1, shop: SAMPLE_SHOP, messages: {}, workflows: [] }
    : (merchantConfig(compiled as Config) as ConfigText);
});

/** What was changed here, or null; which shop it belongs to, and on which plan it began. */
interface Kept {
  text: string;
  begunOn: ConfigText;
  /** The workflows that were looked at while it was written: what it lacks of these was taken out. */
  touched: string[];
}

const kept = signal<Kept | null>(null);
const past = signal<readonly (Kept | null)[]>([]);
const future = signal<readonly (Kept | null)[]>([]);

/** How many steps back there are. */
const STEPS_BACK = 200;

const working = computed(() => kept.value?.text ?? JSON.stringify(saved.value, null, 2));

/** The text that is looked at. */
export const configText = computed<string>(() => {
  const written = parsed(working.value);
  const settled = kept.value?.touched.includes(chosen.value) ?? false;
  if (settled || written === null || isIn(written, chosen.value)) return working.value;
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

/** All workflows of the working copy. */
export const ownWorkflows = computed(() => workflowsIn(ownConfig.value));

export const origin = computed<Origin>(() => originOf(chosen.value));

/** Where a workflow of the working copy comes from. */
export function originOf(id: string): Origin {
  const mine = ownWorkflows.value.find((one) => one.id === id);
  if (mine === undefined) {
    return kept.value !== null && parsed(working.value) === null ? "own" : "template";
  }
  const theirs = workflowsIn(saved.value).find((one) => one.id === id);
  const touched = kept.value !== null && !same(mine, theirs);
  return touched || theirs === undefined ? "own" : "shop";
}

export const shopZone = computed(() => {
  const zone = config.value?.shop?.time_zone;
  return typeof zone === "string" && isZone(zone) ? zone : "UTC";
});
export const currency = computed(() => {
  const code = config.value?.shop?.currency;
  return typeof code === "string" && /^[A-Z]{3}$/.test(code) ? code : "EUR";
});

/** Whether anything would be saved. */
export const unsaved = computed(
  () => kept.value !== null && !same(parsed(kept.value.text) ?? kept.value.text, saved.value),
);
/** What the unsaved changes began on: somebody else may have saved since. */
export const begunOn = computed(() => kept.value?.begunOn ?? saved.value);

export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);

/** Takes over a text; what is typed in one go is one step back. */
export function write(text: string, typed: string | null = null): void {
  put(text, typed, chosen.value);
}

function put(text: string, typed: string | null, looked: string | null): void {
  const goesOn = typed !== null && typed === lastTyped;
  lastTyped = typed;
  batch(() => {
    if (!goesOn) past.value = [...past.value, kept.value].slice(-STEPS_BACK);
    future.value = [];
    const before = kept.value?.touched ?? [];
    const touched = looked === null ? before : [...new Set([...before, looked])];
    keep({ text, begunOn: begunOn.value, touched });
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

/** Changes what belongs to the whole shop: a template that is only looked at does not come along. */
export function editShop(change: (config: ConfigText) => void, typed: string | null = null): void {
  const written = ownConfig.value;
  if (written === null) return;
  const next = structuredClone(written);
  change(next);
  put(JSON.stringify(next, null, 2), typed, null);
}

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

export function undo(): void {
  const before = past.value.at(-1);
  if (before === undefined) return;
  batch(() => {
    future.value = [...future.value, kept.value];
    past.value = past.value.slice(0, -1);
    keep(before);
  });
  lastTyped = null;
}

export function redo(): void {
  const after = future.value.at(-1);
  if (after === undefined) return;
  batch(() => {
    past.value = [...past.value, kept.value];
    future.value = future.value.slice(0, -1);
    keep(after);
  });
  lastTyped = null;
}

/** Goes back to what is saved; it can be undone. */
export function discard(): void {
  batch(() => {
    past.value = [...past.value, kept.value].slice(-STEPS_BACK);
    future.value = [];
    keep(null);
  });
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
    return withRevisions(next as Config, before as Config | null, now) as ConfigText;
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

/** What was saved is the working copy from now on. */
export async function tookOver(): Promise<void> {
  await readShop();
  batch(() => {
    past.value = [];
    future.value = [];
    keep(null);
  });
}

const isIn = (written: ConfigText, workflow: string): boolean =>
  workflowsIn(written).some(({ id }) => id === workflow);

const place = () => `edgewise-draft-${shop.peek() ?? "nobody"}`;

function keep(next: Kept | null): void {
  kept.value = next;
  try {
    if (next === null) localStorage.removeItem(place());
    else localStorage.setItem(place(), JSON.stringify(next));
  } catch {
    // A full store costs the next visit the draft, not this one.
  }
}

function remembered(): Kept | null {
  try {
    const told = JSON.parse(localStorage.getItem(place()) ?? "null") as Kept | null;
    const whole = typeof told?.text === "string" && Array.isArray(told.touched);
    return whole && typeof told.begunOn === "object" ? told : null;
  } catch {
    return null;
  }
}

// Whenever another shop is chosen, its configuration is fetched, and what was begun there taken up.
effect(() => {
  const [server, id] = [api.value, shop.value];
  batch(() => {
    shopPlan.value = null;
    kept.value = remembered();
    past.value = [];
    future.value = [];
  });
  if (server === null || id === null) return;
  server.livePlan(id).then(
    (plan) => {
      if (shop.peek() === id) shopPlan.value = plan;
    },
    () => {},
  );
});

// The diagnostics follow the text.
effect(() => {
  const text = configText.value;
  const before = parsed(shopPlan.value?.text ?? "");
  const live = workflowsIn(before).flatMap(({ id, status }) => (status === "live" ? id : []));
  ask("check", { config: text, live }).then(
    (found) => {
      if (configText.peek() === text) diagnostics.value = found;
    },
    () => {
      diagnostics.value = [];
    },
  );
});
