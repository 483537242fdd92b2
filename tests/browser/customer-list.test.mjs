// The list of customers against the real Worker: columns, filters, orders and the export.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openEngine } from "../../pkg/entry/node.js";
import { damageState } from "../blackbox/damaged-row.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";
import { buyers, emailOf, shopOfPeople } from "./shop-of-people.mjs";

/** Thirty buyers, so that there are two pages, and two who never ordered. */
const PEOPLE = [
  ...buyers(30).map((one) => ({ ...one, orders: Math.min(one.orders, 4) })),
  { id: 7_300_001, first_name: "Vera", last_name: "Visitor" },
  { id: 7_300_002, first_name: "שלום", last_name: "לוי" },
];
const PAGE = 25;
let browser;
let world;
let shop;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
  shop = await shopOfPeople(world, PEOPLE);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const open = (query = "", options = {}) =>
  openPage(browser, `${world.base}/app/?shop=${(options.of ?? shop).shop}#/customers${query}`, {
    key: ADMIN_KEY,
    ...options,
  });
const api = async (path) => (await world.api("GET", `${shop.api}${path}`)).body;
const heading = (page, name) => page.getByRole("heading", { name, exact: true }).waitFor();
const rows = (page) => page.locator("[data-part=index] tbody tr");
/** The rows' IDs, from the links to their pages. */
const idsOn = (page) =>
  rows(page)
    .locator("th a")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href").split("/").at(-1)));
const whereOf = (conditions) =>
  `?${new URLSearchParams({ where: JSON.stringify(conditions) }).toString()}`;
const atLeast = (count) => ({ type: "order_count", is: "at_least", count });
const sortedBy = (page, order) => page.getByLabel("Sort by").selectOption(order);

