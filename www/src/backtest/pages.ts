/** A history cut into pages that take about as long as each other to play. */
import type { Page } from "./protocol.ts";

export class Pages {
  #lines: readonly string[];
  #next = 0;
  #size = FIRST;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** The next page, or null after the last. */
  next(): Page | null {
    const first = this.#next;
    if (first >= this.#lines.length) return null;
    const page = this.#lines.slice(first, first + this.#size);
    this.#next += page.length;
    return { lines: page.join("\n"), first, customers: page.length };
  }

  /** Takes note of how long a page took, in milliseconds, for the size of the next. */
  took({ customers }: Page, milliseconds: number): void {
    const wanted = (customers * PAGE_TIME) / Math.max(1, milliseconds);
    this.#size = Math.max(1, Math.min(MOST, Math.round(wanted)));
  }
}

/** Customers of the first page, and the most of one. */
const FIRST = 20;
const MOST = 2_000;
/**
 * Milliseconds. Between two pages somebody who waits sees how far it is; a longer one costs less to join,
 * which is a millisecond for each.
 */
const PAGE_TIME = 100;
