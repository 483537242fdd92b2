/** What the plugin keeps in accounts by Edgewise's word, in a real WordPress, and that none of it is an act. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { recovery } from "../blackbox/recovery-config.mjs";
import { until } from "../blackbox/world.mjs";
import { startMerchant } from "./merchant.mjs";
import { OWNER, Visitor } from "./site.mjs";

let merchant;
let site;
let world;
let shop;
const EMAIL = "edgewise/email-consent";
const SMS = "edgewise/sms-consent";
const PASSWORD = "Planted-password-7";

before(async () => {
  merchant = await startMerchant();
  ({ site, world, shop } = merchant);
  await merchant.connect();
  shop = { ...shop, webhook_url: new URL(shop.webhook_url).pathname };
  const tiers = [{ id: "gold", name: "Gold", points_at_least: 100 }];
  const saved = await world.api("PUT", `${shop.api}/config`, recovery({ tiers }));
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});
after(() => merchant?.stop());

let people = 0;
/** Somebody registers on the account page, with boxes ticked or not; gives them, known to Edgewise. */
async function register(fields = {}) {
  people += 1;
  const visitor = new Visitor(site);
  visitor.email = `sven-${people}@example.test`;
  const form = { register: 1, email: visitor.email, password: PASSWORD, edgewise_fields: 1 };
  await visitor.post("/my-account/", { ...form, ...fields });
  visitor.id = await site.php(`return get_user_by( 'email', '${visitor.email}' )->ID;`);
  return visitor;
}
/** A customer with consent, as Edgewise knows them. */
const known = ({ email }) => until(() => world.customer(shop, email), { what: email });
const command = async (visitor, said) => {
  const { customer } = await known(visitor);
  const answer = await world.api("POST", `${shop.api}/customers/${customer}/commands`, said);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
};
const leave = (visitor, more = {}) =>
  command(visitor, {
    type: "record_consent",
    channel: "email",
    consent: "unsubscribed",
    proof: "",
    ...more,
  });
const save = async (visitor, fields, shown = {}) => {
  const named = Object.entries(fields).map(([id, value]) => [`_wc_other/${id}`, value]);
  const hidden = Object.entries(shown).map(([channel, is]) => [`edgewise_shown_${channel}`, is]);
  await visitor.post("/my-account/", {
    action: "save_account_details",
    ...Object.fromEntries([...named, ...hidden]),
  });
};
const meta = ({ id }, key) => site.php(`return get_user_meta( ${id}, '${key}', true );`);
const box = (visitor, field = EMAIL) => meta(visitor, `_wc_other/${field}`);
/** Waits until all is written. No clock is moved: how far the two are apart is part of what is written. */
const settled = () =>
  until(async () => (await merchant.connection()).copies.waiting === 0, { what: "writing" });
/** The consents that the shop reported of somebody, in their order. */
const reported = async (visitor) => {
  const { customer } = await known(visitor);
  const { body } = await world.api("GET", `${shop.api}/customers/${customer}/timeline`);
  return body.moments.filter(({ topic }) => topic === "consent.changed").length;
};

test("an unsubscribe by a link takes the tick out of the account page, with its date, and isn't reported", async () => {
  const sven = await register({ edgewise_email_consent: 1 });
  await known(sven);
  await settled();
  assert.equal(await box(sven), "1");
  assert.equal((await meta(sven, "_edgewise_consent_state")).email.own, true);
  await leave(sven);
  await settled();
  assert.equal(await box(sven), "0");
  const { own, since, at, ...state } = (await meta(sven, "_edgewise_consent_state")).email;
  assert.deepEqual(state, { consent: "unsubscribed", where: "merchant", text: "" });
  assert.equal(own, false);
  assert.ok(Math.abs(Date.parse(at) / 1000 - since) < 60);
  const { text } = await sven.get("/my-account/");
  assert.match(text, new RegExp(`name="_wc_other/${EMAIL}" value="1">`), "unticked");
  assert.match(text, /name="edgewise_shown_email" value="0"/);
  assert.equal(await reported(sven), 1, "the registration's alone");
});

test("a form that was open since before changes nothing; a tick in it does", async () => {
  const sven = await register({ edgewise_email_consent: 1 });
  await leave(sven);
  await settled();
  assert.equal(await box(sven), "0");
  // It still shows the tick, and is saved for a new name.
  await save(sven, { [EMAIL]: "1" }, { email: "1", sms: "0" });
  assert.equal(await box(sven), "0", "shows what is in force");
  assert.equal(await reported(sven), 1);
  await site.php("return sleep( 1 );");
  await save(sven, { [EMAIL]: "1" }, { email: "0", sms: "0" });
  await until(async () => (await reported(sven)) === 2, { what: "the act" });
  assert.equal(await box(sven), "1");
});

