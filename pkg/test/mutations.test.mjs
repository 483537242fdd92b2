// Templates and tokens, damaged at random: each is refused or taken, and nothing else is thrown.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { build } from "esbuild";
import { openEngine } from "edgewise";
import { MessageError, renderMessage } from "edgewise/message.js";
import { promise } from "../../tests/promises/record.mjs";

const shown = promise(22, "host");
const LONG = process.env.EDGEWISE_LONG !== undefined;
const TEMPLATES = LONG ? 200_000 : 10_000;
const TOKENS = LONG ? 800_000 : 20_000;
/** No input may take longer, in milliseconds. */
const LONGEST = 2_000;

const OPTIONS = {
  engine: openEngine(),
  now: Date.UTC(2026, 10, 28),
  zone: "UTC",
  currency: "EUR",
  locale: "en",
  shopUrl: "https://kiln.example",
};
const line = { title: "Bowl", quantity: 2, price: { minor: 2900, currency: "EUR" } };
const VARIABLES = {
  customer: { first_name: "Mira" },
  cart: { url: "https://k.example", items: [line] },
};

let state = 5;
function below(bound) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
}

/** One of the good texts, changed in one to four places. */
function damaged(corpus, tokens) {
  let text = corpus[below(corpus.length)];
  for (let place = 0; place <= below(4); place += 1) {
    const at = below(text.length + 1);
    const end = at + below(30);
    const other = corpus[below(corpus.length)];
    const from = below(other.length);
    const put = [
      tokens[below(tokens.length)],
      other.slice(from, from + below(60)),
      text.slice(at, end).repeat(2 + below(20)),
      "",
      String.fromCharCode(below(0x10000)),
    ][below(5)];
    text = text.slice(0, at) + put + text.slice(below(3) ? end : at);
  }
  return text;
}

function shippedTemplates() {
  const folder = new URL("../templates/", import.meta.url);
  const files = readdirSync(folder, { recursive: true }).filter((name) =>
    /\.(html|txt|liquid)$/.test(name),
  );
  const texts = files.map((name) => readFileSync(new URL(name, folder), "utf8"));
  const [plain] = [
    "<p>{{ customer.first_name | default: 'you' }}</p>{% for i in cart.items %}{{ i.price | money }}{% endfor %}",
  ];
  return [
    ...texts,
    plain,
    "{% if a %}{% case b %}{% when 1 %}{% endcase %}{% endif %}",
    "<a href='{{ cart.url }}'>x</a>",
  ];
}

test(`${TEMPLATES} damaged templates are rendered or refused`, () => {
  const corpus = shippedTemplates();
  const tokens = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{% raw %}",
    "| ",
    "..",
    "<!--",
    "<a ",
    "\u0000",
    "(1..9999999)",
  ];
  let refused = 0;
  for (let index = 0; index < TEMPLATES; index += 1) {
    const html = damaged(corpus, tokens);
    const from = performance.now();
    try {
      renderMessage({ subject: "S", html }, VARIABLES, OPTIONS);
    } catch (error) {
      assert.ok(error instanceof MessageError, `${error.stack}\n${html}`);
      refused += 1;
    }
    assert.ok(performance.now() - from < LONGEST, html);
  }
  assert.ok(refused > 0 && refused < TEMPLATES, `${refused} were refused`);
  passed += TEMPLATES;
});

let passed = 0;

test(`${TOKENS} damaged tokens open nothing`, async () => {
  const load = async (path) => {
    const entry = new URL(path, import.meta.url).pathname;
    const options = { bundle: true, format: "esm", write: false, external: ["node:*"] };
    const { outputFiles } = await build({ entryPoints: [entry], ...options });
    const text = Buffer.from(outputFiles[0].text).toString("base64");
    return import(`data:text/javascript;base64,${text}`);
  };
  const { sessionIn } = await load("../../edge/src/verify/session-token.ts");
  const { readUnsubscribeToken } = await load("../../edge/src/verify/unsubscribe-token.ts");
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: "https://a.myshopify.com/admin",
    dest: "https://a.myshopify.com",
    aud: "k",
    sub: "1",
    exp: 2e9,
    nbf: 1,
  };
  const good = `${part({ alg: "HS256" })}.${part(claims)}.${"A".repeat(43)}`;
  const corpus = [good, good.split(".").slice(1).join("."), "aaaa.bbbb.cccc.dddd"];
  const tokens = [".", "=", "-", "_", "%00", "\u0000", "e30", "bnVsbA", "W10", "IjEi"];
  const key = Buffer.alloc(32, 1);
  for (let index = 0; index < TOKENS; index += 1) {
    const token = damaged(corpus, tokens);
    if (index % 2 === 0) assert.equal(readUnsubscribeToken(key, token), null, token);
    else assert.equal(await sessionIn(token, { key: "k", signsWith: ["s"] }, 1e9), null, token);
  }
  assert.equal(passed, TEMPLATES);
  shown(TEMPLATES + TOKENS, "0 errors of ours, 0 hangs, 0 tokens taken");
});
