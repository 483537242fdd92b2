// A backtest in the merchant's browser: files in, numbers out that agree with the engine in Node.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openEngine } from "edgewise";
import { readHistory } from "edgewise/history.js";
import { checkout, customer } from "../blackbox/bodies.mjs";
import { recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { cartHistory, shopifyCustomers, shopifyOrders } from "./histories.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";

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

const DAY = 86_400_000;
const CART = "cart-abandonment-recovery";
const WELCOME = "new-customer-welcome";

const open = (options) => openPage(browser, `${world.base}/app/#/backtest`, options);

function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const choose = (page, ...paths) => page.getByLabel("Choose files").setInputFiles(paths);
const lead = (page) => page.locator("[data-part=summary]", { hasText: /\d entr(y|ies)/ });
const count = (number) => number.toLocaleString("en");

/** What the engine in Node makes of lines of history under two configurations, and everything counts. */
function inNode(lines, { draft, live = JSON.stringify({ ...JSON.parse(draft), workflows: [] }) }) {
  const engine = openEngine();
  const plans = { draft: engine.load(draft).plan, live: engine.load(live).plan };
  const moments = lines.flatMap((line) => JSON.parse(line).events.map((one) => one.occurred_at));
  const question = { from: Math.min(...moments), until: Math.max(...moments) + DAY, named: 200 };
  engine.beginBacktest({ ...plans, facts: null, question });
  engine.addToBacktest(lines.join("\n"));
  return { report: engine.backtestReport(), because: engine.reasons() };
}

/** What is looked at, as the builder's editor shows it, and live: a backtest asks what it would do. */
async function draftOf(page) {
  await toEditor(page);
  const config = JSON.parse(await editorOf(page).inputValue());
  await page.getByRole("link", { name: "Backtest", exact: true }).click();
  const workflows = config.workflows.map((one) => ({ ...one, status: "live" }));
  return JSON.stringify({ ...config, workflows });
}

const editorOf = (page) => page.getByRole("textbox", { name: "configuration" });

async function toEditor(page) {
  await page.getByRole("link", { name: "Edit in the builder" }).click();
  await page.getByRole("button", { name: "Edit as JSON" }).click();
}

/** A table of the page, by its name: its rows as lists of texts. */
const cells = (page, name) =>
  page
    .getByRole("region", { name: `${name}, as a table`, exact: true })
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

test("every number on the page is the engine's, as Node has it", async () => {
  const { page, complaints, close } = await open({});
  const history = cartHistory(90);
  await choose(page, file("ours.jsonl", history));
  await lead(page).waitFor();
  await page.getByRole("combobox", { name: "Period" }).selectOption("All time");
  await lead(page).waitFor();
  const { report, because } = inNode(history.split("\n"), { draft: await draftOf(page) });
  const { workflows, sent, days, reached, messages_per_person: perPerson } = report.draft;
  const cart = workflows[CART];
  assert.ok(cart.entered > 50 && sent > 100);
  assert.equal(
    await lead(page).textContent(),
    `Over these 12 months, ${cart.entered} entries: ${sent} messages sent, ${cart.exited["ordered-since-entry"]} stopped by an order.`,
  );
  assert.deepEqual(await cells(page, "Numbers"), [
    ["Entries", count(cart.entered)],
    ["People who entered", count(cart.people)],
    ["Messages from this workflow", count(sent)],
    ["People who got one of them", count(cart.reached)],
    ["Stopped by an order", count(cart.exited["ordered-since-entry"])],
    ["Messages from the whole shop", count(sent)],
    ["People who got any message", count(reached)],
    ["Sent just before the event that would have stopped it arrived", count(report.draft.too_late)],
  ]);
  const given = (reason) => cart.given[reason].people;
  const refused = Object.values(cart.steps).reduce(
    (sum, { suppressed }) => sum + (suppressed["no-consent"] ?? 0),
    0,
  );
  const ranks = await page
    .locator("[data-part=rank]")
    .evaluateAll((rows) =>
      rows.map((row) =>
        ["[data-part=label]", "[data-part=value]", "[data-part=more]"].map(
          (one) => row.querySelector(one).textContent,
        ),
      ),
    );
  assert.deepEqual(ranks, [
    [`Not sent because ${because["no-consent"]}`, count(refused), `${given("no-consent")} people`],
    [
      `Ended early because ${because["ordered-since-entry"]}`,
      count(cart.exited["ordered-since-entry"]),
      `${given("ordered-since-entry")} people`,
    ],
  ]);
  await page.getByRole("button", { name: "Show as table: Messages sent over time" }).click();
  const weeks = await cells(page, "Messages sent over time");
  assert.equal(
    weeks.reduce((sum, [, sentIn]) => sum + Number(sentIn), 0),
    sent,
  );
  assert.ok(weeks.length >= Object.keys(days).length / 7);
  const histogram = page.getByRole("slider", { name: /^Messages per person/ });
  await histogram.focus();
  for (const [place, people] of perPerson.entries()) {
    await page.keyboard.press(place === 0 ? "Home" : "ArrowRight");
    const value = `${place + 1} message${place === 0 ? "" : "s"}: ${people} ${people === 1 ? "person" : "people"}`;
    assert.equal(await histogram.getAttribute("aria-valuetext"), value);
  }
  const steps = await cells(page, "Steps");
  assert.deepEqual(
    steps.map(([step, what, done]) => [step, what, Number(done)]),
    ["hour-1", "hour-24", "discount", "hour-48", "day-7"].map((step) => [
      step,
      step === "discount" ? "Create coupon" : "Email",
      cart.steps[step].done,
    ]),
  );
  assert.deepEqual(complaints, []);
  await close();
});

test("a number opens its people, and a person the sentence that says why", async () => {
  const { page, close } = await open({});
  await choose(page, file("people.jsonl", cartHistory(30)));
  await lead(page).waitFor();
  await page.locator("[data-part=rank]", { hasText: "never agreed" }).getByRole("button").click();
  await page.getByText(/^Not sent because they never agreed .*: 6 people\./).waitFor();
  await page.getByRole("button", { name: "c5@people.example" }).click();
  const life = page.getByRole("region", { name: "c5@people.example" });
  await life
    .getByText(/won’t go out because they never agreed to marketing on this channel/)
    .first()
    .waitFor();
  await life.getByText("The customer started a checkout.").waitFor();
  await life.locator("details summary").first().click();
  await life.getByRole("columnheader", { name: "Found" }).first().waitFor();
  await close();
});

test("exports of Shopify: rows that cannot be read are named with what to do, the rest counts", async () => {
  const { page, close } = await open({});
  const texts = [shopifyOrders(40), shopifyCustomers(20)];
  await choose(page, file("orders.csv", texts[0]), file("customers.csv", texts[1]));
  // The first template starts from carts, and an export of orders holds none.
  await page.getByText(/^This data is missing events: Cart changed, /).waitFor();
  assert.match(
    await page.locator("[data-part=summary]").textContent(),
    /nobody would have entered/,
  );
  assert.deepEqual(await cells(page, "Problem"), [
    [
      "42",
      "The order has no valid date.",
      "Nothing, if the order belongs to no customer. Otherwise fill in what’s missing and add the file again.",
    ],
  ]);
  await page.getByText("treated as always having been so").waitFor();
  await page
    .getByRole("combobox", { name: "Workflow" })
    .selectOption({ label: "New Customer Welcome Series" });
  await page.getByText("The draft has changed since this backtest.").waitFor();
  await page.getByRole("button", { name: "Run again" }).click();
  await lead(page).waitFor();
  const draft = await draftOf(page);
  const { lines } = readHistory(texts, { currency: "EUR", timeZone: "Europe/Berlin" });
  const { report } = inNode(lines, { draft });
  const welcome = report.draft.workflows[WELCOME];
  assert.ok(welcome.entered > 10 && report.draft.sent > 10);
  assert.equal(
    await lead(page).textContent(),
    `Over these 12 months, ${welcome.entered} entries: ${report.draft.sent} messages sent.`,
  );
  await close();
});

test("a long run says how far it is, and stops at once", async () => {
  const { page, complaints, close } = await open({ cores: 3 });
  const path = file("long.jsonl", cartHistory(60_000));
  const threads = async (number) => {
    for (let wait = 0; page.workers().length !== number && wait < 250; wait += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(page.workers().length, number);
  };
  await threads(1);
  await choose(page, path);
  const progress = page.getByText(/of 60,000 customers, [\d,]+ events per second$/);
  await progress.waitFor();
  const seen = await page.evaluate(async () => {
    const texts = new Set();
    const end = performance.now() + 15_000;
    while (texts.size < 4 && performance.now() < end) {
      texts.add(document.querySelector("[data-part=progress]")?.textContent);
      await new Promise(requestAnimationFrame);
    }
    return texts.size;
  });
  assert.ok(seen >= 4, `${seen} different texts`);
  await threads(2 + 3);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Canceled.", { exact: true }).waitFor();
  // With the threads their memory is gone.
  await threads(1);
  await choose(page, file("short.jsonl", cartHistory(10)));
  await lead(page).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

/** A page that keeps the report as it came from the worker, and counts the threads of the pool. */
async function openCounting(cores) {
  const opened = await open({ cores });
  const { page } = opened;
  const players = [];
  page.on("worker", (worker) => {
    if (/player-worker/.test(worker.url())) players.push(worker);
  });
  await page.evaluate(() => {
    globalThis.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => {
          if (data.type === "found") globalThis.report = JSON.stringify(data.found.report);
        });
      }
    };
  });
  const outcome = async (path) => {
    await choose(page, path);
    await lead(page).waitFor();
    return page.evaluate(() => globalThis.report);
  };
  return { ...opened, players, outcome };
}

const everything = (page) =>
  page.getByRole("combobox", { name: "Period" }).selectOption("All time");

test("the report has the same bytes for any number of threads", async () => {
  const history = cartHistory(1_500);
  const path = file("pool.jsonl", history);
  const reports = [];
  for (const cores of [1, 2, 5]) {
    const { page, complaints, close, players, outcome } = await openCounting(cores);
    await everything(page);
    reports.push(await outcome(path));
    assert.equal(players.length, cores === 1 ? 0 : cores);
    // Who is asked about is played by the thread that dealt the pages.
    await page.locator("[data-part=crowd] button").first().click();
    await page.locator("[aria-labelledby=life] h4").first().waitFor();
    if (cores === 5) {
      const { report } = inNode(history.split("\n"), { draft: await draftOf(page) });
      assert.equal(report.draft.workflows[CART].named.length, 200, "the lists were cut");
      reports.push(JSON.stringify(report));
    }
    assert.deepEqual(complaints, []);
    await close();
  }
  assert.equal(new Set(reports).size, 1);
});

test("a thread of the pool that dies is replaced, and nothing shows", async () => {
  const history = cartHistory(12_000);
  const path = file("dies.jsonl", history);
  // Of a page that it is dealt, at once or at the next one.
  const ways = {
    trap: () => {
      addEventListener("message", ({ data }) => {
        if (data.type === "begin") return;
        Uint8Array.prototype.set = () => {
          throw new WebAssembly.RuntimeError("unreachable");
        };
      });
    },
    crash: () => {
      addEventListener("message", ({ data }) => {
        if (data.type !== "begin") throw new Error("out of memory");
      });
    },
  };
  let expected;
  for (const [name, dies] of Object.entries(ways)) {
    const { page, close, players, outcome } = await openCounting(2);
    let struck;
    page.on("worker", (worker) => {
      if (worker === players[1]) struck ??= worker.evaluate(dies);
    });
    await everything(page);
    const report = await outcome(path);
    await struck;
    assert.equal(players.length, 3, `${name}: another took its place`);
    expected ??= JSON.stringify(inNode(history.split("\n"), { draft: await draftOf(page) }).report);
    assert.equal(report === expected, true, name);
    await close();
  }
});

test("where no thread can be started, the backtest plays by itself", async () => {
  const { page, close, players, outcome } = await openCounting(4);
  await page.context().route(/player-worker/, (route) => route.abort());
  await everything(page);
  const history = cartHistory(1_200);
  const report = await outcome(file("alone.jsonl", history));
  assert.ok(players.length === 0 || page.workers().length === 2);
  const expected = inNode(history.split("\n"), { draft: await draftOf(page) }).report;
  assert.equal(report, JSON.stringify(expected));
  await close();
});

test("a line that the engine does not take has the same number for any number of threads", async () => {
  const lines = cartHistory(2_000).split("\n");
  lines[1_400] = lines[1_400].replace('"source":"shopify"', '"source":"nowhere"');
  lines[1_700] = lines[1_700].replace('"source":"shopify"', '"source":"nowhere"');
  const path = file("refused.jsonl", lines.join("\n"));
  for (const cores of [1, 4]) {
    const { page, close } = await open({ cores });
    await choose(page, path);
    await page.getByText("The backtest couldn’t finish.").waitFor();
    const alert = await page.getByRole("alert").textContent();
    assert.match(alert, /lines\[1400\]\.events\[0\]\.source: expected one of shopify/);
    await close();
  }
});

test("beside what is live: two columns, the difference, and for whom", async () => {
  const shop = await world.shop();
  const later = { ...recovery().workflows[0] };
  later.trigger = { ...later.trigger, after: { amount: 3, unit: "hours" } };
  await world.api("PUT", `${shop.api}/config`, recovery({ workflows: [later] }));
  const { body: saved } = await world.api("GET", `${shop.api}/config`);
  const address = `${world.base}/app/?shop=${shop.shop}#/backtest`;
  const { page, close } = await openPage(browser, address, { key: ADMIN_KEY });
  await page.getByText(`Compared with what’s published at ${shop.domain}.`).waitFor();
  await toEditor(page);
  await editorOf(page).fill(
    (await editorOf(page).inputValue()).replace('"amount": 3', '"amount": 1'),
  );
  await page.getByRole("link", { name: "Backtest", exact: true }).click();
  const history = cartHistory(60);
  await choose(page, file("live.jsonl", history));
  await lead(page).waitFor();
  const { body } = await world.api("GET", `${shop.api}/plans/${saved.plan}`);
  const live = JSON.stringify(body);
  const draft = live.replace('"amount":3', '"amount":1');
  assert.notEqual(draft, live);
  const { report } = inNode(history.split("\n"), { live, draft });
  const row = (await cells(page, "Draft compared with published")).find(([name]) =>
    /whole shop/.test(name),
  );
  const [was, would] = [report.live.sent, report.draft.sent];
  assert.ok(was > 0 && would !== was);
  const sign = would > was ? "+" : "−";
  assert.deepEqual(row.slice(1), [
    count(was),
    count(would),
    `${sign}${count(Math.abs(would - was))}`,
  ]);
  await page.getByText(`Different for ${report.difference.people} people`).waitFor();
  await page.getByRole("button", { name: "Show people" }).click();
  const [{ more, fewer, moved }] = report.difference.named;
  const first = page.locator("[data-part=crowd] button").first();
  assert.match(
    await first.textContent(),
    new RegExp(`${more} more, ${fewer} fewer, and ${moved} at a different time$`),
  );
  await first.click();
  const life = page.locator("[aria-labelledby=life]");
  await life.getByRole("button", { name: "Published" }).click();
  await life.getByText("The customer started a checkout.").waitFor();
  await close();
});

test("two workflows that write to somebody within a day are named, with whom it concerns", async () => {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const address = `${world.base}/app/?shop=${shop.shop}#/backtest`;
  const { page, close } = await openPage(browser, address, { key: ADMIN_KEY });
  await page.getByText(`Compared with what’s published at ${shop.domain}.`).waitFor();
  await page
    .getByRole("combobox", { name: "Workflow" })
    .selectOption({ label: "New Customer Welcome Series" });
  await choose(page, file("both.jsonl", cartHistory(60)));
  const line = page.locator("[aria-labelledby=collisions] li");
  await line.getByRole("button").click();
  const [, times, people] = (await line.textContent()).match(/: (\d+) times, (\d+) people$/);
  // Sixteen of the twenty who paid agreed; each had the reminder an hour before.
  assert.deepEqual([times, people], ["16", "16"]);
  await page.getByText(/ and .*: 16 people\./).waitFor();
  assert.equal(await page.locator("[data-part=crowd] li").count(), 16);
  await close();
});

test("a draft with errors and a file that holds nothing are said, and lead on", async () => {
  const { page, complaints, close } = await open({});
  await choose(page, file("shopping.csv", "milk,bread\n1,2\n"));
  await page.getByText("Nothing could be read from these files.").waitFor();
  await page.getByText("Export orders or customers from your store’s admin").waitFor();
  await toEditor(page);
  const editor = editorOf(page);
  await editor.fill((await editor.inputValue()).replace('"amount": 1,', '"amount": "soon",'));
  await page.getByRole("link", { name: "Backtest", exact: true }).click();
  const some = file("some.jsonl", cartHistory(5));
  await choose(page, some);
  await page.getByText("The draft has errors, so it can’t be tested.").waitFor();
  for (const text of ["{", '{"workflows":7}', '{"workflows":[null,7,{}]}', '{"shop":null}', "[]"]) {
    await page.getByRole("link", { name: "Edit in the builder" }).click();
    await editor.fill(text);
    await page.getByRole("link", { name: "Backtest", exact: true }).click();
    await page.getByRole("button", { name: "Use other files" }).click();
    await choose(page, some);
    await page.getByText("The draft has errors, so it can’t be tested.").waitFor();
  }
  await page.getByRole("alert").getByRole("button", { name: "Edit in the builder" }).click();
  await page.getByRole("heading", { name: "Configuration (JSON)" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`the made-up shop, without a file: nothing for axe to object to (${width})`, async () => {
    const { page, complaints, close } = await open({ width, bypassCSP: true });
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Use a sample shop" }).click();
    await lead(page).waitFor();
    await page.getByRole("button", { name: "Show as table: Messages sent over time" }).click();
    await page.locator("[data-part=crowd] button").first().click();
    await page.locator("[aria-labelledby=life] h4").first().waitFor();
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `the page is ${wide} wide`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("a column that could be read in two ways is asked about, with its first values", async () => {
  const { page, complaints, close } = await open({});
  const orders = [
    "Order Number;Order Date;Order Status;Order Total;Order Currency;Billing Email",
    "1;03/04/2026 10:00;Completed;1.234;EUR;anna@people.example",
    "2;05/06/2026 10:00;Completed;2.500;EUR;anna@people.example",
  ].join("\n");
  await choose(page, file("ambiguous.csv", orders));
  const amounts = page.getByRole("region", { name: "Amounts in “Order Total”" });
  await amounts.waitFor();
  assert.deepEqual(await amounts.getByRole("listitem").allTextContents(), ["1.234", "2.500"]);
  assert.deepEqual(await violations(page), []);
  await amounts.getByRole("button", { name: "Comma: 1.234,56" }).click();
  const dates = page.getByRole("region", { name: "Dates in “Order Date”" });
  await dates.waitFor();
  await amounts.waitFor({ state: "detached" });
  await dates.getByRole("button", { name: "Day: 31/12/2026" }).click();
  await page.getByRole("heading", { name: "About these results" }).waitFor();
  const known = await cells(page, "Data used");
  const placed = known.find(([what]) => what === "Order placed");
  assert.match(placed.join("|"), /^Order placed\|.*(Apr|3).*\|2$/);
  assert.deepEqual(complaints, []);
  await close();
});

for (const width of Object.keys(WIDTHS)) {
  test(`the shop's own people have names and stay in their list (${width})`, async () => {
    const shop = await world.shop();
    await world.api("PUT", `${shop.api}/config`, recovery());
    const at = new Date().toISOString();
    for (let n = 1; n <= 24; n += 1) {
      const times = { created_at: at, updated_at: at };
      const person = { first_name: "Mira", last_name: `Okafor-${n}` };
      const email = `long-address-of-customer-${n}@people-of-the-backtest.example`;
      await world.deliver(
        shop,
        "customers/create",
        customer(95_000 + n, email, { ...times, ...person }),
      );
      const who = { customer: { id: 95_000 + n, email, ...person } };
      await world.deliver(
        shop,
        "checkouts/create",
        checkout(`bt${n}`, email, { ...times, ...who }),
      );
    }
    const address = `${world.base}/app/?shop=${shop.shop}#/backtest`;
    const { page, complaints, close } = await openPage(browser, address, {
      key: ADMIN_KEY,
      width,
    });
    await page.getByRole("button", { name: "Use my shop’s history" }).click();
    const list = page.locator("[data-part=crowd]");
    await list.getByRole("button", { name: "Mira Okafor-7", exact: true }).waitFor();
    const { inside, wide, tall } = await list.evaluate((crowd) => {
      const [box, card] = [crowd, crowd.closest("section")].map((one) =>
        one.getBoundingClientRect(),
      );
      return {
        inside: box.bottom <= card.bottom && box.right <= card.right,
        wide: document.documentElement.scrollWidth,
        tall: crowd.clientHeight < crowd.scrollHeight,
      };
    });
    assert.ok(inside && tall, "the list scrolls inside its card");
    assert.ok(wide <= WIDTHS[width].width, `the page is ${wide} wide`);
    await list.getByRole("button", { name: "Mira Okafor-7", exact: true }).click();
    const link = page
      .locator("[aria-labelledby=life]")
      .getByRole("link", { name: "View customer" });
    assert.match(await link.getAttribute("href"), /^#\/customers\//);
    assert.deepEqual(complaints, []);
    await close();
  });
}
