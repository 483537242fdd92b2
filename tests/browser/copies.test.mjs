// A store that lets nothing be written to its customers: Home and Settings say so, with what to do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { recovery } from "../blackbox/recovery-config.mjs";
import { wooCustomer } from "../blackbox/woo-bodies.mjs";
import { startStore } from "../blackbox/written-store.mjs";
import { ADMIN_KEY, startWorld, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, WIDTHS } from "./page.mjs";

const FIX = /Edgewise’s key may not change customers\. Connect again/;
let browser;
let world;
let store;
let shop;

before(async () => {
  store = await startStore();
  [world, browser] = await Promise.all([startWorld({ localNetwork: true }), openBrowser()]);
  shop = await store.connected(world);
  assert.equal((await world.api("PUT", `${shop.api}/config`, recovery())).status, 200);
  store.refusal = () => 403;
  const email = "ann@example.test";
  store.account(email);
  const created = new Date((await world.advance(shop, 2_000)).now).toISOString();
  await world.deliverTo(shop, "customer.created", wooCustomer(7, { email, created }));
  const { customer } = await world.customer(shop, email);
  const tag = { type: "add_tag", tag: "VIP" };
  await world.api("POST", `${shop.api}/customers/${customer}/commands`, tag);
  await world.advance(shop, 1_000);
  await until(async () => (await copies()).trouble !== null);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  store?.close();
});

const copies = async () => (await world.api("GET", `${shop.api}/connection`)).body.copies;
const open = (at, options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/${at}`, { key: ADMIN_KEY, ...options });

for (const width of Object.keys(WIDTHS)) {
  test(`a store that refuses, ${width}`, async () => {
    const { page, complaints, close } = await open("settings/connection", { width });
    const part = page.getByRole("region", { name: "Connection", exact: true });
    await part.getByText("Unsubscribes, tags, points and tiers don’t reach your store.").waitFor();
    await part.getByText(FIX).waitFor();
    await pictures(page, `copies-${width}`, part);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("Home says it, and no longer once the store takes it", async () => {
  const { page, complaints, close } = await open("home");
  await page.getByText(/of 1 customer aren’t in your store yet/).waitFor();
  await page.getByText(FIX).waitFor();
  store.refusal = () => null;
  await world.advance(shop, 120_000);
  await until(async () => (await copies()).waiting === 0);
  await page.reload();
  await page.getByText("Performance", { exact: true }).waitFor();
  assert.equal(await page.getByText(FIX).count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});
