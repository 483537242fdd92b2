/** The admin API of how the automation runs. */
import { readJson } from "../body.ts";
import { Problem } from "../problem.ts";
import type { Call, ShopCall } from "../router.ts";
import type { Thresholds } from "../shop/alerts.ts";
import type { Stoppable } from "../shop/sending.ts";
import { json } from "./admin.ts";

/** The longest stretch that is summed at once, in milliseconds: 31 days. */
const LONGEST = 31 * 24 * 3_600_000;

/** Sums of a stretch of time, by default the last 24 hours. */
export async function read(call: ShopCall): Promise<Response> {
  const { shop, listing } = call;
  const [from, until] = [moment(call, "from"), moment(call, "until")];
  if (from !== null && until !== null && (until <= from || until - from > LONGEST)) {
    throw new Problem(400, "range-unusable", "until must be after from, at most 31 days.");
  }
  const appSecret = listing.platform === "shopify" ? (call.env.SHOPIFY_API_SECRET ?? "") : "";
  const hasSecret = listing.secrets.length > 0 || appSecret !== "";
  return json(await shop.operations(from, until, hasSecret));
}

/** What is stopped, and what waits because of it. */
export async function sending(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.sending());
}

const STOPPABLE: readonly unknown[] = [null, "email", "sms", "push"];

/** Stops all sending or a channel's, or lets it go on. */
export async function switchSending(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = (await readJson(call.request, 1024)) as Record<string, unknown> | null;
  const { channel = null, stopped, skip_due_before: skip = null } = asked ?? {};
  if (typeof stopped !== "boolean") {
    const rule = "stopped must be true to stop sending, or false to let it go on.";
    throw new Problem(422, "invalid-field", rule, {}, { field: "stopped" });
  }
  if (!STOPPABLE.includes(channel)) {
    const rule = "channel must be email, sms, push, or null for all.";
    throw new Problem(422, "invalid-field", rule, {}, { field: "channel" });
  }
  if (skip !== null && (stopped || !Number.isSafeInteger(skip) || (skip as number) < 0)) {
    const rule = stopped
      ? "skip_due_before is for when sending goes on: leave it out when stopping."
      : "skip_due_before must be a moment in milliseconds since 1970, or null to send everything.";
    throw new Problem(422, "invalid-field", rule, {}, { field: "skip_due_before" });
  }
  call.trail.detail = { stopped, channel: channel as Stoppable };
  return json(await shop.switchSending(channel as Stoppable, stopped, skip as number | null));
}

/** From when on something needs the merchant. */
export async function setThresholds(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = (await readJson(call.request, 1024)) as Record<string, unknown> | null;
  const thresholds: Thresholds = {
    late_ms: whole(asked, "late_ms", 1_000, 86_400_000),
    error_percent: whole(asked, "error_percent", 0, 100),
    dead_letters: whole(asked, "dead_letters", 0, 1_000_000),
  };
  await shop.setThresholds(thresholds);
  return json(JSON.stringify(thresholds));
}

function moment(call: Call, name: string): number | null {
  const text = call.url.searchParams.get(name);
  if (text === null) return null;
  const given = Number(text);
  if (Number.isSafeInteger(given) && given >= 0) return given;
  const rule = `${name} must be a moment in milliseconds since 1970.`;
  throw new Problem(400, "moment-unusable", rule);
}

function whole(
  asked: Record<string, unknown> | null,
  field: string,
  least: number,
  most: number,
): number {
  const value = asked?.[field];
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  const rule = `${field} must be a whole number from ${least} to ${most}.`;
  throw new Problem(422, "invalid-field", rule, {}, { field });
}
