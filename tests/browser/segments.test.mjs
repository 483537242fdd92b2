// The page of segments against the real Worker: counts before saving are those after it.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openEngine } from "../../pkg/entry/node.js";
import { ADMIN_KEY, root, startWorld, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";
import { buyers, emailOf, SEGMENTS, shopOfPeople } from "./shop-of-people.mjs";

const HOSTILE = '<b onmouseover="window.hurt=1">Aaron</b>';
/** Twelve buyers, and two who never ordered. */
const PEOPLE = [
  ...buyers(12).map((one, number) => ({
    ...one,
    ...(number === 0 ? { first_name: HOSTILE } : {}),
    ...(number === 1 ? { last_name: "לוי" } : {}),
  })),
  { id: 7_200_100, first_name: "Vera", last_name: "Visitor" },
  { id: 7_200_101, first_name: "Victor", last_name: "Visitor" },
];
const DAY = 86_400_000;
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

const api = async (path) => (await world.api("GET", `${shop.api}${path}`)).body;
const open = (path, options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/segments${path}`, {
    key: ADMIN_KEY,
    ...options,
  });
const card = (page, title) =>
  page.locator("section", { has: page.getByRole("heading", { name: title, exact: true }) });
const countOn = async (page) => {
  await page.locator("[data-part=count]").waitFor();
  return Number((await page.locator("[data-part=count]").textContent()).replace(/\D/g, ""));
};
const settled = (id, members) =>
  until(async () => {
    const { segments, recomputation } = await api("/segments");
    return recomputation === null && segments.find((one) => one.id === id)?.members === members;
  });

for (const width of Object.keys(WIDTHS)) {
  test(`segments with their counts and trend, and those that ship (${width})`, async () => {
    const { page, complaints, close } = await open("", { width, bypassCSP: true });
    await page.locator("[data-part=index]").waitFor();
    const { segments } = await api("/segments?days=30");
    for (const { name, members, sentence, history } of segments) {
      const row = page
        .getByRole("row")
        .filter({ has: page.getByRole("link", { name, exact: true }) });
      assert.ok((await row.textContent()).includes(sentence));
      assert.equal(await row.locator("[data-title=Members]").textContent(), String(members));
      await row
        .getByText(`From 0 to ${history[0].members} in 30 days`)
        .waitFor({ state: "attached" });
    }
    const shipped = readdirSync(join(root, "pkg/segments")).length;
    assert.equal(await page.locator("[aria-labelledby=gallery] li").count(), shipped);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`a segment: count, sample, overlap, why, what comes, and how it went (${width})`, async () => {
    const { page, complaints, close } = await open("/new-buyers", { width, bypassCSP: true });
    const saved = await api("/segments/new-buyers?days=90");
    assert.equal(await countOn(page), saved.members);
    const { members } = await api("/segments/new-buyers/members?limit=200");
    const sample = await card(page, "Sample").locator("a").all();
    assert.equal(sample.length, Math.min(10, members.length));
    await card(page, "Sample").getByText("Person").first().waitFor();
    const hrefs = await Promise.all(sample.map((link) => link.getAttribute("href")));
    assert.deepEqual(
      hrefs,
      members.slice(0, 10).map(({ customer }) => `#/customers/${customer}`),
    );

    const listed = card(page, "People in this segment").locator("[data-part=index] tbody tr");
    await listed.first().waitFor();
    assert.equal(await listed.count(), Math.min(25, members.length));
    const downloads = page.waitForEvent("download");
    await card(page, "People in this segment")
      .getByRole("button", { name: "Export as CSV" })
      .click();
    assert.equal((await downloads).suggestedFilename(), "segment-new-buyers.csv");

    await page.getByLabel("Compare with").selectOption("Buyers");
    const { members: others } = await api("/segments/buyers");
    await card(page, "Overlap with another segment")
      .getByText(`${members.length} people are in both: 100% of this segment`)
      .waitFor();
    await card(page, "Overlap with another segment").getByText(`(${others})`).waitFor();

    // Whoever ordered within 30 days leaves 30 days after, to the second; the first first.
    const leaving = PEOPLE.filter(({ orders, days }) => orders > 0 && days < 30).sort(
      (a, b) => b.days - a.days,
    );
    const lines = card(page, "Next 20 changes").locator("[data-part=coming] li");
    await lines.nth(leaving.length - 1).waitFor();
    assert.equal(await lines.count(), leaving.length);
    await page.waitForFunction(
      () =>
        ![...document.querySelectorAll("[data-part=coming] a")].some((a) =>
          a.textContent.startsWith("Visitor"),
        ),
    );
    assert.deepEqual(
      await lines.locator("a").allTextContents(),
      leaving.map(({ first_name, last_name }) => `${first_name} ${last_name}`),
    );
    const { now } = await api("/health");
    const [first] = await lines
      .locator("time")
      .evaluateAll((all) => all.map((one) => one.dateTime));
    assert.ok(Math.abs(Date.parse(first) - (now + (30 - leaving[0].days) * DAY)) < 120_000, first);

    const why = card(page, "Why is someone in or out?");
    await why.getByRole("textbox").fill(emailOf(PEOPLE[0]));
    await why.getByRole("listitem").getByRole("button").click();
    await why.getByText("isn’t in this segment.").waitFor();
    await why
      .getByRole("cell", { name: "has placed at least 1 order in the last 30 days" })
      .waitFor();
    assert.equal(await page.evaluate(() => window.hurt), undefined);
    await card(page, "Sample").getByRole("button", { name: "Why?" }).first().click();
    await why.getByText("is in this segment.").waitFor();
    await why.getByText(/^True until /).waitFor();

    await page.getByRole("button", { name: "Show as table: Members by day" }).click();
    const newest = page.locator('section[aria-label$="as a table"] tbody tr').first();
    assert.deepEqual(
      await newest.locator("td").allTextContents(),
      [saved.members, saved.history[0].entered, saved.history[0].left].map(String),
    );
    assert.ok(await page.evaluate(() => document.body.scrollWidth <= innerWidth));
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });
}

