// The page of customers against the real Worker: search, one customer's whole story, export, erasure.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { ADMIN_KEY, startWorld, until } from "../blackbox/world.mjs";
import { customer, order } from "../blackbox/bodies.mjs";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";
import { anHour, emailOf, PEOPLE, shopOfPeople } from "./shop-of-people.mjs";

const HOSTILE = '<b onmouseover="window.hurt=1">Mira</b>';
const FROM_RIGHT = "שלום";
const LONG = "Maximiliane ".repeat(22).slice(0, 255);
const [MIRA, ANNA, JONAS] = PEOPLE;
let browser;
let mail;
let world;
let shop;

before(async () => {
  mail = await startMailServer();
  [world, browser] = await Promise.all([startWorld({ smtp: mail.url }), openBrowser()]);
  shop = await shopOfPeople(world, [
    ...PEOPLE,
    { id: 7_100_004, first_name: HOSTILE, last_name: "Hostile", orders: 1 },
    { id: 7_100_005, first_name: FROM_RIGHT, last_name: "Levi" },
    { id: 7_100_006, first_name: LONG, last_name: "Long" },
    { id: 7_100_007, first_name: "Otto", last_name: "Forgotten", orders: 1, cart: true },
  ]);
  await anHour(world, shop);
  // Until the mails are out, moments are still added.
  await until(() => mail.mails.length === 2);
  await until(async () => (await detailOf(MIRA)).outbox.every(({ state }) => state === "sent"));
  await command(MIRA, { type: "give_points", points: 50, note: "a kind word" });
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await mail?.close();
});

const lineOf = (person) => world.customer(shop, emailOf(person));
const detailOf = async (person) => {
  const { customer } = await lineOf(person);
  return (await world.api("GET", `${shop.api}/customers/${customer}`)).body;
};
const momentsOf = async (person) => {
  const { customer } = await lineOf(person);
  return (await world.api("GET", `${shop.api}/customers/${customer}/timeline?limit=1000`)).body
    .moments;
};
async function command(person, asked) {
  const { customer } = await lineOf(person);
  const done = await world.api("POST", `${shop.api}/customers/${customer}/commands`, asked);
  assert.equal(done.status, 200, JSON.stringify(done.body));
}

