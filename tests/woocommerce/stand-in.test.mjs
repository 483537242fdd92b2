/** The stand-in fires what a real WooCommerce fires, with the same arguments and in the same order. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../blackbox/world.mjs";
import { startReceiver } from "./receiver.mjs";
import { startSite, Visitor } from "./site.mjs";

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

const STORE = "/wp-json/wc/store/v1";
const billing = (email) => ({ billing_address: { email, first_name: "Olav", country: "DE" } });
const form = { billing_email: "nora@example.test", payment_method: "cod" };
const box = { "edgewise/email-consent": true };

/** The table, by request. */
const table = new Map(
  readFileSync(join(root, "tests/woocommerce/hooks.txt"), "utf8")
    .split("\n\n")
    .map((part) => part.split("\n").filter((line) => line !== "" && !line.startsWith("#")))
    .filter((lines) => lines.length > 1)
    .map(([title, ...hooks]) => [title, hooks.map((hook) => hook.trim())]),
);

const checked = new Set();

/** Makes a request and compares what it fired. */
async function fires(title, ask) {
  await site.hooks();
  const answer = await ask();
  assert.ok(answer.status < 400, `${title}: ${answer.status} ${answer.text}`);
  const [fired = []] = await site.hooks();
  const listed = new Set([...table.values()].flat().map((hook) => hook.split("(")[0]));
  const seen = fired
    .map((hook) => hook.replaceAll("Automattic\\WooCommerce\\Admin\\Overrides\\Order", "O"))
    .filter((hook) => listed.has(hook.split("(")[0]));
  assert.deepEqual(seen, table.get(title), title);
  checked.add(title);
  return answer;
}

test("classic checkout", async () => {
  const nora = new Visitor(site);
  await fires("product page, empty cart", () => nora.get("/product/mug/"));
  await fires("add to cart by AJAX", () => nora.post("/?wc-ajax=add_to_cart", { product_id: 13 }));
  await fires("add a variation by the product form", () =>
    nora.post("/product/shirt/", { "add-to-cart": 16, variation_id: 17, quantity: 1 }),
  );
  const { json } = await nora.get(`${STORE}/cart`);
  const [mug, shirt] = json.items.map(({ key }) => key);
  await fires("change a quantity in the cart", () =>
    nora.post("/cart/", { [`cart[${mug}][qty]`]: 3 }),
  );
  await fires("remove a line by its link", () => nora.get(`/cart/?remove_item=${shirt}`));
  await fires("classic checkout page", () => nora.get("/classic-checkout/"));
  await fires("type the address, classic", () =>
    nora.post("/?wc-ajax=update_order_review", { post_data: new URLSearchParams(form).toString() }),
  );
  await fires("place the order, classic", () => nora.post("/?wc-ajax=checkout", form));
  await fires("order received page", () => nora.get("/order-received/"));
});

test("block checkout", async () => {
  const olav = new Visitor(site);
  await fires("add an item by the Store API", () =>
    olav.post(`${STORE}/cart/add-item`, { id: 14, quantity: 2 }),
  );
  await fires("block checkout page", () => olav.get("/checkout/"));
  await fires("type the address, block", () =>
    olav.post(`${STORE}/cart/update-customer`, billing("olav.gest@exmaple.test")),
  );
  await fires("tick the box, block", () =>
    olav.ask("PUT", `${STORE}/checkout`, { additional_fields: box }),
  );
  await fires("place the order, block", () =>
    olav.post(`${STORE}/checkout`, {
      ...billing("olav@example.test"),
      payment_method: "cod",
      additional_fields: { ...box, "edgewise/birthday": "1990-05-17" },
    }),
  );
  await olav.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  await fires("empty the cart by the Store API", () => olav.ask("DELETE", `${STORE}/cart/items`));
});

test("accounts", async () => {
  const rita = new Visitor(site);
  await rita.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  await fires("place the order, block, with an account and no page before", () =>
    rita.post(`${STORE}/checkout`, {
      ...billing("rita@example.test"),
      create_account: true,
      customer_password: "Invented-pass-2",
      additional_fields: box,
    }),
  );
  const quinn = new Visitor(site);
  await fires("register on the account page", () =>
    quinn.post("/my-account/", {
      register: 1,
      email: "quinn@example.test",
      password: "Invented-pass-1",
    }),
  );
  await fires("untick consent on the account page", () =>
    quinn.post("/my-account/", { action: "save_account_details" }),
  );
});

test("a field of a type that WooCommerce does not know is refused with no more than a notice", async () => {
  const kept = await site.php(
    "@woocommerce_register_additional_checkout_field( array( 'id' => 'x/date', 'type' => 'date' ) ); return isset( $GLOBALS['standin_fields']['x/date'] );",
  );
  assert.equal(kept, false);
});

test("impossible address, unknown product, wrong key: as recorded", async () => {
  const one = new Visitor(site);
  await one.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  const answer = await one.post(`${STORE}/cart/update-customer`, billing("no address"));
  assert.deepEqual([answer.status, answer.json.email], [200, ""]);
  const keyed = (headers) => one.get("/wp-json/wc/v3/webhooks", headers);
  const wrong = `Basic ${Buffer.from("ck_x:cs_x").toString("base64")}`;
  for (const headers of [{}, { authorization: wrong }]) {
    const { status, json } = await keyed(headers);
    assert.deepEqual([status, json.code], [401, "woocommerce_rest_cannot_view"]);
  }
});

test("every request of the table was made", () => {
  assert.deepEqual([...table.keys()].sort(), [...checked].sort());
});
