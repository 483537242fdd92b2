/**
 * What Edgewise asks a shop's platform about: so far one thing, whether something is gone.
 *
 * A webhook's topic is not signed, so what a delivery claims to be deleted may be there. Only the
 * platform knows, asked with the shop's own token or keys.
 */
import type { Question } from "edgewise";
import type { Answer, WayIn } from "./access.ts";
import { isGoneFromShopify } from "./shopify/gone.ts";
import { isGoneFromWooCommerce } from "./woocommerce/gone.ts";

/** Asks the platform whether something is gone. Never throws. */
export async function isGone(way: WayIn, question: Question): Promise<Answer> {
  try {
    return way.platform === "shopify"
      ? await isGoneFromShopify(way.installation, question)
      : await isGoneFromWooCommerce(way.address, way.keys, question);
  } catch {
    return "unreachable";
  }
}
