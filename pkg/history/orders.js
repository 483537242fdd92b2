/**
 * Rows of a table of orders as orders. A row is an order, or one more line of an order: of which, its
 * id says, or the number it shares with the row before. A row that says neither belongs to nobody.
 */
import { currencyIn, fractionDigits, minorOf } from "./amounts.js";
import { FormatFinder } from "./formats.js";
import { momentOf } from "./moments.js";
import { keyOf, profileOf } from "./people.js";

/** @typedef {import("./tell.js").Order} Order */

/** WooCommerce's words for an order that was paid, and for one that never was an order. */
export const PAID = /^(?:wc-)?(?:processing|completed|refunded)$/i;
export const NEVER_PLACED =
  /^(?:wc-)?(?:pending(?: payment)?|failed|checkout-draft|auto-draft|draft|trash)$/i;
export const CANCELLED = /^(?:wc-)?cancell?ed$/i;
export const REFUNDED = /^(?:wc-)?refunded$/i;

const AMOUNTS = ["total", "formatted", "refunded", "itemPrice"];
const DATES = ["created", "paid", "cancelled"];

/** A spreadsheet showed a long number so, and forgot its digits. */
export const DAMAGED_ID = /^\d(?:[.,]\d+)?E\+?\d+$/i;

/** A table of orders that is being read. */
export class OrderTable {
  #form;
  #shop;
  /** What each column is called in the file. */
  #titles;
  #rows = [];
  /** Ids of orders so far: several may have one number, and then those are told apart by their time. */
  #ids = new Set();
  #amounts = new FormatFinder("decimal");
  #dates = new FormatFinder("dates");

  constructor(form, shop, titles) {
    this.#form = form;
    this.#shop = shop;
    this.#titles = titles;
  }

  /** Takes in a row; it is understood when all have been seen. */
  take(row, line) {
    this.#rows.push({ row, line });
    for (const what of AMOUNTS) this.#amounts.see(what, row[what]);
    for (const what of DATES) this.#dates.see(what, row[what]);
  }

