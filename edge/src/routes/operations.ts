/** The admin API of how the automation runs. */
import { readJson } from "../body.ts";
import { Problem } from "../problem.ts";
import type { Call } from "../router.ts";
import type { Thresholds } from "../shop/operations.ts";
import { requireShop } from "./access.ts";
import { json } from "./admin.ts";

/** The longest stretch that is summed at once, in milliseconds: 31 days. */
const LONGEST = 31 * 24 * 3_600_000;

/** Sums of a stretch of time, by default the last 24 hours. */
export async function read(call: Call): Promise<Response> {
  const { shop } = await requireShop(call);
  const [from, until] = [moment(call, "from"), moment(call, "until")];
  if (from !== null && until !== null && (until <= from || until - from > LONGEST)) {
    throw new Problem(400, "range-unusable", "until must be after from, at most 31 days.");
  }
  return json(await shop.operations(from, until));
}

/** From when on something needs the merchant. */
export async function setThresholds(call: Call): Promise<Response> {
  const { shop } = await requireShop(call);
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
