// API keys and the change log in settings: made, shown once, used, revoked, and written down.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const open = (shop, options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/settings/api-keys`, {
    key: ADMIN_KEY,
    ...options,
  });
const part = (page, name) => page.getByRole("region", { name, exact: true });

test("a key is made for what was chosen, shown once, and revoked", async () => {
  const shop = await world.shop();
  const { page, complaints, close } = await open(shop, {});
  const keys = part(page, "API keys");
  await keys.getByText("No API keys yet.").waitFor();
  await keys.getByRole("button", { name: "Create API key…" }).click();
  const dialog = page.getByRole("dialog", { name: "Create an API key" });
  const create = dialog.getByRole("button", { name: "Create key" });
  assert.ok(await create.isDisabled(), "a key has a name");
  await dialog.getByLabel(/^Name/).fill("Sam’s script");
  await dialog.getByLabel("Customers").selectOption("none");
  await dialog.getByLabel("Workflows").selectOption("write");
  await create.click();
  const made = page.getByRole("status").filter({ hasText: "API key “Sam’s script” created" });
  const secret = await made.locator("code").textContent();
  await made.getByRole("button", { name: "Copy" }).waitFor();
  await keys.getByText("Workflows: read and write, Operations: read").waitFor();

  const send = (method, path, body) =>
    world.fetch(shop.api + path, { method, headers: { authorization: `Bearer ${secret}` }, body });
  assert.equal((await send("PUT", "/config", JSON.stringify(recovery()))).status, 200);
  assert.equal((await send("GET", "/customers")).status, 403);

  await page.reload();
  await keys.getByText("Sam’s script").waitFor();
  assert.ok(!(await page.content()).includes(secret), "it is not shown again");
  const log = part(page, "Change log");
  await log.getByText("“Sam’s script” published changes to 1 workflow.").waitFor();
  await log.getByText("The admin key created the API key “Sam’s script”.").waitFor();

  await keys.getByRole("button", { name: "Revoke “Sam’s script”" }).click();
  const asked = page.getByRole("dialog", { name: "Revoke “Sam’s script”?" });
  await asked.getByRole("button", { name: "Revoke key" }).click();
  await keys.getByText("No API keys yet.").waitFor();
  assert.equal((await send("GET", "/config")).status, 401);
  assert.deepEqual(complaints, []);
  await close();
});

test("longer logs are read on, and every change has its sentence", async () => {
  const shop = await world.shop();
  for (let round = 0; round < 12; round += 1) {
    await world.api("PUT", `${shop.api}/sending`, { stopped: round % 2 === 0, channel: "email" });
  }
  const { page, close } = await open(shop, {});
  const log = part(page, "Change log");
  await log.getByText("The admin key resumed sending by email.").first().waitFor();
  assert.equal(await log.locator("tbody tr").count(), 10);
  await log.getByRole("button", { name: "Show more" }).click();
  await page.waitForFunction(
    () => document.querySelectorAll("[aria-labelledby=part-changes] tbody tr").length === 12,
  );
  await close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`keys and changes are in sight and axe finds nothing (${width})`, async () => {
    const shop = await world.shop();
    const all = { name: "Warehouse", scopes: ["read-only"] };
    await world.api("POST", `${shop.api}/keys`, all);
    const some = { name: "Sam’s script", scopes: ["customers:write", "workflows:read"] };
    await world.api("POST", `${shop.api}/keys`, some);
    const { page, close } = await open(shop, { width, bypassCSP: true });
    await part(page, "API keys").getByText("Warehouse").waitFor();
    await part(page, "Change log").getByText("Warehouse").waitFor();
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `${wide} wide`);
    for (const name of ["API keys", "Change log"]) {
      const picture = `settings-${name.toLowerCase().replace(" ", "-")}-${width}`;
      await pictures(page, picture, part(page, name));
    }
    await page.getByRole("button", { name: "Create API key…" }).click();
    await page.getByLabel(/^Name, such/).fill("Warehouse");
    assert.deepEqual(await violations(page), []);
    await pictures(page, `settings-new-key-${width}`);
    await close();
  });
}

for (const width of Object.keys(WIDTHS)) {
  test(`a store is connected by a code, in sight (${width})`, async () => {
    const shop = await world.shop({ platform: "woocommerce", domain: `${width}.example` });
    const { page, close } = await open(shop, { width, bypassCSP: true });
    const connection = part(page, "Connection");
    await connection.getByText("Install the Edgewise plugin in WordPress").waitFor();
    await connection.getByRole("button", { name: "Create connection code" }).click();
    await connection.getByText("Your connection code").waitFor();
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `${wide} wide`);
    await pictures(page, `settings-connection-${width}`, connection);
    await close();
  });
}

test("customer pages are edited and listed, and anybody can read and use them", async () => {
  const shop = await world.shop();
  const saved = await world.api("PUT", `${shop.api}/config`, {
    ...recovery(),
    topics: [{ id: "news", name: "New arrivals", description: "Once a week" }],
    pages: { double_opt_in: true },
    theme: { colors: { accent: "#b23a48" } },
    forms: [{ id: "letters", title: "Letters", agrees_to: "I’d like email.", asks: ["birthday"] }],
    surveys: [
      {
        id: "fit",
        question: "Does it fit?",
        answers: [
          { id: "yes", text: "Yes" },
          { id: "no", text: "No" },
        ],
      },
    ],
  });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const form = `${world.base}/f/${shop.shop}.letters`;
  for (const width of Object.keys(WIDTHS)) {
    const { page, complaints, close } = await open(shop, { width, bypassCSP: true });
    const pages = part(page, "Customer pages");
    assert.equal(
      await pages.getByRole("link", { name: "Open “Letters”" }).getAttribute("href"),
      form,
    );
    assert.ok(await pages.getByRole("checkbox", { name: /double opt-in/ }).isChecked());
    await pictures(page, `customer-pages-${width}`, pages);
    if (width === "desk") {
      await pages.getByRole("textbox", { name: "Name", exact: true }).first().fill("News");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      const save = page.getByRole("dialog", { name: /^Save settings of / });
      await save.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Settings saved.").waitFor();
      const { config } = (await world.api("GET", `${shop.api}/config`)).body;
      assert.equal(config.topics[0].name, "News");
    }
    assert.deepEqual(complaints, []);
    await close();

    const visitor = await openPage(browser, form, { width, bypassCSP: true });
    await visitor.page.getByLabel("Email address").fill("nobody");
    await visitor.page.locator("form").evaluate((one) => (one.noValidate = true));
    // By keyboard alone.
    await visitor.page.getByLabel("Email address").press("Enter");
    await visitor.page.getByRole("alert").getByText("Enter a valid email address").waitFor();
    assert.deepEqual(await violations(visitor.page), []);
    await pictures(visitor.page, `form-${width}`, { fullPage: true });
    const isWide = await visitor.page.evaluate(
      () => document.documentElement.scrollWidth > innerWidth,
    );
    assert.equal(isWide, false);
    await visitor.close();
  }
});
