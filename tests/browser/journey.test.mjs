// The whole way, as one merchant goes it: from a template to a message that arrived and says why.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { checkout, customer } from "../blackbox/bodies.mjs";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { HOUR, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { cartHistory } from "./histories.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";

let browser;
let world;
let mail;
const folder = mkdtempSync(join(tmpdir(), "edgewise-journey-"));

before(async () => {
  mail = await startMailServer();
  [world, browser] = await Promise.all([startWorld({ smtp: mail.url }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await mail?.close();
  rmSync(folder, { recursive: true, force: true });
});

const timeOf = async (shop) => new Date((await world.advance(shop, 0)).now).toISOString();

/** A shop in which nothing is live, with one customer who agreed to be written to. */
async function emptyShop(person) {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [], messages: {} }));
  const at = await timeOf(shop);
  const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: at };
  const more = { created_at: at, updated_at: at, email_marketing_consent: consent };
  await world.deliver(shop, "customers/create", customer(person.id, person.email, more));
  return shop;
}

for (const [place, width] of Object.keys(WIDTHS).entries()) {
  test(`from a template to a message that says why (${width})`, async () => {
    const person = { id: 87_001 + place, email: `journey-${width}@people.example` };
    const shop = await emptyShop(person);
    const app = `${world.base}/app/?shop=${shop.shop}`;
    const { page, complaints, close } = await openPage(browser, `${app}#/workflows`, {
      width,
      key: ADMIN_KEY,
      bypassCSP: true,
    });
    const tab = async (name) => {
      if (width === "phone") await page.getByRole("button", { name, exact: true }).click();
    };

    // From the gallery, which says what is missing.
    await page.getByText("No workflows yet").waitFor();
    const card = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { name: "Cart Abandonment Recovery" }) });
    await card
      .getByText("None of the customers checked has had a “cart updated” event yet")
      .waitFor();
    assert.deepEqual(await violations(page), []);
    await card.getByRole("link", { name: "Open Cart Abandonment Recovery" }).click();

    // Edited into a mistake, which the linter finds, with a way out.
    await page.getByRole("button", { name: "Stops when order placed" }).click();
    await page.getByRole("button", { name: "Remove: order placed" }).click();
    await page
      .getByText("keeps sending reminders to customers who have already ordered")
      .first()
      .waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Stop when they order" }).click();
    await page.getByRole("button", { name: "Stops when order placed" }).waitFor();

    // A wait of its own, and what comes of it for the real customer.
    await page
      .getByRole("button", { name: "Wait until 24 hours after the workflow started" })
      .click();
    await page.getByLabel("Time after entry: amount").fill("20");
    await page
      .getByRole("button", { name: "Wait until 20 hours after the workflow started" })
      .waitFor();
    await tab("Dry run");
    await page.getByRole("combobox", { name: "Customer" }).selectOption({ label: "Mira Okafor" });
    await page
      .locator("[data-part=summary]", { hasText: "Mira gets 4 messages and 1 coupon" })
      .waitFor();
    await page.getByRole("button", { name: "they order after the first message" }).click();
    await page.locator("[data-part=summary]", { hasText: "Mira gets 1 message" }).waitFor();

    // The same draft over a past, out of a file that stays in the browser.
    await page.getByRole("link", { name: "Backtest this workflow" }).click();
    const file = join(folder, `past-${width}.jsonl`);
    writeFileSync(file, cartHistory(40));
    await page.getByLabel("Choose files").setInputFiles([file]);
    await page.locator("[data-part=summary]", { hasText: /\d entr(y|ies)/ }).waitFor();
    await page.goBack();

    // Live, after the question that says who and what.
    await page.getByRole("button", { name: "Turn on…" }).click();
    const dialog = page.getByRole("dialog", {
      name: `Turn on “Cart Abandonment Recovery” at ${shop.domain}?`,
    });
    await dialog.getByText("to your 1 customer").waitFor();
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Turn on workflow" }).click();
    await page.getByText(`Turned on at ${shop.domain}.`).waitFor();
    const { config } = (await world.api("GET", `${shop.api}/config`)).body;
    assert.deepEqual(config.workflows[0].exit_on, ["order_placed"]);

    // A signed webhook, an hour, a message; and why, in the customer's story.
    const at = await timeOf(shop);
    const who = { id: person.id, email: person.email, first_name: "Mira", last_name: "Okafor" };
    const cart = { created_at: at, updated_at: at, customer: who };
    await world.deliver(shop, "checkouts/create", checkout(`j${person.id}`, person.email, cart));
    await world.advance(shop, HOUR + 1_000);
    const mails = mail.mails.filter(({ to }) => to.includes(person.email));
    assert.deepEqual(
      mails.map(({ headers }) => headers.subject),
      ["Your cart at Mira Ceramics is still here"],
    );
    await page.getByRole("link", { name: "Messages", exact: true }).click();
    await page.getByText("1 result").waitFor();
    await page.locator("[data-part=item]").getByRole("link", { name: "Mira Okafor" }).click();
    await page
      .getByText(/^Entered “Cart Abandonment Recovery”/)
      .first()
      .waitFor();
    await page.getByText(/agree on \d+ (of \d+ )?decisions?/).waitFor({ state: "attached" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `the page is ${wide} wide`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("the shop's own history is a past to try a draft on", async () => {
  const person = { id: 87_100, email: "own@people.example" };
  const shop = await emptyShop(person);
  const at = await timeOf(shop);
  const cart = { created_at: at, updated_at: at, customer: { id: person.id, email: person.email } };
  await world.deliver(shop, "checkouts/create", checkout("own1", person.email, cart));
  const { page, close } = await openPage(
    browser,
    `${world.base}/app/?shop=${shop.shop}#/backtest`,
    { key: ADMIN_KEY },
  );
  await page.getByRole("button", { name: "Use my shop’s history" }).click();
  await page.locator("[data-part=summary]", { hasText: "1 entry" }).waitFor();
  await close();
});
