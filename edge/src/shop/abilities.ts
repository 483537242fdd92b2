/**
 * What can be done for a shop, and what it reports: workflows that ask for more can't be turned on, and
 * live ones need attention. What a platform reports, the engine says (`src/adapter/reporter.rs`).
 */
import type { Abilities, Diagnostic } from "edgewise";
import { isDevelopment } from "../env.ts";
import { storeOf } from "./connection.ts";
import { emailServiceOf } from "./email-connection.ts";
import { smsServiceOf } from "./sms-connection.ts";
import type { Stores } from "./stores.ts";

export function abilities(stores: Stores): Abilities {
  const { settings, received, env } = stores;
  const isConnected = storeOf(stores) !== null;
  return {
    channels: [
      ...(emailServiceOf(stores) === null ? [] : (["email"] as const)),
      ...(smsServiceOf(stores) === null ? [] : (["sms"] as const)),
    ],
    reporters:
      settings.platform === "shopify"
        ? ["shopify", "shopify-pixel"]
        : isConnected
          ? ["woocommerce", "woocommerce-plugin"]
          : ["woocommerce"],
    received: received.list(),
    // In development codes are made inside Edgewise, so that a workflow can be tried without a store.
    codes: isConnected || isDevelopment(env),
  };
}

/** Why live workflows cannot do what they say, each with the workflow it is about. */
export function impossibleNow(stores: Stores): (Diagnostic & { workflow: string })[] {
  const { plans, engine } = stores;
  const workflows = plans.liveConfig().workflows ?? [];
  const live = workflows.filter(({ status }) => status === "live").map(({ id }) => id);
  if (live.length === 0) return [];
  const request = { live_before: live, given: [], fields: [], able: abilities(stores) };
  const ask = (plan: string) => engine.checkSaving(plan, request).diagnostics;
  return plans.with(plans.live, ask).flatMap((one) => {
    const index = /^workflows\[(\d+)\]/.exec(one.path)?.[1];
    const workflow = index === undefined ? undefined : workflows[Number(index)]?.id;
    return workflow === undefined ? [] : [{ ...one, workflow }];
  });
}
