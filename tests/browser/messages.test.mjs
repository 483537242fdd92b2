// Messages and settings over a real shop: what is shown is what the API says, and what is changed holds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer } from "../blackbox/bodies.mjs";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { HOUR, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, sign, startWorld, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let browser;
let world;
let mail;
let people = 0;
/** What the mail server does with a message. */
let word = "answer";

before(async () => {
  mail = await startMailServer({ onMessage: () => word });
  [world, browser] = await Promise.all([startWorld({ smtp: mail.url }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await mail?.close();
});

/** Two carts: one person agreed to mail, the other unsubscribed. */
async function shopWithMessages() {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const at = new Date((await world.advance(shop, 0)).now).toISOString();
  for (const state of ["subscribed", "unsubscribed"]) {
    people += 1;
    const [id, email] = [85_000 + people, `m${people}@people.example`];
    const consent = { state, opt_in_level: "single_opt_in", consent_updated_at: at };
    const times = { created_at: at, updated_at: at };
    const body = customer(id, email, { ...times, email_marketing_consent: consent });
    await world.deliver(shop, "customers/create", body);
    const who = { customer: { id, email, first_name: "Mira", last_name: "Okafor" } };
    await world.deliver(shop, "checkouts/create", checkout(`m${id}`, email, { ...times, ...who }));
  }
  await world.advance(shop, HOUR + 1_000);
  return shop;
}
const open = (shop, page, options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/${page}`, {
    key: ADMIN_KEY,
    ...options,
  });
const configOf = async (shop) => (await world.api("GET", `${shop.api}/config`)).body.config;

test("a message that nobody confirmed is settled by the merchant, and one that waits says why", async () => {
  const shop = await shopWithMessages();
  const read = async (query) => (await world.api("GET", `${shop.api}/outbox?${query}`)).body.outbox;
  // The process ends after the server has the message, and before it answers.
  const before = mail.mails.length;
  word = "hang";
  const moved = world.advance(shop, 24 * HOUR).catch(() => {});
  await until(() => mail.mails.length > before);
  await world.kill();
  await moved;
  word = "answer";
  await world.start();
  await world.advance(shop, 2 * HOUR);
  const [unknown] = await until(async () => {
    const found = await read("state=unknown");
    return found.length > 0 && found;
  });
  const { page, complaints, close } = await open(shop, "messages?state=unknown", {});
  await page.getByText("Look in your provider’s log, or ask the customer.").waitFor();
  for (const [width, size] of Object.entries(WIDTHS)) {
    await page.setViewportSize(size);
    await pictures(page, `unconfirmed-${width}`);
  }
  await page.getByRole("button", { name: "It didn’t arrive: send Still there again" }).click();
  const asked = page.getByRole("dialog", { name: "Send this message again?" });
  await pictures(page, "unconfirmed-asked");
  assert.deepEqual(await violations(page), []);
  await asked.getByRole("button", { name: "Send again" }).click();
  await page.getByText("It’s sent again, if it still may be.").waitFor();
  await until(async () => (await read("state=sent")).some(({ id }) => id === unknown.id));
  assert.deepEqual(complaints, []);
  await close();
  // The customer's page says what a message waits for.
  const other = await shopWithMessages();
  await world.api("PUT", `${other.api}/sending`, { stopped: true });
  await world.advance(other, 24 * HOUR);
  const [held] = (await world.api("GET", `${other.api}/outbox?state=new`)).body.outbox;
  const story = await open(other, `customers/${held.customer}`, {});
  await story.page
    .getByText(/^Waiting: you stopped sending/)
    .first()
    .waitFor();
  await story.close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`each message with its reason, and as it went out (${width})`, async () => {
    const shop = await shopWithMessages();
    const { page, complaints, close } = await open(shop, "messages", { width });
    const { body } = await world.api("GET", `${shop.api}/outbox?of=messages`);
    await page.getByText(new RegExp(`^${body.total} results?$`)).waitFor();
    assert.equal(await page.locator("[data-part=item]").count(), body.outbox.length);
    await page
      .getByText(/^Sent .*\d:\d\d/)
      .first()
      .waitFor();
    await page.getByLabel("Status").selectOption("sent");
    const sent = (
      await world.api("GET", `${shop.api}/outbox?state=sent&workflow=cart-abandonment-recovery`)
    ).body;
    await page.getByText(new RegExp(`^${sent.total} results?$`)).waitFor();
    await page.getByRole("button", { name: "Show You left something behind" }).click();
    await page.frameLocator("iframe").getByText("Hello Mira").waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `the page is ${wide} wide`);
    await page.getByRole("button", { name: "Content", exact: true }).click();
    const texts = page.getByRole("table", { name: "Message content" });
    await texts.getByRole("link").first().waitFor();
    await texts.getByRole("button", { name: "Show You left something behind" }).click();
    await page.frameLocator("iframe").getByText("Hello").waitFor();
    await page.getByRole("button", { name: "Actions" }).click();
    await page
      .getByText("Nothing matches these filters.")
      .or(page.getByText("No actions yet"))
      .waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`axe finds nothing to object to in messages and settings (${width})`, async () => {
    const shop = await shopWithMessages();
    const { page, close } = await open(shop, "messages", { width, bypassCSP: true });
    await page.getByRole("button", { name: /^Show/ }).first().click();
    assert.deepEqual(await violations(page), []);
    await page.goto(`${world.base}/app/?shop=${shop.shop}#/settings`);
    await page.getByText("About this installation").waitFor();
    assert.deepEqual(await violations(page), []);
    await close();
  });
}

test("a rule for all messages is changed in a form, and said before it holds", async () => {
  const shop = await shopWithMessages();
  const { page, complaints, close } = await open(shop, "settings", {});
  await page.getByText("No privacy requests yet.").waitFor();
  await page.getByRole("textbox", { name: /^Postal address/ }).fill("2 Kiln Lane, 10115 Berlin");
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: `Save settings of ${shop.domain}?` });
  await dialog.getByText("Shop details").waitFor();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Settings saved.").waitFor();
  assert.equal((await configOf(shop)).workflows.length, 1, "and nothing else came along");
  assert.equal((await configOf(shop)).shop.postal_address, "2 Kiln Lane, 10115 Berlin");
  assert.deepEqual(complaints, []);
  await close();
});

