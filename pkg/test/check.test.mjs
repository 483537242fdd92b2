// What speaks against saving a shop's messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { checkMessages } from "edgewise/message.js";

const engine = openEngine();
const SHOP = {
  name: "Kiln",
  currency: "EUR",
  time_zone: "Europe/Berlin",
  url: "https://kiln.example",
  sender: { name: "Kiln", email: "hello@kiln.example" },
  postal_address: "1 Lane, Town",
};
const SENDS = {
  id: "hi",
  name: "Say hi",
  status: "live",
  trigger: { type: "customer_created" },
  steps: [{ id: "m", type: "send", message: "m" }],
};

/** The findings as `severity code: message (help)`. */
function found(message, { shop = SHOP, workflows = [], liveBefore = [] } = {}) {
  const messages = { m: { subject: "S", html: "<p>x</p>", ...message } };
  const config = { format: 1, shop, messages, workflows };
  const { plan, diagnostics } = engine.load(JSON.stringify(config));
  assert.notEqual(plan, null, JSON.stringify(diagnostics));
  return checkMessages(engine, plan, config, liveBefore).map(
    ({ severity, code, message: said, help }) => `${severity} ${code}: ${said} (${help})`,
  );
}

test("every field the engine fills is known, in loops and under other names too", () => {
  const html = `
    {{ customer.first_name }}{{ customer.next_tier.missing | money }}{{ customer.tags | join: "," }}
    {% for item in cart.items %}{{ item.title }}{{ item.price.minor }}{{ forloop.index }}{% endfor %}
    {{ cart.items[0].url }}{{ order.items.first.title }}{{ order.items.size }}{{ order.placed_at | date }}
    {% assign line = order.items[0] %}{{ line.variant_title }}{% assign n = 1 | plus: 2 %}{{ n.what }}
    {% capture all %}{{ shop.name }}{% endcapture %}{{ all }}{{ coupon.amount | money }}
    {{ trigger.title }}{{ trigger.price }}{{ unsubscribe_url }}`;
  assert.deepEqual(found({ html }), []);
});

test("a misspelled field is an error that says what was meant; an unknown one is a warning", () => {
  for (const [html, meant] of [
    ["{{ customer.first_nam }}", "customer.first_name"],
    ["{{ custmer.first_name }}", "customer"],
    ["{% if cart.totl %}x{% endif %}", "cart.total"],
    ["{% for item in cart.items %}{{ item.titel }}{% endfor %}", "cart.items.title"],
    ["{% for item in cart.itms %}x{% endfor %}", "cart.items"],
    ["{% assign l = order.items.first %}{{ l.titel }}", "order.items.first.title"],
    ["{{ unsubscribe_ur }}", "unsubscribe_url"],
    ["{{ 'x' | append: shop.nme }}", "shop.name"],
  ]) {
    const [only, ...more] = found({ html });
    assert.match(only, /^error unknown-merge-field: /, html);
    assert.ok(only.includes(`(Did you mean “${meant}”?)`), only);
    assert.deepEqual(more, []);
  }
  assert.match(
    found({ html: "{{ customer.shoe_size_in_1990 }}" })[0],
    /^warning unknown-merge-field/,
  );
});

test("broken Liquid is an error in each part", () => {
  assert.match(
    found({ subject: "{{ a" })[0],
    /^error broken-liquid: This template can’t be rendered: /,
  );
  assert.match(found({ html: "{% if %}" })[0], /^error broken-liquid/);
  assert.match(found({ text: "{{ 'x' | no_such }}" })[0], /^error broken-liquid/);
  assert.match(found({ html: "{{ order.placed_at | date: '%Q%' }}" })[0], /^error broken-liquid/);
});

