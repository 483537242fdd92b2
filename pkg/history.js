/**
 * A shop's past out of files that a merchant has at hand: exports of orders and customers.
 *
 * What is read are histories, one line a customer, as `tellBacktest` takes them; `stateOf` makes of a
 * line what `addToAudience` takes. Everything stays where it is read. A file says less than webhooks
 * do, so what had to be assumed is said beside what was read.
 */
import Papa from "papaparse";
import {
  CUSTOMER_COLUMNS,
  columnsOf,
  fractionDigits,
  minorOf,
  momentOf,
  ORDER_COLUMNS,
  valuesOf,
} from "./history/columns.js";

/** @typedef {{form: string, line: number, code: string, message: string}} Problem */

/**
 * Reads files together: orders and customers find each other by e-mail address.
 *
 * Known are Shopify's exports of orders and of customers, orders of WooCommerce as its export plugins
 * write them, and our own JSON lines. Rows that cannot be used are told with their line and left out.
 *
 * @param {string[]} texts the files' contents
 * @param {{currency: string, timeZone: string}} shop what amounts and times without a word of their own are in
 */
export function readHistory(texts, shop) {
  const reader = new HistoryReader(shop);
  for (const text of texts) {
    reader.add(text);
    reader.endFile();
  }
  return reader.end();
}

/** A customer's stored state after a line of history, as `addToAudience` takes it. */
export function stateOf(engine, plan, line, now) {
  const { customer, events } = JSON.parse(line);
  const input = { type: "events", customer, events };
  return engine.transition(plan, "", input, now).state;
}

const newFile = () => ({ rest: "", begun: false, read: null });
/** What a file is, and what separates its columns, is seen in this many characters. */
const FIRST_PIECE = 64 * 1024;
/** No row of an export is longer; one that seems to be has lost a quotation mark. */
const LONGEST_ROW = 1024 * 1024;

/** What is assumed where a file does not say it. */
const ASSUMED = {
  consent: "consent-since-ever",
  refunds: "refunds-when-paid",
  totals: "orders-only-as-totals",
};

/** WooCommerce's words for an order that was paid, and for one that never was an order. */
const PAID = /^(wc-)?(processing|completed|refunded)$/i;
const NEVER_PLACED = /^(wc-)?(pending( payment)?|failed|checkout-draft|draft|trash)$/i;

/** Files that come piece by piece, so that none has to be in memory as a whole. */
export class HistoryReader {
  #shop;
  /** The file that is being read: what is not used yet, and what is known of it. */
  #file = newFile();
  /** Events by customer, as text: a tenth of what they take as objects. */
  #people = new Map();
  #orders = new Map();
  #profiles = [];
  #forms = new Set();
  #assumed = new Set();
  #problems = [];
  #earliest = Number.POSITIVE_INFINITY;
  #events = 0;
  #span = { since: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY };

  constructor(shop) {
    this.#shop = { ...shop, digits: fractionDigits(shop.currency) };
  }

  /** Takes in the next piece of a file, cut anywhere. */
  add(piece) {
    const file = this.#file;
    file.rest += file.begun ? piece : piece.replace(/^\uFEFF/, "");
    file.begun ||= piece !== "";
    // Less than this may not show yet what separates the columns.
    if (file.read !== null || file.rest.length >= FIRST_PIECE) this.#go(false);
  }

