/**
 * One decision, and one preview, in the browser build.
 *
 * `transition`: an order's events of some 4 kB for a customer who is inside 20 workflows of a hundred
 * live ones, in a shop with 50 segments; stored state in, new state out. `simulate`: the shipped cart
 * recovery from an abandoned checkout to its end, as a page shows it while somebody types.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createEngine } from "../pkg/engine.js";
import { measure as timed } from "./measure.mjs";
import { configFrom, templateFrom } from "../pkg/templates.js";

const root = new URL("../", import.meta.url);
const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const MILLISECONDS = 2_000;
const measure = (work) => timed(work, MILLISECONDS);

const glue = await import(new URL("pkg/wasm/browser/edgewise.js", root).href);
const bytes = readFileSync(new URL("pkg/wasm/browser/edgewise_bg.wasm", root));
const engine = createEngine(glue, new WebAssembly.Module(bytes));
const shop = { id: "bench", name: "Bench", currency: "EUR", time_zone: "Europe/Berlin" };

decision();
preview();

function decision() {
  const { plan, diagnostics } = engine.load(JSON.stringify(large()));
  if (plan === null) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  const customer = "c1";
  const say = (type, at, key, more) => ({
    fact_key: `c1:${type}:${key}`,
    occurred_at: at,
    received_at: at,
    source: "shopify",
    kind: { type, ...more },
  });
  const delivered = (events) => ({ type: "events", customer, delivery: "d", events });
  const profile = { email: "c1@people.example", country: "DE" };
  const change = { channel: "email", consent: "subscribed", origin: "form" };
  const before = [
    say("customer_created", NOW - 900 * HOUR, 0, { profile }),
    say("consent_changed", NOW - 900 * HOUR, 0, { change }),
    say("tags_added", NOW - 2 * HOUR, 0, { tags: { tags: ["inside"] } }),
  ];
  const { state } = engine.transition(plan, "", delivered(before), NOW - HOUR);
  const inside = JSON.parse(state).enrollments?.length ?? 0;
  const items = Array.from({ length: 24 }, (_, place) => ({
    product_id: `p${place}`,
    title: `A thing with a name of its own, number ${place}`,
    quantity: 1,
    unit_price: { minor: 1_000 + place, currency: "EUR" },
    sku: `SKU-${place}`,
    url: `https://shop.example/products/${place}`,
  }));
  const order = {
    order_id: "o1",
    number: "1001",
    placed_at: NOW,
    paid_at: NOW,
    total: { minor: 25_000, currency: "EUR" },
    items,
    updated_at: NOW,
  };
  const input = JSON.stringify(delivered([say("order_placed", NOW, 1, { order })]));
  // What the instance gave out last it remembers, so the state has to be another each time.
  const states = Array.from({ length: 64 }, (_, place) =>
    state.replace("c1@people", `c${place}@people`),
  );
  let turn = 0;
  const took = measure(() => {
    turn = (turn + 1) % states.length;
    return engine.transition(plan, states[turn], input, NOW);
  });
  console.log(`\n   One decision: 100 live workflows, 50 segments, inside ${inside}`);
  line("an order of", `${input.length} bytes, a state of ${state.length} bytes`);
  line("transition, state in and out", `${took.toFixed(1)} us (aim: 12)`);
  line(
    "JSON.parse of the same two texts",
    `${measure(() => [JSON.parse(input), JSON.parse(states[turn])]).toFixed(1)} us`,
  );
}

/** A hundred workflows, of which twenty hold whoever is tagged for a month, and fifty segments. */
function large() {
  const spend = (place) => ({
    type: "spend",
    is: "more_than",
    amount: `${(place + 1) * 40}.00`,
    window: { last: { amount: (place % 12) + 1, unit: "months" } },
  });
  const workflow = (place) => ({
    id: `w${place}`,
    name: `Workflow ${place}`,
    status: "live",
    trigger: place < 20 ? { type: "tag_added", tag: "inside" } : { type: "order_placed" },
    conditions:
      place < 20
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
    segments: Array.from({ length: 50 }, (_, place) => ({
      id: `s${place}`,
      name: `Segment ${place}`,
      condition:
        place % 2 ? spend(place) : { type: "order_count", is: "at_least", count: (place >> 1) + 1 },
    })),
    workflows: Array.from({ length: 100 }, (_, place) => workflow(place)),
  };
}

function preview() {
  const folder = new URL("pkg/templates/cart-abandonment-recovery/", root);
  const paths = readdirSync(folder, { recursive: true }).filter((path) => /\.\w+$/.test(path));
  const files = paths.map((path) => [path, readFileSync(new URL(path, folder), "utf8")]);
  const config = configFrom(shop, [templateFrom(Object.fromEntries(files))], "live");
  const { plan } = engine.load(JSON.stringify(config));
  const event = (type, more) => ({
    fact_key: `p:${type}`,
    occurred_at: NOW,
    received_at: NOW,
    source: "shopify",
    kind: { type, ...more },
  });
  const profile = { email: "c1@people.example", country: "DE" };
  const change = { channel: "email", consent: "subscribed", origin: "form" };
  const cart = {
    checkout_token: "k1",
    total: { minor: 5_000, currency: "EUR" },
    items: [{ product_id: "p1", title: "A thing", quantity: 1 }],
  };
  const events = [
    event("customer_created", { profile }),
    event("consent_changed", { change }),
    event("checkout_started", { cart }),
  ];
  const request = {
    customer: "c1",
    inputs: [{ at: NOW, input: { type: "events", customer: "c1", events } }],
    play: { from: NOW, until: NOW + 14 * 24 * HOUR },
  };
  const moments = engine.simulate(plan, request).moments.length;
  const took = measure(() => engine.simulate(plan, request));
  line("simulate, cart recovery to its end", `${took.toFixed(0)} us for ${moments} moments`);
}

function line(name, value) {
  console.log(`   ${name.padEnd(36)} ${value}`);
}
