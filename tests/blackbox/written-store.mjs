/**
 * A WooCommerce store as far as Edgewise calls it: its key is proven, it keeps webhooks and whatever is
 * written to its accounts, and it can be told to fail.
 */
import { createServer } from "node:https";
import { certificate, freePort } from "./world.mjs";

export async function startStore() {
  const port = await freePort();
  const store = new Store(port);
  await store.start();
  return store;
}

class Store {
  /** Accounts by their address: what was written to each, by its part. */
  accounts = new Map();
  /** Every body that was posted to keep copies. */
  calls = [];
  /** Notes by the order they are on. */
  notes = new Map();
  /** What comes of the next calls: `(body) => how`, of which see `#answer`. */
  fault = () => null;
  /** What Edgewise handed over when it connected. */
  connection = null;
  #server;
  #webhooks = [];

  constructor(port) {
    this.port = port;
    this.domain = `localhost:${port}`;
  }

  start() {
    const key = { cert: certificate, key: certificate };
    this.#server = createServer(key, (incoming, outgoing) => {
      const chunks = [];
      incoming.on("data", (chunk) => chunks.push(chunk));
      incoming.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const path = incoming.url.slice("/wp-json/".length).split("?")[0];
        const said = this.#answer(incoming.method, path, text === "" ? null : JSON.parse(text));
        if (said === null) return;
        if (said === "closed") {
          outgoing.destroy();
          return;
        }
        outgoing.writeHead(said.status, { "content-type": "application/json" });
        outgoing.end(JSON.stringify(said.body));
      });
    });
    return new Promise((resolve) => this.#server.listen(this.port, "127.0.0.1", resolve));
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Makes a shop of this store and connects it as the plugin does; gives the shop. */
  async connect(world) {
    const shop = await world.shop({ platform: "woocommerce", domain: this.domain });
    await this.connectAgain(world, shop);
    const { pathname } = new URL(this.connection.webhook_url);
    return { ...shop, webhook_url: pathname, webhook_secret: this.connection.webhook_secret };
  }

  async connectAgain(world, shop) {
    const { body } = await world.api("POST", `${shop.api}/connection/code`);
    const approved = await world.fetch("/connect/woocommerce", {
      method: "POST",
      body: JSON.stringify({
        key_id: 1,
        user_id: body.code.split("#")[1],
        consumer_key: `ck_${"a".repeat(40)}`,
        consumer_secret: `cs_${"b".repeat(40)}`,
        key_permissions: "read_write",
      }),
    });
    if (approved.status !== 200) throw new Error(`not connected: ${await approved.text()}`);
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

  /** `null` for no answer at all, `"closed"` for a connection that is closed without one. */
  #answer(method, path, body) {
    if (path === "wc-edgewise/v1/customers") return this.#keep(body);
    const [, order] = /^wc\/v3\/orders\/(\d+)\/notes$/.exec(path) ?? [];
    if (order !== undefined) return this.#note(method, order, body);
    if (path === "wc-edgewise/v1/site") {
      const versions = { plugin: "0.3.0", woocommerce: "10.0.2", wordpress: "6.9" };
      const taxes = { currency: "EUR", time_zone: "Europe/Berlin", prices_include_tax: true };
      return ok({ site: this.domain, ...versions, ...taxes, order_statuses: [] });
    }
    if (path === "wc-edgewise/v1/connection") this.connection = body;
    if (path === "wc/v3/webhooks" && method === "GET") return ok(this.#webhooks);
    if (path === "wc/v3/webhooks") {
      const made = { id: this.#webhooks.length + 1, ...body };
      this.#webhooks.push(made);
      return { status: 201, body: made };
    }
    return ok({ connected: true });
  }

  #note(method, order, body) {
    const notes = this.notes.get(order);
    if (notes === undefined) {
      return { status: 404, body: { code: "woocommerce_rest_order_invalid_id" } };
    }
    if (method === "GET") return ok(notes);
    const how = this.fault(body);
    if (typeof how === "number") return { status: how, body: { code: "rest_forbidden" } };
    if (how === "closed") return how;
    notes.unshift(body);
    return how === "lost" ? "closed" : { status: 201, body };
  }

  #keep(body) {
    this.calls.push(body);
    const how = this.fault(body);
    if (how === "silent") return null;
    if (how === "closed") return how;
    if (typeof how === "number") return { status: how, body: { code: "rest_forbidden" } };
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
    return how === "lost" ? "closed" : ok({ customers });
  }
}

const ok = (body) => ({ status: 200, body });