test("the webhook secret is changed, and the one before is still good", async () => {
  const shop = await shopWithMessages();
  const { page, close } = await open(shop, "settings", {});
  await page.getByRole("button", { name: "Change webhook secret…" }).click();
  await page.getByLabel("New secret").fill("a-newer-secret");
  await page.getByRole("button", { name: "Change secret" }).click();
  await page.getByText("verified with your new secret and the previous one").waitFor();
  const body = JSON.stringify(customer(86_001, "late@people.example"));
  for (const secret of [shop.webhook_secret, "a-newer-secret"]) {
    const answer = await world.webhook(shop, "customers/create", body, { secret });
    assert.equal(answer.status, 200, sign(secret, body));
  }
  await close();
});

test("a Shopify store's access token is added, never shown again, and removed", async () => {
  const shop = await shopWithMessages();
  const { page, complaints, close } = await open(shop, "settings/connection", {});
  await page.getByText("Edgewise needs an access token").waitFor();
  await page.getByRole("button", { name: "Add access token…" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an access token" });
  await dialog.getByText("write_discounts").waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Save token" }).isDisabled());
  await dialog.getByLabel("Admin API access token").fill("shpat_kiln_0123456789");
  await dialog.getByRole("button", { name: "Save token" }).click();
  await page.getByText("Edgewise has an access token").waitFor();
  assert.ok(!(await page.content()).includes("shpat_kiln"));
  const access = async () => (await world.api("GET", `${shop.api}/questions`)).body.can_ask;
  assert.equal(await access(), true);
  await page.getByRole("button", { name: "Remove access token…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove token" }).click();
  await page.getByText("Edgewise needs an access token").waitFor();
  assert.equal(await access(), false);
  assert.deepEqual(complaints, []);
  await close();
});

test("a store is connected from the page: a new address, its steps, and what orders' statuses mean", async () => {
  const shop = await world.shop({ platform: "woocommerce", domain: "kiln.example" });
  await world.api("PUT", `${shop.api}/config`, {
    ...recovery(),
    woocommerce: { statuses: { "quote-sent": "not_an_order" } },
  });
  const { page, complaints, close } = await open(shop, "settings/connection", {});
  await page.getByRole("button", { name: "Create webhook address…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create address" }).click();
  const made = page.getByRole("status").filter({ hasText: "Your new webhook address" });
  const address = await made.locator("code").textContent();
  assert.match(address, /^http.*\/webhooks\/woocommerce\/[\w-]{43}$/);
  assert.notEqual(address, shop.webhook_url);
  await page.getByText("In WooCommerce, open Settings > Advanced > Webhooks.").waitFor();
  await page.getByLabel("“quote-sent” means").selectOption("placed");
  await page.getByLabel("“Completed” means").check();
  await page.getByLabel("Shipment Tracking or Advanced Shipment Tracking").check();
  await page.getByLabel("Other order fields with tracking numbers").fill("_parcel, parcel_2");
  await page.getByLabel("When your store deletes a customer’s account").selectOption("erase");
  await page.getByLabel("Currency").selectOption("USD");
  await page.getByLabel("Country").selectOption("US");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("Settings saved.").waitFor();
  const { woocommerce, privacy, shop: details } = await configOf(shop);
  assert.deepEqual(woocommerce, {
    statuses: { "quote-sent": "placed" },
    completed_is_shipped: true,
    tracking_fields: ["_wc_shipment_tracking_items", "_parcel", "parcel_2"],
  });
  assert.deepEqual(privacy, { deleted_accounts: "erase" });
  assert.deepEqual([details.currency, details.country], ["USD", "US"]);
  assert.deepEqual(complaints, []);
  await close();
});
