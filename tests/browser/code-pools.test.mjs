// Pools of coupon codes in settings: filled, counted, emptied.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, root, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";

const folder = join(root, "test-results/screens");
let browser;
let world;
let shop;

before(async () => {
  mkdirSync(folder, { recursive: true });
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
  shop = await world.shop();
  const steps = [{ id: "code", type: "apply_coupon", percent: 10, pool: "spring" }];
  const config = recovery({ workflows: [onSignUp(steps)] });
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const open = (options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/settings/codes`, {
    key: ADMIN_KEY,
    ...options,
  });
const part = (page) => page.getByRole("region", { name: "Coupon codes", exact: true });

for (const width of Object.keys(WIDTHS)) {
  for (const theme of ["light", "dark"]) {
    test(`coupon codes, ${width}, ${theme}`, async () => {
      const { page, complaints, close } = await open({ width, theme, bypassCSP: true });
      await part(page).getByText("spring").first().waitFor();
      await part(page).screenshot({ path: join(folder, `codes-${width}-${theme}.png`) });
      assert.deepEqual(await violations(page), []);
      await part(page).getByRole("button", { name: "Add codes…" }).click();
      await page.getByRole("dialog").screenshot({
        path: join(folder, `codes-add-${width}-${theme}.png`),
      });
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}

test("codes are added to the pool that needs them, and unused ones are removed", async () => {
  const { page, complaints, close } = await open({});
  await part(page).getByText("0 · Running out").waitFor();
  await part(page).getByRole("button", { name: "Add codes…" }).click();
  const dialog = page.getByRole("dialog", { name: "Add coupon codes" });
  assert.equal(await dialog.getByLabel(/^Pool/).inputValue(), "spring");
  const add = dialog.getByRole("button", { name: "Add codes" });
  assert.ok(await add.isDisabled(), "there are no codes yet");
  const codes = Array.from({ length: 101 }, (_, n) => `SPRING-${n}`).join("\n");
  await dialog.getByLabel(/^Codes/).fill(codes);
  await add.click();
  await page.getByText("101 codes added.").waitFor();
  await part(page).getByText("101", { exact: true }).waitFor();
  await part(page).getByRole("button", { name: "Remove unused codes of “spring”" }).click();
  const asked = page.getByRole("dialog", { name: "Remove unused codes of “spring”?" });
  await asked.getByText(/^101 codes are removed from Edgewise/).waitFor();
  await asked.getByRole("button", { name: "Remove unused" }).click();
  await part(page).getByText("0 · Running out").waitFor();
  assert.deepEqual(complaints, []);
  await close();
});
