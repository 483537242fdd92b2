// People at their screens: an owner invites, the invited chooses a password and comes in, a viewer sees names and
// changes nothing; and the way in for operators is still there.
import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { customer } from "../blackbox/bodies.mjs";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { startStore } from "../blackbox/woo-store.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

const PASSWORD = "wool socks and 3 kilns";

/** The browser itself notes each refusal; that they are refused is what is tried here. */
const isUnexpected = (complaint) => !complaint.startsWith("Failed to load resource");

let browser;
let mail;
let world;

before(async () => {
  browser = await openBrowser();
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await browser?.close();
  await world.stop();
  await mail.close();
});

async function aShop() {
  const shop = await world.shop();
  const hello = { id: "hello", type: "send", message: "hello" };
  const messages = { hello: { subject: "Hello", text: "Hi" } };
  await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ messages, workflows: [onSignUp([hello])] }),
  );
  const now = new Date().toISOString();
  const about = { created_at: now, updated_at: now, first_name: "Mira", last_name: "Lind" };
  await world.deliver(shop, "customers/create", customer(1, "mira@people.example", about));
  return shop;
}

for (const width of Object.keys(WIDTHS)) {
  test(`an owner invites a viewer, who comes in and sees names only (${width})`, async () => {
    const shop = await aShop();
    const look = async (page, name) => {
      assert.deepEqual(await violations(page), [], name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= WIDTHS[width].width, `${name}: ${wide} wide`);
      await pictures(page, `people-${name}-${width}`, { fullPage: true });
    };
    const open = (path, key) =>
      openPage(browser, `${world.base}/app/${path}`, { width, bypassCSP: true, key });
    const operator = await open(`?shop=${shop.shop}#/settings`, ADMIN_KEY);
    const section = operator.page.getByRole("region", { name: "People" });
    await section.getByText("Nobody can sign in with their own account yet").waitFor();
    await look(operator.page, "none");
    // With the keyboard alone.
    await section.getByRole("button", { name: "Invite a person…" }).focus();
    await operator.page.keyboard.press("Enter");
    const dialog = operator.page.getByRole("dialog", { name: "Invite a person" });
    await dialog.getByLabel("Name").fill("Vera Vogel");
    await dialog.getByLabel("Email address").fill(`vera-${width}@team.example`);
    assert.equal(await dialog.getByLabel("Role").inputValue(), "owner");
    await dialog.getByLabel("Role").selectOption("viewer");
    await look(operator.page, "invite");
    await dialog.getByLabel("Email address").press("Enter");
    await section.getByText("Vera Vogel is invited").waitFor();
    const link = await section.locator("code").textContent();
    await section
      .getByRole("table")
      .getByText(/Invited until/)
      .waitFor();
    await look(operator.page, "invited");

    const viewer = await open(link.slice(link.indexOf("#")));
    const { page } = viewer;
    await page.getByRole("heading", { name: `Join ${shop.domain}` }).waitFor();
    // The secret isn't left where the history keeps it.
    assert.ok(!page.url().includes("li_"), page.url());
    await look(page, "join");
    await page.getByLabel("New password").fill("123456789012");
    await page.keyboard.press("Enter");
    await page.getByText(/must not be one piece repeated, or a run of keys/).waitFor();
    await look(page, "join-refused");
    await page.getByLabel("New password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /Vera Vogel/ }).waitFor();
    await page.getByText("You’re a viewer, so you can look but not change anything.").waitFor();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    assert.equal(await page.getByRole("button", { name: /Stop/ }).count(), 0);
    await look(page, "viewer-home");
    await page.getByRole("link", { name: "Customers", exact: true }).click();
    await page.getByText("Mira Lind").first().waitFor();
    assert.ok(!(await page.content()).includes("mira@people.example"));
    assert.equal(await page.getByRole("button", { name: "Add filter" }).count(), 0);
    assert.equal(await page.getByLabel("Sort by").count(), 0);
    await look(page, "viewer-customers");
    await page.getByRole("link", { name: "Mira Lind" }).click();
    await page.getByRole("heading", { name: "Mira Lind" }).waitFor();
    await page
      .getByText(/^Entered “/)
      .first()
      .waitFor();
    assert.ok(!(await page.content()).includes("mira@people.example"));
    await look(page, "viewer-customer");
    await page.getByRole("link", { name: "Messages", exact: true }).click();
    await page.getByText("Mira Lind").first().waitFor();
    assert.ok(!(await page.content()).includes("mira@people.example"));
    await look(page, "viewer-messages");
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await page
      .getByRole("region", { name: "People" })
      .getByText("Only owners can see and change this.")
      .waitFor();
    await look(page, "viewer-settings");
    assert.deepEqual(viewer.complaints.filter(isUnexpected), []);

    // The session outlives the tab; signing out ends it.
    await page.reload();
    await page.getByRole("button", { name: /Vera Vogel/ }).click();
    const account = page.getByRole("dialog", { name: "Vera Vogel" });
    await account.getByText("This browser").waitFor();
    await look(page, "account");
    await account.getByRole("button", { name: "Sign out", exact: true }).first().click();
    await page.getByText("Sign in to see").waitFor();
    await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
    const signIn = page.getByRole("dialog", { name: "Sign in to your shop" });
    await signIn.getByLabel("Email address").fill(`vera-${width}@team.example`);
    await signIn.getByLabel("Password").fill("not the password");
    await page.keyboard.press("Enter");
    await signIn
      .getByRole("alert")
      .getByText(/don’t belong together/)
      .waitFor();
    await look(page, "sign-in");
    await signIn.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /Vera Vogel/ }).waitFor();

    // Made an editor, and removed.
    await operator.page.reload();
    await section.getByRole("button", { name: "Change Vera Vogel" }).click();
    const change = operator.page.getByRole("dialog", { name: "Vera Vogel" });
    await change.getByLabel("Role").selectOption("editor");
    await change.getByRole("button", { name: "Save" }).click();
    await section.getByRole("table").getByText("Editor", { exact: true }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: /Vera Vogel Editor/ }).waitFor();
    await section.getByRole("button", { name: "Change Vera Vogel" }).click();
    await change.getByRole("button", { name: "Remove…" }).click();
    const sure = operator.page.getByRole("dialog", { name: "Remove Vera Vogel?" });
    await look(operator.page, "remove");
    await sure.getByRole("button", { name: "Remove" }).click();
    await section.getByText("Nobody can sign in with their own account yet").waitFor();
    await operator.page.reload();
    const log = operator.page.getByRole("region", { name: "Change log" });
    await log.getByText("The admin key removed Vera Vogel.").waitFor();
    await log.getByText("Vera Vogel signed in.").waitFor();
    await log.getByText("1 wrong password for Vera Vogel’s account.").waitFor();
    await page.reload();
    await page.getByText("Sign in to see").waitFor();
    assert.deepEqual(operator.complaints.filter(isUnexpected), []);
    await Promise.all([operator.close(), viewer.close()]);
  });
}

