/**
 * A merchant's first quarter of an hour, in a real browser: from no shop in Edgewise, over the plugin's page and
 * WooCommerce's approval, to a live workflow that writes to the next person who signs up.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { ADMIN_KEY } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations } from "../browser/page.mjs";
import { startMerchant } from "./merchant.mjs";
import { OWNER, Visitor } from "./site.mjs";

let merchant;
let mail;
let browser;

before(async () => {
  mail = await startMailServer();
  merchant = await startMerchant({ smtp: mail.url, isNew: true });
  browser = await openBrowser(["--ignore-certificate-errors"]);
});
after(async () => {
  await browser?.close();
  await merchant?.stop();
  await mail?.close();
});

const STORE = "/wp-json/wc/store/v1";

test("from no shop to a live workflow, with the store's past in it", async () => {
  const { site, world } = merchant;
  // The store has a past.
  const early = new Visitor(site);
  await early.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  await early.post(`${STORE}/checkout`, {
    billing_address: { email: "early@example.test", first_name: "Ea" },
    payment_method: "cod",
  });
  await site.php("return standin_run_queue();");
  const begun = performance.now();
  const { page, complaints, close } = await openPage(browser, `${world.base}/app/`, {
    key: ADMIN_KEY,
    bypassCSP: true,
  });
  await page.getByRole("button", { name: "Create a shop" }).click();
  const asked = page.getByRole("dialog", { name: "Create a shop" });
  await asked.getByLabel("Platform").selectOption("woocommerce");
  await asked.getByLabel(/^Store’s address/).fill(site.domain);
  await asked.getByLabel("Currency").selectOption("EUR");
  await asked.getByRole("button", { name: "Create shop" }).click();
  await page.getByRole("button", { name: "Open the shop" }).click();

  // A code from here goes into the plugin's page, and WooCommerce asks whether it may.
  const list = page.getByRole("region", { name: "Set up your shop" });
  await list.getByRole("link", { name: "Connect store" }).click();
  const connection = page.getByRole("region", { name: "Connection", exact: true });
  await connection.getByRole("button", { name: "Create connection code" }).click();
  const code = await connection.getByRole("status").locator("code").textContent();
  const wordpress = await page.context().newPage();
  await wordpress.goto(`${site.base}/wp-login.php`);
  await wordpress.locator("#user_login").fill(OWNER.login);
  await wordpress.locator("#user_pass").fill(OWNER.password);
  await wordpress.locator("#wp-submit").click();
  await wordpress.goto(`${site.base}/wp-admin/admin.php?page=edgewise`);
  await wordpress.getByLabel("Connection code").fill(code);
  await wordpress.getByRole("button", { name: "Connect" }).click();
  await wordpress.getByRole("link", { name: "Approve" }).click();
  await wordpress.getByText(/^Connected\./).waitFor();

  // The page sees it by itself, and the past comes.
  await connection.getByText(`The plugin at ${site.domain} is connected.`).waitFor();
  await connection.getByText("Everything is imported").waitFor();
  await list.getByText(/^2 of \d+ done$/).waitFor();
  await pictures(page, "first-day-connection", { fullPage: true });
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  await page.getByText("early@example.test").waitFor();

  // Who writes, and what.
  await page.getByRole("link", { name: "Home", exact: true }).click();
  await list.getByRole("link", { name: "Add sender" }).click();
  await page.getByLabel("Shop name").fill("Kiln & Loom");
  await page.getByLabel("Sender name").fill("Kiln & Loom");
  await page.getByLabel("Sender email").fill("hello@kiln.example");
  await page.getByLabel(/^Postal address/).fill("5 Oven Street, 04109 Leipzig");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const save = page.getByRole("dialog", { name: `Save settings of ${site.domain}?` });
  await save.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Settings saved.").waitFor();
  await page.getByRole("link", { name: "Home", exact: true }).click();
  await list.getByRole("link", { name: "Choose a template" }).click();
  await page.getByRole("link", { name: "Open New Customer Welcome" }).click();
  await page.getByRole("button", { name: "Save to my shop" }).click();
  await page.getByText("Draft saved.").waitFor();
  await page.getByRole("button", { name: "Turn on…" }).click();
  const turn = page.getByRole("dialog", { name: /^Turn on “New Customer Welcome Series”/ });
  await turn.getByRole("button", { name: "Turn on workflow" }).click();
  await page.getByText(`Turned on at ${site.domain}.`).waitFor();
  console.log(`from no shop to a live workflow: ${Math.round(performance.now() - begun)} ms`);
  assert.deepEqual(await violations(page), []);
  await page.getByRole("link", { name: "Home", exact: true }).click();
  await list.getByText(/done$/).first().waitFor();
  await pictures(page, "first-day-desk", { fullPage: true });
  assert.deepEqual(complaints, []);
  await close();

  // The order of before started nothing; the next one does.
  const [{ shop, domain }] = (await world.api("GET", "/api/shops")).body.shops;
  const known = { shop, domain, api: `/api/shops/${shop}` };
  const nils = new Visitor(site);
  await nils.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  await nils.post(`${STORE}/checkout`, {
    billing_address: { email: "nils@example.test", first_name: "Nils" },
    payment_method: "cod",
  });
  await site.php("return standin_run_queue();");
  const storyOf = async (email) => {
    const { customer } = await world.customer(known, email);
    const path = `${known.api}/customers/${customer}/timeline?limit=100`;
    return JSON.stringify((await world.api("GET", path)).body);
  };
  assert.match(await storyOf("nils@example.test"), /Entered “New Customer Welcome Series”/);
  assert.doesNotMatch(await storyOf("early@example.test"), /Entered/);
});
