/**
 * Pages of a shop's records: its products, customers and orders, as lists give them.
 *
 * A list is asked for by id, oldest first, so that what is added meanwhile comes last and what is removed
 * only moves the rest forward. Each page begins with the last row of the page before: where it doesn't,
 * rows were removed, or something in between repeats an old page, and nothing is skipped unseen.
 */
import type { Row as Listed } from "../lists.ts";
import { bare, call, codeOf, type Keys, type Limits, read, type Trouble } from "./client.ts";

/** A row of a list, byte for byte as it came, and its id. */
export interface Row extends Listed {
  id: number;
}

export interface Page {
  rows: Row[];
  /** How many rows the whole list has, as the shop says; null where it doesn't. */
  total: number | null;
}

/** Why there is no page. After `too-much` a smaller one may come, after `no-such-list` none will. */
export type PageTrouble = Trouble | "busy" | "too-much" | "no-such-list" | "not-a-list";

export type Answered =
  | { page: Page; trouble: null }
  | {
      page: null;
      trouble: PageTrouble;
      /** What came instead, at most 200 characters of it. */
      found: string;
      /** How long the shop asks us to wait, in milliseconds. */
      after?: number;
    };

/** Which rows of which list. */
export interface Wanted {
  /** Such as `orders`, or `products/16/variations`. */
  list: string;
  offset: number;
  size: number;
  /** Further parameters, such as `role=all`. */
  query?: string;
}

const LIMITS: Limits = { time: 60_000, size: 8 * 1024 * 1024 };

/** Reads a page. Never throws. */
export async function readPage(
  domain: string,
  keys: Keys,
  { list, offset, size, query }: Wanted,
): Promise<Answered> {
  const more = query === undefined ? "" : `&${query}`;
  const path = `wc/v3/${list}?orderby=id&order=asc&per_page=${size}&offset=${offset}${more}`;
  const raw = await call(domain, keys, "GET", path, undefined, LIMITS);
  if (typeof raw === "string") return failed(raw, "");
  const { status, body, trouble } = read(raw.status, raw.headers, raw.text);
  // A list that asks too much of a shop ends in an error of the server's, or of the host's before it.
  if (status >= 500) return failed("too-much", raw.text);
  if (trouble !== null) return failed(trouble, raw.text);
  const code = codeOf(body);
  if (code === "rest_no_route") return failed("no-such-list", raw.text);
  if (status === 429 || code === "rate_limit_exceeded") {
    const wait = raw.headers.get("retry-after") ?? raw.headers.get("ratelimit-retry-after");
    const seconds = Number(wait);
    return { ...failed("busy", raw.text), after: seconds > 0 ? seconds * 1000 : 60_000 };
  }
  if (status !== 200 || !Array.isArray(body)) return failed("not-a-list", raw.text);
  const texts = itemsOf(bare(raw.text));
  const rows = texts.map((json, index) => ({ id: Number(body[index]?.id), json }));
  if (rows.length !== body.length || rows.some(({ id }) => !Number.isSafeInteger(id))) {
    return failed("not-a-list", raw.text);
  }
  const total = raw.headers.get("x-wp-total");
  return { page: { rows, total: total === null ? null : Number(total) }, trouble: null };
}

/** Reads one row by itself; null where there is none. */
export async function readRow(
  domain: string,
  keys: Keys,
  list: string,
  id: number,
): Promise<{ row: Row | null } | { trouble: PageTrouble }> {
  const raw = await call(domain, keys, "GET", `wc/v3/${list}/${id}`);
  if (typeof raw === "string") return { trouble: raw };
  const { status, trouble } = read(raw.status, raw.headers, raw.text);
  if (trouble !== null) return { trouble };
  return { row: status === 200 ? { id, json: bare(raw.text) } : null };
}

const failed = (trouble: PageTrouble, found: string) =>
  ({ page: null, trouble, found: found.slice(0, 200) }) as const;

/**
 * The texts of a JSON list's items. They are taken in byte for byte, so that what is read here is the same
 * fact as what a webhook said of it.
 */
export function itemsOf(list: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let from = -1;
  for (let at = 0; at < list.length; at += 1) {
    const sign = list[at];
    if (sign === '"') {
      for (at += 1; list[at] !== '"'; at += 1) if (list[at] === "\\") at += 1;
    } else if (sign === "[" || sign === "{") {
      depth += 1;
      if (depth === 2) from = at;
    } else if (sign === "]" || sign === "}") {
      depth -= 1;
      if (depth === 1) items.push(list.slice(from, at + 1));
    }
  }
  return items;
}
