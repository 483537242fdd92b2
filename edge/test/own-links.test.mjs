/** Where each link of a message leads in the end, in the HTML and in the text: one table, to the last character. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(import.meta.dirname, "..", "own-links-"));
let own;
before(async () => {
  const entry = join(folder, "entry.mjs");
  const outfile = join(folder, "own-links.mjs");
  const files = ["channel/own-links", "verify/link-token", "utm", "channel/signs", "ids"];
  writeFileSync(entry, files.map((file) => `export * from "../src/${file}.ts";`).join("\n"));
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "node" });
  own = await import(pathToFileURL(outfile));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const BASE = "https://edge.example";
const KEY = Buffer.alloc(32, 7);
const UTM = "utm_source=edgewise&utm_medium=email&utm_campaign=carts&utm_content=first&utm_id=e1";
const UNSUBSCRIBE = `${BASE}/u/token`;

/** A link as written in an attribute, and where it leads; null where it is never ours. */
const TABLE = [
  ["https://mira.example/?a=1&b=2", `https://mira.example/?a=1&b=2&${UTM}`],
  ["https://mira.example/?a=1&amp;b=2", `https://mira.example/?a=1&b=2&${UTM}`],
  ["https://mira.example/?amp;key=1", `https://mira.example/?amp;key=1&${UTM}`],
  ["https://mira.example/p#size", `https://mira.example/p?${UTM}#size`],
  ["https://mira.example/#/route?x=1", `https://mira.example/?${UTM}#/route?x=1`],
  ["https://mira.example/p?x=1#a#b", `https://mira.example/p?x=1&${UTM}#a#b`],
  [
    "https://mira.example/?u=https://y.example/?q=1",
    `https://mira.example/?u=https://y.example/?q=1&${UTM}`,
  ],
  ["https://mira.example", `https://mira.example?${UTM}`],
  ["https://mira.example?", `https://mira.example?${UTM}`],
  ["https://mira.example/?a=1&", `https://mira.example/?a=1&${UTM}`],
  ["https://www.mira.example/p", `https://www.mira.example/p?${UTM}`],
  ["https://mira.myshopify.com/cart/c/x?key=1", `https://mira.myshopify.com/cart/c/x?key=1&${UTM}`],
  ["HTTPS://MIRA.EXAMPLE/P", `HTTPS://MIRA.EXAMPLE/P?${UTM}`],
  ["https://mira.example/p%20q?ü=1", `https://mira.example/p%20q?ü=1&${UTM}`],
  [
    "https://mira.example/?utm_source=own",
    `https://mira.example/?utm_source=own&${UTM.replace("utm_source=edgewise&", "")}`,
  ],
  [
    "https://mira.example/?UTM_Source=own&utm_medium=",
    `https://mira.example/?UTM_Source=own&utm_medium=&${UTM.replace("utm_source=edgewise&utm_medium=email&", "")}`,
  ],
  [
    `https://mira.example/?${UTM.replaceAll("=", "=x")}`,
    `https://mira.example/?${UTM.replaceAll("=", "=x")}`,
  ],
  // Signed: one more parameter and it no longer holds.
  ["https://mira.example/f?sig=abc", "https://mira.example/f?sig=abc"],
  [
    "https://mira.example/f?X-Amz-Signature=abc&x=1",
    "https://mira.example/f?X-Amz-Signature=abc&x=1",
  ],
  ["https://mira.example/f?h%6Dac=abc", "https://mira.example/f?h%6Dac=abc"],
  // Somebody else's.
  ["https://other.example/x?a=1#b", "https://other.example/x?a=1#b"],
  ["https://mira.example.evil.example/", "https://mira.example.evil.example/"],
  ["https://mira.example@evil.example/", "https://mira.example@evil.example/"],
  ["http://sub.mira.example/", "http://sub.mira.example/"],
  // Never led anywhere.
  [UNSUBSCRIBE, null],
  [`${BASE}/p/token`, null],
  ["mailto:hi@mira.example", null],
  ["tel:+491234", null],
  ["#top", null],
];

const leading = (more = {}) => ({
  base: BASE,
  links: BASE,
  utm: {
    of: { ...own.utmOf("carts", "email"), content: "first", id: "e1" },
    hosts: own.hostsOf("https://mira.example", "https://mira.myshopify.com", undefined),
  },
  clicks: (place) => own.linkToken(KEY, { shop: SHOP(), effect: EFFECT(), link: place }),
  opens: null,
  ...more,
});
const SHOP = () => own.nameOf("shop", "1");
const EFFECT = () => own.nameOf("effect", "1");
const decoded = (written) => written.replaceAll("&amp;", "&");

test("what a shop counts where it says nothing is what the schema says", () => {
  const schema = new URL("../../pkg/schema/config.schema.json", import.meta.url);
  const { properties } = JSON.parse(readFileSync(schema, "utf8")).$defs.Tracking;
  const switches = Object.entries(properties).filter(([, one]) => one.type === "boolean");
  const defaults = switches.map(([name, one]) => [name, one.default]);
  assert.deepEqual(own.TRACKING, Object.fromEntries(defaults));
});

