// Importing a store's past in settings: how far it is, why it waits, and its buttons, in sight at both widths.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { wooCustomer, wooOrder } from "../blackbox/woo-bodies.mjs";
import { startStore } from "../blackbox/woo-store.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld({ localNetwork: true }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const created = new Date(Date.now() - 90 * 86_400_000).toISOString();

for (const width of Object.keys(WIDTHS)) {
  test(`an import is seen, paused, resumed and done again (${width})`, async () => {
    const people = Array.from({ length: 1_250 }, (_, index) =>
      wooCustomer(index + 1, { email: `buyer-${index}@example.test`, created }),
    );
    const orders = Array.from({ length: 60 }, (_, index) =>
      wooOrder(index + 1, { email: `buyer-${index}@example.test`, created }),
    );
    const store = await startStore({ customers: people, orders });
    const shop = await world.shop({ platform: "woocommerce", domain: store.domain });
    let isDown = true;
    store.fault = (path, query) =>
      isDown && path === "wc/v3/customers" && Number(query.get("offset")) > 400
        ? { status: 403, text: "<title>Just a moment…</title>" }
        : null;
    await store.connect(world, shop);
    const address = `${world.base}/app/?shop=${shop.shop}#/settings/connection`;
    const { page, complaints, close } = await openPage(browser, address, {
      key: ADMIN_KEY,
      width,
      bypassCSP: true,
    });
    try {
      const part = page.getByRole("region", { name: "Past customers and orders" });
      await part.getByText("496 of 1,250").waitFor();
      await part.getByText("A firewall in front of your store is blocking Edgewise.").waitFor();
      await part.getByText("Just a moment…").waitFor();
      assert.deepEqual(await violations(page), []);
      await pictures(page, `settings-import-waits-${width}`, part);
      await part.getByRole("button", { name: "Pause" }).click();
      await part.getByText("The import is paused.").waitFor();
      isDown = false;
      await part.getByRole("button", { name: "Resume" }).click();
      await part.getByText("Everything is imported").waitFor();
      await part.getByText("1,250", { exact: true }).waitFor();
      await pictures(page, `settings-import-done-${width}`, part);
      await part.getByRole("button", { name: "Import again" }).click();
      await part.getByText("Everything is imported").waitFor();
      assert.deepEqual(complaints, []);
    } finally {
      await close();
      store.close();
    }
  });
}
