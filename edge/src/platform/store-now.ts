/** What a connected store says of itself now: whether it is still the one that was connected, and what it sells in. */
import * as v from "valibot";
import { SiteAbout, type StoreAbout, type Trouble } from "../contract/connection.ts";
import type { WayIn } from "./access.ts";
import { aboutOf } from "./shopify/about.ts";
import { siteOf } from "./woocommerce/site.ts";

export interface StoreNow {
  /** ISO 4217. */
  currency: string;
  /** By how many milliseconds its clock is ahead of ours; null where it doesn't say. */
  ahead: number | null;
  /** What the plugin of a WooCommerce store says beside it. */
  about: StoreAbout | null;
}

/** Asks a store about itself; `site` is what it called itself as it was connected. Never throws. */
export async function storeNow(
  way: WayIn,
  site: string | null,
): Promise<{ now: StoreNow } | { trouble: Trouble }> {
  if (way.platform === "shopify") {
    const answer = await aboutOf(way.installation);
    if (answer.data === null) return { trouble: answer.trouble };
    return { now: { currency: answer.data.currency, ahead: null, about: null } };
  }
  const answer = await siteOf(way.address, way.keys);
  if ("trouble" in answer) {
    return { trouble: answer.trouble === "no-plugin" ? "plugin-off" : answer.trouble };
  }
  const said = v.safeParse(SiteAbout, answer.said);
  if (!said.success) return { trouble: "plugin-off" };
  const { site: named, time, ...about } = said.output;
  if (named !== site) return { trouble: "other-site" };
  const ahead = time === null ? null : time - Date.now();
  return { now: { currency: about.currency, ahead, about } };
}
