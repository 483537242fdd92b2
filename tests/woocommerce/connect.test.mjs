/** Connecting, as a merchant does it: a code, a click in WordPress, and from then on it works by itself. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freePort, sign, until } from "../blackbox/world.mjs";
import { startMerchant } from "./merchant.mjs";
import { Visitor } from "./site.mjs";

let merchant;
let site;
let world;
let shop;

before(async () => {
  merchant = await startMerchant();
  ({ site, world, shop } = merchant);
});
after(() => merchant?.stop());

const connection = () => merchant.connection();
const code = () => merchant.code();
const webhooks = () =>
  site.php(
    `global $wpdb; return $wpdb->get_results( "SELECT webhook_id, status, topic, delivery_url, secret, failure_count FROM {$wpdb->prefix}wc_webhooks ORDER BY webhook_id", ARRAY_A );`,
  );
const apiKeys = () =>
  site.php(
    `global $wpdb; return $wpdb->get_col( "SELECT key_id FROM {$wpdb->prefix}woocommerce_api_keys" );`,
  );
const keysOfShop = async () => (await world.api("GET", `${shop.api}/keys`)).body.keys;

/** What WooCommerce would post. */
const callback = (nonce, more = {}) =>
  world.fetch("/connect/woocommerce", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      key_id: 1,
      user_id: nonce,
      consumer_key: `ck_${"a".repeat(40)}`,
      consumer_secret: `cs_${"b".repeat(40)}`,
      key_permissions: "read_write",
      ...more,
    }),
  });
const nonceOf = (given) => given.split("#")[1];

