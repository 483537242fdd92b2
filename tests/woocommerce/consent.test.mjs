/** Consent and birthday: what the buyer did, and nothing else, with its proof. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
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
beforeEach(() => {
  receiver.received.length = 0;
  receiver.state.status = 200;
});

const STORE = "/wp-json/wc/store/v1";
const EMAIL = "edgewise/email-consent";
const SMS = "edgewise/sms-consent";
const TEXT = "Email me news and offers. I can unsubscribe at any time.";
const PASSWORD = "Planted-password-7";
let people = 0;

/** A buyer with something in the cart; `boxes` are those that the script saw them click. */
async function buyer(boxes = "") {
  people += 1;
  const visitor = new Visitor(site);
  visitor.email = `buyer-${people}@example.test`;
  if (boxes !== "") visitor.setCookie("edgewise_boxes", boxes);
  await visitor.post(`${STORE}/cart/add-item`, { id: 14, quantity: 1 });
  return visitor;
}
const blockOrder = (visitor, more = {}) =>
  visitor.post(`${STORE}/checkout`, {
    billing_address: { email: visitor.email, phone: "+4930123456" },
    payment_method: "cod",
    ...more,
  });
const classicOrder = (visitor, more = {}) =>
  visitor.post("/?wc-ajax=checkout", {
    billing_email: visitor.email,
    payment_method: "cod",
    ...more,
  });
const told = () =>
  receiver.received
    .filter(({ topic }) => topic === "consent.changed")
    .map(({ raw }) => JSON.parse(raw));
const meta = (key) =>
  site.php(
    `return wc_get_order( (int) get_option( 'standin_next_order' ) )->get_meta( '${key}' );`,
  );

test("a box that was seen clicked counts once, though WooCommerce says it six times", async () => {
  const olav = await buyer("email.1");
  await olav.get("/checkout/");
  await blockOrder(olav, { additional_fields: { [EMAIL]: true, [SMS]: false } });
  const [said, ...others] = told();
  assert.deepEqual(others, []);
  const { at, text, ...rest } = said;
  assert.deepEqual(rest, {
    email: olav.email,
    phone: "+4930123456",
    channel: "email",
    consent: "subscribed",
    origin: "block checkout",
    resubscribed: true,
  });
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
  assert.match(text, new RegExp(`^[0-9a-f]{8}: ${TEXT}$`));
  const proof = await meta("_edgewise_consent");
  assert.deepEqual(proof, { email: { at, where: "block checkout", text } }, "kept on the order");
});

test("the version of the text follows the text", async () => {
  const version = () => site.php("return substr( Edgewise\\proof( 'email' ), 0, 8 );");
  const usual = await version();
  await site.php("update_option( 'edgewise_email_consent_text', 'Send me letters' ); return 0;");
  assert.notEqual(await version(), usual);
  await site.php("delete_option( 'edgewise_email_consent_text' ); return 0;");
});

test("missing, unticked and merely claimed boxes say nothing: also not “no”", async () => {
  await blockOrder(await buyer("email.1"));
  await blockOrder(await buyer("email.0"), { additional_fields: { [EMAIL]: false } });
  // An express payment that says yes for everybody, on a page where nobody clicked, or clicked off again.
  await blockOrder(await buyer(), { additional_fields: { [EMAIL]: true, [SMS]: true } });
  await blockOrder(await buyer("email.0"), { additional_fields: { [EMAIL]: true } });
  // Truthy is not true, and a cookie of another form is none.
  await blockOrder(await buyer("email.1"), { additional_fields: { [EMAIL]: "1" } });
  await blockOrder(await buyer("email.1x-sms"), { additional_fields: { [EMAIL]: true } });
  assert.deepEqual(told(), []);
  assert.equal(await meta("_edgewise_consent"), "");
});

test("an express payment on a classic page takes no classic box along", async () => {
  const ida = await buyer();
  await ida.get("/classic-checkout/");
  await blockOrder(ida, { edgewise_email_consent: "1", edgewise_fields: "1" });
  assert.deepEqual(told(), []);
});

