/** The plugin as a directory of plugins looks at it: its headers, its readme, its sizes, what it leaves behind. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeTemplate, template } from "../../scripts/pot.mjs";
import { root } from "../blackbox/world.mjs";
import { startReceiver } from "./receiver.mjs";
import { OWNER, startSite, Visitor } from "./site.mjs";

const folder = join(root, "woocommerce");
const read = (file) => readFileSync(join(folder, file), "utf8");
const php = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith(".php"))
  .map((file) => join(folder, file));

let site;
let receiver;

before(async () => {
  site = await startSite();
  receiver = await startReceiver();
});
after(async () => {
  await site?.stop();
  receiver?.close();
});

test("the headers say what the readme says, and name one version", () => {
  const header = (name) =>
    new RegExp(`^ \\* ${name}:\\s+(.*)$`, "m").exec(read("edgewise.php"))?.[1];
  const readme = (name) => new RegExp(`^${name}: (.*)$`, "m").exec(read("readme.txt"))?.[1];
  assert.equal(header("Requires Plugins"), "woocommerce");
  assert.equal(header("WC requires at least"), "9.0");
  assert.equal(header("Text Domain"), "edgewise");
  assert.deepEqual(
    [header("Requires at least"), header("Requires PHP"), header("Version"), header("License")],
    [readme("Requires at least"), readme("Requires PHP"), readme("Stable tag"), readme("License")],
  );
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  assert.equal(header("Version"), version);
  assert.match(read("edgewise.php"), new RegExp(`VERSION = '${version}'`));
  for (const part of [
    "Description",
    "External services",
    "Installation",
    "Frequently Asked Questions",
    "Changelog",
  ]) {
    assert.match(read("readme.txt"), new RegExp(`^== ${part} ==$`, "m"));
  }
  assert.ok(/^Tags: (.*)$/m.exec(read("readme.txt"))[1].split(",").length <= 5);
});

test("every file is PHP 7.4 and cannot be opened by itself", () => {
  const newer = execFileSync("php", [join(root, "tests/woocommerce/php74.php"), ...php], {
    encoding: "utf8",
  });
  assert.equal(newer, "");
  for (const file of php) {
    assert.match(
      readFileSync(file, "utf8"),
      /defined\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \) \|\| exit;/,
      file,
    );
  }
});

test("orders are read and written as WooCommerce does it, wherever it keeps them", () => {
  const byPosts =
    /\b(get|add|update|delete)_post_meta\b|\bWP_Query\b|\bget_posts?\b|wp_posts|->posts\b|(?<!rest_delete_)shop_order/;
  for (const file of php) assert.doesNotMatch(readFileSync(file, "utf8"), byPosts, file);
});

test("the translation template is that of the code: `node scripts/pot.mjs`", () => {
  assert.equal(readFileSync(template, "utf8"), makeTemplate());
  const calls = php.flatMap((file) => readFileSync(file, "utf8").match(/__\(/g) ?? []).length;
  const found = makeTemplate().match(/^#: /gm).length;
  assert.ok(calls >= found && found > 20, `${found} texts of ${calls} calls`);
});

test("the shop's script is smaller than 6 kB, and has no nonce", () => {
  const { size } = statSync(join(folder, "assets/store.js"));
  console.log(`store.js: ${size} bytes`);
  assert.ok(size < 6_000);
  assert.doesNotMatch(read("includes/browser.php"), /wp_create_nonce|wp_nonce/);
});

test("orders in own tables and blocks are declared", async () => {
  const declared = await site.php(
    "return \\Automattic\\WooCommerce\\Utilities\\FeaturesUtil::$declared;",
  );
  assert.deepEqual(declared, { custom_order_tables: true, cart_checkout_blocks: true });
});

test("the page and its forms are for those who manage the shop, and the forms need their nonce", async () => {
  const owner = new Visitor(site);
  await owner.signIn(OWNER);
  const page = await owner.get("/wp-admin/admin.php?page=edgewise");
  assert.match(page.text, /Connection code/);
  const post = (visitor, action, body = {}) =>
    visitor.post("/wp-admin/admin-post.php", { action: `edgewise_${action}`, ...body });
  const buyer = new Visitor(site);
  await buyer.post("/my-account/", {
    register: 1,
    email: "b@example.test",
    password: "buyer-password",
  });
  for (const action of ["connect", "disconnect"]) {
    assert.equal((await post(owner, action)).status, 403, "no nonce");
    assert.equal((await post(buyer, action)).status, 403, "no right");
  }
  assert.equal((await buyer.get("/wp-admin/admin.php?page=edgewise")).status, 403);
  const nonce = /name="_wpnonce" value="(\w+)"/.exec(page.text)[1];
  for (const code of [
    "",
    "https://evil.example/",
    `http://x.example/connect/woocommerce#${"a".repeat(26)}.${"b".repeat(43)}`,
  ]) {
    const answer = await post(owner, "connect", { _wpnonce: nonce, edgewise_code: code });
    assert.match(answer.location, /edgewise_say=bad-code/);
  }
});

test("without WooCommerce the plugin does nothing, and nothing breaks", async () => {
  await site.php(
    "require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins( 'woocommerce/woocommerce.php', true ); return 0;",
  );
  try {
    assert.equal((await new Visitor(site).get("/?s=mug")).status, 200);
    assert.equal(await site.php("return function_exists( 'Edgewise\\connection' );"), false);
  } finally {
    await site.php(
      "require_once ABSPATH . 'wp-admin/includes/plugin.php'; activate_plugin( 'woocommerce/woocommerce.php' ); return 0;",
    );
  }
});

test("uninstalling leaves nothing behind, with WooCommerce gone and Edgewise down", async () => {
  await receiver.connect(site);
  await site.php(`
    Edgewise\\recovery_key();
    update_option( 'edgewise_email_consent_text', 'Yes' );
    global $wpdb;
    $kept = get_option( 'edgewise_connection' );
    $wpdb->insert( "{$wpdb->prefix}wc_webhooks", array( 'delivery_url' => $kept['webhook_url'], 'topic' => 'order.updated', 'status' => 'active' ) );
    $wpdb->insert( "{$wpdb->prefix}wc_webhooks", array( 'delivery_url' => 'https://another.example', 'topic' => 'order.updated', 'status' => 'active' ) );
    $wpdb->insert( "{$wpdb->prefix}woocommerce_api_keys", array( 'key_id' => 77, 'description' => 'Edgewise' ) );
    $kept['key_id'] = '77';
    update_option( 'edgewise_connection', $kept );
    return 0;`);
  receiver.close();
  const left = await site.php(`
    define( 'WP_UNINSTALL_PLUGIN', 'edgewise/edgewise.php' );
    require WP_PLUGIN_DIR . '/edgewise/uninstall.php';
    global $wpdb;
    return array(
      $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'edgewise%'" ),
      $wpdb->get_col( "SELECT delivery_url FROM {$wpdb->prefix}wc_webhooks" ),
      $wpdb->get_col( "SELECT key_id FROM {$wpdb->prefix}woocommerce_api_keys" ),
    );`);
  assert.deepEqual(left, [[], ["https://another.example"], []]);
});
