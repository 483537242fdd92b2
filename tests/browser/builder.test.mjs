// The builder, in what a merchant does in it: each change in the draft, in the shop only when it is said.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "../blackbox/bodies.mjs";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { HOUR, onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, WIDTHS } from "./page.mjs";

let browser;
let world;
let mail;
let people = 0;

before(async () => {
  mail = await startMailServer();
  [world, browser] = await Promise.all([startWorld({ smtp: mail.url }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await mail?.close();
});

const wait = (days) => ({ id: "pause", type: "wait", for: { amount: days, unit: "days" } });
const send = { id: "hello", type: "send", message: "cart-hour-1" };

async function shopWith(more) {
  const shop = await world.shop();
  const saved = await world.api("PUT", `${shop.api}/config`, recovery(more));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return shop;
}
async function signUp(shop) {
  people += 1;
  const at = new Date((await world.advance(shop, 0)).now).toISOString();
  const email = `b${people}@people.example`;
  const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: at };
  const more = { created_at: at, updated_at: at, email_marketing_consent: consent };
  await world.deliver(shop, "customers/create", customer(88_000 + people, email, more));
  return email;
}
const open = (shop, workflow, options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/workflows/${workflow}`, {
    key: ADMIN_KEY,
    ...options,
  });
const workflowIn = async (shop, id) =>
  (await world.api("GET", `${shop.api}/config`)).body.config.workflows.find((one) => one.id === id);

for (const width of Object.keys(WIDTHS)) {
  test(`a condition is edited in its sentence, a step added, both undone and done again (${width})`, async () => {
    const filter = {
      type: "spend",
      is: "more_than",
      amount: "500.00",
      window: { last: { amount: 90, unit: "days" } },
    };
    const shop = await shopWith({
      workflows: [onSignUp([wait(2), send], { filter, status: "draft" })],
    });
    const { page, complaints, close } = await open(shop, "on-sign-up", { width });
    const sentence = page.locator("[data-part=sentence]");
    await sentence.getByRole("button", { name: "€500.00" }).click();
    // Amounts are taken as people write them, and what is none is said at the field.
    await page.getByLabel("Amount (EUR)").fill("-5");
    await page.getByText("Enter an amount of zero or more").waitFor();
    await page.getByLabel("Amount (EUR)").fill("€750");
    await page.getByRole("button", { name: "Done" }).click();
    await sentence.getByRole("button", { name: "€750.00" }).waitFor();
    await sentence.getByRole("button", { name: "in the last 90 days" }).click();
    await page.getByLabel("Last: amount").fill("30");
    await sentence.getByRole("button", { name: "in the last 30 days" }).waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    // The button opens a list; the arrows alone add nothing, and the keyboard keeps its place.
    await page.getByRole("button", { name: "Add step at position 2" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.locator("[data-part=steps] > li").count(), 3);
    await page.keyboard.type("add tag");
    await page.keyboard.press("Enter");
    await page.locator("#node-steps\\[1\\]:focus").waitFor();
    await page.getByRole("textbox", { name: "Tag" }).fill("greeted");
    await page.getByRole("button", { name: "Add tag “greeted”" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await page.getByText("Add the tag").count(), 0);
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("Control+z");
    await sentence.getByRole("button", { name: "in the last 90 days" }).waitFor();
    for (const _ of [1, 2, 3]) await page.keyboard.press("Control+Shift+z");
    await page.getByRole("button", { name: "Add tag “greeted”" }).waitFor();
    // A draft is saved without a question: nobody can notice.
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.getByText("Draft saved.").waitFor();
    const saved = await workflowIn(shop, "on-sign-up");
    assert.deepEqual(saved.filter.window, { last: { amount: 30, unit: "days" } });
    assert.equal(saved.filter.amount, "750");
    assert.deepEqual(
      saved.steps.map(({ type }) => type),
      ["wait", "add_tag", "send"],
    );
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("a message's text is written where it is sent, and the dry run shows it at once", async () => {
  const shop = await shopWith({ workflows: [onSignUp([send], { status: "draft" })] });
  const { page, close } = await open(shop, "on-sign-up", {});
  await page.locator("#node-steps\\[0\\]").click();
  await page
    .getByRole("textbox", { name: "Subject", exact: true })
    .fill("Good evening, {{ customer.first_name }}");
  await page
    .locator("li[data-mark=send] [data-part=title]", { hasText: "Good evening, Anna" })
    .waitFor();
  await page.getByRole("textbox", { name: "Subject", exact: true }).fill("Good evening, {% if %}");
  await page.getByText("This template can’t be rendered").first().waitFor();
  await close();
});

test("what becomes of those inside is asked before a live workflow changes, and done", async () => {
  const shop = await shopWith({ workflows: [onSignUp([wait(10), send])] });
  for (const _ of [1, 2]) await signUp(shop);
  const { page, close } = await open(shop, "on-sign-up", {});
  await page.getByRole("button", { name: "Wait 10 days" }).click();
  await page.getByLabel("How long: amount").fill("2");
  await page.getByRole("button", { name: "Publish changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Publish changes to “On sign-up”" });
  await dialog.getByText("2 people are in “On sign-up” now.").waitFor();
  // What was looked at before says nothing of the new choice: until that was looked at, nothing is published.
  let letGo;
  const held = new Promise((resolve) => {
    letGo = resolve;
  });
  await page.route("**/config/check", async (route) => {
    await held;
    await route.continue();
  });
  await dialog.getByLabel("People already in it").selectOption("move");
  const publish = dialog.getByRole("button", { name: "Publish changes" });
  assert.equal(await publish.isDisabled(), true);
  letGo();
  await publish.click();
  await page.getByText(/^Changes published at/).waitFor();
  await world.advance(shop, 0);
  const { body } = await world.api("GET", `${shop.api}/workflows`);
  assert.deepEqual(body.workflows[0].inside_by_revision, [{ revision: 2, inside: 2 }]);

  // The version before is there, with what differs, and can be taken back.
  const history = async () => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("option", { name: "Version history" }).click();
  };
  await history();
  const versions = page.getByRole("dialog", { name: "Version history of “On sign-up”" });
  await versions.getByText("This is the version in the builder.").waitFor();
  await versions.getByRole("button", { name: /^Version 1/ }).click();
  const changed = versions.locator('[data-change]:not([data-change="same"])');
  await changed.first().waitFor();
  const differs = await changed.allTextContents();
  assert.ok(differs.includes("Removed: Wait 10 days"), String(differs));
  assert.ok(differs.includes("Added: Wait 2 days"), String(differs));
  // What is no step is compared as well.
  assert.ok(
    differs.some((line) => /^Added: When changes are published, customers in it move/.test(line)),
    String(differs),
  );
  await versions.getByRole("button", { name: "Edit a copy of this version" }).click();
  await page.getByRole("button", { name: "Wait 10 days" }).waitFor();
  // Throwing away asks first.
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Wait 10 days" }).waitFor();
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).click();
  await page.getByRole("button", { name: "Wait 2 days" }).waitFor();

  // Rolling back is one click, and says first what it does.
  await history();
  await versions.getByRole("button", { name: /^Version 1/ }).click();
  await versions.getByRole("button", { name: "Roll back to this version" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await page.getByText("Rolled back.").waitFor();
  await page.getByRole("button", { name: "Wait 10 days" }).waitFor();
  assert.equal((await workflowIn(shop, "on-sign-up")).steps[0].for.amount, 10);

  await page.getByRole("button", { name: "Turn off…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Turn off workflow" }).click();
  await page.getByText("Turned off. Nobody else enters.").waitFor();
  assert.equal((await workflowIn(shop, "on-sign-up")).status, "paused");
  await close();
});

test("a draft belongs to one workflow: what is done with one leaves all others alone", async () => {
  const one = onSignUp([wait(2), send]);
  const shop = await shopWith({ workflows: [one, { ...one, id: "other", name: "Other" }] });
  const { page, complaints, close } = await open(shop, "on-sign-up", {});
  const rename = async (name) => {
    await page.locator("button[data-part=title]").click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.keyboard.press("Enter");
    await page.getByText("Unsaved changes").waitFor();
  };
  const goTo = (id) =>
    page.evaluate((to) => {
      location.hash = `#/workflows/${to}`;
    }, id);
  await rename("Greeting");
  await goTo("other");
  await page.getByRole("heading", { name: "Other" }).waitFor();
  assert.equal(await page.getByText("Unsaved changes").count(), 0, "the other one is untouched");

  // Turning the other one off publishes nothing of this one.
  await page.getByRole("button", { name: "Turn off…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Workflow “").waitFor();
  assert.equal(await dialog.locator("[data-part=changes] > li").count(), 1);
  await dialog.getByRole("button", { name: "Turn off workflow" }).click();
  await page.getByText("Turned off. Nobody else enters.").waitFor();
  assert.equal((await workflowIn(shop, "on-sign-up")).name, "On sign-up");

  // Nor does discarding the other's changes touch it.
  await rename("Somebody else");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).click();
  await goTo("on-sign-up");
  await page.getByRole("heading", { name: "Greeting" }).waitFor();

  // A draft of what is live lies on the server, where a colleague finds it, and nothing is live.
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Draft saved.").waitFor();
  assert.equal((await workflowIn(shop, "on-sign-up")).name, "On sign-up");
  const colleague = await open(shop, "on-sign-up", {});
  await colleague.page.getByRole("heading", { name: "Greeting" }).waitFor();
  await colleague.page.getByText(/^Draft saved/).waitFor();
  await colleague.page.getByRole("button", { name: "Publish changes" }).click();
  const publish = colleague.page.getByRole("dialog");
  await publish.getByRole("button", { name: "Publish changes" }).click();
  await colleague.page.getByText(/^Changes published at/).waitFor();
  await colleague.close();
  const greeting = await workflowIn(shop, "on-sign-up");
  assert.deepEqual([greeting.name, greeting.status], ["Greeting", "live"]);
  assert.equal((await workflowIn(shop, "other")).status, "paused");
  const { body } = await world.api("GET", `${shop.api}/workflows`);
  assert.deepEqual(body.drafts, []);
  assert.deepEqual(complaints, []);
  await close();
});

