/**
 * Discount codes in a Shopify shop.
 *
 * A code is made once, whatever happens on the way: its title, which only the merchant sees, ends with the
 * effect it was made for, so a shop that has it already is one where it was made.
 */
import type { Outcome } from "../../channel/outcome.ts";
import type { Coupon, CouponCall } from "../store.ts";
import { askAgain, gid, type Installation, run } from "./admin-api.ts";
import basicDiscount from "./operations/basic-discount.graphql";
import customerByEmail from "./operations/customer-by-email.graphql";
import discountByCode from "./operations/discount-by-code.graphql";
import freeShipping from "./operations/free-shipping.graphql";
import productPrice from "./operations/product-price.graphql";

interface Made {
  made: { node: { id: string } | null; userErrors: { code: string | null }[] };
}

/** What a discount gives, in Shopify's words, beside what every code of ours has. */
interface Gives {
  operation: string;
  terms: Record<string, unknown>;
}

/** Makes a code in the shop, or finds that it was made. Never throws. */
export async function makeCoupon(shop: Installation, call: CouponCall): Promise<Outcome> {
  const buyer = await contextOf(shop, call.coupon.email);
  if ("type" in buyer) return buyer;
  const gives = await givesOf(shop, call.coupon);
  if ("type" in gives) return gives;
  const discount = {
    title: titleOf(call),
    code: call.coupon.code,
    startsAt: new Date(call.starts).toISOString(),
    endsAt: call.ends === null ? null : new Date(call.ends).toISOString(),
    usageLimit: 1,
    appliesOncePerCustomer: true,
    ...buyer,
    ...gives.terms,
  };
  const made = await run<Made>(shop, gives.operation, { discount });
  if (made.data === null) return askAgain(made);
  const { node, userErrors } = made.data.made;
  if (node !== null && userErrors.length === 0) return SENT;
  if (userErrors.some(({ code }) => code === "TAKEN")) return isOurs(shop, call);
  return { type: "failed", reason: "coupon-refused" };
}

const SENT: Outcome = { type: "sent" };

/** Whether the code that is there is the one that was to be made. */
async function isOurs(shop: Installation, call: CouponCall): Promise<Outcome> {
  type Found = { found: { codeDiscount: { title?: string } } | null };
  const found = await run<Found>(shop, discountByCode, { code: call.coupon.code });
  if (found.data === null) return askAgain(found);
  const isOfEffect = found.data.found?.codeDiscount.title === titleOf(call);
  return isOfEffect ? SENT : { type: "failed", reason: "coupon-code-taken" };
}

/** What stands in the merchant's list of discounts. */
const titleOf = ({ effect }: CouponCall): string => `Edgewise: one customer, one use (${effect})`;

/**
 * Whom a code is for. A buyer without an account cannot be named to Shopify; their code is one use of a code
 * that nobody can guess.
 */
async function contextOf(
  shop: Installation,
  email: string | undefined,
): Promise<{ context: object } | Outcome> {
  const everybody = { context: { all: "ALL" } };
  if (email === undefined) return everybody;
  type Found = {
    customer: { id: string; defaultEmailAddress: { emailAddress: string } | null } | null;
  };
  const found = await run<Found>(shop, customerByEmail, { email });
  if (found.data === null) return askAgain(found);
  const { customer } = found.data;
  const address = customer?.defaultEmailAddress?.emailAddress ?? "";
  if (customer === null || address.toLowerCase() !== email.toLowerCase()) return everybody;
  return { context: { customers: { add: [customer.id] } } };
}

async function givesOf(shop: Installation, coupon: Coupon): Promise<Gives | Outcome> {
  const off = (value: object, products: readonly string[] = []): Gives => ({
    operation: basicDiscount,
    terms: { customerGets: { value, items: itemsOf(products) } },
  });
  const { free_gift: gift, free_shipping: ships, amount_off: amount, percent, products } = coupon;
  if (gift !== undefined) {
    const price = await priceOf(shop, gift);
    // Shopify gives whole products away, and not one piece: that is worth what one piece costs.
    return typeof price === "string" ? off(amountOff(price), [gift]) : price;
  }
  if (ships === true) {
    return { operation: freeShipping, terms: { destination: { all: true } } };
  }
  if (amount !== undefined) return off(amountOff(amount), products);
  return off({ percentage: Number(percent) / 100 }, products);
}

const amountOff = (amount: string) => ({ discountAmount: { amount, appliesOnEachItem: false } });

const itemsOf = (products: readonly string[]) =>
  products.length === 0
    ? { all: true }
    : { products: { productsToAdd: products.map((id) => gid("Product", id)) } };

/** What one piece of a product costs at most, or why that is not known. */
async function priceOf(shop: Installation, product: string): Promise<string | Outcome> {
  type Found = { product: { priceRangeV2: { maxVariantPrice: { amount: string } } } | null };
  const found = await run<Found>(shop, productPrice, { id: gid("Product", product) });
  if (found.data === null) return askAgain(found);
  const price = found.data.product?.priceRangeV2.maxVariantPrice.amount;
  return price ?? { type: "failed", reason: "gift-missing" };
}
