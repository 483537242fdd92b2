// Rendering of messages: what a template may do, and what data may not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openEngine } from "edgewise";
import { showsLink } from "../message/in-sight.js";
import { MessageError, renderEmail, renderMessage } from "../message.js";

const engine = openEngine();
const NOW = Date.UTC(2026, 10, 28, 22, 30);
const OPTIONS = {
  engine,
  zone: "Europe/Berlin",
  currency: "EUR",
  locale: "en",
  shopUrl: "https://kiln.example/shop",
  now: NOW,
};
const html = (source, variables = {}, options = OPTIONS) =>
  renderMessage({ html: `<html>${source}` }, variables, options).html.slice(6);
const text = (source, variables = {}) => renderMessage({ html: source }, variables, OPTIONS).text;

test("a missing value prints nothing, and a default stands in for it", () => {
  const source = "Hi {{ customer.first_name | default: 'there' }}{{ customer.nothing }}";
  assert.equal(html(source), "Hi there");
  assert.equal(html(source, { customer: { first_name: "Anna" } }), "Hi Anna");
});

test("what a customer typed is text in HTML, and itself in plain text", () => {
  const message = { subject: "For {{ n }}", html: "<html>{{ n }}", text: "{{ n }}" };
  const rendered = renderMessage(message, { n: "<b onload=x>&\r\nBcc: a@b" }, OPTIONS);
  assert.equal(rendered.html, "<html>&lt;b onload=x&gt;&amp;\r\nBcc: a@b");
  assert.equal(rendered.text, "<b onload=x>&\r\nBcc: a@b");
  assert.equal(rendered.subject, "For <b onload=x>& Bcc: a@b", "a subject is one line");
});

test("no option may be left out: a host that forgets one hears of it, not its customers", () => {
  for (const name of Object.keys(OPTIONS)) {
    const { [name]: _, ...rest } = OPTIONS;
    assert.throws(() => renderMessage({ html: "x" }, {}, rest), new RegExp(`“${name}”`));
  }
});

test("money and dates are printed by the engine, in the currency and zone passed in", () => {
  assert.equal(html("{{ p | money }}", { p: { minor: 1250, currency: "USD" } }), "$12.50");
  assert.equal(html("{{ 1250 | money }}"), "€12.50");
  assert.equal(html("{{ t | date: '%Y-%m-%d %H:%M' }}", { t: NOW }), "2026-11-28 23:30");
  assert.equal(html("{{ 'now' | date: '%Y' }}"), "2026");
  assert.equal(html("{{ 'today' | date: '%d.%m.%Y' }}"), "28.11.2026", "the customer’s day");
  assert.equal(html("{{ nothing | date: '%Y' }}{{ nothing | money }}"), "");
});

test("a date is read as people write it, and one without a zone is the customer’s", () => {
  const ny = { ...OPTIONS, zone: "America/New_York" };
  for (const [written, printed] of [
    ["2026-12-24", "24 Dec 00:00"],
    ["2026-12-24 09:00", "24 Dec 09:00"],
    ["2026-12-24T09:00:00", "24 Dec 09:00"],
    ["2026-12-25T03:30:00Z", "24 Dec 22:30"],
    ["2026-12-24 10:00:00 +0100", "24 Dec 04:00"],
    ["Dec 24, 2026", "24 Dec 00:00"],
    ["24 December 2026 at 9:05 pm", "24 Dec 21:05"],
    ["Thu, 24 Dec 2026 10:00:00 +0100", "24 Dec 04:00"],
    ["24.12.2026", "24 Dec 00:00"],
    ["2026/12/24", "24 Dec 00:00"],
    ["1798128000", "24 Dec 11:00"],
    ["1798128000000", "24 Dec 11:00"],
    // The clock skips this reading: it is the first moment after the gap.
    ["2026-03-08 02:30", "08 Mar 03:00"],
    // What is no date is printed as it is.
    ["2026-02-31", "2026-02-31"],
    ["next week", "next week"],
  ]) {
    assert.equal(html(`{{ '${written}' | date: '%d %b %H:%M' }}`, {}, ny), printed, written);
  }
  assert.equal(html("{{ t | date: '%H' }}", { t: 1_798_128_000 }, ny), "11", "seconds");
  // Where midnight itself is skipped, the day stays that day.
  const beirut = { ...OPTIONS, zone: "Asia/Beirut" };
  assert.equal(html("{{ '2026-03-29' | date: '%d %b' }}", {}, beirut), "29 Mar");
});

test("a template reads no files, reaches no prototype and does not run away", () => {
  assert.throws(() => html("{% include 'a' %}"), MessageError);
  assert.equal(
    html("{{ customer.constructor.name }}{{ customer.__proto__ }}", { customer: {} }),
    "",
  );
  assert.throws(() => html("{% for i in (1..100000000) %}x{% endfor %}"), MessageError);
  assert.throws(
    () => html("{% for i in (1..2000) %}{% for j in (1..2000) %}xxxxxxxx{% endfor %}{% endfor %}"),
    MessageError,
  );
  assert.throws(() => html("{{ 'x' | no_such_filter }}"), MessageError);
});

