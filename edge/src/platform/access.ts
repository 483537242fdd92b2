/** How a shop's platform is asked, and what it may say. */
import type { Installation } from "./shopify/admin-api.ts";
import type { TokenPair } from "./shopify/token-pair.ts";
import type { Keys } from "./woocommerce/client.ts";

/** How a shop's platform lets us in. */
export type Access =
  /** Shopify: the Admin API access token of an app that the merchant made for it, and entered here. */
  | { platform: "shopify"; token: string }
  /** Shopify: what it gave the app when the merchant installed it. */
  | { platform: "shopify"; pair: TokenPair }
  /**
   * WooCommerce: a REST API key with read access, and its secret; and the folder of the shop's domain that
   * the site is in, such as `store`, where it is in one. In development a site on this machine may be
   * `plain`, without https.
   */
  | {
      platform: "woocommerce";
      key: string;
      secret: string;
      folder?: string;
      plain?: boolean;
    };

/** A store as it is asked: Shopify's, or a WooCommerce one at its address. */
export type WayIn =
  | { platform: "shopify"; installation: Installation }
  | { platform: "woocommerce"; address: string; keys: Keys };

/**
 * What the platform says: it is gone, it is there, the platform does not let us ask (anymore), or it
 * could not be reached and may be asked again.
 */
export type Answer = "gone" | "there" | "refused" | "unreachable";
