/** What workflows earned: each number of a report, added up by another route from a list of all that was done. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { amountOf, CONFIG, DAY, earningShop, MACHINE, PERSON } from "./earning-shop.mjs";
import { startMailServer } from "./mail-server.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

let world;
let mail;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world?.stop();
  await mail?.close();
});

test("each number is what everything that was done comes to, also after somebody is erased", async () => {
  const { shop, begin, people, sent } = await earningShop({ world, mail }, 40);
  // A quarter is held out: they go through the workflow, and get nothing.
  const held = people.filter(({ links }) => links.hello === undefined);
  assert.ok(held.length >= 2 && held.length <= 16, `${held.length} held out`);

  // The same by another route: from what was done, by the rules as a merchant reads them.
  const credited = people.filter((one) => stepOf(one) !== null);
  const inEuro = credited.filter(({ kind }) => kind.currency === undefined);
  const sum = (list, of) => list.reduce((all, one) => all + of(one), 0);
  const net = ({ place, kind }) => amountOf(place) - (kind.refund ?? 0);
  const expected = (step) => {
    const mine = (one) => step === null || stepOf(one) === step;
    const [all, own] = [credited.filter(mine), inEuro.filter(mine)];
    const steps = step === null ? ["hello", "again"] : [step];
    const clicked = (as) =>
      sum(
        steps,
        (one) =>
          sent(one).filter(({ kind }) => kind.clicks.includes(one) && (kind.as ?? PERSON) === as)
            .length,
      );
    return {
      messages: sum(steps, (one) => sent(one).length),
      recipients: sent("hello").length,
      clicked: { human: clicked(PERSON), uncertain: 0, machine: clicked(MACHINE) },
      converted: all.length,
      orders: own.length,
      gross: sum(own, ({ place }) => amountOf(place)),
      net: sum(own, net),
      elsewhere: all.filter(({ kind }) => kind.currency === "USD").length,
    };
  };
  const seen = ({ earned }) => {
    const { messages, recipients, clicked, converted, orders, gross, net: kept } = earned;
    const elsewhere = sum(earned.elsewhere, ({ orders: n }) => n);
    return { messages, recipients, clicked, converted, orders, gross, net: kept, elsewhere };
  };
  const read = async (query = `from=${begin}`) =>
    (await world.api("GET", `${shop.api}/reports?${query}`)).body;
  const check = async () => {
    const found = await read();
    const [workflow] = found.workflows;
    assert.deepEqual(seen({ earned: found.total }), expected(null));
    assert.deepEqual(seen(workflow), expected(null));
    for (const step of workflow.steps) assert.deepEqual(seen(step), expected(step.id), step.id);
    assert.deepEqual(workflow.steps.map(({ id }) => id).toSorted(), ["again", "hello"]);
    return found;
  };
  const found = await check();
  assert.ok(expected("hello").orders > 0 && expected("again").orders > 0, "premises");
  assert.ok(expected(null).elsewhere >= 1 && expected(null).clicked.machine >= 1, "premises");
  assert.equal(found.rules.email_click, 5 * DAY);
  assert.ok(found.workflows[0].settles_at > found.now, "refunds may still come");
  assert.equal((await read(`from=${begin - DAY}&until=${begin}`)).total.messages, 0);

  // Every number opens its orders, and every order says why.
  const orders = await listed(shop, begin);
  assert.equal(orders.length, credited.length);
  assert.equal(
    sum(orders, ({ currency, net: kept }) => (currency === "EUR" ? kept : 0)),
    expected(null).net,
  );
  for (const one of people) {
    const { body } = await world.api("GET", `${shop.api}/customers/${one.id}/credits`);
    const [only] = body.orders;
    assert.equal(only.credit?.step ?? null, stepOf(one), JSON.stringify(only));
    assert.equal(only.without ?? null, reasonOf(one), JSON.stringify(only));
  }

  // The file has the same numbers, and the holdout everybody, by what they were assigned to.
  const csv = await (
    await world.fetch(`${shop.api}/reports/csv?from=${begin}`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}` },
    })
  ).text();
  assert.ok(csv.includes(`,EUR,${expected(null).gross},${expected(null).net},`), csv);
  const asked = await world.api("GET", `${shop.api}/reports/experiments`);
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  const { experiments } = asked.body;
  const bought = (list) => list.filter(({ kind }) => kind.test !== true).length;
  const arms = experiments[0].phases[0].arms.map(({ name, customers, ordered }) => [
    name,
    customers,
    ordered,
  ]);
  assert.deepEqual(arms, [
    ["held_out", held.length, bought(held)],
    ["treated", people.length - held.length, bought(sent("hello"))],
  ]);
  assert.equal(experiments[0].comparisons[0].lift.certainty, "too_early");

  // What other rules would say of the same orders is said before they are saved, and holds once they are.
  const compare = async (attribution) =>
    (await world.api("POST", `${shop.api}/reports/rules`, { attribution })).body;
  const shorter = await compare({ email_click_window: { amount: 10, unit: "minutes" } });
  assert.deepEqual(shorter.live, { orders: expected(null).orders, net: expected(null).net });
  assert.deepEqual([shorter.asked, shorter.complete], [{ orders: 0, net: 0 }, true]);
  const longer = { email_click_window: { amount: 7, unit: "days" } };
  const { asked: promised } = await compare(longer);
  assert.ok(promised.orders > expected(null).orders, "premises");
  const wrong = await compare({ email_click_window: { amount: 61, unit: "days" } });
  assert.equal(wrong.error.field, "shop.attribution.email_click_window");
  const publish = async (rules) => {
    const config = { ...CONFIG, shop: { ...CONFIG.shop, attribution: rules } };
    assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
    await world.advance(shop, 1_000);
  };
  await publish(longer);
  const { total } = await until(async () => {
    const read = (await world.api("GET", `${shop.api}/reports?from=${begin}`)).body;
    return read.total.orders === promised.orders ? read : null;
  });
  assert.equal(total.net, promised.net);
  await publish({});
  await until(async () => (await read()).total.orders === expected(null).orders);

  // What erased people bought stays in the sums, and nobody is named.
  const gone = credited.find(({ kind }) => kind.currency === undefined);
  await world.api("DELETE", `${shop.api}/customers/${gone.id}`);
  await until(async () => (await world.customer(shop, gone.email)) === null);
  await check();
  const left = await listed(shop, begin);
  assert.deepEqual(
    left.filter(({ order: id }) => id === null).map(({ customer: id, name }) => [id, name]),
    [[null, null]],
  );
  assert.ok(!JSON.stringify(left).includes(gone.id));
});

async function listed(shop, from) {
  const orders = [];
  for (let after = ""; after !== null; ) {
    const path = `${shop.api}/reports/orders?from=${from}&limit=5&after=${after}`;
    const { body } = await world.api("GET", path);
    orders.push(...body.orders);
    after = body.next === undefined ? null : encodeURIComponent(body.next);
  }
  return orders;
}

/** Which step somebody's order is credited to, as a merchant would say it; null for none. */
function stepOf({ kind, links }) {
  if (kind.test || kind.as === MACHINE || kind.orders > 6 * 24) return null;
  const clicked = kind.clicks.filter((step) => links[step] !== undefined);
  return clicked.at(-1) ?? null;
}

function reasonOf(one) {
  if (one.kind.test) return "test";
  if (stepOf(one) !== null) return null;
  const isTouched = one.links.hello !== undefined && one.kind.clicks.length > 0;
  return isTouched && one.kind.as !== MACHINE ? "outside_window" : "no_touch";
}
