/** The customers page. What the engine says comes from the engine. */
import { count, signed } from "../text/number.ts";
import { counted } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

const actions = (n: number): string =>
  counted(n, { one: "message or other action", other: "messages and other actions" });

export const words = {
  astray: "Sent before the address was corrected",
  astrayHelp: "These messages went to the old address. This customer hasn’t received them.",
  astrayMessage: (workflow: string, step: string) => `${workflow}: ${step}`,
  sendAgain: "Send to the corrected address",
  sentAgain: "Sending to the corrected address.",
  notSentAgain: "The message couldn’t be sent",
  notReplayed: "not replayed",
  credits: "Orders and what led to them",
  creditedOrder: (number: string, amount: string) =>
    number === "" ? amount : `${number}, ${amount}`,
  creditedTo: "Credited to",
  uncredited: {
    no_touch:
      "Not credited to a message: no link was clicked and no code was used before this order.",
    outside_window: "Not credited to a message: this was too long before the order:",
    test: "Not credited to a message: it’s a test order.",
    cancelled: "Not credited to a message: the order was canceled.",
    deleted: "Not credited to a message: the order was deleted.",
    part_of_other: "Not credited to a message: it’s part of another order, which counts instead.",
    zero: "Not credited to a message: the order was free.",
  },
  title: "Customers",
  customer: "Customer",
  signedOut: "Sign in to see your customers and what each one gets.",
  loading: "Loading your customers…",
  none: "No customers yet",
  noneHelp:
    "Customers appear when your store sends a sign-up, a cart or an order. To connect your store, open Settings.",
  noneFound:
    "No customers match. To find any customer, enter a full email address, phone number or ID. Parts of names are searched among the latest 1,000 customers.",
  search: "Search by name, email, phone or ID",
  columns: {
    email: "Email",
    orders: "Orders",
    spent: "Spent",
  },
  nameless: (id: string) => `Visitor ${id.slice(0, 6)}`,
  unreadable: (id: string) => `Damaged record ${id.slice(0, 6)}`,
  damagedShort: "Damaged",
  damaged: "This customer’s record is damaged and can’t be read.",
  damagedHelp:
    "Nothing is sent to them, and what your store sends about them waits under Needs attention on Home. Restore your data from a backup, or erase the customer.",
  damagedMoment: "Damaged event: can’t be read",
  noEmail: "–",
  paging: "Pages of customers",
  newer: "Previous",
  older: "Next",
  range: (from: number, to: number, total: number) =>
    `${count(from)} to ${count(to)} of ${count(total)}`,

  replaying: "Loading…",
  unknown: "Customer not found.",
  unknownHelp: "They may have been erased or merged with another customer. Search by email.",
  waitsBecause: (reason: string) => `Waiting: ${reason}.`,
  unknownBrief: "They may have been erased or merged with another customer. Search by name.",
  unread: "This customer couldn’t be loaded. Trying again.",
  viewFailed: "This point in time couldn’t be loaded.",
  standing: (name: string) => `About ${name}`,
  openInPreview: "Try a workflow",

  asOf: "As of",
  atNow: "Now",
  asOfHelp: "Drag back to see what was known, decided and planned at any time.",
  asItWas: "Everything on this page is as it was then.",
  backToNow: "Back to now",
  moment: "Point in time",
  earlier: "Earlier event",
  later: "Later event",
  timesIn: (place: string) => `Times shown in ${place} time.`,

  next: "What happens next",
  nextThen: "What was going to happen next",
  nothingNext: "Nothing is planned for this customer.",
  nextHelp: "The next 60 days, if nothing else happens.",
  allNext: (lines: number) => `Show all ${count(lines)}`,
  fewer: "Show fewer",
  whyNot: "Why aren’t they in…",
  chooseWorkflow: "Choose a workflow",

  consent: "Consent",
  summary: "Summary",
  preferences: "What they asked for",
  topicOff: (topic: string) => `Doesn’t want “${topic}”.`,
  pausedUntil: (when: string) => `No marketing until ${when}.`,
  often: {
    weekly: "At most one message a week.",
    monthly: "At most one message a month.",
  } as Record<string, string>,
  noMarketing: (channel: string) => `Gets no marketing by ${channel}.`,
  suppressed: "Suppressed",
  suppressedHelp: (when: string) => `Nothing is sent to them since ${when}.`,
  suppressedOn: (channel: string, because: string, when: string) =>
    `Nothing is sent to them by ${channel} since ${when}, because ${because}.`,
  proof: "Proof",
  saidAt: (when: string) => `Given ${when}.`,
  saidWhere: (where: string) => `Source: ${where}.`,
  recordConsent: "Record consent",
  recordChannel: "Channel",
  recordWhat: "Consent",
  recordAgreed: "They agreed to marketing",
  recordLeft: "They don’t want marketing",
  recordProof: "Proof: the text they agreed to, or where it’s kept",
  recordGiven: "When they said so, if known",
  recordHelp:
    "If a customer unsubscribed, you can only resubscribe them with proof that’s newer than that.",
  recordNow: "Record consent",
  recorded: "Consent recorded.",
  notRecorded: "Consent wasn’t recorded",
  saidText: (text: string) => `“${text}”`,
  receivedFrom: (source: string, topic: string | null, when: string) =>
    `Received from ${source}${topic === null ? "" : ` (${topic})`} on ${when}.`,

  workflows: "Workflows",
  noWorkflows: "Not in a workflow.",
  test: "Test",
  entered: (when: string) => `Entered ${when}.`,
  waits: (step: string, until: string | null) =>
    until === null ? `Waiting at “${step}”.` : `Waiting at “${step}” until ${until}.`,
  heldOut: "In the holdout group: gets no messages from it.",

  segments: "Segments",
  noSegments: "Not in a segment.",
  since: (when: string) => `since ${when}`,

  tier: "Tier",
  noTier: "No tier yet",
  highest: "Highest tier.",
  toNext: (missing: string, name: string) => `${missing} to ${name}.`,
  atRisk: (when: string) => `Loses this tier on ${when} unless they earn it again before then.`,

  points: "Points",
  balance: (points: number) => counted(points, nouns.point),
  ledger: (entries: number) => `Points history: ${counted(entries, nouns.entry)}`,
  entry: (points: number) => signed(points),

  score: "Lead score",
  scored: (score: number) => counted(score, nouns.point),
  qualified: (when: string) => `Qualified since ${when}`,
  rules: (rules: number) => counted(rules, nouns.rule),

  who: "Details",
  firstSeen: "First seen",
  id: "ID",
  absorbed: "Merged profiles",

  story: "Activity",
  filter: "Show",
  filters: [
    ["all", "All"],
    ["orders", "Orders"],
    ["messages", "Messages"],
    ["decisions", "Decisions"],
  ] as ["all" | "orders" | "messages" | "decisions", string][],
  noStory: "No activity yet.",
  noneOfThese: "Nothing to show here.",
  checked: "Details for developers",
  more: (left: number) => `Show more (${count(left)} left)`,
  refreshed: (time: string) => `Updated ${time}.`,
  cut: "Only the newest 5,000 entries are shown, so past points in time can’t be shown.",
  agreement: (agreed: number, of: number, engine: string) =>
    `This browser and the server agree on ${count(agreed)} of ${counted(of, nouns.decision)} (engine ${engine.slice(0, 8)}).`,
  disagreement: (agreed: number, of: number, when: string, parts: string[]) =>
    `This browser and the server agree on only ${count(agreed)} of ${counted(of, nouns.decision)}. They first differ at ${when}: ${parts.join(", ")}.`,
  otherEngine: (edge: string, browser: string) =>
    `The server runs engine ${edge.slice(0, 8)} and this page runs engine ${browser.slice(0, 8)}. Reload the page to update it.`,
  differs: (parts: string[]) => `This browser decides differently: ${parts.join(", ")}.`,
  noted: (n: number) => `Details (${count(n)})`,
  showMessage: (subject: string) => `Show “${subject}”`,
  hideMessage: "Hide message",
  dueAt: (due: string, done: string) => `Due ${due}, done ${done}.`,

  export: "Export",
  exporting: "Preparing the file…",
  exported: "Export downloaded.",
  notExported: "The file couldn’t be created.",
  erase: "Erase…",
  eraseTitle: (name: string) => `Erase ${name}?`,
  eraseHelp: (moments: number, outbox: number) =>
    `This deletes everything about them: profile, consent and its proof, ${counted(moments, nouns.event)} of activity, and ${actions(outbox)}. Scheduled messages are never sent.`,
  eraseForGood: "This can’t be undone. Copies in backups can’t be read anymore either.",
  eraseWord: "erase",
  eraseConfirm: (name: string, word: string) => `Type ${name} or “${word}” to confirm`,
  eraseNow: "Erase customer",
  notErased: "The customer wasn’t erased.",
  erasedTitle: "Erased",
  erasedLead: "This customer was erased.",
  erasedHelp: (moments: number, outbox: number) =>
    `Their encryption key is destroyed, so nobody can read what was stored about them; within a minute that’s true for older copies in the data files, too. ${counted(moments, nouns.event)} of activity, ${actions(outbox)} and every address that led to them are being removed. Only the IDs of deliveries are kept, so that a repeated delivery doesn’t bring them back.`,
} as const;

