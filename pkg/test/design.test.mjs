// Emails made of blocks: which words somebody gets, what is found before saving, and where.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { checkMessages, renderEmail } from "edgewise/message.js";

const engine = openEngine();
const SHOP = {
  name: "Kiln",
  currency: "EUR",
  time_zone: "Europe/Berlin",
  url: "https://kiln.example",
  sender: { name: "Kiln", email: "hello@kiln.example" },
  postal_address: "1 Lane, Town",
};
const title = { type: "heading", id: "title", text: "Good to see you" };

/** A configuration with one message of these blocks. */
const configOf = (blocks, message = {}, more = {}) => ({
  format: 1,
  shop: SHOP,
  messages: { m: { subject: "Hello", design: { blocks }, ...message } },
  workflows: [],
  ...more,
});

/** What is found before it's saved, as `severity code path`. */
function found(config) {
  const { plan, diagnostics } = engine.load(JSON.stringify(config));
  const more = plan === null ? [] : checkMessages(engine, plan, config, []);
  return [...diagnostics, ...more].map(({ severity, code, path }) => `${severity} ${code} ${path}`);
}

/** The message as somebody who speaks a language gets it. */
function sent(config, language, payload = {}) {
  const variables = {
    shop: SHOP,
    customer: { first_name: "Anna", language },
    ...payload.variables,
  };
  const whole = {
    message: "m",
    kind: "marketing",
    channel: "email",
    zone: "UTC",
    to: "a@b.example",
  };
  return renderEmail(
    { ...whole, ...payload, variables },
    { engine, config, now: 0, unsubscribeUrl: "https://kiln.example/u/1" },
  );
}

test("somebody gets the words in their language, and what isn't translated as it is", () => {
  const german = {
    subject: "Hallo",
    blocks: { title: { text: "Schön, dich zu sehen" }, go: { label: "Zum Shop" } },
  };
  const go = { type: "button", id: "go", label: "Shop", link: "{{ shop.url }}" };
  const note = { type: "text", text: "Same for all" };
  const config = configOf([title, go, note], { translations: { de: german, fr: {} } });
  assert.deepEqual(found(config), []);
  for (const [language, subject, text, lang] of [
    ["de", "Hallo", "Schön, dich zu sehen", "de"],
    ["de-AT", "Hallo", "Schön, dich zu sehen", "de"],
    ["DE_ch", "Hallo", "Schön, dich zu sehen", "de"],
    ["fr-CA", "Hello", "Good to see you", "fr"],
    ["it", "Hello", "Good to see you", "en"],
    ["", "Hello", "Good to see you", "en"],
    [null, "Hello", "Good to see you", "en"],
    ["constructor", "Hello", "Good to see you", "en"],
    ["__proto__", "Hello", "Good to see you", "en"],
  ]) {
    const email = sent(config, language);
    assert.equal(email.subject, subject, String(language));
    assert.ok(email.html.includes(text), String(language));
    assert.ok(email.html.includes(`<html lang="${lang}"`), String(language));
    assert.ok(email.html.includes("Same for all") && email.text.includes("Same for all"));
  }
  // The shop's own language is the one that has no translation.
  const inGerman = { ...config, shop: { ...SHOP, language: "de" } };
  assert.equal(sent(inGerman, "de").subject, "Hello");
});

test("messages of HTML and of text have translations too; a text never goes on in another language", () => {
  const config = configOf([], {
    design: undefined,
    html: "<p>Hi</p>",
    text: "Hi",
    translations: { de: { html: "<p>Hallo</p>" } },
  });
  assert.deepEqual(found(JSON.parse(JSON.stringify(config))), []);
  const german = sent(config, "de");
  assert.match(german.html, /Hallo/);
  assert.match(german.text, /^Hallo/);
});

