/**
 * What workflows earned, as the API reads it: a part of the shop's object of its own. Each method opens one door;
 * nothing is summed here.
 */
import { RpcTarget } from "cloudflare:workers";
import { experiments } from "./experiment-report.ts";
import { creditedOrders } from "./credited-orders.ts";
import { json, jsonOrNull } from "./json.ts";
import type { Open } from "./open.ts";
import { compareRules } from "./rules-preview.ts";
import { type Asked, report } from "./reports.ts";

export class ShopReports extends RpcTarget {
  readonly #open: () => Open;

  constructor(open: () => Open) {
    super();
    this.#open = open;
  }

  /** What each workflow earned in a period, or one of them. */
  report(asked: Asked) {
    return json(report(this.#open().stores, asked));
  }

  /** What each holdout and A/B split shows. */
  experiments() {
    return json(experiments(this.#open().stores));
  }

  /** What other rules would credit of the same orders. */
  async compareRules(attribution: Record<string, unknown>) {
    return json(await compareRules(this.#open().stores, attribution));
  }

  /** The credited orders behind it. */
  creditedOrders(asked: Asked, page: { step: string | null; after: string; limit: number }) {
    return json(creditedOrders(this.#open().stores, asked, page));
  }

  /** What each of a customer's orders is credited to, or why it isn't; null where nobody is known by the ID. */
  creditsOf(id: string) {
    const { stores } = this.#open();
    const customer = stores.customers.find(id);
    return jsonOrNull(customer === null ? null : stores.credits.of(customer));
  }
}
