/** The access token of a Shopify store. */
export const accessWords = {
  none: "To import your past customers and orders, and to create coupon codes and order notes in your store, Edgewise needs an access token.",
  kept: "Edgewise has an access token, so it reads your store and creates coupon codes and order notes in it.",
  add: "Add access token…",
  addTitle: "Add an access token",
  replace: "Replace access token…",
  replaceTitle: "Replace the access token",
  steps: [
    "In Shopify, open Settings > Apps and develop an app for your store.",
    "Give it these Admin API scopes: read_products, write_customers, write_discounts, and write_orders.",
    "Install the app, and copy its Admin API access token here.",
  ],
  token: "Admin API access token",
  save: "Save token",
  added: "Access token saved.",
  remove: "Remove access token…",
  removeTitle: "Remove the access token?",
  removeHelp:
    "Live workflows that create codes or order notes can’t do so until you add a token again. Messages that wait for a code aren’t sent.",
  removeNow: "Remove token",
  removed: "Access token removed.",
} as const;
