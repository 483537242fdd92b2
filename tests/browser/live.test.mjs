// The live view against the real Worker: what the edge decided, made again in the browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { order } from "../blackbox/bodies.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";
import { shopWithStory } from "./shop-with-story.mjs";

const HOSTILE = '<b onmouseover="window.hurt=1">Mira</b>';
let browser;
let world;
let shop;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
  shop = await shopWithStory(world, { first_name: HOSTILE });
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const live = (options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/customers`, {
    key: ADMIN_KEY,
    ...options,
  });
const agreement = (page) => page.getByText(/^The browser and the edge agree on /);
const counted = async (page) =>
  (await agreement(page).textContent())
    .match(/(\d+) of (\d+)/)
    .slice(1)
    .map(Number);

for (const width of Object.keys(WIDTHS)) {
  test(`after a signed webhook the browser agrees with the edge, decision for decision (${width})`, async () => {
    const { page, complaints, close } = await live({ width, bypassCSP: true });
    await page.getByRole("button", { name: /Okafor/ }).click();
    const [agreed, of] = await counted(page);
    assert.ok(agreed === of && of >= 6, `${agreed} of ${of}`);
    assert.ok(await page.locator(".row", { hasText: "checkouts/create" }).isVisible());
    for (const row of await page.locator(".row:not(.row-head)").all()) {
      const [edge, here] = await row.locator(".sentences").all();
      assert.deepEqual(
        await edge.locator("p").allTextContents(),
        await here.locator("p").allTextContents(),
      );
    }
    assert.equal(await page.evaluate(() => window.hurt), undefined);
    assert.equal(await page.locator(".main b").count(), 0, "the name is text");
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("something new at the edge shows by itself, and is agreed on as well", async () => {
  const { page, close } = await live();
  await page.getByRole("button", { name: /Okafor/ }).click();
  const [, before] = await counted(page);
  const now = new Date().toISOString();
  const bought = order(90_001, "mira@people.example", {
    created_at: now,
    updated_at: now,
    processed_at: now,
    customer: { id: 7_700_001, email: "mira@people.example" },
  });
  await world.deliver(shop, "orders/create", bought);
  await page.locator(".row", { hasText: "orders/create" }).waitFor({ timeout: 15_000 });
  const [agreed, of] = await counted(page);
  assert.ok(agreed === of && of > before);
  await close();
});

test("a record that was changed is found: the first difference is named", async () => {
  const { page, close } = await live();
  await page.route("**/timeline?limit=1000", async (route) => {
    const response = await route.fetch();
    const story = await response.json();
    // As if the edge had said it sent the mail a second later.
    const moment = story.moments.find(({ kind }) => kind === "wake");
    moment.summary.trace[0].at += 1_000;
    await route.fulfill({ response, json: story });
  });
  await page.getByRole("button", { name: /Okafor/ }).click();
  await page.getByText(/The first difference is at .*: trace\./).waitFor();
  await close();
});

test("a wrong key is refused in words, the right one opens the shop, and signing out forgets it", async () => {
  const { page, close } = await openPage(browser, `${world.base}/app/#/customers`);
  await page.getByRole("button", { name: "Sign in" }).first().click();
  await page.getByLabel("Admin key").fill("not-the-key");
  await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
  await page.getByText("The server does not know this key.").waitFor();
  await page.getByLabel("Admin key").fill(ADMIN_KEY);
  await page.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /Okafor/ }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("edgewise-admin-key")), ADMIN_KEY);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Sign in to see").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("edgewise-admin-key")), null);
  await close();
});

test("a real customer can be taken into the preview and played on from there", async () => {
  const { page, close } = await live();
  await page.getByRole("button", { name: /Okafor/ }).click();
  await page.getByRole("button", { name: "Try what if in the preview" }).click();
  await page.getByText("What the edge knows of this customer is taken as it is").waitFor();
  await page.locator(".lead").waitFor();
  await close();
});
