/** Every text of the page of customers. What the engine says comes from the engine. */
import { isolated } from "../parts/isolated.ts";

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
  signedOut: "Sign in to see your customers and what was decided for them.",
  loading: "Reading your customers…",
  none: "No customer yet.",
  noneHelp:
    "The first webhook of your shop makes one: somebody who signs up, fills a cart or orders. Point your shop’s webhooks at the address that making the shop gave you.",
  noneFound:
    "Nobody fits this search. A whole e-mail address, telephone number or id finds anybody; parts of names are looked for among the latest thousand.",
  counted: (total: number) => count(total, "customer"),
  found: (total: number) => `${count(total, "customer")} found`,
  search: "Name, e-mail, telephone or id",
  columns: {
    name: "Name",
    email: "E-mail",
    decided: "Last decision",
    next: "Next look",
    decisions: "Moments",
  },
  nameless: (id: string) => `Visitor ${id.slice(0, 6)}`,
  noEmail: "–",
  nothingWaits: "nothing waits",
  paging: "Pages of customers",
  newer: "Newer",
  older: "Older",
  range: (from: number, to: number, total: number) =>
    `${from.toLocaleString("en")} to ${to.toLocaleString("en")} of ${total.toLocaleString("en")}`,

  replaying: "Making every decision again…",
  unknown: "There is no such customer.",
  unknownHelp:
    "They may have been erased, or merged into somebody else. Search for them by e-mail.",
  unread: "This customer could not be read. It is tried again.",
  viewFailed: "This moment could not be made again.",
  standing: (name: string) => `Where ${name} stands`,
  openInPreview: "Try what if in the preview",

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
  noConsent: "Nothing was ever said about consent, so no marketing is sent.",
  suppressed: "Suppressed",
  suppressedHelp: (when: string) => `since ${when}: nothing is sent, whatever was agreed to.`,
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

  workflows: "Inside workflows",
  noWorkflows: "Inside none.",
  test: "Test",
  entered: (when: string) => `Entered on ${when}.`,
  waits: (step: string, until: string | null) =>
    until === null ? `Waits at “${step}”.` : `Waits at “${step}” until ${until}.`,
  heldOut: "Held out for comparison: nothing is sent.",

  segments: "Segments",
  noSegments: "In none.",
  since: (when: string) => `since ${when}`,

  tier: "Tier",
  noTier: "No tier yet",
  highest: "The highest there is.",
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
  id: "Id",
  absorbed: "Merged into them",

  story: "The story",
  filter: "What to show",
  filters: [
    ["all", "All"],
    ["orders", "Orders"],
    ["messages", "Messages"],
    ["decisions", "Decisions"],
  ] as ["all" | "orders" | "messages" | "decisions", string][],
  noStory: "Nothing was decided for this customer yet.",
  noneOfThese: "None of these up to this moment.",
  more: (left: number) => `Show more (${left.toLocaleString("en")} left)`,
  refreshed: (time: string) => `Read at ${time}, and again when something changes.`,
  cut: "Only the newest 5,000 moments were read, so they cannot be made again from the start.",
  differs: (parts: string[]) => `The browser decides otherwise: ${parts.join(", ")}.`,
  noted: (events: number) => `Also noted: ${count(events, "thing")}`,
  showMessage: (subject: string) => `Show “${subject}”`,
  dueAt: (due: string, done: string) => `It was due on ${due} and done on ${done}.`,

  export: "Export",
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
    `Their key was destroyed, then ${count(moments, "moment")} of their story and ${count(messages, "message and other action", "messages and other actions")} were emptied, with every address that led to them. Only the names of deliveries stay, so that an old one that comes again does not bring them back.`,
} as const;

/** What began a moment that is no event, and the message it was about. */
export function titleOf(kind: string, subject: string | null): string {
  const title = MOMENTS[kind] ?? kind;
  const about = kind === "release" || kind === "receipt";
  return about && subject !== null ? `${title}: “${isolated(subject)}”` : title;
}

const MOMENTS: Record<string, string> = {
  events: "Something was heard",
  wake: "It was time",
  release: "Something was about to go out",
  receipt: "Word of what became of it",
  plan_changed: "Another configuration went live",
  retell: "The past was told once more",
  shop_changed: "The shop’s ranks moved",
  merge: "Two became one",
  give_up: "An order or checkout went to another customer",
  take_over: "An order or checkout came from another customer",
  command: "Done by hand",
};

const worth = (sum: string | null): string => (sum === null ? "" : ` for ${sum}`);
const holding = (lines: string): string => (lines === "" ? "" : `: ${lines}`);

/** What was heard, event by event. */
export const heardWords = {
  plain: (type: string) => `Heard “${type.replaceAll("_", " ")}”`,
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
  checkoutGone: "The checkout was thrown away",
  placed: (number: string | null, sum: string | null, lines: string) =>
    `Placed order ${number ?? ""}${worth(sum)}${holding(lines)}`,
  paid: (number: string | null, sum: string | null) =>
    `Paid order ${number ?? ""}${sum === null ? "" : `, ${sum}`}`,
  orderChanged: (number: string | null) => `Order ${number ?? ""} changed`,
  cancelled: (number: string | null) => `Order ${number ?? ""} was cancelled`,
  refunded: (sum: string | null) => (sum === null ? "Got money back" : `Got ${sum} back`),
  orderGone: "The order was deleted",
  shipped: "A parcel left",
  shipment: "The carrier had news",
  account: "Made an account",
  accountChanged: "The account changed",
  accountGone: "The account was deleted",
  identified: "Said who they are",
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
  clicked: (message: string) => `Followed a link in the message ${message}`,
  bounced: (message: string) => `The message ${message} came back`,
  complained: (message: string) => `Called the message ${message} spam`,
  wantsReturn: "Asked to send something back",
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
    unknown: { tone: "failed", text: "Not known" },
    withdrawn: { tone: "draft", text: "Withdrawn" },
  } as const;
  return known[state as keyof typeof known] ?? { tone: "draft", text: state };
}
