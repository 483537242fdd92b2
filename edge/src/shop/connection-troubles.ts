/** What keeps Edgewise from looking after a store's webhooks, in words, each with the way out. */
import type { Refusal, Trouble } from "../contract/connection.ts";
import type { Platform } from "../contract/shops.ts";
import type { Trouble as OfShopify } from "../platform/shopify/admin-api.ts";
import type { Trouble as OfWooCommerce } from "../platform/woocommerce/client.ts";

/** What to do about trouble with a WooCommerce store. */
export const MESSAGES: Readonly<
  Record<OfWooCommerce | "paused" | "plugin-off" | "other-site", string>
> = {
  refused:
    "Your store no longer accepts Edgewise's key. Connect again from the plugin's page in WordPress.",
  blocked: "A firewall in front of your store is blocking Edgewise. Allow /wp-json/ for Edgewise.",
  cached: "A cache responds in your store's place. Exclude /wp-json/ from it.",
  "not-json":
    "Your store's responses aren't valid JSON. Another plugin or wp-config.php may be printing errors or blank lines.",
  unreachable: "Your store isn't responding. Edgewise will try again automatically.",
  paused:
    "Some webhooks are paused in WooCommerce, so their events are missing. Activate them in WooCommerce > Settings > Advanced > Webhooks.",
  "plugin-off":
    "Carts and consent don't arrive, and nothing is written to your customers' accounts. Activate Edgewise in WordPress under Plugins.",
  "other-site":
    "The plugin there says it belongs to another site, such as a copy of your store. If your store moved, change its address in Edgewise and connect again.",
};

/** Why a WooCommerce store wasn't connected, and what to do: WooCommerce's own page doesn't say. */
export const NOT_CONNECTED: Readonly<Record<Refusal, string>> = {
  code: "The connection code was wrong, used, or more than an hour old. Create a new one here and paste all of it.",
  "no-plugin":
    "The Edgewise plugin didn't respond at your store's address. Activate it in WordPress under Plugins, and check that permalinks aren't set to “Plain”.",
  "other-site":
    "The plugin there says it belongs to another site. This shop's address must be your store's.",
  "https-required":
    "Your store needs https. Only in development can one on this machine do without.",
  refused:
    "Your store didn't accept the key that was just approved. Ask your host to pass the Authorization header on to WordPress.",
  blocked: MESSAGES.blocked,
  cached: MESSAGES.cached,
  "not-json": MESSAGES["not-json"],
  unreachable: "Edgewise can't reach your store at its address. Check that it's public and right.",
};

const OF_SHOPIFY: Readonly<Record<OfShopify, string>> = {
  refused:
    "Shopify no longer accepts Edgewise's access to your store. Open Edgewise in your Shopify admin to renew it.",
  "scope-missing":
    "Shopify doesn't let Edgewise hear of everything it needs. Ask whoever runs Edgewise to check the app's access to protected customer data.",
  busy: "Your store is limiting requests. Edgewise will try again automatically.",
  "not-json": "Shopify's responses can't be read. Edgewise will try again automatically.",
  moved:
    "Your store has a new myshopify.com name. Open Edgewise in your Shopify admin, and it follows.",
  unreachable: "Shopify isn't responding. Edgewise will try again automatically.",
};

/** What to do about trouble with a store; `missing` are the permissions that it doesn't give. */
export function messageOf(platform: Platform, code: Trouble, missing: readonly string[]): string {
  if (platform === "shopify" && code === "scope-missing" && missing.length > 0) {
    return `Not granted: ${missing.join(", ")}. Open Edgewise in your Shopify admin and approve what it asks for.`;
  }
  const messages: Readonly<Partial<Record<Trouble, string>>> =
    platform === "shopify" ? OF_SHOPIFY : MESSAGES;
  return messages[code] ?? "";
}

/** What trouble with a store comes to, in one sentence. */
export const titleOf = (code: Trouble): string =>
  TITLES[code] ?? "Edgewise can’t check your store’s webhooks.";

const TITLES: Readonly<Partial<Record<Trouble, string>>> = {
  "scope-missing": "Edgewise doesn’t have all the permissions it needs in your store.",
  "plugin-off": "The Edgewise plugin isn’t active in your store.",
  "other-site": "Another site responds at your store’s address.",
};