test("blocks are shown to whom the engine says, and marketing always has its way out", () => {
  const rule = { type: "tag", tag: "vip" };
  const config = configOf([title, { type: "text", id: "vip", text: "For you", if: rule }]);
  assert.deepEqual(found(config), []);
  assert.doesNotMatch(sent(config, "en").html, /For you/);
  const shown = sent(config, "en", { shown_blocks: ["vip"] });
  assert.match(shown.html, /For you/);
  assert.match(shown.html, /https:\/\/kiln\.example\/u\/1/);
  assert.match(shown.text, /Unsubscribe: https:\/\/kiln\.example\/u\/1/);
  const footed = sent(configOf([title, { type: "footer" }]), "en").html;
  assert.equal(footed.split("https://kiln.example/u/1").length, 2, "one link is enough");
});

test("what is wrong is said where it is", () => {
  const at = (blocks, message, more) => found(configOf(blocks, message, more));
  const text = (words) => [{ type: "text", id: "t", text: words }];
  const inBlock = 'messages["m"].design.blocks[0]';
  for (const [config, wanted] of [
    [at(text("{{ customer.first_nam }}")), `error unknown-merge-field ${inBlock}.text`],
    [at(text("{% if x %}")), `error broken-liquid ${inBlock}.text`],
    [at(text("{{ 1 | nosuch }}")), `error broken-liquid ${inBlock}.text`],
    [at(text("<blink>x</blink>")), "error unknown-tag messages.m.design.blocks[0].text"],
    [at(text("lorem ipsum")), `warning unfinished-text ${inBlock}.text`],
    [at(text("Dear [Name]")), `warning unfinished-text ${inBlock}.text`],
    [
      at([{ type: "button", label: "x", link: "kiln.example" }]),
      'error unusable-link messages["m"].design',
    ],
    [at([{ type: "image", src: "https://kiln.example/a.jpg" }]), `warning missing-alt ${inBlock}`],
    [
      at([{ type: "image", alt: "x", src: "https://kiln.example/a.webp?w=1" }]),
      `warning unshown-image ${inBlock}.src`,
    ],
    [
      at([
        {
          type: "button",
          id: "b",
          label: "x",
          link: "kiln.example",
          if: { type: "tag", tag: "x" },
        },
      ]),
      'error unusable-link messages["m"].design',
    ],
    [at([{ type: "raw", mjml: "<mj-section>" }]), `error not-mjml ${inBlock}.mjml`],
    [at([{ type: "saved", block: "gone" }]), `error missing-saved-block ${inBlock}`],
    [
      at([title], { translations: { de: { blocks: { titel: { text: "x" } } } } }),
      "error unknown-block messages.m",
    ],
    [
      at([title], { translations: { de: { blocks: { title: { alt: "x" } } } } }),
      "error nothing-to-translate messages.m",
    ],
    [
      at([title], { translations: { de: { subject: "{{ customer.x }}" } } }),
      'warning unknown-merge-field messages["m"].translations.de.subject',
    ],
    [
      at([title], { translations: { de: { blocks: { title: { text: "{% if %}" } } } } }),
      'error broken-liquid messages["m"].translations.de.blocks.title.text',
    ],
    [at([title], { html: "<p>x</p>" }), "error two-bodies messages.m"],
    [
      at([title], {}, { theme: { colors: { text: "#aaaaaa", surface: "#ffffff" } } }),
      "warning low-contrast theme.colors.text",
    ],
    [
      at(
        [{ type: "text", text: "x".repeat(20_000) }].concat(
          Array(5)
            .fill(text("y".repeat(19_000))[0])
            .map((one, index) => ({ ...one, id: `t${index}` })),
        ),
      ),
      'warning clipped-email messages["m"].design',
    ],
    [
      at([{ type: "divider", id: "d", if: { type: "segment", segment: "gone" } }]),
      "error missing-segment messages.m.design.blocks[0].if.segment",
    ],
  ]) {
    assert.ok(config.includes(wanted), `${wanted} is not in ${JSON.stringify(config)}`);
  }
  // What is only decoration needs no words.
  const decoration = { type: "image", decoration: true, src: "https://kiln.example/a.jpg" };
  assert.deepEqual(at([decoration]), []);
});

