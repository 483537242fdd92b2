/** Every text of the page of customers. What the engine says comes from the engine. */
import { isolated } from "../text/isolated.ts";

const count = (number: number, one: string, many = `${one}s`): string =>
  number === 1 ? `1 ${one}` : `${number.toLocaleString("en")} ${many}`;

export const words = {
  astray: "Sent before the address was corrected",
  astrayHelp: "These messages went to the previous address. This customer hasn’t received them.",
  astrayMessage: (workflow: string, step: string) => `${workflow}: ${step}`,
  sendAgain: "Send to the corrected address",
  sentAgain: "On its way to the corrected address.",
  notSentAgain: "The message could not be sent",
  notMadeAgain: "not made again",
  title: "Customers",
  customer: "Customer",
  signedOut: "Sign in to see your customers and their messages.",
  loading: "Loading your customers…",
  none: "No customers yet.",
  noneHelp:
    "Customers appear as soon as your store sends events: a sign-up, a cart or an order. To connect your store, open Settings.",
  noneFound:
    "No customer matches. A full email address, phone number or ID finds anybody; parts of names are searched among the latest 1,000 customers.",
  counted: (total: number) => count(total, "customer"),
  found: (total: number) => `${count(total, "customer")} found`,
  search: "Name, email, phone or ID",
  columns: {
    name: "Name",
    email: "Email",
    marketing: "Email marketing",
    orders: "Orders",
    spent: "Spent",
    tier: "Tier",
    decided: "Last activity",
  },
  nameless: (id: string) => `Visitor ${id.slice(0, 6)}`,
  unreadable: (id: string) => `Damaged record ${id.slice(0, 6)}`,
  damagedShort: "Damaged",
  damaged: "This customer’s record is damaged and can’t be read.",
  damagedHelp:
    "Nothing is sent to them, and what your store sends about them waits under Needs attention on Home. Restore your data from a backup, or erase the customer.",
  damagedMoment: "This moment can’t be read",
  noEmail: "–",
  paging: "Pages of customers",
  newer: "Newer",
  older: "Older",
  range: (from: number, to: number, total: number) =>
    `${from.toLocaleString("en")} to ${to.toLocaleString("en")} of ${total.toLocaleString("en")}`,

  replaying: "Loading…",
  unknown: "Customer not found.",
  unknownHelp: "They may have been erased or merged with another customer. Search by email.",
  unread: "This customer couldn’t be loaded. Trying again.",
  viewFailed: "This moment couldn’t be replayed.",
  standing: (name: string) => `About ${name}`,
  openInPreview: "Open in preview",

  asOf: "As of",
  atNow: "Now",
  asOfHelp: "Drag back to see what was known, decided and planned at any moment.",
  asItWas: "Everything on this page is as it was then.",
  backToNow: "Back to now",
  moment: "Moment to look at",
  earlier: "Earlier moment",
  later: "Later moment",
  timesIn: (place: string) => `Times are ${place} time.`,

  next: "What happens next",
  nextThen: "What was to come, seen from then",
  nothingNext: "Nothing is waiting for this customer.",
  nextHelp: "Played ahead for 60 days by the engine that decides, if nothing else happens.",
  allNext: (lines: number) => `Show all ${lines}`,
  fewer: "Show fewer",
  whyNot: "Why are they not in …",
  chooseWorkflow: "Choose a workflow",

  consent: "Consent",
  summary: "Summary",
  noMarketing: (channel: string) =>
    `No marketing ${channel === "Email" ? "email" : channel} is sent.`,
  suppressed: "Suppressed",
  suppressedHelp: (when: string) => `Since ${when}. Nothing is sent to them.`,
  proof: "Proof",
  saidAt: (when: string) => `Said on ${when}.`,
  saidWhere: (where: string) => `Said ${where}.`,
  recordConsent: "Record consent",
  recordChannel: "Channel",
  recordWhat: "What did they say?",
  recordAgreed: "They agreed to marketing",
  recordLeft: "They want no more marketing",
  recordProof: "Proof: the text they agreed to, or where it is kept",
  recordGiven: "When they said it, if known",
  recordHelp:
    "Somebody who unsubscribed themselves can only be subscribed again with a proof dated later than that.",
  recordNow: "Record",
  recorded: "Recorded.",
  notRecorded: "It was not recorded",
  saidText: (text: string) => `“${text}”`,
  saidBy: (source: string, topic: string | null, when: string) =>
    `Told by ${source}${topic === null ? "" : ` (${topic})`}, received on ${when}.`,

  workflows: "Workflows",
  noWorkflows: "In no workflow.",
  test: "Test",
  entered: (when: string) => `Entered on ${when}.`,
  waits: (step: string, until: string | null) =>
    until === null ? `Waiting at “${step}”.` : `Waiting at “${step}” until ${until}.`,
  heldOut: "In the holdout: no messages are sent.",

  segments: "Segments",
  noSegments: "In no segment.",
  since: (when: string) => `since ${when}`,

  tier: "Tier",
  noTier: "No tier yet",
  highest: "The highest tier.",
  toNext: (missing: string, name: string) => `${missing} to ${name}.`,
  atRisk: (when: string) => `Will be lost on ${when}, unless enough comes together before.`,

  points: "Points",
  balance: (points: number) => count(points, "point"),
  ledger: (entries: number) => `Ledger: ${count(entries, "entry", "entries")}`,
  entry: (points: number) =>
    points > 0 ? `+${points.toLocaleString("en")}` : `−${Math.abs(points).toLocaleString("en")}`,

  score: "Lead score",
  scored: (score: number) => count(score, "point"),
  qualified: (when: string) => `Qualified since ${when}`,
  rules: (rules: number) => `Its ${count(rules, "rule")}`,

  who: "About them",
  firstSeen: "First seen",
  id: "ID",
  absorbed: "Merged into them",

  story: "Activity",
  filter: "Show",
  filters: [
    ["all", "All"],
    ["orders", "Orders"],
    ["messages", "Messages"],
    ["decisions", "Decisions"],
  ] as ["all" | "orders" | "messages" | "decisions", string][],
  noStory: "Nothing has happened yet.",
  noneOfThese: "Nothing to show here.",
  checked: "Details for developers",
  more: (left: number) => `Show more (${left.toLocaleString("en")} left)`,
  refreshed: (time: string) => `Updated at ${time}.`,
  cut: "Only the newest 5,000 entries are shown, so they can’t be replayed from the start.",
  differs: (parts: string[]) => `The browser decides otherwise: ${parts.join(", ")}.`,
  noted: (events: number) => `Details (${events.toLocaleString("en")})`,
  showMessage: (subject: string) => `Show “${subject}”`,
  dueAt: (due: string, done: string) => `It was due on ${due} and done on ${done}.`,

  export: "Export",
  exporting: "Preparing the file…",
  exported: "Everything held about this customer is in the file.",
  notExported: "The file could not be made.",
  erase: "Erase…",
  eraseTitle: (name: string) => `Erase ${name}?`,
  eraseHelp: (moments: number, messages: number) =>
    `Everything held about them is lost: who they are, what they agreed to and its proof, ${count(moments, "moment")} of their story, and ${count(messages, "message and other action", "messages and other actions")} with what was sent. Whatever waits for them is never sent.`,
  eraseForGood:
    "Their key is destroyed first, so nobody can bring this back, and copies cannot be read either.",
  eraseWord: "erase",
  eraseConfirm: (name: string, word: string) => `Type ${name}, or the word “${word}”`,
  eraseNow: "Erase for good",
  notErased: "They were not erased.",
  erasedTitle: "Erased",
  erasedLead: "This customer is forgotten.",
  erasedHelp: (moments: number, messages: number) =>
    `Their key was destroyed, so nobody can read what was stored about them. Within a minute that holds for old copies in the data files, too. ${count(moments, "moment")} of their story, ${count(messages, "message and other action", "messages and other actions")} and every address that led to them are being removed. Only the names of deliveries stay, so that an old one that comes again does not bring them back.`,
} as const;

