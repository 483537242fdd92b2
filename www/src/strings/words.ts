/** Every text of the page, in one place. What the engine says comes from the engine. */
import type { Happening, HappeningType } from "../preview/happening.ts";
import type { Consent, Person } from "../preview/person.ts";

export const words = {
  brand: "Edgewise",
  skip: "Skip to the content",
  pages: {
    home: "Home",
    workflows: "Workflows",
    segments: "Segments",
    customers: "Customers",
    messages: "Messages",
    settings: "Settings",
    backtest: "Backtest",
  },
  loadingPage: "Opening the page…",
  pageFailed: "This page could not be loaded.",
  pageFailedHelp: "Nothing was changed. Check the connection, then try again.",
  tryAgain: "Try again",
  close: "Close",
  signIn: "Sign in",
  signOut: "Sign out",
  signingIn: "Signing in…",
  shop: "Shop",
  noShops: "There are no shops yet. Make one with POST /api/shops, or run npm run demo.",
  signInTitle: "Sign in to your shop",
  signInHelp:
    "The admin key is in the file that npm start names. It stays in this tab and is forgotten when you close it.",
  adminKey: "Admin key",
  wrongKey: "The server does not know this key.",
  noAnswer: "The server does not answer. What you see here is safe.",
  serverSaid: (status: number) => `The server said ${status}.`,
  noEngine: "the engine could not be started",
  cancel: "Cancel",
  loading: "Starting the engine…",
  engineFailed: "The engine could not be started.",
  engineFailedHelp: "Nothing was sent or changed. Reload the page to try again.",

  workflow: "Workflow",
  templates: "Templates",
  yourWorkflows: "In your shop and here",
  own: "Your own text",
  ownChanged: "Edited here, nothing is live",
  badge: { template: "Template", shop: "Live", own: "Draft" },
  edit: "Edit as text",
  closeEditor: "Close the editor",
  discard: "Discard my text",
  editorLabel: "The configuration as JSON",
  editorHelp: "The timeline follows while you type. Nothing goes live until you put it live.",
  putLive: "Put live…",
  putLiveNow: "Put live",
  puttingLive: "Putting it live…",
  putLiveTitle: (domain: string) => `Put live at ${domain}?`,
  putLiveHelp: (customers: number) =>
    `It holds from now on, for ${customers === 1 ? "the 1 customer" : `all ${customers.toLocaleString("en")} customers`} you have and everybody who comes. Nobody is written to for what they did before.`,
  comparing: "Comparing it with what is live…",
  liveAlready: "This is live already, to the letter.",
  changes: { new: "New", changed: "Changed", removed: "Removed" },
  nothingChanged: "Nothing was changed. What is live goes on as before.",
  refused: "The server found something to mend.",
  isLive: (domain: string) => `Live at ${domain}.`,
  isLiveHelp: "From now on this decides.",
  fine: "No errors",
  errors: (count: number) => (count === 1 ? "1 error" : `${count} errors`),
  warnings: (count: number) => (count === 1 ? "1 warning" : `${count} warnings`),
  line: (number: number) => `Line ${number}`,
  startsWhen: "Starts when",
  onlyIf: "Only if, before every message",
  stopsOn: "Stops at once when",

  customer: "Customer",
  madeUp: "Made up",
  ofShop: "In your shop",
  editPerson: "Edit this person",
  fields: {
    firstName: "First name",
    lastName: "Last name",
    email: "Email",
    phone: "Telephone",
    country: "Country",
    zone: "Time zone",
    birthDate: "Date of birth, such as 1990-03-14",
    emailConsent: "Email marketing",
    smsConsent: "SMS marketing",
    tags: "Tags, separated by commas",
    pastOrders: "Earlier paid orders, one amount each, separated by spaces",
  },
  unknownZone: "This is not a time zone. Write it like Europe/Berlin.",
  badDate: "Write it like 1990-03-14.",
  badAmounts: "Write amounts like 64.00 119.00.",
  realCustomer: "What the edge knows of this customer is taken as it is, and played on from now.",

  happens: "What happens",
  addEvent: "Add an event",
  noEvents: "Nothing happens yet. Add a cart or an order, and the timeline follows.",
  when: "When",
  amount: "Amount",
  tag: "Tag",
  product: "Product",
  channel: "Channel",
  remove: "Remove",
  earlier: "One hour earlier",
  later: "One hour later",
  whatIf: "What if",
  whatIfs: {
    justInTime: "they order after 59:59",
    afterFirst: "they order after the first message",
    optOut: "they unsubscribe the next day",
    reset: "Start over",
  },

  dryRun: "Dry run",
  whyNotNow: "Why they are not in it now, or not yet",
  yourself: "Yourself",
  byHand: "In this workflow, by hand",
  timeline: "Timeline",
  setUp: "Set-up",
  timesIn: (place: string) => `Times are ${place} time.`,
  slider: "Moment to look from",
  previous: "Earlier moment",
  next: "Later moment",
  nothing: "Nothing will be sent.",
  nothingHelp: "Every line below says what was decided, and why.",
  empty: "Nothing happens and nothing is sent.",
  broken: "There are errors to fix before this can be tried.",
  brokenSince: "There’s an error to fix. This is the dry run from before it.",
  brokenHelp: "Fix it and the timeline follows again. What’s live stays as it is.",
  showBroken: "Show the errors",
  why: "Why",
  conditions: { condition: "Condition", value: "Saw", matched: "Holds" },
  holds: (matched: boolean) => (matched ? "yes" : "no"),
  show: "Show the message",
  hide: "Hide the message",
  desktop: "Desktop",
  phoneWidth: "Phone",
  text: "Text",
  previewOf: (subject: string) => `Preview of “${subject}”`,
  notRendered: "This message cannot be rendered, so it would not be sent.",
  channels: { email: "Email", sms: "SMS", push: "Push" },
  remote: "Pictures from elsewhere are not loaded here, and links lead nowhere.",
  to: (address: string) => `to ${address}`,
  now: "You look from here",
} as const;