test("a name that looks like markup or Liquid is text, in every block that shows one", () => {
  const names = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ shop.name }}",
    "{% raw %}",
    "⟦0⟧",
    "a\r\nBcc: x@y.example",
    "&lt;b&gt;",
    "javascript:alert(1)",
  ];
  const blocks = [
    { type: "heading", text: "{{ customer.first_name }}" },
    { type: "text", text: "<b>{{ customer.first_name }}</b>" },
    { type: "button", label: "{{ customer.first_name }}", link: "/x?n={{ customer.first_name }}" },
    { type: "cart_items", total: "Total" },
    { type: "product", from: "cart", label: "View" },
  ];
  const config = configOf(blocks);
  const shape = (html) => html.match(/<[a-z/!]/gi).length;
  const item = (title, url = "https://kiln.example/p") => ({
    title,
    url,
    quantity: 1,
    price: { minor: 100, currency: "EUR" },
    image_url: "https://kiln.example/p.jpg",
    variant_title: title,
  });
  const of = (name, url) => {
    const cart = { items: [item(name, url)], more_items: 0, total: null, url: null };
    const customer = { first_name: name };
    return sent(config, "en", { variables: { cart, customer } });
  };
  const plain = shape(of("Anna").html);
  for (const name of names) {
    const email = of(name);
    assert.equal(shape(email.html), plain, name);
    assert.doesNotMatch(email.subject, /[\r\n]/);
  }
  for (const url of [
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    'x" onclick="y',
  ]) {
    assert.doesNotMatch(of("Anna", url).html, /href="(javascript|data):|onclick="/i, url);
  }
});

test("amounts, dates and the email's own words are in the email's language", () => {
  const text = {
    type: "text",
    text: "{{ order.total | money }}|{{ 123456 | money }}|{{ -5 | money }}|{{ order.yen | money }}",
  };
  const dates = {
    type: "text",
    text: "{{ at | date }}|{{ at | date: '%a, %-d %b' }}|{{ at | date: '%A 100%%B %H:%M' }}",
  };
  const blocks = [text, dates, { type: "footer" }];
  const languages = ["de", "es", "fr", "it", "nl", "pl", "pt", "ar"];
  const translations = Object.fromEntries(
    languages.map((code) => [code, { subject: `${code} {{ order.total | money }}` }]),
  );
  const config = configOf(blocks, { translations });
  const order = {
    total: { minor: 99_950, currency: "EUR" },
    yen: { minor: 12_980, currency: "JPY" },
  };
  const at = Date.UTC(2026, 11, 24, 17, 5);
  const said = (language) => {
    const payload = { variables: { shop: SHOP, customer: { language }, order, at } };
    const links = { viewUrl: "https://k.example/v/1", preferencesUrl: "https://k.example/p/1" };
    const whole = {
      message: "m",
      kind: "marketing",
      channel: "email",
      zone: "UTC",
      to: "a@b.example",
    };
    const options = { engine, config, now: 0, unsubscribeUrl: "https://k.example/u/1", ...links };
    const { html, text } = renderEmail({ ...whole, ...payload }, options);
    const lines = text.split("\n").filter((line) => /[|:]/.test(line));
    return { html, lines: lines.map((line) => line.replace(/[\u00a0\u202f]/g, " ")) };
  };
  const [view, choose] = ["(https://k.example/v/1)", "(https://k.example/p/1)"];
  const expected = {
    en: [
      "€999.50|€1,234.56|-€0.05|12,980 JPY",
      "24 December 2026|Thu, 24 Dec|Thursday 100%B 17:05",
      `Unsubscribe · Email preferences ${choose} · View in browser ${view}`,
      "Unsubscribe: https://k.example/u/1",
    ],
    de: [
      "999,50 €|1.234,56 €|-0,05 €|12.980 JPY",
      "24. Dezember 2026|Do, 24 Dez.|Donnerstag 100%B 17:05",
      `Abmelden · Einstellungen ${choose} · Im Browser ansehen ${view}`,
      "Abmelden: https://k.example/u/1",
    ],
    es: [
      "999,50 €|1234,56 €|-0,05 €|12.980 JPY",
      "24 de diciembre de 2026|jue, 24 dic|jueves 100%B 17:05",
    ],
    fr: [
      "999,50 €|1 234,56 €|-0,05 €|12 980 JPY",
      "24 décembre 2026|jeu., 24 déc.|jeudi 100%B 17:05",
    ],
    it: [
      "999,50 €|1234,56 €|-0,05 €|12.980 JPY",
      "24 dicembre 2026|gio, 24 dic|giovedì 100%B 17:05",
    ],
    nl: [
      "€ 999,50|€ 1.234,56|€ -0,05|JPY 12.980",
      "24 december 2026|do, 24 dec|donderdag 100%B 17:05",
    ],
    pl: [
      "999,50 €|1234,56 €|-0,05 €|12 980 JPY",
      "24 grudnia 2026|czw., 24 gru|czwartek 100%B 17:05",
    ],
    pt: [
      "999,50 €|1234,56 €|-0,05 €|12.980 JPY",
      "24 de dezembro de 2026|qui., 24 dez.|quinta-feira 100%B 17:05",
    ],
    // Nothing is known of this one: English, and from right to left.
    ar: [
      "€999.50|€1,234.56|-€0.05|12,980 JPY",
      "24 December 2026|Thu, 24 Dec|Thursday 100%B 17:05",
    ],
  };
  for (const [language, lines] of Object.entries(expected)) {
    assert.deepEqual(said(language).lines.slice(0, lines.length), lines, language);
  }
  // Marketing that shows no way out gets one in its language.
  const bare = configOf([title], { translations: { fr: {} } });
  const { html } = sent(bare, "fr");
  assert.match(html, />Se désabonner<\/a>/);
});

