/**
 * Coupon codes in a WooCommerce store.
 *
 * A code is made once, whatever happens on the way: it says which effect it was made for, so a store that
 * has it already, because an answer was lost, is a store where it was made.
 */
import type { Outcome } from "../../channel/outcome.ts";
import type { Coupon, CouponCall } from "../store.ts";
import { type Answer, ask, codeOf, type Keys, PASSING } from "./client.ts";

/** Where WooCommerce keeps what a plugin says of a coupon. The leading line hides it in the admin. */
const EFFECT = "_edgewise_effect";

/** Makes a code in the store, or finds that it was made. Never throws. */
export async function makeCoupon(domain: string, keys: Keys, call: CouponCall): Promise<Outcome> {
  const made = await ask(domain, keys, "POST", "wc/v3/coupons", bodyOf(call));
  if (made.trouble !== null) return troubled(made);
  if (made.status === 200 || made.status === 201) return SENT;
  const why = codeOf(made.body);
  if (why === "woocommerce_rest_coupon_code_already_exists") return isOurs(domain, keys, call);
  if (PASSING.has(why)) return { type: "retry", reason: "store-busy" };
  return { type: "failed", reason: "coupon-refused" };
}

const SENT: Outcome = { type: "sent" };

/** Whether the code that is there is the one that was to be made. */
async function isOurs(domain: string, keys: Keys, call: CouponCall): Promise<Outcome> {
  const path = `wc/v3/coupons?code=${encodeURIComponent(call.coupon.code)}&_fields=meta_data`;
  const found = await ask(domain, keys, "GET", path);
  if (found.trouble !== null) return troubled(found);
  const coupons = Array.isArray(found.body) ? (found.body as { meta_data?: unknown }[]) : [];
  const says = coupons.flatMap(({ meta_data: meta }) => (Array.isArray(meta) ? meta : []));
  const isOfEffect = says.some(
    (one: { key?: unknown; value?: unknown } | null) =>
      one?.key === EFFECT && one.value === call.effect,
  );
  return isOfEffect ? SENT : { type: "failed", reason: "coupon-code-taken" };
}

/** What no answer of WooCommerce's means: it may have been made, and making it again does no harm. */
const troubled = ({ trouble }: Answer): Outcome => ({ type: "retry", reason: `store-${trouble}` });

/** The coupon as WooCommerce takes it. */
export function bodyOf({ effect, coupon, ends }: CouponCall): Record<string, unknown> {
  return {
    code: coupon.code,
    ...discountOf(coupon),
    usage_limit: 1,
    // Several codes in one cart would add up.
    individual_use: true,
    email_restrictions: coupon.email === undefined ? [] : [coupon.email],
    // With its zone: without one it is the store's time, and the member for UTC is not taken.
    date_expires: ends === null ? null : new Date(ends).toISOString().replace(/\.\d+Z$/, "Z"),
    description: "Made by Edgewise for one customer.",
    meta_data: [{ key: EFFECT, value: effect }],
  };
}

function discountOf(coupon: Coupon): Record<string, unknown> {
  const of = (products: string[] = []) => ({ product_ids: products.map(Number) });
  if (coupon.free_gift !== undefined) {
    // WooCommerce knows no gifts: one piece of it costs nothing.
    const gift = { discount_type: "percent", amount: "100", limit_usage_to_x_items: 1 };
    return { ...gift, ...of([coupon.free_gift]) };
  }
  const products = of(coupon.products);
  if (coupon.free_shipping === true) {
    return { discount_type: "fixed_cart", amount: "0", free_shipping: true, ...products };
  }
  if (coupon.amount_off !== undefined) {
    return { discount_type: "fixed_cart", amount: coupon.amount_off, ...products };
  }
  return { discount_type: "percent", amount: String(coupon.percent), ...products };
}
