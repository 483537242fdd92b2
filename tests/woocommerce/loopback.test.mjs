/** A developer's machine: a shop and an Edgewise side by side, and https nowhere. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../blackbox/world.mjs";
import { startDeveloper } from "./merchant.mjs";
import { Visitor } from "./site.mjs";

let developer;
before(async () => {
  developer = await startDeveloper();
});
after(() => developer?.stop());

const STORE = "/wp-json/wc/store/v1";
const keys = () =>
  developer.site.php(
    `global $wpdb; return $wpdb->get_col( "SELECT key_id FROM {$wpdb->prefix}woocommerce_api_keys" );`,
  );

test("a code that doesn't hold makes no key", async () => {
  const owner = await developer.signIn();
  const code = await developer.code();
  const wrong = code.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  const back = await developer.press(owner, "connect", { edgewise_code: wrong });
  assert.match(back.location, /edgewise_say=not-connected/);
  assert.deepEqual(await keys(), []);
  assert.equal((await developer.connection()).connected, false);
  // A code of somewhere else is none for this page, with or without https.
  for (const other of ["http://shop.example", "https://shop.example/x"]) {
    const elsewhere = `${other}/connect/woocommerce#${code.split("#")[1]}`;
    const refused = await developer.press(owner, "connect", { edgewise_code: elsewhere });
    assert.match(refused.location, /edgewise_say=bad-code/);
  }
});

test("the plugin makes the key itself, webhooks arrive, and the past is read with signed requests", async () => {
  const { site, world, shop } = developer;
  const before = new Visitor(site);
  await before.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  await before.post(`${STORE}/checkout`, order("before@example.test"));
  await site.php("return standin_run_queue();");
  const owner = await developer.signIn();
  const back = await developer.press(owner, "connect", { edgewise_code: await developer.code() });
  assert.doesNotMatch(back.location, /edgewise_say/);
  const isDone = async () => (await developer.connection()).checked_at !== null;
  await until(isDone, { what: "the first check of the webhooks" });
  const { connected, site: known, trouble } = await developer.connection();
  assert.deepEqual([connected, known, trouble], [true, site.domain, null]);
  assert.equal((await keys()).length, 1);

  const buyer = new Visitor(site);
  await buyer.post(`${STORE}/cart/add-item`, { id: 14, quantity: 2 });
  await buyer.post(`${STORE}/checkout`, order("after@example.test"));
  assert.deepEqual(await site.php("return standin_run_queue();"), [200, 200]);
  const found = (email) => world.customer(shop, email);
  assert.ok(await found("after@example.test"), "the order's webhook");
  assert.match((await developer.page(owner)).text, /Connected\. Last delivery/);

  await world.advance(shop, 3_600_000);
  const isRead = async () => (await world.api("GET", `${shop.api}/import`)).body.state === "done";
  await until(isRead, { what: "the import" });
  assert.ok(await found("before@example.test"), "what was ordered before");

  await developer.press(owner, "disconnect");
  assert.equal((await developer.connection()).connected, false);
  assert.deepEqual(await keys(), []);
});

const order = (email) => ({
  billing_address: { email },
  payment_method: "cod",
});
