/** Every text of the settings. */
export const words = {
  title: "Settings",
  signedOut: "Sign in to see and change how your shop is set up.",
  shop: "The shop",
  shopHelp: "What stands in messages, and in which time and money everything is counted.",
  policy: "Rules for all messages",
  policyHelp:
    "They protect your customers whatever a workflow says. What is left out has its default: SMS and push rest from 21:00 to 08:00 where the customer is, and nobody gets more than 4 SMS in 30 days.",
  connection: "Connection to the shop",
  platform: (platform: string, domain: string) =>
    `${platform === "shopify" ? "Shopify" : "WooCommerce"}, ${domain}.`,
  secrets: (n: number) =>
    n === 0
      ? "No webhook secret is set: nothing is taken in."
      : n === 1
        ? "Webhooks are checked with 1 secret."
        : "Webhooks are checked with the newest secret and the one before.",
  addressHelp:
    "The webhook's address was shown when this shop was made. It is kept only as a hash, so it cannot be shown again.",
  uninstalled: "The app was removed from the shop: nothing is sent any more.",
  rotate: "Change the webhook secret…",
  rotateTitle: "Change the webhook secret?",
  rotateHelp:
    "Enter the new secret here first, then in your shop. The one before stays good until the next change, so nothing is lost in between.",
  newSecret: "The new secret, 8 characters or more",
  rotated: "The new secret is in force; the one before is still good.",
  change: "Change it",
  signing: "Calls from here are signed with",
  signingHelp:
    "Give this to the services that your webhooks call, so that they can tell that it is you.",
  reveal: "Show the signing secret",
  privacy: "Privacy requests",
  noPrivacy: "Nobody asked for their data, or to be forgotten.",
  privacyColumns: { kind: "What", asked: "Asked", due: "To be done by", done: "Done" },
  kinds: {
    data: "Data request",
    redact: "Erasure",
    anonymized: "All orders anonymized in the shop",
    order_anonymized: "An order anonymized in the shop; the customer has others",
    account_deleted: "Account deleted in the shop",
  } as Record<string, string>,
  asked: {
    anonymized:
      "Your shop anonymized every order of this customer. Either they asked to be forgotten, or your retention setting cleaned up old orders. An account or consent is still on file here. No marketing is sent until you choose.",
    account_deleted:
      "Your shop deleted this customer’s account. Marketing has stopped. Erase the profile only if the account is really gone.",
  } as Record<string, string>,
  seeCustomer: "View customer",
  keepCustomer: "Keep customer",
  eraseCustomer: "Erase customer",
  notAnswered: "Your answer wasn’t saved",
  open: "open",
  endpoints: "Services that fail",
  noEndpoints: "Every service that was called answers.",
  failing: (origin: string, times: number) => `${origin}: failed ${times} times in a row.`,
  about: "About this installation",
  engine: (id: string) => `Engine ${id}`,
  zones: (version: string) => `Time zones of ${version}`,
  customers: (n: string) => `${n} customers`,
  rows: (n: string) => `${n} rows written since it was started`,
  behind: (ms: string) => `What is due is ${ms} behind`,
  onTime: "Nothing that is due waits",
  traps: (n: number) =>
    n === 0 ? "The engine never had to be replaced" : `The engine was replaced ${n} times`,
} as const;
