import type { Engine } from "./index.js";

/** A row that could not be used. */
export interface Problem {
  form: string;
  /** The line of the file, or the row of the table as a spreadsheet counts it: the head is 1. */
  line: number;
  code: "row-unreadable" | "table-unknown" | "order-left-out" | "not-a-history";
  message: string;
}

/** What was read out of files. */
export interface History {
  /** One customer a line, as `tellBacktest` takes them. */
  lines: string[];
  /** Whose line each is. */
  customers: string[];
  events: number;
  /** When the first event happened and the last one, in milliseconds since 1970; null without events. */
  span: { since: number; until: number } | null;
  forms: ("shopify-orders" | "shopify-customers" | "woocommerce-orders" | "edgewise-lines")[];
  /**
   * What had to be assumed: consent holds since ever, refunds were given when the order was paid, and
   * orders are only known as totals (the traits `total_orders` and `total_spent`).
   */
  assumed: ("consent-since-ever" | "refunds-when-paid" | "orders-only-as-totals")[];
  problems: Problem[];
}

/**
 * Reads files that come in pieces, so that none has to be in memory as a whole; otherwise as
 * `readHistory`.
 */
export class HistoryReader {
  constructor(shop: { currency: string; timeZone: string });
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
export function readHistory(texts: string[], shop: { currency: string; timeZone: string }): History;

/** A customer's stored state after a line of history, as `addToAudience` takes it. */
export function stateOf(engine: Engine, plan: string, line: string, now: number): string;