for (const width of Object.keys(WIDTHS)) {
  test(`everybody, with what a shop wants to know of them, page by page (${width})`, async () => {
    const { page, complaints, close } = await open("", { width, bypassCSP: true });
    await heading(page, `${PEOPLE.length} customers`);
    const { customers } = await api("/customers?limit=200");
    await rows(page)
      .nth(PAGE - 1)
      .waitFor();
    assert.deepEqual(
      await idsOn(page),
      customers.slice(0, PAGE).map(({ customer }) => customer),
    );
    for (const line of customers.slice(0, 3)) {
      const row = rows(page).filter({ hasText: line.email });
      const cell = (title) => row.locator(`[data-title="${title}"]`).textContent();
      assert.equal(await cell("Orders"), String(line.orders));
      assert.equal(await cell("Spent"), `€${(line.spent.minor / 100).toFixed(2)}`);
      assert.equal(await cell("Email marketing"), "● Subscribed");
      assert.equal(await cell("Tier"), line.tier ?? "–");
      assert.match(await cell("Last order"), line.last_order_at === null ? /^–$/ : /ago|yesterday/);
      const named = await row.locator('[data-title="Segments"] a').allTextContents();
      assert.deepEqual(
        named,
        line.segments.map(({ name }) => name),
      );
    }
    assert.ok(await page.evaluate(() => document.body.scrollWidth <= innerWidth));
    assert.deepEqual(await violations(page), []);

    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText(`26 to ${PEOPLE.length} of ${PEOPLE.length}`).waitFor();
    assert.match(page.url(), /page=2/);
    await page.goBack();
    await page.getByText(`1 to ${PAGE} of ${PEOPLE.length}`).waitFor();
    await page.goto(`${world.base}/app/?shop=${shop.shop}#/customers?page=9`);
    await page.getByText(`26 to ${PEOPLE.length} of ${PEOPLE.length}`).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`filters are conditions: added, changed, gone back to, cleared (${width})`, async () => {
    const { page, complaints, close } = await open("", { width, bypassCSP: true });
    await heading(page, `${PEOPLE.length} customers`);
    await page.getByRole("button", { name: "Add filter" }).click();
    await page.getByRole("option", { name: "Number of orders" }).click();
    const buyersOf = (least) => PEOPLE.filter(({ orders = 0 }) => orders >= least).length;
    await heading(page, `${buyersOf(2)} of ${PEOPLE.length} customers`);
    await page.getByRole("textbox", { name: "Number", exact: true }).fill("4");
    await heading(page, `${buyersOf(4)} of ${PEOPLE.length} customers`);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Done" }).click();
    await page
      .getByRole("button", { name: "Change filter: has placed at least 4 orders" })
      .waitFor();
    const orders = await rows(page).locator('[data-title="Orders"]').allTextContents();
    assert.ok(orders.every((one) => Number(one) >= 4));

    await page.getByRole("button", { name: "Add filter" }).click();
    await page.getByRole("option", { name: "In a tier" }).click();
    const both = (await api("/customers?limit=200")).customers.filter(
      ({ orders: placed, tier }) => placed >= 4 && tier === "Silver",
    ).length;
    await heading(page, `${both} of ${PEOPLE.length} customers`);
    await page.goBack();
    await heading(page, `${buyersOf(4)} of ${PEOPLE.length} customers`);
    await page.reload();
    await heading(page, `${buyersOf(4)} of ${PEOPLE.length} customers`);

    await page.getByLabel("Search by name, email, phone or ID").fill("buyer29");
    await heading(page, `1 of ${PEOPLE.length} customers`);
    await page.getByLabel("Search by name, email, phone or ID").fill("");
    await page.getByRole("button", { name: "Clear filters" }).click();
    await heading(page, `${PEOPLE.length} customers`);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`sorted by what was asked for, and the other way round (${width})`, async () => {
    const { page, complaints, close } = await open("", { width, bypassCSP: true });
    const { customers } = await api("/customers?limit=200");
    const byId = (one, other) => (one.customer < other.customer ? -1 : 1);
    const first = (order) =>
      customers
        .toSorted(order)
        .slice(0, PAGE)
        .map((one) => one.customer);
    await rows(page).first().waitFor();
    const shows = async (order) => {
      const expected = JSON.stringify(first(order));
      await page.waitForFunction(
        (ids) =>
          JSON.stringify(
            [...document.querySelectorAll("[data-part=index] tbody th a")].map((link) =>
              link.getAttribute("href").split("/").at(-1),
            ),
          ) === ids,
        expected,
      );
    };
    const spent = ({ spent: { minor } }) => minor;
    await sortedBy(page, "Most spent");
    await shows((one, other) => spent(other) - spent(one) || byId(one, other));
    await sortedBy(page, "Name, A to Z");
    await shows((one, other) => {
      const [name, next] = [one.name.toLowerCase(), other.name.toLowerCase()];
      return name < next ? -1 : name > next ? 1 : byId(one, other);
    });
    await sortedBy(page, "Latest order");
    await shows(
      (one, other) => (other.last_order_at ?? 0) - (one.last_order_at ?? 0) || byId(one, other),
    );
    if (width === "desk") {
      const head = page.getByRole("columnheader", { name: "Orders" });
      await head.getByRole("button").focus();
      await page.keyboard.press("Enter");
      await shows((one, other) => other.orders - one.orders || byId(one, other));
      assert.equal(await head.getAttribute("aria-sort"), "descending");
      await page.keyboard.press("Enter");
      await shows((one, other) => one.orders - other.orders || byId(one, other));
      assert.equal(await head.getAttribute("aria-sort"), "ascending");
      assert.equal(await page.locator("[aria-sort]").count(), 1);
    }
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`what is filtered goes out as a file, and is written down (${width})`, async () => {
    const { page, complaints, close } = await open(whereOf([atLeast(3)]), {
      width,
      bypassCSP: true,
    });
    const some = PEOPLE.filter(({ orders = 0 }) => orders >= 3);
    await heading(page, `${some.length} of ${PEOPLE.length} customers`);
    await page.getByRole("button", { name: "Export as CSV" }).click();
    const asked = page.getByRole("dialog", { name: `Export ${some.length} customers?` });
    assert.deepEqual(await violations(page), []);
    const downloads = page.waitForEvent("download");
    await asked.getByRole("button", { name: "Export" }).click();
    const download = await downloads;
    assert.equal(download.suggestedFilename(), "customers.csv");
    const [head, ...lines] = readFileSync(await download.path(), "utf8")
      .trim()
      .split("\r\n");
    assert.equal(
      head.replace(/^\uFEFF/, ""),
      "customer,name,email,email_consent,orders,spent,currency,last_order,tier,segments",
    );
    assert.equal(lines.length, some.length);
    await page.getByText("Customers exported.").waitFor();
    const { changes } = await api("/changes?limit=1");
    assert.deepEqual(changes[0].detail, {
      rows: some.length,
      conditions: "order_count",
      segments: "",
    });
    await page.goto(`${world.base}/app/?shop=${shop.shop}#/settings`);
    await page
      .getByText(`exported ${some.length} customers filtered by order count.`)
      .first()
      .waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`axe finds nothing to object to, with an unfinished filter or none (${width})`, async () => {
    const where = whereOf([atLeast(1), { type: "tag", tag: "" }]);
    const { page, close } = await open("", { width, bypassCSP: true });
    await rows(page).first().waitFor();
    assert.deepEqual(await violations(page), []);
    await page.goto(`${world.base}/app/?shop=${shop.shop}#/customers${where}`);
    await page.getByText("Finish the filter to see who matches.").waitFor();
    assert.deepEqual(await violations(page), []);
    await close();
  });
}

test("a filter becomes a segment with the same people in it", async () => {
  const { page, complaints, close } = await open(whereOf([atLeast(2)]));
  const some = PEOPLE.filter(({ orders = 0 }) => orders >= 2).length;
  await heading(page, `${some} of ${PEOPLE.length} customers`);
  await page.getByRole("link", { name: "Save as segment" }).click();
  await page.locator("[data-part=count]", { hasText: `${some} people` }).waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Came twice");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Segment saved.").waitFor();
  const { config } = await api("/config");
  const made = config.segments.find(({ name }) => name === "Came twice");
  assert.deepEqual([made.id, made.condition], ["came-twice", atLeast(2)]);
  const others = config.segments.filter(({ id }) => id !== made.id);
  await world.api("PUT", `${shop.api}/config`, { ...config, segments: others });
  assert.deepEqual(complaints, []);
  await close();
});

test("the chosen columns stay in this browser, by mouse and by keyboard", async () => {
  const { page, close } = await open("", { bypassCSP: true });
  await rows(page).first().waitFor();
  const heads = () => page.getByRole("columnheader").allTextContents();
  assert.ok(!(await heads()).some((head) => head.startsWith("Points")));
  await page.getByText("Columns", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: "Points" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("checkbox", { name: "Tier" }).click();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: "Points" }).waitFor({ state: "hidden" });
  await page.reload();
  await rows(page).first().waitFor();
  const after = (await heads()).map((head) => head.split(" ")[0]);
  assert.ok(after.includes("Points") && !after.includes("Tier"), after.join());
  await close();
});

test("nobody yet, nobody who matches, and no answer: each has a way on", async () => {
  const empty = await world.shop();
  const first = await open("", { of: empty });
  await first.page.getByText("No customers yet").waitFor();
  await first.page.getByRole("link", { name: "Connect your store" }).waitFor();
  await first.close();

  const { page, close } = await open(whereOf([atLeast(99)]));
  await page.getByText("No customers match these filters.").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await heading(page, `${PEOPLE.length} customers`);

  await page.context().route(/\/segment-preview/, (route) => route.abort());
  await page.reload();
  await heading(page, `${PEOPLE.length} customers`);
  await sortedBy(page, "Most spent");
  await page.getByText("Your customers couldn’t be loaded").waitFor();
  await page.context().unroute(/\/segment-preview/);
  await page.getByRole("button", { name: "Reload" }).click();
  await rows(page)
    .nth(PAGE - 1)
    .waitFor();
  await close();
});

test("a hundred thousand customers: those that are there are listed, then all, in order", async () => {
  const engine = await openEngine();
  const [each, pages] = [50_000, 2];
  const at = Date.UTC(2026, 10, 1);
  const state = (number) => {
    const id = `c${number}`;
    // Each spent another amount, in no order of their ids.
    const minor = (number * 7_919) % 100_003;
    const order = { order_id: id, placed_at: at, paid_at: at, total: { minor, currency: "EUR" } };
    return JSON.stringify({ format: 1, customer: { id, orders: { by_id: { [id]: order } } } });
  };
  const bodies = Array.from({ length: pages }, (_, page) =>
    engine.snapshot(Array.from({ length: each }, (_, row) => state(page * each + row)).join("\n")),
  );
  const { page, complaints, close } = await open("", { cores: 4 });
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.context().route(/segment-preview/, async (route) => {
    const after = new URL(route.request().url()).searchParams.get("after");
    const place = after === "" ? 0 : Number(after);
    if (place > 0) await held;
    const more = place + 1 < pages ? { "edgewise-next": `${place + 1}` } : {};
    return route.fulfill({ body: Buffer.from(bodies[place]), headers: more });
  });
  await page.context().route(/customers\?ids=/, (route) => {
    const ids = new URL(route.request().url()).searchParams.get("ids").split(",");
    const customers = ids.map((id) => ({
      customer: id,
      name: id,
      email: null,
      decided_at: at,
      decisions: 1,
      wake: null,
      orders: 1,
      spent: { minor: (Number(id.slice(1)) * 7_919) % 100_003, currency: "EUR" },
      last_order_at: at,
      consents: [],
      tier: null,
      points: 0,
      segments: [],
    }));
    return route.fulfill({ json: { customers, total: customers.length } });
  });
  await rows(page).first().waitFor();
  await sortedBy(page, "Most spent");
  await heading(page, "50,000 customers so far");
  release();
  await heading(page, "100,000 customers");
  const minors = Array.from({ length: each * pages }, (_, number) => (number * 7_919) % 100_003);
  minors.sort((one, other) => other - one);
  const top = `€${(minors[0] / 100).toFixed(2)}`.replace(/\B(?=(\d{3})+\.)/, ",");
  await rows(page).first().filter({ hasText: top }).waitFor();
  const began = performance.now();
  await sortedBy(page, "Least spent");
  const least = `€${(minors.at(-1) / 100).toFixed(2)}`;
  await rows(page).first().filter({ hasText: least }).waitFor();
  console.log(`sorted anew in ${Math.round(performance.now() - began)} ms`);
  assert.deepEqual(complaints, []);
  await close();
});

test("a damaged record is shown as one", async () => {
  const { customer } = await world.customer(shop, emailOf(PEOPLE[0]));
  await damageState(world, shop, customer);
  const { page, close } = await open("", { bypassCSP: true });
  await page.getByLabel("Search by name, email, phone or ID").fill(customer);
  await heading(page, "1 customer found");
  await page.getByRole("link", { name: `Damaged record ${customer.slice(0, 6)}` }).waitFor();
  const row = rows(page).filter({ hasText: "Damaged record" });
  assert.equal(await row.locator('[data-title="Email marketing"]').textContent(), "✕ Damaged");
  assert.equal(await row.locator('[data-title="Orders"]').textContent(), "–");
  assert.deepEqual(await violations(page), []);
  await close();
});
