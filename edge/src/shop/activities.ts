/**
 * Tells a Shopify store that opened the app of the workflows that send messages: an activity of marketing each, with
 * the workflow's name, its state and the names that its links go by.
 *
 * What the store was told is written down, and what is different is told, one after the other. The timer is set ahead
 * before a call, so that a process that ends in between says it once more, which changes nothing: a workflow's id is
 * the activity's. A workflow that is off again is one that ended, since visits were counted for it.
 */
import { publicUrl } from "../env.ts";
import { log } from "../log.ts";
import {
  type Activity,
  keepActivity,
  removeActivities,
  type Unkept,
} from "../platform/shopify/activities.ts";
import { utmOf } from "../utm.ts";
import type { ConfigText, WorkflowText } from "./plans.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { accessSince, installationOf } from "./store-access.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

/** Changes gather for so long before they are told, in milliseconds. */
const GATHER = 1_000;
/** A call without an answer is made again after this time: longer than any call lasts. */
const LEASE = 60_000;
const LONGEST_PAUSE = 6 * 3_600_000;
/** The shops that this process tells something now. */
const OUT = new WeakSet<Stores>();

/** What is kept of what a store was told. */
interface Kept {
  /** Since when the store lets us in: one that let us in anew was told nothing. */
  since: number;
  /** By workflow. What the store takes for wrong was told as well: it's told again once it's different. */
  told: Record<string, Activity>;
  /** Since when the store can't be told. */
  troubled_at: number | null;
}

const KEPT = "activities";

/** Something about the workflows, or about our being let in, changed. In the caller's transaction. */
export function lookAtActivities(stores: Stores, now: number): void {
  if (!isTold(stores)) return;
  stores.timers.drop({ kind: "activities" });
  stores.timers.set({ kind: "activities" }, now + GATHER);
}

/** Where the timer is due: the activity that is to be told next, or null. In the caller's transaction. */
export function activitiesDue(stores: Stores, timer: Timer, now: number): Activity | null {
  const next = isTold(stores) ? nextOf(stores) : null;
  if (next === null) stores.timers.end(timer);
  else stores.timers.repeat(timer, now + LEASE);
  return OUT.has(stores) ? null : next;
}

/** Tells the store of an activity, and notes what became of it. Never throws. */
export async function tellActivity(stores: Stores, activity: Activity): Promise<void> {
  const installation = installationOf(stores);
  if (installation === null) return;
  const { since } = kept(stores);
  OUT.add(stores);
  try {
    const trouble = await keepActivity(installation, activity);
    stores.transaction(() => {
      // The store may have been disconnected, or connected anew, meanwhile.
      if (kept(stores).since === since) settle(stores, activity, trouble);
      stores.timers.arm();
    });
  } finally {
    OUT.delete(stores);
  }
}

function settle(stores: Stores, activity: Activity, trouble: Unkept | null): void {
  const { clock, settings, timers } = stores;
  const [found, now] = [kept(stores), clock.now()];
  const isTaken = trouble === null || trouble === "refused-activity";
  if (trouble !== null && found.troubled_at === null) {
    log("activity-not-told", { shop: settings.shop, reason: trouble }, "warn");
  }
  const troubledAt = isTaken ? null : (found.troubled_at ?? now);
  const told = isTaken ? { ...found.told, [activity.remoteId]: activity } : found.told;
  keep(stores, { ...found, told, troubled_at: troubledAt });
  const pause = Math.min(Math.max(now - (troubledAt ?? now), LEASE), LONGEST_PAUSE);
  timers.drop({ kind: "activities" });
  timers.set({ kind: "activities" }, troubledAt === null ? now : now + pause);
}

/** The store is to be disconnected: it keeps none of them. Never throws. */
export async function endActivities(stores: Stores): Promise<void> {
  const installation = installationOf(stores);
  if (installation === null || Object.keys(kept(stores).told).length === 0) return;
  const trouble = await removeActivities(installation);
  if (trouble !== null) {
    log("activities-not-removed", { shop: stores.settings.shop, reason: trouble }, "warn");
  }
}

/** Only the app is told apart by Shopify as the one whose marketing it is. */
const isTold = ({ appTokens, settings }: Stores): boolean =>
  appTokens.pair !== null && settings.uninstalledAt === null;

/** The first activity that the store has another word of. */
function nextOf(stores: Stores): Activity | null {
  const { told } = kept(stores);
  const config = stores.plans.liveConfig();
  const workflows = new Map((config.workflows ?? []).map((one) => [one.id, one]));
  for (const id of new Set([...workflows.keys(), ...Object.keys(told)])) {
    const last = told[id];
    const next = activityOf(stores, config, workflows.get(id), last);
    if (next !== null && JSON.stringify(next) !== JSON.stringify(last)) return next;
  }
  return null;
}

/** What a store is to be told of a workflow; null where that is nothing. `last` is what it was told. */
function activityOf(
  { env, settings }: Stores,
  config: ConfigText,
  workflow: WorkflowText | undefined,
  last: Activity | undefined,
): Activity | null {
  const sends = workflow === undefined ? [] : sendsIn(workflow.steps, config);
  const [first] = sends;
  const isOn = workflow?.status === "live" || workflow?.status === "paused";
  if (workflow === undefined || first === undefined || !isOn) {
    return last === undefined ? null : { ...last, status: "INACTIVE" };
  }
  return {
    remoteId: workflow.id,
    title: workflow.name ?? workflow.id,
    status: workflow.status === "live" ? "ACTIVE" : "PAUSED",
    tactic: tacticOf(workflow, sends),
    utm: utmOf(workflow.id, first.channel),
    remoteUrl: `${publicUrl(env, settings.publicUrl)}/app/#/workflows/${workflow.id}`,
  };
}

/** A message that a workflow sends. */
interface Send {
  channel: string;
  isMarketing: boolean;
}

/** The messages that steps send, those of their branches included. */
function sendsIn(steps: unknown, config: ConfigText): Send[] {
  if (Array.isArray(steps)) return steps.flatMap((one) => sendsIn(one, config));
  if (typeof steps !== "object" || steps === null) return [];
  const { type, message, kind, ...members } = steps as Record<string, unknown>;
  if (type !== "send") return sendsIn(Object.values(members), config);
  const messages = config.messages as Record<string, { channel?: string }> | undefined;
  const { channel = "email" } = messages?.[String(message)] ?? {};
  return [{ channel, isMarketing: kind !== "transactional" }];
}

/** By what starts a workflow. */
const TACTICS: Readonly<Record<string, Activity["tactic"]>> = {
  cart_abandoned: "ABANDONED_CART",
  tier_reached: "LOYALTY",
  tier_at_risk: "LOYALTY",
  points_reached: "LOYALTY",
  inactive: "RETARGETING",
};

function tacticOf({ trigger }: WorkflowText, sends: readonly Send[]): Activity["tactic"] {
  if (!sends.some(({ isMarketing }) => isMarketing)) return "TRANSACTIONAL";
  const { type } = trigger as { type: string };
  const isEmail = sends.some(({ channel }) => channel === "email");
  return TACTICS[type] ?? (isEmail ? "NEWSLETTER" : "MESSAGE");
}

function kept(stores: Stores): Kept {
  const since = accessSince(stores) ?? 0;
  const text = readMeta(stores.sql, KEPT);
  const found = typeof text === "string" ? (JSON.parse(text) as Kept) : null;
  return found?.since === since ? found : { since, told: {}, troubled_at: null };
}

const keep = ({ sql }: Stores, found: Kept): void => writeMeta(sql, KEPT, JSON.stringify(found));
