/**
 * What the app may do in a shop, as Shopify calls it. A test derives the list from the operations and the topics,
 * and holds the app's own configuration to it.
 */

/** What the app asks for when it is installed. Who may write may read. */
export const SCOPES: readonly string[] = [
  "read_customer_events",
  "read_customer_merge",
  "read_fulfillments",
  "read_inventory",
  "read_products",
  "read_returns",
  "write_app_proxy",
  "write_customers",
  "write_discounts",
  "write_marketing_events",
  "write_orders",
  "write_pixels",
];

/** The scopes in a token's answer: a list with commas, and maybe spaces. */
export const scopesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** What was asked for and isn't granted, or not anymore. */
export const missingOf = (granted: readonly string[]): string[] =>
  SCOPES.filter(
    (scope) => !granted.includes(scope) && !granted.includes(scope.replace(/^read_/, "write_")),
  );
