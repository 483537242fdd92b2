/** Whether something is gone from a WooCommerce shop, by its REST API. */
import type { Question } from "edgewise";
import type { Answer } from "../access.ts";
import { ask, type Keys } from "./client.ts";

/** Each subject's collection. Users, orders, products and coupons count their ids apart. */
const COLLECTIONS: Partial<Record<Question["about"], string>> = {
  customer: "customers",
  order: "orders",
  product: "products",
  coupon: "coupons",
};

export async function isGoneFromWooCommerce(
  domain: string,
  keys: Keys,
  { about, id }: Question,
): Promise<Answer> {
  const collection = COLLECTIONS[about];
  if (collection === undefined) return "refused";
  const path = `wc/v3/${collection}/${encodeURIComponent(id)}?_fields=id,status,code`;
  const { status, body, trouble } = await ask(domain, keys, "GET", path);
  if (trouble === "refused") return "refused";
  if (trouble !== null) return "unreachable";
  const said = body as { id?: unknown; status?: unknown; code?: unknown };
  // A shop without permalinks or without WooCommerce answers 404 as well, with another code.
  if (status === 404 || status === 400) return GONE.has(String(said.code)) ? "gone" : "unreachable";
  if (status !== 200 || said.id === undefined) return "unreachable";
  return said.status === "trash" ? "gone" : "there";
}

/** What WooCommerce calls an id that is nothing: of users, and of what is stored as posts. */
const GONE: ReadonlySet<string> = new Set([
  "woocommerce_rest_invalid_id",
  "woocommerce_rest_shop_order_invalid_id",
  "woocommerce_rest_product_invalid_id",
  "woocommerce_rest_shop_coupon_invalid_id",
]);
