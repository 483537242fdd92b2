/** Creating a shop. */
export const words = {
  create: "Create a shop",
  other: "Create another shop…",
  title: "Create a shop",
  help: "A shop in Edgewise stands for one store. You connect the store afterwards.",
  platform: "Platform",
  platforms: [
    ["woocommerce", "WooCommerce"],
    ["shopify", "Shopify"],
  ] as const,
  domain: {
    woocommerce: "Store’s address, such as shop.example",
    shopify: "Store’s .myshopify.com name, such as name.myshopify.com",
  },
  currency: "Currency",
  zone: "Time zone",
  act: "Create shop",
  made: (domain: string) => `${domain} was created`,
  next: "Next, connect your store: Home shows the steps.",
  keys: "Addresses and keys for developers",
  keysHelp:
    "They aren’t shown again. With the WooCommerce plugin you don’t need them. You can create a new webhook address or secret in Settings at any time.",
  names: {
    webhook_url: "Webhook address",
    webhook_secret: "Webhook secret",
    write_key: "Write key (public)",
    server_key: "Server key (secret)",
  },
  open: "Open the shop",
} as const;
