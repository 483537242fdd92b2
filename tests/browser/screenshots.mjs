/**
 * Every screen at both widths in both themes, as pictures to look at: `node tests/browser/screenshots.mjs`.
 *
 * They go to test-results/screens, which is not committed. A shop with a story is made first.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ADMIN_KEY, root, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage } from "./page.mjs";
import { anHour, buyers, PEOPLE, shopOfPeople } from "./shop-of-people.mjs";

const folder = join(root, "test-results/screens");
mkdirSync(folder, { recursive: true });
const world = await startWorld();
const browser = await openBrowser();
try {
  const shop = await shopOfPeople(world, [...PEOPLE, ...buyers(9)]);
  await anHour(world, shop);
  for (const width of ["desk", "phone"]) {
    for (const theme of ["light", "dark"]) await shoot(width, theme);
  }
} finally {
  await browser.close();
  await world.stop();
}

async function shoot(width, theme) {
  const signedOut = await openPage(browser, `${world.base}/app/`, { width, theme });
  const { page } = signedOut;
  const picture = (name, of = page) =>
    of.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`), fullPage: true });
  await page.getByText("is sent 4 messages").waitFor();
  await picture("preview");
  await page.getByRole("button", { name: "Show the message" }).first().click();
  await page.locator("details.why summary").nth(1).click();
  await picture("message");
  if (width === "phone") await page.getByRole("button", { name: "Set-up" }).click();
  await page.locator(".edit > summary").click();
  await picture("set-up");
  await page.getByRole("button", { name: "they unsubscribe the next day" }).click();
  if (width === "phone") await page.getByRole("button", { name: "Timeline" }).click();
  await page.getByText("is sent 1 message").waitFor();
  await picture("what-if");
  if (width === "phone") await page.getByRole("button", { name: "Set-up" }).click();
  await page.getByRole("button", { name: "Edit as text" }).click();
  const editor = page.getByRole("textbox", { name: "configuration" });
  await editor.fill(
    (await editor.inputValue())
      .replace('"message": "cart-hour-24"', '"message": "cart-hour-25"')
      .replace('"exit_on"', '"colour": 1, "exit_on"'),
  );
  await page.getByText("things to mend").waitFor();
  await picture("editor");
  if (width === "phone") await page.getByRole("button", { name: "Set-up" }).click();
  await page.getByRole("button", { name: "Discard my text" }).click();
  await page.goto(`${world.base}/app/#/backtest`);
  await page.getByRole("button", { name: "Use a made-up shop" }).waitFor();
  await picture("backtest-empty");
  await page.getByRole("button", { name: "Use a made-up shop" }).click();
  await page.getByText("events a second").waitFor();
  await picture("backtest-progress");
  await page.locator(".lead", { hasText: "would have entered" }).waitFor();
  await page.locator(".people-short button").first().click();
  await page.locator(".life h4").first().waitFor();
  await picture("backtest");
  await page.goto(`${world.base}/app/#/customers`);
  await page.getByText("Sign in to see").waitFor();
  await picture("signed-out");
  await page.getByRole("button", { name: "Sign in" }).first().click();
  await picture("sign-in");
  await signedOut.close();
  const signedIn = await openPage(browser, `${world.base}/app/#/customers`, {
    width,
    theme,
    key: ADMIN_KEY,
  });
  await signedIn.page.getByRole("link", { name: /Mira/ }).waitFor();
  await picture("customers", signedIn.page);
  await signedIn.page.getByRole("link", { name: /Mira/ }).click();
  await signedIn.page.getByRole("heading", { name: "What happens next" }).waitFor();
  await picture("customer", signedIn.page);
  await signedIn.page.goto(`${world.base}/app/#/segments`);
  await signedIn.page.locator(".segment-gallery").waitFor();
  await picture("segments", signedIn.page);
  await signedIn.page.goto(`${world.base}/app/#/segments/new-buyers`);
  await signedIn.page.locator(".coming li").first().waitFor();
  await picture("segment", signedIn.page);
  await signedIn.page.goto(`${world.base}/app/#/segments?view=rfm`);
  await signedIn.page.locator(".rfm-cell").first().waitFor();
  await picture("buyers", signedIn.page);
  await signedIn.close();
}
