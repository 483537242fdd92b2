// A Shopify store gets in with a token: its past is imported in sight, and what it doesn't show is said.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startShopify, TOKEN } from "../blackbox/shopify-store.mjs";
import { shopCustomer, shopOrder } from "../blackbox/shopify-things.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

const SCOPES = ["read_discounts", "read_orders", "read_products", "write_customers"];
let browser;
let world;
let store;

before(async () => {
  store = await startShopify({ scopes: SCOPES });
  [world, browser] = await Promise.all([startWorld({ localNetwork: store.port }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  store?.close();
});

const created = "2026-10-01T10:00:00Z";

for (const width of Object.keys(WIDTHS)) {
  test(`a Shopify store's past is imported once there is a token (${width})`, async () => {
    store.domain = `seen-${width}.myshopify.com`;
    const customers = Array.from({ length: 1_250 }, (_, index) =>
      shopCustomer(index + 1, { email: `buyer-${index}@example.test`, created }),
    );
    const orders = customers
      .slice(0, 60)
      .map((customer, index) => shopOrder(index + 1, { customer, created }));
    Object.assign(store.lists, { customers, orders });
    store.bulk.shown = (shown) => ({ ...shown, url: null, status: "FAILED" });
    const shop = await world.shop({ platform: "shopify", domain: store.domain });
    const address = `${world.base}/app/?shop=${shop.shop}#/settings/connection`;
    const { page, complaints, close } = await openPage(browser, address, {
      key: ADMIN_KEY,
      width,
      bypassCSP: true,
    });
    try {
      await page.getByRole("button", { name: "Add access token…" }).click();
      await page.getByLabel("Admin API access token").fill(TOKEN);
      await page.getByRole("button", { name: "Save token" }).click();
      const part = page.getByRole("region", { name: "Past customers and orders" });
      await part.waitFor();
      const passes = setInterval(() => void world.advance(shop, 6_000).catch(() => {}), 200);
      try {
        await part.getByText("Your store couldn't put the list together.").waitFor();
        await pictures(page, `shopify-import-waits-${width}`, part);
        store.bulk.shown = (shown) => shown;
        await part.getByText("Everything is imported").waitFor();
      } finally {
        clearInterval(passes);
      }
      await part.getByText("1,250", { exact: true }).waitFor();
      await part.getByText("orders from the last 60 days").waitFor();
      assert.deepEqual(await violations(page), []);
      await pictures(page, `shopify-import-done-${width}`, part);
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  });
}
