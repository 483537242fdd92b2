/** The backtest page. */
import { count, megabytes } from "../text/number.ts";
import { counted, plural } from "../text/plural.ts";
import { nouns, verbs } from "./nouns.ts";

const people = (n: number): string => counted(n, nouns.person);

const changed = (more: number, fewer: number, moved: number): string =>
  `${count(more)} more, ${count(fewer)} fewer, and ${count(moved)} at a different time`;

export const words = {
  title: "Backtest",
  lead: "What would this workflow have done with your past customers?",
  help: "Add the files your store exports. They’re read in this browser only and uploaded nowhere.",
  tried: "Workflow to test",
  origin: { template: "Template", shop: "On", own: "Draft" },
  edit: "Edit in the builder",
  against: (domain: string) => `Compared with what’s published at ${domain}.`,
  againstNothing: "Sign in to compare it with what’s published.",
  past: "Past data",
  choose: "Choose files",
  drop: "Or drop files here. Add orders and customers together; they’re matched by email address.",
  exports: [
    ["Shopify", "Export orders as CSV, and customers (who agreed to marketing)."],
    [
      "WooCommerce",
      "Export orders as CSV with an export plugin or from Analytics, or as JSON from the REST API.",
    ],
    ["Edgewise", "JSON Lines, one customer per line, with all their events, including carts."],
  ],
  leftOut: (rows: number) => `${counted(rows, nouns.row)} skipped`,
  tooLarge: (mine: number, most: number) =>
    `These files are ${megabytes(mine, 0)} in total; this browser can hold up to ${megabytes(most, 0)}. Export fewer months at a time.`,
  ownHelp: "Or use what your store has sent since you connected it.",
  own: "Use my shop’s history",
  ownKept:
    "Your shop’s history holds more than names, so an owner has to let you see it. You can use the made-up shop or a file.",
  ownName: (domain: string) => `History of ${domain}`,
  fetching: "Downloading your shop’s history…",
  noFile: "No file at hand? Try it with a sample shop.",
  example: "Use a sample shop",
  again: "Run again",
  forget: "Use other files",
  period: "Period",
  periods: {
    "12": "Last 12 months",
    "6": "Last 6 months",
    "3": "Last 3 months",
    all: "All time",
  },
  cancel: "Cancel",
  starting: "Starting the engine…",
  reading: "Reading files",
  replaying: "Replaying events",
  progress: (label: string, percent: number) => `${label}: ${count(percent)}%`,
  fetchedSoFar: (customers: number, bytes: number) =>
    `${counted(customers, nouns.customer)}, ${megabytes(bytes)}`,
  readSoFar: (bytes: number, of: number, events: number) =>
    `${megabytes(bytes)} of ${megabytes(of)} read${events > 0 ? `, ${counted(events, nouns.event)}` : ""}`,
  replayedSoFar: (customers: number, of: number, perSecond: number) =>
    `${count(customers)} of ${counted(of, nouns.customer)}, ${count(Math.round(perSecond))} events per second`,
  cancelled: "Canceled.",
  cancelledHelp: "Nothing was kept, sent or changed.",
  failed: "The backtest couldn’t finish.",
  failedHelp: "Nothing was sent or changed, and your files weren’t touched.",
  refused: {
    draft: "The draft has errors, so it can’t be tested.",
    live: "The published version can’t be read by this page. Reload the page and try again.",
  },
  refusedHelp: "Fix the errors in the builder.",
  nothing: "Nothing could be read from these files.",
  nothingHelp: "See below what’s wrong with each row and how to fix it.",
  outdated: "The draft has changed since this backtest.",
  outdatedHelp: "These results are for the earlier draft.",
  exampleName: (customers: number) => `Sample shop with ${counted(customers, nouns.customer)}.`,
  outcome: "Results",
  draft: "Draft",
  live: "Published",
  people: "People",
  messages: "Messages",
  when: "When",
  sentPer: { day: "Messages sent per day", stretch: "Messages sent over time" },
  sentNote: "Everything your shop sends, with this draft published.",
  total: (name: string, n: number) => `${name}: ${count(n)}`,
  barsAndLine: (name: string, draft: number, live: number) =>
    `${name}: ${count(draft)} draft (bars), ${count(live)} published (line)`,
  besides: (said: string, live: number) => `${said}, ${count(live)} published`,
  messagesBy: (channel: string, n: number) => `${channel}: ${counted(n, nouns.message)}`,
  peopleWith: (messages: number, n: number) => `${counted(messages, nouns.message)}: ${people(n)}`,
  draftOf: (name: string) => `${name}, draft`,
  liveOf: (name: string) => `${name}, published`,
  whyNot: "Why not",
  otherEvents: (times: number) =>
    `${counted(times, { one: "other event doesn’t", other: "other events don’t" })} trigger this workflow.`,
  fateBecause: (fate: string, reason: string) => `${fate} because ${reason}`,
  timesBecause: (times: number, reason: string) => `${count(times)} because ${reason}`,
  perPerson: "Messages per person, whole period",
  noCap: "No frequency cap limits these messages.",
  atOnce: "Messages per person, busiest stretch",
  cap: (said: string) => `Frequency cap: ${said}.`,
  capLine: (atMost: number) => `Cap: ${count(atMost)}`,
  steps: "Steps",
  stepHead: ["Step", "What", "Done", "Held", "Not done"],
  inNumbers: "Numbers",
  againstLive: "Draft compared with published",
  what: "Metric",
  change: "Difference",
  entered: "Entries",
  peopleInside: "People who entered",
  messagesOfIt: "Messages from this workflow",
  peopleReached: "People who got one of them",
  stoppedByOrder: "Stopped by an order",
  allMessages: "Messages from the whole shop",
  allReached: "People who got any message",
  tooLate: "Sent just before the event that would have stopped it arrived",
  noDifference: "The draft does the same as the published version for everyone.",
  difference: (n: number, more: number, fewer: number, moved: number) =>
    `Different for ${people(n)}: ${changed(more, fewer, moved)}.`,
  changed,
  differing: "People for whom the draft does something different",
  showThem: "Show people",
  collisions: "Workflows that overlap",
  both: (one: string, other: string) => `${one} and ${other}`,
  collisionsHelp: "Workflows whose messages reached the same person within a day.",
  peopleTitle: "People",
  viewCustomer: "View customer",
  everybody: "Everyone who would have entered",
  firstOnes: (shown: number) => `Showing the first ${count(shown)}.`,
  crowd: (title: string, n: number) => `${title}: ${people(n)}.`,
  playing: "Replaying this customer’s past…",
  whose: "Decisions of",
  basis: "About these results",
  noEarnings:
    "These are the engine’s actual decisions, not estimates. How people would have reacted to messages they never got isn’t known, so there’s no revenue forecast here.",
  known: "Data used",
  knownHead: ["Event", "Since", "Until", "Count"],
  cutLives: (n: number) =>
    `Only the newest 5,000 events of ${counted(n, nouns.customer)} were used.`,
  cutShort: (n: number) =>
    `${counted(n, nouns.history)} ${plural(n, verbs.were)} too long to replay completely.`,
  took: (events: number, customers: number, seconds: string) =>
    `${counted(events, nouns.event)} of ${counted(customers, nouns.customer)} replayed under both versions in ${seconds}, in this browser.`,
  noTrigger: (events: string) => `This data is missing events: ${events}.`,
  noTriggerHelp: (name: string) =>
    `“${name}” starts from one of them, so nobody enters it here. That doesn’t mean it won’t work.`,
  noConsent: "This data has no consent.",
  noConsentHelp:
    "So every marketing message is blocked. Add your customer export, too: it says who agreed to marketing.",
  problemHead: ["Row", "Problem", "What to do"],
  moreProblems: (more: number) => `And ${counted(more, { one: "more row", other: "more rows" })}.`,
  asks: "Some columns can be read in two ways.",
  asksHelp: "Nothing has been read yet. Choose how your files are written.",
  firstValues: "First values:",

  /** The first thing to read. */
  sentence: (period: string, entered: number, messages: number, stopped: number) =>
    `${period}, ${counted(entered, nouns.entry)}: ${counted(messages, nouns.message)} sent${
      stopped === 0 ? "" : `, ${count(stopped)} stopped by an order`
    }.`,
  nobodyEntered: (period: string, name: string) =>
    `${period}, nobody would have entered “${name}”.`,
  overMonths: (months: number) => `Over these ${count(months)} months`,
  overDays: (days: number) =>
    plural(days, { one: "Over this 1 day", other: `Over these ${count(days)} days` }),
  counting: (days: string, place: string) => `${days}, ${place} time.`,
} as const;

