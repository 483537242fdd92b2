/**
 * What Edgewise asks a shop's platform about: so far one thing, whether something is gone.
 *
 * A webhook's topic is not signed, so what a delivery claims to be deleted may be there. Only the
 * platform knows, asked with the shop's own token or keys.
 */
import type { Question } from "edgewise";
import { isGoneFromShopify } from "./shopify/gone.ts";
import { isGoneFromWooCommerce } from "./woocommerce/gone.ts";

/** How a shop's platform lets us in. */
export type Access =
  /** Shopify: an Admin API access token of the app. */
  | { platform: "shopify"; token: string }
  /** WooCommerce: a REST API key with read access, and its secret. */
  | { platform: "woocommerce"; key: string; secret: string };

/**
 * What the platform says: it is gone, it is there, the platform does not let us ask (anymore), or it
 * could not be reached and may be asked again.
 */
export type Answer = "gone" | "there" | "refused" | "unreachable";

/** Asks the platform whether something is gone. Never throws. */
export async function isGone(domain: string, access: Access, question: Question): Promise<Answer> {
  try {
    return access.platform === "shopify"
      ? await isGoneFromShopify(domain, access.token, question)
      : await isGoneFromWooCommerce(domain, access, question);
  } catch {
    return "unreachable";
  }
}