/** What becomes of an address in an attribute. */
const led = (address, attribute = "href", options = OPTIONS) =>
  /^<a \S+="([^"]*)">$/.exec(html(`<a ${attribute}="{{ u }}">`, { u: address }, options))?.[1];

test("links lead to the web, to mail and telephones, or nowhere", () => {
  for (const address of [
    "https://k.example/a?b=c#d",
    "HTTPS://K.example/Y",
    "http://k.example",
    "mailto:a@b.example?subject=A%20B",
    "tel:+49",
    "sms:+49?body=Hi",
    "whatsapp://send?phone=49",
    "#top",
    "",
  ]) {
    assert.equal(led(address), address, address);
  }
  for (const [address, whole] of [
    ["//cdn.k.example/x.png", "https://cdn.k.example/x.png"],
    ["\\\\k.example/x", "https://k.example/x"],
    ["/sale?a=1#b", "https://kiln.example/sale?a=1#b"],
    ["k.example/sale", "https://k.example/sale"],
    ["www.bücher.example", "https://www.bücher.example"],
    ["k.example:8080/x", "https://k.example:8080/x"],
    ["https:k.example/x", "https://k.example/x"],
    ["https://https://k.example/x", "https://k.example/x"],
    [" https://k.example/z ", "https://k.example/z"],
  ]) {
    assert.equal(led(address), whole, address);
  }
  for (const address of [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "\u0001JaVaScRiPt:x",
    "java\tscript:x",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://k.example",
    "sale",
    "anna@k.example",
    "https://",
    "cid:logo",
  ]) {
    assert.equal(led(address), "#", address);
  }
  assert.equal(led("/sale", "href", { ...OPTIONS, shopUrl: null }), "#");
});

test("pictures come from the web or from inside the mail", () => {
  for (const address of ["https://k.example/a.png", "cid:logo"]) {
    assert.equal(led(address, "src"), address);
  }
  for (const address of ["data:image/png;base64,AA==", "mailto:a@b.example", "#x"]) {
    assert.equal(led(address, "src"), "#", address);
  }
  assert.equal(led("/a.png", "src"), "https://kiln.example/a.png");
  assert.equal(
    led("a.k.example/1.png 1x, javascript:x 2x", "srcset"),
    "https://a.k.example/1.png 1x",
  );
});

test("an address is judged in whatever way its attribute is written", () => {
  for (const [written, judged] of [
    ["<a/href=javascript:x>", '<a/href="#">'],
    ['<a class="x"href=javascript:x>', '<a class="x"href="#">'],
    ["<a href='java&#9;script:x'>", '<a href="#">'],
    ["<A HREF = 'javascript&colon;x'>", '<A HREF="#">'],
    ["<form action=javascript:x>", '<form action="#">'],
    ["<svg><a xlink:href=javascript:x>", '<svg><a xlink:href="#">'],
    ['<a title="href=javascript:x" href="#">', '<a title="href=javascript:x" href="#">'],
    ["<a href='https://k.example/?a=1&amp;b=2'>", "<a href='https://k.example/?a=1&amp;b=2'>"],
    [
      '<!--[if mso]><v:rect href="/sale"><![endif]--><!-- href="/x" -->',
      '<!--[if mso]><v:rect href="https://kiln.example/sale"><![endif]--><!-- href="/x" -->',
    ],
  ]) {
    assert.equal(html(written), judged, written);
  }
});

test("the text part says what a reader of the HTML sees", () => {
  for (const [source, said] of [
    [
      "<p>One</p><p><a href='https://s.example/?a=1&amp;b=2'>Two</a></p>",
      "One\n\nTwo (https://s.example/?a=1&b=2)",
    ],
    [
      "5&nbsp;&euro; &ndash; that&rsquo;s it&hellip; &#8364;5 &#x2713; &copy; &lt;b&gt; &quot;q&#34;",
      '5 € – that’s it… €5 ✓ © <b> "q"',
    ],
    ["a<!-- not > this --><style>b{}</style><title>c</title><script>d</script>e", "ae"],
    [
      "<ul><li>One</li><li>Two<ol><li>A<li>B</ol></li></ul>After",
      "- One\n- Two\n  1. A\n  2. B\n\nAfter",
    ],
    [
      "<table><tr><td>Bowl</td><td>5 €</td></tr><tr><td>Cup</td><td>2 €</td></tr></table>",
      "Bowl 5 €\nCup 2 €",
    ],
    [
      '<a href="https://s.example/x"><img src="cid:a" alt="Blue bowl"></a>',
      "Blue bowl (https://s.example/x)",
    ],
    ['<a href="https://s.example/x"><img src="cid:a"></a>', "https://s.example/x"],
    [
      '<a href="https://s.example/">s.example</a> <a href="mailto:a@b.example">a@b.example</a>',
      "s.example a@b.example",
    ],
    ['<a href="#top">Up</a><div style="display: none">hidden</div>', "Up"],
    ["One<br>Two<br/><br>Three<hr>Four", "One\nTwo\n\nThree\n\n---\n\nFour"],
    ["<pre>a\n  b</pre>", "a\n  b"],
    ['<p><a href="https://s.example/x"><div>Look</div></a></p>', "Look (https://s.example/x)"],
    ["<p>never closed <b>bold <i>both</p>after", "never closed bold both\n\nafter"],
  ]) {
    assert.equal(text(source), said, source);
  }
});

