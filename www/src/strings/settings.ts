/** The settings. */
import { counted, plural } from "../text/plural.ts";
import { count } from "../text/number.ts";
import { nouns } from "./nouns.ts";

export const words = {
  title: "Settings",
  signedOut: "Sign in to see and change your shop’s settings.",
  shop: "Your shop",
  form: "Your shop’s settings",
  shopHelp: "Used in your messages, and for all times and amounts.",
  policy: "Sending rules",
  team: "Team",
  teamHelp: "The people who get tasks and customers. Tasks are emailed only to people listed here.",
  policyHelp:
    "These apply to every workflow. Times are in the customer’s time zone. In effect now:",
  policyDefault: "(default)",
  connection: "Connection",
  woocommerce: "WooCommerce",
  privacy: "Privacy requests",
  noPrivacy: "No privacy requests yet.",
  privacyColumns: { kind: "Request", asked: "Received", due: "Due", done: "Done" },
  kinds: {
    data: "Data request",
    redact: "Erasure request",
    anonymized: "All orders anonymized in your store",
    order_anonymized: "One order anonymized in your store; the customer has others",
    account_deleted: "Account deleted in your store",
  } as Record<string, string>,
  asked: {
    anonymized:
      "Your store anonymized all orders of this customer: either they asked to be forgotten, or your store’s retention setting cleaned up old orders. Edgewise still has an account or a consent on file. No marketing is sent until you choose.",
    account_deleted:
      "Your store deleted this customer’s account. Marketing has stopped. Erase the profile only if the account is really gone.",
  } as Record<string, string>,
  seeCustomer: "View customer",
  keepCustomer: "Keep customer",
  eraseCustomer: "Erase customer",
  notAnswered: "Your answer couldn’t be saved",
  open: "Open",
  endpoints: "Failing services",
  noEndpoints: "All services that your workflows call are working.",
  failing: (origin: string, times: number) =>
    `${origin}: failed ${counted(times, nouns.time)} in a row.`,
  about: "About this installation",
  engine: (id: string) => `Engine ${id}`,
  zones: (version: string) => `Time zone data ${version}`,
  customers: (n: number) => counted(n, nouns.customer),
  behind: (ms: string) => `Running ${ms} behind schedule`,
  onTime: "Running on schedule",
  traps: (n: number) =>
    plural(n, {
      one: "The engine was restarted once",
      other: `The engine was restarted ${count(n)} times`,
    }),
} as const;

/** The form of the shop's details. */
export const teamWords = {
  member: (n: number): string => `Person ${n}`,
  name: "Name",
  email: "Email address",
  add: "Add a person",
  remove: "Remove",
  removeNamed: (name: string): string => `Remove ${name}`,
} as const;

export const shopWords = {
  name: "Shop name",
  senderName: "Sender name",
  senderEmail: "Sender email",
  replyTo: "Reply-to email (optional)",
  address: "Postal address (shown in marketing emails)",
  url: "Store URL, such as https://shop.example",
  country: "Country",
  currency: "Currency",
  zone: "Time zone",
  choose: "Choose…",
} as const;

/** How the store's orders and erasures are read. */
export const storeWords = {
  statuses: "Order statuses",
  statusesHelp:
    "These come from plugins in your store. Choose what each one means so that the right workflows start.",
  noStatuses: "No plugin statuses yet. WooCommerce’s own statuses need no setup.",
  status: (name: string) => `“${name}” means`,
  meanings: [
    ["", "Automatic: placed if no payment is due"],
    ["cart", "A cart: not ordered yet"],
    ["placed", "An order, not paid yet"],
    ["paid", "A paid order"],
    ["cancelled", "A canceled order"],
    ["not_an_order", "Not an order, such as a quote request"],
  ] as const,
  completedIsShipped: "“Completed” means the order was shipped (downloads never are)",
  tracking: "Tracking numbers",
  trackingHelp:
    "Choose the plugin that adds tracking numbers to your orders. Each new number counts as a shipped order.",
  trackingPlugins: [
    ["_wc_shipment_tracking_items", "Shipment Tracking or Advanced Shipment Tracking"],
    ["_aftership_tracking_items", "AfterShip"],
    ["wcshipping_labels", "WooCommerce Shipping"],
    ["ywot_tracking_code", "YITH Order & Shipment Tracking"],
  ] as const,
  trackingOther: "Other order fields with tracking numbers, separated by commas",
  roles: "User roles that count as customers, separated by commas (default: customer, subscriber)",
  anonymized:
    "When your store anonymizes all orders of a customer who still has an account or consent",
  anonymizedChoices: [
    ["ask", "Ask me each time"],
    ["keep", "Keep the customer"],
    ["erase", "Erase the customer"],
  ] as const,
  deleted: "When your store deletes a customer’s account",
  deletedChoices: [
    ["keep", "Stop marketing and keep the profile"],
    ["erase", "Stop marketing, then ask me whether to erase the profile"],
  ] as const,
} as const;

/** The connection to the store. */
export const connectionWords = {
  platform: (platform: string, domain: string) =>
    `${platform === "shopify" ? "Shopify" : "WooCommerce"}, ${domain}.`,
  secrets: (n: number) =>
    plural(n, {
      one: "Webhooks are verified with your secret.",
      other: "Webhooks are verified with your new secret and the previous one.",
    }),
  appSecret: "Webhooks are verified with the app’s secret.",
  noSecret: "No webhook secret is set, so Edgewise rejects everything your store sends.",
  noSecretHelp: {
    shopify:
      "Copy the signing secret from Shopify (Settings > Notifications > Webhooks) and enter it below.",
    woocommerce: "Choose a secret, enter it below, and use it for every webhook in WooCommerce.",
  } as Record<string, string>,
  addressHelp:
    "Your store sends its events to a secret webhook address. It’s shown only once, when you create it. You can create a new one at any time.",
  newAddress: "Create webhook address…",
  newAddressTitle: "Create a new webhook address?",
  newAddressHelp:
    "The current address keeps working until you create another one after this, so you don’t lose events while you change it in your store.",
  makeAddress: "Create address",
  addressMade: "Your new webhook address",
  addressOnce: "Copy it now. It won’t be shown again.",
  connectSteps: (platform: string): string[] =>
    platform === "shopify"
      ? [
          "In Shopify, open Settings > Notifications > Webhooks.",
          "Create a webhook in JSON format with this address for each of: cart creation and update, checkout creation, update and deletion, order creation, update, payment, cancellation and fulfillment, refund creation, customer creation, update and deletion.",
          "Copy the signing secret shown there, and enter it here under “Change webhook secret”.",
          "Send a test notification. Home shows when the first event has arrived.",
        ]
      : [
          "In WooCommerce, open Settings > Advanced > Webhooks.",
          "Add a webhook with this delivery URL for each topic: order created, order updated, order deleted, customer created, customer updated, customer deleted, product updated.",
          "Use the same secret for all of them, and enter it here under “Change webhook secret”.",
          "Set each to Active and save. Home shows when the first event has arrived.",
        ],
  rotate: "Change webhook secret…",
  rotateTitle: "Change the webhook secret?",
  rotateHelp:
    "Enter the new secret here first, then in your store. The previous one keeps working until the next change, so no events are lost.",
  newSecret: "New secret (8 characters or more)",
  rotated: "Secret changed. The previous one still works.",
  change: "Change secret",
  signing: "Signing secret:",
  signingHelp:
    "Webhook calls from Edgewise are signed. Give the signing secret to the services your workflows call so they can verify them.",
  reveal: "Show signing secret",
} as const;
