// Inside Shopify's admin: App Bridge says who is signed in, and shows menu, save bar and toasts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { sessionToken } from "../blackbox/session-token.mjs";
import { APP, startWorld } from "../blackbox/world.mjs";
import { openBrowser } from "./page.mjs";

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

test("the page that Shopify frames loads App Bridge and nothing else from elsewhere", async () => {
  const shop = await world.shop();
  const framed = await world.fetch(`/app/?shop=${shop.domain}&host=YWRtaW4`);
  const policy = framed.headers.get("content-security-policy");
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval' https:\/\/cdn\.shopify\.com;/);
  assert.match(
    policy,
    new RegExp(`frame-ancestors https://${shop.domain} https://admin.shopify.com`),
  );
  assert.doesNotMatch(policy, /unsafe-inline/);
  const html = await framed.text();
  assert.match(
    html,
    new RegExp(`<head><meta name="shopify-api-key" content="${APP.key}"><script src=`),
  );
  for (const alone of ["/app/", `/app/?shop=${shop.domain}`, "/app/?shop=evil.example&host=x"]) {
    const page = await world.fetch(alone);
    assert.doesNotMatch(await page.text(), /app-bridge/, alone);
    assert.doesNotMatch(page.headers.get("content-security-policy"), /cdn\.shopify/, alone);
  }
});

test("App Bridge's token signs in, and the admin shows menu, save bar and toasts", async () => {
  const shop = await world.shop();
  const draft = onSignUp([{ id: "hello", type: "send", message: "cart-hour-1" }], {
    status: "draft",
  });
  await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [draft] }));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await context.addInitScript((token) => {
    if (window.top !== window) return;
    window.shown = [];
    window.shopify = {
      idToken: async () => token,
      toast: { show: (text) => window.shown.push(["toast", text]) },
      saveBar: {
        show: (id) => window.shown.push(["show", id]),
        hide: (id) => window.shown.push(["hide", id]),
      },
    };
  }, sessionToken(shop.domain));
  await page.goto(`${world.base}/app/?page=workflows#/workflows/on-sign-up`);
  await page.locator("#node-rules").click();
  assert.equal(await page.locator("ui-nav-menu a").count(), 8);
  assert.equal(await page.locator("ui-nav-menu a[rel=home]").count(), 1);
  assert.ok(await page.locator("header nav").isHidden());
  await page.getByLabel("Name", { exact: true }).fill("Renamed");
  await page.waitForFunction(() => window.shown.some(([what]) => what === "show"));
  await page.locator("ui-save-bar button[variant=primary]").dispatchEvent("click");
  await page.waitForFunction(() =>
    window.shown.some(([what, text]) => what === "toast" && text === "Draft saved."),
  );
  const { config } = (await world.api("GET", `${shop.api}/config`)).body;
  assert.equal(config.workflows[0].name, "Renamed");
  await context.close();
});