const open = (path, options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/customers${path}`, {
    key: ADMIN_KEY,
    ...options,
  });
const openPerson = async (person, options) => {
  const { customer } = await lineOf(person);
  const opened = await open(`/${customer}`, options);
  await opened.page.getByRole("heading", { name: "Activity" }).waitFor();
  await card(opened.page, "Consent").waitFor();
  return opened;
};
const card = (page, title) =>
  page.locator("section", { has: page.getByRole("heading", { name: title, exact: true }) });
/** Handing over is shown with its outcome: one entry a message. */
const isFolded = ({ kind, summary, input }, moments) =>
  kind === "release" &&
  summary.trace.every(({ is }) => is.type === "released") &&
  moments.some((other) => other.kind === "receipt" && effectOf(other.input) === effectOf(input));
const effectOf = (input) => input.effect ?? input.input?.effect;
const agreement = (page) => page.getByText(/^This browser and the server agree on /);
const counted = async (page) =>
  (await agreement(page).textContent())
    .match(/(\d+) of (\d+)/)
    .slice(1)
    .map(Number);

for (const width of Object.keys(WIDTHS)) {
  test(`everybody is listed and found by name, email and ID (${width})`, async () => {
    const { page, complaints, close } = await open("", { width, bypassCSP: true });
    const { total } = (await world.api("GET", `${shop.api}/customers`)).body;
    await page.getByRole("heading", { name: `${total} customers` }).waitFor();
    const rows = page.locator("[data-part=index] tbody tr");
    await rows.nth(total - 1).waitFor();
    assert.equal(await rows.count(), total);
    const search = page.getByLabel("Search by name, email, phone or ID");
    const { customer } = await lineOf(ANNA);
    for (const text of ["berger", emailOf(ANNA), customer]) {
      await search.fill(text);
      await page.getByRole("heading", { name: "1 customer found" }).waitFor();
      assert.equal(await page.locator("[data-part=index] tbody th a").textContent(), "Anna Berger");
      await search.fill("");
      await page.getByRole("heading", { name: `${total} customers` }).waitFor();
    }
    await search.fill("nobody of that name");
    await page.getByText("No customers match.").waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`one customer: the browser agrees, and what stands there is the API's (${width})`, async () => {
    const { page, complaints, close } = await openPerson(MIRA, { width, bypassCSP: true });
    const detail = await detailOf(MIRA);
    const moments = await momentsOf(MIRA);
    const [agreed, of] = await counted(page);
    assert.equal(agreed, of);
    assert.equal(of, moments.flatMap(({ summary }) => summary.trace).length);

    const said = await page.locator("[data-part=decision] > p").allTextContents();
    const shown = moments.filter((moment) => !isFolded(moment, moments));
    const decided = shown.flatMap(({ summary, sentences }) =>
      sentences.filter((_, at) => !["recorded", "ignored"].includes(summary.trace[at].is.type)),
    );
    assert.deepEqual(said, decided, "every decision with its whole sentence, the newest first");
    assert.equal(await page.locator("[data-part=moment]").count(), shown.length);

    const { segments } = (
      await world.api("GET", `${shop.api}/customers/${detail.customer}/segments`)
    ).body;
    const listed = await card(page, "Segments").locator("li a").allTextContents();
    assert.deepEqual(listed.sort(), segments.map(({ name }) => name).sort());
    await card(page, "Tier").getByText("€416.00 to Gold.").waitFor();
    await card(page, "Points").getByText("50 points").waitFor();
    await card(page, "Lead score").getByText(`${detail.standing.score} points`).waitFor();
    await card(page, "Workflows").getByText("Cart Abandonment Recovery").waitFor();
    await card(page, "Workflows")
      .getByText(/Waiting at “wait-24-hours” until /)
      .waitFor();

    await card(page, "Consent").getByText("Proof").click();
    await card(page, "Consent").getByText("Source: customer record in the store.").waitFor();
    await card(page, "Consent")
      .getByText(/Received from Shopify \(signed\) \(customers\/create\) on /)
      .waitFor();
    const next = card(page, "What happens next");
    assert.match(await next.locator("[data-part=next]").first().textContent(), /“Still there”$/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`the slider shows them as they were (${width})`, async () => {
    const { page, complaints, close } = await openPerson(MIRA, { width, bypassCSP: true });
    const slider = page.getByRole("slider", { name: "Point in time" });
    await slider.focus();
    await page.keyboard.press("Home");
    await slider.evaluate((input) => {
      input.value = input.min;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await card(page, "Tier").getByText("No tier yet").waitFor();
    await card(page, "Segments").getByText("Not in a segment.").waitFor();
    assert.equal(await card(page, "Points").count(), 0);
    assert.equal(await page.locator("[data-part=moment]").count(), 1);
    assert.match(await card(page, "Consent").textContent(), /Subscribed/);
    const wake = (await momentsOf(MIRA)).find(({ kind }) => kind === "wake");
    await slider.evaluate((input, at) => {
      input.value = String(at);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }, wake.now);
    await card(page, "Workflows").getByText("Cart Abandonment Recovery").waitFor();
    await card(page, "Tier").getByText("Silver").waitFor();
    await card(page, "What was going to happen next")
      .getByText(/“Still there”/)
      .waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Back to now" }).click();
    await card(page, "Points").getByText("50 points").waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });
}

for (const width of Object.keys(WIDTHS)) {
  test(`axe finds nothing to object to, with everything open (${width})`, async () => {
    const { page, close } = await openPerson(MIRA, { width, bypassCSP: true });
    await card(page, "Consent").getByText("Proof").click();
    for (const why of await page.locator("[data-part=decision] summary").all()) await why.click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("link", { name: "Customers" }).first().click();
    await page.locator("[data-part=index]").waitFor();
    assert.deepEqual(await violations(page), []);
    await close();
  });
}

test("filters leave what they name, and a decision shows the values it saw", async () => {
  const { page, close } = await openPerson(MIRA);
  const filter = (name) => page.getByRole("group", { name: "Show" }).getByRole("button", { name });
  const topics = async () =>
    (await page.locator("[data-part=noted] > p").allTextContents()).filter((text) =>
      /^\w+\/\w+$/.test(text),
    );
  await filter("Orders").click();
  assert.deepEqual(await topics(), ["checkouts/create", "orders/create"]);
  await filter("Messages").click();
  assert.deepEqual(await topics(), []);
  const sent = page.locator("[data-part=decision]", { hasText: "The email at “hour-1”" });
  await sent.locator("[data-tone]", { hasText: "Sent" }).waitFor();
  await page.getByText("Sent: “You left something behind”").waitFor();
  await filter("Decisions").click();
  const entered = page.locator("[data-part=decision]", {
    hasText: "Entered “Cart Abandonment Recovery”",
  });
  await entered.locator("summary").click();
  await entered.getByRole("cell", { name: "never" }).waitFor();
  await page.getByRole("button", { name: "Show “You left something behind”" }).first().click();
  await page.frameLocator("iframe").getByText("Hello Mira").waitFor();
  await close();
});

test("why they did not get something is said", async () => {
  const { page, close } = await openPerson(JONAS);
  await page.getByLabel("Why aren’t they in…").selectOption("Hello to VIPs");
  await page
    .getByText(/tag .*VIP/)
    .first()
    .waitFor();
  await close();
});

test("something new at the edge shows by itself, and is agreed on as well", async () => {
  const { page, close } = await openPerson(ANNA);
  const [, before] = await counted(page);
  const now = new Date().toISOString();
  const times = { created_at: now, updated_at: now, processed_at: now };
  const bought = order(90_001, emailOf(ANNA), {
    ...times,
    customer: { id: ANNA.id, email: emailOf(ANNA) },
  });
  await world.deliver(shop, "orders/create", bought);
  await page
    .getByText(/^Order placed: #90001, €84.00, 2 × Glazed bowl$/)
    .waitFor({ timeout: 15_000 });
  const [agreed, of] = await counted(page);
  assert.ok(agreed === of && of > before);
  await close();
});

test("a record that was changed is found: the first difference is named", async () => {
  const { customer } = await lineOf(MIRA);
  const { page, close } = await open("");
  await page.route("**/timeline?limit=1000", async (route) => {
    const response = await route.fetch();
    const story = await response.json();
    // As if the edge had said it sent the mail a second later.
    const moment = story.moments.find(({ kind }) => kind === "wake");
    moment.summary.trace[0].at += 1_000;
    await route.fulfill({ response, json: story });
  });
  await page.goto(`${world.base}/app/?shop=${shop.shop}#/customers/${customer}`);
  await page.getByText(/They first differ at .*: trace\./).waitFor();
  await page.getByText("This browser decides differently: trace.").waitFor();
  await close();
});

test("two who became one have one story, made again from both beginnings", async () => {
  const at = new Date().toISOString();
  const times = { created_at: at, updated_at: at };
  const [one, two] = [7_100_021, 7_100_022];
  await world.deliver(shop, "customers/create", customer(one, emailOf({ id: one }), times));
  await world.deliver(shop, "customers/create", customer(two, emailOf({ id: two }), times));
  await world.deliver(shop, "customers/update", customer(one, emailOf({ id: two }), times));
  const { absorbed, earlier } = await detailOf({ id: two });
  assert.deepEqual([absorbed.length, earlier.length], [1, 1]);
  const { page, close } = await openPerson({ id: two });
  const [agreed, of] = await counted(page);
  assert.equal(agreed, of);
  const topics = await page.locator("[data-part=noted] > p").allTextContents();
  assert.equal(topics.filter((topic) => topic === "customers/create").length, 2);
  assert.ok(
    (await momentsOf({ id: two })).length < (await page.locator("[data-part=moment]").count()),
  );
  await close();
});

test("whatever a name holds is text, in its own direction, and nothing grows past the screen", async () => {
  for (const [id, name] of [
    [7_100_004, HOSTILE],
    [7_100_005, FROM_RIGHT],
    [7_100_006, LONG.trim().slice(0, 40)],
  ]) {
    const { page, complaints, close } = await openPerson(
      { id },
      { width: "phone", bypassCSP: true },
    );
    const heading = page.getByRole("heading", { level: 1 });
    assert.ok((await heading.textContent()).includes(name));
    assert.equal(await heading.locator("b").count(), 0);
    assert.equal(await page.evaluate(() => window.hurt), undefined);
    assert.ok(await page.evaluate(() => document.body.scrollWidth <= innerWidth), `${id}`);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("the export is the API's own, as a file", async () => {
  const { page, close } = await openPerson(MIRA);
  const { customer } = await lineOf(MIRA);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `customer-${customer}.json`);
  const file = JSON.parse(readFileSync(await download.path(), "utf8"));
  const { body } = await world.api("GET", `${shop.api}/customers/${customer}/export`);
  assert.deepEqual({ ...file, now: 0 }, { ...body, now: 0 });
  await close();
});

test("erasing asks for the name, says what is lost and what was done", async () => {
  const otto = { id: 7_100_007 };
  const { customer } = await lineOf(otto);
  const moments = (await momentsOf(otto)).length;
  const { page, close } = await openPerson(otto, { bypassCSP: true });
  await page.getByRole("button", { name: "Erase…" }).click();
  const dialog = page.getByRole("dialog", { name: "Erase Otto Forgotten?" });
  await dialog.getByText(`${moments} events of activity`).waitFor();
  const act = dialog.getByRole("button", { name: "Erase customer" });
  assert.ok(await act.isDisabled());
  await dialog.getByRole("textbox").fill("Otto");
  assert.ok(await act.isDisabled(), "half a name is not enough");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("textbox").fill("otto forgotten");
  await act.click();
  await page.getByText("This customer was erased.").waitFor();
  await page.getByText(`${moments} events of activity`).waitFor();
  assert.equal((await world.api("GET", `${shop.api}/customers/${customer}`)).status, 404);
  await page.getByRole("link", { name: "Customers" }).first().click();
  await page.locator("[data-part=index]").waitFor();
  assert.equal(await page.getByText("Otto Forgotten").count(), 0);
  await close();
});

test("nobody yet: the page says what would stand here", async () => {
  const empty = await world.shop();
  const { page, close } = await openPage(
    browser,
    `${world.base}/app/?shop=${empty.shop}#/customers`,
    { key: ADMIN_KEY },
  );
  await page.getByText("Customers appear when your store sends").waitFor();
  await close();
});

test("a wrong key is refused in words, the right one opens the shop, and signing out forgets it", async () => {
  const { page, close } = await openPage(
    browser,
    `${world.base}/app/?shop=${shop.shop}#/customers`,
  );
  await page.getByRole("button", { name: "Sign in" }).first().click();
  await page.getByRole("button", { name: "Sign in with the admin key" }).click();
  await page.getByLabel("Admin key").fill("not-the-key");
  await page.getByRole("dialog").getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("This admin key isn’t valid.").waitFor();
  await page.getByLabel("Admin key").fill(ADMIN_KEY);
  await page.getByRole("dialog").getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("link", { name: "Anna Berger" }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("edgewise-admin-key")), ADMIN_KEY);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Sign in to see").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("edgewise-admin-key")), null);
  await close();
});

test("a real customer can be taken into the preview and played on from there", async () => {
  const { page, close } = await openPerson(MIRA);
  await page.getByRole("link", { name: "Try a workflow" }).click();
  await page.getByText("Choose a workflow to try for this customer.").waitFor();
  await page.getByRole("table", { name: "Your workflows" }).getByRole("link").first().click();
  await page.getByText("Starts from what Edgewise knows about this customer now").waitFor();
  await page.locator("[data-part=summary]").waitFor();
  await close();
});

test("what a merchant does by hand is asked once more, done, and undone", async () => {
  const { customer: id } = await lineOf(JONAS);
  const { page, complaints, close } = await open(`/${id}`, { bypassCSP: true });
  /** Chooses a deed, answers its question, and does it. */
  const act = async (deed, fill = async () => {}) => {
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("option", { name: `${deed}…` }).click();
    const asked = page.getByRole("dialog", { name: `${deed}?` });
    await fill(asked);
    assert.deepEqual(await violations(page), [], deed);
    await asked.getByRole("button", { name: deed }).click();
    await asked.waitFor({ state: "detached" });
  };
  const state = async () => (await detailOf(JONAS)).state;
  await act("Add a tag", (asked) => asked.getByLabel("Tag").fill("Friend"));
  assert.equal((await state()).customer.tags.names.friend.written, "Friend");
  await page.reload();
  await act("Remove a tag", (asked) => asked.getByLabel("Tag").selectOption("Friend"));
  assert.equal((await state()).customer.tags.names.friend.removed, true);
  await act("Unsubscribe from marketing");
  assert.equal((await state()).customer.consent.channels.email.consent, "unsubscribed");
  await act("Stop all messages");
  assert.ok((await state()).customer.suppressed > 0);
  await page.reload();
  await act("Allow messages again");
  assert.equal((await state()).customer.suppressed ?? null, null);
  const live = (await world.api("GET", `${shop.api}/workflows`)).body.workflows.find(
    ({ status }) => status === "live",
  );
  await act("Add to a workflow", (asked) =>
    asked.getByLabel("Workflow").selectOption({ value: live.id }),
  );
  const { changes } = (await world.api("GET", `${shop.api}/changes?limit=6`)).body;
  assert.deepEqual(
    changes.map(({ detail }) => detail.command),
    ["enroll", "unsuppress", "suppress", "record_consent", "remove_tag", "add_tag"],
  );
  // What can't be lifted isn't offered to be.
  const complaint = `email,consent\n${emailOf(JONAS)},complained\n`;
  const told = await world.api("POST", `${shop.api}/consents`, complaint);
  assert.equal(told.status, 200, JSON.stringify(told.body));
  await page.reload();
  await page.getByText(/^Nothing is sent to them by email since .*, because they marked/).waitFor();
  await pictures(page, "customer-suppressed");
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("option", { name: "Stop all messages…" }).waitFor();
  assert.equal(await page.getByRole("option", { name: "Allow messages again…" }).count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});
