// A picture of every page, at both widths and in both themes, to be looked at: test-results/screens.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, WIDTHS } from "./page.mjs";
import { anHour, buyers, PEOPLE, shopOfPeople } from "./shop-of-people.mjs";

let browser;
let world;
let shop;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
  shop = await shopOfPeople(world, [...PEOPLE, ...buyers(9)]);
  await anHour(world, shop);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const press = (name) => (page) => page.getByRole("button", { name }).first().click();
/** On a phone the dry run is the builder's second side. */
const dryRun = async (page) => {
  const tab = page.getByRole("button", { name: "Dry run", exact: true });
  if (await tab.isVisible()) await tab.click();
  await page.getByRole("button", { name: "Show message" }).first().click();
};

/** Each page by its address: what must be there, and what is done before the picture. */
const PAGES = {
  home: { at: "home", shows: "Performance" },
  workflows: { at: "workflows", shows: "Start from a template" },
  builder: { at: "workflows/win-back-by-value", shows: "Starts when" },
  "builder-step": {
    at: "workflows/cart-abandonment-recovery",
    shows: "Starts when",
    act: press("Wait until 24 hours"),
  },
  "dry-run": { at: "workflows/new-customer-welcome", shows: "Starts when", act: dryRun },
  "going-live": {
    at: "workflows/new-customer-welcome",
    shows: "Starts when",
    act: press("Turn on…"),
  },
  backtest: { at: "backtest", shows: "Use a sample shop" },
  segments: { at: "segments", shows: "Segments" },
  segment: { at: "segments/new-buyers", shows: "Members" },
  buyers: { at: "segments?view=rfm", shows: "Segments" },
  customers: { at: "customers", shows: "Mira" },
  messages: { at: "messages", shows: "result" },
  settings: { at: "settings", shows: "About this installation" },
};

for (const width of Object.keys(WIDTHS)) {
  test(`every page has its picture (${width})`, async () => {
    const app = `${world.base}/app/?shop=${shop.shop}`;
    const { page, complaints, close } = await openPage(browser, `${app}#/home`, {
      width,
      key: ADMIN_KEY,
    });
    const picture = async (name) => {
      await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
      await pictures(page, `${name}-${width}`, { fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= WIDTHS[width].width, `${name} is ${wide} wide`);
    };
    for (const [name, { at, shows, act }] of Object.entries(PAGES)) {
      // Each begins anew, so that no dialog of the page before is still open.
      await page.goto(`${app}&picture=${name}#/${at}`);
      await page.getByText(shows).first().waitFor();
      await act?.(page);
      await picture(name);
    }
    await page.goto(`${app}&picture=customer#/customers`);
    await page.getByRole("link", { name: /Mira/ }).first().click();
    await page.getByRole("heading", { name: "What happens next" }).waitFor();
    await picture("customer");
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("signed out there is a way in on every page", async () => {
  const { page, complaints, close } = await openPage(browser, `${world.base}/app/`, {});
  for (const name of ["home", "segments", "customers", "messages", "settings"]) {
    await page.goto(`${world.base}/app/#/${name}`);
    await page.getByRole("main").getByRole("button", { name: "Sign in" }).waitFor();
  }
  await pictures(page, "signed-out", { fullPage: true });
  assert.deepEqual(complaints, []);
  await close();
});
