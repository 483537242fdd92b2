/** Orders and customers as WooCommerce's REST API gives them. */
import { fractionDigits, minorOf } from "./amounts.js";
import { momentOf } from "./moments.js";
import { CANCELLED, NEVER_PLACED, PAID, REFUNDED } from "./orders.js";
import { keyOf, profileOf } from "./people.js";

/** Whether a value looks like an order of the API. */
export const isRestOrder = (value) =>
  typeof value === "object" && value !== null && "line_items" in value && "status" in value;

/** Whether a value looks like a customer of the API. */
export const isRestCustomer = (value) =>
  typeof value === "object" &&
  value !== null &&
  "email" in value &&
  "billing" in value &&
  !("line_items" in value);

/** What a JSON text of the API holds, or null for anything else: a list, or one thing, or a wrapped list. */
export function restIn(value) {
  const list = Array.isArray(value)
    ? value
    : (Object.values(value ?? {}).find((inner) => Array.isArray(inner) && inner.some(isRest)) ?? [
        value,
      ]);
  return isRest(value) ? [value] : list.some(isRest) ? list : null;
}

const isRest = (value) => isRestOrder(value) || isRestCustomer(value);

/** Who somebody of the API is, in the words of a table's row. */
export function personOf({ billing = {}, email, first_name: first, last_name: last }) {
  const { phone, country, state } = billing ?? {};
  return {
    email: billing?.email || email || "",
    phone,
    firstName: billing?.first_name || first,
    lastName: billing?.last_name || last,
    country,
    region: state,
  };
}

/**
 * An order of the API as an order; null for one that is left out.
 *
 * @param {(code: string, message: string) => void} problem hears why
 */
export function orderOf(told, shop, problem, assumed) {
  const at = (name) =>
    momentOf(told[`${name}_gmt`] ? `${told[`${name}_gmt`]}Z` : (told[name] ?? ""), shop.timeZone);
  const person = personOf(told);
  const account = Number(told.customer_id) > 0 ? `customer:${told.customer_id}` : null;
  const customer = keyOf(person) ?? account;
  const placed = at("date_created");
  const status = String(told.status ?? "");
  if (placed === null || customer === null || !told.id) {
    const lacks = placed === null ? "no date" : customer === null ? "no customer" : "no ID";
    problem("order-left-out", `The order has ${lacks}.`);
    return null;
  }
  if (NEVER_PLACED.test(status)) return null;
  const paid = at("date_paid") ?? (PAID.test(status) ? placed : null);
  const isCancelled = CANCELLED.test(status);
  if (isCancelled && paid === null) {
    assumed.add("unpaid-cancelled-left-out");
    return null;
  }
  const currency = String(told.currency || shop.currency).toUpperCase();
  if (!told.currency) assumed.add("currency-of-the-shop");
  else if (currency !== shop.currency) assumed.add("other-currencies");
  const digits = fractionDigits(currency);
  const minor = (text) => minorOf(String(text ?? ""), digits, ".");
  const total = minor(told.total);
  const refunds = (told.refunds ?? []).flatMap(({ id, total: given }) => {
    const amount = Math.abs(minor(given) ?? 0);
    return amount > 0 ? [{ id: String(id), minor: amount, at: paid ?? placed }] : [];
  });
  if (refunds.length === 0 && REFUNDED.test(status) && total !== null) {
    refunds.push({ id: `${told.id}-refund`, minor: total, at: paid ?? placed });
  }
  if (refunds.length > 0) assumed.add("refunds-when-paid");
  return {
    platform: "woocommerce",
    customer,
    profile: profileOf(person),
    id: String(told.id),
    number: String(told.number || told.id),
    placed,
    paid,
    cancelled: isCancelled ? (at("date_modified") ?? placed) : null,
    total,
    currency,
    items: (told.line_items ?? []).map((line) => itemOf(line, { told, currency, digits })),
    codes: (told.coupon_lines ?? []).map(({ code }) => String(code)).filter((code) => code !== ""),
    channel: told.created_via || null,
    refunds,
    agreed: false,
  };
}

/** What a line cost before discounts, as the buyer saw it: with tax where the shop's prices hold it. */
function itemOf(line, { told, currency, digits }) {
  const quantity = Math.max(1, Number.parseInt(line.quantity, 10) || 1);
  const minor = (text) => minorOf(String(text ?? ""), digits, ".") ?? 0;
  const tax = told.prices_include_tax === true ? minor(line.subtotal_tax) : 0;
  const price =
    line.subtotal === undefined
      ? minor(line.price)
      : Math.round((minor(line.subtotal) + tax) / quantity);
  const variation = Number(line.variation_id) > 0 ? { variant_id: String(line.variation_id) } : {};
  return {
    ...(Number(line.product_id) > 0 ? { product_id: String(line.product_id) } : {}),
    ...variation,
    title: String(line.name ?? ""),
    quantity,
    unit_price: { minor: price, currency },
    ...(line.sku ? { sku: String(line.sku) } : {}),
    ...(line.image?.src ? { image_url: String(line.image.src) } : {}),
  };
}
