/**
 * A shop's past out of files that a merchant has at hand: exports of orders and customers.
 *
 * What is read are histories, one line a customer, as `tellBacktest` takes them; `stateOf` makes of a
 * line what `addToAudience` takes. Everything stays where it is read. A file says less than webhooks
 * do, so what had to be assumed is said beside what was read.
 */
import Papa from "papaparse";

/** @typedef {{form: string, line: number, code: string, message: string}} Problem */

/**
 * Reads files together: orders and customers find each other by e-mail address.
 *
 * Known are Shopify's exports of orders and of customers, orders of WooCommerce as its export plugins
 * write them, and our own JSON lines. Rows that cannot be used are told with their line and left out.
 *
 * @param {string[]} texts the files' contents
 * @param {{currency: string, timeZone: string}} shop what amounts and times without a word of their own are in
 * @returns {{lines: string[], events: number, forms: string[], assumed: string[], problems: Problem[]}}
 */
export function readHistory(texts, shop) {
  const reading = new Reading(shop);
  for (const text of texts) reading.file(text.replace(/^\uFEFF/, ""));
  return reading.end();
}

/** A customer's stored state after a line of history, as `addToAudience` takes it. */
export function stateOf(engine, plan, line, now) {
  const { customer, events } = JSON.parse(line);
  const input = { type: "events", customer, events };
  return engine.transition(plan, "", input, now).state;
}

/** What is assumed where a file does not say it. */
const ASSUMED = {
  consent: "consent-since-ever",
  refunds: "refunds-when-paid",
  totals: "orders-only-as-totals",
};

/** Known columns of a table, by what they are for; the first that is there is used. */
const ORDER_COLUMNS = {
  id: ["Id", "Order ID", "order_id"],
  number: ["Name", "Order Number", "order_number", "Order #"],
  email: ["Email", "Billing Email", "billing_email", "Email (Billing)", "customer_email"],
  phone: ["Phone", "Billing Phone", "billing_phone", "Phone (Billing)"],
  created: ["Created at", "Order Date", "order_date", "Date"],
  paid: ["Paid at", "Paid Date", "paid_date", "Date Paid"],
  cancelled: ["Cancelled at"],
  payment: ["Financial Status"],
  status: ["Order Status", "status", "Status"],
  currency: ["Currency", "Order Currency", "order_currency"],
  total: ["Total", "Order Total", "order_total", "Order Total Amount"],
  refunded: ["Refunded Amount", "Order Refund Amount", "refund_total"],
  code: ["Discount Code", "Coupon Code", "coupon_codes"],
  channel: ["Source"],
  firstName: ["First Name (Billing)", "billing_first_name", "Billing First Name"],
  lastName: ["Last Name (Billing)", "billing_last_name", "Billing Last Name"],
  country: ["Billing Country", "Country Code (Billing)", "billing_country"],
  itemName: ["Lineitem name", "Item Name", "Product Name"],
  itemSku: ["Lineitem sku", "SKU"],
  itemPrice: ["Lineitem price", "Item Cost", "Item Price"],
  itemQuantity: ["Lineitem quantity", "Quantity"],
  vendor: ["Vendor"],
};
const CUSTOMER_COLUMNS = {
  id: ["Customer ID"],
  email: ["Email"],
  phone: ["Phone", "Default Address Phone"],
  firstName: ["First Name"],
  lastName: ["Last Name"],
  country: ["Default Address Country Code", "Country Code"],
  region: ["Default Address Province Code", "Province Code"],
  emailConsent: ["Accepts Email Marketing", "Accepts Marketing"],
  smsConsent: ["Accepts SMS Marketing"],
  spent: ["Total Spent"],
  orders: ["Total Orders"],
  tags: ["Tags"],
};
/** WooCommerce's words for an order that was paid, and for one that never was an order. */
const PAID = /^(wc-)?(processing|completed|refunded)$/i;
const NEVER_PLACED = /^(wc-)?(pending( payment)?|failed|checkout-draft|draft|trash)$/i;

class Reading {
  #shop;
  /** Events by customer. */
  #people = new Map();
  #orders = new Map();
  #profiles = [];
  #forms = new Set();
  #assumed = new Set();
  #problems = [];
  #earliest = Number.POSITIVE_INFINITY;

  constructor(shop) {
    this.#shop = { ...shop, digits: fractionDigits(shop.currency) };
  }

  file(text) {
    if (text.trimStart().startsWith("{")) this.#lines(text);
    else this.#table(text);
  }