  /**
   * The orders of the table.
   *
   * @param {(problem: object) => void} say hears what cannot be used
   * @param {Set<string>} assumed what had to be assumed is put here
   * @returns {Order[]}
   */
  end(say, assumed) {
    const formats = [
      this.#amounts.settle(this.#shop.decimal),
      this.#dates.settle(this.#shop.dates),
    ];
    const open = formats.flatMap(({ problem }) => problem ?? []);
    for (const problem of open) {
      const column = this.#titles[problem.column] ?? problem.column;
      const message = problem.message.replace(`“${problem.column}”`, `“${column}”`);
      say({ ...problem, column, message, form: this.#form, line: 1 });
    }
    if (open.length > 0) return [];
    const [{ of: decimalOf }, { of: orderOf }] = formats;
    const reader = {
      amount: (row, what, currency) =>
        minorOf(row[what], fractionDigits(currency), decimalOf(what)),
      moment: (row, what) => momentOf(row[what], this.#shop.timeZone, orderOf(what)),
    };
    return this.#orders(reader, say, assumed);
  }

  #orders(reader, say, assumed) {
    const orders = new Map();
    /** The order of the row before, or null where that was left out, and its number. */
    let last = { order: null, number: null };
    for (const { row: written, line } of this.#rows) {
      const row = this.#withoutDamage(written, orders, assumed);
      const problem = (code, message) => say({ form: this.#form, line, code, message });
      const known = row.id ? orders.get(`id:${row.id}`) : undefined;
      if (known !== undefined) {
        this.#addItem(known, row, reader, problem);
        last = { order: known, number: row.number };
        continue;
      }
      if (!row.id && !isWhole(row)) {
        const isNext = row.number === undefined || row.number === "" || row.number === last.number;
        if (!isNext || last.number === null) {
          problem("row-without-order", `This row doesn’t belong to the order before it.`);
          last = { order: null, number: null };
        } else if (last.order !== null) this.#addItem(last.order, row, reader, problem);
        continue;
      }
      const key = row.id ? `id:${row.id}` : `${row.number}\n${keyOf(row)}\n${row.created}`;
      const same = orders.get(key);
      if (same !== undefined) {
        this.#addItem(same, row, reader, problem);
        last = { order: same, number: row.number };
        continue;
      }
      const order = this.#order(row, reader, problem, assumed);
      last = { order, number: row.number ?? "" };
      if (order === null) continue;
      orders.set(key, order);
      this.#addItem(order, row, reader, problem);
    }
    return [...orders.values()];
  }

  /** A row without an id that a spreadsheet rounded: it shows, or two whole orders have the same. */
  #withoutDamage(row, orders, assumed) {
    const known = row.id ? orders.get(`id:${row.id}`) : undefined;
    const isOther = known !== undefined && isWhole(row) && (row.number || row.id) !== known.number;
    if (!isOther && !DAMAGED_ID.test(row.id ?? "")) return row;
    assumed.add("ids-damaged");
    return { ...row, id: "" };
  }

  /** The order that a row begins, or null where it is left out. */
  #order(row, reader, problem, assumed) {
    const placed = reader.moment(row, "created");
    const customer = keyOf(row);
    const named = row.id || row.number;
    const lacks =
      placed === null
        ? `no valid date${/\d/.test(row.created ?? "") ? `; found “${row.created}”` : ""}`
        : customer === null
          ? "no email address and no phone number"
          : named
            ? null
            : "no ID and no number";
    if (lacks !== null) {
      problem("order-left-out", `The order has ${lacks}.`);
      return null;
    }
    const id = this.#ids.has(named) ? `${named}/${placed}` : named;
    this.#ids.add(id);
    const status = row.status ?? "";
    if (NEVER_PLACED.test(status)) return null;
    const currency = this.#currencyOf(row, assumed);
    const amount = (what) => {
      const minor = reader.amount(row, what, currency);
      if (minor === null && row[what]) {
        problem(
          "amount-unreadable",
          `Expected an amount in “${this.#titles[what]}”; found “${row[what]}”.`,
        );
      }
      return minor;
    };
    const total = row.formatted ? amount("formatted") : amount("total");
    if (total === null && (row.formatted || row.total)) return null;
    if (!row.formatted && this.#form === "woocommerce-analytics-orders") {
      assumed.add("totals-net");
    }
    const isShopify = this.#form === "shopify-orders";
    const isPaid = isShopify
      ? /^(?:paid|partially_refunded|refunded)$/i.test(row.payment ?? "")
      : PAID.test(status);
    const paid = reader.moment(row, "paid") ?? (isPaid ? placed : null);
    if (CANCELLED.test(status) && paid === null) {
      // Nobody paid, and the shop let it go: WooCommerce does so with carts that were never bought.
      assumed.add("unpaid-cancelled-left-out");
      return null;
    }
    const cancelled = reader.moment(row, "cancelled") ?? (CANCELLED.test(status) ? placed : null);
    return {
      platform: isShopify ? "shopify" : "woocommerce",
      customer,
      profile: profileOf(row),
      id,
      number: row.number || named,
      placed,
      paid,
      cancelled,
      total,
      currency,
      items: [],
      codes: (row.code ?? "").split(/,\s*/).filter((code) => code !== ""),
      channel: row.channel || null,
      refunds: this.#refunds(row, { id, total, paid, placed, amount }, assumed),
      agreed: /^(?:yes|true|1)$/i.test(row.consent ?? ""),
    };
  }

  /** A file says how much was given back, or only that all was. */
  #refunds(row, { id, total, paid, placed, amount }, assumed) {
    const said = row.refunded ? Math.abs(amount("refunded") ?? 0) : null;
    const state = row.payment || row.status || "";
    if (said === null && /^partially[_ -]refunded$/i.test(state)) assumed.add("refunds-unknown");
    const all = REFUNDED.test(state) ? total : 0;
    // "Refunded" beside an amount of nothing means that the file does not count it.
    const minor = (said || all) ?? 0;
    if (minor <= 0) return [];
    assumed.add("refunds-when-paid");
    return [{ id: `${id}-refund`, minor, at: paid ?? placed }];
  }

  /** The currency of an order: its own, that of its amounts' sign, or else the shop's. */
  #currencyOf(row, assumed) {
    const said = (row.currency || currencyIn(row.formatted || row.total) || "").toUpperCase();
    if (said === "") assumed.add("currency-of-the-shop");
    else if (said !== this.#shop.currency) assumed.add("other-currencies");
    return said || this.#shop.currency;
  }

  #addItem(order, row, reader, problem) {
    if (row.products !== undefined) {
      order.items.push(...productsIn(row.products));
      return;
    }
    const title = row.itemName ?? "";
    const sku = row.itemSku ?? "";
    if (title === "" && sku === "" && !row.itemId) return;
    const price = reader.amount(row, "itemPrice", order.currency);
    if (price === null && row.itemPrice) {
      problem(
        "amount-unreadable",
        `Expected a price; found “${row.itemPrice}”. The item was read without a price.`,
      );
    }
    order.items.push({
      // A platform's number, where the file has it: what is called so live is never a SKU.
      ...(row.itemId && !DAMAGED_ID.test(row.itemId) ? { product_id: row.itemId } : {}),
      title: title || sku,
      quantity: Math.max(1, Number.parseInt(row.itemQuantity ?? "", 10) || 1),
      ...(price === null ? {} : { unit_price: { minor: price, currency: order.currency } }),
      ...(sku ? { sku } : {}),
      ...(row.vendor ? { vendor: row.vendor } : {}),
    });
  }
}

/** Whether a row without an id says what only the first row of an order says. */
const isWhole = ({ total, formatted, payment, status, created }) =>
  Boolean(total || formatted || payment || (status && created));

/** `2× Bowl, 1× Cup` as items. */
const productsIn = (text) =>
  text
    .split(/,\s+(?=\d+×)/)
    .map((one) => /^(\d+)×\s*(.+)$/s.exec(one.trim()))
    .filter((found) => found !== null)
    .map(([, quantity, title]) => ({ title, quantity: Number(quantity) }));
