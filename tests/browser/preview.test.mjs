// The preview as a merchant uses it, without a key and without a customer: at both widths.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, violations, WIDTHS } from "./page.mjs";

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const at = (workflow) => `${world.base}/app/#/workflows/${workflow}`;
/** The builder of a template; on a phone the dry run is its second side. */
const open = async (options) => {
  const opened = await openPage(browser, at("cart-abandonment-recovery"), options);
  if (options.width === "phone")
    await opened.page.getByRole("button", { name: "Dry run", exact: true }).click();
  return opened;
};
const lead = (page, text) => page.locator("[data-part=summary]", { hasText: text }).waitFor();

for (const width of Object.keys(WIDTHS)) {
  test(`the first view shows the cart template's whole timeline for Anna (${width})`, async () => {
    const { page, complaints, close } = await open({ width });
    await lead(page, /^Anna gets 4 messages and 1 coupon\. The first goes out /);
    const sends = await page.locator("li[data-mark=send] [data-part=title]").allTextContents();
    assert.deepEqual(sends, [
      "Your cart at Mira Ceramics is still here",
      "Still thinking it over?",
      "10% off your cart",
      "A last word about your cart",
    ]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= WIDTHS[width].width, `the page is ${wide} wide`);
    assert.deepEqual(complaints, []);
    await close();
  });

  test(`what if she orders in time: nothing is sent, and the reason is read out (${width})`, async () => {
    const { page, close } = await open({ width });
    await lead(page, "4 messages");
    await page.getByRole("button", { name: "they order after 59:59" }).click();
    await lead(page, "gets no messages");
    // Moved on by an hour, the order comes after the first reminder.
    await page.getByRole("button", { name: "+1 h, Order placed" }).click();
    await lead(page, "gets 1 message");
    await page.getByText(/Left .* because they ordered after entering the workflow/).waitFor();
    await close();
  });

  test(`no consent is said in a sentence, with the person's own choice beside it (${width})`, async () => {
    const { page, close } = await open({ width });
    await lead(page, "4 messages");
    await page.getByRole("combobox", { name: "Customer" }).selectOption("ben");
    await lead(page, "Ben gets no messages: they never agreed to marketing on this channel");
    // Four messages, and the code that would have gone with one of them.
    assert.equal(await page.locator("li[data-mark=stop]").count(), 5);
    await close();
  });

  test(`axe finds nothing to object to (${width})`, async () => {
    const { page, close } = await open({ width, bypassCSP: true });
    await lead(page, "4 messages");
    await page.getByText("Why?", { exact: true }).first().click();
    await page.getByRole("button", { name: "Show message" }).first().click();
    assert.deepEqual(await violations(page), []);
    await page.getByText("Edit customer").click();
    assert.deepEqual(await violations(page), []);
    if (width === "phone") await page.getByRole("button", { name: "Steps", exact: true }).click();
    await page.getByRole("button", { name: "Stops when" }).click();
    await page.locator("[data-part=sentence] button").first().click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Edit as JSON" }).click();
    await page
      .getByRole("region", { name: "Configuration (JSON)" })
      .getByText("No errors")
      .waitFor();
    assert.deepEqual(await violations(page), []);
    await page.goto(`${world.base}/app/#/customers`);
    await page.getByText("Sign in to see").waitFor();
    assert.deepEqual(await violations(page), []);
    await close();
  });
}

test("time is dragged with the keyboard, and says what has happened and what is next", async () => {
  const { page, close } = await open({});
  await lead(page, "4 messages");
  const standing = page.locator("[data-part=standing]");
  assert.match(await standing.textContent(), /Nothing sent yet\. Next: Email “Your cart/);
  const slider = page.getByRole("slider");
  await slider.focus();
  await page.keyboard.press("End");
  assert.match(await standing.textContent(), /4 messages sent so far\. Nothing more to come\./);
  assert.match(await slider.getAttribute("aria-valuetext"), /^\w{3}, \w{3} \d+, \d+:\d\d [AP]M/);
  await page.getByRole("button", { name: "Earlier event" }).click();
  await page.getByRole("button", { name: "Earlier event" }).click();
  assert.match(await standing.textContent(), /3 messages sent so far\. Next: Email “A last word/);
  await close();
});

test("a text of one's own is checked while it is typed, and a finding leads to its place", async () => {
  const { page, close } = await open({});
  await lead(page, "4 messages");
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  const editor = page.getByRole("textbox", { name: "Configuration (JSON)" });
  const text = await editor.inputValue();
  await editor.fill(text.replace('"message": "cart-hour-24"', '"message": "cart-hour-25"'));
  const finding = page.locator("[data-part=finding]", {
    hasText: "Unknown message “cart-hour-25”.",
  });
  await finding.click();
  const selected = await editor.evaluate((area) =>
    area.value.slice(area.selectionStart, area.selectionEnd),
  );
  assert.equal(selected, '"message": "cart-hour-25"');
  await page.getByText("There’s an error to fix. This dry run is from before it.").waitFor();
  await editor.fill(`${text.slice(0, 40)},,`);
  await page.getByText(/Invalid JSON/).waitFor();
  await editor.fill(text.replace('"amount": 1,', '"amount": 3,'));
  await page.locator("li[data-mark=send] time").first().getByText("9:20 PM").waitFor();
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard changes" }).click();
  await page.locator("li[data-mark=send] time").first().getByText("7:20 PM").waitFor();
  await close();
});

