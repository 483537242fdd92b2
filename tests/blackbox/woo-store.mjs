/**
 * A WooCommerce store for tests: its REST lists over https, as the real one pages them, and the few routes of
 * the plugin that connecting calls. It can be told to fail.
 */
import { createServer } from "node:https";
import { certificate, freePort } from "./world.mjs";

const KEY = `ck_${"1".repeat(40)}`;
const SECRET = `cs_${"2".repeat(40)}`;

/** Starts a store with these rows; `lists` has an array for each of the lists by name. */
export const startStore = (lists = {}) => opened(new Store(lists));

/** Opens a store at a port of its own. */
export async function opened(store) {
  store.port = await freePort();
  store.domain = `localhost:${store.port}`;
  await store.open();
  return store;
}

export class Store {
  /** What was asked, in order. */
  asked = [];
  /** Answers instead of the store: `(path, query) => ({status, text, headers}) | null`. */
  fault = () => null;
  /** The folder of the domain that the site is in, such as `/store`. */
  folder = "";
  /** What Edgewise handed over when it connected. */
  connection = null;
  #server;
  #webhooks = [];

  constructor(lists = {}) {
    this.lists = { products: [], coupons: [], customers: [], orders: [], ...lists };
  }

  open() {
    const key = { cert: certificate, key: certificate };
    this.#server = createServer(key, (request, response) => this.#take(request, response));
    return new Promise((resolve) => this.#server.listen(this.port, "127.0.0.1", resolve));
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Connects a shop of a world with this store, as the plugin and WooCommerce's key approval do. */
  async connect(world, shop) {
    const { body } = await world.api("POST", `${shop.api}/connection/code`);
    const nonce = body.code.split("#")[1];
    const answer = await world.fetch("/connect/woocommerce", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        key_id: 1,
        user_id: `${nonce}${this.folder}`,
        consumer_key: KEY,
        consumer_secret: SECRET,
        key_permissions: "read_write",
      }),
    });
    if (answer.status !== 200) throw new Error(`not connected: ${await answer.text()}`);
  }

  #take(request, response) {
    const { pathname, searchParams: query } = new URL(request.url, `https://${this.domain}`);
    if (!pathname.startsWith(`${this.folder}/wp-json/`)) {
      response.writeHead(404).end("<h1>Not here</h1>");
      return;
    }
    const path = pathname.replace(`${this.folder}/wp-json/`, "");
    this.asked.push(`${request.method} ${path}?${query}`);
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = chunks.length === 0 ? null : JSON.parse(Buffer.concat(chunks).toString());
      const { method, headers: sent } = request;
      const known = `Basic ${Buffer.from(`${KEY}:${SECRET}`).toString("base64")}`;
      const said =
        sent.authorization === known
          ? this.answer(method, path, query, body)
          : says(401, { code: "woocommerce_rest_cannot_view", data: { status: 401 } });
      if (said === null) return;
      if (said === "closed") {
        response.destroy();
        return;
      }
      const { status, text, headers = {} } = said;
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(text);
    });
  }

  /** `null` for no answer at all, `"closed"` for a connection that is closed without one. */
  answer(method, path, query, body) {
    const fault = this.fault(path, query, method);
    if (fault !== null) return fault;
    if (path === "wc-edgewise/v1/site") return says(200, this.#about());
    if (path === "wc-edgewise/v1/connection") this.connection = body;
    if (path.startsWith("wc-edgewise/v1/")) return says(200, {});
    if (path.startsWith("wc/v3/webhooks")) return this.#webhook(method, path, body);
    const [, one] = /^wc\/v3\/orders\/(\d+)$/.exec(path) ?? [];
    if (one !== undefined) {
      const order = this.lists.orders.find(({ id }) => id === Number(one));
      const gone = { code: "woocommerce_rest_shop_order_invalid_id", data: { status: 404 } };
      return order === undefined ? says(404, gone) : says(200, order);
    }
    const rows = this.#rowsOf(path.replace("wc/v3/", ""))?.filter(within(query));
    if (rows === undefined) return says(404, { code: "rest_no_route", data: { status: 404 } });
    const size = Number(query.get("per_page") ?? 10);
    if (size > 100) return says(400, { code: "rest_invalid_param", data: { status: 400 } });
    const from = Number(query.get("offset") ?? 0);
    // Past the end a real store announces nothing at all.
    const fields = query.get("_fields")?.split(",");
    const shown = (row) =>
      fields === undefined ? row : Object.fromEntries(fields.map((name) => [name, row[name]]));
    const page = rows.slice(from, from + size).map(shown);
    const total = page.length === 0 && from > 0 ? 0 : rows.length;
    return says(200, page, { "x-wp-total": String(total) });
  }

  #rowsOf(list) {
    const of = /^products\/(\d+)\/variations$/.exec(list);
    if (of !== null) {
      return this.lists.products.find(({ id }) => id === Number(of[1]))?.all_variations ?? [];
    }
    return this.lists[list] ?? null;
  }

  #webhook(method, path, body) {
    if (method === "GET") return says(200, this.#webhooks);
    if (path !== "wc/v3/webhooks") return says(200, {});
    this.#webhooks.push({ ...body, id: this.#webhooks.length + 1 });
    return says(201, this.#webhooks.at(-1));
  }

  #about() {
    return {
      site: `${this.domain}${this.folder.toLowerCase()}`,
      plugin: "1.0.0",
      woocommerce: "10.0.2",
      wordpress: "6.9",
      currency: "EUR",
      time_zone: "Europe/Berlin",
      prices_include_tax: true,
      order_statuses: [],
    };
  }
}

/** An answer in JSON. */
export const says = (status, value, headers) => ({ status, text: JSON.stringify(value), headers });

/** Whether a row is among those that a query asks for: bounds are exclusive, and to the second. */
function within(query) {
  const [modified, placed] = [query.get("modified_after"), query.get("after")];
  // What the plugin adds to the list of accounts, in seconds.
  const told = query.get("edgewise_modified_after");
  return ({ date_modified_gmt: at, date_created_gmt: created }) =>
    (modified === null || at > modified) &&
    (placed === null || created > placed) &&
    (told === null || (at !== null && Date.parse(`${at}Z`) / 1000 > Number(told)));
}
