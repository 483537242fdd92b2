// Pools of coupon codes in settings: filled, counted, emptied.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let browser;
let world;
let shop;

before(async () => {
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
  test(`coupon codes, ${width}`, async () => {
    const { page, complaints, close } = await open({ width, bypassCSP: true });
    await part(page).getByText("spring").first().waitFor();
    await pictures(page, `codes-${width}`, part(page));
    assert.deepEqual(await violations(page), []);
    await part(page).getByRole("button", { name: "Add codes…" }).click();
    await pictures(page, `codes-add-${width}`, page.getByRole("dialog"));
    assert.deepEqual(complaints, []);
    await close();
  });
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
