import type { Engine } from "./index.js";

/** A row that could not be used. */
export interface Problem {
  form: string;
  /** The line of the file, from 1. */
  line: number;
  code: "row-unreadable" | "table-unknown" | "order-left-out" | "not-a-history";
  message: string;
}

/** What was read out of files. */
export interface History {
  /** One customer a line, as `tellBacktest` takes them. */
  lines: string[];
  events: number;
  forms: ("shopify-orders" | "shopify-customers" | "woocommerce-orders" | "edgewise-lines")[];
  /**
   * What had to be assumed: consent holds since ever, refunds were given when the order was paid, and
   * orders are only known as totals (the traits `total_orders` and `total_spent`).
   */
  assumed: ("consent-since-ever" | "refunds-when-paid" | "orders-only-as-totals")[];
  problems: Problem[];
}

/** Reads a shop's past out of files: exports of orders and customers, or our own JSON lines. */
export function readHistory(texts: string[], shop: { currency: string; timeZone: string }): History;

/** A customer's stored state after a line of history, as `addToAudience` takes it. */
export function stateOf(engine: Engine, plan: string, line: string, now: number): string;
