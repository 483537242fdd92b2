/** A real Chromium for the page's tests, and the page as merchants meet it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/chromium.mjs";
import { root } from "../blackbox/world.mjs";

/** Both widths that the page is made for. */
export const WIDTHS = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @param {string[]} flags beside the usual ones */
export async function openBrowser(flags = []) {
  const executablePath = process.env.CHROMIUM ?? (await findChromium());
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
}

/**
 * Opens the page at one width; whatever it complains about ends up in `complaints`.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 * @param {{width?: keyof typeof WIDTHS, theme?: "light" | "dark", bypassCSP?: boolean, key?: string, cores?: number, held?: {address: RegExp, until: Promise<void>}}} options
 *   `cores` is what the browser says of the machine; what is asked at an address that is `held` is asked later
 */
export async function openPage(
  browser,
  address,
  { width = "desk", theme = "light", bypassCSP = false, key, cores, held } = {},
) {
  const context = await browser.newContext({
    viewport: WIDTHS[width],
    colorScheme: theme,
    reducedMotion: "reduce",
    bypassCSP,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  if (key !== undefined) {
    await context.addInitScript((given) => {
      // The init script runs in the preview's frames, too, which have no storage.
      if (window.top === window) sessionStorage.setItem("edgewise-admin-key", given);
    }, key);
  }
  if (cores !== undefined) {
    await context.addInitScript((value) => {
      Object.defineProperty(navigator, "hardwareConcurrency", { value });
    }, cores);
  }
  if (held !== undefined) {
    await page.route(held.address, async (route) => {
      await held.until;
      await route.continue();
    });
  }
  await page.goto(address);
  return { page, complaints, close: () => context.close() };
}

const axe = readFileSync(
  createRequire(join(root, "www/package.json")).resolve("axe-core/axe.min.js"),
  "utf8",
);

/** What axe-core objects to on a page that was opened with `bypassCSP`, in one line each. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  );
}
