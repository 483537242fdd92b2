/** Every text of the backtest page, in one place. */
import { count, counted } from "./numbers.ts";

export const words = {
  title: "Backtest",
  lead: "What would this draft have done with your own past?",
  help: "Give it the files your shop exports. They are read in this browser, by the engine that decides at the edge, and go nowhere else.",
  tried: "What is tried",
  edit: "Edit it in the preview",
  against: (domain: string) => `Compared with what is live at ${domain}.`,
  againstNothing: "Compared with nothing: sign in to compare it with what is live.",
  past: "The past it is tried on",
  choose: "Choose files",
  drop: "or drop them here",
  forms: "Shopify’s orders and customers, WooCommerce’s orders, or Edgewise’s own lines.",
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
  refusedHelp: "Mend them in the preview, where each one says what to do.",
  nothing: "Nothing could be read out of these files.",
  nothingHelp: "Below is what is wrong with each row, and what to do.",
  outdated: "The draft has changed since.",
  exampleName: (customers: number) => `A made-up shop with ${counted(customers, "customer")}.`,
  problemHead: ["Row", "What is wrong", "What to do"],
  moreProblems: (more: number) => `And ${counted(more, "more row", "more rows")}.`,
  outdatedHelp: "What stands here is about the draft as it was.",
} as const;

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
};