test("a tick while typing counts at the order, for the corrected address", async () => {
  const olav = await buyer("email.1");
  const right = olav.email;
  await olav.get("/checkout/");
  await olav.post(`${STORE}/cart/update-customer`, {
    billing_address: { email: "wrong@exmaple.test" },
  });
  await olav.ask("PUT", `${STORE}/checkout`, { additional_fields: { [EMAIL]: true } });
  assert.deepEqual(told(), [], "a draft is no order");
  await blockOrder(olav, { additional_fields: { [EMAIL]: true } });
  assert.deepEqual(
    told().map(({ email }) => email),
    [right],
  );
});

test("a box that was ticked and unticked again, or ticked in a try that failed, says nothing", async () => {
  const olav = await buyer("email.1");
  await olav.get("/checkout/");
  await olav.ask("PUT", `${STORE}/checkout`, { additional_fields: { [EMAIL]: true } });
  assert.equal(await meta("_edgewise_consent"), "", "nothing is kept of a draft");
  await blockOrder(olav, { additional_fields: { [EMAIL]: false } });
  const ida = await buyer("email.0");
  await ida.get("/checkout/");
  // What a POST leaves whose payment was declined.
  await site.php(`
    $order = wc_get_order( (int) get_option( 'standin_next_order' ) );
    Edgewise\\note_ticks( $order, array( 'email' ), 'block checkout', time() );
    $order->save();
    return 0;`);
  await blockOrder(ida, { additional_fields: { [EMAIL]: false } });
  assert.equal(await meta("_edgewise_consent"), "");
  assert.deepEqual(told(), []);
});

test("a tick counts from the moment its checkout began, so it does not undo an unsubscribe of meanwhile", async () => {
  const began = Math.floor(Date.now() / 1000) - 600;
  const olav = await buyer("email.1");
  await olav.get("/checkout/");
  await site.php(`
    $name = 'standin_order_' . get_option( 'standin_next_order' );
    update_option( $name, array( 'created' => ${began} ) + get_option( $name ) );
    return 0;`);
  await blockOrder(olav, { additional_fields: { [EMAIL]: true } });
  const nora = await buyer();
  await nora.get("/classic-checkout/");
  await site.php(`
    global $wpdb;
    foreach ( $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'standin_session_%'" ) as $name ) {
      $session = get_option( $name );
      if ( ! empty( $session['edgewise_checkout_began'] ) ) {
        update_option( $name, array( 'edgewise_checkout_began' => ${began} ) + $session );
      }
    }
    return 0;`);
  // Showing the form again, as after a mistake in it, begins no other checkout.
  await nora.get("/classic-checkout/");
  await classicOrder(nora, { edgewise_fields: 1, edgewise_email_consent: 1 });
  assert.deepEqual(
    told().map(({ at }) => Date.parse(at) / 1000),
    [began, began],
  );
});

test("what an administrator saves, or WooCommerce copies, is no act", async () => {
  const olav = await buyer("email.1");
  await blockOrder(olav, { additional_fields: { [EMAIL]: true } });
  receiver.received.length = 0;
  const fire = (value, subject) =>
    `do_action( 'woocommerce_set_additional_field_value', '${EMAIL}', ${value}, 'other', ${subject} );`;
  await site.php(`
    wp_set_current_user( 1 );
    $_POST['action'] = 'editpost';
    $order = wc_get_order( (int) get_option( 'standin_next_order' ) );
    ${fire("'0'", "$order")} ${fire("'1'", "$order")}
    for ( $i = 0; $i < 3; $i++ ) { $order->save(); }
    $_POST['action'] = 'save_account_details';
    ${fire("'1'", "new WC_Customer( 99 )")} ${fire("'1'", "new WC_Customer( 0 )")} ${fire("'1'", "$order")}
    return 0;`);
  assert.deepEqual(told(), []);
});

