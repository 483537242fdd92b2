// Hostile configurations: each is refused with the place of what is wrong, or taken, within 50 ms.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "../../pkg/entry/node.js";
import { about, promise } from "../promises/record.mjs";
import { vectors } from "../vectors.mjs";

const shown = promise(19, "configurations");
const DAMAGED = process.env.EDGEWISE_LONG ? 100_000 : 5_000;
/** In milliseconds. */
const LONGEST = 50;

const engine = openEngine();
const good = vectors.map(([, text]) => JSON.parse(text).configs[0]);

const shop = { id: "s", name: "S", currency: "EUR", time_zone: "UTC" };
const config = (more) => JSON.stringify({ format: 1, shop, ...more });
const nested = (open, inside, close, times) => open.repeat(times) + inside + close.repeat(times);
const leaf = { type: "tag", tag: "vip" };
const segment = (id, condition) => ({ id, name: id, condition });
const workflow = (id, steps, more = {}) => ({
  id,
  name: id,
  trigger: { type: "customer_created" },
  steps,
  ...more,
});
const tag = (id) => ({ id, type: "add_tag", tag: "a" });
const groupOf = (times) => {
  let condition = leaf;
  for (let time = 0; time < times; time += 1) condition = { type: "none", of: [condition] };
  return condition;
};
const choices = (times) => {
  let steps = [tag("end")];
  for (let time = 0; time < times; time += 1)
    steps = [{ id: `b${time}`, type: "switch", cases: [{ name: "x", if: leaf, steps }] }];
  return steps;
};
const many = (count, made) => Array.from({ length: count }, (_, index) => made(index));

/** Made to hurt: deep, wide, circular, beyond numbers and characters. */
const CORPUS = {
  empty: "",
  "half a text": '{"format":1,"shop"',
  "no object": "[]",
  "65 levels": nested('{"a":', "1", "}", 65),
  "20,000 levels": nested('{"a":', "1", "}", 20_000),
  "200,000 brackets": "[".repeat(200_000),
  "a condition in 64 others": config({ segments: [segment("a", groupOf(64))] }),
  "a condition of 5,000 parts": config({
    segments: [segment("a", { type: "all", of: many(5_000, () => leaf) })],
  }),
  "a segment that asks for itself": config({
    segments: [segment("a", { type: "segment", segment: "a" })],
  }),
  "200 segments in a ring": config({
    segments: many(200, (n) => segment(`s${n}`, { type: "segment", segment: `s${(n + 1) % 200}` })),
  }),
  "segments that double in each": config({
    segments: many(60, (n) =>
      segment(`s${n}`, {
        type: "all",
        conditions: [1, 1].map(() => ({ type: "segment", segment: `s${Math.max(0, n - 1)}` })),
      }),
    ),
  }),
  "501 steps": config({
    workflows: [
      workflow(
        "w",
        many(501, (n) => tag(`t${n}`)),
      ),
    ],
  }),
  "choices in 64 others": config({ workflows: [workflow("w", choices(64))] }),
  "2,000 workflows": config({ workflows: many(2_000, (n) => workflow(`w${n}`, [tag("t")])) }),
  "one id 500 times": config({ workflows: many(500, () => workflow("w", [tag("t"), tag("t")])) }),
  "a ring of tags": config({
    workflows: many(100, (n) =>
      workflow(`w${n}`, [{ id: "t", type: "add_tag", tag: `t${(n + 1) % 100}` }], {
        trigger: { type: "tag_added", tag: `t${n}` },
      }),
    ),
  }),
  "1e999": '{"format":1e999}',
  "2 to the 53rd and one": '{"format":9007199254740993}',
  "a name twice": '{"format":1,"format":2}',
  "half a character": '{"format":"\\ud800"}',
  "a zero": config({ shop: { ...shop, name: "\u0000" } }),
  "a name of 400,000 characters": config({ shop: { ...shop, name: "n".repeat(400_000) } }),
  "50,000 unknown members": `{"format":1,${many(40_000, (n) => `"x${n}":1`).join(",")}}`,
  "a wait of 1e18 days": config({
    workflows: [workflow("w", [{ id: "w", type: "wait", for: { amount: 1e18, unit: "days" } }])],
  }),
  "money beyond all": config({
    tiers: [{ id: "a", name: "A", spend_at_least: "9".repeat(400) }],
  }),
  "a pattern that explodes elsewhere": config({
    segments: [
      segment("a", { type: "attribute", name: "email", is: "matches", value: "(a+)+".repeat(500) }),
    ],
  }),
};

/** How long it takes to judge a text, in milliseconds: where that is long, the best of ten, so that
 * what else the machine does is not counted. */
function judged(name, text) {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 10 && best > LONGEST / 2; time += 1) {
    const from = performance.now();
    const { plan, diagnostics } = engine.load(text);
    best = Math.min(best, performance.now() - from);
    assert.equal(engine.traps, 0, name);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    assert.equal(plan === null, errors.length > 0, name);
    for (const { code, path, message } of errors) {
      assert.ok(code && message && typeof path === "string", `${name}: ${code} at ${path}`);
    }
  }
  assert.ok(best <= LONGEST, `${name}: ${best.toFixed(1)} ms`);
  return best;
}

test("what is made to hurt is judged at once, with its place", () => {
  for (const [name, text] of Object.entries(CORPUS)) judged(name, text);
  const refused = Object.values(CORPUS).filter((text) => engine.load(text).plan === null);
  assert.ok(refused.length > 15, `${refused.length} are refused`);
});

test(`${DAMAGED} damaged configurations are refused or taken, each at once`, () => {
  let slowest = 0;
  let refused = 0;
  let state = 7;
  const below = (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const values = [
    "null",
    "[]",
    "{}",
    "-1",
    "1e999",
    '"\\ud800"',
    '"x"',
    "true",
    "9007199254740993",
  ];
  for (let index = 0; index < DAMAGED; index += 1) {
    let text = good[below(good.length)];
    for (let place = 0; place <= below(3); place += 1) {
      // A value in the place of another one, so that most of them are still JSON.
      const at = below(text.length);
      const from = Math.max(text.lastIndexOf(":", at), text.lastIndexOf("[", at)) + 1;
      const [to] = [text.slice(from).search(/[,}\]]/)];
      text = text.slice(0, from) + values[below(values.length)] + text.slice(from + to);
    }
    slowest = Math.max(slowest, judged(text.slice(0, 200), text));
    refused += Number(engine.load(text).plan === null);
  }
  assert.ok(refused > DAMAGED / 4 && refused < DAMAGED, `${refused} were refused`);
  shown(
    DAMAGED,
    `and ${Object.keys(CORPUS).length} made to hurt; the slowest ${about(slowest)} ms`,
  );
});
