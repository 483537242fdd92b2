/** Opening Edgewise from WordPress, as an administrator, a shop manager and a customer do it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startMerchant } from "./merchant.mjs";
import { Visitor } from "./site.mjs";

let merchant;
let site;
let world;

before(async () => {
  merchant = await startMerchant();
  ({ site, world } = merchant);
});
after(() => merchant?.stop());

const MENU = "/wp-admin/admin.php?page=edgewise-open";
const path = (address) => address.slice(site.base.length);

/** Presses the menu's entry; gives where the form leads that comes of it, and what it posts. */
async function open(visitor) {
  const led = await visitor.get(MENU);
  assert.equal(led.status, 302, led.text.slice(0, 300));
  const { status, text } = await visitor.get(path(led.location));
  assert.equal(status, 200);
  const attribute = (found) => found.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const field = (name) =>
    attribute(new RegExp(`name="${name}" value="([^"]*)"`).exec(text)[1].replaceAll("&#039;", "'"));
  return {
    to: attribute(/action="([^"]*)"/.exec(text)[1]),
    form: { visit: field("visit"), signature: field("signature") },
  };
}

/** What the browser does then: it posts the form, and the page uses the link up. */
async function enter({ to, form }) {
  assert.ok(to.endsWith("/sign-in/wordpress"), to);
  const sent = await world.fetch("/sign-in/wordpress", {
    method: "POST",
    body: new URLSearchParams(form),
  });
  if (sent.status !== 303) return { status: sent.status, text: await sent.text() };
  const link = sent.headers.get("location").split("/").at(-1);
  const used = await world.fetch("/sign-in/link/use", {
    method: "POST",
    headers: { "x-edgewise-page": "1" },
    body: JSON.stringify({ link }),
  });
  const cookie = used.headers.get("set-cookie").split(";")[0];
  const headers = { cookie, "x-edgewise-page": "1" };
  return (await world.fetch("/api/me", { headers })).json();
}

/** Makes a user with a role, and signs them in. */
async function user(login, role) {
  await site.php(
    `$id = wp_create_user( '${login}', 'a-password', '${login}@example.test' ); ( new WP_User( $id ) )->set_role( '${role}' ); return $id;`,
  );
  const visitor = new Visitor(site);
  await visitor.signIn({ login, password: "a-password" });
  return visitor;
}

test("before it is connected there is nothing to open", async () => {
  const owner = await merchant.signIn();
  assert.equal((await owner.get(MENU)).status, 403);
});

test("an administrator comes in as an owner, a shop manager as an editor, with one click", async () => {
  const owner = await merchant.signIn();
  await merchant.connect(owner);
  assert.match(
    (await merchant.page(owner)).text,
    /class="button button-primary" href="[^"]*edgewise_open/,
  );
  const opened = await open(owner);
  const me = await enter(opened);
  assert.deepEqual([me.email, me.shops[0].role], ["owner@example.test", "owner"]);
  const again = await enter(opened);
  assert.equal(again.status, 403);
  assert.match(again.text, /used already/);
  const manager = await enter(await open(await user("manager", "shop_manager")));
  assert.deepEqual([manager.email, manager.shops[0].role], ["manager@example.test", "editor"]);
});

test("a customer can't, another site can't have it opened, and a filter decides otherwise", async () => {
  const shopper = await user("shopper", "customer");
  assert.notEqual((await shopper.get(MENU)).status, 200);
  const posted = await shopper.get("/wp-admin/admin-post.php?action=edgewise_open");
  assert.equal(posted.status, 403);
  const owner = await merchant.signIn();
  const forged = await owner.get("/wp-admin/admin-post.php?action=edgewise_open");
  assert.equal(forged.status, 403);
  const roles = await site.php(
    `$user = get_user_by( 'login', 'manager' );
     $roles = array( Edgewise\\edgewise_role( $user ) );
     foreach ( array( 'viewer', '', 'administrator' ) as $to ) {
       $filter = function () use ( $to ) { return $to; };
       add_filter( 'edgewise_role', $filter );
       $roles[] = Edgewise\\edgewise_role( $user );
       remove_filter( 'edgewise_role', $filter );
     }
     return $roles;`,
  );
  assert.deepEqual(roles, ["editor", "viewer", "", ""]);
});
