/** Whether something is gone from a Shopify shop. */
import type { Question } from "edgewise";
import type { Answer } from "../access.ts";
import { gid, type Installation, run } from "./admin-api.ts";
import customerExists from "./operations/customer-exists.graphql";
import discountExists from "./operations/discount-exists.graphql";
import orderExists from "./operations/order-exists.graphql";
import productExists from "./operations/product-exists.graphql";
import shopExists from "./operations/shop-exists.graphql";

/** Each subject's type in global ids, and its query. */
const QUERIES = {
  customer: ["Customer", customerExists],
  order: ["Order", orderExists],
  product: ["Product", productExists],
  coupon: ["DiscountNode", discountExists],
} as const;

export async function isGoneFromShopify(
  shop: Installation,
  { about, id }: Question,
): Promise<Answer> {
  type Found = { thing?: { id: string } | null };
  if (about === "installation" || about === "shop-data") {
    const { trouble } = await run<Found>(shop, shopExists, {});
    // A shop that answers has the app installed: Shopify ends a token as it removes the app.
    if (trouble === "refused") return "gone";
    return trouble === null ? "there" : couldNotAsk(trouble);
  }
  const [type, query] = QUERIES[about];
  const { data, trouble } = await run<Found>(shop, query, { id: gid(type, id) });
  if (data === null) return couldNotAsk(trouble);
  // Only its own word says that something is gone, never a word that is missing.
  if (data.thing === undefined) return "unreachable";
  return data.thing === null ? "gone" : "there";
}

const couldNotAsk = (trouble: string): Answer =>
  trouble === "refused" || trouble === "scope-missing" ? "refused" : "unreachable";
