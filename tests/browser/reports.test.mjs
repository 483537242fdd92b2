/** Money on the page: the report, a workflow's steps, what an experiment shows, and Home. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { earningShop } from "../blackbox/earning-shop.mjs";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let [world, mail, browser] = [];

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
  await earningShop({ world, mail }, 24);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await mail?.close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`what messages earned is read, opened to its orders, and explained (${width})`, async () => {
    const address = `${world.base}/app/#/reports`;
    const { page, complaints, close } = await openPage(browser, address, {
      ...{ width, key: ADMIN_KEY, bypassCSP: true },
    });
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    await pictures(page, `reports-${width}`, { fullPage: true });
    await page.getByRole("link", { name: "On sign-up" }).first().click();
    await page.getByText("Too early to judge").waitFor();
    await pictures(page, `report-${width}`, { fullPage: true });
    assert.deepEqual(await violations(page), []);
    // From a number to its order, its customer, and why.
    await page.getByRole("link", { name: "Mira Okafor" }).first().click();
    await page.getByText("Credited to").first().waitFor();
    await pictures(
      page,
      `credits-${width}`,
      page.getByRole("region", { name: "Orders and what led to them" }),
    );
    // Home begins with money, and names who earned it.
    await page.goto(`${world.base}/app/#/home`);
    await page.getByText(/^€[\d.]+ from \d+ orders$/).waitFor();
    await pictures(page, `home-money-${width}`);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });
}
