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
    const sentence = page.locator(".sentence");
    await sentence.getByRole("button", { name: "€500.00" }).click();
    await page.getByLabel("Amount", { exact: true }).fill("750.00");
    await page.getByRole("button", { name: "Done" }).click();
    await sentence.getByRole("button", { name: "€750.00" }).waitFor();
    await sentence.getByRole("button", { name: "in the last 90 days" }).click();
    await page.getByLabel("Last: how many").fill("30");
    await sentence.getByRole("button", { name: "in the last 30 days" }).waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByLabel("Add a step as number 2").selectOption("add_tag");
    await page.getByRole("textbox", { name: "Tag" }).fill("greeted");
    await page.getByRole("button", { name: "Add the tag “greeted”" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await page.getByText("Add the tag").count(), 0);
    await page.locator("h1").click();
    await page.keyboard.press("Control+z");
    await sentence.getByRole("button", { name: "in the last 90 days" }).waitFor();
    for (const _ of [1, 2, 3]) await page.keyboard.press("Control+Shift+z");
    await page.getByRole("button", { name: "Add the tag “greeted”" }).waitFor();
    // A draft is saved without a question: nobody can notice.
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved.").waitFor();
    const saved = await workflowIn(shop, "on-sign-up");
    assert.deepEqual(saved.filter.window, { last: { amount: 30, unit: "days" } });
    assert.equal(saved.filter.amount, "750.00");
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
  await page.locator(".line-send .line-title", { hasText: "Good evening, Anna" }).waitFor();
  await page.getByRole("textbox", { name: "Subject", exact: true }).fill("Good evening, {% if %}");
  await page.getByText("This text cannot be rendered").first().waitFor();
  await close();
});

test("what becomes of those inside is asked before a live workflow changes, and done", async () => {
  const shop = await shopWith({ workflows: [onSignUp([wait(10), send])] });
  for (const _ of [1, 2]) await signUp(shop);
  const { page, close } = await open(shop, "on-sign-up", {});
  await page.getByRole("button", { name: "Wait 10 days" }).click();
  await page.getByLabel("how many").fill("2");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Save at ${shop.domain}?` });
  await dialog.getByText("2 people are inside “On sign-up” now.").waitFor();
  await dialog.getByLabel("What becomes of them").selectOption("move");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await world.advance(shop, 0);
  const { body } = await world.api("GET", `${shop.api}/workflows`);
  assert.deepEqual(body.workflows[0].inside_by_revision, [{ revision: 2, inside: 2 }]);

  // The version before is there, with what differs, and can be taken back.
  await page.getByRole("button", { name: "Earlier versions" }).click();
  const versions = page.getByRole("dialog", { name: "Versions of “On sign-up”" });
  await versions.getByText("This is what stands in the builder.").waitFor();
  await versions.getByRole("button", { name: /^Version 1/ }).click();
  assert.deepEqual(await versions.locator(".diff-removed, .diff-added").allTextContents(), [
    "removed: Wait 10 days",
    "added: Wait 2 days",
  ]);
  await versions.getByRole("button", { name: "Take this version into the builder" }).click();
  await page.getByRole("button", { name: "Wait 10 days" }).waitFor();
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Wait 2 days" }).waitFor();

  await page.getByRole("button", { name: "Pause…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await page.getByText("Paused: nobody enters.").waitFor();
  assert.equal((await workflowIn(shop, "on-sign-up")).status, "paused");
  await close();
});

test("what is not saved can be saved from the list, too, and a live workflow asks there", async () => {
  const shop = await shopWith({ workflows: [onSignUp([send])] });
  const { page, complaints, close } = await open(shop, "on-sign-up", {});
  await page.locator("#node-rules").click();
  await page.getByLabel("Name", { exact: true }).fill("Greeting");
  await page.getByRole("navigation").getByRole("link", { name: "Workflows", exact: true }).click();
  await page.getByText("changed, not saved").waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Save at ${shop.domain}?` });
  await dialog
    .getByText("Workflow “\u2068Greeting\u2069”")
    .or(dialog.getByText("Workflow “Greeting”"))
    .waitFor();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  assert.equal((await workflowIn(shop, "on-sign-up")).name, "Greeting");
  assert.deepEqual(complaints, []);
  await close();
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
  await page.getByRole("button", { name: "Go live…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("3 people are in “known” already.").waitFor();
  await dialog.getByLabel("Let them in now").check();
  await dialog.getByLabel("At most how many").fill("2");
  await dialog.getByRole("button", { name: "Put live" }).click();
  await page.getByText("2 people are being let in.").waitFor();
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
  await page.getByRole("dialog").locator(".person").first().click();
  await page.getByRole("button", { name: "Start the test" }).click();
  await page.getByText(/^The test has begun for/).waitFor();
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
  await page.getByText("Not saved yet").waitFor();
  await world.api(
    "PUT",
    `${shop.api}/config`,
    recovery({ workflows: [one, { ...one, id: "other", name: "Theirs" }] }),
  );
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved.").waitFor();
  assert.equal((await workflowIn(shop, "on-sign-up")).name, "Ours");
  assert.equal((await workflowIn(shop, "other")).name, "Theirs");
  await close();
});
