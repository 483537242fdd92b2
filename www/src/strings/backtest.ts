/** Every text of the backtest page, in one place. */
import { count, counted } from "../backtest/numbers.ts";

const changed = (more: number, fewer: number, moved: number): string =>
  `${count(more)} more, ${count(fewer)} fewer and ${count(moved)} at another moment`;

export const words = {
  title: "Backtest",
  lead: "What would this draft have done with your own past?",
  help: "Give it the files your shop exports. They are read in this browser, by the engine that decides at the edge, and go nowhere else.",
  tried: "What is tried",
  edit: "Edit it in the builder",
  against: (domain: string) => `Compared with what is live at ${domain}.`,
  againstNothing: "Compared with nothing: sign in to compare it with what is live.",
  past: "The past it is tried on",
  choose: "Choose files",
  drop: "Or drop them here, orders and customers together: they find each other by email address.",
  exports: [
    [
      "Shopify",
      "Orders, Export, as CSV; and Customers, Export, which says who agreed to be written to.",
    ],
    [
      "WooCommerce",
      "The orders as CSV from an export plugin or from Analytics, or as JSON from the REST API.",
    ],
    ["Edgewise", "Lines of JSON, one customer each, with everything that happened: carts as well."],
  ],
  leftOut: (rows: number) => `${counted(rows, "row was", "rows were")} left out`,
  eventsOf: (kind: string) => `events of the kind “${kind}”`,
  tooLarge: (mine: string, most: string) =>
    `These files are ${mine} MB together, and a browser can hold ${most}. Export fewer months at once.`,
  ownHelp: "Or take what your shop's webhooks told since it was connected.",
  own: "Use my shop's own history",
  ownName: (domain: string) => `The history of ${domain}`,
  fetching: "Fetching your shop's history…",
  noFile: "No file at hand? A made-up shop shows what comes of it.",
  example: "Use a made-up shop",
  again: "Run it again",
  forget: "Take other files",
  period: "What counts",
  periods: {
    "12": "The last 12 months",
    "6": "The last 6 months",
    "3": "The last 3 months",
    all: "Everything there is",
  },
  cancel: "Cancel",
  starting: "Starting the engine…",
  reading: "Reading the files",
  telling: "Telling the past to both plans",
  cancelled: "Stopped.",
  cancelledHelp: "Nothing of it is kept. Nothing was sent or changed.",
  failed: "The backtest could not be finished.",
  failedHelp: "Nothing was sent or changed, and your files are as they were.",
  refused: {
    draft: "The draft has errors, so it cannot be tried.",
    live: "What is live could not be read by this page’s engine.",
  },
  refusedHelp: "Mend them in the builder, where each one says what to do.",
  nothing: "Nothing could be read out of these files.",
  nothingHelp: "Below is what is wrong with each row, and what to do.",
  outdated: "The draft has changed since.",
  exampleName: (customers: number) => `A made-up shop with ${counted(customers, "customer")}.`,
  outcome: "What would have come of it",
  draft: "Draft",
  live: "Live",
  people: "People",
  messages: "Messages",
  when: "When",
  sentPer: { day: "Sent per day", stretch: "Sent over time" },
  sentNote: "Everything the shop sends, with this draft in place.",
  barsAndLine: (name: string, draft: number, live: number) =>
    `${name}: ${count(draft)} draft (bars), ${count(live)} live (line)`,
  draftOf: (name: string) => `${name}, draft`,
  liveOf: (name: string) => `${name}, live`,
  whyNot: "Why not",
  otherEvents: (times: number) =>
    `Besides, ${counted(times, "event was not the one", "events were not the ones")} this workflow waits for.`,
  perPerson: "Messages per person, over the whole time",
  noCap: "No frequency cap limits these messages.",
  atOnce: "Messages per person, where there were most at once",
  cap: (said: string) => `The rule is ${said}.`,
  capLine: (atMost: number) => `Cap: ${count(atMost)}`,
  steps: "Step by step",
  stepHead: ["Step", "What", "Done", "Held for a while", "Not done"],
  inNumbers: "In numbers",
  againstLive: "Draft against live",
  what: "What",
  change: "Difference",
  entered: "Times it was entered",
  peopleInside: "People who entered",
  messagesOfIt: "Messages of this workflow",
  peopleReached: "People who got one of them",
  stoppedByOrder: "Stopped by an order",
  allMessages: "Messages of the whole shop",
  allReached: "People who got any message",
  tooLate: "Sent just before what would have stopped it was heard of",
  noDifference: "The draft does the same as what is live, for everybody.",
  difference: (people: number, more: number, fewer: number, moved: number) =>
    `Something is different for ${counted(people, "person", "people")}: ${changed(more, fewer, moved)}.`,
  changed,
  differing: "For whom the draft does something else",
  showThem: "Show them",
  collisions: "Two workflows, one inbox",
  collisionsHelp: "Workflows whose messages reached the same person within a day.",
  peopleTitle: "People",
  viewCustomer: "View customer",
  everybody: "Everybody who would have entered",
  firstOnes: (shown: number) => `The first ${count(shown)} are listed.`,
  playing: "Playing this person’s past…",
  whose: "Whose decisions",
  basis: "What this rests on",
  noEarnings:
    "These are decisions of the engine, not estimates. How people would have answered to messages they never got is not known, so nothing here predicts earnings.",
  known: "What is known, and since when",
  knownHead: ["What happened", "Since", "Until", "How often"],
  cutLives: (people: number) =>
    `Only the newest 5,000 events of ${counted(people, "customer")} are used.`,
  cutShort: (people: number) =>
    `${counted(people, "history was", "histories were")} too long to be played to the end.`,
  took: (events: number, customers: number, milliseconds: number) =>
    `${counted(events, "event")} of ${counted(customers, "customer")}, told to two plans in ${Math.max(0.1, milliseconds / 1000).toFixed(1)} seconds, in this browser.`,
  noTrigger: (what: string) => `This past holds no ${what}.`,
  noTriggerHelp: (name: string) =>
    `“${name}” starts from them, so it enters nobody here. That says nothing about how it will do.`,
  noConsent: "This past holds no consent.",
  noConsentHelp:
    "So every marketing message is refused. Choose the export of your customers together with the orders: it says who agreed.",
  problemHead: ["Row", "What is wrong", "What to do"],
  moreProblems: (more: number) => `And ${counted(more, "more row", "more rows")}.`,
  asks: "Some columns could be read in two ways.",
  asksHelp: "Nothing was read yet. You know how your files are written: choose, and they are read.",
  firstValues: "The first values:",
  outdatedHelp: "What stands here is about the draft as it was.",
} as const;

