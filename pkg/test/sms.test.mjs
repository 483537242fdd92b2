/** What a text message weighs, which characters make it dearer, and what it says of its way out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withSmsWayOut } from "../message/sms-way-out.js";
import { renderSms } from "../message.js";
import { cleanText, weightOf, withPlainCharacters } from "../sms.js";

const EXTENDED = ["^", "{", "}", "\\", "[", "~", "]", "|", "€", "\f"];
/** In the 7-bit alphabet (3GPP TS 23.038), each one septet. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Not in it, though much like what is. */
const FOREIGN = [
  "ç",
  "`",
  "´",
  "’",
  "“",
  "”",
  "–",
  "—",
  "…",
  "\u00a0",
  "Á",
  "ê",
  "ł",
  "Ł",
  "ş",
  "ı",
  "İ",
  "😀",
  "中",
  "ﬁ",
  "²",
  "°",
  "\t",
  "™",
  "‎",
];

test("every character of the alphabet is in it, and those like them aren't", () => {
  assert.equal(new Set(BASIC).size, 127);
  for (const one of BASIC)
    assert.deepEqual([weightOf(one).encoding, weightOf(one).units], ["GSM-7", 1], one);
  for (const one of EXTENDED) {
    assert.deepEqual([weightOf(one).encoding, weightOf(one).units], ["GSM-7", 2], one);
  }
  for (const one of FOREIGN) {
    const { encoding, units, foreign } = weightOf(one);
    assert.deepEqual([encoding, units, foreign], ["UCS-2", one.length, [one]], one);
  }
});

/** A text, its encoding, its units, in how many segments it leaves, and how much is left of the last. */
const WEIGHTS = [
  ["", "GSM-7", 0, 1, 160],
  ["a".repeat(160), "GSM-7", 160, 1, 0],
  ["a".repeat(161), "GSM-7", 161, 2, 145],
  ["a".repeat(306), "GSM-7", 306, 2, 0],
  ["a".repeat(307), "GSM-7", 307, 3, 152],
  ["a".repeat(1600), "GSM-7", 1600, 11, 83],
  ["€".repeat(80), "GSM-7", 160, 1, 0],
  ["€".repeat(81), "GSM-7", 162, 2, 143],
  // An escape isn't split from what it's of: the 153rd septet stays empty.
  [`${"a".repeat(152)}€${"a".repeat(10)}`, "GSM-7", 164, 2, 141],
  [`${"a".repeat(152)}€${"a".repeat(151)}`, "GSM-7", 305, 2, 0],
  [`${"a".repeat(152)}€${"a".repeat(152)}`, "GSM-7", 306, 3, 152],
  // Another character has made it UTF-16 already: the euro sign counts once.
  [`${"€".repeat(69)}∞`, "UCS-2", 70, 1, 0],
  [`${"{}[]^~|\\€".repeat(7)}ł`, "UCS-2", 64, 1, 6],
  ["ł".repeat(70), "UCS-2", 70, 1, 0],
  ["ł".repeat(71), "UCS-2", 71, 2, 63],
  [`${"ł".repeat(69)}😀`, "UCS-2", 71, 2, 63],
  // A pair of surrogates isn't split either.
  [`${"ł".repeat(66)}😀${"ł".repeat(10)}`, "UCS-2", 78, 2, 55],
  ["😀".repeat(35), "UCS-2", 70, 1, 0],
  ["😀".repeat(36), "UCS-2", 72, 2, 61],
  ["Zoë, 10% off", "UCS-2", 12, 1, 58],
  ["Zoe, 10% off", "GSM-7", 12, 1, 148],
  ["Łukasz", "UCS-2", 6, 1, 64],
  ["Größe Ä 5 §", "GSM-7", 11, 1, 149],
  ["ç", "UCS-2", 1, 1, 69],
  ["Ç", "GSM-7", 1, 1, 159],
  ["👨‍👩‍👧‍👦", "UCS-2", 11, 1, 59],
];

test("a text is counted as it leaves, segment by segment", () => {
  for (const [text, encoding, units, segments, left] of WEIGHTS) {
    const weight = weightOf(text);
    const found = [weight.encoding, weight.units, weight.segments, weight.left];
    assert.deepEqual(found, [encoding, units, segments, left], text.slice(0, 30));
  }
});

test("counting agrees with cutting the text up, for random texts", () => {
  let seed = 7;
  const random = (most) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % most;
  };
  const some = [...BASIC, ...EXTENDED, "ł", "😀", "’"];
  for (let round = 0; round < 500; round += 1) {
    const isPlain = round % 2 === 0;
    const from = isPlain ? [...BASIC, ...EXTENDED] : some;
    const text = Array.from({ length: random(400) }, () => from[random(from.length)]).join("");
    const { encoding, segments, units, left } = weightOf(text);
    const sizes = [...text].map((one) =>
      encoding === "UCS-2" ? one.length : EXTENDED.includes(one) ? 2 : 1,
    );
    const [alone, each] = encoding === "UCS-2" ? [70, 67] : [160, 153];
    const sum = sizes.reduce((one, other) => one + other, 0);
    assert.equal(units, sum);
    if (sum <= alone) assert.deepEqual([segments, left], [1, alone - sum]);
    else {
      // No segment is fuller than it may be, and none could have taken the first of the next.
      assert.ok(segments >= Math.ceil(sum / each) && segments <= Math.ceil(sum / (each - 1)) + 1);
      assert.ok(left >= 0 && left < each);
    }
  }
});

