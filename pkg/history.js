/**
 * A shop's past out of files that a merchant has at hand: exports of orders and customers.
 *
 * What is read are histories, one line a customer, as `addToBacktest` takes them; `stateOf` makes of a
 * line what `addCustomers` takes. Everything stays where it is read. A file says less than webhooks
 * do, so what had to be assumed is said beside what was read, and what could be read in two ways is
 * asked instead of guessed.
 */
import { formOf, valuesOf } from "./history/columns.js";
import { CustomerTable } from "./history/customers.js";
import { OrderTable } from "./history/orders.js";
import { keyOf, profileOf } from "./history/people.js";
import { isRestOrder, orderOf, personOf, restIn } from "./history/rest.js";
import { rowsOf } from "./history/table.js";
import { consentOf, eventsOf, told } from "./history/tell.js";

/**
 * Reads files together: orders and customers find each other by email address.
 *
 * Known are Shopify's exports of orders and of customers; WooCommerce's orders as its export plugins
 * write them, as its REST API gives them, and those of its own Analytics; and our own JSON lines. Rows
 * that cannot be used are told with their line and left out. Of a table whose amounts or dates could be
 * read in two ways nothing is used until an option says which: the problem names it.
 *
 * @param {string[]} texts the files' contents
 * @param {import("./history.d.ts").Shop} shop
 */
export function readHistory(texts, shop) {
  const reader = new HistoryReader(shop);
  for (const text of texts) {
    reader.add(text);
    reader.endFile();
  }
  return reader.end();
}

/** A customer's stored state after a line of history, as `addCustomers` takes it. */
export function stateOf(engine, plan, line, now) {
  const { customer, events } = JSON.parse(line);
  const input = { type: "events", customer, events };
  return engine.transition(plan, "", input, now).state;
}

const newFile = () => ({ rest: "", begun: false, read: null, end: () => {} });
/** What a file is, and what separates its columns, is seen in this many characters. */
const FIRST_PIECE = 64 * 1024;
/** A whole wrong file must not fill the memory with complaints. */
const MOST_PROBLEMS = 1_000;

/** Files that come piece by piece, so that none has to be in memory as a whole text. */
export class HistoryReader {
  #shop;
  /** The file that is being read: what is not used yet, and what is known of it. */
  #file = newFile();
  /** Events by customer, as text: a tenth of what they take as objects. */
  #people = new Map();
  #orders = [];
  #profiles = [];
  #forms = new Set();
  #assumed = new Set();
  #problems = [];
  #events = 0;
  #span = { since: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY };

  constructor(shop) {
    this.#shop = { ...shop, currency: shop.currency.toUpperCase() };
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
    this.#file.end();
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
    this.#joinNames();
    const stated = new Set(
      this.#profiles
        .filter(({ consents }) => consents.some(({ channel }) => channel === "email"))
        .map(({ customer }) => customer),
    );
    let earliest = Number.POSITIVE_INFINITY;
    for (const order of this.#orders) {
      earliest = Math.min(earliest, order.placed);
      for (const event of eventsOf(order)) this.#tell(order.customer, event);
      // What the customers' own file says of them now is newer than any tick.
      if (order.agreed && !stated.has(order.customer)) this.#tell(order.customer, consentOf(order));
    }
    this.#orders = [];
    // Nobody says since when; before everything else, so that it holds all the while.
    const since = Number.isFinite(earliest) ? earliest - 1 : 0;
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
    file.read ??= this.#readerFor(file);
    file.rest = file.rest.slice(file.read(file.rest, last));
  }

  #readerFor(file) {
    const beginning = file.rest.trimStart();
    if (beginning.startsWith("[")) return this.#document();
    if (!beginning.startsWith("{")) return this.#table(file);
    // A line of ours is whole; a document of the API may go over many lines.
    const first = beginning.slice(0, beginning.search(/[\r\n]|$/));
    const value = parsedOf(first);
    const isLine = value !== undefined && restIn(value) === null;
    return isLine || (value === undefined && /^\{"customer"/.test(first))
      ? this.#lines()
      : this.#document();
  }