test("a link that was used, a forgotten password and the admin key all have their way", async () => {
  const shop = await aShop();
  const { page, close } = await openPage(browser, `${world.base}/app/#/join/li_${"x".repeat(54)}`, {
    bypassCSP: true,
  });
  await page.getByText("This link was used already or has ended.").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Go to Edgewise" }).click();
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Forgot password?" }).click();
  await page.getByLabel("Email address").fill("nobody@team.example");
  await page.keyboard.press("Enter");
  await page.getByText("If an account has this email address").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign in with the admin key" }).click();
  await page.getByLabel("Admin key").fill(ADMIN_KEY);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  assert.ok((await page.getByLabel("Shop", { exact: true }).textContent()).includes(shop.domain));
  await close();
});

test("whoever comes over from WordPress is in at once, and asked before somebody else is signed out", async () => {
  const own = await startWorld({ localNetwork: true });
  const store = await startStore();
  const shop = await own.shop({ platform: "woocommerce", domain: store.domain });
  await store.connect(own, shop);
  const linkOf = async (name, role, user) => {
    const visit = JSON.stringify({
      ...{ shop: shop.shop, site: store.domain, user, name, role },
      email: `${user}@store.example`,
      nonce: randomBytes(24).toString("hex"),
      time: Date.now(),
    });
    const secret = store.connection.webhook_secret;
    const key = createHmac("sha256", secret).update("edgewise sign-in").digest();
    const signature = createHmac("sha256", key).update(visit).digest("hex");
    const body = new URLSearchParams({ visit, signature });
    const sent = await own.fetch("/sign-in/wordpress", { method: "POST", body });
    return own.base + sent.headers.get("location");
  };
  const address = await linkOf("Wanda Word", "owner", "7");
  const { page, close } = await openPage(browser, address, { bypassCSP: true });
  try {
    await page.getByRole("button", { name: /Wanda Word Owner/ }).waitFor();
    await page.goto("about:blank");
    await page.goto(await linkOf("Max Manager", "editor", "8"));
    await page
      .getByRole("heading", { name: `Continue to ${shop.domain} as Max Manager?` })
      .waitFor();
    await page.getByText("You’re signed in as 7@store.example on this browser.").waitFor();
    assert.deepEqual(await violations(page), []);
    await pictures(page, "people-enter-desk");
    await page.getByRole("button", { name: "Keep the current account" }).click();
    await page.getByRole("button", { name: /Wanda Word Owner/ }).waitFor();
    await page.goto("about:blank");
    await page.goto(await linkOf("Max Manager", "editor", "8"));
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: /Max Manager Editor/ }).waitFor();
    // An editor sees why connections aren't there.
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    const connection = page.getByRole("region", { name: "Connection" });
    await connection.getByText("Only owners can see and change this.").waitFor();
  } finally {
    await close();
    store.close();
    await own.stop();
  }
});
