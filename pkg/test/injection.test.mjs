// Hostile data in a message's every variable: an email has the merchant's elements, and no others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { renderMessage } from "edgewise/message.js";
import { promise } from "../../tests/promises/record.mjs";
import { build } from "esbuild";

const shown = promise(27, "messages");
const MESSAGES = process.env.EDGEWISE_LONG ? 100_000 : 10_000;
const OPTIONS = {
  engine: openEngine(),
  now: Date.UTC(2026, 10, 28),
  zone: "UTC",
  currency: "EUR",
  locale: "en",
  shopUrl: "https://kiln.example",
};
const SOURCE = {
  subject: "For {{ customer.first_name }}",
  html: `<html><p title="{{ customer.last_name }}">{{ customer.first_name }}</p>
    <a href="{{ cart.url }}">{{ cart.note }}</a><img src="{{ cart.picture }}" alt='{{ cart.title }}'></html>`,
  text: "{{ customer.first_name }} {{ cart.url }}",
};
const PIECES = [
  "<script>x</script>",
  "<img src=x onerror=x>",
  "</p><p onclick=x>",
  '"',
  "'",
  '" onmouseover="x',
  "' onfocus='x",
  ">",
  "<",
  "<!--",
  "-->",
  "&lt;b&gt;",
  "&#x22;",
  "&quot;",
  "</a><a href=javascript:x>",
  "javascript:alert(1)",
  "JaVa\tScRiPt:x",
  "&#106;avascript:x",
  "data:text/html,<b>",
  "vbscript:x",
  " javascript:x",
  "\u0000",
  "\u0001javascript:x",
  "\r\nBcc: a@b.example",
  "\n\n<b>",
  "\r",
  "\u2028",
  "\u202e",
  "{{ x }}",
  "{% raw %}",
  "https://k.example/",
  "//evil.example",
  "Mira",
  "=?utf-8?q?=0aBcc:x?=",
  "\ud800",
  "`",
  "=",
  "/",
];

/** The tags of a text as a browser reads them, with their attributes' names; after HTML's own rules. */
function tagsOf(html) {
  const found = [];
  const tag = /<(\/?[a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|<!--/gi;
  for (const [whole, name, rest = ""] of html.matchAll(tag)) {
    const attributes = [...rest.matchAll(/([^\s"'<>/=]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g)];
    found.push([name ?? whole, ...attributes.map(([, attribute]) => attribute)].join(" "));
  }
  return found;
}

const addressesOf = (html) =>
  [...html.matchAll(/\s(?:href|src)=(?:"([^"]*)"|'([^']*)')/g)].map(([, one, other]) =>
    (one ?? other).replace(/&#(x?)([0-9a-f]+);?/gi, (_, hex, digits) =>
      String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)),
    ),
  );

let state = 11;
function below(bound) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
}
const hostile = () =>
  Array.from({ length: 1 + below(4) }, () => PIECES[below(PIECES.length)]).join("");

test(`${MESSAGES} messages with hostile data have the merchant's elements, attributes and headers`, async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL("../../edge/src/channel/mime.ts", import.meta.url).pathname],
    bundle: true,
    format: "esm",
    write: false,
    external: ["node:*"],
  });
  const source = Buffer.from(outputFiles[0].text).toString("base64");
  const { mimeOf } = await import(`data:text/javascript;base64,${source}`);
  const expected = tagsOf(SOURCE.html);
  for (let index = 0; index < MESSAGES; index += 1) {
    const variables = {
      customer: { first_name: hostile(), last_name: hostile() },
      cart: { url: hostile(), note: hostile(), picture: hostile(), title: hostile() },
    };
    const told = JSON.stringify(variables);
    const { subject, html, text } = renderMessage(SOURCE, variables, OPTIONS);
    // A link that cannot be used is taken out; nothing is ever put in.
    const tags = tagsOf(html);
    const names = (all) => all.map((tag) => tag.split(" ")[0]);
    assert.deepEqual(names(tags), names(expected), told);
    for (const [place, tag] of tags.entries()) {
      const own = new Set(expected[place].split(" "));
      for (const attribute of tag.split(" ")) assert.ok(own.has(attribute), `${tag}: ${told}`);
    }
    for (const address of addressesOf(html)) {
      const safe = address === "" || /^(https?:\/\/|mailto:|tel:|#|data:image\/)/i.test(address);
      assert.ok(safe, `${address}: ${told}`);
    }
    const mail = mimeOf({
      id: "e1",
      date: OPTIONS.now,
      from: { name: variables.customer.last_name, email: "hello@kiln.example" },
      to: "anna@people.example",
      subject,
      text,
      html,
      headers: {},
    });
    const head = mail.slice(0, mail.indexOf("\r\n\r\n")).replace(/\r\n[ \t]/g, " ");
    const fields = head.split(/\r\n|\r|\n/).map((line) => line.slice(0, line.indexOf(":")));
    const known = "From To Subject Date Message-ID MIME-Version Content-Type".split(" ");
    assert.deepEqual(fields, known, told);
  }
  shown(MESSAGES, "0 elements, attributes, script links or headers from data");
});
