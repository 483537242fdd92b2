/** The list of customers: its columns, filters, orders and export. */
import { count } from "../text/number.ts";
import { counted } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

export const words = {
  counted: (total: number) => counted(total, nouns.customer),
  found: (total: number) => `${counted(total, nouns.customer)} found`,
  filtered: (some: number, of: number) => `${count(some)} of ${counted(of, nouns.customer)}`,
  soFar: (some: number) => `${counted(some, nouns.customer)} so far`,
  unfinished: "Finish the filter to see who matches.",
  noneMatch: "No customers match these filters.",
  clearFilters: "Clear filters",
  connect: "Connect your store",

  addFilter: "Add filter",
  filters: "Filters",
  commonFilters: "Common",
  editFilter: (sentence: string) => `Change filter: ${sentence}`,
  removeFilter: (sentence: string) => `Remove filter: ${sentence}`,
  done: "Done",
  saveAsSegment: "Save as segment",

  searchNames: "Search by name",
  sortBy: "Sort by",
  columns: "Columns",
  column: {
    name: "Customer",
    email_consent: "Email marketing",
    sms_consent: "SMS marketing",
    orders: "Orders",
    spent: "Spent",
    last_order: "Last order",
    tier: "Tier",
    points: "Points",
    segments: "Segments",
    updated: "Last update",
  },
  never: "–",
  moreSegments: (names: readonly string[]) => `${count(names.length)} more: ${names.join(", ")}`,

  export: "Export as CSV",
  exportTitle: (some: number) => `Export ${counted(some, nouns.customer)}?`,
  exportHelp:
    "The file has the columns you see and each customer’s ID, for everyone in this list and not only this page. It contains personal data.",
  exportLogged: "The export is written down in the change log.",
  exportNow: "Export",
  exporting: "Exporting…",
  exported: "Customers exported.",
  notExported: "Customers weren’t exported.",
  exportFound: "Clear the search to export. Filters can be exported.",
} as const;

/** What the list can be sorted by: in either way, the more usual one first. */
export const ORDERS: Readonly<Record<string, readonly [descending: string, ascending: string]>> = {
  decided: ["Latest update", "Oldest update"],
  spent: ["Most spent", "Least spent"],
  orders: ["Most orders", "Fewest orders"],
  last_order: ["Latest order", "Oldest order"],
  name: ["Name, Z to A", "Name, A to Z"],
};

/** What merchants filter by most. */
export const FILTERS = {
  email: "Email marketing",
  sms: "SMS marketing",
  orders: "Number of orders",
  spent: "Amount spent",
  lately: "Ordered recently",
  lapsed: "Hasn’t ordered for a while",
  inSegment: "In a segment",
  outside: "Not in a segment",
  inTier: "In a tier",
  tagged: "Has a tag",
  country: "Country",
} as const;
