/**
 * What rendering costs: an ordinary message, and the dearest ones that may still be sent. The limits
 * are counted (`pkg/message/fuel.js`); here is what they come to in time, beside an ordinary message.
 */
import { openEngine } from "../pkg/entry/node.js";
import { renderEmail } from "../pkg/message.js";
import { measure } from "./measure.mjs";

const engine = await openEngine();
const price = { minor: 2900, currency: "EUR" };
const line = { title: "A bowl", quantity: 1, price, url: "https://k.example/1" };
const variables = { cart: { items: Array(20).fill(line) }, long: "y".repeat(2_000) };
const rounds = (text, times) => `{% for i in (1..${times}) %}${text}{% endfor %}`;

/** Each as often as the limits allow. */
const SHAPES = {
  outputs: (n) => rounds("{{ i }} ", n),
  amounts: (n) => rounds("{{ cart.items[0].price | money }}", n),
  dates: (n) => rounds("{{ '2026-01-02 03:04' | date: '%A %-d %B' }}", n),
  "500 branches": (n) => rounds(`{% if false %}${"{% elsif i == 0 %}".repeat(500)}{% endif %}`, n),
  "filtered lists": (n) => rounds("{% assign x = cart.items | where: 'title', 'a' %}", n),
  "HTML tags": (n) => "<td> ".repeat(n),
  links: (n) => '<a href="https://k.example/a?b=c">x</a>'.repeat(n),
  words: (n) => "word ".repeat(n),
  "tags never closed": (n) => "<script ".repeat(n),
};
const CART = `<ul>{% for item in cart.items %}<li><a href="{{ item.url }}">{{ item.quantity }} x {{ item.title }}</a> {{ item.price | money }}</li>{% endfor %}</ul>`;

const usual = { name: "a cart of 20 items", ms: cost(CART) };
const rows = Object.entries(SHAPES).map(([name, shape]) => {
  const most = largest((n) => isSendable(shape(n)));
  return { name: `${most.toLocaleString("en")} ${name}`, ms: cost(shape(most)) };
});
console.log("\nRendering a message, the dearest that may be sent of each shape");
for (const { name, ms } of [usual, ...rows]) {
  const ratio = ms / usual.ms;
  console.log(
    `  ${name.padEnd(28)} ${ms.toFixed(2).padStart(8)} ms  ${ratio.toFixed(0).padStart(5)} x`,
  );
}

/** An email made of blocks: a cart of five, its heading, text, button and footer. */
const DESIGN = {
  blocks: [
    { type: "logo" },
    { type: "heading", text: "Still thinking it over?" },
    { type: "text", text: "Hello {{ customer.first_name }}, your cart is <b>waiting</b>." },
    { type: "cart_items", total: "Total" },
    { type: "button", label: "Back to my cart", link: "{{ cart.url }}" },
    { type: "footer" },
  ],
};
const blocks = {
  shop: { currency: "EUR", name: "Kiln", url: "https://k.example" },
  messages: { m: { subject: "S", design: DESIGN } },
};
const inCart = {
  cart: { items: Array(5).fill({ ...line, image_url: "https://k.example/1.jpg" }) },
};
const making = (config) => engine.compose({ message: config.messages.m });
const first = performance.now();
making(blocks);
const cold = performance.now() - first;
console.log("\nA cart email made of blocks");
console.log(`  made for the first time      ${cold.toFixed(2).padStart(8)} ms (with the module)`);
console.log(
  `  made again                   ${(measure(() => making(blocks), 1_000) / 1000).toFixed(2).padStart(8)} ms`,
);
const cart = () => renderedWith(blocks, inCart);
cart();
console.log(
  `  rendered for a customer      ${(measure(cart, 1_000) / 1000).toFixed(2).padStart(8)} ms`,
);

function renderedWith(config, variables) {
  const payload = { message: "m", variables, zone: "UTC", kind: "marketing", channel: "email" };
  const unsubscribeUrl = "https://go.example/u/abc";
  return renderEmail(payload, { engine, config, now: 0, unsubscribeUrl });
}

function render(html) {
  return renderedWith(
    { shop: { currency: "EUR" }, messages: { m: { subject: "S", html } } },
    variables,
  );
}

function cost(html) {
  render(html);
  return measure(() => render(html), 1_000) / 1000;
}

function isSendable(html) {
  try {
    render(html);
    return true;
  } catch {
    return false;
  }
}

/** The largest number up to a million of which `holds` is true, when it is true of all below it. */
function largest(holds) {
  let [yes, no] = [1, 1_000_000];
  while (no - yes > 1) {
    const middle = (yes + no) >> 1;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
