/**
 * A checkout or an order is one customer's at a time, on both platforms, whichever is received first.
 *
 * Every case names who holds the purchase at the end, and is played in every order of arrival: the
 * facts must come out the same.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkout, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";
import { wooCustomer, wooOrder } from "./woo-bodies.mjs";

let world;
let mail;
/** An address that the mail server refuses for now. */
let refusing = null;

before(async () => {
  const busy = Object.assign(new Error("later"), { responseCode: 451 });
  mail = await startMailServer({ onRecipient: (to) => (to === refusing ? busy : null) });
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const text = (subject) => ({ subject, text: "Hello {{ customer.first_name }} {{ cart.url }}" });
const send = (id, message, more = {}) => ({
  id,
  type: "send",
  message,
  kind: "transactional",
  ...more,
});
const wait = (id, amount, unit = "hours") => ({ id, type: "wait", for: { amount, unit } });

/** Everything is transactional: consent is another file's. */
const config = () =>
  recovery({
    messages: { receipt: text("Receipt"), review: text("Review"), cart: text("Your cart") },
    workflows: [
      {
        id: "receipts",
        name: "Receipts",
        status: "live",
        trigger: { type: "order_placed" },
        reentry: { type: "every_time" },
        one_per: "entry",
        steps: [send("receipt", "receipt"), wait("pause", 48), send("review", "review")],
      },
      {
        id: "carts",
        name: "Carts",
        status: "live",
        trigger: { type: "cart_abandoned", after: { amount: 1, unit: "hours" } },
        exit_on: ["order_placed"],
        steps: [send("reminder", "cart")],
      },
    ],
  });

async function openShop(platform) {
  const shop = await world.shop({ platform });
  const saved = await world.api("PUT", `${shop.api}/config`, config());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return shop;
}

const mailsTo = (email) =>
  mail.mails.filter(({ to }) => to.includes(email)).map(({ headers }) => headers.subject);

/** Who has an order, by customer id and address, over everybody there is. */
async function holdersOf(shop, id) {
  const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
  const found = [];
  for (const { customer, email } of body.customers) {
    const { body: detail } = await world.api("GET", `${shop.api}/customers/${customer}`);
    const { orders, carts } = detail.state.customer;
    if (orders?.by_id?.[id] !== undefined) found.push({ customer, email, detail });
    for (const cart of carts?.list ?? []) {
      if (cart.checkout_token === `order:${id.split(":")[1]}`)
        assert.ok(orders?.by_id?.[id], email);
    }
  }
  return found;
}

function* permutations(items) {
  if (items.length < 2) yield items;
  for (const [index, first] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [first, ...rest];
  }
}

let nth = 0;
const fresh = () => {
  nth += 1;
  return nth;
};

const iso = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

/** How a platform sends somebody's order, changed at a minute. */
const platforms = {
  woocommerce: {
    id: (n) => `woocommerce:${n}`,
    order: (n, { email, account, at, status = "processing" }) => [
      "order.updated",
      wooOrder(n, {
        email,
        customer_id: account ?? 0,
        modified: iso(at),
        created: iso(0.03),
        status,
      }),
    ],
  },
  shopify: {
    id: (n) => `shopify:${n}`,
    order: (n, { email, account, at }) => {
      const times = { created_at: iso(0.03), processed_at: iso(0.03), updated_at: iso(at) };
      const customer =
        account === undefined ? undefined : { id: account, email: `account-${account}@b.example` };
      return ["orders/updated", order(n, email, { ...times, customer })];
    },
  },
};

/** Each case: how the order is sent, in the order in which it happened, and whose it is. */
const cases = {
  "a corrected address": {
    bodies: [
      { email: "typo", at: 1 },
      { email: "right", at: 2 },
    ],
    holder: "right",
  },
  "an address corrected twice": {
    bodies: [
      { email: "typo", at: 1 },
      { email: "typo-too", at: 2 },
      { email: "right", at: 3 },
    ],
    holder: "right",
  },
  "a guest's order assigned to an account": {
    bodies: [
      { email: "work", at: 1 },
      { email: "work", account: 7, at: 2 },
    ],
    account: 7,
  },
  "at the same time an account stands above an address": {
    bodies: [
      { email: "work", at: 1 },
      { email: "work", account: 7, at: 1 },
    ],
    account: 7,
  },
  "an order moved between accounts": {
    bodies: [
      { email: "same", account: 7, at: 1 },
      { email: "same", account: 8, at: 2 },
    ],
    account: 8,
    people: 2,
  },
  "an order that lost its account stays": {
    bodies: [
      { email: "old", account: 7, at: 1 },
      { email: "old", at: 2 },
    ],
    account: 7,
    // The guest comes first only where the account was never received.
    ordered: true,
  },
};

for (const [platform, { id, order: bodyOf }] of Object.entries(platforms)) {
  for (const [name, { bodies, holder, account, ordered, people = 1 }] of Object.entries(cases)) {
    test(`${platform}: ${name}`, async () => {
      for (const sent of ordered ? [bodies] : permutations(bodies)) {
        const shop = await openShop(platform);
        const [number, own] = [500 + fresh(), fresh()];
        const address = (who) => `${who}-${own}@b.example`;
        for (const body of sent) {
          await world.deliverTo(shop, ...bodyOf(number, { ...body, email: address(body.email) }));
        }
        const holders = await holdersOf(shop, id(number));
        const arrival = sent.map(({ email, at }) => `${email}@${at}`).join(", ");
        assert.equal(holders.length, 1, `${arrival}: ${holders.map((one) => one.email)}`);
        const [{ detail, customer }] = holders;
        const { orders } = detail.state.customer;
        assert.equal(Object.keys(orders.by_id).length, 1);
        if (holder !== undefined) {
          const found = await world.customer(shop, address(holder));
          assert.equal(found?.customer, customer, arrival);
          const typo = await world.customer(shop, address(bodies[0].email));
          assert.equal(typo, null, `${arrival}: nobody is left at the mistyped address`);
        }
        if (account !== undefined) {
          const found = await world.customer(shop, String(account));
          assert.equal(found?.customer, customer, arrival);
        }
        const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
        const most = sent[0].account === account && people === 2 ? 1 : people;
        const known = body.customers.length;
        assert.ok(known === people || known === most, `${arrival}: ${known} customers`);
      }
    });
  }
}

test("nothing goes to the first address of a checkout that was corrected and paid", async () => {
  const shop = await openShop("woocommerce");
  const at = (minute, email, status) =>
    world.deliverTo(
      shop,
      "order.updated",
      wooOrder(86, { email, status, created: iso(0.03), modified: iso(minute), customer_id: 0 }),
    );
  await at(1, "draft@b.exampl", "checkout-draft");
  await at(2, "draft@b.exampl", "pending");
  await at(3, "draft@b.example", "pending");
  await at(4, "draft@b.example", "processing");
  await world.advance(shop, 3 * 24 * HOUR);
  assert.deepEqual(mailsTo("draft@b.exampl"), []);
  assert.deepEqual(mailsTo("draft@b.example"), ["Receipt", "Review"]);
});

test("what went out is not sent again, and the rest goes to the right person", async () => {
  const shop = await openShop("shopify");
  const guest = (email, minute) => {
    const times = { created_at: iso(0.03), processed_at: iso(0.03), updated_at: iso(minute) };
    return order(9001, email, { ...times, customer: undefined });
  };
  await world.deliver(shop, "orders/create", guest("wrong@b.example", 0));
  await world.advance(shop, 60_000);
  assert.deepEqual(mailsTo("wrong@b.example"), ["Receipt"]);
  await world.deliver(shop, "orders/updated", guest("put-right@b.example", 5));
  await world.advance(shop, 3 * 24 * HOUR);
  assert.deepEqual(mailsTo("wrong@b.example"), ["Receipt"]);
  assert.deepEqual(mailsTo("put-right@b.example"), ["Review"]);
  const { customer } = await world.customer(shop, "put-right@b.example");
  const command = { type: "send_again", workflow: "receipts", step: "receipt" };
  const sent = await world.api("POST", `${shop.api}/customers/${customer}/commands`, command);
  assert.equal(sent.status, 200, JSON.stringify(sent.body));
  await world.advance(shop, 60_000);
  assert.deepEqual(mailsTo("put-right@b.example"), ["Review", "Receipt"]);
});

test("what could not be handed over yet goes to the right person, once", async () => {
  const shop = await openShop("shopify");
  const guest = (email, minute) => {
    const times = { created_at: iso(0), processed_at: iso(0), updated_at: iso(minute) };
    return order(9002, email, { ...times, customer: undefined });
  };
  refusing = "slow@b.example";
  await world.deliver(shop, "orders/create", guest("slow@b.example", 0));
  await world.advance(shop, 1_000);
  refusing = null;
  await world.deliver(shop, "orders/updated", guest("quick@b.example", 5));
  // As soon as it's tried again, and not only with what comes later.
  await world.advance(shop, HOUR);
  assert.deepEqual(mailsTo("quick@b.example"), ["Receipt"]);
  await world.advance(shop, 3 * 24 * HOUR);
  assert.deepEqual(mailsTo("slow@b.example"), []);
  assert.deepEqual(mailsTo("quick@b.example"), ["Receipt", "Review"]);
});

test("a checkout whose address is corrected reminds the right person alone", async () => {
  const shop = await openShop("shopify");
  const typed = (email, minute) => {
    const times = { created_at: iso(0), updated_at: iso(minute) };
    return checkout("corrected01", email, { ...times, customer: undefined });
  };
  await world.deliver(shop, "checkouts/create", typed("typde@b.example", 0));
  await world.deliver(shop, "checkouts/update", typed("typed@b.example", 0.2));
  await world.advance(shop, 2 * HOUR);
  assert.deepEqual(mailsTo("typde@b.example"), []);
  assert.deepEqual(mailsTo("typed@b.example"), ["Your cart"]);
  assert.equal(await world.customer(shop, "typde@b.example"), null);
});

test("an order of an account is written to at its own address, for this order only", async () => {
  const shop = await openShop("woocommerce");
  const account = wooCustomer(7, { email: "zoe@b.example", created: iso(0.03) });
  await world.deliverTo(shop, "customer.created", account);
  const order = { customer_id: 7, created: iso(0.03), modified: iso(1), status: "processing" };
  await world.deliverTo(shop, "order.created", wooOrder(91, { ...order, email: "work@b.example" }));
  await world.advance(shop, 60_000);
  assert.deepEqual(mailsTo("work@b.example"), ["Receipt"]);
  assert.deepEqual(mailsTo("zoe@b.example"), []);
  const found = await world.customer(shop, "zoe@b.example");
  assert.equal(found.email, "zoe@b.example");
});

test("somebody with a life of their own keeps everything but what moved", async () => {
  const shop = await openShop("woocommerce");
  const order = { customer_id: 0, created: iso(0.03), status: "processing" };
  const deliver = (id, email, minute) =>
    world.deliverTo(
      shop,
      "order.updated",
      wooOrder(id, { ...order, email, modified: iso(minute) }),
    );
  await deliver(1, "ann@b.example", 1);
  await deliver(2, "ann@b.example", 1);
  await deliver(2, "bob@b.example", 2);
  const detail = async (email) => {
    const found = await world.customer(shop, email);
    return (await world.api("GET", `${shop.api}/customers/${found.customer}`)).body;
  };
  const [ann, bob] = [await detail("ann@b.example"), await detail("bob@b.example")];
  assert.deepEqual(Object.keys(ann.state.customer.orders.by_id), ["woocommerce:1"]);
  assert.deepEqual(Object.keys(bob.state.customer.orders.by_id), ["woocommerce:2"]);
  assert.ok(
    !(ann.state.enrollments ?? []).some((run) => run.order === "woocommerce:2" && !run.ended),
  );
});

test("two checkouts begun on one cart by two people are two carts", async () => {
  const shop = await openShop("shopify");
  for (const [id, email] of [
    [301, "ua@b.example"],
    [302, "ub@b.example"],
  ]) {
    const times = { created_at: iso(0), updated_at: iso(0), cart_token: "one-cart" };
    const person = { id, email, first_name: "U", last_name: "X" };
    await world.deliver(
      shop,
      "checkouts/create",
      checkout(`shared00${id}`, email, { ...times, customer: person }),
    );
  }
  await world.advance(shop, 2 * HOUR);
  assert.deepEqual(
    [mailsTo("ua@b.example"), mailsTo("ub@b.example")],
    [["Your cart"], ["Your cart"]],
  );
});
