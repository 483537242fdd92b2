/** How a shop's platform is asked, and what it may say. */

/** How a shop's platform lets us in. */
export type Access =
  /** Shopify: an Admin API access token of the app. */
  | { platform: "shopify"; token: string }
  /**
   * WooCommerce: a REST API key with read access, and its secret; and the folder of the shop's domain that
   * the site is in, such as `store`, where it is in one. In development a site on this machine may be
   * `plain`, without https; `loopback` is the way there, and is not stored.
   */
  | {
      platform: "woocommerce";
      key: string;
      secret: string;
      folder?: string;
      plain?: boolean;
      loopback?: Fetcher;
    };

/**
 * What the platform says: it is gone, it is there, the platform does not let us ask (anymore), or it
 * could not be reached and may be asked again.
 */
export type Answer = "gone" | "there" | "refused" | "unreachable";
