/**
 * Orders of which WooCommerce's webhooks come late, or not at all: the plugin tells their numbers at once. And
 * accounts that changed, which WooCommerce can't be asked for: the plugin lets it.
 */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { HOUR, recovery } from "../blackbox/recovery-config.mjs";
import { until } from "../blackbox/world.mjs";
import { startMerchant } from "./merchant.mjs";
import { startReceiver } from "./receiver.mjs";
import { startSite, Visitor } from "./site.mjs";

const STORE = "/wp-json/wc/store/v1";

/** Somebody with an order at a store, whose webhooks wait in its queue. */
async function ordered(site, email, { type = false } = {}) {
  const visitor = new Visitor(site);
  await visitor.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  if (type) {
    await visitor.post(`${STORE}/cart/update-customer`, { billing_address: { email } });
  }
  return {
    visitor,
    place: async () => {
      await visitor.post(`${STORE}/checkout`, {
        billing_address: { email },
        payment_method: "cod",
      });
      return site.php("return (int) get_option( 'standin_next_order' );");
    },
  };
}

test("the number of each such order is told, once a request, and nothing else of it", async (t) => {
  const site = await startSite();
  const receiver = await startReceiver();
  t.after(async () => {
    await site.stop();
    receiver.close();
  });
  await receiver.connect(site);
  const told = async () => {
    const reports = await receiver.take("store.changed");
    assert.deepEqual(
      reports.map((one) => Object.keys(one)),
      [["orders", "at"]],
    );
    return reports[0].orders;
  };
  const { place } = await ordered(site, "olav@example.test");
  const id = await place();
  assert.deepEqual(await told(), [id]);
  const hooks = [
    `do_action( 'woocommerce_refund_deleted', 33, ${id} );`,
    `do_action( 'woocommerce_rest_delete_shop_order_refund_object', new WC_Order_Refund( ${id} ), null, null );`,
    `do_action( 'woocommerce_order_status_changed', ${id}, 'pending', 'processing', wc_get_order( ${id} ) );`,
    `$order = wc_get_order( ${id} ); $order->fill( array( 'customer_id' => 77 ) ); update_option( 'standin_order_${id}', $order->all() ); do_action( 'delete_user', 77, null, null );`,
    `wc_get_order( ${id} )->delete();`,
  ];
  for (const hook of hooks) {
    await site.php(`${hook} return 0;`);
    assert.deepEqual(await told(), [id], hook);
  }
  // Many at once, as an administrator marks them, go in portions.
  await site.php(
    "foreach ( range( 1, 150 ) as $id ) { do_action( 'woocommerce_order_status_changed', $id, 'processing', 'completed', null ); } return 0;",
  );
  const many = await receiver.take("store.changed", 2);
  assert.deepEqual(
    many.map(({ orders }) => orders.length),
    [100, 50],
  );
  // A typed address saves the draft over and over: no news.
  const { visitor } = await ordered(site, "nora@example.test", { type: true });
  await visitor.get("/checkout/");
  assert.ok(!receiver.received.some(({ topic }) => topic === "store.changed"));
});

let merchant;
let mail;

before(async () => {
  mail = await startMailServer();
  merchant = await startMerchant({ smtp: mail.url });
  await merchant.connect();
  const saved = await merchant.world.api("PUT", `${merchant.shop.api}/config`, config());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});
