/**
 * A merchant with a Shopify store, who opens the app in its admin: the Worker, the stand-in, and what they do together.
 * Each test has a store of its own.
 */
import assert from "node:assert/strict";
import { after, before, beforeEach } from "node:test";
import { sessionToken } from "./session-token.mjs";
import { SCOPES } from "./shopify-lists.mjs";
import { withApp } from "./shopify-oauth.mjs";
import { startShopify } from "./shopify-store.mjs";
import { withSubscriptions } from "./shopify-subscriptions.mjs";
import { APP, startWorld, until } from "./world.mjs";

export let world;
export let store;
/** The app in the store: its tokens. */
export let app;
export let subscriptions;

let stores = 1;
const ABOUT = { currencyCode: "SEK", ianaTimezone: "Europe/Stockholm" };

/** Starts what the tests of a file need, the Worker with these settings, and gives each test a store that nobody knows. */
export function withStores(env = {}) {
  before(async () => {
    store = await startShopify({ scopes: SCOPES });
    world = await startWorld({ localNetwork: store.port, env });
  });
  after(async () => {
    await world?.stop();
    store?.close();
  });
  beforeEach(async () => {
    store.domain = `store-${stores++}.myshopify.com`;
    store.scopes = new Set(SCOPES);
    store.fault = () => null;
    store.formerly = null;
    store.pixel = null;
    store.more = { shop: { id: `gid://shopify/Shop/${stores}`, ...ABOUT } };
    app = withApp(store);
    subscriptions = await withSubscriptions(store);
  });
  after(() => assert.deepEqual(store.faults, [], "nothing that the schema refuses was asked"));
}

/** Opens the app as somebody in the store's admin; gives status and answer. */
export async function open({ token = sessionToken(store.domain), ...body } = {}) {
  const headers = { authorization: `Bearer ${token}` };
  const init = { method: "PUT", headers, body: JSON.stringify(body) };
  const response = await world.fetch("/api/installation", init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Opens the app, which must work; gives the shop. */
export async function install() {
  const { status, body } = await open();
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.state, "connected");
  const shop = { ...body, api: `/api/shops/${body.shop}`, domain: store.domain };
  await until(async () => (await connection(shop)).checked_at !== null, { what: "the webhooks" });
  return shop;
}

/** An account is made, and the store tells whoever subscribed to that; gives the statuses. */
export async function deliver(body, secret = APP.secret) {
  const answers = await subscriptions.deliver(world, "customers/create", body, { secret });
  return answers.map(({ status }) => status);
}

export const connection = async (shop) => (await world.api("GET", `${shop.api}/connection`)).body;
export const check = async (shop) => (await world.api("POST", `${shop.api}/connection/check`)).body;
export const shopsOf = async (domain) =>
  (await world.api("GET", "/api/shops")).body.shops.filter((one) => one.domain === domain);
export const people = async (shop) => (await world.api("GET", `${shop.api}/people`)).body.people;
export const alerts = async (shop) => {
  const { body } = await world.api("GET", `${shop.api}/operations`);
  return body.alerts.filter(({ code }) => /^(connection|uninstalled)$/.test(code));
};

/** A call of somebody in the store's admin; gives the status and the answer. */
export async function call(staff, method, path, body) {
  const token = sessionToken(store.domain, { claims: { sub: staff } });
  const headers = { authorization: `Bearer ${token}` };
  const response = await world.fetch(path, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}
