/** What the merchant is told about a list that can't be read, and what to do about it. */
import type { ListTrouble } from "../platform/lists.ts";
import { MESSAGES } from "./connection-troubles.ts";
import type { Settings } from "./settings.ts";

export const messageOf = (platform: Settings["platform"], trouble: ListTrouble): string =>
  (platform === "shopify" ? { ...ANY, ...SHOPIFY } : { ...ANY, ...WOOCOMMERCE })[trouble];

const ANY: Readonly<Record<ListTrouble, string>> = {
  refused: "Your store no longer lets Edgewise in. Connect it again.",
  "scope-missing": "Your store doesn't let Edgewise read this list. Connect it again.",
  blocked: "Something in front of your store is blocking Edgewise.",
  cached: "A cache responds in your store's place.",
  "not-json": "Your store's responses aren't valid JSON. The import tries again automatically.",
  "not-a-list":
    "Your store responded with something other than a list. The import tries again automatically.",
  short: "A page from your store was cut short. The import tries again automatically.",
  unordered: "A page from your store wasn't in order. The import tries again automatically.",
  repeats: "Your store keeps repeating the same page. The import tries again automatically.",
  "no-such-list": "Your store doesn't have this list.",
  unfinished: "Your store couldn't put the list together. The import tries again automatically.",
  expired: "Your store no longer has the list it made. The import asks for a new one.",
  busy: "Your store limits how often Edgewise can ask. The import slows down and continues automatically.",
  "too-much":
    "Your store failed or took too long to respond. The import asks for less at a time and tries again automatically.",
  moved: "Your store has another address now.",
  unreachable: "Your store isn't responding. Edgewise will try again automatically.",
};

const WOOCOMMERCE = {
  ...MESSAGES,
  "no-such-list":
    "Your store's WooCommerce API isn't there. Check that WooCommerce is active and permalinks aren't set to “Plain”.",
  unordered:
    "A page from your store wasn't in order. A cache may respond in its place: exclude /wp-json/ from it.",
  repeats: "Your store keeps repeating the same page. Exclude /wp-json/ from its cache.",
};

const SHOPIFY = {
  refused:
    "Shopify no longer accepts Edgewise's access. Open Edgewise in your Shopify admin, or enter a new access token in Settings > Connection.",
  moved:
    "Your store has a new myshopify.com name. Open Edgewise in your Shopify admin, and it follows.",
  "scope-missing":
    "Edgewise lacks a permission in Shopify. Grant the app the access scopes listed in Settings > Connection.",
  busy: "Shopify is busy with other requests of this app. The import continues automatically.",
  short: "Shopify's file has fewer rows than announced. The import asks for a new one.",
  "too-much": "One entry in Shopify's file is larger than Edgewise can read.",
};
