/**
 * Activities of marketing in a Shopify store: what the merchant sees of our workflows under Marketing, and what
 * Shopify counts visits and orders for.
 */
import type { Utm } from "../../utm.ts";
import { type Installation, run, type Trouble } from "./admin-api.ts";
import keepOne from "./operations/keep-activity.graphql";
import removeAll from "./operations/remove-activities.graphql";
import removeOne from "./operations/remove-activity.graphql";

/** What a store is told of one. */
export interface Activity {
  /** Our number of it, by which it's found again. */
  remoteId: string;
  title: string;
  status: "ACTIVE" | "PAUSED" | "INACTIVE";
  tactic: "ABANDONED_CART" | "LOYALTY" | "MESSAGE" | "NEWSLETTER" | "RETARGETING" | "TRANSACTIONAL";
  utm: Utm;
  /** Where it's looked at and changed. */
  remoteUrl: string;
}

/** Why one isn't kept: why Shopify can't be asked, or that it takes something of it for wrong. */
export type Unkept = Trouble | "refused-activity";

/** Shopify knows no text messages among its channels; email is nearest. */
const CHANNEL = "EMAIL";

/** Makes one, or brings it up to date. Null once it is. Never throws. */
export async function keepActivity(shop: Installation, activity: Activity): Promise<Unkept | null> {
  const input = { ...activity, marketingChannelType: CHANNEL };
  const said = await call(shop, keepOne, { input });
  if (said !== "IMMUTABLE_UTM_PARAMETERS") return unkept(said);
  // Other links are other marketing: it begins anew.
  const gone = unkept(await call(shop, removeOne, { id: activity.remoteId }));
  return gone ?? unkept(await call(shop, keepOne, { input }));
}

/** Removes all of them. Never throws. */
export const removeActivities = async (shop: Installation): Promise<Unkept | null> =>
  unkept(await call(shop, removeAll, {}));

/** What Shopify says: null where it's done, the code of what it takes for wrong, or why it can't be asked. */
async function call(
  shop: Installation,
  operation: string,
  variables: Record<string, unknown>,
): Promise<string | null> {
  type Done = { kept: { userErrors: { code: string | null }[] } | null };
  const { data, trouble } = await run<Done>(shop, operation, variables);
  if (data === null) return trouble;
  if (data.kept === null) return "unreachable";
  const [error] = data.kept.userErrors;
  return error === undefined ? null : (error.code ?? "INVALID");
}

/** Shopify's codes are in upper case. */
function unkept(said: string | null): Unkept | null {
  if (said === null) return null;
  // All are being removed, from when the store was disconnected.
  if (said === "DELETE_JOB_ENQUEUED") return "busy";
  return said === said.toUpperCase() ? "refused-activity" : (said as Trouble);
}
