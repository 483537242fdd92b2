/** Codes that messages speak of exist in the store, once each, and only for whom they were made. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startMailServer } from "../blackbox/mail-server.mjs";
import { HOUR, onSignUp, recovery } from "../blackbox/recovery-config.mjs";
import { wooCustomer } from "../blackbox/woo-bodies.mjs";
import { until } from "../blackbox/world.mjs";
import { startMerchant } from "./merchant.mjs";
import { Visitor } from "./site.mjs";

let merchant;
let mail;

before(async () => {
  mail = await startMailServer();
  merchant = await startMerchant({ smtp: mail.url });
  await merchant.connect();
});
after(async () => {
  await merchant?.stop();
  await mail?.close();
});

/** Turns on a workflow that makes this coupon for whoever signs up, and mails it. */
async function offer(coupon) {
  const welcome = {
    subject: "Your code",
    text: "Use {{ coupon.code }}.",
    html: "{{ coupon.code }}",
  };
  const send = { id: "mail", type: "send", message: "welcome" };
  const config = recovery({
    messages: { welcome },
    workflows: [onSignUp([{ id: "code", type: "apply_coupon", prefix: "HI", ...coupon }, send])],
  });
  const saved = await merchant.world.api("PUT", `${merchant.shop.api}/config`, config);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
}

let accounts = 500;
/** Somebody signs up and agrees to email; gives their address. */
async function signUp() {
  accounts += 1;
  const { world } = merchant;
  // The store's certificate is for its own requests.
  const shop = { ...merchant.shop, webhook_url: new URL(merchant.shop.webhook_url).pathname };
  const email = `buyer-${accounts}@example.test`;
  // A store says to the second when it was, and who came before the workflow was on starts nothing.
  const now = new Date((await world.advance(shop, 2_000)).now).toISOString();
  const agreed = { email, channel: "email", consent: "subscribed", at: now, origin: "checkout" };
  await world.deliverTo(shop, "consent.changed", agreed);
  await world.deliverTo(shop, "customer.created", wooCustomer(accounts, { email, created: now }));
  return email;
}

const coupons = async () =>
  Object.values(await merchant.site.php("return get_option( 'standin_coupons', array() );"));
const fault = (name) => merchant.site.php(`update_option( 'standin_coupon_fault', '${name}' );`);
const outbox = async (query) =>
  (await merchant.world.api("GET", `${merchant.shop.api}/outbox?${query}`)).body.outbox;
const mailTo = (email) => mail.mails.find(({ to }) => to.includes(email));
const mailed = (email) => until(() => mailTo(email), { what: `the mail to ${email}` });
const couponOf = async (email) =>
  (await coupons()).find(({ email_restrictions: bound }) => bound.includes(email));

test("a code is in the store before its message leaves, for one person, once, until it ends", async () => {
  await offer({ percent: 10, valid_for: { amount: 5, unit: "days" } });
  const email = await signUp();
  const { text } = await mailed(email);
  const coupon = await couponOf(email);
  assert.ok(text.toLowerCase().includes(coupon.code), coupon.code);
  const { code, date_expires_gmt: ends, meta_data: meta, ...terms } = coupon;
  assert.match(code, /^hi-\w{8}$/);
  const [item] = await outbox("type=apply_coupon");
  assert.deepEqual(meta, [{ key: "_edgewise_effect", value: item.id }]);
  assert.equal(Date.parse(`${ends}Z`), Math.floor((item.due + 5 * 24 * HOUR) / 1000) * 1000);
  assert.deepEqual(terms, {
    discount_type: "percent",
    amount: "10",
    product_ids: [],
    usage_limit: 1,
    individual_use: true,
    email_restrictions: [email],
    date_expires: `${ends}Z`,
    description: "Made by Edgewise for one customer.",
  });
  assert.deepEqual([item.state, item.attempt], ["sent", 1]);
});

test("the buyer it was made for can use it, and nobody else", async () => {
  const email = await signUp();
  await mailed(email);
  const { code } = await couponOf(email);
  const apply = async (address) => {
    const buyer = new Visitor(merchant.site);
    await buyer.post("/wp-json/wc/store/v1/cart/add-item", { id: 14, quantity: 1 });
    await buyer.post("/wp-json/wc/store/v1/cart/update-customer", {
      billing_address: { email: address },
    });
    const { text } = await buyer.post("/wp-json/wc/store/v1/cart/apply-coupon", { code });
    return JSON.parse(text).coupons ?? [];
  };
  assert.deepEqual(await apply(email), [code]);
  assert.deepEqual(await apply("somebody.else@example.test"), []);
});

