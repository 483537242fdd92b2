/** What can't work is not turned on, and says how it can; what is live stays live and needs attention. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

let mail;
let world;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const woo = (at = world) =>
  at.shop({ platform: "woocommerce", domain: `${Math.random()}.example` });
let made = 0;
/** A workflow under a name of its own: what is live already is held to less. */
const workflow = (trigger, steps = [{ id: "a", type: "send", message: "hello" }]) => {
  made += 1;
  return { ...onSignUp(steps), id: `w-${made}`, trigger };
};
const config = (one, messages = { hello: { subject: "Hello", text: "Hi" } }) =>
  recovery({ messages, workflows: [one] });
const put = (shop, wanted, at = world) => at.api("PUT", `${shop.api}/config`, wanted);
/** What keeps a configuration from being published, and what the check before says. */
async function refusals(shop, wanted, at = world) {
  const checked = (await at.api("POST", `${shop.api}/config/check`, wanted)).body;
  const { status, body } = await put(shop, wanted, at);
  const errors = (found) => found.filter(({ severity }) => severity === "error");
  assert.deepEqual(errors(checked.diagnostics), errors(body.diagnostics), "both say the same");
  assert.equal(checked.can_be_saved, status === 200);
  for (const one of errors(body.diagnostics)) assert.ok(one.message !== "" && one.help !== "");
  return errors(body.diagnostics).map(({ code, path }) => [code, path]);
}
const alerts = async (shop, at = world) =>
  (await at.api("GET", `${shop.api}/operations`)).body.alerts.filter(
    ({ code }) => code === "cannot-work",
  );

const CART = { type: "cart_abandoned", after: { amount: 1, unit: "hours" } };

test("a trigger that the platform doesn't report is refused, and what others report is not", async () => {
  const [shop, shopify] = [await woo(), await world.shop()];
  const trigger = "workflows[0].trigger";
  for (const [wanted, refused] of [
    // A block checkout is reported by WooCommerce itself.
    [CART, false],
    [{ type: "performed", event: "product_viewed" }, true],
    [{ type: "performed", event: "shipment_updated" }, true],
    [{ type: "performed", event: "order_fulfilled" }, true],
    [{ type: "customer_created" }, false],
    [{ type: "performed", event: "custom", about: "Size Chart Opened" }, false],
    [{ type: "date", name: "birth_date" }, false],
    [{ type: "tag_added", tag: "vip" }, false],
  ]) {
    const expected = refused ? [["trigger-not-reported", trigger]] : [];
    assert.deepEqual(
      await refusals(shop, config(workflow(wanted))),
      expected,
      JSON.stringify(wanted),
    );
    if (wanted.type !== "date") {
      assert.deepEqual(await refusals(shopify, config(workflow(wanted))), [], wanted.type);
    }
  }
  const said = async (event) => {
    const { body } = await put(shop, config(workflow({ type: "performed", event })));
    return body.diagnostics.find(({ code }) => code === "trigger-not-reported");
  };
  const viewed = await said("product_viewed");
  assert.match(
    viewed.message,
    /“On sign-up” starts from a “product viewed” event, which your store/,
  );
  assert.match(viewed.help, /plugin for WooCommerce/);
  assert.match(
    (await said("order_fulfilled")).help,
    /choose where your orders keep tracking numbers/,
  );
  assert.match((await said("shipment_updated")).help, /POST \/v1\/events/);
  const shipped = config(workflow({ type: "performed", event: "order_fulfilled" }));
  for (const woocommerce of [
    { completed_is_shipped: true },
    { tracking_fields: ["_wc_shipment_tracking_items"] },
  ]) {
    assert.deepEqual(await refusals(shop, { ...shipped, woocommerce }), []);
  }
});

test("an event that was received once starts a workflow, whoever reported it", async () => {
  const shop = await woo();
  const viewed = config(workflow({ type: "performed", event: "product_viewed" }));
  assert.equal((await refusals(shop, viewed)).length, 1);
  const sent = await world.fetch("/v1/events", {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${shop.write_key}:`).toString("base64")}` },
    body: JSON.stringify({
      type: "track",
      event: "Product Viewed",
      anonymousId: "a",
      messageId: "m",
      timestamp: new Date().toISOString(),
      properties: { product_id: "1" },
    }),
  });
  assert.equal(sent.status, 200, await sent.text());
  assert.deepEqual(await refusals(shop, viewed), []);
  await world.kill();
  await world.start();
  assert.deepEqual(await refusals(shop, viewed), [], "and is remembered");
});

