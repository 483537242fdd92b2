// Putting live from the page, at both widths and by keyboard: what it says first is what it does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "../blackbox/bodies.mjs";
import { recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const configOf = async (shop) => (await world.api("GET", `${shop.api}/config`)).body.config;
/** A shop with a draft of its own and one customer, looked at in the preview. */
async function open(options) {
  const shop = await world.shop();
  const own = { ...recovery().workflows[0], id: "our-own", name: "Our own", status: "draft" };
  await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [own] }));
  await world.deliver(shop, "customers/create", customer(77_001, "one@people.example"));
  const address = `${world.base}/app/?shop=${shop.shop}#/workflows/cart-abandonment-recovery`;
  return { shop, ...(await openPage(browser, address, { key: ADMIN_KEY, ...options })) };
}

for (const width of Object.keys(WIDTHS)) {
  test(`a template is put live beside what the shop has, by keyboard alone (${width})`, async () => {
    const { shop, page, complaints, close } = await open({ width, bypassCSP: true });
    const button = page.getByRole("button", { name: "Turn on…" });
    await button.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", {
      name: `Turn on “Cart Abandonment Recovery” at ${shop.domain}?`,
    });
    await dialog.getByText("Workflow “Cart Abandonment Recovery”").waitFor();
    await dialog.getByText("to your 1 customer").waitFor();
    assert.equal(await dialog.getByText("Removed").count(), 0);
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `the page is ${wide} wide`);
    await page.keyboard.press("Escape");
    assert.equal((await configOf(shop)).workflows.length, 1, "asking changed nothing");
    await button.focus();
    await page.keyboard.press("Enter");
    const go = dialog.getByRole("button", { name: "Turn on workflow" });
    await dialog.getByText("Workflow “Cart Abandonment Recovery”").waitFor();
    await page.keyboard.press("Tab");
    assert.ok(await go.evaluate((one) => one === document.activeElement), "it is the next stop");
    await page.keyboard.press("Enter");
    await page.getByText(`Turned on at ${shop.domain}.`).waitFor();
    const { workflows } = await configOf(shop);
    assert.deepEqual(
      workflows.map(({ id, status }) => [id, status]),
      [
        ["our-own", "draft"],
        ["cart-abandonment-recovery", "live"],
      ],
    );
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("a text with errors is not put live, and each error has its help", async () => {
  const { shop, page, close } = await open({ width: "desk" });
  const before = await configOf(shop);
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  const editor = page.getByRole("textbox", { name: "configuration" });
  const text = await editor.inputValue();
  await editor.fill(text.replace('"message": "cart-hour-24"', '"message": "cart-hour-25"'));
  await page.getByRole("button", { name: "Turn on…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Errors to fix").waitFor();
  assert.match(
    await dialog.locator("[data-part=finding]").textContent(),
    /cart-hour-25.*Add it under “messages”/s,
  );
  assert.ok(await dialog.getByRole("button", { name: "Turn on workflow" }).isDisabled());
  assert.deepEqual(await configOf(shop), before);
  await close();
});

test("what only the host reads is found before anything is saved, and what is live goes on", async () => {
  const { shop, page, close } = await open({ width: "desk" });
  const before = await configOf(shop);
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  const editor = page.getByRole("textbox", { name: "configuration" });
  const text = await editor.inputValue();
  // The engine knows a message's channel; its Liquid is the host's to read.
  await editor.fill(text.replace(/"text": "/, '"text": "{% if %} '));
  await page.getByRole("button", { name: "Turn on…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("can’t be rendered").waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Turn on workflow" }).isDisabled());
  assert.deepEqual(await configOf(shop), before);
  await close();
});

test("signed out, the button leads to signing in", async () => {
  const { page, close } = await openPage(
    browser,
    `${world.base}/app/#/workflows/cart-abandonment-recovery`,
    {},
  );
  await page.getByRole("button", { name: "Turn on…" }).click();
  await page.getByRole("dialog", { name: "Sign in to your shop" }).waitFor();
  await close();
});

test("a name written from right to left keeps to its place in every sentence", async () => {
  const name = "מירה";
  const { page, close } = await openPage(
    browser,
    `${world.base}/app/#/workflows/cart-abandonment-recovery`,
    {},
  );
  await page.getByText("Edit customer").click();
  await page.getByLabel("First name").fill(name);
  await page.locator("[data-part=summary]", { hasText: `${name}\u2069 gets 4 messages` }).waitFor();
  const title = page.locator("li[data-mark=event] [data-part=title]").first();
  assert.equal(await title.textContent(), `\u2068${name}\u2069 starts checkout for €84.00`);
  // The sentence begins where every other line begins.
  const [own, other] = await Promise.all(
    [title, page.locator("li[data-mark=enter] [data-part=title]").first()].map((one) =>
      one.evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return [range.getBoundingClientRect().left, getComputedStyle(element).direction];
      }),
    ),
  );
  assert.deepEqual(own, other);
  await close();
});
