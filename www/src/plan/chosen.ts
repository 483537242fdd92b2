/** Which workflow is looked at, and the configuration it stands in: as text, because a merchant's
 * developer edits text, and the engine reads text. */
import { computed, effect, signal } from "@preact/signals";
import type { Diagnostic } from "edgewise";
import { configFrom } from "edgewise/templates.js";
import { ask } from "../engine/client.ts";
import { api, shop } from "../server/session.ts";
import { isZone } from "../story/zone.ts";
import { SAMPLE_SHOP, TEMPLATES } from "./templates.ts";

/** Where a workflow comes from. */
export type Origin = "template" | "shop" | "own";

export interface Choice {
  origin: Origin;
  workflow: string;
}

/** A workflow in the fields that the page reads. */
export interface WorkflowText {
  id: string;
  name: string;
  status?: string;
  goal?: string;
  trigger?: Record<string, unknown> & { type: string };
  conditions?: object;
  filter?: object;
  exit_on?: string[];
  steps?: Step[];
}

export interface Step extends Record<string, unknown> {
  id: string;
  type: string;
}

export interface ConfigText {
  shop?: { name?: string; currency?: string; time_zone?: string } & Record<string, unknown>;
  messages?: Record<string, { channel?: string; subject?: string; text?: string }>;
  workflows?: WorkflowText[];
  [part: string]: unknown;
}

const OWN = "edgewise-own-config";
const FIRST = TEMPLATES[0]?.id ?? "";

export const choice = signal<Choice>({ origin: "template", workflow: FIRST });
/** The live configuration of the shop that is signed in to, or null. */
export const shopPlan = signal<{ plan: string; text: string } | null>(null);
/** What somebody wrote in the editor; kept in this browser. */
export const ownText = signal<string | null>(localStorage.getItem(OWN));
export const diagnostics = signal<Diagnostic[]>([]);

/** The text that is looked at. */
export const configText = computed<string>(() => {
  const { origin, workflow } = choice.value;
  if (origin === "own" && ownText.value !== null) return ownText.value;
  if (origin === "shop" && shopPlan.value !== null) return shopPlan.value.text;
  const template = TEMPLATES.find(({ id }) => id === workflow) ?? TEMPLATES[0];
  const section = shopSection(parsed(shopPlan.value?.text ?? ""));
  return JSON.stringify(
    configFrom(section, template === undefined ? [] : [template], "live"),
    null,
    2,
  );
});

/** The text as an object; null while it is not JSON. */
export const config = computed(() => parsed(configText.value));

export const workflow = computed<WorkflowText | null>(() => {
  const list = workflowsIn(config.value);
  return list.find(({ id }) => id === choice.value.workflow) ?? list[0] ?? null;
});

export const shopZone = computed(() => {
  const zone = config.value?.shop?.time_zone;
  return typeof zone === "string" && isZone(zone) ? zone : "UTC";
});
export const currency = computed(() => {
  const code = config.value?.shop?.currency;
  return typeof code === "string" && /^[A-Z]{3}$/.test(code) ? code : "EUR";
});

/** The workflows of the shop, for the picker. */
export const shopWorkflows = computed<WorkflowText[]>(() =>
  workflowsIn(parsed(shopPlan.value?.text ?? "")),
);

/** Takes over what the editor holds; the template or the shop's own text stays as it is. */
export function write(text: string): void {
  ownText.value = text;
  localStorage.setItem(OWN, text);
  choice.value = { origin: "own", workflow: workflow.value?.id ?? choice.value.workflow };
}

/** Forgets what was written, and shows where it came from. */
export function discardOwn(): void {
  localStorage.removeItem(OWN);
  ownText.value = null;
  const known = TEMPLATES.find(({ id }) => id === choice.value.workflow);
  choice.value = { origin: "template", workflow: known?.id ?? FIRST };
}

/** Fetches the shop's configuration whenever another shop is chosen. */
export const followShop = () =>
  effect(() => {
    const [server, chosen] = [api.value, shop.value];
    if (server === null || chosen === null) {
      shopPlan.value = null;
      return;
    }
    server.livePlan(chosen).then(
      (plan) => {
        if (shop.peek() === chosen) shopPlan.value = plan;
      },
      () => {
        shopPlan.value = null;
      },
    );
  });

/** Fetches the shop's configuration anew, after it was changed from here. */
export async function readShop(): Promise<void> {
  const [server, chosen] = [api.value, shop.value];
  if (server === null || chosen === null) return;
  const plan = await server.livePlan(chosen);
  if (shop.peek() === chosen) shopPlan.value = plan;
}

/** Keeps the diagnostics up to date with the text. */
export const followText = () =>
  effect(() => {
    const text = configText.value;
    ask("check", text).then(
      (found) => {
        if (configText.peek() === text) diagnostics.value = found;
      },
      () => {
        diagnostics.value = [];
      },
    );
  });

/**
 * The text that a preview runs: what is looked at, with the chosen workflow live and listening from
 * `begin` on, so that a draft can be tried and the person's past does not start it.
 */
export function trialText(begin: number): string {
  const written = config.value;
  if (written === null || !Array.isArray(written.workflows)) return configText.value;
  const chosen = workflow.value?.id;
  const workflows = written.workflows.map((one) =>
    one?.id === chosen ? { ...one, status: "live", live_since: begin } : one,
  );
  return JSON.stringify({ ...written, workflows });
}

function shopSection(plan: ConfigText | null): Record<string, unknown> {
  if (plan?.shop === undefined) return SAMPLE_SHOP;
  const { id: _, ...section } = plan.shop;
  return { ...SAMPLE_SHOP, ...section };
}

/** What looks like a workflow; while somebody types, anything may stand there. */
export function workflowsIn(written: ConfigText | null): WorkflowText[] {
  const list: unknown = written?.workflows;
  if (!Array.isArray(list)) return [];
  return list.filter((one) => typeof one === "object" && typeof one?.id === "string");
}

function parsed(text: string): ConfigText | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as ConfigText)
      : null;
  } catch {
    return null;
  }
}
