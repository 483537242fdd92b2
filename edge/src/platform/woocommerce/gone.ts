/** Whether something is gone from a WooCommerce shop, by its REST API. */
import type { Question } from "edgewise";
import { Buffer } from "node:buffer";
import type { Answer } from "../access.ts";

const TIME_LIMIT = 10_000;

/** Each subject's collection. Users, orders, products and coupons count their ids apart. */
const COLLECTIONS: Partial<Record<Question["about"], string>> = {
  customer: "customers",
  order: "orders",
  product: "products",
  coupon: "coupons",
};

export async function isGoneFromWooCommerce(
  domain: string,
  { key, secret }: { key: string; secret: string },
  { about, id }: Question,
): Promise<Answer> {
  const collection = COLLECTIONS[about];
  if (collection === undefined) return "refused";
  const where = `https://${domain}/wp-json/wc/v3/${collection}/${encodeURIComponent(id)}`;
  const response = await fetch(`${where}?_fields=id,status,code`, {
    headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` },
    redirect: "manual",
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
  const text = await response.text();
  if (response.status === 401 || response.status === 403) return "refused";
  const said = JSON.parse(text) as { id?: unknown; status?: unknown; code?: unknown };
  // A shop without permalinks or without WooCommerce answers 404 as well, with another code.
  if (response.status === 404 || response.status === 400) {
    return GONE.has(String(said.code)) ? "gone" : "unreachable";
  }
  if (response.status !== 200 || said.id === undefined) return "unreachable";
  return said.status === "trash" ? "gone" : "there";
}

/** What WooCommerce calls an id that is nothing: of users, and of what is stored as posts. */
const GONE: ReadonlySet<string> = new Set([
  "woocommerce_rest_invalid_id",
  "woocommerce_rest_shop_order_invalid_id",
  "woocommerce_rest_product_invalid_id",
  "woocommerce_rest_shop_coupon_invalid_id",
]);
