// From an empty Worker to a live workflow, in the browser alone: the shop, its sender and mail server, a
// test, a template, and the moment it is turned on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, customer } from "../blackbox/bodies.mjs";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { HOUR } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, APP, certificate, startWorld, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

const PASSWORD = "letters and 1 digit";
let browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

for (const width of Object.keys(WIDTHS)) {
  test(`from an empty Worker to the first message (${width})`, async () => {
    const mail = await startMailServer({
      tls: "from-the-start",
      pem: certificate,
      password: PASSWORD,
    });
    // Its own mail server is the only one that works.
    const world = await startWorld({ smtp: "none://nowhere", localNetwork: true });
    const { page, complaints, close } = await openPage(browser, `${world.base}/app/`, {
      ...{ width, key: ADMIN_KEY, bypassCSP: true },
    });
    const begun = performance.now();
    const look = async (name) => {
      assert.deepEqual(await violations(page), [], name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= WIDTHS[width].width, `${name}: ${wide} wide`);
      await pictures(page, `first-run-${name}-${width}`, { fullPage: true });
    };
    const list = page.getByRole("region", { name: "Set up your shop" });
    const home = () => page.getByRole("link", { name: "Home", exact: true }).click();
    try {
      // The shop.
      await page.getByText("No shops yet").waitFor();
      await look("no-shops");
      await page.getByRole("button", { name: "Create a shop" }).click();
      const asked = page.getByRole("dialog", { name: "Create a shop" });
      await asked.getByLabel("Platform").selectOption("shopify");
      await asked.getByLabel(/^Store’s .myshopify.com name/).fill("kiln.example");
      await asked.getByRole("button", { name: "Create shop" }).click();
      await asked.getByText("must be the shop's .myshopify.com name").waitFor();
      const domain = `kiln-${width}.myshopify.com`;
      await asked.getByLabel(/^Store’s .myshopify.com name/).fill(domain);
      await asked.getByLabel("Currency").selectOption("EUR");
      await look("new-shop");
      await asked.getByRole("button", { name: "Create shop" }).click();
      const made = page.getByRole("dialog", { name: `${domain} was created` });
      await made.getByText("Addresses and keys for developers").click();
      const webhooks = await made.locator("dd code").first().textContent();
      await look("shop-created");
      await made.getByRole("button", { name: "Open the shop" }).click();

      // What is left to do; and the store speaks.
      await list.getByText("0 of 7 done").waitFor();
      await look("home");
      const shop = await theShop(world, webhooks);
      const person = [61_001, "anna@people.example"];
      const at = new Date((await world.advance(shop, 1_000)).now).toISOString();
      const consent = {
        state: "subscribed",
        opt_in_level: "single_opt_in",
        consent_updated_at: at,
      };
      const times = { created_at: at, updated_at: at, email_marketing_consent: consent };
      await world.deliver(shop, "customers/create", customer(...person, times));

      // What is in the way is named, and led to.
      await list.getByRole("link", { name: "Set up email" }).waitFor();

      // Who it is from.
      await list.getByRole("link", { name: "Add sender" }).click();
      await page.getByLabel("Sender name").fill("Willow & Kiln");
      await page.getByLabel("Sender email").fill("hello@kiln.example");
      await page.getByLabel(/^Postal address/).fill("5 Oven Street, 04109 Leipzig");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      const save = page.getByRole("dialog", { name: `Save settings of ${domain}?` });
      await save.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Settings saved.").waitFor();
      const { config } = (await world.api("GET", `${shop.api}/config`)).body;
      assert.deepEqual(
        [config.shop.sender?.email, config.shop.postal_address],
        ["hello@kiln.example", "5 Oven Street, 04109 Leipzig"],
      );

      // Through which server: tried with a wrong password, corrected, tested.
      const email = page.getByRole("region", { name: "Email", exact: true });
      await email.getByText("No email provider is set up").waitFor();
      await email.getByRole("button", { name: "Set up your email provider…" }).click();
      await email.getByLabel("Email provider").selectOption("Amazon SES");
      await email.getByLabel("Secret access key").fill("secret");
      await look("email-provider");
      await email.getByLabel("Email provider").selectOption("Other (SMTP server)");
      await email.getByLabel(/^Server name/).fill("localhost");
      await email.getByLabel("Port").fill(new URL(mail.url).port);
      await email.getByLabel("Username").fill("edgewise");
      await email.getByLabel("Password").fill("wrong");
      await email.getByRole("button", { name: "Test connection" }).click();
      await email.getByText("localhost didn’t accept the username and password.").waitFor();
      await look("email-refused");
      await email.getByLabel("Password").fill(PASSWORD);
      await email.getByRole("button", { name: "Test connection" }).click();
      await email.getByText("Connected and signed in").waitFor();
      assert.deepEqual(mail.mails, [], "a test of the connection sends nothing");
      await email.getByRole("button", { name: "Save", exact: true }).click();
      await email.getByText("Your email goes out through localhost.").waitFor();
      await email.getByLabel("Your own email address").fill("me@kiln.example");
      await email.getByRole("button", { name: "Send test email" }).click();
      await email.getByText("Test email sent").waitFor();
      await email.getByText(/^Your email goes out through localhost. Tested /).waitFor();
      await look("email");
      assert.deepEqual(mail.mails.at(-1).to, ["me@kiln.example"]);

      // A template, saved, tested on oneself, turned on.
      await home();
      await list.getByText("4 of 7 done").waitFor();
      await list.getByRole("link", { name: "Choose a template" }).click();
      const recover = page.getByRole("region", { name: "Recover carts and visits" });
      const card = recover
        .getByRole("listitem")
        .filter({ has: page.getByRole("heading", { name: "Cart Abandonment Recovery" }) });
      await card.getByText("Your cart at kiln").waitFor();
      const sms = recover
        .getByRole("listitem")
        .filter({ has: page.getByRole("heading", { name: "SMS cart recovery" }) });
      await sms.getByText("sends SMS, but no provider for it is connected").waitFor();
      // What works here comes first.
      const titles = await recover.getByRole("listitem").getByRole("heading").allTextContents();
      assert.deepEqual(titles.slice(-2).sort(), [
        "Multi-channel Cart Recovery",
        "SMS Cart Recovery",
      ]);
      await look("gallery");
      await card.getByRole("link", { name: "Open Cart Abandonment Recovery" }).click();
      await page.getByRole("button", { name: "Save to my shop" }).click();
      await page.getByText("Draft saved.").waitFor();
      await page.getByRole("button", { name: "Test…" }).click();
      const trial = page.getByRole("dialog", { name: "Test “Cart Abandonment Recovery”" });
      await trial.getByLabel("Your own email address").fill("me@kiln.example");
      await trial.getByRole("button", { name: "Send to me" }).click();
      await trial.getByText("4 emails sent to me@kiln.example.").waitFor();
      await look("test-emails");
      await page.keyboard.press("Escape");
      await home();
      await list.getByText("6 of 7 done").waitFor();
      await list.getByRole("link", { name: "Open and turn on" }).click();
      await page.getByRole("button", { name: "Turn on…" }).click();
      const turn = page.getByRole("dialog", { name: /^Turn on “Cart Abandonment Recovery”/ });
      await turn.getByRole("button", { name: "Turn on workflow" }).click();
      await page.getByText(`Turned on at ${domain}.`).waitFor();
      console.log(`from no shop to a live workflow: ${Math.round(performance.now() - begun)} ms`);

      // Done, and put away.
      await home();
      await list.getByText("Your shop is set up.").waitFor();
      await look("set-up");
      await list.getByRole("button", { name: "Hide this list" }).click();
      await list.waitFor({ state: "detached" });

      // And it works.
      const now = new Date((await world.advance(shop, 1_000)).now).toISOString();
      const [id, address] = person;
      const who = { customer: { id, email: address }, created_at: now, updated_at: now };
      await world.deliver(shop, "checkouts/create", checkout("first", address, who));
      await world.advance(shop, HOUR + 1_000);
      await until(() => mail.mails.some(({ to }) => to.includes(address)), { what: "the message" });
      // What was refused on the way is said on the page; the browser notes it in its console as well.
      const refused = /status of (?:422|404)/;
      assert.deepEqual(
        complaints.filter((one) => !refused.test(one)),
        [],
      );
    } finally {
      await close();
      await world.stop();
      await mail.close();
    }
  });
}

/** The shop that was created in the page, for what its store would do. */
async function theShop(world, webhooks) {
  const { body } = await world.api("GET", "/api/shops");
  const [{ shop, domain, platform }] = body.shops;
  const api = `/api/shops/${shop}`;
  return { shop, domain, platform, api, webhook_url: webhooks, webhook_secret: APP.secret };
}