test("a channel without a provider is refused; a live workflow that loses it needs attention", async () => {
  const shop = await world.shop();
  const sms = { hello: { channel: "sms", text: "Hi" } };
  const one = workflow({ type: "customer_created" });
  assert.deepEqual(await refusals(shop, config(one, sms)), [
    ["channel-not-connected", "workflows[0].steps[0].message"],
  ]);
  assert.deepEqual(await alerts(shop), []);
  assert.deepEqual(await refusals(shop, config(one)), []);
  const changed = await put(shop, config(one, sms));
  assert.equal(changed.status, 200);
  const [warning] = changed.body.diagnostics.filter(({ code }) => code === "channel-not-connected");
  assert.equal(warning.severity, "warning");
  const [alert, ...others] = await alerts(shop);
  assert.deepEqual([alert.workflow, alert.message, others], [one.id, warning.message, []]);
  assert.equal((await world.api("GET", `${shop.api}/workflows`)).body.workflows[0].status, "live");
  // Turned off, it cannot be turned on again.
  assert.equal((await put(shop, config({ ...one, status: "paused" }, sms))).status, 200);
  assert.deepEqual(await alerts(shop), []);
  assert.equal((await put(shop, config(one, sms))).status, 422);
});

test("a draft may ask for anything", async () => {
  const shop = await woo();
  const draft = { ...workflow({ type: "performed", event: "page_viewed" }), status: "draft" };
  assert.deepEqual(await refusals(shop, config(draft)), []);
});

test("without a mail server email can't be turned on", async () => {
  const empty = await startWorld({ smtp: "none://nowhere" });
  try {
    const shop = await empty.shop();
    const one = config(workflow({ type: "customer_created" }));
    assert.deepEqual(await refusals(shop, one, empty), [
      ["no-mail-server", "workflows[0].steps[0].message"],
    ]);
    const server = { provider: "smtp", host: "localhost", port: 2525, security: "none" };
    await empty.api("PUT", `${shop.api}/email-connection`, server);
    assert.deepEqual(await refusals(shop, one, empty), []);
    await empty.api("DELETE", `${shop.api}/email-connection`);
    assert.equal((await alerts(shop, empty)).length, 1);
  } finally {
    await empty.stop();
  }
});

test("in production a code needs a connected store; in development it is made inside", async () => {
  const steps = [
    { id: "code", type: "apply_coupon", percent: 10 },
    { id: "a", type: "send", message: "hello" },
  ];
  const wanted = config(workflow({ type: "order_placed" }, steps));
  assert.deepEqual(await refusals(await woo(), wanted), []);
  const live = await startWorld({
    smtp: mail.url,
    env: { NODE_ENV: "production", EDGEWISE_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") },
  });
  try {
    for (const shop of [await woo(live), await live.shop()]) {
      assert.deepEqual(await refusals(shop, wanted, live), [
        ["codes-not-created", "workflows[0].steps[0]"],
      ]);
    }
  } finally {
    await live.stop();
  }
});

test("a live workflow makes codes inside in development, marked so; in production it says why not", async () => {
  const own = await startWorld({
    smtp: mail.url,
    env: { EDGEWISE_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") },
  });
  try {
    const shop = await own.shop();
    const steps = [
      { id: "code", type: "apply_coupon", percent: 10 },
      { id: "a", type: "send", message: "hello" },
    ];
    const messages = { hello: { subject: "Your code", text: "{{ coupon.code }}" } };
    const wanted = config(workflow({ type: "order_placed" }, steps), messages);
    const saved = await put(shop, wanted, own);
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    const buys = async (id, email) => {
      const at = new Date().toISOString();
      const times = { created_at: at, updated_at: at, processed_at: at };
      const consent = {
        state: "subscribed",
        opt_in_level: "single_opt_in",
        consent_updated_at: at,
      };
      const person = customer(id, email, { ...times, email_marketing_consent: consent });
      await own.deliver(shop, "customers/create", person);
      await own.deliver(
        shop,
        "orders/create",
        order(id, email, { ...times, customer: { id, email } }),
      );
      const { customer: of } = await own.customer(shop, email);
      return until(async () => {
        const { outbox } = (await own.api("GET", `${shop.api}/outbox`)).body;
        const mine = outbox.filter(({ customer }) => customer === of);
        const isDone = mine.length === 2 && mine.every(({ done_at: done }) => done !== null);
        return isDone && Object.fromEntries(mine.map((one) => [one.type, one]));
      });
    };
    const inside = await buys(1, "in@people.example");
    assert.deepEqual(
      [inside.apply_coupon.state, inside.apply_coupon.reason],
      ["sent", "made-inside"],
    );
    assert.equal(inside.send.state, "sent");

    await own.quit();
    own.reconfigure({ NODE_ENV: "production" });
    await own.start();
    const outside = await buys(2, "out@people.example");
    assert.deepEqual(
      [outside.apply_coupon.state, outside.apply_coupon.reason],
      ["failed", "store-not-connected"],
    );
    assert.notEqual(outside.send.state, "sent", "a code that no store accepts goes to nobody");
    assert.ok(!mail.mails.some(({ to }) => to.includes("out@people.example")));
    assert.deepEqual(
      (await alerts(shop, own)).map(({ message }) => /creates a coupon code/.test(message)),
      [true],
    );
  } finally {
    await own.stop();
  }
});
