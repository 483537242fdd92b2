/**
 * The case of `decisions.bench.mjs` and `instructions.bench.mjs`: an order of 24 lines for a customer
 * who is inside 20 workflows of a hundred live ones, in a shop with 50 segments.
 */
export const NOW = Date.UTC(2026, 10, 20, 12);
export const HOUR = 3_600_000;
export const shop = { id: "bench", name: "Bench", currency: "EUR", time_zone: "Europe/Berlin" };

/** What happened before: the customer signed up, agreed, and was let into the 20 workflows. */
export const before = delivered([
  happened("customer_created", NOW - 900 * HOUR, 0, {
    profile: { email: "c1@people.example", country: "DE" },
  }),
  happened("consent_changed", NOW - 900 * HOUR, 0, {
    change: { channel: "email", consent: "subscribed", origin: "form" },
  }),
  happened("tags_added", NOW - 2 * HOUR, 0, { tags: { tags: ["inside"] } }),
]);

/** The customer's order of this number, with so many lines. */
export function ordered(lines = 24, number = 1) {
  const items = Array.from({ length: lines }, (_, place) => ({
    product_id: `p${place}`,
    title: `A thing with a name of its own, number ${place}`,
    quantity: 1,
    unit_price: { minor: 1_000 + place, currency: "EUR" },
    sku: `SKU-${place}`,
    url: `https://shop.example/products/${place}`,
  }));
  const order = {
    order_id: `o${number}`,
    number: `${1_000 + number}`,
    placed_at: NOW,
    paid_at: NOW,
    total: { minor: 25_000, currency: "EUR" },
    items,
    updated_at: NOW,
  };
  return delivered([happened("order_placed", NOW, number, { order })]);
}

/** The customer looks at a product. */
export const viewed = delivered([
  happened("product_viewed", NOW, 0, { product: { product_id: "p1", title: "A thing" } }),
]);

/** So many events of the customer's past, an hour apart: every tenth is an order of two lines. */
export function past(events) {
  return delivered(
    Array.from({ length: events }, (_, number) => {
      const at = NOW - (events - number) * HOUR;
      if (number % 10 === 9) {
        const [{ kind }] = ordered(2, number).events;
        return happened("order_placed", at, number, {
          order: { ...kind.order, placed_at: at, paid_at: at, updated_at: at },
        });
      }
      const product = { product_id: `p${number % 40}`, title: `A thing, number ${number % 40}` };
      return happened("product_viewed", at, `past-${number}`, { product });
    }),
  );
}

/** A configuration of this many workflows, a fifth of which hold whoever is tagged for a month. */
export function configuration(workflows = 100, segments = 50) {
  const spend = (place) => ({
    type: "spend",
    is: "more_than",
    amount: `${(place + 1) * 40}.00`,
    window: { last: { amount: (place % 12) + 1, unit: "months" } },
  });
  const holds = (place) => place < workflows / 5;
  const workflow = (place) => ({
    id: `w${place}`,
    name: `Workflow ${place}`,
    status: "live",
    trigger: holds(place) ? { type: "tag_added", tag: "inside" } : { type: "order_placed" },
    conditions: holds(place)
      ? { type: "all", of: [] }
      : { type: "all", of: [spend(place), { type: "tag", tag: `t${place % 7}` }] },
    exit_on: ["order_cancelled"],
    steps: [
      { id: "wait", type: "wait", for: { amount: 30, unit: "days" } },
      { id: "send", type: "send", message: "mail" },
    ],
  });
  return {
    format: 1,
    shop,
    messages: { mail: { subject: "s", text: "t" } },
    segments: Array.from({ length: segments }, (_, place) => ({
      id: `s${place}`,
      name: `Segment ${place}`,
      condition:
        place % 2 ? spend(place) : { type: "order_count", is: "at_least", count: (place >> 1) + 1 },
    })),
    workflows: Array.from({ length: workflows }, (_, place) => workflow(place)),
  };
}

function happened(type, at, key, more) {
  return {
    fact_key: `c1:${type}:${key}`,
    occurred_at: at,
    received_at: at,
    source: "shopify",
    kind: { type, ...more },
  };
}

function delivered(events) {
  return { type: "events", customer: "c1", delivery: "d", events };
}
