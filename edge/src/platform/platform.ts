/**
 * What Edgewise asks a shop's platform about: so far one thing, whether something is gone.
 *
 * A webhook's topic is not signed, so what a delivery claims to be deleted may be there. Only the
 * platform knows, asked with the shop's own token or keys.
 */
import type { Question } from "edgewise";
import type { Access, Answer } from "./access.ts";
import { isGoneFromShopify } from "./shopify/gone.ts";
import { isGoneFromWooCommerce } from "./woocommerce/gone.ts";
import { addressOf } from "./woocommerce/site.ts";

/** Asks the platform whether something is gone. Never throws. */
export async function isGone(domain: string, access: Access, question: Question): Promise<Answer> {
  try {
    return access.platform === "shopify"
      ? await isGoneFromShopify({ domain, token: access.token }, question)
      : await isGoneFromWooCommerce(addressOf(domain, access), access, question);
  } catch {
    return "unreachable";
  }
}
