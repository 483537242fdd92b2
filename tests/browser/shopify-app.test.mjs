// The Shopify app in its store's admin: opened for the first time, what Settings says of it, a shop set up by hand.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { sessionToken } from "../blackbox/session-token.mjs";
import { SCOPES } from "../blackbox/shopify-lists.mjs";
import { withApp } from "../blackbox/shopify-oauth.mjs";
import { startShopify } from "../blackbox/shopify-store.mjs";
import { withSubscriptions } from "../blackbox/shopify-subscriptions.mjs";
import { APP, sign, startWorld, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let browser;
let world;
let store;
let app;
let subscriptions;
let stores = 1;

before(async () => {
  store = await startShopify({ scopes: SCOPES });
  [world, browser] = await Promise.all([startWorld({ localNetwork: store.port }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  store?.close();
});
beforeEach(async () => {
  store.domain = `framed-${stores++}.myshopify.com`;
  store.scopes = new Set(SCOPES);
  const about = { currencyCode: "EUR", ianaTimezone: "Europe/Berlin" };
  store.more = { shop: { id: `gid://shopify/Shop/${900 + stores}`, ...about } };
  app = withApp(store);
  subscriptions = await withSubscriptions(store);
});

/** Opens a page as Shopify's admin frames it. */
async function openFramed(at, options = {}) {
  const opened = await openPage(browser, "about:blank", options);
  const { page } = opened;
  await page.exposeFunction("freshToken", () => sessionToken(store.domain));
  await page.addInitScript(appBridge);
  await page.goto(`${world.base}/app/#/${at}`);
  return opened;
}

/** What App Bridge does in the page: it gives tokens, and takes the menu out into the admin around it. */
function appBridge() {
  if (window.top !== window) return;
  window.shopify = { idToken: () => window.freshToken() };
  class Menu extends HTMLElement {
    connectedCallback() {
      this.hidden = true;
    }
  }
  customElements.define("ui-nav-menu", Menu);
}
const connection = (page) => page.getByRole("region", { name: "Connection", exact: true });

test("opened for the first time, the app shows the new shop and what is left to do", async () => {
  const { page, complaints, close } = await openFramed("home");
  await page.getByText("Set up your shop").waitFor();
  const { body } = await world.api("GET", "/api/shops");
  assert.ok(body.shops.some(({ domain }) => domain === store.domain));
  assert.deepEqual(complaints, []);
  await close();
});

test("a store that can't be connected says why", async () => {
  app.fault = () => ({ status: 500, text: "" });
  const { page, close } = await openFramed("home");
  await page.getByText("Shopify didn’t answer as expected.").waitFor();
  await close();
});

test("where no token of Shopify's is accepted, as under a wrong clock, the page says what to check", async () => {
  const { page, complaints, close } = await openPage(browser, "about:blank");
  const over = Math.floor(Date.now() / 1000) - 300;
  const claims = { iat: over - 60, nbf: over - 60, exp: over };
  await page.exposeFunction("freshToken", () => sessionToken(store.domain, { claims }));
  await page.addInitScript(appBridge);
  await page.goto(`${world.base}/app/#/home`);
  await page.getByText("check the server’s clock").waitFor();
  assert.equal(await page.getByText("admin key isn’t valid").count(), 0);
  assert.deepEqual(
    complaints.filter((one) => !/401/.test(one)),
    [],
  );
  await close();
});

test("a token that ended on the way is sent anew, once", async () => {
  const { page, close } = await openPage(browser, "about:blank");
  let asked = 0;
  await page.exposeFunction("freshToken", () => {
    asked += 1;
    const past = Math.floor(Date.now() / 1000) - 100;
    return sessionToken(store.domain, asked === 1 ? { claims: { exp: past } } : {});
  });
  await page.addInitScript(appBridge);
  await page.goto(`${world.base}/app/#/home`);
  await page.getByText("Set up your shop").waitFor();
  await close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`Settings says how the store is connected (${width})`, async () => {
    const { page, complaints, close } = await openFramed("settings/connection", {
      width,
      bypassCSP: true,
    });
    const part = connection(page);
    await part.getByText(`The app in ${store.domain} is connected.`).waitFor();
    await until(async () => subscriptions.all.size > 0, { what: "the webhooks" });
    const check = part.getByRole("button", { name: "Check webhooks now" });
    await check.click();
    await part.getByText("The webhooks were checked").waitFor();
    await part.getByRole("region", { name: "Past customers and orders" }).waitFor();
    const picture = (name) => pictures(page, `shopify-${name}-${width}`, part);
    await picture("connected");
    assert.equal(await part.getByText("webhook secret").count(), 0, "nothing to enter by hand");

    store.scopes.delete("read_returns");
    subscriptions.all.clear();
    app.expire();
    await check.click();
    await part.getByText("Edgewise doesn’t have all the permissions").waitFor();
    await part.getByText("read_returns").waitFor();
    await part.getByText(/Shopify had removed \d+ webhooks/).waitFor();
    await picture("missing");
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `${wide} wide`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("where the app was removed, Settings says how it comes back", async () => {
  const { page, close } = await openFramed("settings/connection");
  const part = connection(page);
  await part.getByText(`The app in ${store.domain} is connected.`).waitFor();
  app.uninstall();
  const body = JSON.stringify({ id: 1, myshopify_domain: store.domain, plan_name: "basic" });
  const headers = {
    "x-shopify-topic": "app/uninstalled",
    "x-shopify-hmac-sha256": sign(APP.secret, body),
  };
  await world.fetch("/webhooks/shopify/compliance", { method: "POST", body, headers });
  const { shops } = (await world.api("GET", "/api/shops")).body;
  const { shop } = shops.find(({ domain }) => domain === store.domain);
  await until(async () => (await world.api("GET", `/api/shops/${shop}`)).body.uninstalled_at, {
    what: "the removal",
  });
  await page.reload();
  await part.getByText("Install Edgewise in Shopify again").waitFor();
  assert.equal(await part.getByText("secret is set").count(), 0);
  await pictures(page, "shopify-removed-desk", part);
  await close();
});

test("a shop set up by hand is connected once somebody in the store says so", async () => {
  const { api } = await world.shop({ domain: store.domain });
  const owner = { name: "Otto", email: "otto@agency.example", role: "owner" };
  assert.equal((await world.api("POST", `${api}/people`, owner)).status, 201);
  const { page, close } = await openFramed("settings/connection");
  const part = connection(page);
  await part.getByText("This shop isn’t connected to your store yet").waitFor();
  await pictures(page, "shopify-by-hand-desk", part);
  assert.deepEqual(app.asked, []);
  await part.getByRole("button", { name: "Connect store…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Connect store" }).click();
  await part.getByText(`The app in ${store.domain} is connected.`).waitFor();
  assert.deepEqual(app.asked, ["exchange"]);
  const people = page.getByRole("region", { name: "People", exact: true });
  await people.getByText("Mira Kiln").waitFor();
  await people.getByText("In Shopify").waitFor();
  await pictures(page, "shopify-people-desk", people);
  await people.getByRole("button", { name: "Change Mira Kiln" }).click();
  const change = page.getByRole("dialog", { name: "Mira Kiln" });
  // Shopify says who may open the app, and an owner here what they may do.
  await change.getByText("Owners can do everything").waitFor();
  await change.getByRole("button", { name: "Keep out…" }).waitFor();
  await close();
});
