/**
 * What Shopify tells the app, by topic. Tests hold the lists to what the engine reads, and to the app's own
 * configuration.
 */

/**
 * What says only that there is something to look at, and where: it's heard by the shop itself
 * (`edge/src/shop/hints.ts`). What follows would follow without it, later.
 */
export const HINTS = [
  "bulk_operations/finish",
  "discounts/create",
  "discounts/delete",
  "discounts/update",
] as const;

export type Hint = (typeof HINTS)[number];

/**
 * Subscribed in each shop, at an address of its own: the hints, and what the engine reads
 * (`src/adapter/shopify.rs`).
 */
export const TOPICS: readonly string[] = [
  ...HINTS,
  "carts/create",
  "carts/update",
  "checkouts/create",
  "checkouts/delete",
  "checkouts/update",
  "customer.tags_added",
  "customer.tags_removed",
  "customers/create",
  "customers/delete",
  "customers/disable",
  "customers/enable",
  "customers/merge",
  "customers/update",
  "customers_email_marketing_consent/update",
  "customers_marketing_consent/update",
  "fulfillment_events/create",
  "fulfillments/create",
  "fulfillments/update",
  "inventory_levels/update",
  "orders/cancelled",
  "orders/create",
  "orders/delete",
  "orders/fulfilled",
  "orders/paid",
  "orders/partially_fulfilled",
  "orders/updated",
  "products/create",
  "products/delete",
  "products/update",
  "refunds/create",
  "returns/request",
];

/** Subscribed for all shops by the app's configuration, at one address: what a shop must not be able to miss. */
export const APP_TOPICS: readonly string[] = [
  "app/uninstalled",
  "customers/data_request",
  "customers/redact",
  "shop/redact",
];

/** A topic as the Admin API names it, such as `ORDERS_CREATE`. */
export const inAdminApi = (topic: string): string => topic.replace(/[./]/g, "_").toUpperCase();
