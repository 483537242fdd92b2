/** What the list of customers shows, as it stands in the page's address. */
import type { ListOrder } from "edgewise";
import { addressOf, conditionsIn } from "../condition/in-address.ts";
import type { Condition } from "../condition/sentence.ts";

export interface Wanted {
  /** All of them must hold. */
  conditions: readonly Condition[];
  order: ListOrder;
  descending: boolean;
  /** From 1 on. */
  page: number;
}

const ORDERS: readonly ListOrder[] = ["decided", "spent", "orders", "last_order", "name"];

/** The order in which the server lists everybody by itself. */
export const isUsual = ({ order, descending }: Wanted): boolean =>
  order === "decided" && descending;

/** Everybody, as the server lists them by itself: all that somebody who sees names only may ask for. */
export const usual = ({ page }: Wanted): Wanted => ({
  conditions: [],
  order: "decided",
  descending: true,
  page,
});

/** What an address asks for; what it does not say, or says wrong, is as usual. */
export function wantedIn(query: URLSearchParams): Wanted {
  const [named, way] = (query.get("sort") ?? "").split(".");
  const order = ORDERS.find((one) => one === named) ?? "decided";
  const page = Number(query.get("page") ?? 1);
  return {
    conditions: conditionsIn(query),
    order,
    descending: way === undefined || order !== named ? order !== "name" : way === "down",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** The other way round: only what is not as usual is said. */
export function queryOf(wanted: Wanted): Record<string, string> {
  const { conditions, order, descending, page } = wanted;
  return {
    ...addressOf(conditions),
    ...(isUsual(wanted) ? {} : { sort: `${order}.${descending ? "down" : "up"}` }),
    ...(page === 1 ? {} : { page: String(page) }),
  };
}
