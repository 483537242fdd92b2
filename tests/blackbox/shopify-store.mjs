/**
 * A Shopify shop for tests: its GraphQL Admin API over https, which runs our operations against the published
 * schema over a few things in memory. It wants the scopes that the schema names, refuses what is unknown or
 * deprecated, and can be told to fail.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import {
  buildClientSchema,
  execute,
  getNamedType,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { parse as parseToml } from "smol-toml";
import { API_VERSION, adminSchema } from "../../scripts/shopify-schema.mjs";
import { BulkOperations, connection, FILES } from "./shopify-bulk.mjs";
import { Customers } from "./shopify-customers.mjs";
import { certificate, freePort, root } from "./world.mjs";

export const TOKEN = "shpat_0123456789abcdef0123456789abcdef";

let published = null;
/** The schema, built once for all, and the scopes by type and field. */
export async function publishedSchema() {
  if (published === null) {
    const { introspection, scopes } = await adminSchema();
    const named = scopes.map((one) => [
      one.fieldName === undefined ? one.typeName : `${one.typeName}.${one.fieldName}`,
      // Of the scopes of a list one is enough. What a field wants beside it, Shopify says in words only.
      [one.offlineScopes, /app requires (\w+) access scope/.exec(one.requiredAccess)?.slice(1)],
    ]);
    published = { schema: buildClientSchema(introspection), scopes: new Map(named) };
  }
  return published;
}

/** What is wrong with an operation: unknown and deprecated fields among it. */
export function faultsIn({ schema }, document) {
  return validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule]);
}

/** The scopes of which an operation needs one each, as lists of alternatives. */
export function scopesOf({ schema, scopes }, document) {
  const info = new TypeInfo(schema);
  const needed = new Map();
  const add = (name) => {
    for (const alternatives of scopes.get(name) ?? []) {
      if (alternatives?.length > 0) needed.set(alternatives.join(" "), alternatives);
    }
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType();
        if (parent) add(`${parent.name}.${node.name.value}`);
        add(String(getNamedType(info.getType())));
      },
    }),
  );
  return [...needed.values()];
}

/** Starts a shop that has granted these scopes. */
export async function startShopify({ scopes }) {
  const store = new Shopify(await publishedSchema(), scopes);
  await store.open();
  return store;
}

const numberIn = (gid) => gid.split("/").at(-1);

class Shopify {
  /** What was asked: the operation's name and its variables. */
  asked = [];
  /** What the schema refuses of it. */
  faults = [];
  customers = new Customers();
  orders = new Map();
  products = new Map();
  discounts = new Map();
  /** Discounts that apply by themselves now, and those that have codes. */
  automatic = [];
  /** Those that a search doesn't find yet, by their ids. */
  unlisted = new Set();
  codes = [];
  /** The app's web pixel: `{id, settings}` where it is on. */
  pixel = null;
  /** What stands in the shop's lists, as the schema has it; things above are by their ids only. */
  lists = { customers: [], orders: [], products: [] };
  /** Answers instead of the shop: `(operation) => "lost" | "throttled" | {status, text, headers} | null`. */
  fault = () => null;
  /** How long an answer is on its way back, in milliseconds. */
  latency = 0;
  domain = "kiln-and-clay.myshopify.com";
  /** The name it had before it was renamed: there Shopify leads on to the new one. */
  formerly = null;
  /** Other addresses than the Admin API's: `(request, body) => {status, text} | "closed" | null`. */
  elsewhere = () => null;
  /** Whether an access token is good. */
  takes = (token) => token === TOKEN;
  /** More of what the shop resolves, by the schema's fields. */
  more = {};
  #published;
  #server;

  constructor(published, scopes) {
    this.#published = published;
    this.scopes = new Set(scopes);
    this.bulk = new BulkOperations({
      schema: published.schema,
      faults: (document) => this.#faultsIn(document, "in bulk"),
      missing: (document) => this.#missingFor(document),
      root: () => this.#root(),
    });
  }

  async open() {
    const key = { cert: certificate, key: certificate };
    this.#server = createServer(key, (request, response) => this.#take(request, response));
    this.port = await freePort();
    await new Promise((resolve) => this.#server.listen(this.port, "127.0.0.1", resolve));
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take(request, response) {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const said = await this.#answer(request, Buffer.concat(chunks).toString());
      await new Promise((resolve) => setTimeout(resolve, this.latency));
      if (said === "closed") return response.destroy();
      const { status, text, headers = {} } = said;
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(text);
    });
  }

