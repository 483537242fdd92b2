// A message rendered through both doors, the edge's and the page's, is the same message.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openEngine } from "edgewise";
import { sampleLinks } from "edgewise/message.js";
import { build } from "esbuild";

const root = new URL("../..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "edgewise-doors-"));
after(() => rmSync(folder, { recursive: true }));

/** What a TypeScript file of a host exports, as Node runs it. */
async function door(path) {
  const outfile = join(folder, `${path.replaceAll("/", "-")}.mjs`);
  await build({
    entryPoints: [join(root, path)],
    outfile,
    bundle: true,
    format: "esm",
    external: ["node:*"],
    logLevel: "error",
  });
  return import(outfile);
}

const { emailFor } = await door("edge/src/channel/email.ts");
const { renderMessages } = await door("www/src/engine/render.ts");

const engine = openEngine();
const CONFIG = {
  format: 1,
  shop: {
    name: "Kiln & Söhne",
    currency: "EUR",
    time_zone: "Europe/Berlin",
    url: "https://kiln.example",
    sender: { name: "Kiln", email: "hello@kiln.example" },
    postal_address: "1 Lane, Town",
  },
  messages: {
    fragment: {
      subject: "{{ 'now' | date: '%Y' }}: {{ order.number }}, {{ customer.first_name }}",
      preheader: "{{ order.total | money }}",
      html: `<p>{{ customer.first_name }}, {{ order.placed_at | date: '%d %B %H:%M' }},
        {{ '2026-12-24' | date: '%d %b' }}. {% for item in order.items %}{{ item.title }}{% endfor %}
        <a href="/sale">Sale</a> <a href="k.example/x">Old</a> <a href=" javascript:x">Bad</a>
        <img src="//cdn.kiln.example/a.png" alt="Bowl"> 5&nbsp;&euro; <!-- seen by nobody --></p>`,
    },
    document: {
      subject: "{{ shop.name }}",
      html: '<html><body><p>Hi <a href="{{ unsubscribe_url }}">no more</a></p></body></html>',
    },
    words: { subject: "Only text", text: "{{ 'now' | date }} {{ 1250 | money }}" },
  },
  workflows: [],
};
const VARIABLES = {
  shop: CONFIG.shop,
  customer: { first_name: '"Anna" <b>' },
  order: {
    number: "#1001",
    placed_at: Date.UTC(2026, 5, 30, 22, 30),
    total: { minor: 123_456, currency: "USD" },
    items: [{ title: `24" Monitor – "Pro" & <Max>` }],
  },
};

for (const message of Object.keys(CONFIG.messages)) {
  for (const kind of ["marketing", "transactional"]) {
    for (const more of [{}, { test: true }, { zone: "America/New_York" }]) {
      test(`${message}, ${kind}, ${JSON.stringify(more)}`, () => {
        const payload = {
          type: "send",
          channel: "email",
          to: "anna@b.example",
          message,
          variables: VARIABLES,
          zone: "Europe/Berlin",
          kind,
          ...more,
        };
        const now = Date.UTC(2026, 11, 31, 23, 30);
        const sent = emailFor(payload, CONFIG, {
          id: "e",
          now,
          links: sampleLinks(CONFIG, "https://example.com"),
          engine,
        });
        const moments = [{ now, input: { effect: "e" }, answer: { type: "go", payload } }];
        const { e: shown } = renderMessages(engine, JSON.stringify(CONFIG), moments);
        const { subject, html, text } = sent;
        assert.deepEqual(shown, { subject, html, text, fault: null });
        assert.match(`${subject}${text}`, /2026|2027|Söhne/);
      });
    }
  }
}