  /** JSON of the API: one document, or one object a line. It is read when it is whole. */
  #document() {
    return (text, last) => {
      if (!last) return 0;
      const whole = parsedOf(text);
      const lines = () => text.split("\n").filter((line) => line.trim() !== "");
      const values = whole === undefined ? lines().map(parsedOf) : restIn(whole);
      if (values === null || !values.some((value) => value !== undefined && restIn(value))) {
        if (whole !== undefined) this.#notAHistory(1);
        else for (const index of lines().keys()) this.#notAHistory(index + 1);
        return text.length;
      }
      this.#forms.add("woocommerce-rest");
      for (const [index, value] of values.entries()) this.#restValue(value, index + 1);
      return text.length;
    };
  }

  #restValue(value, line) {
    const problem = (code, message) =>
      this.#problem({ form: "woocommerce-rest", line, code, message });
    if (value === undefined || restIn(value) === null) {
      problem("not-a-history", "Expected an order or a customer from WooCommerce’s REST API.");
    } else if (isRestOrder(value)) {
      const order = orderOf(value, this.#shop, problem, this.#assumed);
      if (order !== null) this.#orders.push(order);
    } else {
      const person = personOf(value);
      const customer = keyOf(person);
      if (customer === null) return;
      const profile = {
        tags: [],
        orders: null,
        spent: 0,
        consents: [],
        profile: profileOf(person),
      };
      this.#profiles.push({ ...profile, platform: "woocommerce", customer, id: String(value.id) });
    }
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
      this.#notAHistory(line);
    }
  }

  #notAHistory(line) {
    const message =
      'Expected {"customer": "…", "events": […]} on this line, with a time for each event.';
    this.#problem({ form: "edgewise-lines", line, code: "not-a-history", message });
  }

  /** A table: its rows are counted as a spreadsheet counts them, from the head, which is 1. */
  #table(file) {
    let width = null;
    let take = null;
    const head = (values) => {
      width = values.length;
      take = this.#head(values, file);
    };
    const unreadable = (line, message) =>
      this.#problem({ form: "table", line, code: "row-unreadable", message });
    const rows = rowsOf(
      file.rest,
      (values, line, fault) => {
        if (width === null) return head(values);
        if (take === null) return;
        const mismatch = `Expected ${width} fields, as in the header; found ${values.length}.`;
        if (fault !== undefined || values.length !== width) unreadable(line, fault ?? mismatch);
        else take(values, line);
      },
      (line) =>
        unreadable(
          line,
          "A quotation mark in this row is never closed, so this row and all rows after it were skipped.",
        ),
    );
    return (text, last) => {
      const used = rows(text, last);
      if (last && width === null) this.#unknown();
      return used;
    };
  }

  /** What a table holds by its head, as what becomes of each row; null where that is unknown. */
  #head(fields, file) {
    const found = formOf(fields);
    if (found === null) {
      this.#unknown();
      return null;
    }
    const { form, columns } = found;
    this.#forms.add(form);
    const named = Object.entries(columns).map(([what, place]) => [what, fields[place]?.trim()]);
    const titles = Object.fromEntries(named);
    const isCustomers = form.endsWith("customers");
    const table = isCustomers
      ? new CustomerTable(form, this.#shop, titles)
      : new OrderTable(form, this.#shop, titles);
    file.end = () => {
      const say = (problem) => this.#problem(problem);
      if (isCustomers) for (const one of table.end(say)) this.#profiles.push(one);
      else for (const one of table.end(say, this.#assumed)) this.#orders.push(one);
    };
    return (values, line) => table.take(valuesOf(columns, values), line);
  }

  #unknown() {
    const message =
      "Unknown columns. Upload an export of Shopify’s orders or customers, or of WooCommerce’s orders.";
    this.#problem({ form: "table", line: 1, code: "table-unknown", message });
  }

  /** Analytics names whoever ordered and nothing else; its customers say who has that name alone. */
  #joinNames() {
    const known = new Map();
    for (const { person, customer } of this.#profiles) {
      if (person) known.set(`name:${person}`, known.has(`name:${person}`) ? null : customer);
    }
    for (const order of this.#orders) {
      if (!order.customer.startsWith("name:")) continue;
      const customer = known.get(order.customer);
      if (customer) order.customer = customer;
      else this.#assumed.add("people-by-name");
    }
  }

  #tellProfile({ platform, customer, id, profile, tags, orders, spent, consents }, since) {
    const traits = {};
    if (orders !== null && orders > 0 && !this.#people.has(customer)) {
      this.#assumed.add("orders-only-as-totals");
      traits.total_orders = orders;
      traits.total_spent = spent;
    }
    const fact = `${platform}:customer:${id}`;
    const tell = (what, kind) =>
      this.#tell(customer, told(`${fact}:${what}`, since, platform, kind));
    tell("profile", { type: "customer_updated", profile: { ...profile, tags, traits } });
    for (const { channel, word } of consents) {
      const consent = /^(yes|true|1)$/i.test(word) ? "subscribed" : "never_subscribed";
      if (consent === "subscribed") this.#assumed.add("consent-since-ever");
      const change = { channel, consent, origin: "export" };
      tell(`consent:${channel}`, { type: "consent_changed", change });
    }
  }

  #tell(customer, event) {
    const at = event.occurred_at;
    this.#events += 1;
    this.#span.since = Math.min(this.#span.since, at);
    this.#span.until = Math.max(this.#span.until, at);
    const kept = { at, text: JSON.stringify(event) };
    const events = this.#people.get(customer);
    if (events === undefined) this.#people.set(customer, [kept]);
    else events.push(kept);
  }

  #problem(problem) {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem);
  }
}

function parsedOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