test("a workflow begins from blank or as a copy, and a copy has messages of its own", async () => {
  const shop = await shopWith({ workflows: [onSignUp([send])] });
  const { page, complaints, close } = await open(shop, "", {});
  await page.getByRole("button", { name: "Create workflow" }).click();
  await page.getByRole("heading", { name: "New workflow" }).waitFor();
  await page.getByRole("button", { name: "Add step at position 1" }).click();
  await page.getByRole("option", { name: "Add tag" }).click();
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Draft saved.").waitFor();
  const fresh = await workflowIn(shop, "new-workflow");
  assert.deepEqual([fresh.status, fresh.steps[0].type], ["draft", "add_tag"]);

  await page.evaluate(() => {
    location.hash = "#/workflows/on-sign-up";
  });
  await page.getByRole("heading", { name: "On sign-up" }).waitFor();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("option", { name: "Duplicate" }).click();
  await page.getByRole("heading", { name: "Copy of On sign-up" }).waitFor();
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Unsaved changes").waitFor({ state: "hidden" });
  const copy = await workflowIn(shop, "on-sign-up-copy");
  assert.deepEqual([copy.status, copy.steps[0].message], ["draft", "cart-hour-1-copy"]);
  assert.equal((await workflowIn(shop, "on-sign-up")).steps[0].message, "cart-hour-1");
  assert.deepEqual(complaints, []);
  await close();
});