/** What became of something that was sent or done. */
export const OUTCOMES: Record<string, string> = {
  sent: "Sent",
  done: "Done",
  failed: "Failed",
  unknown: "Sent, but not confirmed",
};

/** Decisions that no event led to. */
export const MOMENTS: Record<string, string> = {
  events: "Update from your store",
  wake: "Scheduled check",
  release: "Checked before sending",
  receipt: "Result",
  plan_changed: "Workflows changed",
  retell: "History replayed",
  shop_changed: "RFM scores updated",
  merge: "Merged with another customer",
  give_up: "An order or checkout moved to another customer",
  take_over: "An order or checkout moved here from another customer",
  command: "Changed in the admin",
};

/** What an event was about, behind its title. */
export const events = {
  signs: (signs: readonly string[]) =>
    `maybe not a person: ${signs.map((sign) => SIGNS[sign] ?? sign).join(", ")}`,
  about: (title: string, about: string) => `${title}: ${about}`,
  orderNumber: (number: string) => (number.includes("#") ? number : `#${number}`),
  consent: (channel: string, consent: string, source: string | null) =>
    `${channel} ${consent.toLowerCase()}${source === null ? "" : ` (${source})`}`,
  consentField: (channel: string, ticked: boolean, where: string) =>
    `${channel} ${where} ${ticked ? "checked" : "not checked"}`,
  atCheckout: "at checkout",
  inAccount: "in the account",
} as const;

