/**
 * Who stands on a page of the list.
 *
 * Everybody, and whom a search finds, the server lists by itself. Filters and other orders are asked of all
 * customers in this browser, by the engine's own conditions; the lines of those it names come from the
 * server, so that what stands in them is what stands on each customer's own page.
 */
import { ask, now } from "../audience/audience.ts";
import { allOf } from "../condition/in-address.ts";
import type { Condition } from "../condition/sentence.ts";
import type { Api, CustomerRow } from "../server/api.ts";
import { isUsual, type Wanted } from "./list-address.ts";

/** Customers on a page. */
export const PAGE = 25;

export interface Found {
  customers: CustomerRow[];
  /** How many there are on all pages. */
  total: number;
  /** Out of how many; null where nothing is filtered. */
  of: number | null;
  /** Whether a filter is still being written, so that nobody is found. */
  isUnfinished?: boolean;
}

/** Whether all customers must be in this browser to tell. */
export const asksAll = (wanted: Wanted): boolean =>
  wanted.conditions.length > 0 || !isUsual(wanted);

/** A page as the server lists it. */
export async function listed(
  api: Api,
  shop: string,
  { page }: Wanted,
  text: string,
): Promise<Found> {
  return { ...(await api.customers(shop, text, (page - 1) * PAGE, PAGE)), of: null };
}

/** A page of all that are loaded. */
export async function filtered(
  api: Api,
  shop: string,
  { conditions, order, descending, page }: Wanted,
  text: string,
): Promise<Found> {
  const condition = allOf([...conditions, ...searching(text)]);
  const question = { now: now(), order, descending, skip: (page - 1) * PAGE, take: PAGE };
  const { list } = await ask("list", { condition, question });
  if (list === null) return { customers: [], total: 0, of: null, isUnfinished: true };
  const ids = list.list.map(({ customer }) => customer);
  const customers = await api.customersNamed(shop, ids);
  return { customers, total: list.count, of: condition === null ? null : list.asked };
}

/** Each word must be part of what a customer is called or reached by. */
export const searching = (text: string): Condition[] =>
  text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((value) => ({
      type: "any",
      of: ["first_name", "last_name", "email", "phone"].map((name) => ({
        type: "attribute",
        name,
        is: "contains",
        value,
      })),
    }));