test("one mistake is said where it is, and everything else goes on being said and played", async () => {
  const spend = { type: "spend", is: "more_than", amount: "500.00" };
  const filter = { type: "all", of: [spend, { type: "tag", tag: "vip" }] };
  const shop = await shopWith({
    workflows: [onSignUp([wait(2), send], { filter, status: "draft" })],
  });
  const { page, close } = await open(shop, "on-sign-up", {});
  await page.locator("li[data-mark] [data-part=title]").first().waitFor();
  await page.getByRole("button", { name: "Add step at position 3" }).click();
  await page.getByRole("option", { name: "Move to tier" }).click();
  await page.getByText("1 error").first().waitFor();
  assert.match(
    await page.locator("[data-part=sentence]").first().textContent(),
    /more than €500.00/,
  );
  assert.equal(await page.locator("[data-part=fault]").count(), 0);
  await page.getByText("This dry run is from before it.").waitFor();
  await page.locator("li[data-mark] [data-part=title]").first().waitFor();
  await close();
});

test("made-up people live where the shop is", async () => {
  const shop = await world.shop();
  const config = recovery({ workflows: [onSignUp([send], { status: "draft" })] });
  config.shop = { ...config.shop, country: "US", time_zone: "America/New_York" };
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
  const { page, close } = await open(shop, "on-sign-up", {});
  await page.getByText(/Times shown in New York time/).waitFor();
  await close();
});