test("a series that teaches says how often it comes, and promotes in one message of five", () => {
  const message = (text, more = {}) => ({ subject: "Hello", text, ...more });
  const teaches = { content: "educational" };
  const send = (id) => ({ id, type: "send", message: id });
  const series = (messages) => {
    const steps = Object.keys(messages).map(send);
    const workflow = { id: "w", name: "W", trigger: { type: "customer_created" }, steps };
    return found({ ...configOf([], {}), messages, workflows: [workflow] })
      .filter((one) => one.includes("series-"))
      .map((one) => one.split(" ")[1]);
  };
  const often = message("Four emails in two weeks.", teaches);
  const five = (offers) =>
    series({
      a: often,
      ...Object.fromEntries(
        ["b", "c", "d", "e", "f"].map((id, index) => [
          id,
          index < offers ? message("Buy", { content: "promotional" }) : message("Read", teaches),
        ]),
      ),
    });
  for (const text of [
    "Every Tuesday.",
    "Jede Woche eine E-Mail.",
    "Une fois par semaine.",
    "Cada semana.",
  ]) {
    assert.deepEqual(series({ a: message(text, teaches), b: message("More") }), [], text);
  }
  const unsaid = message("Welcome to the series.", teaches);
  assert.deepEqual(series({ a: unsaid, b: message("Every day") }), ["series-frequency-unsaid"]);
  assert.deepEqual(series({ a: unsaid }), [], "one message is no series");
  assert.deepEqual(series({ a: message("Hi"), b: message("Buy") }), [], "nothing is labeled");
  // Two of six are allowed, since the last of them may sell; three are not.
  assert.deepEqual(five(2), []);
  assert.deepEqual(five(3), ["series-too-promotional"]);
  // A code is an offer, whatever the label says.
  const code = message("Your code: {{ coupon.code }}", teaches);
  assert.deepEqual(series({ a: often, b: code, c: { ...code } }), ["series-too-promotional"]);
});