test("what is too much work to send is not saved, and neither is what hides the way out", () => {
  for (const html of [
    "{% for i in (1..99999999) %}x{% endfor %}",
    "{% for i in (1..500) %}{% for j in (1..500) %}{% endfor %}{% endfor %}",
    "{% if true %}".repeat(100) + "{% endif %}".repeat(100),
    "<p>".repeat(20_000),
  ]) {
    const [only, ...more] = found({ html });
    assert.match(only, /^error message-too-costly: This message takes too long to render: /, html);
    assert.deepEqual(more, []);
  }
  const [only] = found({ html: "<html><body style='opacity:0'>Hi" });
  assert.match(only, /^error hidden-unsubscribe: /);
});

test("links are judged after rendering, in every branch that depends on what is known", () => {
  const fine =
    '<a href="{{ shop.url }}/x"></a><a href="{{ cart.url }}"></a><a href="/sale"></a><img alt="" src="{{ cart.items[0].image_url }}">';
  assert.deepEqual(found({ html: fine }), []);
  for (const [html, help] of [
    ['<a href="k.example/sale">', "(Use “https://k.example/sale”.)"],
    ['<a href="k.example/{{ shop.currency }}">', "https://k.example/EUR"],
    ["<a href=' javascript:x'>", "“javascript:”"],
    ['<a href="https://{{ shop.url }}/x">', "twice"],
    ['<img alt="" src="data:image/png;base64,AA==">', "“data:”"],
    ['<a href="anna@k.example">', "mailto:anna@k.example"],
    ['{% if cart %}x{% else %}<a href="k.example">{% endif %}', "https://k.example"],
    ['{% if cart %}<a href="k.example">{% endif %}', "https://k.example"],
  ]) {
    const [only, ...more] = found({ html });
    assert.match(only, /^error unusable-link: /, html);
    assert.ok(only.includes(help), only);
    assert.deepEqual(more, []);
  }
  const { url: _, ...nowhere } = SHOP;
  assert.match(found({ html: '<a href="/sale">' }, { shop: nowhere })[0], /^error unusable-link/);
});

test("nothing is turned on that sends email from nobody; what is live already only waits", () => {
  const { sender: _, ...shop } = SHOP;
  assert.deepEqual(found({}, { shop, workflows: [{ ...SENDS, status: "draft" }] }), []);
  assert.match(found({}, { shop, workflows: [SENDS] })[0], /^error no-sender: “Say hi” can’t be/);
  const before = { shop, workflows: [SENDS], liveBefore: ["hi"] };
  assert.match(found({}, before)[0], /^warning no-sender: Emails from “Say hi” are paused/);
  assert.deepEqual(found({}, { workflows: [SENDS] }), []);
});

test("a message finds what every workflow that sends it has: a cart, an order, a code, what started it", () => {
  const send = (message) => ({ id: message, type: "send", message });
  const workflow = (id, trigger, steps) => ({ id, name: id, trigger, steps });
  const text = { subject: "S", text: "T" };
  const hour = { amount: 1, unit: "hours" };
  const config = {
    format: 1,
    shop: { name: "Kiln", currency: "EUR", time_zone: "UTC" },
    messages: { cart: text, order: text, both: text, viewed: text, birthday: text, unsent: text },
    workflows: [
      workflow("carts", { type: "cart_abandoned", after: hour }, [
        send("cart"),
        { id: "code", type: "apply_coupon", prefix: "K", percent: 10 },
        send("both"),
      ]),
      workflow("orders", { type: "order_placed" }, [send("order"), send("both")]),
      workflow("views", { type: "performed", event: "product_viewed" }, [send("viewed")]),
      workflow("dates", { type: "date", name: "birth_date" }, [send("birthday")]),
    ],
  };
  const { plan, diagnostics } = engine.load(JSON.stringify(config));
  assert.ok(plan !== null, JSON.stringify(diagnostics));
  const { found } = engine.checkSaving(plan, { live_before: [], given: [], fields: [] });
  assert.deepEqual(Object.fromEntries(found.map(({ message, names }) => [message, names])), {
    cart: ["cart", "coupon"],
    order: ["order", "trigger"],
    both: [],
    viewed: ["trigger"],
    birthday: [],
  });
});
