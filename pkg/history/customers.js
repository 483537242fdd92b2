/** Rows of a table of customers: who they are, and what they agreed to. */
import { minorOf } from "./amounts.js";
import { FormatFinder } from "./formats.js";
import { DAMAGED_ID } from "./orders.js";
import { keyOf, profileOf } from "./people.js";

/** A table of customers that is being read. */
export class CustomerTable {
  #form;
  #shop;
  #titles;
  #rows = [];
  #amounts = new FormatFinder("decimal");

  constructor(form, shop, titles) {
    this.#form = form;
    this.#shop = shop;
    this.#titles = titles;
  }

  take(row, line) {
    this.#rows.push({ row, line });
    this.#amounts.see("spent", row.spent);
  }

  /** The people of the table. @param {(problem: object) => void} say hears what cannot be used */
  end(say) {
    const { of: decimalOf, problem } = this.#amounts.settle(this.#shop.decimal);
    if (problem !== null) {
      const column = this.#titles.spent ?? problem.column;
      const message = problem.message.replace("“spent”", `“${column}”`);
      say({ ...problem, column, message, form: this.#form, line: 1 });
      return [];
    }
    return this.#rows.flatMap(({ row: written, line }) => {
      const row = DAMAGED_ID.test(written.id ?? "") ? { ...written, id: "" } : written;
      const customer = keyOf(row) ?? (row.id ? `customer:${row.id}` : null);
      if (customer === null) {
        const message = "The customer has no email address and no phone number.";
        say({ form: this.#form, line, code: "customer-left-out", message });
        return [];
      }
      const list = (row.tags ?? "").split(",").map((tag) => tag.trim());
      const minor = minorOf(row.spent, 6, decimalOf("spent"));
      return {
        platform: this.#form.startsWith("shopify") ? "shopify" : "woocommerce",
        customer,
        id: row.id || customer,
        person: row.person?.toLowerCase(),
        profile: profileOf(row),
        tags: list.filter((tag) => tag !== ""),
        orders: row.orders === undefined ? null : Number.parseInt(row.orders, 10) || 0,
        spent: (minor ?? 0) / 1_000_000,
        consents: [
          { channel: "email", word: row.emailConsent },
          { channel: "sms", word: row.smsConsent },
        ].filter(({ word }) => word !== undefined && word !== ""),
      };
    });
  }
}
