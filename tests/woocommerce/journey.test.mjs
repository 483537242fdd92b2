/**
 * From the shop to the mailbox and back, in a real browser: somebody looks, fills a cart, types an address
 * and leaves; the email's link brings the cart back elsewhere; who has ordered is left in peace.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { HOUR, recovery } from "../blackbox/recovery-config.mjs";
import { ADMIN_KEY, until } from "../blackbox/world.mjs";
import { openBrowser, openPage, violations } from "../browser/page.mjs";
import { startMerchant } from "./merchant.mjs";

let merchant;
let mail;
let browser;

before(async () => {
  mail = await startMailServer();
  merchant = await startMerchant({ smtp: mail.url });
  // Set for the whole browser: what leaves with a page has no page left whose setting could count.
  browser = await openBrowser(["--ignore-certificate-errors"]);
  const from = performance.now();
  await merchant.connect();
  const saved = await merchant.world.api("PUT", `${merchant.shop.api}/config`, config());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  console.log(`from Connect to a live workflow: ${Math.round(performance.now() - from)} ms`);
});
after(async () => {
  await browser?.close();
  await merchant?.stop();
  await mail?.close();
});

const config = () =>
  recovery({
    messages: { left: { subject: "You left something", text: "Back to it: {{ cart.url }}" } },
    workflows: [
      {
        id: "carts",
        name: "Carts",
        status: "live",
        trigger: { type: "cart_abandoned", after: { amount: 1, unit: "hours" } },
        exit_on: ["order_placed"],
        steps: [{ id: "mail", type: "send", message: "left", kind: "transactional" }],
      },
    ],
  });

const STORE = "/wp-json/wc/store/v1";

/** A browser of its own, as another person or another device has. */
async function open() {
  const context = await browser.newContext();
  const page = await context.newPage();
  const beacons = [];
  page.on("request", (request) => {
    if (request.url().includes("/v1/events")) beacons.push(JSON.parse(request.postData()));
  });
  const go = (path) => page.goto(merchant.site.base + path);
  /** What the shop's own scripts call. */
  const call = (path, body) =>
    page.evaluate(
      async ([where, json]) => {
        const answer = await fetch(where, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(json),
        });
        return answer.json();
      },
      [path, body],
    );
  return { context, page, beacons, go, call };
}
const stateOf = async (email) => {
  const found = await merchant.world.customer(merchant.shop, email);
  assert.ok(found, email);
  const { body } = await merchant.world.api(
    "GET",
    `${merchant.shop.api}/customers/${found.customer}`,
  );
  return body.state.customer;
};
/** All that is written down of somebody, as text, once it mentions something. */
async function storyWith(email, what) {
  const { customer } = await merchant.world.customer(merchant.shop, email);
  const path = `${merchant.shop.api}/customers/${customer}/timeline?limit=100`;
  const story = JSON.stringify((await merchant.world.api("GET", path)).body);
  return story.includes(what) ? story : null;
}
const mailsTo = (email) => mail.mails.filter(({ to }) => to.includes(email));

test("an abandoned cart becomes an email whose link brings the cart back on another device", async () => {
  const olav = await open();
  await olav.go("/product/scarf/");
  await olav.page.evaluate("edgewise('track', 'Size Chart Opened', { chart: 'scarves' })");
  await olav.call(`${STORE}/cart/add-item`, { id: 14, quantity: 2 });
  await olav.go("/checkout/");
  await olav.call(`${STORE}/cart/update-customer`, {
    billing_address: { email: "olav@example.test", first_name: "Olav", country: "DE" },
  });
  const state = await until(
    async () => (await merchant.world.customer(merchant.shop, "olav@example.test")) !== null,
    { what: "the customer" },
  );
  assert.ok(state);
  assert.deepEqual(
    olav.beacons.slice(0, 3).map(({ type, event }) => event ?? type),
    ["page", "Product Viewed", "Size Chart Opened"],
  );
  assert.equal(new Set(olav.beacons.map(({ anonymousId }) => anonymousId)).size, 1);

  // What they did before they typed an address is theirs; the last beacon leaves with the page.
  const story = await until(() => storyWith("olav@example.test", "Page Left"), {
    what: "the views",
  });
  for (const what of ["product_viewed", "Size Chart Opened", "checkout_started"]) {
    assert.ok(story.includes(what), what);
  }

  await merchant.world.advance(merchant.shop, HOUR + 60_000);
  await until(() => mailsTo("olav@example.test").length === 1, { what: "the email" });
  const [ours] = /http\S+\/c\/[\w-]{56}/.exec(mailsTo("olav@example.test")[0].text);
  const way = await merchant.world.fetch(new URL(ours).pathname, { redirect: "manual" });
  const link = way.headers.get("location");
  assert.match(link, /^https:\/\/\S+edgewise_cart=\S+&utm_source=edgewise&/);

  const phone = await open();
  await phone.page.goto(link);
  assert.match(phone.page.url(), /\/checkout\/\?utm_source=edgewise&utm_medium=email&\S+$/);
  assert.deepEqual(await phone.page.locator(".line").allTextContents(), ["2 x Scarf & gloves"]);
  const email = await phone.page.evaluate(
    async (path) => (await (await fetch(path)).json()).email,
    `${STORE}/cart`,
  );
  assert.equal(email, "", "whoever opens the link does not become Olav");
});