/** The line that says whether the edge and the browser agree. */
export function agreement(agreed: number, of: number, engine: string): string {
  const decisions = of === 1 ? "1 decision" : `${agreed} of ${of} decisions`;
  return `The browser and the edge agree on ${decisions}, engine ${engine.slice(0, 8)}.`;
}

export const disagreement = (agreed: number, of: number, when: string, parts: string[]): string =>
  `The browser and the edge agree on ${agreed} of ${of} decisions. The first difference is at ${when}: ${parts.join(", ")}.`;

export const otherEngine = (edge: string, browser: string): string =>
  `The edge runs engine ${edge.slice(0, 8)} and this page engine ${browser.slice(0, 8)}. Reload the page to get the newer one.`;

export const CONSENT: Record<Consent, string> = {
  subscribed: "Subscribed",
  pending: "Not confirmed yet",
  never_subscribed: "Never subscribed",
  unsubscribed: "Unsubscribed",
};

export const CONSENT_TONE: Record<string, "live" | "held" | "failed"> = {
  subscribed: "live",
  pending: "held",
  unsubscribed: "failed",
};

export const HAPPENING: Record<HappeningType, string> = {
  cart: "Cart",
  checkout: "Checkout begun",
  order: "Order placed",
  paid: "Order paid",
  refund: "Refund",
  "opt-out": "Unsubscribes",
  "opt-in": "Subscribes",
  tag: "Tag added",
  view: "Product viewed",
  page: "Page opened",
  search: "Search",
  fulfilled: "Parcel sent",
  delivered: "Parcel delivered",
  enter: "Let in by hand",
};

export const CHANNEL: Record<string, string> = { email: "Email", sms: "SMS", push: "Push" };

/** What a happening is called on the timeline. */
export function told(name: string, one: Happening, money: (minor: number) => string): string {
  const channel = (CHANNEL[one.channel] ?? one.channel).replace("Email", "email");
  const sentences: Record<HappeningType, string> = {
    cart: `${name} fills a cart for ${money(one.amount)}`,
    checkout: `${name} begins a checkout for ${money(one.amount)}`,
    order: `${name} places an order for ${money(one.amount)}`,
    paid: `${name} has paid the order`,
    refund: `${name} gets ${money(one.amount)} back`,
    "opt-out": `${name} unsubscribes from ${channel}`,
    "opt-in": `${name} subscribes to ${channel}`,
    tag: `${name} gets the tag “${one.text}”`,
    view: `${name} looks at “${one.text}”`,
    page: `${name} opens ${one.text}`,
    search: `${name} searches for “${one.text}”`,
    fulfilled: `A parcel is sent to ${name}`,
    delivered: `The parcel reaches ${name}`,
    enter: `${name} is let in by hand`,
  };
  return sentences[one.type];
}

/** How somebody made up is listed: the name, and what sets them apart. */
export function caption(who: Person): string {
  const orders = who.pastOrders.length;
  const bought = orders === 0 ? "no orders yet" : orders === 1 ? "1 order" : `${orders} orders`;
  const mail = who.emailConsent === "subscribed" ? "email ok" : "no email";
  return `${who.firstName} ${who.lastName.slice(0, 1)}. (${bought}, ${mail})`.replace(" . (", " (");
}
