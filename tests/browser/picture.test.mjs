/**
 * The picture in the README: the demo shop's cart recovery, with its preview beside it.
 *
 * `EDGEWISE_UPDATE=1` writes `docs/workflow.webp`, and the words on the screen to `picture.txt`.
 * Otherwise the screen is opened again and must still say these words, so that the README never shows
 * a screen that no longer exists. Pixels are not compared: fonts differ from machine to machine.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demoConfig } from "../../scripts/demo/shop.mjs";
import { ADMIN_KEY, root, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage } from "./page.mjs";

const PICTURE = "docs/workflow.webp";
const WORDS = join(import.meta.dirname, "picture.txt");
/** What a visitor of the README downloads at most, in bytes. */
const LARGEST = 150_000;
const SIZE = { width: 1280, height: 1370 };
const isUpdate = process.env.EDGEWISE_UPDATE === "1";

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

test("the README’s picture shows the screen as it is", async () => {
  const shop = await world.shop({ domain: "willow-kiln.myshopify.com" });
  const saved = await world.api("PUT", `${shop.api}/config`, demoConfig());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const address = `${world.base}/app/?shop=${shop.shop}#/workflows/cart-abandonment-recovery`;
  const { page, complaints, close } = await openPage(browser, address, { key: ADMIN_KEY });
  await page.setViewportSize(SIZE);
  await page.getByRole("button", { name: "they order after the first message" }).click();
  await page.getByText(/^Anna gets 1 message/).waitFor();
  await page.evaluate(() => document.activeElement?.blur());

  const words = wordsIn(await page.getByRole("main").innerText());
  const picture = await webp(page);
  assert.ok(picture.length < LARGEST, `the picture has ${picture.length} bytes`);
  if (isUpdate) {
    writeFileSync(WORDS, words);
    writeFileSync(join(root, PICTURE), picture);
  }
  const stale = `${PICTURE} shows an older screen: EDGEWISE_UPDATE=1 node --test ${import.meta.filename}`;
  assert.equal(words, readFileSync(WORDS, "utf8"), stale);
  assert.deepEqual(complaints, []);
  await close();
});

test("the README embeds the picture, which is 1280 wide and small enough to load", () => {
  assert.match(readFileSync(join(root, "README.md"), "utf8"), new RegExp(`\\]\\(${PICTURE}\\)`));
  const picture = readFileSync(join(root, PICTURE));
  assert.ok(picture.length < LARGEST);
  assert.deepEqual(sizeOf(picture), SIZE);
});

/** Playwright writes PNG and JPEG only; the same screen as WebP has a third of the bytes. */
async function webp(page) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 85 });
  return Buffer.from(data, "base64");
}

/** The words on the screen, one line each. The preview's days follow the calendar, so they are masked. */
function wordsIn(text) {
  const days = /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [A-Z][a-z]{2} \d{1,2}\b/g;
  const lines = text.replaceAll(days, "DAY").split("\n");
  return `${lines
    .map((line) => line.trim())
    .filter(Boolean)
    .join("\n")}\n`;
}

/** Width and height out of a WebP's first chunk, the extended header (RFC 9649, section 2.7). */
function sizeOf(file) {
  assert.equal(file.toString("latin1", 8, 16), "WEBPVP8X");
  return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
}