  end() {
    for (const order of this.#orders.values()) this.#tellOrder(order);
    // Nobody says since when; before everything else, so that it holds all the while.
    const since = Number.isFinite(this.#earliest) ? this.#earliest - 1 : 0;
    for (const profile of this.#profiles) this.#tellProfile(profile, since);
    const lines = [...this.#people].map(([customer, events]) =>
      JSON.stringify({
        customer,
        events: events.sort((a, b) => a.occurred_at - b.occurred_at),
      }),
    );
    const events = [...this.#people.values()].reduce((sum, { length }) => sum + length, 0);
    return {
      lines,
      events,
      forms: [...this.#forms],
      assumed: [...this.#assumed],
      problems: this.#problems,
    };
  }

  /** Our own form: `{"customer", "events"}`, one a line. */
  #lines(text) {
    this.#forms.add("edgewise-lines");
    text.split("\n").forEach((line, index) => {
      if (line.trim() === "") return;
      try {
        const { customer, events } = JSON.parse(line);
        if (typeof customer !== "string" || !Array.isArray(events)) throw new Error("its form");
        for (const event of events) this.#tell(customer, event);
      } catch {
        this.#problem(
          "edgewise-lines",
          index + 1,
          "not-a-history",
          'A line must be {"customer": "…", "events": […]}.',
        );
      }
    });
  }

  #table(text) {
    const { data, meta, errors } = Papa.parse(text, { header: true, skipEmptyLines: "greedy" });
    const fields = meta.fields ?? [];
    for (const { row, message } of errors.slice(0, 100)) {
      if (row !== undefined) this.#problem("table", row + 2, "row-unreadable", message);
    }
    const orders = columnsOf(ORDER_COLUMNS, fields);
    const customers = columnsOf(CUSTOMER_COLUMNS, fields);
    if (orders.created !== undefined && orders.total !== undefined) {
      const form = fields.includes("Financial Status") ? "shopify-orders" : "woocommerce-orders";
      this.#forms.add(form);
      let last = null;
      data.forEach((row, index) => {
        last = this.#order(form, valuesOf(orders, row), index + 2, last);
      });
    } else if (customers.emailConsent !== undefined || customers.orders !== undefined) {
      this.#forms.add("shopify-customers");
      for (const row of data) this.#profiles.push(valuesOf(customers, row));
    } else {
      this.#problem(
        "table",
        1,
        "table-unknown",
        "These columns belong to no export that is known: Shopify’s orders or customers, or WooCommerce’s orders.",
      );
    }
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
    const events = this.#people.get(customer);
    if (events === undefined) this.#people.set(customer, [event]);
    else events.push(event);
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

/** Which of a table's columns stands for what. */
function columnsOf(known, fields) {
  const byName = new Map(fields.map((field) => [field.trim().toLowerCase(), field]));
  const found = Object.entries(known).map(([what, names]) => [
    what,
    names.map((name) => byName.get(name.toLowerCase())).find((field) => field !== undefined),
  ]);
  return Object.fromEntries(found);
}

function valuesOf(columns, row) {
  const values = Object.entries(columns).map(([what, field]) => [
    what,
    field === undefined ? undefined : String(row[field] ?? "").trim(),
  ]);
  return Object.fromEntries(values);
}

/** An amount in minor units, exactly; null for what is no amount. */
function minorOf(text, digits) {
  const found = /^-?\D{0,4}(\d{1,12})(?:\.(\d{1,6}))?$/.exec((text ?? "").replaceAll(",", ""));
  if (found === null) return null;
  const [, whole, fraction = ""] = found;
  return Number(whole + fraction.padEnd(digits, "0").slice(0, digits));
}

function fractionDigits(currency) {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** `2026-03-05 10:12:33 -0500`, `2026-03-05T10:12:33Z`, or without a zone by the shop's clock. */
function momentOf(text, timeZone) {
  const found =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(
      (text ?? "").trim(),
    );
  if (found === null) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone] = found;
  const wall = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  if (Number.isNaN(wall)) return null;
  if (zone === undefined) return wall - offsetAt(wall - offsetAt(wall, timeZone), timeZone);
  if (zone === "Z" || zone === "UTC") return wall;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)];
  const offset = (+hours * 60 + +minutes) * 60_000;
  return zone.startsWith("-") ? wall + offset : wall - offset;
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at, timeZone) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.trunc(at / 1000) * 1000;
}