/** What a moment that is no event was: what went out by its subject, everything else by its kind. */
export function titleOf(
  kind: string,
  outcome: string | null,
  effect: { step: string; subject: string | undefined } | null,
): string {
  const title = (kind === "receipt" ? OUTCOMES[outcome ?? ""] : undefined) ?? MOMENTS[kind] ?? kind;
  if ((kind !== "release" && kind !== "receipt") || effect === null) return title;
  const { step, subject } = effect;
  return `${title}: ${subject === undefined ? step : `“${isolated(subject)}”`}`;
}

const OUTCOMES: Record<string, string> = {
  sent: "Sent",
  done: "Done",
  failed: "Failed",
  unknown: "Sent, but not confirmed",
};

const MOMENTS: Record<string, string> = {
  events: "Update from your store",
  wake: "Scheduled check",
  release: "Checked before sending",
  receipt: "Result",
  plan_changed: "Workflows changed",
  retell: "History read again",
  shop_changed: "RFM scores changed",
  merge: "Merged with another customer",
  give_up: "An order or checkout moved to another customer",
  take_over: "An order or checkout moved here from another customer",
  command: "Done in the admin",
};

const worth = (sum: string | null): string => (sum === null ? "" : ` for ${sum}`);
const holding = (lines: string): string => (lines === "" ? "" : `: ${lines}`);

