// The first page over a shop in which things went out, were held, failed: numbers agree with the API's.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "../blackbox/bodies.mjs";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { HOUR, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";

let browser;
let world;
let mail;
let refuse = true;
const BOUNCES = "h3@people.example";

before(async () => {
  mail = await startMailServer({
    onRecipient: (address) =>
      refuse && address === BOUNCES
        ? Object.assign(new Error("no such mailbox"), { responseCode: 550 })
        : null,
  });
  [world, browser] = await Promise.all([startWorld({ smtp: mail.url }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await mail?.close();
});

/** Three carts: one gets a mail, one gets it and orders, one has a mailbox that is not there. */
async function shopWithADay() {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const now = async () => new Date((await world.advance(shop, 0)).now).toISOString();
  const people = [1, 2, 3].map((number) => ({
    id: 83_000 + number,
    email: `h${number}@people.example`,
  }));
  for (const { id, email } of people) {
    const at = await now();
    const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: at };
    const times = { created_at: at, updated_at: at };
    await world.deliver(
      shop,
      "customers/create",
      customer(id, email, { ...times, email_marketing_consent: consent }),
    );
    const who = { customer: { id, email, first_name: "Mira", last_name: "Okafor" } };
    await world.deliver(
      shop,
      "checkouts/create",
      checkout(`home${id}`, email, { ...times, ...who }),
    );
  }
  await world.advance(shop, HOUR + 1_000);
  const at = await now();
  const [, { id, email }] = people;
  const times = { created_at: at, updated_at: at, processed_at: at };
  await world.deliver(
    shop,
    "orders/create",
    order(92_001, email, { ...times, customer: { id, email } }),
  );
  await world.advance(shop, 1_000);
  return shop;
}

const open = (shop, options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/home`, { key: ADMIN_KEY, ...options });
const count = (number) => number.toLocaleString("en");
const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);

for (const width of Object.keys(WIDTHS)) {
  test(`what went out, what failed and how it runs, to the last number (${width})`, async () => {
    const shop = await shopWithADay();
    const { page, complaints, close } = await open(shop, { width });
    await page.getByRole("button", { name: "7 days" }).click();
    await page
      .getByText("In the last 7 days, 2 messages were sent; 3 people entered a workflow.")
      .waitFor();
    const { body } = await world.api("GET", `${shop.api}/operations`);
    const cell = async (title) =>
      (
        await page
          .locator("[aria-labelledby=each] tbody tr")
          .first()
          .locator(`[data-title="${title}"]`)
          .textContent()
      ).replace(/previously.*/, "");
    const [line] = body.workflows;
    assert.equal(await cell("Entered"), count(line.sums.entered));
    assert.equal(await cell("Sent"), count(sum(line.sums.sent)));
    assert.equal(await cell("Ended by an order"), "1");
    assert.equal(await cell("Failed"), "33.3%");
    await page.getByRole("button", { name: "Show steps: Cart Abandonment Recovery" }).click();
    await page
      .getByRole("table", { name: "Steps of Cart Abandonment Recovery" })
      .getByText("hour-1")
      .waitFor();
    const events = body.load.reduce((all, one) => all + one.events, 0);
    await page.getByText(`Events from your store: ${count(events)}`).waitFor();
    await page.getByText("Orders: processed in").waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `the page is ${wide} wide`);
    await page
      .getByRole("table", { name: "Steps of Cart Abandonment Recovery" })
      .getByRole("link", { name: "hour-1" })
      .click();
    await page.getByText("3 results").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`axe finds nothing to object to, full and empty (${width})`, async () => {
    const shop = await shopWithADay();
    const empty = await world.shop();
    for (const one of [shop, empty]) {
      const { page, close } = await open(one, { width, bypassCSP: true });
      await page.getByText("Performance").waitFor();
      await page.getByText("When to alert you").click();
      assert.deepEqual(await violations(page), []);
      await close();
    }
  });
}

test("what failed is tried again, and the page says so", async () => {
  refuse = true;
  const shop = await shopWithADay();
  const { page, close } = await open(shop, {});
  await page.getByText("1 thing needs your attention:").waitFor();
  await page.getByText("1 thing failed.").waitFor();
  refuse = false;
  await page.getByRole("button", { name: /^Retry: The mailbox doesn’t exist/ }).click();
  await page.getByText("1 retried.").waitFor();
  await page.getByText("Nothing needs your attention.").waitFor();
  assert.equal((await world.api("GET", `${shop.api}/operations`)).body.sums.sent.email, 3);
  refuse = true;
  await close();
});

test("an empty shop sees the one next thing, and thresholds are kept", async () => {
  const shop = await world.shop();
  const { page, close } = await open(shop, {});
  await page.getByText("Your store hasn’t sent any events yet.").waitFor();
  const steps = page.getByRole("region", { name: "Set up your shop" });
  await steps.getByText("0 of 7 done").waitFor();
  assert.equal(
    await steps.getByRole("link", { name: "Connect store" }).getAttribute("href"),
    "#/settings/connection",
  );
  await page.getByText("When to alert you").click();
  await page.getByLabel("Alert me when something is this many").fill("12");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Alert settings saved.").waitFor();
  const { body } = await world.api("GET", `${shop.api}/operations`);
  assert.equal(body.thresholds.late_ms, 720_000);
  await close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`one switch stops sending, shows what waits, and asks on release (${width})`, async () => {
    const shop = await world.shop();
    await world.api("PUT", `${shop.api}/config`, recovery());
    const { page, complaints, close } = await open(shop, { width, bypassCSP: true });
    await page.getByRole("button", { name: "Stop sending…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop sending" }).click();
    await page.getByText("All sending is stopped").waitFor();
    const before = mail.mails.length;
    const at = new Date((await world.advance(shop, 0)).now).toISOString();
    const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: at };
    const times = { created_at: at, updated_at: at };
    const [id, email] = [84_001, "waits@people.example"];
    await world.deliver(
      shop,
      "customers/create",
      customer(id, email, { ...times, email_marketing_consent: consent }),
    );
    const who = { customer: { id, email, first_name: "Mira", last_name: "Okafor" } };
    await world.deliver(shop, "checkouts/create", checkout("stopped", email, { ...times, ...who }));
    await world.advance(shop, HOUR + 1_000);
    await page.reload();
    await page.getByText("1 message is waiting.").waitFor();
    await page.getByRole("link", { name: "Cart Abandonment Recovery" }).first().waitFor();
    await page.getByRole("button", { name: "Resume sending…" }).click();
    await page.getByLabel("Skip messages that were due before a certain time").check();
    await page.getByLabel(/^Skip messages due before \(/).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByLabel("Send all of them now").check();
    await page.getByRole("dialog").getByRole("button", { name: "Resume sending" }).click();
    await page.getByText("Sending resumed.").waitFor();
    await page.getByText("All sending is stopped").waitFor({ state: "detached" });
    await until(() => mail.mails.length > before, { what: "the message" });
    assert.equal(mail.mails.length, before + 1);
    assert.deepEqual(complaints, []);
    await close();
  });
}