test("a wrong, unproven or another shop's callback is refused, and nothing is kept", async () => {
  const other = await world.shop({ platform: "woocommerce", domain: "other.example" });
  const good = nonceOf(await code());
  const wrong = [
    [good.replace(/.$/, (last) => (last === "A" ? "B" : "A")), {}, 403],
    [`${other.shop}.${good.split(".")[1]}`, {}, 403],
    [`${"a".repeat(26)}.${"b".repeat(43)}`, {}, 403],
    ["no nonce", {}, 400],
    [good, { key_permissions: "read" }, 400],
    [good, { consumer_key: "ck_short" }, 400],
    // The nonce holds, and the store knows no such key.
    [good, {}, 422],
  ];
  for (const [nonce, more, status] of wrong) {
    assert.equal((await callback(nonce, more)).status, status, `${nonce} ${JSON.stringify(more)}`);
  }
  // WooCommerce's page doesn't say why, so Settings does, until another code is made.
  assert.match((await connection()).refused.message, /didn't accept the key/);
  const [step] = (await world.api("GET", `${shop.api}/set-up`)).body.items;
  assert.deepEqual([step.id, step.state], ["connect", "failing"]);
  assert.match(step.problem.help, /didn't accept the key/);
  await callback(good.replace(/.$/, (last) => (last === "A" ? "B" : "A")));
  assert.match((await connection()).refused.message, /wrong, used, or more than an hour old/);
  await code();
  assert.equal((await connection()).refused, null);
  // Without https a store that is not on this machine is not even asked.
  const { code: others } = (await world.api("POST", `${other.api}/connection/code`)).body;
  const plain = await callback(nonceOf(others), { plain: true });
  assert.equal(plain.status, 422);
  assert.match(await plain.text(), /https-required/);
  assert.equal((await connection()).connected, false);
  assert.deepEqual(await keysOfShop(), []);
  const { body } = await world.api("GET", `${shop.api}/questions`);
  assert.equal(body.can_ask, false, "no key is kept");
  assert.equal(await site.php("return get_option( 'edgewise_connection' );"), false);
});

test("connecting takes one code and one click, and makes every webhook with our own secret", async () => {
  const owner = await merchant.signIn();
  const given = await code();
  const from = performance.now();
  const back = await merchant.approve(owner, given);
  assert.match(back.location, /page=edgewise/);
  await until(async () => (await connection()).checked_at !== null, { what: "the first check" });
  console.log(`connected with all webhooks after ${Math.round(performance.now() - from)} ms`);
  const state = await connection();
  assert.deepEqual([state.connected, state.site, state.trouble], [true, site.domain, null]);
  const { plugin, order_statuses: statuses, ...store } = state.store;
  assert.deepEqual(store, {
    woocommerce: "10.0.2",
    wordpress: await site.php("return get_bloginfo( 'version' );"),
    currency: "EUR",
    time_zone: "Europe/Berlin",
    prices_include_tax: true,
  });
  assert.ok(plugin !== "" && statuses.includes("wc-ready-for-pickup"));
  const known = (await world.api("GET", shop.api)).body.order_statuses;
  assert.deepEqual(known, ["ready-for-pickup"], "only what WooCommerce has no word for");
  const made = await webhooks();
  assert.equal(made.length, state.webhooks);
  assert.deepEqual([...new Set(made.map(({ status }) => status))], ["active"]);
  const kept = await site.php("return get_option( 'edgewise_connection' );");
  assert.deepEqual([...new Set(made.map(({ secret }) => secret))], [kept.webhook_secret]);
  assert.match((await merchant.page(owner)).text, /Connected\. No delivery yet\./);
  const [key, ...others] = await keysOfShop();
  assert.deepEqual(others, []);
  assert.deepEqual(key.scopes, ["customers:write", "operations:write"]);
  // The code was used.
  const row = await site.php(
    `global $wpdb; return $wpdb->get_row( "SELECT key_id, consumer_secret FROM {$wpdb->prefix}woocommerce_api_keys", ARRAY_A );`,
  );
  const replayed = await callback(nonceOf(given), { consumer_secret: row.consumer_secret });
  assert.equal(replayed.status, 403);
});

const STORE = "/wp-json/wc/store/v1";

test("an order is delivered, and the page says how long ago", async () => {
  const buyer = new Visitor(site);
  await buyer.post(`${STORE}/cart/add-item`, { id: 14, quantity: 2 });
  await buyer.post(`${STORE}/checkout`, {
    billing_address: { email: "order@example.test" },
    payment_method: "cod",
  });
  assert.deepEqual(await site.php("return standin_run_queue();"), [200, 200]);
  assert.ok(await world.customer(shop, "order@example.test"));
  const { last_delivery_at: last } = await connection();
  assert.ok(Math.abs(Date.now() - last) < 60_000);
  const owner = await merchant.signIn();
  assert.match(
    (await merchant.page(owner)).text,
    /Connected\. Last delivery \d+ (second|min)\w* ago\./,
  );
});

test("a signed body that is only an error is no sign of life", async () => {
  const before = (await connection()).last_delivery_at;
  const codes = await site.php(
    "foreach ( standin_webhooks() as $one ) { if ( $one->is_valid( 'order.updated' ) ) { return $one->deliver( 'order.updated', array( 'code' => 'woocommerce_rest_cannot_view', 'message' => 'No.', 'data' => array( 'status' => 403 ) ) ); } }",
  );
  assert.equal(codes, 200);
  assert.equal((await connection()).last_delivery_at, before);
});

test("a disabled webhook is replaced, not re-enabled, and a deleted one is made again", async () => {
  const [first, second] = await webhooks();
  await site.php(`
    global $wpdb;
    $wpdb->update( "{$wpdb->prefix}wc_webhooks", array( 'status' => 'disabled', 'failure_count' => 6 ), array( 'webhook_id' => ${first.webhook_id} ) );
    $wpdb->delete( "{$wpdb->prefix}wc_webhooks", array( 'webhook_id' => ${second.webhook_id} ) );
    return 0;`);
  // By its own timer, not by being asked.
  await world.advance(shop, 16 * 60_000);
  await until(async () => (await connection()).replaced.length === 2, { what: "the replacement" });
  const now = await webhooks();
  assert.ok(!now.some(({ webhook_id: id }) => id === first.webhook_id), "the old one is gone");
  assert.ok(now.every(({ status, failure_count: n }) => status === "active" && n === "0"));
  assert.equal(new Set(now.map(({ topic }) => topic)).size, (await connection()).webhooks);
  assert.deepEqual((await connection()).replaced.sort(), [first.topic, second.topic].sort());
});

test("one that the merchant paused stays paused, and is named; strangers' webhooks stay", async () => {
  const [one] = await webhooks();
  await site.php(`
    global $wpdb;
    $wpdb->update( "{$wpdb->prefix}wc_webhooks", array( 'status' => 'paused' ), array( 'webhook_id' => ${one.webhook_id} ) );
    $wpdb->insert( "{$wpdb->prefix}wc_webhooks", array( 'status' => 'disabled', 'topic' => 'order.updated', 'delivery_url' => 'https://stranger.example/hook' ) );
    return 0;`);
  const { body } = await world.api("POST", `${shop.api}/connection/check`);
  assert.equal(body.trouble.code, "paused");
  const there = await webhooks();
  assert.equal(there.find(({ webhook_id: id }) => id === one.webhook_id).status, "paused");
  assert.ok(there.some(({ delivery_url: url }) => url.startsWith("https://stranger.example")));
  await site.php(
    `global $wpdb; $wpdb->update( "{$wpdb->prefix}wc_webhooks", array( 'status' => 'active' ), array( 'webhook_id' => ${one.webhook_id} ) ); return 0;`,
  );
  assert.equal((await world.api("POST", `${shop.api}/connection/check`)).body.trouble, null);
});

test("a key that was revoked is trouble with a way out, and no reason to forget the connection", async () => {
  await site.php(
    `global $wpdb; $wpdb->query( "UPDATE {$wpdb->prefix}woocommerce_api_keys SET consumer_secret = REVERSE( consumer_secret )" ); return 0;`,
  );
  const { body } = await world.api("POST", `${shop.api}/connection/check`);
  assert.deepEqual([body.connected, body.trouble.code], [true, "refused"]);
  assert.match(body.trouble.message, /Connect again/);
  const owner = await merchant.signIn();
  assert.match((await merchant.page(owner)).text, /no longer accepts/);
  await site.php(
    `global $wpdb; $wpdb->query( "UPDATE {$wpdb->prefix}woocommerce_api_keys SET consumer_secret = REVERSE( consumer_secret )" ); return 0;`,
  );
  assert.equal((await world.api("POST", `${shop.api}/connection/check`)).body.trouble, null);
});

const check = async () => (await world.api("POST", `${shop.api}/connection/check`)).body;
const plugins = "require_once ABSPATH . 'wp-admin/includes/plugin.php';";

test("a plugin that was turned off is said, and nothing is left of it once it is back", async () => {
  await site.php(`${plugins} deactivate_plugins( 'edgewise/edgewise.php' ); return 0;`);
  const { connected, trouble } = await check();
  assert.deepEqual([connected, trouble.code], [true, "plugin-off"]);
  assert.equal(trouble.title, "The Edgewise plugin isn’t active in your store.");
  const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
  assert.equal(alerts.find(({ code }) => code === "connection").message, trouble.title);
  await site.php(`${plugins} activate_plugin( 'edgewise/edgewise.php' ); return 0;`);
  assert.equal((await check()).trouble, null);
});

test("a currency that the store changed is said on Home, until both have the same", async () => {
  const alert = async () => {
    const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
    return alerts.find(({ code }) => code === "other-currency");
  };
  assert.equal(await alert(), undefined);
  await site.php("update_option( 'woocommerce_currency', 'USD' ); return 0;");
  assert.equal((await check()).currency, "USD");
  assert.equal((await alert()).message, "Your store sells in USD, but Edgewise is set to EUR.");
  await site.php("update_option( 'woocommerce_currency', 'EUR' ); return 0;");
  assert.equal((await check()).store.currency, "EUR");
  assert.equal(await alert(), undefined);
});

test("a clock that is wrong is said on Home, by how much and what to do, until it's right", async () => {
  const alert = async () => {
    const { alerts } = (await world.api("GET", `${shop.api}/operations`)).body;
    return alerts.find(({ code }) => code === "store-clock");
  };
  await check();
  assert.equal(await alert(), undefined);
  const file = "WPMU_PLUGIN_DIR . '/clock.php'";
  for (const [minutes, message] of [
    [-180, "Your store’s clock is 3 hours behind."],
    [12, "Your store’s clock is 12 minutes ahead."],
  ]) {
    await site.php(
      `file_put_contents( ${file}, "<?php add_filter( 'rest_post_dispatch', function ( \\$answer, \\$server, \\$request ) { if ( '/wc-edgewise/v1/site' === \\$request->get_route() ) { \\$all = \\$answer->get_data(); \\$all['time'] += ${minutes} * 60000; \\$answer->set_data( \\$all ); } return \\$answer; }, 10, 3 );" ); return 0;`,
    );
    await check();
    assert.equal((await alert())?.message, message);
  }
  await site.php(`unlink( ${file} ); return 0;`);
  await check();
  assert.equal(await alert(), undefined);
});

test("a site that calls itself another one is no longer the one that was connected", async () => {
  const copy = `https://localhost:${await freePort()}`;
  await site.php(`file_put_contents( ABSPATH . 'address.txt', '${copy}' ); return 0;`);
  try {
    assert.equal((await check()).trouble.code, "other-site");
  } finally {
    await site.php("unlink( ABSPATH . 'address.txt' ); return 0;");
  }
  assert.equal((await check()).trouble, null);
});

test("a copy of the shop neither feeds the live account nor disconnects it", async () => {
  const copy = `https://localhost:${await freePort()}`;
  // A copy in a folder has the same host.
  for (const address of [copy, `${site.base}/staging`]) {
    await site.php(`file_put_contents( ABSPATH . 'address.txt', '${address}' ); return 0;`);
    try {
      const text = await site.php(
        "require_once ABSPATH . 'wp-admin/includes/template.php'; ob_start(); Edgewise\\show_page(); return ob_get_clean();",
      );
      assert.match(text, /is a copy of/);
      assert.match(text, /Disconnect this copy/);
      assert.deepEqual(await site.php("return standin_run_queue();"), []);
      await site.php(`
        $kept = get_option( 'edgewise_connection' );
        Edgewise\\call_api( 'DELETE', '/connection' );
        Edgewise\\forget_connection();
        update_option( 'edgewise_connection', $kept );
        return 0;`);
    } finally {
      await site.php("unlink( ABSPATH . 'address.txt' ); return 0;");
    }
  }
  assert.equal((await connection()).connected, true);
  assert.equal((await apiKeys()).length, 1);
  // Even a copy that asks is not the site that is connected.
  const asked = await world.api("DELETE", `${shop.api}/connection?site=staging.example.test`);
  assert.equal(asked.status, 404);
  // What a copy signs is refused by its address.
  const kept = await site.php("return get_option( 'edgewise_connection' );");
  const body = JSON.stringify({ token: "x", lines: [] });
  const answer = await world.fetch(new URL(kept.webhook_url).pathname, {
    method: "POST",
    body,
    headers: {
      "x-wc-webhook-topic": "cart.updated",
      "x-wc-webhook-source": "https://staging.example.test/",
      "x-wc-webhook-signature": sign(kept.webhook_secret, body),
    },
  });
  assert.equal(answer.status, 401);
});

test("connecting again replaces the key, the webhooks and the API key", async () => {
  const owner = await merchant.signIn();
  const [before] = await apiKeys();
  // The page offers it where something is wrong: here the merchant changed the key.
  await site.php(
    `global $wpdb; $wpdb->query( "UPDATE {$wpdb->prefix}woocommerce_api_keys SET consumer_secret = REVERSE( consumer_secret )" ); return 0;`,
  );
  await world.api("POST", `${shop.api}/connection/check`);
  const [oldKey] = await keysOfShop();
  const old = await webhooks();
  await merchant.connect(owner);
  const keys = await apiKeys();
  assert.equal(keys.length, 1);
  assert.notEqual(keys[0], before);
  const [newKey, ...others] = await keysOfShop();
  assert.deepEqual(others, []);
  assert.notEqual(newKey.id, oldKey.id);
  const ours = (await webhooks()).filter(({ delivery_url: url }) => !url.includes("stranger"));
  assert.ok(!ours.some(({ webhook_id: id }) => old.some((one) => one.webhook_id === id)));
  assert.equal(ours.length, (await connection()).webhooks);
});

test("a good key of a site that calls itself another one connects nothing", async () => {
  const owner = await merchant.signIn();
  const before = await connection();
  await site.php(
    "file_put_contents( WPMU_PLUGIN_DIR . '/elsewhere.php', \"<?php add_filter( 'rest_post_dispatch', function ( \\$answer, \\$server, \\$request ) { if ( '/wc-edgewise/v1/site' === \\$request->get_route() ) { \\$answer->set_data( array( 'site' => 'elsewhere.example' ) + \\$answer->get_data() ); } return \\$answer; }, 10, 3 );\" ); return 0;",
  );
  try {
    await site.php(
      `global $wpdb; $wpdb->query( "UPDATE {$wpdb->prefix}woocommerce_api_keys SET consumer_secret = REVERSE( consumer_secret )" ); return 0;`,
    );
    await world.api("POST", `${shop.api}/connection/check`);
    assert.equal((await merchant.approve(owner, await code())).status, 401);
    const after = await connection();
    assert.deepEqual([after.site, after.connected_at], [before.site, before.connected_at]);
  } finally {
    await site.php(
      `unlink( WPMU_PLUGIN_DIR . '/elsewhere.php' ); global $wpdb; $wpdb->query( "UPDATE {$wpdb->prefix}woocommerce_api_keys SET consumer_secret = REVERSE( consumer_secret )" ); return 0;`,
    );
    await world.api("POST", `${shop.api}/connection/check`);
  }
});

test("disconnecting from either side removes all that connecting made", async () => {
  const owner = await merchant.signIn();
  const left = async () => ({
    connected: (await connection()).connected,
    keys: await apiKeys(),
    webhooks: (await webhooks()).map(({ delivery_url: url }) => url),
    option: await site.php("return get_option( 'edgewise_connection' );"),
    api: await keysOfShop(),
    access: (await world.api("GET", `${shop.api}/questions`)).body.can_ask,
  });
  const nothing = {
    connected: false,
    keys: [],
    webhooks: ["https://stranger.example/hook"],
    option: false,
    api: [],
    access: false,
  };
  assert.equal((await merchant.press(owner, "disconnect")).status, 302);
  assert.deepEqual(await left(), nothing, "from WordPress");
  await merchant.connect(owner);
  const gone = await world.api("DELETE", `${shop.api}/connection`);
  assert.deepEqual([gone.status, gone.body], [200, { left: [] }]);
  assert.deepEqual(await left(), nothing, "from Edgewise");
  assert.equal((await world.api("DELETE", `${shop.api}/connection`)).status, 404);
});

test("a code has ended after an hour, and when a new one was made", async () => {
  const old = await code();
  const owner = await merchant.signIn();
  const newer = await code();
  assert.equal((await callback(nonceOf(old))).status, 403);
  await world.advance(shop, 3_600_001);
  assert.equal(
    (await merchant.approve(owner, newer)).status,
    401,
    "WooCommerce shows its own error",
  );
  assert.equal((await connection()).connected, false);
  assert.deepEqual(await apiKeys(), [], "and takes the key back");
});