/** What was heard, event by event. */
export const heardWords = {
  plain: (type: string) => `Received “${type.replaceAll("_", " ")}”`,
  page: (url: string) => `Opened ${url}`,
  viewed: (what: string) => `Looked at ${what}`,
  searched: (query: string) => `Searched for “${query}”`,
  added: (what: string) => `Put ${what} into the cart`,
  removed: (what: string) => `Took ${what} out of the cart`,
  cartViewed: "Opened the cart",
  cart: (sum: string | null, lines: string) => `Filled a cart${worth(sum)}${holding(lines)}`,
  checkout: (sum: string | null, lines: string) => `Began a checkout${worth(sum)}${holding(lines)}`,
  checkoutAgain: (sum: string | null, lines: string) =>
    `Went on with the checkout${worth(sum)}${holding(lines)}`,
  checkoutGone: "The checkout was deleted",
  placed: (number: string | null, sum: string | null, lines: string) =>
    `Placed order ${number ?? ""}${worth(sum)}${holding(lines)}`,
  paid: (number: string | null, sum: string | null) =>
    `Paid order ${number ?? ""}${sum === null ? "" : `, ${sum}`}`,
  orderChanged: (number: string | null) => `Order ${number ?? ""} changed`,
  cancelled: (number: string | null) => `Order ${number ?? ""} was cancelled`,
  refunded: (sum: string | null) => (sum === null ? "Got money back" : `Got ${sum} back`),
  orderGone: "The order was deleted",
  shipped: "A parcel was shipped",
  shipment: "The carrier sent an update",
  account: "Created an account",
  accountChanged: "The account changed",
  accountGone: "The account was deleted",
  identified: "Was identified",
  consent: (channel: string, consent: string, origin: string | null) =>
    `${channel} consent: ${consent.toLowerCase()}${origin === null ? "" : `, said ${originWords(origin)}`}`,
  consentField: (channel: string, ticked: boolean, where: string) =>
    `The ${channel} box ${where} was ${ticked ? "ticked" : "empty"}`,
  atCheckout: "at the checkout",
  inAccount: "in the account",
  tagged: (tags: string) => `Got the tag ${tags}`,
  untagged: (tags: string) => `Lost the tag ${tags}`,
  delivered: (message: string) => `The message ${message} was delivered`,
  opened: (message: string) => `Opened the message ${message}`,
  clicked: (message: string) => `Clicked a link in the message ${message}`,
  bounced: (message: string) => `The message ${message} bounced`,
  complained: (message: string) => `Marked the message ${message} as spam`,
  wantsReturn: "Requested a return",
  tracked: (event: string) => `Did “${event}”`,
};

/** Where a consent was said. */
export function originWords(origin: string | undefined): string {
  const known: Record<string, string> = {
    shopify: "in the shop’s customer record",
    woocommerce: "in the shop’s customer record",
    checkout: "at checkout",
    "one-click": "by one click in a mail program",
    link: "by the link in a message",
    account: "in the customer’s account",
    import: "in another tool, and imported",
    klaviyo: "in Klaviyo, and imported",
    mailchimp: "in Mailchimp, and imported",
    omnisend: "in Omnisend, and imported",
    mailpoet: "in MailPoet, and imported",
    merchant: "to the shop, and recorded in the admin",
    workflow: "by a workflow",
  };
  return (
    known[origin ?? ""] ?? (origin === undefined ? "somewhere that was not told" : `at “${origin}”`)
  );
}

/** Who told an event. */
export function sourceWords(source: string): string {
  const known: Record<string, string> = {
    shopify: "Shopify, signed",
    woocommerce: "WooCommerce, signed",
    "shopify-pixel": "the buyer’s browser",
    segment: "a call with the shop’s write key",
    edgewise: "Edgewise itself",
  };
  return known[source] ?? source;
}

/** What points were given for. */
export function causeWords(cause: string): string {
  if (cause.startsWith("order:")) return `Order ${cause.slice("order:".length)}`;
  if (cause.startsWith("step:")) return `Workflow step ${cause.slice("step:".length)}`;
  return cause;
}

/** What became of a message. */
export function itemState(state: string): {
  tone: "live" | "draft" | "held" | "failed";
  text: string;
} {
  const known = {
    new: { tone: "draft", text: "Waiting" },
    leased: { tone: "held", text: "On its way" },
    sent: { tone: "live", text: "Sent" },
    failed: { tone: "failed", text: "Failed" },
    unknown: { tone: "failed", text: "Unconfirmed" },
    withdrawn: { tone: "draft", text: "Withdrawn" },
  } as const;
  return known[state as keyof typeof known] ?? { tone: "draft", text: state };
}