/** What is written, and what says the same in the 7-bit alphabet. */
const PLAIN = [
  ["“Sale” – don’t miss it…", '"Sale" - don\'t miss it...'],
  ["‘a’ ‚b‛ „c‟ «d»", "'a' 'b' \"c\" \"d\""],
  ["10\u00a0%\u202foff\u2009now", "10 % off now"],
  ["a—b−c‑d", "a-b-c-d"],
  ["• one\n· two", "* one\n* two"],
  ["Ça va, français, garçon", "Ça va, francais, garcon"],
  ["José, São, ímpar, Brontë", "José, Sao, impar, Bronte"],
  ["½ © ® ™ ×", "1/2 (c) (r) TM x"],
  ["zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"],
  ["e\u0301te\u0301", "été"],
  ["œuvre Œ", "oeuvre OE"],
  ["š Ž ý Ń", "s Z y N"],
  ["Łukasz 😀 中文 Привет", "Łukasz 😀 中文 Привет"],
  [
    '{{ customer.first_name | default: "there" }} [x] €',
    '{{ customer.first_name | default: "there" }} [x] €',
  ],
];

test("plain characters say the same, and what has none stays", () => {
  for (const [written, plain] of PLAIN) {
    const { text, replaced } = withPlainCharacters(written);
    assert.equal(text, plain);
    assert.equal(replaced.length > 0, written.normalize("NFC") !== plain);
    assert.deepEqual(withPlainCharacters(text).replaced, [], "once is enough");
  }
  const made = withPlainCharacters(
    PLAIN.slice(0, 12)
      .map(([written]) => written)
      .join(" "),
  ).text;
  assert.equal(weightOf(made).encoding, "GSM-7");
});

test("a text that leaves has nothing in it that a telephone can't show", () => {
  for (const [written, clean] of [
    ["a\r\nb\rc\u2028d", "a\nb\nc\nd"],
    ["a\u0000b\u0007c\u001b[31md\u009be\u007f", "abc[31mde"],
    ["\ud800x\udc00", "\ufffdx\ufffd"],
    ["  \n text \n ", "text"],
    ["e\u0301", "é"],
    ["\ufeffx\u200by", "xy"],
    ["\t", ""],
    ["1\u202f234,50\u00a0€", "1 234,50 €"],
  ]) {
    assert.equal(cleanText(written), clean, JSON.stringify(written));
  }
  // Whatever stands in every place, it stays one text without control characters.
  for (let code = 0; code < 0x300; code += 1) {
    const left = cleanText(`a${String.fromCodePoint(code)}b`);
    assert.ok(!/\p{Cc}/u.test(left.replaceAll("\n", "")), String(code));
  }
});

test("the way out is in the text once, in its language, and in the 7-bit alphabet", () => {
  const url = "https://go.example/l/abc";
  const given = { replies: true, url, shop: "Mira", isFirst: true, language: "en" };
  const of = (text, more) => withSmsWayOut(text, { ...given, ...more });
  assert.equal(of("Sale!"), "Mira: Sale!\nReply STOP to opt out");
  assert.equal(of("MIRA has a sale. Text stop to end"), "MIRA has a sale. Text stop to end");
  assert.equal(of("Stopover sale"), "Mira: Stopover sale\nReply STOP to opt out");
  assert.equal(of("Sale!", { isFirst: false }), "Sale!");
  assert.equal(of("Sale!", { replies: false, isFirst: false }), `Sale!\nOpt out: ${url}`);
  assert.equal(of(`Sale! ${url}`, { replies: false }), `Sale! ${url}`);
  for (const language of [
    "en",
    "de-AT",
    "fr",
    "es",
    "it",
    "nl",
    "xx",
    "constructor",
    "__proto__",
    "",
  ]) {
    for (const replies of [true, false]) {
      const text = of("x", { language, replies });
      assert.equal(weightOf(text).encoding, "GSM-7", text);
      assert.match(text, replies ? /STOP/ : /: https:/);
    }
  }
});

test("a text is rendered for one customer, and says why where it can't be", () => {
  const engine = { formatDate: () => "", formatMoney: () => "€ 5", localInstant: () => 0 };
  const config = (text, more = {}) => ({
    shop: { name: "Mira", currency: "EUR", language: "en" },
    messages: { hi: { channel: "sms", text, ...more } },
  });
  const payload = {
    channel: "sms",
    kind: "marketing",
    message: "hi",
    to: "",
    zone: "UTC",
    variables: { customer: { first_name: "Zoë\r\nFrom: +1", language: "de" } },
  };
  const links = {
    unsubscribeUrl: "https://go.example/u/x",
    preferencesUrl: "https://go.example/p/x",
  };
  const render = (text, { of = {}, more, replies = true } = {}) =>
    renderSms(
      { ...payload, ...of },
      { engine, config: config(text, more), now: 0, replies, ...links },
    );
  assert.equal(render("Hi {{ customer.first_name }}"), "Hi Zoë\nFrom: +1");
  assert.equal(render("Hi", { of: { first: true } }), "Mira: Hi\nReply STOP to opt out");
  assert.equal(render("Hi", { of: { kind: "transactional", first: true } }), "Hi");
  assert.equal(render("Hi", { of: { test: true } }), "[Test] Hi");
  assert.equal(
    render("Hi", { replies: false, more: { translations: { de: { text: "Hallo" } } } }),
    "Hallo\nAbmelden: https://go.example/u/x",
  );
  assert.equal(render("{{ unsubscribe_url }}", { replies: false }), "https://go.example/u/x");
  for (const broken of ["{{ ", "{% if %}", "  \u0000 ", ""]) {
    assert.throws(() => render(broken), { name: "MessageError" }, broken);
  }
  assert.throws(() => render("x", { of: { message: "__proto__" } }), { name: "MessageError" });
});