  async #answer(request, body) {
    const { url, headers } = request;
    if (headers.host === FILES) return this.bulk.file({ url, headers });
    if (headers.host === this.formerly) {
      return { status: 301, text: "", headers: { location: `https://${this.domain}${url}` } };
    }
    if (headers.host !== this.domain) return says(404, { errors: "No such shop" });
    const other = this.elsewhere(request, body);
    if (other !== null) return other;
    if (url !== `/admin/api/${API_VERSION}/graphql.json`) return says(404, { errors: "Not Found" });
    if (!this.takes(headers["x-shopify-access-token"])) {
      return says(401, { errors: "[API] Invalid API key or access token" });
    }
    const { query, variables } = JSON.parse(body);
    const document = parse(query);
    const [{ name }] = document.definitions;
    const operation = name.value;
    this.asked.push({ operation, variables });
    const fault = this.fault(operation);
    if (fault === "throttled") return says(200, THROTTLED);
    if (fault !== null && fault !== "lost") return fault;
    const faults = this.#faultsIn(document, operation);
    if (faults.length > 0) return says(200, { errors: faults });
    if (this.#missingFor(document).length > 0) {
      return says(200, { data: null, errors: [{ extensions: { code: "ACCESS_DENIED" } }] });
    }
    const { schema } = this.#published;
    const result = await execute({
      schema,
      document,
      variableValues: variables,
      rootValue: this.#root(),
    });
    if (result.errors) this.faults.push(...result.errors.map((one) => `${operation}: ${one}`));
    return fault === "lost" ? "closed" : says(200, result);
  }

  #faultsIn(document, operation) {
    const faults = faultsIn(this.#published, document);
    this.faults.push(...faults.map(({ message }) => `${operation}: ${message}`));
    return faults;
  }

  /** The scopes that an operation needs and the shop has not granted. */
  #missingFor(document) {
    return scopesOf(this.#published, document).filter(
      (alternatives) => !alternatives.some((scope) => this.#has(scope)),
    );
  }

  /** What may be written may be read. */
  #has(scope) {
    return this.scopes.has(scope) || this.scopes.has(scope.replace(/^read_/, "write_"));
  }

  #root() {
    const discount = (type) => (given) => {
      const [input] = Object.values(given);
      if (this.discounts.has(input.code)) {
        const taken = { __typename: "DiscountUserError", code: "TAKEN", field: ["code"] };
        return { codeDiscountNode: null, userErrors: [taken] };
      }
      const products = input.customerGets?.items?.products?.productsToAdd ?? [];
      if (products.some((id) => !this.products.has(numberIn(id)))) {
        return { codeDiscountNode: null, userErrors: [{ code: "INVALID", field: ["products"] }] };
      }
      this.discounts.set(input.code, { __typename: type, ...input });
      return { codeDiscountNode: { id: `gid://shopify/DiscountCodeNode/${this.discounts.size}` } };
    };
    const made = (type) => (given) => ({ userErrors: [], ...discount(type)(given) });
    return {
      shop: { id: "gid://shopify/Shop/1", currencyCode: "EUR", ianaTimezone: "Europe/Berlin" },
      ...Object.fromEntries(
        Object.entries(this.lists).map(([name, all]) => [
          name,
          ({ query }) => connection(...all.filter(matching(query))),
        ]),
      ),
      discountNodes: ({ query }) =>
        query === "method:code"
          ? connection(...this.codes)
          : { nodes: this.automatic.filter((one) => isActive(one) && !this.unlisted.has(one.id)) },
      discountNode: ({ id }) => this.automatic.find((one) => one.id === id) ?? null,
      currentAppInstallation: {
        accessScopes: () => [...this.scopes].map((handle) => ({ handle })),
      },
      bulkOperationRunQuery: (given) => this.bulk.run(given),
      bulkOperation: (given) => this.bulk.find(given),
      bulkOperationCancel: (given) => this.bulk.cancel(given),
      discountCodeBasicCreate: made("DiscountCodeBasic"),
      discountCodeFreeShippingCreate: made("DiscountCodeFreeShipping"),
      codeDiscountNodeByCode: ({ code }) => {
        const found = this.discounts.get(code);
        return found === undefined ? null : { codeDiscount: found };
      },
      ...this.customers.root(),
      product: ({ id }) => {
        const amount = this.products.get(numberIn(id));
        return amount === undefined
          ? null
          : { id, priceRangeV2: { maxVariantPrice: { amount, currencyCode: "EUR" } } };
      },
      webPixel: () => this.pixel,
      webPixelCreate: ({ webPixel: { settings } }) => {
        if (this.pixel !== null) return pixelRefused("TAKEN");
        if (!isDeclared(settings)) return pixelRefused("INVALID_SETTINGS");
        this.pixel = { id: "gid://shopify/WebPixel/1", settings };
        return { webPixel: this.pixel, userErrors: [] };
      },
      webPixelUpdate: ({ id, webPixel: { settings } }) => {
        if (id !== this.pixel?.id) return pixelRefused("NOT_FOUND");
        if (!isDeclared(settings)) return pixelRefused("INVALID_SETTINGS");
        this.pixel = { id, settings };
        return { webPixel: this.pixel, userErrors: [] };
      },
      order: ({ id }) => {
        const note = this.orders.get(numberIn(id));
        return note === undefined ? null : { id, note };
      },
      orderUpdate: ({ input: { id, note } }) => {
        this.orders.set(numberIn(id), note);
        return { order: { id }, userErrors: [] };
      },
      ...this.more,
    };
  }
}

const isActive = ({ discount: { status } }) => status === "ACTIVE";

const pixelRefused = (code) => ({ webPixel: null, userErrors: [{ code, message: code }] });

const declared = parseToml(
  readFileSync(join(root, "shopify/extensions/pixel/shopify.extension.toml"), "utf8"),
).settings.fields;
/** Shopify takes the settings that the pixel's configuration declares, all of them filled in. */
const isDeclared = (settings) =>
  Object.keys(settings).sort().join() === Object.keys(declared).sort().join() &&
  Object.values(settings).every((one) => typeof one === "string" && one !== "");

/** Whether something fits a filter, of the two that are asked for here. */
function matching(query) {
  if (query === undefined) return () => true;
  const [, field, from] = /^(updated_at|created_at):>='([^']+)'$/.exec(query);
  const name = field === "updated_at" ? "updatedAt" : "createdAt";
  return (thing) => Date.parse(thing[name]) >= Date.parse(from);
}

const THROTTLED = {
  errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
  extensions: {
    cost: {
      requestedQueryCost: 110,
      throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 10, restoreRate: 100 },
    },
  },
};

export const says = (status, body) => ({ status, text: JSON.stringify(body) });
