/** The orders behind a report's numbers, a page at a time, and what each is credited to. */
import type { CreditedOrders } from "../contract/reports.ts";
import { NO_STATE } from "./customer.ts";
import { isNameless } from "./nameless.ts";
import { profileIn } from "./profile.ts";
import { type Asked, periodOf } from "./reports.ts";
import type { Stores } from "./stores.ts";

type Row = {
  order_id: string;
  customer: string;
  effect: string;
  discount: number | null;
} & Omit<CreditedOrders["orders"][number], "order" | "customer" | "name"> &
  Record<string, SqlStorageValue>;

/** What is credited to messages that were sent in a period, the latest sent first. */
export function creditedOrders(
  stores: Stores,
  asked: Asked,
  { step, after, limit }: { step: string | null; after: string; limit: number },
): CreditedOrders {
  const { sql, customers, engine } = stores;
  const { from, until, workflow } = periodOf(stores, asked);
  const query = `SELECT * FROM credit WHERE sent_at >= ? AND sent_at < ? AND workflow = coalesce(?, workflow)
      AND step = coalesce(?, step) AND (sent_at, order_id) < (?, ?)
    ORDER BY sent_at DESC, order_id DESC LIMIT ?`;
  const rows = sql
    .exec<Row>(query, from, until, workflow, step, ...cursorOf(after), limit)
    .toArray();
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    orders: rows.map(({ order_id: order, customer, effect: _, discount: __, ...row }) => {
      // What is left of somebody who was erased stays part of the sums, and of the list.
      if (isNameless(customer)) return { order: null, customer: null, name: null, ...row };
      const state = customers.look(customer)?.state ?? NO_STATE;
      return { order, customer, name: profileIn(engine, state).name, ...row };
    }),
    ...(last === undefined ? {} : { next: `${last.sent_at}/${last.order_id}` }),
  };
}

/** A page begins behind a moment and an order; the first one behind nothing. */
function cursorOf(after: string): [sent: number, order: string] {
  const [, sent, order] = /^(\d{1,15})\/(.{1,300})$/.exec(after) ?? [];
  return sent === undefined || order === undefined
    ? [Number.MAX_SAFE_INTEGER, ""]
    : [Number(sent), order];
}
