// A backtest in the merchant's browser: files in, numbers out that agree with the engine in Node.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openEngine } from "edgewise";
import { startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage } from "./page.mjs";

let browser;
let world;
const folder = mkdtempSync(join(tmpdir(), "edgewise-history-"));

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
});
after(async () => {
  rmSync(folder, { recursive: true });
  await browser?.close();
  await world?.stop();
});

const open = (options) => openPage(browser, `${world.base}/app/#/backtest`, options);

/** Customers who leave carts: every third one comes back and orders. */
function history(customers) {
  const lines = Array.from({ length: customers }, (_, number) => {
    const email = `c${number}@people.example`;
    const at = Date.UTC(2026, number % 12, 1 + (number % 28), 9);
    const event = (key, later, kind) => ({
      fact_key: `${number}:${key}`,
      occurred_at: at + later,
      received_at: at + later,
      source: "shopify",
      kind,
    });
    const total = { minor: 4_900 + number, currency: "EUR" };
    const items = [{ product_id: "mug", title: "Mug", quantity: 1 }];
    const cart = { checkout_token: `k${number}`, total, items };
    const change = { channel: "email", consent: "subscribed", origin: "form" };
    const order = {
      order_id: `o${number}`,
      placed_at: at + 7_200_000,
      updated_at: at + 7_200_000,
      total,
      items,
      checkout_token: cart.checkout_token,
    };
    const events = [
      event("new", 0, { type: "customer_created", profile: { email, country: "DE" } }),
      ...(number % 5 === 0 ? [] : [event("yes", 0, { type: "consent_changed", change })]),
      event("cart", 60_000, { type: "checkout_started", cart }),
      ...(number % 3 === 0 ? [event("order", 7_200_000, { type: "order_placed", order })] : []),
    ];
    return JSON.stringify({ customer: `email:${email}`, events });
  });
  return lines.join("\n");
}

function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const choose = (page, ...paths) => page.getByLabel("Choose files").setInputFiles(paths);
const lead = (page) => page.locator(".lead", { hasText: "would have entered" });

/** What the engine in Node makes of the same history, under the template that the page begins with. */
async function inNode(page, lines) {
  await page.goto(`${world.base}/app/#/preview`);
  await page.getByRole("button", { name: "Edit as text" }).click();
  const text = await page.getByRole("textbox", { name: "configuration" }).inputValue();
  const engine = openEngine();
  const { plan: draft } = engine.load(text);
  const { plan: live } = engine.load(JSON.stringify({ ...JSON.parse(text), workflows: [] }));
  const moments = lines
    .split("\n")
    .flatMap((line) => JSON.parse(line).events.map((event) => event.occurred_at));
  const question = { from: Math.min(...moments), until: Math.max(...moments) + DAY, named: 200 };
  engine.beginBacktest({ live, draft, facts: null, question });
  engine.tellBacktest(lines);
  return engine.backtestReport();
}

const DAY = 86_400_000;

test("our own lines: the sentence says what the engine in Node says", async () => {
  const { page, complaints, close } = await open({});
  const lines = history(90);
  await choose(page, file("ours.jsonl", lines));
  await lead(page).waitFor();
  const said = await lead(page).textContent();
  const { workflows, sent } = (await inNode(page, lines)).draft;
  const cart = workflows["cart-abandonment-recovery"];
  assert.ok(cart.entered > 50 && sent > 100);
  assert.equal(
    said,
    `Over these 12 months ${cart.entered} carts would have entered; ${sent} messages; ${cart.exited["ordered-since-entry"]} stopped by an order.`,
  );
  assert.deepEqual(complaints, []);
  await close();
});
