/**
 * One decision, and one preview, in the browser build.
 *
 * `transition`: an order's events of some 4 kB for a customer who is inside 20 workflows of a hundred
 * live ones, in a shop with 50 segments; stored state in, new state out. `simulate`: the shipped cart
 * recovery from an abandoned checkout to its end, as a page shows it while somebody types.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createEngine } from "../pkg/engine.js";
import { before, configuration, HOUR, NOW, ordered, shop } from "./decisions/case.mjs";
import { measure as timed, median } from "./measure.mjs";
import { configFrom, templateFrom } from "../pkg/templates.js";

const root = new URL("../", import.meta.url);
const MILLISECONDS = 2_000;
const measure = (work) => timed(work, MILLISECONDS);

const glue = await import(new URL("pkg/wasm/browser/edgewise.js", root).href);
const bytes = readFileSync(new URL("pkg/wasm/browser/edgewise_bg.wasm", root));
const engine = createEngine(glue, new WebAssembly.Module(bytes));

const utf8 = new TextEncoder();

decision();
preview();

function decision() {
  const { plan, diagnostics } = engine.load(JSON.stringify(configuration()));
  if (plan === null) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  const { state } = engine.transition(plan, "", before, NOW - HOUR);
  const inside = JSON.parse(state).enrollments?.length ?? 0;
  const input = JSON.stringify(ordered());
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
  const [bytes, packed] = [false, true].map((isPacked) => {
    const stored = states.map((text) => (isPacked ? engine.packedState(text) : utf8.encode(text)));
    const asked = utf8.encode(input);
    return measure(() => {
      turn = (turn + 1) % stored.length;
      return engine.transitionBytes(plan, stored[turn], asked, NOW, isPacked);
    });
  });
  line("the same as bytes; packed", `${bytes.toFixed(1)} us; ${packed.toFixed(1)} us`);
  const asTexts = givenLast(states, (state, input) => engine.transition(plan, state, input, NOW));
  const stored = states.map((text) => engine.packedState(text));
  const asPacked = givenLast(stored, (state, input) =>
    engine.transitionBytes(plan, state, utf8.encode(input), NOW, true),
  );
  line("state given last, as texts; packed", `${asTexts.toFixed(1)} us; ${asPacked.toFixed(1)} us`);
  line(
    "JSON.parse of the same two texts",
    `${measure(() => [JSON.parse(input), JSON.parse(states[turn])]).toFixed(1)} us`,
  );
}

/** Each order is another one, and comes with the state that the instance gave out for the last one. */
function givenLast(states, decide) {
  const inputs = Array.from({ length: 4 }, (_, number) => JSON.stringify(ordered(24, number + 1)));
  const times = [];
  const end = performance.now() + MILLISECONDS;
  for (let life = 0; performance.now() < end; life += 1) {
    let state = states[life % states.length];
    for (const [number, input] of inputs.entries()) {
      const begun = process.hrtime.bigint();
      const moved = decide(state, input);
      // The first one gives out the state that the second one comes with.
      if (number > 0) times.push(Number(process.hrtime.bigint() - begun) / 1000);
      // A host copies it out of the answer.
      state = typeof moved.state === "string" ? moved.state : moved.state.slice();
    }
  }
  return median(times);
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
