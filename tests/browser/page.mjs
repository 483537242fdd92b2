/** A real Chromium for the page's tests, and the page as merchants meet it. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/chromium.mjs";
import { root } from "../blackbox/world.mjs";

/** Both widths that the page is made for. */
export const WIDTHS = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

/** Where pictures are left to be looked at. */
export const SCREENS = join(root, "test-results/screens");

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
 * @param {{width?: keyof typeof WIDTHS, bypassCSP?: boolean, key?: string, cores?: number, held?: {address: RegExp, until: Promise<void>}}} options
 *   `cores` is what the browser says of the machine; what is asked at an address that is `held` is asked later
 */
export async function openPage(
  browser,
  address,
  { width = "desk", bypassCSP = false, key, cores, held } = {},
) {
  const context = await browser.newContext({
    viewport: WIDTHS[width],
    colorScheme: "light",
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

/**
 * What axe-core objects to on a page that was opened with `bypassCSP`, in one line each: in the light theme
 * all of it, in the dark one what is about colors, which is all that differs.
 */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const light = await objections(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await objections(page, ["color-contrast", "link-in-text-block"]);
  await page.emulateMedia({ colorScheme: "light" });
  return [...light, ...dark.map((one) => `dark: ${one}`)];
}

async function objections(page, rules) {
  const found = await page.evaluate(
    (runOnly) => globalThis.axe.run(document, { iframes: false, ...(runOnly && { runOnly }) }),
    rules,
  );
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  );
}

/** The short run of all tests leaves the light ones only: axe looks at both, and a file run by itself leaves both. */
const THEMES = process.env.EDGEWISE_THEMES?.split(" ") ?? ["dark", "light"];

/**
 * Leaves a picture in either theme, as `{name}-light.png` and `{name}-dark.png`: of a part of the page, or of
 * the page, all of which is in it with `fullPage`.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {import("playwright-core").Locator | {fullPage: boolean}} [what]
 */
export async function pictures(page, name, what = {}) {
  mkdirSync(SCREENS, { recursive: true });
  const [target, options] = "screenshot" in what ? [what, {}] : [page, what];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await target.screenshot({ path: join(SCREENS, `${name}-${theme}.png`), ...options });
  }
}
