// Providers set up in Settings, of email and of text messages: a wrong key, the right one, a test, and what they report.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KEYS, startEmailApis } from "../blackbox/email-apis.mjs";
import { BODIES, reporting } from "../blackbox/email-report-bodies.mjs";
import { DOMAIN, goodDns } from "../blackbox/sender-domain.mjs";
import { onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { posting, RECEIVED, SETTINGS, startSmsApis } from "../blackbox/sms-apis.mjs";
import { ADMIN_KEY, startWorld, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let apis;
let world;
let browser;

before(async () => {
  [apis, browser] = await Promise.all([startEmailApis(), openBrowser()]);
  const env = { EDGEWISE_DNS_URL: "https://dns.example/dns-query" };
  world = await startWorld({ smtp: "none://nowhere", env, localNetwork: apis.port });
});
after(async () => {
  await browser?.close();
  await world?.stop();
  apis?.close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`an email provider is set up, tested, and reports (${width})`, async () => {
    const shop = await world.shop();
    await world.api("PUT", `${shop.api}/config`, { ...recovery(), workflows: [] });
    const address = `${world.base}/app/?shop=${shop.shop}#/settings/email`;
    const { page, complaints, close } = await openPage(browser, address, {
      ...{ width, key: ADMIN_KEY, bypassCSP: true },
    });
    const email = page.getByRole("region", { name: "Email", exact: true });
    const look = async (name, part = email) => {
      assert.deepEqual(await violations(page), [], name);
      await part.evaluate((part) => part.scrollIntoView({ block: "start" }));
      await pictures(page, `email-provider-${name}-${width}`);
    };
    try {
      await email.getByRole("button", { name: "Set up your email provider…" }).click();
      await email.getByLabel("Email provider").selectOption("Postmark");
      await email.getByLabel("Server API token").fill("wrong");
      await email.getByRole("button", { name: "Test connection" }).click();
      await email.getByText("Postmark didn’t accept the key.").waitFor();
      await email.getByText("Bad or missing Server API token.").waitFor();
      await look("refused");
      // A key of one provider isn't offered to another.
      await email.getByLabel("Email provider").selectOption("Resend");
      assert.equal(await email.getByLabel("API key", { exact: true }).inputValue(), "");
      assert.equal(await email.getByText("Postmark didn’t accept the key.").count(), 0);
      await email.getByLabel("Email provider").selectOption("Postmark");
      await email.getByLabel("Server API token").fill(KEYS.postmark);
      await email.getByRole("button", { name: "Test connection" }).click();
      await email.getByText("Connected and signed in").waitFor();
      await email.getByRole("button", { name: "Save", exact: true }).click();
      await email.getByText("Your email goes out through Postmark.").waitFor();
      await email.getByLabel("Your own email address").fill("me@kiln.example");
      await email.getByRole("button", { name: "Send test email" }).click();
      await email.getByText("Test email sent").waitFor();
      assert.equal(apis.mails.at(-1).body.To, "me@kiln.example");

      // Its DNS: what is missing can be copied, and what was entered is found.
      apis.dns = new Map([[`MX ${DOMAIN}`, ["10 mail.kiln.example."]]]);
      const domain = email.locator('[data-part="domain-check"]');
      await email.getByLabel("DKIM selector").fill("20261130pm");
      await email.getByRole("button", { name: "Check domain" }).click();
      await email.getByText(/^Postmark can’t sign your email as mira-ceramics\.example/).waitFor();
      await page.evaluate(() => {
        navigator.clipboard.writeText = async (text) => {
          window.copied = text;
        };
      });
      await email.getByRole("button", { name: `Copy the value of _dmarc.${DOMAIN}` }).click();
      assert.equal(await page.evaluate(() => window.copied), "v=DMARC1; p=none;");
      await look("domain", email.getByRole("heading", { name: "Your domain" }));
      apis.dns = goodDns();
      await email.getByRole("button", { name: "Check domain" }).click();
      await email.getByText(`Your email can be signed as ${DOMAIN}.`).waitFor();
      assert.equal(await domain.filter({ hasText: "Good" }).count(), 4);

      // How fast it goes out, with a warm-up.
      await email.getByLabel("Most emails a minute (optional)").fill("0");
      await email.getByText("Enter a whole number of 1 or more, or leave it blank.").waitFor();
      await email.getByLabel("Most emails a minute (optional)").fill("120");
      await email.getByLabel("Warm up a new sender").check();
      await email.getByLabel("Most emails on each day, from today").fill("20, 40, 80");
      await email.getByRole("button", { name: "Set sending speed" }).click();
      await email.getByText("Day 1: 0 of 20 emails sent.").waitFor();
      await look("speed", email.getByRole("heading", { name: "Sending speed" }));

      // The address for reports is shown once; another one is asked about first.
      await email.getByText(/^Postmark can report which emails/).waitFor();
      await email.getByRole("button", { name: "Set up delivery reports…" }).click();
      const shown = email.locator("code").filter({ hasText: "/webhooks/email/postmark/" });
      const first = await shown.textContent();
      await email.getByText("Waiting for the first report from Postmark.").waitFor();
      await look("reports");
      const opens = email.getByLabel("Use opens and clicks in workflows and segments");
      assert.equal(await opens.isChecked(), false);
      await opens.check();
      const counted = email.getByLabel("Count opens");
      assert.equal(await email.getByLabel("Count clicks").isChecked(), true);
      assert.equal(await counted.isChecked(), false);
      await counted.check();
      await look("tracking", email.getByRole("heading", { name: "Links and opens" }));
      await page.getByRole("button", { name: "Save", exact: true }).click();
      const save = page.getByRole("dialog", { name: /^Save settings of / });
      await save.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Settings saved.").waitFor();
      await until(async () => {
        const { config } = (await world.api("GET", `${shop.api}/config`)).body;
        return config.shop.observes?.includes("email") && config.shop.tracking?.opens === true;
      });
      await email.getByRole("button", { name: "Create a new report address…" }).click();
      const asked = page.getByRole("dialog", { name: "Create a new report address?" });
      await asked.getByRole("button", { name: "Create address" }).click();
      await until(async () => (await shown.textContent()) !== first);
      const report = await fetch(await shown.textContent(), {
        method: "POST",
        body: JSON.stringify({ RecordType: "Delivery", Recipient: "me@kiln.example" }),
      });
      assert.equal(report.status, 200);
      await page.reload();
      await email.getByText(/^Last report: /).waitFor();
      await email.getByText(/^1 report of the last 30 days is about email/).waitFor();
      await email.getByRole("button", { name: "Change…" }).click();
      // What is kept is left blank, and nothing else is asked for again.
      const kept = email.getByLabel("Server API token (leave blank to keep the saved one)");
      assert.equal(await kept.inputValue(), "");
      await email.getByRole("button", { name: "Test connection" }).click();
      await email.getByText("Connected and signed in").waitFor();
      await look("kept");
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  });
}

test("a domain that fails as a whole is paused, and Home resumes it", async () => {
  const { makeShop, written, post } = reporting(world);
  const shop = await makeShop("postmark");
  const many = [];
  for (let number = 0; number < 10; number += 1) {
    const to = await written(shop, `reader${number}@large.example`);
    await post(shop, "postmark", BODIES.postmark.delivered(to));
    many.push(to);
  }
  for (const to of many) await post(shop, "postmark", BODIES.postmark.hard(to));
  const address = `${world.base}/app/?shop=${shop.shop}#/home`;
  for (const width of Object.keys(WIDTHS)) {
    const { page, complaints, close } = await openPage(browser, address, {
      ...{ width, key: ADMIN_KEY, bypassCSP: true },
    });
    const alert = page.getByText(/^Nothing is sent to large\.example for now: 10 addresses/);
    await alert.waitFor();
    assert.deepEqual(await violations(page), []);
    await pictures(page, `domain-paused-${width}`);
    if (width === Object.keys(WIDTHS).at(-1)) {
      await page.getByRole("button", { name: "Resume sending to large.example" }).click();
      await page.getByText("Messages to large.example go out again.").waitFor();
      await alert.waitFor({ state: "detached" });
    }
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("a provider of texts is set up and tested, and a text is written with its weight in sight", async () => {
  const texts = await startSmsApis();
  const other = await startWorld({ smtp: "none://nowhere", localNetwork: texts.port });
  try {
    const shop = await other.shop();
    const hello = { id: "hello", type: "send", message: "hello" };
    const text = "Don’t miss our sale, {{ customer.first_name }}: {{ shop.url }}/sale";
    const messages = { hello: { channel: "sms", text } };
    const workflows = [onSignUp([hello], { status: "draft" })];
    await other.api("PUT", `${shop.api}/config`, { ...recovery(), messages, workflows });
    const settings = `${other.base}/app/?shop=${shop.shop}#/settings/sms`;
    const { page, complaints } = await openPage(browser, settings, {
      ...{ key: ADMIN_KEY, bypassCSP: true },
    });
    const part = page.getByRole("region", { name: "Text messages", exact: true });
    const look = async (name, at = part) => {
      assert.deepEqual(await violations(page), [], name);
      for (const [width, size] of Object.entries(WIDTHS).reverse()) {
        await page.setViewportSize(size);
        await at.evaluate((one) => one.scrollIntoView({ block: "start" }));
        await pictures(page, `texts-${name}-${width}`);
      }
    };
    await part.getByRole("button", { name: "Set up a provider…" }).click();
    await part.getByLabel("Account SID").fill(SETTINGS.twilio.account_sid);
    await part.getByLabel("Auth token").fill("wrong");
    await part.getByLabel("Sender").fill("MIRA");
    await part.getByText(/^A name can’t receive replies/).waitFor();
    await part.getByRole("button", { name: "Test connection" }).click();
    await part.getByText("Twilio didn’t accept the account or its key.").waitFor();
    await look("refused");
    await part.getByLabel("Auth token").fill(SETTINGS.twilio.key);
    await part.getByLabel("Sender").fill(SETTINGS.twilio.sender);
    await part.getByLabel("Price per segment in EUR (optional)").fill("0,0079");
    await part.getByRole("button", { name: "Test connection" }).click();
    await part.getByText("Connected", { exact: true }).waitFor();
    await part.getByRole("button", { name: "Save", exact: true }).click();
    await part.getByText("Your texts go out through Twilio as +15005550006.").waitFor();
    const to = part.getByLabel("Your own phone number");
    await to.fill("12");
    await part.getByRole("button", { name: "Send test text" }).click();
    await part.getByText(/^Enter a phone number/).waitFor();
    await to.fill("0151 234 567 89");
    await part.getByRole("button", { name: "Send test text" }).click();
    await part.getByText("Look at the phone with +4915123456789.").waitFor();
    assert.equal(texts.texts.at(-1).to, "+4915123456789");
    // Replies are heard once they come to the address that is shown.
    await part.getByText(/^Twilio hasn’t posted anything yet/).waitFor();
    const shown = await part.locator("code").textContent();
    await fetch(...posting("twilio", shown, RECEIVED.twilio("+4915123456789", "Hello")));
    await page.reload();
    await part.getByText(/^Last heard from: /).waitFor();
    await look("set-up");

    await page.goto(`${other.base}/app/?shop=${shop.shop}#/workflows/on-sign-up`);
    await page
      .getByRole("button", { name: /Send SMS/ })
      .first()
      .click();
    const written = page.getByRole("textbox", { name: "Message", exact: true });
    const bubble = page.getByRole("region", { name: "The text as it arrives" });
    await bubble.first().waitFor();
    assert.match(await bubble.first().textContent(), /^Mira Ceramics: Don’t miss our sale, /);
    await page.getByText("From +15005550006").first().waitFor();
    await page
      .getByText(/^2 segments · .* · €0.0158 each$/)
      .first()
      .waitFor();
    await page
      .getByText(/^“’” can’t be sent in the standard alphabet/)
      .first()
      .waitFor();
    await look("weighed", written);
    // What is published is sent to the merchant, marked as a test.
    await page.getByLabel("Your own phone number").fill("+49 151 23456789");
    await page.getByRole("button", { name: "Send to me" }).click();
    await page.getByText("Look at the phone with +4915123456789.").waitFor();
    assert.match(texts.texts.at(-1).text, /^\[Test\] Mira Ceramics: Don’t miss our sale, /);
    await page.getByRole("button", { name: "Use plain characters" }).click();
    assert.match(await written.inputValue(), /^Don't miss/);
    await page
      .getByText(/^1 segment · .* · €0.0079 each$/)
      .first()
      .waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  } finally {
    await other.stop();
    texts.close();
  }
});