test("classic checkout: the boxes are in the form, unticked, and count when ticked", async () => {
  const nora = await buyer();
  const { text } = await nora.get("/classic-checkout/");
  assert.match(text, /name="edgewise_email_consent"/);
  assert.match(text, /name="edgewise_birthday"/);
  assert.doesNotMatch(text, /checked/);
  await classicOrder(nora, {
    edgewise_fields: 1,
    edgewise_sms_consent: 1,
    edgewise_birthday: "1990-05-17",
    billing_phone: "+4930765432",
  });
  const [said, ...others] = told();
  assert.deepEqual(others, []);
  assert.deepEqual(
    [said.channel, said.origin, said.phone],
    ["sms", "classic checkout", "+4930765432"],
  );
  assert.equal(await meta("_wc_other/edgewise/birthday"), "1990-05-17");
  receiver.received.length = 0;
  await classicOrder(await buyer(), { edgewise_email_consent: 1 });
  assert.deepEqual(told(), [], "a box without its form was not shown");
});

test("a birthday is a day that exists, refused otherwise at the block checkout", async () => {
  const field = (value) => ({ additional_fields: { "edgewise/birthday": value } });
  for (const value of ["17.05.1990", "1990-02-30", "1990-13-01", "soon"]) {
    const answer = await blockOrder(await buyer(), field(value));
    assert.equal(answer.json.code, "edgewise_birthday", value);
  }
  assert.equal((await blockOrder(await buyer(), field(""))).status, 200);
  assert.equal((await blockOrder(await buyer(), field("2000-02-29"))).status, 200);
  assert.equal(await meta("_wc_other/edgewise/birthday"), "2000-02-29");
});

test("registration and account page: agreeing, taking it back, and saving without a change", async () => {
  const sven = new Visitor(site);
  const email = "sven@example.test";
  await sven.post("/my-account/", {
    register: 1,
    email,
    password: PASSWORD,
    edgewise_fields: 1,
    edgewise_email_consent: 1,
    edgewise_birthday: "1980-01-31",
  });
  assert.deepEqual(
    told().map(({ email: to, channel, consent, origin }) => [to, channel, consent, origin]),
    [[email, "email", "subscribed", "registration"]],
  );
  assert.ok(!JSON.stringify(receiver.received).includes(PASSWORD));
  receiver.received.length = 0;
  const save = (fields) =>
    sven.post("/my-account/", {
      action: "save_account_details",
      ...Object.fromEntries(
        Object.entries(fields).map(([id, value]) => [`_wc_other/${id}`, value]),
      ),
    });
  await save({ [EMAIL]: "1" });
  assert.deepEqual(told(), [], "nothing changed");
  await save({ [SMS]: "1" });
  assert.deepEqual(
    told().map(({ channel, consent, origin, resubscribed }) => [
      channel,
      consent,
      origin,
      resubscribed,
    ]),
    [
      ["email", "unsubscribed", "account page", undefined],
      ["sms", "subscribed", "account page", true],
    ],
  );
  // Somebody who has agreed is not asked again at the classic checkout.
  const { text } = await sven.get("/classic-checkout/");
  assert.match(text, /name="edgewise_email_consent"/);
  assert.doesNotMatch(text, /name="edgewise_sms_consent"/);
});

test("consent is not lost while Edgewise is down: it comes later, with the time of the act", async () => {
  receiver.state.status = 503;
  await blockOrder(await buyer("email.1"), { additional_fields: { [EMAIL]: true } });
  const [refused] = told();
  receiver.received.length = 0;
  const run = (seconds) => site.php(`return standin_run_jobs( time() + ${seconds} );`);
  assert.equal(await run(30), 0, "not at once");
  assert.equal(await run(61), 1);
  assert.equal(await run(61), 0, "still down: later, and later again");
  receiver.state.status = 200;
  receiver.received.length = 0;
  assert.equal(await run(601), 1);
  assert.deepEqual(told(), [refused]);
  assert.equal(await run(10 ** 7), 0, "once it is taken, it is over");
});