/** What to do about a row that could not be used, by the reader's code. */
export const ADVICE: Record<string, string> = {
  "order-left-out":
    "Nothing, if the order belongs to no customer. Otherwise fill in what’s missing and add the file again.",
  "row-unreadable": "Save the export as CSV again without opening it in a spreadsheet first.",
  "table-unknown": "Export orders or customers from your store’s admin and add that file.",
  "not-a-history": "Rewrite the line as the message says.",
  "row-without-order": "Sort the rows as exported, so that each order’s lines are together.",
  "amount-unreadable": "Write the amount like the others in its column, then add the file again.",
  "customer-left-out": "Nothing. Without an address, no messages can be sent to them.",
};

export const FATES = {
  "not-entered": "Didn’t enter",
  "not-sent": "Not sent",
  held: "Held",
  ended: "Ended early",
} as const;

/** What had to be assumed about files, by the reader's code. */
export const ASSUMED: Record<string, string> = {
  "consent-since-ever":
    "Exports say who agrees to marketing, but not since when. It’s treated as always having been so.",
  "refunds-when-paid":
    "Exports don’t say when a refund was made. It’s treated as made when the order was paid.",
  "orders-only-as-totals": "For customers whose orders aren’t in the files, only totals are known.",
  "refunds-unknown":
    "Some orders were partly refunded, and no column says how much. They count in full.",
  "currency-of-the-shop": "Amounts without a currency are treated as your shop’s currency.",
  "other-currencies":
    "Orders in other currencies keep them and aren’t added to amounts in your shop’s currency.",
  "ids-damaged":
    "A spreadsheet cut off the IDs, so orders are matched by number. Use the original export for exact results.",
  "unpaid-cancelled-left-out": "Canceled orders that nobody paid for are ignored.",
  "totals-net": "Totals exclude shipping and tax: Analytics doesn’t export other totals.",
  "people-by-name":
    "Analytics identifies guests by name only, so guests with the same name are treated as one person.",
};

/** How columns may be written, by the reader's option. */
export const FORMATS: Record<
  "decimal" | "dates",
  { title: (column: string) => string; question: string; choices: Record<string, string> }
> = {
  decimal: {
    title: (column) => `Amounts in “${column}”`,
    question: "Which character is the decimal separator?",
    choices: { ".": "Point: 1,234.56", ",": "Comma: 1.234,56" },
  },
  dates: {
    title: (column) => `Dates in “${column}”`,
    question: "Which comes first?",
    choices: { "day-first": "Day: 31/12/2026", "month-first": "Month: 12/31/2026" },
  },
};

/** What a draft asks of the shop that no file says. */
export const UNKNOWN = {
  ranks: "RFM scores aren’t known here, so conditions on them match nobody.",
  catalogue: "Past stock and prices aren’t known, so conditions on them match nobody.",
} as const;
