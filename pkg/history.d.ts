import type { EdgeEngine } from "./index.js";

/** Whose files they are, and what was answered where they could be read in two ways. */
export interface Shop {
  /** The shop's currency, for amounts that name none. */
  currency: string;
  /** Whose clock times without a zone are by. */
  timeZone: string;
  /** What parts the decimals in columns of amounts that do not say so themselves. */
  decimal?: "." | ",";
  /** What comes first in columns of dates that do not say so themselves. */
  dates?: "day-first" | "month-first";
}

/** A row that could not be used, or a question that a table leaves open. */
export interface Problem {
  form: string;
  /** The line of the file, or the row of the table as a spreadsheet counts it: the head is 1. */
  line: number;
  code:
    | "row-unreadable"
    | "row-without-order"
    | "table-unknown"
    | "order-left-out"
    | "customer-left-out"
    | "amount-unreadable"
    | "not-a-history"
    | "ambiguous-amounts"
    | "ambiguous-dates";
  message: string;
  /** For a question: the column, as the file calls it. Nothing of its table was used. */
  column?: string;
  /** Its first values that leave it open. */
  samples?: string[];
  /** The option of `Shop` that settles it, with what it may be. */
  option?: "decimal" | "dates";
  choices?: string[];
}

/** What had to be assumed. */
export type Assumed =
  /** Consent holds since ever. */
  | "consent-since-ever"
  /** Refunds were given when the order was paid. */
  | "refunds-when-paid"
  /** A part was given back, and no column says how much. */
  | "refunds-unknown"
  /** Orders are only known as totals: the traits `total_orders` and `total_spent`. */
  | "orders-only-as-totals"
  /** Amounts without a currency are in the shop's. */
  | "currency-of-the-shop"
  /** Orders in other currencies keep them, and are not added to amounts in the shop's. */
  | "other-currencies"
  /** A spreadsheet cut the ids off, so orders are known by their numbers. */
  | "ids-damaged"
  /** Cancelled orders that nobody paid never were orders. */
  | "unpaid-cancelled-left-out"
  /** Totals are without shipping and tax. */
  | "totals-net"
  /** People are told apart by their names. */
  | "people-by-name";

/** What was read out of files. */
export interface History {
  /** One customer a line, as `addToBacktest` takes them. */
  lines: string[];
  /** Whose line each is. */
  customers: string[];
  events: number;
  /** When the first event happened and the last one, in milliseconds since 1970; null without events. */
  span: { since: number; until: number } | null;
  forms: (
    | "shopify-orders"
    | "shopify-customers"
    | "woocommerce-orders"
    | "woocommerce-rest"
    | "woocommerce-analytics-orders"
    | "woocommerce-analytics-customers"
    | "edgewise-lines"
  )[];
  assumed: Assumed[];
  problems: Problem[];
}

/**
 * Reads files that come in pieces, so that none has to be in memory as a whole text; otherwise as
 * `readHistory`.
 */
export class HistoryReader {
  constructor(shop: Shop);
  /** How many events there are so far; orders become events at the end. */
  readonly events: number;
  /** Takes in the next piece of a file, cut anywhere. */
  add(piece: string): void;
  /** The file ends here. What comes next is another one. */
  endFile(): void;
  /** What was read; the reader is empty afterwards. */
  end(): History;
}

/** Reads a shop's past out of files: exports of orders and customers, or our own JSON lines. */
export function readHistory(texts: string[], shop: Shop): History;

/** A customer's stored state after a line of history, as `addCustomers` takes it. */
export function stateOf(engine: EdgeEngine, plan: string, line: string, now: number): string;