after(async () => {
  await merchant?.stop();
  await mail?.close();
});
beforeEach(() => {
  mail.mails.length = 0;
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

/** A customer as the list shows them. */
const shown = async (email) => {
  const found = await merchant.world.customer(merchant.shop, email);
  if (found === null) return null;
  const path = `${merchant.shop.api}/customers?ids=${found.customer}`;
  return (await merchant.world.api("GET", path)).body.customers[0];
};
const amountOf = ({ spent }) => JSON.stringify(spent);
const reaches = (email, what, is) =>
  until(
    async () => {
      const customer = await shown(email);
      return customer !== null && is(customer);
    },
    { what },
  );

test("who ordered gets no reminder, however long the store's queue stands still", async () => {
  const email = "paid@example.test";
  const { place } = await ordered(merchant.site, email, { type: true });
  await until(() => merchant.world.customer(merchant.shop, email), { what: "the cart" });
  await place();
  await reaches(email, "the order", ({ orders }) => orders === 1);
  await merchant.world.advance(merchant.shop, 3 * HOUR);
  assert.deepEqual(mail.mails, []);
  // Its webhook comes in the end, and says nothing new.
  assert.ok((await merchant.site.php("return standin_run_queue();")).every((code) => code === 200));
  assert.equal((await shown(email)).orders, 1);
});

test("a refund and an order that were deleted are known within a moment", async () => {
  const { site } = merchant;
  const email = "refunded@example.test";
  const { place } = await ordered(site, email);
  const id = await place();
  await reaches(email, "the order", ({ orders }) => orders === 1);
  const spent = amountOf(await shown(email));
  // A refund moves the order's date, and its webhook goes.
  await site.php(
    `$all = wc_get_order( ${id} )->all(); $all['refunds'] = array( array( 'id' => 7, 'total' => '-10.00' ) ); $all['modified'] += 60; update_option( 'standin_order_${id}', $all ); standin_run_queue(); return 0;`,
  );
  await reaches(email, "the refund", (one) => amountOf(one) !== spent);
  // Deleting it moves no date, and no webhook goes.
  await site.php(
    `$all = wc_get_order( ${id} )->all(); $all['refunds'] = array(); update_option( 'standin_order_${id}', $all ); do_action( 'woocommerce_refund_deleted', 7, ${id} ); return 0;`,
  );
  await reaches(email, "that the refund is gone", (one) => amountOf(one) === spent);
  await site.php(`wc_get_order( ${id} )->delete(); return 0;`);
  await reaches(email, "that the order is gone", ({ orders }) => orders === 0);
});

test("the list of accounts can be asked for those that changed since", async () => {
  const { site, world, shop } = merchant;
  const make = (name) =>
    site.php(
      `return wp_insert_user( array( 'user_login' => '${name}', 'user_pass' => 'x', 'user_email' => '${name}@example.test', 'role' => 'customer' ) );`,
    );
  const [ada, ben] = [await make("ada"), await make("ben")];
  await make("never-changed");
  await site.php(
    `update_user_meta( ${ada}, 'last_update', 1000 ); update_user_meta( ${ben}, 'last_update', 1001 ); return 0;`,
  );
  const ids = (query) =>
    site.php(
      `wp_set_current_user( 1 ); $request = new WP_REST_Request( 'GET', '/wc/v3/customers' ); $request->set_query_params( array( 'per_page' => 100 ) + ${query} ); return array_column( rest_do_request( $request )->get_data(), 'id' );`,
    );
  assert.deepEqual(await ids("array( 'edgewise_modified_after' => '1000' )"), [ben]);
  assert.deepEqual(await ids("array( 'edgewise_modified_after' => '999' )"), [ada, ben]);
  assert.ok((await ids("array( 'edgewise_modified_after' => 'x' )")).length > 3);
  // And Edgewise finds by it what no webhook said.
  await world.advance(shop, 2 * HOUR);
  await until(() => world.customer(shop, "ada@example.test"), { what: "the account" });
  await site.php(
    `update_user_meta( ${ada}, 'first_name', 'Ada' ); update_user_meta( ${ada}, 'last_update', time() + 7200 ); return 0;`,
  );
  await until(
    async () => {
      await world.advance(shop, HOUR / 2);
      const { customer } = await world.customer(shop, "ada@example.test");
      const { body } = await world.api("GET", `${shop.api}/customers/${customer}`);
      return body.state.customer.profile.first_name?.[0] === "Ada";
    },
    { what: "the new name", within: 30_000 },
  );
});