test("the settings say how the store is connected, and make the code for connecting again", async () => {
  const { world, shop, site } = merchant;
  const { page, complaints, close } = await openPage(
    browser,
    `${world.base}/app/?shop=${shop.shop}#/settings/connection`,
    { key: ADMIN_KEY },
  );
  const part = page.getByRole("region", { name: "Connection", exact: true });
  await part.getByText(`The plugin at ${site.domain} is connected.`).waitFor();
  await part.getByRole("button", { name: "Create a code to reconnect" }).click();
  const code = await part.getByRole("status").locator("code").textContent();
  assert.match(code, /^https:\/\/localhost:\d+\/connect\/woocommerce#[a-z2-7]{26}\.[\w-]{43}$/);
  await part.getByRole("button", { name: "Disconnect the store…" }).click();
  const asked = page.getByRole("dialog", { name: "Disconnect the store?" });
  await asked.getByText("Customers and workflows stay.").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  assert.deepEqual(complaints, []);
  await close();
});

test("a mistyped address that was corrected gets nothing: the cart moves with the correction", async () => {
  const nora = await open();
  await nora.go("/product/mug/");
  await nora.call(`${STORE}/cart/add-item`, { id: 13, quantity: 1 });
  for (const email of ["nora@exmaple.test", "nora@example.test"]) {
    await nora.call(`${STORE}/cart/update-customer`, { billing_address: { email } });
  }
  await until(
    async () => (await merchant.world.customer(merchant.shop, "nora@example.test")) !== null,
  );
  await merchant.world.advance(merchant.shop, HOUR + 60_000);
  await until(() => mailsTo("nora@example.test").length === 1, { what: "the email" });
  assert.deepEqual(mailsTo("nora@exmaple.test"), []);
});

test("who ordered gets no reminder, and their consent is known with its text", async () => {
  const ida = await open();
  await ida.go("/product/mug/");
  await ida.call(`${STORE}/cart/add-item`, { id: 13, quantity: 1 });
  await ida.call(`${STORE}/cart/update-customer`, {
    billing_address: { email: "ida@example.test" },
  });
  await ida.go("/classic-checkout/");
  // A click as a person makes it; the stand-in's checkout has no block of its own.
  await ida.page.locator("#edgewise_email_consent").click();
  await ida.call(`${STORE}/checkout`, {
    billing_address: { email: "ida@example.test" },
    payment_method: "cod",
    additional_fields: { "edgewise/email-consent": true, "edgewise/birthday": "1990-05-17" },
  });
  await merchant.site.php("return standin_run_queue();");
  await until(
    async () =>
      (await stateOf("ida@example.test")).consent?.channels?.email?.consent === "subscribed",
    { what: "the consent" },
  );
  const { consent, orders, profile } = await stateOf("ida@example.test");
  assert.match(consent.channels.email.proof, /^[0-9a-f]{8}: Email me news/);
  assert.equal(Object.keys(orders.by_id).length, 1);
  assert.equal(profile.birth_date[0], "1990-05-17");
  await merchant.world.advance(merchant.shop, 2 * HOUR);
  assert.deepEqual(mailsTo("ida@example.test"), []);
});

test("a script that ticks the box by itself is no act of the buyer", async () => {
  const tove = await open();
  await tove.go("/classic-checkout/");
  await tove.page.evaluate(
    "const box = document.querySelector('#edgewise_email_consent'); box.checked = true; box.dispatchEvent(new Event('change', { bubbles: true }))",
  );
  const cookies = await tove.context.cookies();
  assert.ok(!cookies.some(({ name }) => name === "edgewise_boxes"));
});

test("before the banner's yes nothing is stored or sent, and what was dropped stays dropped", async () => {
  const sven = await open();
  await sven.page.addInitScript("window.wp_has_consent = () => window.said === true;");
  await sven.go("/product/mug/");
  await sven.page.evaluate("edgewise('track', 'Too Early')");
  assert.deepEqual(sven.beacons, []);
  assert.deepEqual(await sven.context.cookies(), []);
  await sven.page.evaluate(
    "window.said = true; document.dispatchEvent(new CustomEvent('wp_listen_for_consent_change', { detail: { marketing: 'allow' } }))",
  );
  await until(() => sven.beacons.length === 2, { what: "the view" });
  assert.deepEqual(
    sven.beacons.map(({ type, event }) => event ?? type),
    ["page", "Product Viewed"],
  );
  // And a no that comes later is asked for each time.
  await sven.page.evaluate("window.said = false; edgewise('track', 'Too Late')");
  assert.equal(sven.beacons.length, 2);
});

test("erasing a person in WordPress erases them in Edgewise", async () => {
  const erased = await merchant.site.php(
    "$all = apply_filters( 'wp_privacy_personal_data_erasers', array() ); return call_user_func( $all['edgewise']['callback'], 'ida@example.test', 1 );",
  );
  assert.deepEqual([erased.items_removed, erased.items_retained], [true, false]);
  assert.equal(await merchant.world.customer(merchant.shop, "ida@example.test"), null);
});

test("a form of Edgewise stands in the shop's own page, with a script and without one", async () => {
  const forms = [
    { id: "news", title: "News", agrees_to: "I’d like to get <news>.", asks: ["first_name"] },
    { id: "back", type: "back_in_stock", title: "Back?", agrees_to: "One email." },
  ];
  const saved = await merchant.world.api("PUT", `${merchant.shop.api}/config`, {
    ...config(),
    forms,
  });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const pageId = await merchant.site.php(`
    $product = get_page_by_path( 'scarf', OBJECT, 'product' );
    wp_update_post( array( 'ID' => $product->ID, 'post_content' => '[edgewise_form id="back"]' ) );
    return wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Letters', 'post_name' => 'letters',
      'post_content' => '<!-- wp:edgewise/form {"form":"news"} /-->[edgewise_form id="none"][edgewise_form id="../x"]' ) );`);
  assert.ok(pageId > 0);
  const consentOf = async (email) => (await stateOf(email)).consent?.channels?.email?.consent;
  const ana = await open();
  await ana.go("/letters/");
  assert.equal(await ana.page.locator("form[data-edgewise-form]").count(), 1);
  await ana.page.getByLabel("Email address").fill("ana@example.test");
  await ana.page.getByLabel("First name").fill("Ana");
  await ana.page.getByRole("button", { name: "Sign up" }).click();
  await ana.page.getByRole("status").getByText("Thank you for signing up").waitFor();
  assert.match(ana.page.url(), /\/letters\/$/);
  assert.equal(await consentOf("ana@example.test"), "subscribed");

  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${merchant.site.base}/letters/`);
  await page.getByLabel("Email address").fill("ben@example.test");
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByRole("heading", { name: "Thank you for signing up" }).waitFor();
  assert.equal(await consentOf("ben@example.test"), "subscribed");

  // On a product's page, the form knows the product.
  const markup = await merchant.site.php(`
    $GLOBALS['wp_query'] = new WP_Query( array( 'name' => 'scarf', 'post_type' => 'product' ) );
    return do_shortcode( '[edgewise_form id="back"]' );`);
  assert.match(markup, /name="product" value="14"/);
  assert.doesNotMatch(markup, /<script/);
  // An Edgewise that doesn't answer leaves the form as it was, or the way to it.
  const away = await merchant.site.php(`
    add_filter( 'pre_http_request', function () { return new WP_Error( 'away' ); } );
    return array( \\Edgewise\\form_markup( 'news' ), \\Edgewise\\form_markup( 'other' ) );`);
  assert.match(away[0], /<form class="edgewise-form"/);
  assert.match(away[1], /<a href="[^"]+\/f\/[a-z2-7]{26}\.other">/);
});

test("an address that was only typed is forgotten after 30 days, and an order or a newer cart keeps it", async () => {
  const DAY = 24 * HOUR;
  const known = async () => {
    const people = ["typed", "back", "bought"].map((name) => `${name}@example.test`);
    const found = await Promise.all(
      people.map((email) => merchant.world.customer(merchant.shop, email)),
    );
    return people.filter((_, place) => found[place] !== null).map((email) => email.split("@")[0]);
  };
  const visitors = {};
  for (const name of ["typed", "back", "bought"]) {
    const one = await open();
    visitors[name] = one;
    await one.go("/product/mug/");
    await one.call(`${STORE}/cart/add-item`, { id: 13, quantity: 1 });
    await one.call(`${STORE}/cart/update-customer`, {
      billing_address: { email: `${name}@example.test` },
    });
  }
  await visitors.bought.call(`${STORE}/checkout`, {
    billing_address: { email: "bought@example.test" },
    payment_method: "cod",
  });
  await merchant.site.php("return standin_run_queue();");
  await until(async () => (await known()).length === 3, { what: "all three" });
  await merchant.world.advance(merchant.shop, 20 * DAY);
  await visitors.back.call(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  await until(async () => (await storyWith("back@example.test", "Scarf")) !== null, {
    what: "the newer cart",
  });
  await merchant.world.advance(merchant.shop, 9 * DAY);
  assert.deepEqual(await known(), ["typed", "back", "bought"]);
  await merchant.world.advance(merchant.shop, 2 * DAY);
  assert.deepEqual(await known(), ["back", "bought"]);
  await merchant.world.advance(merchant.shop, 20 * DAY);
  assert.deepEqual(await known(), ["bought"]);
});
