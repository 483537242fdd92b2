// The email editor: blocks, words in two languages, who sees what; what is written is what arrives.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, startWorld } from "../blackbox/world.mjs";
import { openBrowser, openPage, pictures, violations, WIDTHS } from "./page.mjs";

let browser;
let world;

before(async () => {
  [world, browser] = await Promise.all([startWorld({}), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const send = { id: "hello", type: "send", message: "cart-hour-1" };

async function shopWith(message) {
  const shop = await world.shop();
  const config = recovery({ workflows: [onSignUp([send], { status: "draft" })] });
  config.messages["cart-hour-1"] = message;
  const saved = await world.api("PUT", `${shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return shop;
}
async function edit(shop, options) {
  const opened = await openPage(
    browser,
    `${world.base}/app/?shop=${shop.shop}#/workflows/on-sign-up`,
    { key: ADMIN_KEY, ...options },
  );
  await opened.page.locator("#node-steps\\[0\\]").click();
  await opened.page.getByRole("button", { name: "Edit email" }).click();
  await opened.page.getByRole("heading", { name: "Edit email" }).waitFor();
  return opened;
}
/** The message as the shop's draft has it, once it's saved. */
async function savedDraft(page, shop) {
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Draft saved.").waitFor();
  const { body } = await world.api("GET", `${shop.api}/workflows/on-sign-up/draft`);
  return body.changes.messages["cart-hour-1"];
}
const preview = (page) => page.frameLocator('iframe[title^="Preview of"]');

for (const width of Object.keys(WIDTHS)) {
  test(`an email is put together from blocks, with the keyboard too (${width})`, async () => {
    const shop = await shopWith({ subject: "Hello", html: "<p>As it <b>was</b></p>" });
    const { page, complaints, close } = await edit(shop, { width, bypassCSP: true });
    // HTML of one's own is a block among others.
    await page.getByRole("button", { name: /^HTML or MJML/ }).waitFor();
    await page.getByRole("button", { name: "Add block" }).click();
    await page.keyboard.type("heading");
    await page.keyboard.press("Enter");
    await page.locator('[id="block-blocks.1"]:focus').waitFor();
    const text = page.getByRole("textbox", { name: "Text", exact: true });
    await text.fill("Welcome, ");
    await text.focus();
    await page.keyboard.press("End");
    await page.getByRole("button", { name: "Insert field into Text" }).click();
    await page.keyboard.type("first name");
    await page.keyboard.press("Enter");
    await preview(page).getByRole("heading", { name: "Welcome, Anna" }).waitFor();
    // Something is said to whoever has no name, and a sign-up is about no cart.
    await text.getByRole("button", { name: "customer.first_name" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "If customer.first_name is empty, say" }).fill("there");
    await page.keyboard.press("Enter");
    await text.getByRole("button", { name: "customer.first_name or “there”" }).waitFor();
    await page.getByRole("button", { name: "Insert field into Text" }).click();
    const options = page.getByRole("listbox").getByRole("option");
    await options.first().waitFor();
    const offered = (await options.allTextContents()).join(" ");
    assert.match(offered, /Total spent/);
    assert.doesNotMatch(offered, /More items|Placed at|Free gift/);
    await page.keyboard.press("Escape");
    // Up with the keyboard, and back with undo.
    await page.getByRole("button", { name: "Move Heading, 2 of 2" }).focus();
    await page.keyboard.press("ArrowUp");
    await page.locator('[id="handle-blocks.0"]:focus').waitFor();
    assert.equal(
      await page.locator("[data-part=block]").first().getAttribute("data-type"),
      "heading",
    );
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await page.locator("[data-part=block]").first().getAttribute("data-type"), "raw");
    await page.getByRole("button", { name: "Redo" }).click();
    // Only some see it.
    await page.getByRole("button", { name: /^HTML or MJML/ }).click();
    await page.getByRole("button", { name: "Only some" }).click();
    await page.locator("[data-part=sentence]").waitFor();
    await pictures(page, `email-editor-${width}`);
    assert.deepEqual(await violations(page), []);
    const message = await savedDraft(page, shop);
    assert.deepEqual(message.design, {
      blocks: [
        {
          text: 'Welcome, {{ customer.first_name | default: "there" }}',
          type: "heading",
          id: "heading",
        },
        {
          type: "raw",
          html: "<p>As it <b>was</b></p>",
          if: { type: "order_count", is: "at_least", count: 1 },
          id: "raw",
        },
      ],
    });
    assert.equal(message.html, undefined);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("an image is uploaded small, without what the camera said, and is there for other emails", async () => {
  const shop = await shopWith({ subject: "Hello", design: { blocks: [{ type: "footer" }] } });
  const { page, complaints, close } = await edit(shop, { width: 1280, bypassCSP: true });
  // A photo of 3,000 pixels that says where it was taken.
  const photo = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [3000, 1500];
    const context = canvas.getContext("2d");
    const colors = context.createLinearGradient(0, 0, 3000, 1500);
    colors.addColorStop(0, "#0f766e");
    colors.addColorStop(1, "#f59e0b");
    context.fillStyle = colors;
    context.fillRect(0, 0, 3000, 1500);
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
  });
  const bytes = Buffer.from(photo, "base64");
  const place = Buffer.from("Exif\0\0GPS 52.5200 N 13.4050 E");
  const head = Buffer.from([0xff, 0xe1, 0, place.length + 2]);
  const tagged = Buffer.concat([bytes.subarray(0, 2), head, place, bytes.subarray(2)]);

  await page.getByRole("button", { name: "Add block" }).click();
  await page.keyboard.type("image");
  await page.keyboard.press("Enter");
  const file = page.locator("input[type=file]");
  await file.setInputFiles({ name: "kiln.jpg", mimeType: "image/jpeg", buffer: tagged });
  const source = page.getByRole("textbox", { name: "Image address" });
  await page.waitForFunction(() =>
    /\/i\/[a-z2-7]{26}\/[a-z2-7]{26}\.jpg$/.test(
      document.querySelector("[data-part=block][data-open=true] input:not([type=file])")?.value ??
        "",
    ),
  );
  const url = await source.inputValue();
  const shown = preview(page).locator(`img[src="${url}"]`);
  await shown.waitFor();
  assert.equal(await shown.evaluate((image) => image.naturalWidth), 1600);
  const served = Buffer.from(await (await fetch(url)).arrayBuffer());
  assert.ok(served.length < tagged.length && !served.includes("GPS"), `${served.length} bytes`);

  // What it shows is asked for, unless it's decoration.
  const warned = page.getByText("This image has no description.");
  await page.getByRole("textbox", { name: "Description", exact: true }).fill("");
  await warned.first().waitFor();
  await page.getByLabel("Only decoration, no description needed").check();
  await warned.first().waitFor({ state: "detached" });

  // What can't be one is said.
  await file.setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("no") });
  await page.getByText("This browser can’t read that image.").waitFor();
  const gif = Buffer.alloc(1024 * 1024 + 1);
  await file.setInputFiles({ name: "x.gif", mimeType: "image/gif", buffer: gif });
  await page.getByText("This animation is larger than 1 MB.").waitFor();
  assert.equal(await source.inputValue(), url);

  // Another block takes it from the shelf; from there it's deleted as well.
  await source.fill("https://mira-ceramics.example/other.jpg");
  await page.getByRole("button", { name: "Choose from your images" }).click();
  const shelf = page.getByRole("dialog", { name: "Your images" });
  await shelf.getByText("1600 × 800").waitFor();
  await pictures(page, "email-images");
  assert.deepEqual(await violations(page), []);
  await shelf.getByRole("button", { name: "Use kiln.jpg" }).click();
  assert.equal(await source.inputValue(), url);
  await page.getByRole("button", { name: "Choose from your images" }).click();
  await shelf.getByRole("button", { name: "Delete kiln.jpg" }).click();
  await page.getByRole("button", { name: "Delete image" }).click();
  await shelf.getByText("You haven’t uploaded an image yet.").waitFor();
  assert.equal((await fetch(url)).status, 404);
  // The other image is nowhere.
  assert.deepEqual(
    complaints.filter((one) => !one.includes("Failed to load")),
    [],
  );
  await close();
});

test("words in another language stand beside the original, and the preview speaks it", async () => {
  const shop = await shopWith({
    subject: "Hello",
    design: {
      blocks: [
        { type: "heading", id: "title", text: "Good to see you" },
        { type: "button", id: "go", label: "Shop", link: "{{ shop.url }}" },
        {
          type: "columns",
          columns: [{ blocks: [] }, { blocks: [{ type: "text", text: "Inside" }] }],
        },
        { type: "footer" },
      ],
    },
  });
  const { page, complaints, close } = await edit(shop, {});
  await page.getByRole("button", { name: "Add language" }).click();
  await page.keyboard.type("german");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Subject", exact: true }).fill("Hallo");
  await page.locator('[id="block-blocks.0"]').click();
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Schön, dich zu sehen");
  await preview(page).getByRole("heading", { name: "Schön, dich zu sehen" }).waitFor();
  await preview(page).getByText("Abmelden").waitFor();
  // What isn't translated stays as it is.
  await preview(page).getByText("Shop", { exact: true }).waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await preview(page).getByRole("heading", { name: "Good to see you" }).waitFor();
  // What is clicked in the preview is what is edited, and the frame is as closed as it was.
  const openAt = (place) => page.locator(`[id="block-${place}"][aria-expanded=true]:focus`);
  await preview(page).getByText("Shop", { exact: true }).click({ force: true });
  await openAt("blocks.1").waitFor();
  await page.getByRole("textbox", { name: "Label", exact: true }).waitFor();
  await preview(page).getByRole("heading", { name: "Good to see you" }).click({ force: true });
  await openAt("blocks.0").waitFor();
  await preview(page).getByText("Inside", { exact: true }).click({ force: true });
  await openAt("blocks.2.columns.1.blocks.0").waitFor();
  const frame = page.locator('iframe[title^="Preview of"]');
  assert.equal(await frame.getAttribute("sandbox"), "allow-same-origin");
  const leads = "a[href], form, script";
  assert.equal(await preview(page).locator(leads).count(), 0);
  const { translations } = await savedDraft(page, shop);
  assert.deepEqual(translations, {
    de: { subject: "Hallo", blocks: { title: { text: "Schön, dich zu sehen" } } },
  });
  assert.deepEqual(complaints, []);
  await close();
});

test("a block is saved for other emails, and changed for all of them", async () => {
  const shop = await shopWith({
    subject: "Hello",
    design: {
      blocks: [
        { type: "text", id: "service", text: "Questions?", if: { type: "tag", tag: "vip" } },
        { type: "footer", id: "footer" },
      ],
    },
  });
  const { page, close } = await edit(shop, {});
  await page.locator('[id="block-blocks.0"]').click();
  await page.getByRole("button", { name: "Save for other emails" }).click();
  await page.getByText("Only this email uses it so far.").waitFor();
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Questions? Just reply.");
  const { design } = await savedDraft(page, shop);
  const own = { type: "saved", id: "service", block: "service", if: { type: "tag", tag: "vip" } };
  assert.deepEqual(design.blocks[0], own);
  const { body } = await world.api("GET", `${shop.api}/workflows/on-sign-up/draft`);
  assert.deepEqual(body.changes.saved_blocks, {
    service: { type: "text", text: "Questions? Just reply." },
  });
  await close();
});

test("bold, links and lists are written as the file has them, and nothing of a pasted page comes along", async () => {
  const shop = await shopWith({
    subject: "Hello",
    design: {
      blocks: [{ type: "text", id: "t", text: "a < b & <b>bold</b>\n{% if x %}y{% endif %}" }],
    },
  });
  const { page, close } = await edit(shop, {});
  await page.locator('[id="block-blocks.0"]').click();
  const text = page.getByRole("textbox", { name: "Text", exact: true });
  await text.getByText("{% if x %}").waitFor();
  await text.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" more");
  await page.keyboard.press("Shift+Home");
  await page.getByRole("button", { name: "Link", exact: true }).click();
  await page.getByRole("textbox", { name: "Link address" }).fill("/sale?a=1&b=2");
  await page.keyboard.press("Enter");
  const { design } = await savedDraft(page, shop);
  assert.match(design.blocks[0].text, /^a &lt; b &amp; <b>bold<\/b>\n/);
  assert.match(design.blocks[0].text, /<a href="\/sale\?a=1&amp;b=2">.*more<\/a>$/);
  await close();
});