export const fetchedSoFar = (customers: number, bytes: number): string =>
  `${counted(customers, "customer")}, ${(bytes / 1_000_000).toFixed(1)} MB`;

export const readSoFar = (bytes: number, of: number, events: number): string =>
  `${megabytes(bytes)} of ${megabytes(of)} read${events > 0 ? `, ${counted(events, "event")}` : ""}`;

export const toldSoFar = (customers: number, of: number, perSecond: number): string =>
  `${count(customers)} of ${counted(of, "customer")}, ${count(Math.round(perSecond))} events a second`;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What to do about a row that could not be used, by the reader's code. */
export const ADVICE: Record<string, string> = {
  "order-left-out":
    "Nothing, where it belongs to nobody. Otherwise fill in what is missing and choose the file again.",
  "row-unreadable": "Save the export as CSV again, without opening it in a spreadsheet in between.",
  "table-unknown": "Export orders or customers from your shop’s admin, and choose that file.",
  "not-a-history": "Write the line anew as the message says.",
  "row-without-order":
    "Sort the rows as they were exported, so that the lines of an order stand together.",
  "amount-unreadable": "Write the amount like the others of its column and choose the file again.",
  "customer-left-out": "Nothing: without an address nobody can be written to.",
};

export const FATES = {
  "not-entered": "Did not enter",
  "not-sent": "Not sent",
  held: "Held for a while",
  ended: "Ended early",
} as const;

/** What a step does that is no message, by the engine's word. */
export const DOES: Record<string, string> = {
  apply_coupon: "Code",
  add_points: "Points",
  unsubscribe: "End of a subscription",
  change_tier: "Tier",
  assign: "Assignment",
  create_ticket: "Ticket",
  add_to_audience: "Audience",
  remove_from_audience: "Audience",
  show_offer: "Offer",
  hide_offer: "End of an offer",
  sync_customer: "News for the CRM",
  create_task: "Task",
  webhook: "Webhook",
  add_tag: "Tag",
  remove_tag: "Tag",
};

/** What had to be assumed about files, by the reader's code. */
export const ASSUMED: Record<string, string> = {
  "consent-since-ever":
    "Exports say who agrees to marketing, not since when: it is taken to have been so all the while.",
  "refunds-when-paid":
    "Exports do not say when a refund was given: it is taken to be when the order was paid.",
  "orders-only-as-totals":
    "Of customers whose orders are not in the files only the sums are known.",
  "refunds-unknown":
    "A part of some orders was given back, and no column says how much: they count in full.",
  "currency-of-the-shop": "Amounts without a currency are taken to be in the shop's.",
  "other-currencies":
    "Orders in other currencies keep them, and are not added to amounts in the shop's.",
  "ids-damaged":
    "A spreadsheet cut the ids off, so orders are known by their numbers. The export as it was downloaded knows better.",
  "unpaid-cancelled-left-out":
    "Cancelled orders that nobody paid are taken never to have been orders.",
  "totals-net": "Totals are without shipping and tax: Analytics says no others.",
  "people-by-name":
    "Analytics names whoever ordered without an address: people with the same name are taken to be one.",
};

/** How columns may be written, by the reader's option. */
export const FORMATS: Record<
  "decimal" | "dates",
  { title: (column: string) => string; question: string; choices: Record<string, string> }
> = {
  decimal: {
    title: (column) => `Amounts under “${column}”`,
    question: "Which sign comes before the decimals?",
    choices: { ".": "A dot: 1,234.56", ",": "A comma: 1.234,56" },
  },
  dates: {
    title: (column) => `Dates under “${column}”`,
    question: "Which comes first?",
    choices: { "day-first": "The day: 31/12/2026", "month-first": "The month: 12/31/2026" },
  },
};

/** What a draft asks of the shop that no file says. */
export const UNKNOWN = {
  ranks:
    "How buyers rank among each other (RFM) is not known here, so such conditions hold for nobody.",
  catalogue: "Stock and prices of that time are not known, so conditions on them hold for nobody.",
} as const;

/** Triggers that several kinds of event start, and what to call them. */
export const STARTED_BY: Record<string, { kinds: string[]; what: string }> = {
  cart_abandoned: { kinds: ["cart_updated", "checkout_started"], what: "carts" },
  order_placed: { kinds: ["order_placed"], what: "orders" },
  order_completed: { kinds: ["order_completed"], what: "paid orders" },
  customer_created: { kinds: ["customer_created"], what: "new accounts" },
};