/** What speaks against a person. */
const SIGNS: Record<string, string> = {
  agent: "a program",
  prefetch: "a preview",
  "data-center": "from a data center",
  "at-once": "right after sending",
  burst: "several links at once",
};

/** What became of a message, as far as it’s reported. */
export const RETURNS: Record<string, string> = {
  "bounced-for-now": "Bounced, may pass",
  undelivered: "Not delivered",
  delivered: "Delivered",
  unsubscribed: "Unsubscribed",
  refused: "Refused by your provider’s own list",
  rejected: "Rejected because of your sender",
  bounced: "Bounced",
  complained: "Marked as spam",
};
export const reactions = {
  clicks: (n: number) => counted(n, { one: "click", other: "clicks" }),
  opens: (n: number) => counted(n, { one: "open", other: "opens" }),
  uncertain: (n: number) => counted(n, { one: "uncertain reaction", other: "uncertain reactions" }),
  machine: (n: number) => counted(n, { one: "reaction by a bot", other: "reactions by bots" }),
} as const;

/** Where a consent was given. */
export const ORIGINS = {
  known: {
    shopify: "customer record in the store",
    woocommerce: "customer record in the store",
    checkout: "checkout",
    "one-click": "one-click unsubscribe in a mail app",
    link: "link in a message",
    "sms-reply": "reply to a text message",
    preferences: "preference page",
    "unsubscribe-undone": "unsubscribe taken back on its page",
    account: "customer account",
    import: "import from another tool",
    klaviyo: "import from Klaviyo",
    mailchimp: "import from Mailchimp",
    omnisend: "import from Omnisend",
    mailpoet: "import from MailPoet",
    merchant: "recorded in the admin",
    workflow: "a workflow",
    preview: "sample data",
  } as Record<string, string>,
  form: (id: string): string => `form “${id}”`,
  unknown: "unknown",
} as const;

/** Who sent an event. */
export const SOURCES: Record<string, string> = {
  shopify: "Shopify (signed)",
  woocommerce: "WooCommerce (signed)",
  "shopify-pixel": "the customer’s browser",
  segment: "an API call with the shop’s write key",
  edgewise: "Edgewise",
};

/** What points were given for. */
export const CAUSES = {
  order: (id: string) => `Order ${id}`,
  step: (id: string) => `Workflow step ${id}`,
} as const;

/** How a message stands. */
export const STATES: Record<string, string> = {
  new: "Scheduled",
  leased: "Sending",
  sent: "Sent",
  failed: "Failed",
  unknown: "Unconfirmed",
  withdrawn: "Withdrawn",
};