test("of two changes the later stands on both sides, whichever way it was made", async () => {
  const sven = await register({ edgewise_email_consent: 1 });
  await known(sven);
  // The link's click was before what they did in the account, and comes to the store after it.
  const clicked = Date.now() - 5_000;
  await site.php(`
    Edgewise\\keep_act( ${sven.id}, 'email', true, array( 'at' => gmdate( 'Y-m-d\\TH:i:s\\Z' ), 'where' => 'account page', 'text' => '' ) );
    return 0;`);
  const ask = async (at, consent) => {
    const body = {
      now: Date.now(),
      customers: [
        { email: sven.email, parts: [{ type: "consent", channel: "email", consent, at }] },
      ],
    };
    return site.php(`
      wp_set_current_user( 1 );
      $request = new WP_REST_Request( 'POST', '/wc-edgewise/v1/customers' );
      $request->set_header( 'content-type', 'application/json' );
      $request->set_body( '${JSON.stringify(body)}' );
      return rest_do_request( $request )->get_data();`);
  };
  assert.deepEqual(await ask(clicked, "unsubscribed"), {
    customers: [{ account: true, later: ["email"] }],
  });
  assert.equal(await box(sven), "1");
  assert.deepEqual(await ask(Date.now() + 2_000, "unsubscribed"), {
    customers: [{ account: true, later: [] }],
  });
  assert.equal(await box(sven), "0");
  // What Edgewise says is corrected by what it says later, also where that is about an earlier moment.
  await ask(clicked, "subscribed");
  assert.equal(await box(sven), "1");
});

test("a store whose clock is wrong takes what is later for later", async () => {
  const sven = await register();
  const ask = (now, at) =>
    site.php(`
      Edgewise\\keep_act( ${sven.id}, 'email', true, array( 'at' => gmdate( 'Y-m-d\\TH:i:s\\Z' ), 'where' => 'account page', 'text' => '' ) );
      return Edgewise\\keep_copy( array( 'email' => '${sven.email}', 'parts' => array( array( 'type' => 'consent', 'channel' => 'email', 'consent' => 'unsubscribed', 'at' => ${at} ) ) ), microtime( true ) * 1000 - ${now} );`);
  // The store's clock is an hour ahead of ours; the click came ten seconds after the act.
  const ours = Date.now() - 3_600_000;
  assert.deepEqual((await ask(ours, ours - 10_000)).later, ["email"]);
  assert.deepEqual((await ask(ours, ours + 10_000)).later, []);
});

test("a signed-in buyer's order neither ticks nor unticks the account by itself", async () => {
  const sven = await register({ edgewise_email_consent: 1 });
  await sven.post("/wp-json/wc/store/v1/cart/add-item", { id: 14, quantity: 1 });
  const nonce = (await sven.get("/wp-admin/admin-ajax.php?action=rest-nonce")).text;
  const order = async (fields) => {
    const body = { billing_address: { email: sven.email }, payment_method: "cod" };
    const answer = await sven.post(
      "/wp-json/wc/store/v1/checkout",
      { ...body, additional_fields: fields },
      { "x-wp-nonce": nonce },
    );
    assert.equal(answer.status, 200, answer.text);
  };
  await order({ [EMAIL]: false, [SMS]: false });
  assert.equal(await box(sven), "1", "an unticked box at a checkout takes nothing back");
  sven.setCookie("edgewise_boxes", "sms.1");
  await sven.post("/wp-json/wc/store/v1/cart/add-item", { id: 14, quantity: 1 });
  await order({ [SMS]: true });
  assert.equal(await box(sven, SMS), "1");
  await until(async () => (await reported(sven)) === 2);
  await settled();
  assert.equal((await meta(sven, "_edgewise_consent_state")).sms.own, true, "not written back");
});

test("tags, points and tier are on the user's page in WordPress, and leave with the person", async () => {
  const sven = await register({ edgewise_email_consent: 1 });
  await command(sven, { type: "add_tag", tag: "Käse & \\Brot" });
  await command(sven, { type: "give_points", points: 1200, note: "welcome" });
  await settled();
  assert.deepEqual(await meta(sven, "_edgewise_tags"), ["Käse & \\Brot"]);
  assert.equal(Number(await meta(sven, "_edgewise_points")), 1200);
  assert.deepEqual(await meta(sven, "_edgewise_tier"), { id: "gold", name: "Gold" });
  const owner = new Visitor(site);
  await owner.signIn(OWNER);
  const { text } = await owner.get(`/wp-admin/user-edit.php?user_id=${sven.id}`);
  for (const shown of [/Subscribed since/, /Käse &amp; \\Brot/, /1,200/, /Gold/]) {
    assert.match(text, shown);
  }
  const exported = await site.php(`return Edgewise\\export_person( '${sven.email}' );`);
  assert.match(JSON.stringify(exported), /1200/);
  await site.php(`return Edgewise\\erase_person( '${sven.email}' );`);
  for (const key of [
    "_edgewise_tags",
    "_edgewise_points",
    "_edgewise_tier",
    "_edgewise_consent_state",
  ]) {
    assert.equal(await meta(sven, key), "", key);
  }
});

test("only who may manage the shop may write, and never to a copy of it", async () => {
  const ask = (user) =>
    site.php(`
      wp_set_current_user( ${user} );
      $request = new WP_REST_Request( 'POST', '/wc-edgewise/v1/customers' );
      $request->set_body_params( array( 'now' => 1, 'customers' => array() ) );
      return rest_do_request( $request )->get_status();`);
  const sven = await register();
  assert.equal(await ask(sven.id), 403);
  assert.equal(await ask(1), 200);
  const moved = await site.php(`
    add_filter( 'home_url', function () { return 'https://staging.example.test'; } );
    wp_set_current_user( 1 );
    $request = new WP_REST_Request( 'POST', '/wc-edgewise/v1/customers' );
    $request->set_body_params( array( 'now' => 1, 'customers' => array() ) );
    return rest_do_request( $request )->get_status();`);
  assert.equal(moved, 409);
});