test("half-typed and senseless texts get diagnostics, never a broken page", async () => {
  const { page, complaints, close } = await open({});
  await lead(page, "4 messages");
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  const editor = page.getByRole("textbox", { name: "Configuration (JSON)" });
  const text = await editor.inputValue();
  const config = JSON.parse(text);
  const [workflow] = config.workflows;
  const senseless = [
    { workflows: 7 },
    { workflows: [null, 7, {}] },
    { workflows: [{ ...workflow, steps: 5, exit_on: "x", trigger: "y", filter: 3 }] },
    {
      workflows: [{ ...workflow, steps: [null, { id: 1 }, { id: 2, type: "send", message: {} }] }],
    },
    { shop: null },
    { shop: { ...config.shop, currency: "moon", time_zone: "Moon/Base" } },
    { messages: [1] },
    { messages: { "cart-hour-1": { subject: 5, html: 6 } } },
  ];
  for (const part of senseless) {
    await editor.fill(JSON.stringify({ ...config, ...part }));
    await page
      .getByRole("region", { name: "Configuration (JSON)" })
      .getByText(/\d errors?/)
      .waitFor();
  }
  for (const broken of ["", "[]", "null", '"', "{".repeat(500), "\\"]) {
    await editor.fill(broken);
    await page.locator("[data-part=finding]").first().waitFor();
  }
  await editor.fill(text);
  await lead(page, "Anna gets 4 messages");
  assert.deepEqual(complaints, []);
  await close();
});

test("each template begins with what it is about", async () => {
  const { page, close } = await open({});
  await page.goto(at("new-customer-welcome"));
  await lead(page, "Anna gets 4 messages and 1 coupon");
  await page.goto(at("vip-customer-upgrade"));
  await lead(page, "Anna gets 1 message and 1 coupon");
  const done = await page.locator("li[data-mark=act] [data-part=title]").allTextContents();
  assert.deepEqual(done.slice(-2).sort(), [
    "Add tag “VIP”",
    "Create task “Thank a new VIP in person”, due in 1 day",
  ]);
  await close();
});

test("hostile names run no script, in the page or in a message's preview", async () => {
  const { page, complaints, close } = await open({});
  await lead(page, "4 messages");
  const name = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>';
  await page.getByText("Edit customer").click();
  await page.getByRole("textbox", { name: "First name" }).fill(name);
  await page.getByText(`${name} starts checkout`).waitFor();
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  const editor = page.getByRole("textbox", { name: "Configuration (JSON)" });
  const config = JSON.parse(await editor.inputValue());
  const { channel, subject } = config.messages["cart-hour-1"];
  const html = `{{ customer.first_name | raw }}<svg onload="parent.hurt=1"></svg><iframe src="javascript:parent.hurt=1"></iframe><form action="/api"><input></form><p onclick="parent.hurt=1" style="background:url(/healthz)">kept</p><a href="https://elsewhere.example">a link</a>`;
  config.messages["cart-hour-1"] = { channel, subject, html };
  await editor.fill(JSON.stringify(config));
  await page.getByRole("button", { name: "Show message" }).first().click();
  const frame = page.frameLocator("iframe");
  await frame.getByText("kept", { exact: true }).waitFor();
  assert.equal(
    await frame
      .locator("script, svg, iframe, form, input, img, [onclick], [onload], [href]")
      .count(),
    0,
  );
  assert.equal(await page.evaluate(() => window.hurt), undefined);
  assert.equal(await page.locator("iframe").getAttribute("sandbox"), "allow-same-origin");
  assert.deepEqual(complaints, []);
  await close();
});

test("the first load stays under 200 kB of JavaScript, and the policy allows nothing inline", async () => {
  const { gzipSync } = await import("node:zlib");
  const { page, close } = await open({});
  await lead(page, "4 messages");
  const files = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => name.endsWith(".js")),
  );
  let bytes = 0;
  for (const file of files)
    bytes += gzipSync(Buffer.from(await (await fetch(file)).arrayBuffer())).length;
  assert.ok(files.length >= 2 && bytes < 200_000, `${bytes} bytes in ${files.length} files`);
  const policy = (await fetch(`${world.base}/app/`)).headers.get("content-security-policy");
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.doesNotMatch(policy, /unsafe-inline/);
  await close();
});
