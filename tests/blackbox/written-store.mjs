/** A WooCommerce store that keeps what is written to it: accounts by their parts, notes on orders. */
import { opened, says, Store } from "./woo-store.mjs";

export const startStore = () => opened(new WrittenStore());

class WrittenStore extends Store {
  /** Accounts by their address: what was written to each, by its part. */
  accounts = new Map();
  /** Every body that was posted to keep copies. */
  calls = [];
  /** Notes by the order they are on. */
  notes = new Map();
  /** What comes of what is written next: `(body) => how`, of which see `#keep`. */
  refusal = () => null;

  /** Makes a shop of this store and connects it; gives the shop with its new address and secret. */
  async connected(world) {
    const shop = await world.shop({ platform: "woocommerce", domain: this.domain });
    await this.connect(world, shop);
    const { pathname } = new URL(this.connection.webhook_url);
    return { ...shop, webhook_url: pathname, webhook_secret: this.connection.webhook_secret };
  }

  /** Somebody makes an account. */
  account(email) {
    this.accounts.set(email, {});
  }

  /** Somebody changes their consent in their account. */
  act(email, consent, at) {
    this.of(email)["consent/email"] = { consent, at, own: true };
  }

  /** What the account of an address has, by part. */
  of(email) {
    return this.accounts.get(email);
  }

  answer(method, path, query, body) {
    if (path === "wc-edgewise/v1/customers") return this.#keep(body);
    const [, order] = /^wc\/v3\/orders\/(\d+)\/notes$/.exec(path) ?? [];
    if (order !== undefined) return this.#note(method, order, body);
    return super.answer(method, path, query, body);
  }

  #note(method, order, body) {
    const notes = this.notes.get(order);
    if (notes === undefined) {
      return says(404, { code: "woocommerce_rest_order_invalid_id" });
    }
    if (method === "GET") return says(200, notes);
    const how = this.refusal(body);
    if (typeof how === "number") return says(how, { code: "rest_forbidden" });
    if (how === "closed") return how;
    notes.unshift(body);
    return how === "lost" ? "closed" : says(201, body);
  }

  #keep(body) {
    this.calls.push(body);
    const how = this.refusal(body);
    if (how === "silent") return null;
    if (how === "closed") return how;
    if (typeof how === "number") return says(how, { code: "rest_forbidden" });
    const customers = body.customers.map(({ email, parts }) => {
      const account = this.accounts.get(email);
      if (account === undefined) return { account: false, later: [] };
      const later = [];
      for (const { type, ...part } of parts) {
        const name = type === "consent" ? `consent/${part.channel}` : type;
        const { own = false, at } = account[name] ?? {};
        if (own && at > part.at) later.push(part.channel);
        else account[name] = part;
      }
      return { account: true, later };
    });
    // It was written, and the answer is lost.
    return how === "lost" ? "closed" : says(200, { customers });
  }
}