test("a workflow that nobody edited for months is flagged, and for a year warned of", async () => {
  const shop = await shopWith({ workflows: [onSignUp([send])] });
  const month = 31 * 24 * HOUR;
  await world.advance(shop, 4 * month);
  const first = await open(shop, "", {});
  await first.page.getByText("Not edited in 4 months").waitFor();
  await first.close();
  await world.advance(shop, 9 * month);
  const second = await open(shop, "", {});
  await second.page.getByText("Not edited in over a year").waitFor();
  await second.close();
});

test("who is in the segment already is said, and let in with a bound", async () => {
  const segments = [
    {
      id: "known",
      name: "Known",
      condition: { type: "consent", channel: "email", is: "subscribed" },
    },
  ];
  const greet = onSignUp([wait(10), send], {
    status: "draft",
    trigger: { type: "segment_entered", segment: "known" },
  });
  const shop = await shopWith({ workflows: [greet], segments });
  for (const _ of [1, 2, 3]) await signUp(shop);
  const { page, close } = await open(shop, "on-sign-up", {});
  await page.getByRole("button", { name: "Turn on…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("3 people are already in the segment “known”.").waitFor();
  await dialog.getByLabel("Add existing members").check();
  await dialog.getByLabel(/^Maximum to add/).fill("2");
  await dialog.getByRole("button", { name: "Turn on workflow" }).click();
  await page.getByText("Adding 2 people to the workflow.").waitFor();
  await world.advance(shop, 1_000);
  const { body } = await world.api("GET", `${shop.api}/workflows`);
  assert.equal(body.workflows[0].inside, 2);
  await close();
});

test("a test is really sent to the one customer who was chosen", async () => {
  const shop = await shopWith({ workflows: [onSignUp([send], { status: "draft" })] });
  const email = await signUp(shop);
  const { page, close } = await open(shop, "on-sign-up", {});
  await page.getByRole("button", { name: "Test…" }).click();
  await page.getByRole("dialog").getByRole("listitem").getByRole("button").first().click();
  await page.getByRole("button", { name: "Start test" }).click();
  await page.getByText(/^Test started for/).waitFor();
  await world.advance(shop, HOUR);
  const [sent] = mail.mails.filter(({ to }) => to.includes(email));
  assert.match(sent.headers.subject, /^\[Test\] /);
  await close();
});

test("what somebody else saved meanwhile stays, beneath what was changed here", async () => {
  const one = onSignUp([send], { status: "draft" });
  const shop = await shopWith({ workflows: [one, { ...one, id: "other", name: "Other" }] });
  const { page, close } = await open(shop, "on-sign-up", {});
  await page.locator("#node-rules").click();
  await page.getByLabel("Name", { exact: true }).fill("Ours");
  await page.getByText("Unsaved changes").waitFor();
  await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ workflows: [one, { ...one, id: "other", name: "Theirs" }] }),
  );
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Draft saved.").waitFor();
  assert.equal((await workflowIn(shop, "on-sign-up")).name, "Ours");
  assert.equal((await workflowIn(shop, "other")).name, "Theirs");
  await close();
});
