/**
 * The rules and facts of the bench, the same on every machine: rules are an event and two to four
 * tests on 27 facts (numbers, texts, lists, yes or no; some in any/none groups); one in eight rules
 * is for a customer's event, and some two in a hundred start.
 */
import { seeded } from "../seeded.mjs";

const NUMBERS = Array.from({ length: 18 }, (_, place) => `n${place}`);
const TEXTS = Array.from({ length: 5 }, (_, place) => `t${place}`);
const LISTS = ["l0", "l1"];
const SWITCHES = ["b0", "b1"];
const WORDS = ["at", "ch", "de", "es", "fr", "it", "nl", "us"];
const NOW = Date.UTC(2026, 10, 22);

/** What may happen: the trigger that waits for it, and the event that it is. */
const HAPPENINGS = {
  order_placed: [{ type: "order_placed" }, (order) => ({ type: "order_placed", order })],
  order_paid: [{ type: "order_completed" }, (order) => ({ type: "order_completed", order })],
  signed_up: [{ type: "customer_created" }, () => ({ type: "customer_created", profile: {} })],
  tagged: [
    { type: "tag_added", tag: "vip" },
    () => ({ type: "tags_added", tags: { tags: ["VIP"] } }),
  ],
  gold: [
    { type: "tier_reached", tier: "gold" },
    () => ({ type: "tier_changed", tier: "gold", previous: null, upward: true }),
  ],
  hot: [
    { type: "score_reached", at_least: 50 },
    () => ({ type: "score_changed", score: 55, previous: 40 }),
  ],
  rewarded: [
    { type: "points_reached", at_least: 100 },
    () => ({ type: "points_changed", balance: 120, previous: 80 }),
  ],
  lapsing: [
    { type: "segment_entered", segment: "lapsing" },
    () => ({ type: "segment_entered", segment: "lapsing" }),
  ],
};
const NAMES = Object.keys(HAPPENINGS);

/** `{event, of: [test]}`; a test is `{fact, is, value}`, `{any: [test]}` or `{none: [test]}`. */
export function makeRules(count) {
  const random = seeded(7);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const test = () => {
    const kind = random();
    if (kind < 0.6) {
      const is = pick(["more_than", "at_least", "less_than", "at_most"]);
      // Most tests hold more often than not, as merchants' tests do.
      const near = Math.floor(random() * 70);
      const value = is === "less_than" || is === "at_most" ? 99 - near : near;
      return { fact: pick(NUMBERS), is, value };
    }
    if (kind < 0.7) return { fact: pick(TEXTS), is: "not_equals", value: pick(WORDS) };
    if (kind < 0.85) {
      const start = Math.floor(random() * 4);
      return { fact: pick(TEXTS), is: "one_of", value: WORDS.slice(start, start + 5) };
    }
    if (kind < 0.95)
      return { fact: pick(LISTS), is: "contains_any", value: [pick(WORDS), pick(WORDS)] };
    return { fact: pick(SWITCHES), is: "equals", value: random() < 0.5 };
  };
  return Array.from({ length: count }, () => {
    const of = Array.from({ length: 2 + Math.floor(random() * 3) }, () => {
      const shape = random();
      if (shape < 0.12) return { any: [test(), test()] };
      return shape < 0.16 ? { none: [test()] } : test();
    });
    return { event: pick(NAMES), of };
  });
}

/** Customers' facts, each with what just happened to them. */
export function makeCases(count) {
  const random = seeded(11);
  const whole = (below) => Math.floor(random() * below);
  const fact = (names, make) => Object.fromEntries(names.map((name) => [name, make()]));
  return Array.from({ length: count }, () => ({
    event: NAMES[whole(NAMES.length)],
    ...fact(NUMBERS, () => whole(100)),
    ...fact(TEXTS, () => WORDS[whole(WORDS.length)]),
    ...fact(LISTS, () => WORDS.filter(() => random() < 0.4)),
    ...fact(SWITCHES, () => random() < 0.5),
  }));
}

/** The reference: whether a rule holds, in the plainest way. */
export function holds(rule, facts) {
  return rule.event === facts.event && rule.of.every((test) => passes(test, facts));
}

function passes(test, facts) {
  if (test.any) return test.any.some((one) => passes(one, facts));
  if (test.none) return !test.none.some((one) => passes(one, facts));
  const [found, value] = [facts[test.fact], test.value];
  switch (test.is) {
    case "more_than":
      return found > value;
    case "at_least":
      return found >= value;
    case "less_than":
      return found < value;
    case "at_most":
      return found <= value;
    case "equals":
      return found === value;
    case "not_equals":
      return found !== value;
    case "one_of":
      return value.includes(found);
    case "contains_any":
      return value.some((word) => found.includes(word));
  }
}

/** The rules as a shop's workflows. */
export function configOf(rules) {
  const condition = (test) => {
    if (test.any) return { type: "any", of: test.any.map(condition) };
    if (test.none) return { type: "none", of: test.none.map(condition) };
    return { type: "attribute", name: test.fact, is: test.is, value: test.value };
  };
  return {
    format: 1,
    shop: { id: "bench", name: "Bench", currency: "EUR", time_zone: "UTC" },
    messages: { mail: { subject: "s", text: "t" } },
    tiers: [{ id: "gold", name: "Gold", spend_at_least: "1000000.00" }],
    segments: [
      {
        id: "lapsing",
        name: "Lapsing",
        condition: { type: "attribute", name: "lapsing", is: "set" },
      },
    ],
    workflows: rules.map((rule, place) => ({
      id: `w${place}`,
      name: `W${place}`,
      status: "live",
      trigger: HAPPENINGS[rule.event][0],
      conditions: { type: "all", of: rule.of.map(condition) },
      steps: [{ type: "send", id: "s", message: "mail" }],
    })),
  };
}

/** A customer with these facts: what is received about them, and the event that is decided about. */
export function eventOf(facts, number) {
  const customer = `c${number}`;
  const { event: name, ...traits } = facts;
  const event = (key, at, kind) => ({
    fact_key: `${customer}:${key}`,
    occurred_at: at,
    received_at: at,
    source: "shopify",
    kind,
  });
  const order = { order_id: `o${number}`, placed_at: NOW, paid_at: NOW };
  const happened = event(name, NOW, HAPPENINGS[name][1](order));
  const known = event("facts", NOW - 1_000, { type: "customer_updated", profile: { traits } });
  // What the engine makes itself is not received.
  const isReceived = ["order_placed", "order_paid", "signed_up", "tagged"].includes(name);
  return { customer, events: isReceived ? [known, happened] : [known], event: happened };
}
