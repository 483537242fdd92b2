/** A shop on the real Worker with people who differ: buyers, a cart left alone, tiers, points, a score. */
import { checkout, customer, order } from "../blackbox/bodies.mjs";
import { HOUR, onSignUp, recovery } from "../blackbox/recovery-config.mjs";

export const SEGMENTS = [
  {
    id: "buyers",
    name: "Buyers",
    description: "Ordered at least once.",
    condition: { type: "order_count", is: "at_least", count: 1 },
  },
  {
    id: "new-buyers",
    name: "New buyers",
    condition: {
      type: "order_count",
      is: "at_least",
      count: 1,
      window: { last: { amount: 30, unit: "days" } },
    },
  },
];

/** The configuration: cart recovery, a welcome that nobody here gets, segments, tiers and a score. */
export const config = (more = {}) => {
  const base = recovery();
  return {
    ...base,
    workflows: [
      ...base.workflows,
      onSignUp([{ id: "task", type: "create_task", title: "Say hello" }], {
        id: "hello-vip",
        name: "Hello to VIPs",
        trigger: { type: "tag_added", tag: "VIP" },
      }),
    ],
    segments: SEGMENTS,
    tiers: [
      { id: "silver", name: "Silver", spend_at_least: "50.00" },
      { id: "gold", name: "Gold", spend_at_least: "500.00" },
    ],
    scoring: {
      qualified_from: 10,
      rules: [{ id: "ordered", points: 15, each: { event: "order_placed" } }],
    },
    ...more,
  };
};

/**
 * Makes it; `people` are `{id, first_name, last_name, orders, days, cart}`, each with an address of
 * their own. Their orders were placed `days` ago, a day when left out.
 */
export async function shopOfPeople(world, people = PEOPLE) {
  const shop = await world.shop();
  const saved = await world.api("PUT", `${shop.api}/config`, config());
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body));
  for (const person of people) await liveOf(world, shop, person);
  return shop;
}

export const emailOf = ({ id }) => `person-${id}@people.example`;

export const PEOPLE = [
  { id: 7_100_001, first_name: "Mira", last_name: "Okafor", orders: 1, cart: true },
  { id: 7_100_002, first_name: "Anna", last_name: "Berger", orders: 2 },
  { id: 7_100_003, first_name: "Jonas", last_name: "Lind", orders: 0 },
];

/** Buyers enough to be compared: each bought later than the one before, and every other one oftener. */
export const buyers = (count) =>
  Array.from({ length: count }, (_, number) => ({
    id: 7_200_000 + number,
    first_name: `Buyer${number}`,
    last_name: "Person",
    orders: 1 + Math.floor(number / 2),
    days: 3 * (count - number),
  }));

async function liveOf(world, shop, { orders = 0, days = 1, cart = false, ...person }) {
  const email = emailOf(person);
  const times = timesOf(0);
  const who = { customer: { email, ...person } };
  await world.deliver(
    shop,
    "customers/create",
    customer(person.id, email, { ...times, ...person }),
  );
  for (let number = 0; number < orders; number += 1) {
    const placed = timesOf(days * DAY);
    const body = order(person.id * 10 + number, email, { ...placed, ...who });
    await world.deliver(shop, "orders/create", body);
  }
  if (!cart) return;
  const token = `left${person.id}`;
  await world.deliver(shop, "checkouts/create", checkout(token, email, { ...times, ...who }));
}

const DAY = 24 * HOUR;

function timesOf(ago) {
  const at = new Date(Date.now() - ago).toISOString();
  return { created_at: at, updated_at: at, processed_at: at };
}

/** Lets the cart's first hour pass. */
export const anHour = (world, shop) => world.advance(shop, HOUR + 1_000);
