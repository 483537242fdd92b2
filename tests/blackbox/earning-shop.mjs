/** A shop whose workflow earned something: people who get its messages, follow links as people and machines do, and order. */
import assert from "node:assert/strict";
import { customer, order } from "./bodies.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { until } from "./world.mjs";

export const DAY = 24 * HOUR;
export const HALF_HOUR = HOUR / 2;
export const PERSON = {
  "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15",
  "accept-language": "en",
};
export const MACHINE = { ...PERSON, "user-agent": "Barracuda Sentinel (EE)" };

const link = '<a href="https://mira-ceramics.example/bowls">Bowls</a>';
export const CONFIG = recovery({
  messages: {
    hello: { subject: "Hello", html: link, text: "Hello" },
    again: { subject: "Again", html: link, text: "Again" },
  },
  workflows: [
    onSignUp(
      [
        { id: "hello", type: "send", message: "hello" },
        { id: "day", type: "wait", for: { amount: 1, unit: "days" } },
        { id: "again", type: "send", message: "again" },
      ],
      { holdout: 25 },
    ),
  ],
});

/** What people do, one kind after the other: which links they follow, when they order, and what comes of it. */
const KINDS = [
  { clicks: ["hello"], orders: 1 },
  { clicks: ["hello"], orders: 6 * 24 + 2 },
  { clicks: ["hello"], as: MACHINE, orders: 1 },
  { clicks: ["hello"], orders: 1, refund: 2_500 },
  { clicks: ["hello", "again"], orders: 26 },
  { clicks: ["hello"], orders: 1, test: true },
  { clicks: [], orders: 1 },
  { clicks: ["hello"], orders: 1, currency: "USD" },
];
/** What an order of the `place`th person comes to: every one something else. */
export const amountOf = (place) => 5_000 + 137 * place;
const price = (minor) => (minor / 100).toFixed(2);

/**
 * Lets all of it happen in a new shop; gives when it began, and everybody with what they did and the links they got.
 *
 * @param {{world: import("./world.mjs").World, mail: {mails: object[]}}} parts
 */
export async function earningShop({ world, mail }, many) {
  const shop = await world.shop();
  const saved = await world.api("PUT", `${shop.api}/config`, CONFIG);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  // Of somebody who was erased the half hour stays, and not the moment.
  const begin = Math.floor((await world.advance(shop, 0)).now / HALF_HOUR) * HALF_HOUR;
  const people = await signUp({ world, mail }, shop, many);
  const sent = (step) => people.filter(({ links }) => links[step] !== undefined);
  await world.advance(shop, HOUR / 2);
  await click(world, shop, sent("hello"), "hello");
  await world.advance(shop, HOUR / 2);
  await buy(world, shop, people, 1);
  await world.advance(shop, DAY);
  await until(async () => mail.mails.length === 2 * sent("hello").length, { what: "the second" });
  readLinks(mail, people, "again");
  await world.advance(shop, HOUR / 2);
  await click(world, shop, sent("again"), "again");
  await world.advance(shop, HOUR / 2);
  await buy(world, shop, people, 26);
  await world.advance(shop, 5 * DAY);
  await buy(world, shop, people, 6 * 24 + 2);
  return { shop, begin, people, sent };
}

async function signUp({ world, mail }, shop, many) {
  const people = [];
  const now = new Date((await world.advance(shop, 1_000)).now).toISOString();
  for (let place = 0; place < many; place += 1) {
    const email = `buyer-${place}@people.example`;
    const consent = { state: "subscribed", opt_in_level: "single_opt_in", consent_updated_at: now };
    const about = { created_at: now, updated_at: now, email_marketing_consent: consent };
    await world.deliver(shop, "customers/create", customer(62_000 + place, email, about));
    people.push({ place, email, kind: KINDS[place % KINDS.length], links: {} });
  }
  for (const one of people) one.id = (await world.customer(shop, one.email)).customer;
  const all = async () => (await world.api("GET", `${shop.api}/outbox?limit=1`)).body.counts;
  await until(async () => ((await all()).new ?? 0) === 0 && ((await all()).leased ?? 0) === 0);
  readLinks(mail, people, "hello");
  return people;
}

/** Takes each person's link out of the last email they got. */
function readLinks(mail, people, step) {
  for (const one of people) {
    const got = mail.mails.findLast(({ to }) => to.includes(one.email));
    const found = /\/c\/[\w-]{56}/.exec(got?.text ?? "") ?? /\/c\/[\w-]{56}/.exec(got?.html ?? "");
    if (found !== null) one.links[step] = found[0];
  }
}

async function click(world, shop, people, step) {
  for (const { kind, links } of people) {
    if (!kind.clicks.includes(step)) continue;
    const { status } = await world.fetch(links[step], { headers: kind.as ?? PERSON });
    assert.equal(status, 302);
  }
  await world.advance(shop, 15_000);
}

async function buy(world, shop, people, hours) {
  const at = new Date((await world.advance(shop, 1_000)).now).toISOString();
  for (const { place, email, kind } of people) {
    if (kind.orders !== hours) continue;
    const amount = price(amountOf(place));
    const body = order(700_000 + place, email, {
      ...{ created_at: at, processed_at: at, updated_at: at, test: kind.test ?? false },
      ...{ currency: kind.currency ?? "EUR", total_price: amount, subtotal_price: amount },
      line_items: [{ id: place, title: "Bowl", product_id: 447, quantity: 1, price: amount }],
      customer: { id: 62_000 + place, email },
    });
    await world.deliver(shop, "orders/create", body);
    if (kind.refund === undefined) continue;
    await world.deliver(shop, "refunds/create", {
      id: 900_000 + place,
      order_id: 700_000 + place,
      created_at: at,
      transactions: [
        { kind: "refund", status: "success", amount: price(kind.refund), currency: "EUR" },
      ],
    });
  }
}