const LETTER = {
  channel: "email",
  to: "anna@b.example",
  message: "hi",
  variables: {},
  zone: "Europe/Berlin",
  kind: "marketing",
};
const UNSUBSCRIBE = "https://go.example/u/abc";
const letter = (message, payload = {}) =>
  renderEmail(
    { ...LETTER, ...payload },
    {
      engine,
      config: {
        shop: { currency: "EUR", postal_address: "1 Lane, Town" },
        messages: { hi: message },
      },
      now: NOW,
      unsubscribeUrl: UNSUBSCRIBE,
    },
  );

test("marketing has its way out in sight, and last in the text", () => {
  const plain = letter({ subject: "S", html: "<p>Hi</p>" });
  assert.match(
    plain.html,
    /1 Lane, Town<br><a href="https:\/\/go\.example\/u\/abc" [^>]+>Unsubscribe<\/a>/,
  );
  assert.ok(plain.html.indexOf("Unsubscribe") < plain.html.indexOf("</body>"));
  assert.equal(plain.text, `Hi\n\n--\n1 Lane, Town\nUnsubscribe: ${UNSUBSCRIBE}\n`);
  const own = letter({
    subject: "S",
    html: '<p>Hi. <a href="{{ unsubscribe_url }}">No more</a></p><p>Kiln, 1 Lane</p>',
  });
  assert.equal(own.text, `Hi. No more\n\nKiln, 1 Lane\n\nUnsubscribe: ${UNSUBSCRIBE}`);
  assert.ok(!own.html.includes("Unsubscribe"));
});

test("a way out that nobody sees is none", () => {
  const out = (text, style = "") => `<a href="{{ unsubscribe_url }}" ${style}>${text}</a>`;
  const sheet = (css) => `<style>${css}</style>`;
  for (const hidden of [
    `<!-- ${out("x")} -->`,
    `<div style="display:none">${out("x")}</div>`,
    "{{ unsubscribe_url }}",
    out(" "),
    out('<img src="https://k.example/dot.png">'),
    out("x", 'style="color:red; visibility : hidden"'),
    out("x", 'style="font-size:0"'),
    out("x", 'style="opacity:0"'),
    `<td style="max-height:0px;overflow:hidden">${out("x")}</td>`,
    `<p style="position:absolute;left:-9999px">${out("x")}</p>`,
    `<p hidden>${out("x")}</p>`,
    `${sheet("/* { */ p .gone, b { color: red; display:none !important }")}<p class="a gone">${out("x")}</p>`,
    `${sheet("@media screen { #foot{font-size:1px} }")}<p id="foot">${out("x")}</p>`,
    `${sheet("a { display: none }")}${out("x")}`,
    `<p>Hi<div style="display:none"><!--`,
  ]) {
    const { html } = letter({ subject: "S", html: hidden });
    assert.match(html, /Unsubscribe<\/a>/, hidden);
    assert.equal(showsLink(html, UNSUBSCRIBE), true, hidden);
  }
  for (const shown of [
    `<td style="font-size:0px"><div style="font-size:13px">${out("x")}</div></td>`,
    `<p style="line-height:0;font:12px/1.5 serif">${out("x")}</p>`,
    `${sheet(".phone{display:none}")}<p class="desk">${out("x")}</p>`,
    out('<img src="https://k.example/x.png" alt="Unsubscribe">'),
  ]) {
    const { html } = letter({ subject: "S", html: shown });
    assert.ok(!html.includes("Unsubscribe</a>"), shown);
  }
  assert.throws(
    () => letter({ subject: "S", html: "<html><style>body{display:none}</style><body>Hi" }),
    /html: its styles hide the link to unsubscribe/,
  );
});

test("a message that is only text stays one, and what was bought has no way out in it", () => {
  const onlyText = letter({ subject: "S", text: "Hi" });
  assert.equal(onlyText.html, "");
  assert.match(onlyText.text, /Unsubscribe: https/);
  const bought = letter({ subject: "S", text: "Thanks" }, { kind: "transactional", test: true });
  assert.deepEqual([bought.subject, bought.text], ["[Test] S", "Thanks"]);
});
