/** What leaves the shop: carts, typed addresses, sign-ins, downloads; and what must not. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startReceiver } from "./receiver.mjs";
import { OWNER, startSite, Visitor } from "./site.mjs";

let site;
let receiver;

before(async () => {
  site = await startSite();
  receiver = await startReceiver();
  await receiver.connect(site);
});
after(async () => {
  await site?.stop();
  receiver?.close();
});
beforeEach(() => {
  receiver.received.length = 0;
});

const STORE = "/wp-json/wc/store/v1";
const VISITOR = "4fb1d6f0-0000-4000-8000-000000000001";
const add = (visitor, id, quantity = 1) => visitor.post(`${STORE}/cart/add-item`, { id, quantity });
const type = (visitor, address) =>
  visitor.post(`${STORE}/cart/update-customer`, { billing_address: address });
const review = (visitor, fields) =>
  visitor.post("/?wc-ajax=update_order_review", {
    post_data: new URLSearchParams(fields).toString(),
  });
const carts = (count = 1) => receiver.take("cart.updated", count);
const CODED = "Planted-password-7";

test("a cart is reported signed, with the prices the cart shows, and a link back", async () => {
  const nora = new Visitor(site);
  nora.setCookie("edgewise_visitor", VISITOR);
  await nora.post("/product/shirt/", { "add-to-cart": 16, variation_id: 17, quantity: 2 });
  const [report] = receiver.received;
  assert.ok(receiver.isSigned(report), "signed like a webhook");
  assert.equal(report.headers["x-wc-webhook-source"], `${site.base}/`);
  const [cart] = await carts();
  assert.match(cart.token, /^[0-9a-f]{32}$/);
  assert.equal(cart.visitor, VISITOR);
  assert.deepEqual([cart.currency, cart.total, cart.customer_id], ["EUR", "59.50", 0]);
  assert.deepEqual(cart.buyer, {});
  const [line] = cart.lines;
  assert.deepEqual(
    [line.product_id, line.variation_id, line.name, line.quantity, line.price, line.sku],
    [16, 17, "Shirt - S", 2, "29.75", "SKU-17"],
  );
  assert.match(
    cart.recovery_url,
    /^https:\/\/localhost:\d+\/\?edgewise_cart=16\.17\.2~\d+~[0-9a-f]{32}$/,
  );
});

test("prices are without tax where the cart shows them so", async () => {
  await site.php("update_option( 'woocommerce_tax_display_cart', 'excl' ); return 0;");
  await add(new Visitor(site), 14);
  const [cart] = await carts();
  await site.php("update_option( 'woocommerce_tax_display_cart', 'incl' ); return 0;");
  assert.deepEqual([cart.total, cart.lines[0].price], ["19.00", "19.00"]);
});

test("the hook fires on every page, and the same cart is reported once", async () => {
  const nora = new Visitor(site);
  for (const path of ["/product/mug/", "/cart/", "/?s=mug"]) await nora.get(path);
  await add(nora, 13);
  for (const path of ["/cart/", "/product/mug/", "/classic-checkout/"]) await nora.get(path);
  await nora.get(`${STORE}/cart`);
  const [cart] = await carts();
  assert.equal(cart.lines.length, 1);
});

test("quantity 0, the last line removed, and a cart emptied by the buyer are reported; by an order they are not", async () => {
  const nora = new Visitor(site);
  await add(nora, 13);
  await add(nora, 14);
  const { json } = await nora.get(`${STORE}/cart`);
  const [mug, scarf] = json.items.map(({ key }) => key);
  await nora.post("/cart/", { [`cart[${mug}][qty]`]: 0 });
  await nora.post(`${STORE}/cart/remove-item`, { key: scarf });
  const told = await carts(4);
  assert.deepEqual(
    told.map(({ lines }) => lines.length),
    [1, 2, 1, 0],
  );
  assert.equal(new Set(told.map(({ token }) => token)).size, 1, "one cart all along");
  assert.equal(told[3].recovery_url, undefined, "nothing to bring back");

  await add(nora, 13);
  await nora.post("/?wc-ajax=checkout", {
    billing_email: "nora@example.test",
    payment_method: "cod",
  });
  await nora.get("/order-received/");
  const [before] = await carts();
  await add(nora, 14);
  const [after] = await carts();
  assert.notEqual(after.token, before.token, "the next cart is another one");
});

test("a draft order is no cart of its own, and the order names the cart it was", async () => {
  const olav = new Visitor(site);
  await add(olav, 14, 2);
  await olav.get("/checkout/");
  await type(olav, { email: "olav@example.test" });
  const told = await carts(2);
  await olav.post(`${STORE}/checkout`, {
    billing_address: { email: "olav@example.test" },
    payment_method: "cod",
  });
  const meta = await site.php(
    "return wc_get_order( (int) get_option( 'standin_next_order' ) )->get_meta( '_edgewise_cart' );",
  );
  assert.equal(meta, told[1].token);
});

test("the address is taken as it is typed at both checkouts: whole ones only", async () => {
  const olav = new Visitor(site);
  await add(olav, 14);
  await type(olav, { email: "olav.gest@exmaple.test", first_name: "Olav", country: "DE" });
  // As a browser does: a part of a batch has its fields as parameters.
  await olav.post(`${STORE}/batch`, {
    requests: [
      {
        method: "POST",
        path: "/wc/store/v1/cart/update-customer",
        body: { billing_address: { email: "olav@example.test", first_name: "Olav" } },
      },
    ],
  });
  await type(olav, { email: "not an address" });
  const told = await carts(3);
  assert.deepEqual(
    told.map(({ buyer }) => buyer.email),
    [undefined, "olav.gest@exmaple.test", "olav@example.test"],
  );
  assert.equal(told[2].buyer.first_name, "Olav");

  const nora = new Visitor(site);
  await add(nora, 13);
  await review(nora, { billing_email: "nora@exa", billing_first_name: "" });
  await review(nora, { billing_email: "nora@example.test", billing_first_name: "Nora" });
  const classic = await carts(2);
  assert.deepEqual(classic[1].buyer, { email: "nora@example.test", first_name: "Nora" });
});

test("no password leaves, wherever it stands", async () => {
  const quinn = new Visitor(site);
  quinn.setCookie("edgewise_visitor", VISITOR);
  await add(quinn, 13);
  await review(quinn, {
    billing_email: "quinn@example.test",
    createaccount: "1",
    account_username: "quinn",
    account_password: CODED,
  });
  await quinn.post("/?wc-ajax=checkout", {
    billing_email: "quinn@example.test",
    createaccount: 1,
    account_password: CODED,
    payment_method: "cod",
  });
  const rita = new Visitor(site);
  await add(rita, 13);
  await rita.post(`${STORE}/checkout`, {
    billing_address: { email: "rita@example.test" },
    create_account: true,
    customer_password: CODED,
  });
  const sven = new Visitor(site);
  await sven.post("/my-account/", { register: 1, email: "sven@example.test", password: CODED });
  await receiver.take("account.signed_in", 3);
  await carts(3);
  assert.ok(!JSON.stringify(receiver.received).includes(CODED));
  const everywhere = await site.php(
    `global $wpdb; return $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_value LIKE '%${CODED}%'" );`,
  );
  assert.deepEqual(everywhere, [], "nor is it kept in a session or a job");
});

test("signing in is reported, also where making an account signs in without wp_login", async () => {
  const owner = new Visitor(site);
  owner.setCookie("edgewise_visitor", VISITOR);
  await owner.signIn(OWNER);
  const made = new Visitor(site);
  await made.post("/my-account/", { register: 1, email: "tove@example.test", password: CODED });
  const [first, second] = await receiver.take("account.signed_in", 2);
  assert.deepEqual([first.customer_id, first.visitor], [1, VISITOR]);
  assert.ok(second.customer_id > 1);
  assert.equal(second.visitor, "", "no cookie, no visitor");
  assert.deepEqual(Object.keys(second).sort(), ["at", "customer_id", "visitor"]);
});

test("a download is reported by order and product, not by address or key", async () => {
  await site.php(
    "do_action( 'woocommerce_download_product', 'ida@example.test', 'wc_order_secret', 14, 0, 'd1', 21 ); return 0;",
  );
  const [download] = await receiver.take("file.downloaded");
  const { at: _, ...rest } = download;
  assert.deepEqual(rest, { customer_id: 0, order_id: 21, product_id: 14, file: "pattern.pdf" });
});

test("where a consent plugin says no, nothing leaves until it says yes", async () => {
  await site.php(
    `file_put_contents( ABSPATH . 'wp-content/mu-plugins/consent.php', '<?php function wp_has_consent( $category ) { return "marketing" === $category && "yes" === ( $_COOKIE["banner"] ?? "" ); }' ); return 0;`,
  );
  try {
    const ida = new Visitor(site);
    ida.setCookie("edgewise_visitor", VISITOR);
    await add(ida, 14);
    await type(ida, { email: "ida@example.test" });
    await ida.get("/cart/");
    assert.deepEqual(receiver.received, []);
    ida.setCookie("banner", "yes");
    await ida.get("/cart/");
    const [cart] = await carts();
    assert.deepEqual([cart.buyer.email, cart.visitor], ["ida@example.test", VISITOR]);
  } finally {
    await site.php("unlink( ABSPATH . 'wp-content/mu-plugins/consent.php' ); return 0;");
  }
});

test("a copy of the shop under another address reports nothing, and holds its webhooks back", async () => {
  const hook = `new WC_Webhook( (object) array( 'delivery_url' => '${receiver.base}/webhooks/woocommerce/token' ) )`;
  const held = () =>
    site.php(`return apply_filters( 'woocommerce_webhook_should_deliver', true, ${hook}, 1 );`);
  assert.equal(await held(), true);
  const elsewhere = "https://staging.example.test";
  await site.php(`file_put_contents( ABSPATH . 'address.txt', '${elsewhere}' ); return 0;`);
  try {
    await add(new Visitor(site), 14);
    assert.equal(await held(), false);
    assert.equal(await site.php("return Edgewise\\connection();"), null);
    assert.deepEqual(receiver.received, []);
    // What belongs to the copy can be removed; the live shop is not told.
    await site.php(
      "$kept = get_option( 'edgewise_connection' ); Edgewise\\forget_connection(); update_option( 'edgewise_connection', $kept ); return 0;",
    );
    assert.deepEqual(receiver.received, []);
  } finally {
    await site.php("unlink( ABSPATH . 'address.txt' ); return 0;");
  }
  await add(new Visitor(site), 14);
  await carts();
});

test("the script is on every page of the shop, with what the page shows and nothing of the visitor", async () => {
  const settings = async (path) => {
    const visitor = new Visitor(site);
    visitor.setCookie("edgewise_visitor", VISITOR);
    const { text } = await visitor.get(path);
    assert.match(text, /plugins\/edgewise\/assets\/store\.js/);
    assert.ok(!text.includes(VISITOR), "pages are cached for everybody");
    return JSON.parse(/edgewiseSettings=(.*?)$/m.exec(text)[1]);
  };
  const product = await settings("/product/scarf/");
  assert.equal(product.key, "wk_invented");
  assert.equal(product.page.event, "Product Viewed");
  assert.deepEqual(
    [product.page.properties.product_id, product.page.properties.price],
    ["14", "22.61"],
  );
  assert.equal((await settings("/product-category/textiles/")).page.event, "Product List Viewed");
  const searched = await settings("/?s=%3C%2Fscript%3E+mug");
  assert.deepEqual(searched.page, {
    event: "Products Searched",
    properties: { query: "</script> mug" },
  });
  assert.equal((await settings("/cart/")).page, null);
});

test("PHP has nothing to say about the plugin", async () => {
  const said = await site.php(
    "$log = ABSPATH . '../debug.log'; return is_file( $log ) ? file_get_contents( $log ) : '';",
  );
  assert.deepEqual(
    said
      .split("\n")
      .filter((line) =>
        /edgewise|woocommerce\/includes/i.test(line.replace(/edgewise-shop-\w+/g, "")),
      ),
    [],
  );
});