test("each link leads where the table says, from the HTML and from the text", () => {
  for (const [written, target] of TABLE) {
    const plain = decoded(written);
    const parts = {
      html: `<p title="${written}"><a class=x href="${written}" href="https://no.example">${written}</a></p>`,
      text: `See (${plain}), or ${plain}. Bye`,
    };
    const { html, text, links } = own.withOwnLinks(parts, leading());
    if (target === null) {
      assert.deepEqual({ html, text }, parts, written);
      assert.deepEqual(links, []);
      continue;
    }
    const ours = `${BASE}/c/${leading().clicks(0)}`;
    assert.deepEqual(links, [target], written);
    assert.ok(html.includes(`<a class=x href="${ours}" href="https://no.example">`), html);
    assert.ok(html.includes(`<p title="${written}">`), "only links change");
    assert.equal(text, `See (${ours}), or ${ours}. Bye`, written);
    // Without counted clicks the link itself stands there.
    const led = own.withOwnLinks(parts, leading({ clicks: null }));
    assert.equal(led.text, `See (${target}), or ${target}. Bye`);
    if (target === plain) assert.deepEqual({ html: led.html, text: led.text }, parts);
    // Whoever looks at it in the admin follows no link of ours.
    const seen = own.asWritten({ html, text, links });
    assert.equal(seen.text, led.text);
    assert.ok(!(seen.html + seen.text).includes(`${BASE}/c/`));
  }
});

test("links lead through a domain of the shop's, and what isn't counted stays at ours", () => {
  const links = "https://links.mira.example";
  const opens = () => own.linkToken(KEY, { shop: SHOP(), effect: EFFECT(), link: own.PICTURE });
  const parts = {
    html: `<body><a href="https://mira.example/p">x</a> <a href="${UNSUBSCRIBE}">out</a>`,
    text: UNSUBSCRIBE,
  };
  const led = own.withOwnLinks(parts, leading({ links, opens }));
  assert.ok(led.html.includes(`<a href="${links}/c/${leading().clicks(0)}">`));
  assert.ok(led.html.includes(`<img src="${links}/o/`) && led.html.includes(UNSUBSCRIBE));
  assert.equal(led.text, UNSUBSCRIBE);
  const seen = own.asWritten(led);
  assert.ok(!/\/[co]\//.test(seen.html), seen.html);
});

test("links of buttons in Outlook, of maps and of the text alone are led too, pictures aren't", () => {
  const address = "https://mira.example/p";
  const parts = {
    html: `<body bgcolor="red"><img src="${address}.png"><map><area href="${address}"></map>
      <!--[if mso]><v:roundrect href="${address}"></v:roundrect><![endif]--><!-- <a href="${address}"> --></body>`,
    text: "https://mira.example/only-here\nhttps://mira.example/p_(x)",
  };
  const opens = () => own.linkToken(KEY, { shop: SHOP(), effect: EFFECT(), link: own.PICTURE });
  const { html, text, links } = own.withOwnLinks(parts, leading({ opens }));
  assert.deepEqual(
    links,
    [address, "https://mira.example/only-here", "https://mira.example/p_(x)"].map(
      (one) => `${one}?${UTM}`,
    ),
  );
  assert.equal(html.split(`${BASE}/c/`).length - 1, 2);
  assert.ok(html.startsWith(`<body bgcolor="red"><img src="${BASE}/o/`), "not at the end");
  assert.ok(
    html.includes(`<img src="${address}.png">`) && html.includes(`<!-- <a href="${address}"> -->`),
  );
  assert.equal(text.split("\n").length, 2);
  assert.ok(!own.asWritten({ html, text, links }).html.includes("/o/"));
});

test("a token of a link holds for its message and its place alone", () => {
  const name = { shop: SHOP(), effect: EFFECT(), link: 3 };
  const token = own.linkToken(KEY, name);
  assert.equal(token.length, 56);
  assert.deepEqual(own.readLinkToken(KEY, token), name);
  assert.equal(own.readLinkToken(Buffer.alloc(32, 8), token), null);
  let read = 0;
  for (let place = 0; place < token.length; place += 1) {
    const other = token[place] === "A" ? "B" : "A";
    const changed = token.slice(0, place) + other + token.slice(place + 1);
    if (own.readLinkToken(KEY, changed) !== null) read += 1;
  }
  assert.equal(read, 0, "every character is signed");
  for (const odd of ["", "x", `${token}A`, token.slice(1), "!".repeat(56), "..".repeat(28)]) {
    assert.equal(own.readLinkToken(KEY, odd), null, odd);
  }
  assert.equal(own.linkToken(KEY, { ...name, effect: "made-up" }), null);
});

test("a click is a person's when nothing speaks against it, and uncertain with one sign", () => {
  const person = {
    agent: "Mozilla/5.0 (X11; Linux)",
    isPrefetch: false,
    isLikeBrowser: true,
    isHosted: false,
  };
  for (const [witness, after, certainty] of [
    [{}, 60_000, "human"],
    [{ isHosted: true }, 60_000, "human"],
    [{ isHosted: true, isLikeBrowser: false }, 60_000, "uncertain"],
    [{ isLikeBrowser: false }, 60_000, "human"],
    [{ isPrefetch: true }, 60_000, "uncertain"],
    [{}, 2_999, "uncertain"],
    [{}, 3_000, "human"],
    [{ isPrefetch: true }, 10, "machine"],
    [{ agent: "" }, 60_000, "machine"],
    [{ agent: "Barracuda Sentinel (EE)" }, 60_000, "machine"],
    [{ agent: "WhatsApp/2.23" }, 60_000, "machine"],
    [{ agent: "Mozilla/5.0" }, 60_000, "machine"],
  ]) {
    const signs = [
      ...own.signsIn({ ...person, ...witness }),
      ...own.signsOfTime(1_000, 1_000 + after),
    ];
    assert.equal(own.certaintyOf(signs), certainty, JSON.stringify([witness, after, signs]));
  }
  assert.deepEqual(own.signsOfTime(5_000, 4_000), [], "another clock's moment says nothing");
});
