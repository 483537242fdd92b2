/** WordPress' export and erasure, with Edgewise answering, silent, and knowing nobody. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { phpText, startReceiver } from "./receiver.mjs";
import { startSite, Visitor } from "./site.mjs";

let site;
let receiver;
const ID = "abcdefghijklmnopqrstuvwxyz";

before(async () => {
  site = await startSite();
  receiver = await startReceiver();
  await receiver.connect(site);
  receiver.state.answer = (method, url) => {
    if (url.endsWith("/search")) {
      return {
        customers: [
          { customer: ID, email: "Olav@Example.test" },
          { customer: "zzzzzzzzzzzzzzzzzzzzzzzzzz", email: "olav@example.test.example" },
        ],
      };
    }
    return method === "GET" ? { events: ["checkout_started"] } : {};
  };
});
after(async () => {
  await site?.stop();
  receiver?.close();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.state.status = 200;
});

const tool = (kind, email, page = 1) =>
  site.php(
    `$all = apply_filters( 'wp_privacy_personal_data_${kind}s', array() ); return call_user_func( $all['edgewise']['callback'], ${phpText(email)}, ${page} );`,
  );
const calls = () => receiver.received.map(({ method, url }) => `${method} ${url}`);

async function order(email) {
  const buyer = new Visitor(site);
  buyer.setCookie("edgewise_boxes", "email.1");
  await buyer.post("/wp-json/wc/store/v1/cart/add-item", { id: 14, quantity: 1 });
  await buyer.post("/wp-json/wc/store/v1/checkout", {
    billing_address: { email },
    additional_fields: { "edgewise/email-consent": true, "edgewise/birthday": "1990-05-17" },
  });
}
const kept = () =>
  site.php("return wc_get_order( (int) get_option( 'standin_next_order' ) )->all()['meta'];");

test("an export has the fields that WooCommerce's own leaves out, and all that Edgewise holds", async () => {
  await order("olav@example.test");
  receiver.received.length = 0;
  const { data, done } = await tool("exporter", "olav@example.test");
  assert.equal(done, true);
  const [edgewise, ofOrder] = data;
  assert.match(edgewise.data[0].value, /checkout_started/);
  const values = Object.fromEntries(ofOrder.data.map(({ name, value }) => [name, value]));
  assert.equal(values["Agreed to email"], "1");
  assert.equal(values.Birthday, "1990-05-17");
  assert.match(values["When and to what they agreed"], /block checkout/);
  assert.deepEqual(calls(), [
    "POST /api/shops/shop/customers/search",
    `GET /api/shops/shop/customers/${ID}/export`,
  ]);
  assert.equal(receiver.received[0].headers.authorization, "Bearer ak_invented");
});

test("an erasure removes them here and there, and only this person", async () => {
  const erased = await tool("eraser", "olav@example.test");
  assert.deepEqual(erased, {
    items_removed: true,
    items_retained: false,
    messages: [],
    done: true,
  });
  assert.ok(calls().includes(`DELETE /api/shops/shop/customers/${ID}`));
  assert.ok(!calls().some((call) => call.includes("zzzz")), "a similar address is another person");
  assert.deepEqual(await kept(), []);
});

test("nobody known: the shape that WordPress needs, so that others' erasers go on", async () => {
  const answer = receiver.state.answer;
  receiver.state.answer = () => ({ customers: [] });
  assert.deepEqual(await tool("eraser", "nobody@example.test"), {
    items_removed: false,
    items_retained: false,
    messages: [],
    done: true,
  });
  assert.deepEqual(await tool("exporter", "nobody@example.test"), { data: [], done: true });
  receiver.state.answer = answer;
});

test("while Edgewise is down the data counts as retained, and is asked for until it is gone", async () => {
  await order("olav@example.test");
  receiver.state.status = 503;
  const erased = await tool("eraser", "olav@example.test");
  assert.deepEqual([erased.items_removed, erased.items_retained, erased.done], [true, true, true]);
  assert.match(erased.messages[0], /every hour/);
  const run = (hours) => site.php(`return standin_run_jobs( time() + ${hours * 3600 + 5} );`);
  assert.equal(await run(1), 1);
  receiver.state.status = 200;
  receiver.received.length = 0;
  assert.equal(await run(2), 1);
  assert.ok(calls().includes(`DELETE /api/shops/shop/customers/${ID}`));
  assert.equal(await run(9), 0, "done is done");
});

test("more orders than one call looks at take several", async () => {
  await site.php(`
    for ( $i = 0; $i < 25; $i++ ) {
      ( new WC_Order( array( 'billing' => array( 'email' => 'many@example.test' ), 'meta' => array( '_wc_other/edgewise/birthday' => '1990-05-17' ) ) ) )->save();
    }
    return 0;`);
  const pages = [
    await tool("exporter", "many@example.test", 1),
    await tool("exporter", "many@example.test", 2),
  ];
  assert.deepEqual(
    pages.map(({ data, done }) => [data.length, done]),
    [
      [20, false],
      [5, true],
    ],
  );
});
