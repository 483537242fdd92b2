// Tasks on Home: what they are about, done, passed on; and the team in settings.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "../blackbox/bodies.mjs";
import { onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let browser;
let world;
let shop;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
  shop = await world.shop();
  const call = { type: "create_task", title: "Call about the wholesale order", to: "Anna" };
  const config = recovery({
    workflows: [
      onSignUp([
        { ...call, id: "call", note: "They asked twice.", due_in: { amount: 2, unit: "hours" } },
        { ...call, id: "check", title: "Check the address", to: "Somebody else" },
      ]),
    ],
  });
  config.shop.team = [
    { name: "Anna", email: "anna@team.example" },
    { name: "Ben", email: "ben@team.example" },
  ];
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
  const { now } = await world.advance(shop, 2_000);
  const at = new Date(now).toISOString();
  const times = { created_at: at, updated_at: at };
  await world.deliver(shop, "customers/create", customer(1, "mira@example.test", times));
  await until(async () => (await list()).open === 2);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const list = async () => (await world.api("GET", `${shop.api}/tasks`)).body;
const open = (at, options) =>
  openPage(browser, `${world.base}/app/?shop=${shop.shop}#/${at}`, { key: ADMIN_KEY, ...options });
const home = (options) => open("home", options);
const tasks = (page, n) =>
  page.getByRole("region", { name: `${n} task${n === 1 ? "" : "s"} to do` });

for (const width of Object.keys(WIDTHS)) {
  test(`tasks and team, ${width}`, async () => {
    const { page, complaints, close } = await home({ width, bypassCSP: true });
    const card = tasks(page, 2);
    await card.getByText("Check the address").waitFor();
    await pictures(page, `tasks-${width}`, { fullPage: true });
    assert.deepEqual(await violations(page), []);
    await card.getByRole("button", { name: "Pass on: Check the address" }).click();
    await page.getByRole("dialog").waitFor();
    await pictures(page, `tasks-pass-${width}`);
    await close();
    const settings = await open("settings/team", { width, bypassCSP: true });
    const team = settings.page.getByRole("region", { name: "Team", exact: true });
    await team.getByLabel("Name").first().waitFor();
    await pictures(settings.page, `team-${width}`, team);
    assert.deepEqual(await violations(settings.page), []);
    await settings.close();
    assert.deepEqual(complaints, []);
  });
}

test("a task shows its customer, cause, due time and assignee; it is passed on and done", async () => {
  const { page, complaints, close } = await home({});
  const card = tasks(page, 2);
  const call = card.getByRole("listitem").filter({ hasText: "Call about the wholesale order" });
  await call.getByText("They asked twice.").waitFor();
  await call.getByRole("link", { name: "Mira Okafor" }).waitFor();
  await call.getByRole("link", { name: "On sign-up" }).waitFor();
  await call.getByText(/^Due .* · Anna/).waitFor();
  const check = card.getByRole("listitem").filter({ hasText: "Check the address" });
  await check.getByText("Somebody else, who isn’t on your team and got no email").waitFor();

  // By keyboard alone.
  await check.getByRole("button", { name: "Pass on: Check the address" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Pass on “Check the address”" });
  await dialog.getByLabel("To").selectOption({ label: "Ben (ben@team.example)" });
  await dialog.getByRole("button", { name: "Pass on" }).click();
  await page.getByText("Passed on. They’re getting an email.").waitFor();
  await check.getByText(/No due time · Ben/).waitFor();

  await call.getByRole("button", { name: "Done: Call about the wholesale order" }).click();
  await tasks(page, 1).waitFor();
  const { tasks: left } = await list();
  assert.deepEqual(
    left.map(({ title, to }) => [title, to]),
    [["Check the address", "Ben"]],
  );
  assert.deepEqual(complaints, []);
  await close();
});

test("nothing can be changed before the shop's configuration is there", async () => {
  let answer = () => {};
  const answered = new Promise((resolve) => (answer = resolve));
  const { page, close } = await open("settings/team", {
    held: { address: /\/config$/, until: answered },
  });
  const team = page.getByRole("region", { name: "Team", exact: true });
  await team.getByRole("status").waitFor();
  // The other sections come from the server meanwhile.
  await page.getByRole("region", { name: "Privacy requests" }).getByRole("status").waitFor();
  assert.equal(await team.getByRole("button").count(), 0);
  assert.equal(await page.getByLabel("Shop name").count(), 0);
  answer();
  await team.getByRole("button", { name: "Remove Anna" }).waitFor();
  await page.getByLabel("Shop name").waitFor();
  await close();
});

test("somebody is added to the team and published", async () => {
  const { page, complaints, close } = await open("settings/team", {});
  const team = page.getByRole("region", { name: "Team", exact: true });
  await team.getByRole("button", { name: "Add a person" }).click();
  await team.getByLabel("Name").nth(2).fill("Clara");
  await team.getByLabel("Email address").nth(2).fill("clara");
  await page
    .getByText(/Expected an email address; found “clara”/)
    .first()
    .waitFor();
  await team.getByLabel("Email address").nth(2).fill("clara@team.example");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Save settings of/ });
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await until(async () => (await list()).team.length === 3, { what: "the third person" });
  await team.getByRole("button", { name: "Remove Clara" }).click();
  assert.equal(await team.getByLabel("Name").count(), 2);
  assert.deepEqual(complaints, []);
  await close();
});