test("amounts, shipping, gifts and bundles are what WooCommerce makes of them", async () => {
  const kinds = [
    [{ amount: "7.50" }, { discount_type: "fixed_cart", amount: "7.50", product_ids: [] }],
    [
      { free_shipping: true },
      { discount_type: "fixed_cart", amount: "0", free_shipping: true, product_ids: [] },
    ],
    [
      { free_gift: "14" },
      { discount_type: "percent", amount: "100", limit_usage_to_x_items: 1, product_ids: [14] },
    ],
    [
      { percent: 15, products: ["13", "15"] },
      { discount_type: "percent", amount: "15", product_ids: [13, 15] },
    ],
  ];
  for (const [given, expected] of kinds) {
    await offer(given);
    const email = await signUp();
    await mailed(email);
    const made = await couponOf(email);
    const terms = Object.fromEntries(Object.keys(expected).map((name) => [name, made[name]]));
    assert.deepEqual(terms, expected);
    assert.equal(made.date_expires, null);
  }
});

test("an answer that is lost makes no second code, and the message leaves once", async () => {
  await offer({ percent: 10 });
  await fault("lost");
  const email = await signUp();
  await until(() => couponOf(email), { what: "the code" });
  const waiting = async () =>
    (await outbox("type=apply_coupon&state=new")).some(
      ({ reason }) => reason === "store-unreachable",
    );
  await until(waiting, { what: "the second try" });
  assert.equal(mailTo(email), undefined, "no message without the code");
  await fault("");
  const before = (await coupons()).length;
  await merchant.world.advance(merchant.shop, 60_000);
  const { text } = await mailed(email);
  const { code } = await couponOf(email);
  assert.ok(text.toLowerCase().includes(code));
  assert.equal((await coupons()).length, before);
  assert.equal(mail.mails.filter(({ to }) => to.includes(email)).length, 1);
});

test("a store that is busy is asked again", async () => {
  await fault("busy");
  const email = await signUp();
  const waiting = async () =>
    (await outbox("type=apply_coupon&state=new")).some(({ reason }) => reason === "store-busy");
  await until(waiting, { what: "the second try" });
  await fault("");
  await merchant.world.advance(merchant.shop, 60_000);
  await mailed(email);
});

test("what the store refuses is taken back, and its message isn't sent and says why", async () => {
  await offer({ free_gift: "a-mug" });
  const email = await signUp();
  const letters = async () =>
    (await merchant.world.api("GET", `${merchant.shop.api}/dead-letters`)).body.dead_letters;
  await until(async () => (await letters()).some(({ reason }) => reason === "coupon-refused"), {
    what: "the refusal",
  });
  const [message] = await until(async () => {
    const items = await outbox("type=send&state=withdrawn");
    return items.length > 0 ? items : null;
  });
  assert.equal(message.reason, "coupon-failed");
  assert.equal(mailTo(email), undefined);
});

test("a code that is somebody else's is not given away", async () => {
  await offer({ percent: 10, prefix: "LUCK" });
  // Every code of this prefix is there already, made by nobody we know.
  await fault("taken");
  const email = await signUp();
  const letters = async () =>
    (await merchant.world.api("GET", `${merchant.shop.api}/dead-letters`)).body.dead_letters;
  await until(async () => (await letters()).some(({ reason }) => reason === "coupon-code-taken"), {
    what: "the refusal",
  });
  assert.equal(mailTo(email), undefined);
  await fault("");
});

test("a store that is disconnected gets no codes, and messages still have theirs", async () => {
  await offer({ percent: 10 });
  const gone = await merchant.world.api("DELETE", `${merchant.shop.api}/connection`);
  assert.equal(gone.status, 200, JSON.stringify(gone.body));
  const before = (await coupons()).length;
  const email = await signUp();
  const { text } = await mailed(email);
  assert.match(text, /HI-[A-Z0-9]{8}/);
  assert.equal((await coupons()).length, before);
});
