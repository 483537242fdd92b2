/**
 * The merchant's page in a real Chromium: what the first view loads, how soon it can be used, and
 * whether it stays responsive while a backtest of a year runs over 10,000 customers.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { recovery } from "../tests/blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../tests/blackbox/world.mjs";
import { cartHistory } from "../tests/browser/histories.mjs";
import { openBrowser, openPage } from "../tests/browser/page.mjs";

const CUSTOMERS = Number(process.env.EDGEWISE_CUSTOMERS ?? 10_000);
const [world, browser] = await Promise.all([startWorld(), openBrowser()]);
const folder = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
const line = (name, value) => console.log(`   ${name.padEnd(37)}${value}`);
try {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  console.log("\n   The merchant's page, real workerd and Chromium on one machine");
  for (const [name, at, ready] of [
    ["home", "home", "How it runs"],
    ["builder", "workflows/cart-abandonment-recovery", "Starts when"],
    ["dry run", "workflows/cart-abandonment-recovery", "is sent 4 messages"],
  ]) {
    const times = [];
    let bytes = 0;
    for (let round = 0; round < 5; round += 1) {
      const address = `${world.base}/app/?shop=${shop.shop}#/${at}`;
      const { page, close } = await openPage(browser, address, { key: ADMIN_KEY });
      await page.getByText(ready).first().waitFor();
      times.push(await page.evaluate(() => performance.now()));
      bytes = await gzipped(page);
      await close();
    }
    times.sort((a, b) => a - b);
    line(`${name}: JavaScript and CSS, gzip`, `${(bytes / 1000).toFixed(0)} kB (aim: 200)`);
    line(`${name}: usable after`, `${Math.round(times[2])} ms, nothing cached (aim: 1,000)`);
  }
  await backtest(shop);
} finally {
  await browser.close();
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** What was loaded before the wasm, as it would travel. */
async function gzipped(page) {
  const files = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => /\.(js|css)$/.test(name)),
  );
  let bytes = 0;
  for (const file of new Set(files))
    bytes += gzipSync(Buffer.from(await (await fetch(file)).arrayBuffer())).length;
  return bytes;
}

async function backtest(shop) {
  const file = join(folder, "year.jsonl");
  writeFileSync(file, cartHistory(CUSTOMERS));
  const address = `${world.base}/app/?shop=${shop.shop}#/backtest`;
  const { page, close } = await openPage(browser, address, { key: ADMIN_KEY });
  await page.getByText("Compared with what is live").waitFor();
  await page.evaluate(() => {
    window.slowest = 0;
    window.changed = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        window.slowest = Math.max(window.slowest, duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
    let before = "";
    const look = () => {
      const text =
        document.querySelector("[role=progressbar], .progress, .main")?.textContent ?? "";
      if (text !== before) window.changed.push(performance.now());
      before = text;
      requestAnimationFrame(look);
    };
    look();
  });
  const begun = performance.now();
  await page.getByLabel("Choose files").setInputFiles([file]);
  let keys = 0;
  const found = page
    .locator(".lead", { hasText: "would have entered" })
    .waitFor({ timeout: 300_000 });
  let running = true;
  found.finally(() => {
    running = false;
  });
  while (running) {
    await page.keyboard.press("Tab");
    keys += 1;
  }
  await found;
  const took = performance.now() - begun;
  const { slowest, changed } = await page.evaluate(() => ({
    slowest: window.slowest,
    changed: window.changed,
  }));
  const pauses = changed.slice(1).map((at, index) => at - changed[index]);
  line(`backtest of ${CUSTOMERS.toLocaleString("en")} customers`, `${(took / 1000).toFixed(1)} s`);
  line(
    "   longest without news of progress",
    `${Math.round(Math.max(0, ...pauses))} ms (aim: 250)`,
  );
  line(`   slowest of ${keys} key presses, drawn`, `${Math.round(slowest)} ms (aim: 200)`);
  await close();
}