  /** The file ends here. What comes next is another one. */
  endFile() {
    if (this.#file.rest !== "" || this.#file.read === null) this.#go(true);
    this.#file = newFile();
  }

  /** How many events there are so far; orders become events at the end. */
  get events() {
    return this.#events;
  }

  /**
   * What was read.
   *
   * @returns {import("./history.d.ts").History}
   */
  end() {
    for (const order of this.#orders.values()) this.#tellOrder(order);
    this.#orders.clear();
    // Nobody says since when; before everything else, so that it holds all the while.
    const since = Number.isFinite(this.#earliest) ? this.#earliest - 1 : 0;
    for (const profile of this.#profiles) this.#tellProfile(profile, since);
    const customers = [...this.#people.keys()];
    const lines = customers.map((customer) => {
      const events = this.#people.get(customer).sort((a, b) => a.at - b.at);
      // Nothing is held twice.
      this.#people.delete(customer);
      const texts = events.map(({ text }) => text).join(",");
      return `{"customer":${JSON.stringify(customer)},"events":[${texts}]}`;
    });
    return {
      lines,
      customers,
      events: this.#events,
      span: this.#events === 0 ? null : this.#span,
      forms: [...this.#forms],
      assumed: [...this.#assumed],
      problems: this.#problems,
    };
  }

  /** Reads what is there; the last of it only when the file ends here. */
  #go(last) {
    const file = this.#file;
    file.read ??= file.rest.trimStart().startsWith("{") ? this.#lines() : this.#table(file.rest);
    file.rest = file.rest.slice(file.read(file.rest, last));
  }

  /** Our own form: `{"customer", "events"}`, one a line. */
  #lines() {
    this.#forms.add("edgewise-lines");
    let line = 0;
    return (text, last) => {
      const used = last ? text.length : text.lastIndexOf("\n") + 1;
      const whole = text.slice(0, used).split("\n");
      if (!last) whole.pop();
      for (const one of whole) {
        line += 1;
        if (one.trim() !== "") this.#line(one, line);
      }
      return used;
    };
  }

  #line(text, line) {
    try {
      const { customer, events } = JSON.parse(text);
      if (typeof customer !== "string" || !Array.isArray(events)) throw new Error("its form");
      if (!events.every((event) => Number.isFinite(event?.occurred_at))) throw new Error("a time");
      for (const event of events) this.#tell(customer, event);
    } catch {
      this.#problem(
        "edgewise-lines",
        line,
        "not-a-history",
        'A line must be {"customer": "…", "events": […]}, and each event must have a time.',
      );
    }
  }

  /** A table: its rows are counted as a spreadsheet counts them, from the head, which is 1. */
  #table(beginning) {
    const { delimiter, linebreak: newline } = Papa.parse(beginning, { preview: 20 }).meta;
    // The parser underneath says how far it came, so that a row may go on in the next piece.
    const parser = new Papa.Parser({ delimiter, newline });
    let row = 0;
    let take = null;
    return (text, last) => {
      const { data, errors, meta } = parser.parse(text, 0, !last);
      const faults = new Map(errors.map((error) => [error.row, error.message]));
      for (const [place, values] of data.entries()) {
        row += 1;
        if (values.every((value) => value.trim() === "")) continue;
        if (take === null) take = this.#head(values);
        else take(values, row, faults.get(place));
      }
      if (last) {
        if (take === null) this.#unknown();
        return text.length;
      }
      if (meta.cursor > 0 || text.length < LONGEST_ROW) return meta.cursor;
      this.#problem(
        "table",
        row + 1,
        "row-unreadable",
        "A quotation mark opens in this row and never closes, so it and all after it were left out.",
      );
      this.#file.read = (rest) => rest.length;
      return text.length;
    };
  }

  /** What a table holds by its head, as what becomes of each row. */
  #head(fields) {
    const orders = columnsOf(ORDER_COLUMNS, fields);
    const customers = columnsOf(CUSTOMER_COLUMNS, fields);
    const whole = (take) => (values, line, fault) => {
      const mismatch =
        values.length === fields.length
          ? undefined
          : `The row has ${values.length} fields where the head has ${fields.length}.`;
      const wrong = fault ?? mismatch;
      if (wrong === undefined) take(values, line);
      else this.#problem("table", line, "row-unreadable", wrong);
    };
    if (orders.created !== undefined && orders.total !== undefined) {
      const isShopify = fields.some((field) => field.trim() === "Financial Status");
      const form = isShopify ? "shopify-orders" : "woocommerce-orders";
      this.#forms.add(form);
      let before = null;
      return whole((values, line) => {
        before = this.#order(form, valuesOf(orders, values), line, before);
      });
    }
    if (customers.emailConsent !== undefined || customers.orders !== undefined) {
      this.#forms.add("shopify-customers");
      return whole((values) => this.#profiles.push(valuesOf(customers, values)));
    }
    this.#unknown();
    return () => {};
  }

  #unknown() {
    this.#problem(
      "table",
      1,
      "table-unknown",
      "These columns belong to no export that is known: Shopify’s orders or customers, or WooCommerce’s orders.",
    );
  }

  /** A row is an order, or one more line of the order before it. Gives the order it belongs to. */
  #order(form, row, line, last) {
    const key = `${form}:${row.number || row.id}`;
    const known = this.#orders.get(key) ?? (row.created === "" ? last : undefined);
    if (known) {
      this.#item(known, row);
      return known;
    }
    const placed = momentOf(row.created, this.#shop.timeZone);
    const customer = keyOf(row);
    if (placed === null || customer === null) {
      const missing =
        placed === null ? "no date" : "neither an e-mail address nor a telephone number";
      this.#problem(form, line, "order-left-out", `The order has ${missing}.`);
      return last;
    }
    if (NEVER_PLACED.test(row.status ?? "")) return last;
    const order = { form, customer, row, placed, items: [] };
    this.#item(order, row);
    this.#orders.set(key, order);
    this.#earliest = Math.min(this.#earliest, placed);
    return order;
  }

  #item(order, row) {
    const title = row.itemName ?? "";
    const id = row.itemSku || title;
    if (id === "") return;
    const price = minorOf(row.itemPrice, this.#shop.digits);
    const currency = order.row.currency || this.#shop.currency;
    order.items.push({
      product_id: id,
      title,
      quantity: Math.max(1, Number.parseInt(row.itemQuantity ?? "", 10) || 1),
      ...(price === null ? {} : { unit_price: { minor: price, currency } }),
      ...(row.itemSku ? { sku: row.itemSku } : {}),
      ...(row.vendor ? { vendor: row.vendor } : {}),
    });
  }

  #tellOrder({ form, customer, row, placed, items }) {
    const platform = form.split("-")[0];
    const id = row.id || row.number;
    const currency = (row.currency || this.#shop.currency).toUpperCase();
    const digits = fractionDigits(currency);
    const total = minorOf(row.total, digits);
    const { paid, cancelled } = this.#outcome(form, row, placed);
    const order = {
      order_id: `${platform}:${id}`,
      number: row.number || id,
      placed_at: placed,
      updated_at: placed,
      ...(paid === null ? {} : { paid_at: paid }),
      ...(cancelled === null ? {} : { cancelled_at: cancelled }),
      ...(total === null ? {} : { total: { minor: total, currency } }),
      items,
      discount_codes: row.code ? [row.code] : [],
      ...(row.channel ? { sales_channel: row.channel } : {}),
    };
    const fact = `${platform}:order:${id}`;
    const tell = (what, at, kind) =>
      this.#tell(customer, told(`${fact}:${what}`, at, platform, kind));
    const profile = profileOf(row);
    tell("profile", placed, { type: "customer_updated", profile });
    tell("placed", placed, { type: "order_placed", order });
    if (paid !== null) tell("paid", paid, { type: "order_completed", order });
    if (cancelled !== null) tell("cancelled", cancelled, { type: "order_cancelled", order });
    const refunded = minorOf(row.refunded, digits) ?? 0;
    if (refunded > 0) {
      this.#assumed.add(ASSUMED.refunds);
      const refund = {
        order_id: order.order_id,
        refund_id: `${id}-refund`,
        amount: { minor: refunded, currency },
      };
      tell("refunded", paid ?? placed, { type: "order_refunded", refund });
    }
  }

  /** When an order was paid and cancelled, as far as the row says so. */
  #outcome(form, row, placed) {
    const at = (text) => momentOf(text, this.#shop.timeZone);
    const isPaid =
      form === "shopify-orders"
        ? /^(paid|partially_refunded|refunded)$/i.test(row.payment ?? "")
        : PAID.test(row.status ?? "");
    const paid = at(row.paid) ?? (isPaid ? placed : null);
    const cancelled =
      at(row.cancelled) ?? (/^(wc-)?cancelled$/i.test(row.status ?? "") ? placed : null);
    return { paid, cancelled };
  }

  #tellProfile(row, since) {
    const customer = keyOf(row) ?? (row.id ? `customer:${row.id}` : null);
    if (customer === null) return;
    const traits = {};
    if (row.orders !== undefined && !this.#people.has(customer) && Number(row.orders) > 0) {
      this.#assumed.add(ASSUMED.totals);
      traits.total_orders = Number.parseInt(row.orders, 10) || 0;
      traits.total_spent = Number.parseFloat(row.spent ?? "") || 0;
    }
    const fact = `shopify:customer:${row.id || customer}`;
    const tags = (row.tags ?? "")
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "");
    const profile = { ...profileOf(row), tags, traits };
    this.#tell(
      customer,
      told(`${fact}:profile`, since, "shopify", { type: "customer_updated", profile }),
    );
    for (const [channel, word] of [
      ["email", row.emailConsent],
      ["sms", row.smsConsent],
    ]) {
      if (word === undefined || word === "") continue;
      const consent = /^(yes|true|1)$/i.test(word) ? "subscribed" : "never_subscribed";
      if (consent === "subscribed") this.#assumed.add(ASSUMED.consent);
      const change = { channel, consent, origin: "export" };
      this.#tell(
        customer,
        told(`${fact}:consent:${channel}`, since, "shopify", { type: "consent_changed", change }),
      );
    }
  }

  #tell(customer, event) {
    const at = event.occurred_at;
    this.#events += 1;
    this.#span.since = Math.min(this.#span.since, at);
    this.#span.until = Math.max(this.#span.until, at);
    const told = { at, text: JSON.stringify(event) };
    const events = this.#people.get(customer);
    if (events === undefined) this.#people.set(customer, [told]);
    else events.push(told);
  }

  #problem(form, line, code, message) {
    // A whole wrong file must not fill the memory with complaints.
    if (this.#problems.length < 1_000) this.#problems.push({ form, line, code, message });
  }
}

const told = (fact, at, platform, kind) => ({
  fact_key: fact,
  occurred_at: at,
  received_at: at,
  source: platform === "woocommerce" ? "woocommerce" : "shopify",
  kind,
});

/** A person's key: what orders and customers have in common. */
function keyOf({ email, phone }) {
  if (email) return `email:${email.trim().toLowerCase()}`;
  const digits = (phone ?? "").replace(/[^+\d]/g, "");
  return digits === "" ? null : `phone:${digits}`;
}

function profileOf({ email, phone, firstName, lastName, country, region }) {
  const named = {
    email: email?.trim().toLowerCase(),
    phone: phone?.replace(/[^+\d]/g, ""),
    first_name: firstName,
    last_name: lastName,
    country: /^[a-z]{2}$/i.test(country ?? "") ? country.toUpperCase() : undefined,
    region,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value));
}