for (const width of Object.keys(WIDTHS)) {
  test(`a condition is edited in its sentence, and saving moves those it said (${width})`, async () => {
    const { page, complaints, close } = await open("/new-buyers", { width, bypassCSP: true });
    const before = await countOn(page);
    await page.getByRole("button", { name: "1 order", exact: true }).click();
    await page.getByRole("textbox", { name: "Number", exact: true }).fill("4");
    const stay = PEOPLE.filter(({ orders, days }) => orders >= 4 && days < 30).length;
    await page.locator("[data-part=count]", { hasText: `${stay} people` }).waitFor();
    const bar = page.getByRole("region", { name: "Unsaved changes" });
    await bar.getByText(`0 people would join, ${before - stay} people would leave.`).waitFor();
    assert.deepEqual(await violations(page), []);
    await bar.getByRole("button", { name: "Save" }).click();
    await page.getByText("Segment saved.").waitFor();
    await bar.waitFor({ state: "detached" });
    await settled("new-buyers", stay);
    assert.equal(await countOn(page), stay);

    await page.locator("[data-part=sentence]", { hasText: "at least 4 orders" }).waitFor();
    await page.getByRole("textbox", { name: "Number", exact: true }).fill("1");
    await page.locator("[data-part=count]", { hasText: `${before} people` }).waitFor();
    await bar.getByText(`${before - stay} people would join, 0 people would leave.`).waitFor();
    await bar.getByRole("button", { name: "Save" }).click();
    await bar.waitFor({ state: "detached" });
    await settled("new-buyers", before);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("a segment is used in a workflow: a new draft that starts for whoever enters it", async () => {
  const { page, complaints, close } = await open("/new-buyers");
  await page.getByRole("button", { name: "Use in a workflow" }).click();
  await page.waitForURL(/#\/workflows\/[\w-]+$/);
  const id = page.url().split("/").at(-1);
  await page.getByText("enters segment “New buyers”").first().waitFor();
  // It is in this browser until somebody saves it.
  const { workflows } = (await api("/config")).config;
  assert.ok(!workflows.some((one) => one.id === id));
  assert.deepEqual(complaints, []);
  await close();
});

test("a segment that another one asks for is not removed, and the page says why", async () => {
  const { config } = await api("/config");
  const asks = { id: "asks", name: "Asks", condition: { type: "segment", segment: "buyers" } };
  const saved = await world.api("PUT", `${shop.api}/config`, {
    ...config,
    segments: [...config.segments, asks],
  });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const { page, close } = await open("/buyers");
  await page.getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete segment", exact: true }).click();
  await dialog.locator("[data-part=finding]", { hasText: "buyers" }).waitFor();
  assert.equal((await api("/config")).config.segments.length, SEGMENTS.length + 1);
  await world.api("PUT", `${shop.api}/config`, config);
  await close();
});

test("what the count says before saving is who is in it after, and nobody else", async () => {
  const { page, complaints, close } = await open("?new=repeat-buyers");
  const count = await countOn(page);
  const twice = PEOPLE.filter(({ orders }) => orders >= 2).length;
  assert.equal(count, twice);
  const bar = page.getByRole("region", { name: "Unsaved changes" });
  await bar.getByText(`${count} people would be in it.`).waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Came back");
  await bar.getByRole("button", { name: "Save" }).click();
  await page.getByText("Segment saved.").waitFor();
  await page.getByRole("heading", { name: "Came back" }).waitFor();
  await settled("repeat-buyers", count);
  assert.equal(await countOn(page), count);
  const { config } = await api("/config");
  assert.equal(config.segments.length, SEGMENTS.length + 1);
  assert.ok(config.workflows.length > 0, "nothing else of the configuration was touched");

  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("dialog").getByText(`${count} people are in it.`).waitFor();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Delete segment", exact: true })
    .click();
  await page.getByText("Segment deleted.").waitFor();
  assert.equal((await api("/config")).config.segments.length, SEGMENTS.length);
  assert.deepEqual(complaints, []);
  await close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`buyers in a grid, and a segment made of a cell (${width})`, async () => {
    const { page, complaints, close } = await open("?view=rfm", { width, bypassCSP: true });
    const ordered = PEOPLE.filter(({ orders }) => orders > 0).length;
    await page.getByRole("heading", { name: `${ordered} buyers` }).waitFor();
    const cells = page.locator("td button");
    assert.equal(await cells.count(), 25);
    const counts = (await cells.locator("strong").allTextContents()).map(Number);
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      ordered,
    );
    // The top right: most recently and most often.
    const best = page.getByRole("button", {
      name: /Champions.*recency 5, frequency 5$/,
    });
    await best.click();
    const side = page.locator("section", {
      has: page.getByRole("link", { name: "Create segment from cell" }),
    });
    const count = counts[4];
    await side.getByRole("heading", { name: `${count} people` }).waitFor();
    await side.locator("[data-part=names] a").first().waitFor();
    assert.equal(await side.locator("[data-part=names] a").count(), count);
    await page.waitForFunction(() =>
      /Buyer/.test(document.querySelector("[data-part=names]").textContent),
    );
    assert.deepEqual(await violations(page), []);
    await side.getByRole("link", { name: "Create segment from cell" }).click();
    await page.getByRole("heading", { name: "Recency 5, frequency 5" }).waitFor();
    assert.equal(await countOn(page), count);
    assert.deepEqual(complaints, []);
    await close();
  });
}

for (const width of Object.keys(WIDTHS)) {
  test(`axe finds nothing to object to in a list, a change and a cell (${width})`, async () => {
    const { page, close } = await open("", { width, bypassCSP: true });
    await page.locator("[data-part=index]").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.goto(`${world.base}/app/?shop=${shop.shop}#/segments/buyers`);
    await page.locator("[data-part=count]").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Everybody who bought");
    assert.deepEqual(await violations(page), []);
    await page.goto(`${world.base}/app/?shop=${shop.shop}#/segments?view=rfm`);
    await page.getByRole("button", { name: /recency 5, frequency 5$/ }).click();
    await page.locator("[data-part=names] a").first().waitFor();
    assert.deepEqual(await violations(page), []);
    await close();
  });
}

test("a handful of buyers is not cut, and the page says so", async () => {
  const small = await shopOfPeople(world, PEOPLE.slice(0, 3));
  const { page, close } = await openPage(
    browser,
    `${world.base}/app/?shop=${small.shop}#/segments?view=rfm`,
    { key: ADMIN_KEY },
  );
  await page.getByText("Only 3 people have ordered").waitFor();
  await close();
});

test("no segment yet: the page teaches, and a segment of nobody is an answer", async () => {
  const empty = await world.shop();
  const { page, close } = await openPage(
    browser,
    `${world.base}/app/?shop=${empty.shop}#/segments`,
    { key: ADMIN_KEY },
  );
  await page.getByText("No segments yet").waitFor();
  await page.getByRole("link", { name: "Repeat buyers", exact: true }).click();
  assert.equal(await countOn(page), 0);
  await page.getByText("Nobody right now.").waitFor();
  await close();
});

test("a hundred thousand customers are held by two threads, and counted together", async () => {
  const engine = await openEngine();
  const [each, pages] = [50_500, 2];
  const bodies = Array.from({ length: pages }, (_, page) => {
    const state = (row) => `{"format":1,"customer":{"id":"c${page * each + row}"}}`;
    return engine.snapshot(Array.from({ length: each }, (_, row) => state(row)).join("\n"));
  });
  const { page, complaints, close } = await open("", { cores: 4 });
  const threads = [];
  page.on("worker", (worker) => {
    if (/share-worker/.test(worker.url())) threads.push(worker);
  });
  await page.context().route(/segment-preview/, (route) => {
    const after = new URL(route.request().url()).searchParams.get("after");
    const place = after === "" ? 0 : Number(after);
    const more = place + 1 < pages ? { "edgewise-next": `${place + 1}` } : {};
    return route.fulfill({ body: Buffer.from(bodies[place]), headers: more });
  });
  await page.goto(`${world.base}/app/?shop=${shop.shop}#/segments/buyers`);
  await page.reload();
  await page
    .getByText(`${(each * pages).toLocaleString("en-US")} customers`)
    .first()
    .waitFor();
  assert.equal(threads.length, 1, "the second page has a thread of its own");
  assert.equal(await countOn(page), 0);
  assert.deepEqual(complaints, []);
  await close();
});
