// Every kind of trigger, step and condition that the schema has is chosen in the page, filled in, read
// back as it was chosen, and played: a kind that is new is covered by being there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, root, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage } from "./page.mjs";

const schema = JSON.parse(readFileSync(join(root, "pkg/schema/config.schema.json"), "utf8"));
const kindsOf = (name) => {
  const { oneOf, anyOf } = schema.$defs[name];
  const all = (oneOf ?? anyOf).map(({ title, properties }) => [properties.type.const, title]);
  return [...new Map(all)];
};

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const pause = { id: "pause", type: "wait", for: { amount: 1, unit: "days" } };

/** A draft in a shop that has a segment, tiers and points to speak of. */
async function open() {
  const shop = await world.shop();
  const condition = { type: "tag", tag: "known" };
  const saved = await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({
      workflows: [onSignUp([pause], { status: "draft", exit_on: ["order_cancelled"] })],
      segments: [{ id: "known", name: "Known", condition }],
      tiers: [{ id: "gold", name: "Gold", spend_at_least: "500.00" }],
      scoring: { rules: [{ id: "bought", points: 5, each: { event: "order_placed" } }] },
      loyalty: { points: { per_amount: { points: 1, amount: "1.00" } } },
    }),
  );
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const address = `${world.base}/app/?shop=${shop.shop}#/workflows/on-sign-up`;
  const opened = await openPage(browser, address, { key: ADMIN_KEY });
  opened.page.setDefaultTimeout(5_000);
  await opened.page.locator("#node-trigger").waitFor();
  return { shop, ...opened };
}

/** Chooses from a searchable list, as somebody does who types what they look for. */
async function choose(page, button, title) {
  await button.click();
  await page.getByRole("combobox", { name: /^Search: / }).fill(title);
  await page.getByRole("listbox").getByRole("option", { name: title }).first().click();
}

/** Something that makes sense for a field, by what it is called. */
const SENSIBLE = [
  [/reply-to/i, "help@mira-ceramics.example"],
  [/url|address/i, "https://hooks.mira-ceramics.shop/in"],
  [/from|until/i, "2026-11-27"],
  [/amount|missing|value/i, "12.00"],
  [/points|percent|number$|count/i, "5"],
];

/** Fills what is empty and required, and nothing else. */
async function fillIn(scope) {
  for (const select of await scope.locator("select:not([data-part=more])").all()) {
    if ((await select.inputValue()) !== "") continue;
    const values = await select.locator("option").evaluateAll((all) => all.map((one) => one.value));
    const first = values.find((value) => value !== "" && value !== "-1");
    if (first !== undefined) await select.selectOption(first);
  }
  for (const input of await scope.locator("input:not([type=checkbox]):not([role])").all()) {
    if (!["", "https://"].includes(await input.inputValue())) continue;
    const label = await input.evaluate(
      (one) => one.labels?.[0]?.textContent ?? one.ariaLabel ?? "",
    );
    const [, text] = SENSIBLE.find(([of]) => of.test(label)) ?? [null, "vip"];
    await input.fill(text);
  }
}

/** The workflow as the text of the configuration has it. */
async function readBack(page) {
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  const text = await page.getByRole("textbox", { name: "configuration" }).inputValue();
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  return JSON.parse(text).workflows.find(({ id }) => id === "on-sign-up");
}

/** Waits until the engine has looked at what was written, and says what it finds wrong. */
async function errorsIn(page) {
  await page.locator('[data-part=findings][aria-busy="false"]').waitFor();
  return page.locator("[data-severity=error] > p:first-child, [data-part=fault]").allTextContents();
}

test("every trigger is what was chosen, and is played", async () => {
  const { page, complaints, close } = await open();
  await page.locator("#node-trigger").click();
  const body = page.locator("[data-part=node]", { has: page.locator("#node-trigger") });
  const faults = [];
  for (const [type, title] of kindsOf("Trigger")) {
    await choose(page, body.getByRole("button", { name: /^Starts when:/ }), title);
    await fillIn(body.locator("[data-part=body]"));
    const { trigger } = await readBack(page);
    if (trigger.type !== type) faults.push(`${type} became ${JSON.stringify(trigger)}`);
    const errors = await errorsIn(page);
    if (errors.length > 0) faults.push(`${type}: ${errors}`);
    const line = await page.locator("#node-trigger [data-part=line]").textContent();
    if (/undefined|_|object/.test(line)) faults.push(`${type} reads “${line}”`);
    if ((await page.locator("li[data-mark] [data-part=title]").count()) === 0)
      faults.push(`${type} is not played`);
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(complaints, []);
  await close();
});

test("every step is what was chosen, and is played", async () => {
  const { page, complaints, close } = await open();
  const faults = [];
  for (const [type, title] of kindsOf("Step")) {
    await choose(page, page.getByRole("button", { name: "Add step at position 2" }), title);
    const body = page.locator('[data-part=node][data-open="true"] > [data-part=body]');
    await fillIn(body);
    const { steps } = await readBack(page);
    if (steps[1]?.type !== type) faults.push(`${type} became ${JSON.stringify(steps[1])}`);
    const errors = await errorsIn(page);
    if (errors.length > 0) faults.push(`${type}: ${errors}`);
    const line = await page.locator("#node-steps\\[1\\] [data-part=line]").textContent();
    if (/undefined|_|object/.test(line)) faults.push(`${type} reads “${line}”`);
    await page.getByRole("button", { name: "Delete step" }).click();
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(complaints, []);
  await close();
});

test("every condition is what was chosen, and is said by the engine", async () => {
  const { page, complaints, close } = await open();
  const faults = [];
  for (const [type, title] of kindsOf("Condition")) {
    await choose(page, page.getByRole("button", { name: "Send only if" }), title);
    const node = page.locator("#node-filter");
    if (["all", "any", "none"].includes(type)) {
      await choose(page, node.getByRole("button", { name: "Add condition" }), "Number of orders");
    } else {
      await node.getByRole("button", { name: /^Condition:/ }).click();
      await fillIn(node.locator("[data-part=panel]"));
      await node.getByRole("button", { name: "Done" }).click();
    }
    const { filter } = await readBack(page);
    if (filter?.type !== type) faults.push(`${type} became ${JSON.stringify(filter)}`);
    const errors = await errorsIn(page);
    if (errors.length > 0) faults.push(`${type}: ${errors}`);
    const sentence = await node.locator("[data-part=sentence]").first().textContent();
    if (/undefined|isn’t complete/.test(sentence)) faults.push(`${type} reads “${sentence}”`);
    const remove = node.getByRole("button", {
      name: /all|any|none/.test(type) ? "Remove group" : "Remove condition",
    });
    await remove.first().click();
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(complaints, []);
  await close();
});
