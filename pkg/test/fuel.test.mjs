// What a message may cost: counted in what is done, so that every host refuses the same messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { MessageError, renderMessage } from "edgewise/message.js";
import { about, promise } from "../../tests/promises/record.mjs";
import { DEEPEST, Fuel, MOST_CHARACTERS, MOST_HANDLED, MOST_STEPS } from "../message/fuel.js";
import { renderPart } from "../message/liquid.js";

const shown = promise(19, "templates");

const OPTIONS = {
  engine: openEngine(),
  now: 0,
  zone: "UTC",
  currency: "EUR",
  locale: "en",
  shopUrl: "https://kiln.example",
};
const line = {
  title: "A bowl",
  price: { minor: 2900, currency: "EUR" },
  url: "https://k.example/1",
};
const VARIABLES = { cart: { items: Array(20).fill(line) }, long: "y".repeat(2_000) };

/** What rendering comes to: "done", or why it was refused. */
function outcome(html) {
  try {
    renderMessage({ subject: "S", html }, VARIABLES, OPTIONS);
    return "done";
  } catch (error) {
    assert.ok(error instanceof MessageError && error.isTooCostly, error.message);
    return error.message.replace("html: it takes more than ", "");
  }
}

const rounds = (text, times = 20_000) => `{% for i in (1..${times}) %}${text}{% endfor %}`;
const steps = `${MOST_STEPS} steps`;

test("whatever a message does, it pays for, and is refused at the limit", () => {
  const ways = [
    [rounds("", 20_000), steps],
    [rounds(rounds("", 1_000), 1_000), steps],
    [rounds("{{ i }}"), steps],
    [`{% tablerow i in (1..30000) %}{% endtablerow %}`, steps],
    // What is long is paid for by its length: filters, arguments, conditions, branches, comparisons.
    [rounds(`{{ 1 ${"| plus: 1 ".repeat(500)}}}`, 200), steps],
    [rounds(`{{ 'x' | append: '${"y".repeat(9_000)}' | size }}`, 200), steps],
    [rounds(`{% if i == 1 ${"and i == 2 ".repeat(500)}%}{% endif %}`, 200), steps],
    [rounds(`{% if false %}${"{% elsif i == 0 %}".repeat(500)}{% endif %}`, 200), steps],
    [rounds(`{% case i %}${"{% when 0 %}".repeat(500)}{% endcase %}`, 200), steps],
    [
      `{% capture b %}${"z".repeat(90_000)}{% endcapture %}${rounds("{% if b contains 'q' %}{% endif %}", 200)}`,
      steps,
    ],
    [rounds("{% assign x = cart.items | where: 'title', 'a' %}", 2_000), steps],
    [rounds("{% assign x = cart.items | map: 'title' | sort | uniq %}", 2_000), steps],
    // HTML pays for its tags, attributes and addresses.
    ["<p>".repeat(30_000), steps],
    ["<script ".repeat(23_000), steps],
    ["<b a=1 b=2 c=3>".repeat(5_000), steps],
    ["<a href=https://k.example/x>".repeat(5_000), steps],
    [rounds("{{ long }}", 500), `${MOST_CHARACTERS} characters of output`],
    [
      `{% assign a = 'xxxxxxxx' %}${rounds("{% capture a %}{{ a }}{{ a }}{% endcapture %}", 99)}`,
      `${MOST_CHARACTERS} characters of output`,
    ],
    [
      rounds("{% assign c = long | replace: 'y', 'zz' | size %}", 2_000),
      `${MOST_HANDLED} characters or list items handled by filters`,
    ],
    [
      `{% for i in (1..9999999) %}{% endfor %}`,
      `${MOST_HANDLED} characters or list items handled by filters`,
    ],
    [
      "{% if true %}".repeat(DEEPEST + 1) + "{% endif %}".repeat(DEEPEST + 1),
      `${DEEPEST} tags inside each other`,
    ],
    ["{% if true %}".repeat(15_000), `${DEEPEST} tags inside each other`],
    ["{{ a }}".repeat(5_001), "5000 tags"],
    ["x".repeat(199_000) + "{{ long }}".repeat(40), "262144 characters in one part"],
  ];
  let slowest = 0;
  for (const [html, limit] of ways) {
    const from = performance.now();
    assert.equal(outcome(html), limit, html.slice(0, 100));
    slowest = Math.max(slowest, performance.now() - from);
  }
  shown(ways.length, `refused at their limits, the slowest after ${about(slowest)} ms`);
});

test("a tag left open stands for as many as it is long, and is no more work for it", () => {
  for (const shape of ["<!--", "&amp", "</b>", "<p"]) {
    assert.equal(outcome(shape.repeat(190_000 / shape.length)), "done", shape);
  }
});

test("an ordinary message uses a fiftieth of it", () => {
  const fuel = new Fuel();
  const html = `<ul>{% for item in cart.items %}<li><a href="{{ item.url }}">{{ item.quantity }} x {{ item.title }}</a>
    {% if item.price %}{{ item.price | money }}{% endif %}</li>{% endfor %}</ul>`;
  renderPart({ html }, "html", VARIABLES, { ...OPTIONS, fuel });
  const { steps: used, characters } = fuel.used;
  assert.ok(used < MOST_STEPS / 50, `${used} steps`);
  assert.ok(characters < MOST_CHARACTERS / 100, `${characters} characters`);
  // The same message, the same price, on every host: a change of it is a change of what is refused.
  assert.deepEqual(fuel.used, { steps: 365, characters: 1269, handled: 620 });
});

test("no filter reads this machine's chance, clock or place, or runs code of its own", () => {
  for (const filter of ["sample", "date_to_string", "date_to_xmlschema", "where_exp: 'i', 'i'"]) {
    const html = `{{ cart.items | ${filter} }}`;
    assert.throws(() => renderMessage({ html }, VARIABLES, OPTIONS), /undefined filter/, filter);
  }
});
