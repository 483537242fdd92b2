/**
 * The pages that customers see: preferences, why they left and the way back, the confirmation of a sign-up,
 * forms and surveys. On a real Worker, with a real mail server, and in the manner of people and of mail filters.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { workerModule } from "./worker-module.mjs";
import { startWorld, until } from "./world.mjs";

const { isCertain, originOf, shownAt } = await workerModule("verify/human.ts");

const DAY = 24 * HOUR;
const PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
let mail;
let world;
let shop;

const hello = { subject: "Hello", html: "<p>Hi</p>" };
const inGerman = (more) => {
  const whole = recovery(more);
  return { ...whole, shop: { ...whole.shop, language: "de" } };
};
const config = (more = {}) =>
  inGerman({
    topics: [
      { id: "news", name: "Neuheiten", description: "Neue Schalen & Tassen" },
      { id: "tips", name: "Tipps" },
    ],
    pages: { double_opt_in: true },
    theme: { colors: { accent: "#0a6c74" } },
    forms: [
      {
        id: "news",
        title: "Post von uns",
        agrees_to: "Ich möchte E-Mails über <Neuheiten> bekommen.",
        asks: ["first_name", "birthday"],
      },
      {
        id: "back",
        type: "back_in_stock",
        title: "Wieder da?",
        agrees_to: "Nur diese eine E-Mail.",
      },
    ],
    surveys: [
      {
        id: "fit",
        question: "Passt es?",
        answers: [
          { id: "yes", text: "Ja" },
          { id: "too-small", text: "Zu klein" },
        ],
      },
    ],
    messages: { hello, tip: { ...hello, subject: "Tip", topic: "tips" }, sizes: hello },
    workflows: [
      onSignUp([
        { id: "hello", type: "send", message: "hello" },
        { id: "hour", type: "wait", for: { amount: 1, unit: "hours" } },
        { id: "tip", type: "send", message: "tip" },
        { id: "days", type: "wait", for: { amount: 2, unit: "days" } },
        { id: "again", type: "send", message: "hello" },
      ]),
      {
        id: "sizes",
        name: "Sizes",
        status: "live",
        trigger: {
          type: "performed",
          event: "survey_answered",
          where: [{ property: "answer", is: "equals", value: "too-small" }],
        },
        steps: [{ id: "tag", type: "add_tag", tag: "small" }],
      },
    ],
    ...more,
  });

before(async () => {
  mail = await startMailServer();
  const env = { EDGEWISE_CLIENT_ADDRESS_HEADER: "x-client" };
  world = await startWorld({ smtp: mail.url, env });
  shop = await world.shop({ platform: "shopify" });
  const saved = await world.api("PUT", `${shop.api}/config`, config());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
});
after(async () => {
  await world.stop();
  await mail.close();
});

const press = (path, fields, { agent = PERSON, ...headers } = {}) =>
  world.fetch(path, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": agent,
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  });
const look = async (path) => {
  const answer = await world.fetch(path, { headers: { "user-agent": PERSON } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const unescaped = (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
/** A hidden field of a page. */
const hidden = (text, name) =>
  unescaped(text.match(new RegExp(`name="${name}" value="([^"]*)"`))[1]);
const mailsTo = (email) => mail.mails.filter(({ to }) => to.includes(email));
const pathOf = (text, kind) =>
  new URL(text.match(new RegExp(`https?://\\S+/${kind}/[\\w.-]+`))[0]).pathname;
const bodyOf = ({ data, text, raw }) => String(data ?? text ?? raw).replace(/=\r?\n/g, "");
const consentOf = async (email, channel = "email") => {
  const found = await world.customer(shop, email);
  const { body } = await world.api("GET", `${shop.api}/customers/${found.customer}`);
  return body.standing.consents.find((one) => one.channel === channel).consent;
};
const story = async (email) => {
  const { customer: id } = await world.customer(shop, email);
  const { body } = await world.api("GET", `${shop.api}/customers/${id}/timeline?limit=100`);
  return body.moments.flatMap(({ sentences }) => sentences).join("\n");
};

let people = 40_000;
/** Somebody who agreed to email and got the first one of the series. */
async function reader() {
  people += 1;
  const email = `reader-${people}@people.example`;
  const at = new Date((await world.advance(shop, 1_000)).now).toISOString();
  await world.deliver(
    shop,
    "customers/create",
    customer(people, email, { created_at: at, updated_at: at }),
  );
  await until(async () => mailsTo(email).length === 1, { what: "the first email" });
  return { email, first: mailsTo(email)[0] };
}

test("a customer chooses on a page of theirs, and policy obeys with a reason", async () => {
  const { email, first } = await reader();
  const path = pathOf(bodyOf(first), "p");
  const page = await look(path);
  assert.equal(page.status, 200);
  assert.match(
    page.headers.get("content-security-policy"),
    /default-src 'none'.*frame-ancestors 'none'/,
  );
  for (const said of [
    '<html lang="de">',
    "Ihre Einstellungen",
    "Neue Schalen &#38; Tassen",
    "#0a6c74",
  ])
    assert.ok(page.text.includes(said), said);
  assert.doesNotMatch(page.text, /<script/i);
  const shown = hidden(page.text, "shown");
  // A filter that submits the form as it is says nothing.
  const same = { shown, channel: "email", frequency: "all", language: "", birthday: "" };
  const as = [...Object.entries(same), ["topic", "news"], ["topic", "tips"]];
  assert.match(await (await press(path, as)).text(), /Es wurde nichts geändert/);
  const chosen = {
    ...same,
    topic: "news",
    frequency: "weekly",
    language: "de",
    birthday: "1990-05-17",
  };
  const saved = await press(path, chosen);
  assert.equal(saved.status, 200);
  assert.match(await saved.text(), /Ihre Einstellungen sind gespeichert/);
  // Whoever gets a forwarded email learns no date of birth.
  const known = (await look(path)).text;
  assert.match(known, /Wir kennen ihn schon/);
  assert.doesNotMatch(known, /1990-05-17"(?!>)|people\.example/);
  await world.advance(shop, 2 * HOUR);
  assert.equal(mailsTo(email).length, 1);
  const line = await world.customer(shop, email);
  const { body } = await world.api("GET", `${shop.api}/customers/${line.customer}`);
  assert.deepEqual(body.standing.preferences.topics, { tips: false });
  assert.equal(body.standing.preferences.frequency, "weekly");
  assert.deepEqual(body.state.customer.profile.birth_date[0], "1990-05-17");
  assert.equal(body.state.customer.profile.language[0], "de");
  await world.advance(shop, 2 * DAY);
  assert.equal(mailsTo(email).length, 1);
  const told = await story(email);
  assert.match(told, /they turned off this topic/);
  assert.match(told, /they asked for fewer messages/);
  // What was loaded before says nothing about what happened since.
  const later = { ...same, topic: "news", pause: "1", channel: "email" };
  await press(`/u/${first.headers["list-unsubscribe"].match(/\/u\/([\w.-]+)/)[1]}`, {});
  await press(path, later);
  assert.equal(await consentOf(email), "unsubscribed");
  assert.match((await look(path)).text, /Keine Werbung bis \d\d\.\d\d\.\d{4}/);
});

test("somebody who left may say why, once a day, and come back by a person's press", async () => {
  const { email, first } = await reader();
  const path = pathOf(bodyOf(first), "u");
  const left = await press(path, { "List-Unsubscribe": "One-Click", extra: "x" });
  assert.equal(left.status, 200);
  const text = await left.text();
  assert.match(text, /Sie sind abgemeldet/);
  assert.equal(await consentOf(email), "unsubscribed");
  const shown = hidden(text, "shown");
  // Too soon for somebody who reads.
  const soon = await press(`${path}/why`, { shown, answer: "too_many" });
  assert.match(await soon.text(), /noch einmal/);
  assert.match(await (await press(`${path}/back`, { shown })).text(), /noch einmal/);
  assert.equal(await consentOf(email), "unsubscribed");
  await world.advance(shop, 5_000);
  for (let time = 0; time < 2; time += 1) {
    const thanks = await press(`${path}/why`, { shown, answer: "too_many" });
    assert.match(await thanks.text(), /Vielen Dank/);
  }
  const { body } = await world.api("GET", `${shop.api}/surveys`);
  const why = body.surveys.find(({ id }) => id === "unsubscribe");
  assert.deepEqual(
    why.answers.find(({ id }) => id === "too_many"),
    {
      id: "too_many",
      text: null,
      count: 1,
    },
  );
  assert.match(await story(email), /answered a survey/);
  await press(`${path}/back`, { shown }, { agent: "Mimecast/1.0" });
  assert.equal(await consentOf(email), "unsubscribed");
  assert.match(await (await press(`${path}/back`, { shown })).text(), /wieder angemeldet/);
  assert.equal(await consentOf(email), "subscribed");
});

test("a sign-up is confirmed by a person's press, and by nothing else", async () => {
  const form = `/f/${shop.shop}.news`;
  const page = await look(form);
  assert.match(page.text, /Ich möchte E-Mails über &#60;Neuheiten&#62; bekommen/);
  const email = "Mara.Neu@people.example";
  const sent = await press(
    form,
    { email, first_name: "Mara", birthday: "1988-02-29", agreed: hidden(page.text, "agreed") },
    { "x-client": "203.0.113.7" },
  );
  assert.match(await sent.text(), /Bitte prüfen Sie Ihr Postfach/);
  assert.equal(await consentOf(email), "pending");
  await world.advance(shop, 1_000);
  await until(async () => mailsTo(email).length === 1, { what: "the email to confirm" });
  // Whoever types the address again makes nobody write again.
  await press(form, { email }, { "x-client": "203.0.113.8" });
  await world.advance(shop, HOUR);
  const [asked] = mailsTo(email);
  assert.equal(mailsTo(email).length, 1);
  const path = pathOf(bodyOf(asked), "confirm");
  // The filter: HEAD, a press at once, a press without the page, a press from a program.
  await world.fetch(path, { method: "HEAD" });
  const shown = hidden((await look(path)).text, "shown");
  assert.match(await (await press(path, { shown })).text(), /noch einmal/);
  await press(path, {});
  await world.advance(shop, 5_000);
  await press(path, { shown }, { agent: "python-requests/2.32" });
  await press(path, { shown: `${shown.slice(0, -1)}x` });
  assert.equal(await consentOf(email), "pending");
  await world.advance(shop, 10 * 60_000);
  assert.match(await (await press(path, { shown })).text(), /Sie sind angemeldet/);
  assert.equal(await consentOf(email), "subscribed");
  const line = await world.customer(shop, email);
  const { body } = await world.api("GET", `${shop.api}/customers/${line.customer}`);
  const { origin, proof } = body.state.customer.consent.channels.email;
  assert.equal(origin, "form:news");
  assert.match(
    proof,
    /^form news; text [0-9a-z]{32}; at \S+; ip 203\.0\.113\.8; agent Mozilla.*; confirmed at \S+; ip unknown; agent Mozilla/,
  );
  // What was typed into a form weighs no more than a browser's word.
  assert.equal(body.state.customer.profile.first_name[2], false);
  // Pressed again, and typed by somebody else: nothing changes.
  assert.match(await (await press(path, { shown })).text(), /Sie sind angemeldet/);
  await press(form, { email });
  assert.equal(await consentOf(email), "subscribed");
});

test("a link that confirms is over after a week, and so is one of somebody who left", async () => {
  const form = `/f/${shop.shop}.news`;
  const late = "late@people.example";
  await press(form, { email: late });
  await world.advance(shop, 1_000);
  await until(async () => mailsTo(late).length === 1, { what: "the email to confirm" });
  const path = pathOf(bodyOf(mailsTo(late)[0]), "confirm");
  const shown = hidden((await look(path)).text, "shown");
  await world.advance(shop, 7 * DAY + HOUR);
  assert.equal((await press(path, { shown })).status, 410);
  assert.equal(await consentOf(late), "pending");
  // Without double opt-in, somebody who left must confirm all the same.
  await world.api("PUT", `${shop.api}/config`, config({ pages: {} }));
  const { email, first } = await reader();
  await press(pathOf(bodyOf(first), "u"), {});
  await press(form, { email });
  assert.equal(await consentOf(email), "pending");
  const fresh = "fresh@people.example";
  await press(form, { email: fresh });
  assert.equal(await consentOf(fresh), "subscribed");
  await world.api("PUT", `${shop.api}/config`, config());
});

test("an answer to a survey is an event that workflows start from", async () => {
  const { email, first } = await reader();
  const { customer: id } = await world.customer(shop, email);
  const parts = pathOf(bodyOf(first), "p").slice(3).split(".");
  assert.equal(parts[1], id);
  await world.api(
    "PUT",
    `${shop.api}/config`,
    config({
      messages: {
        hello,
        tip: { ...hello, text: "{{ survey_urls.fit }}?a=too-small" },
        sizes: hello,
      },
    }),
  );
  await world.advance(shop, HOUR);
  await until(async () => mailsTo(email).length === 2, { what: "the email with the survey" });
  const path = pathOf(bodyOf(mailsTo(email)[1]), "s");
  const page = await look(`${path}?a=too-small`);
  assert.ok(
    page.text.indexOf("Zu klein") < page.text.indexOf(">Ja<"),
    "the answer of the link first",
  );
  const shown = hidden(page.text, "shown");
  await press(path, { shown, answer: "too-small" });
  assert.doesNotMatch(await story(email), /answered a survey/);
  await world.advance(shop, 4_000);
  assert.equal((await press(path, { shown, answer: "<b>" })).status, 422);
  assert.equal((await press(path, { shown, answer: "too-small" })).status, 200);
  assert.match(await story(email), /Entered “Sizes”/);
  const { body } = await world.api("GET", `${shop.api}/surveys`);
  const fit = body.surveys.find((one) => one.id === "fit");
  assert.deepEqual(
    fit.answers.map(({ count }) => count),
    [0, 1],
  );
});

test("who asks for a product is told, and is no subscriber", async () => {
  const form = `/f/${shop.shop}.back`;
  const page = await look(
    `${form}?product=shopify:8001&title=${encodeURIComponent("<i>Tasse</i>")}`,
  );
  assert.match(page.text, /&#60;i&#62;Tasse/);
  const email = "waits@people.example";
  assert.equal((await press(form, { email })).status, 422);
  const sent = await press(form, { email, product: "shopify:8001", title: "Tasse" });
  assert.match(await sent.text(), /Wir sagen Ihnen Bescheid/);
  assert.match(await story(email), /asked to be told when a product is back in stock/);
  assert.equal(await consentOf(email), "never_subscribed");
});

test("a press counts sooner from a device than from a data center, and never from a program", () => {
  const [key, now] = [Buffer.alloc(32, 7), 1_800_000_000_000];
  const from = (agent, network, more = {}) => {
    const request = new Request("https://e.example/", {
      headers: { "user-agent": agent, ...more },
    });
    const cf = typeof network === "number" ? { asn: network } : { asOrganization: network };
    return originOf(Object.assign(request, { cf }));
  };
  for (const [agent, network, more, expected] of [
    [PERSON, undefined, {}, "device"],
    [PERSON, "Deutsche Telekom AG", {}, "device"],
    [PERSON, "Microsoft Corporation", {}, "data-center"],
    [PERSON, "Amazon.com, Inc.", {}, "data-center"],
    [PERSON, "Hetzner Online GmbH", {}, "data-center"],
    [PERSON, 16509, {}, "data-center"],
    [PERSON, 3320, {}, "device"],
    ["", undefined, {}, "program"],
    ["curl/8.5.0", undefined, {}, "program"],
    ["Mozilla/5.0 (compatible; BingPreview/1.0b)", undefined, {}, "program"],
    ["Mozilla/5.0 HeadlessChrome/131", undefined, {}, "program"],
    [PERSON, undefined, { "sec-purpose": "prefetch;prerender" }, "program"],
  ]) {
    assert.equal(from(agent, network, more), expected, `${agent} ${network}`);
  }
  const shown = shownAt(key, "token", now);
  const at = (ms, origin, said = shown, token = "token") =>
    isCertain(key, token, { shown: said, from: origin }, now + ms);
  assert.deepEqual(
    [0, 1_999, 2_000, 29_999, 30_000, 7 * DAY, 7 * DAY + 1].map((ms) => [
      at(ms, "device"),
      at(ms, "data-center"),
      at(ms, "program"),
    ]),
    [
      [false, false, false],
      [false, false, false],
      [true, false, false],
      [true, false, false],
      [true, true, false],
      [true, true, false],
      [false, false, false],
    ],
  );
  for (const forged of ["", ".", "x.y", `${(now - DAY).toString(36)}.${shown.split(".")[1]}`]) {
    assert.equal(at(5_000, "device", forged), false, forged);
  }
  assert.equal(at(5_000, "device", shown, "another"), false, "of another link");
});

test("a form stands in a shop's own page, sends itself without a script, and says why it was refused", async () => {
  const form = `/f/${shop.shop}.news`;
  const markup = await look(`${form}/markup`);
  assert.match(
    markup.text,
    /<form class="edgewise-form" action="http[^"]+\.news" method="post" data-edgewise-form>/,
  );
  const script = await look("/embed/form.js");
  assert.match(script.headers.get("content-type"), /javascript/);
  const origin = `https://${shop.domain}`;
  const json = { accept: "application/json", origin };
  const refused = await press(form, { email: "nobody" }, json);
  assert.equal(refused.status, 422);
  assert.equal(refused.headers.get("access-control-allow-origin"), origin);
  assert.equal((await refused.json()).field, "email");
  const elsewhere = await press(
    form,
    { email: "a@b.example" },
    { ...json, origin: "https://evil.example" },
  );
  assert.equal(elsewhere.status, 403);
  const taken = await press(form, { email: "inplace@people.example" }, json);
  assert.equal((await taken.json()).title, "Bitte prüfen Sie Ihr Postfach");
  const often = [];
  for (let time = 0; time < 12; time += 1)
    often.push((await press(form, { email: "x" }, { "x-client": "198.51.100.9" })).status);
  assert.deepEqual([...new Set(often)], [422, 429]);
});

test("nothing that is sent to a page does anything but what a person could", async () => {
  const { email, first } = await reader();
  const path = pathOf(bodyOf(first), "p");
  const page = await look(path);
  const good = JSON.parse(hidden(page.text, "shown"));
  const nasty = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE customer;--",
    "{{ 7 | times: 7 }}",
    "\r\nBcc: all@people.example",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "__proto__",
    "constructor",
    "\u0000\u0007x",
    "\u202egnp.exe",
    "ﷺ".repeat(300),
    "9".repeat(400),
    "-1",
    "NaN",
    "null",
    "[]",
    "{}",
    "true",
    "2026-02-30",
    "0000-00-00",
    "1899-12-31",
    "2999-01-01",
    "1990-05-17T00:00:00Z",
    "%0d%0aSet-Cookie: a=b",
    "\ud800x",
    "😀".repeat(60),
  ];
  const shown = JSON.stringify(good);
  const forms = nasty.flatMap((value) => [
    { shown: value, frequency: "all" },
    { shown, channel: value, frequency: "all" },
    { shown, channel: "email", topic: value, frequency: "all" },
    { shown, channel: "email", frequency: value },
    { shown, channel: "email", topic: "news", frequency: "all", language: value },
    { shown, channel: "email", topic: "news", frequency: "all", birthday: value },
    {
      shown: JSON.stringify({ ...good, topics: { [value]: true } }),
      channel: "email",
      frequency: "all",
    },
    { shown: JSON.stringify({ ...good, channels: { [value]: true } }), frequency: "all" },
    { shown: JSON.stringify({ ...good, paused: value }), channel: "email", frequency: "all" },
  ]);
  assert.ok(forms.length >= 200, String(forms.length));
  const before = await story(email);
  const answers = new Map();
  // Each link takes so many presses and no more, so the table is shared out over the links of some readers.
  const paths = [path];
  for (let more = 0; more * 18 < forms.length; more += 1)
    paths.push(pathOf(bodyOf((await reader()).first), "p"));
  for (const [place, fields] of forms.entries()) {
    const answer = await press(paths[1 + Math.floor(place / 18)], fields);
    const text = await answer.text();
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    assert.equal(answer.status, 422, JSON.stringify(fields).slice(-200));
    assert.equal(answer.headers.get("set-cookie"), null);
    assert.match(text, /class="trouble" role="alert">[^<]{10,}/);
    assert.doesNotMatch(text, /<script|<img|onerror=alert\(1\)>/);
  }
  assert.equal(await story(email), before);
  // What a form is sent with. A shop takes so many forms and no more, so the table is shared out over two.
  const hostile = nasty.flatMap((value, place) => {
    const email = `ok-${place}@people.example`;
    return [
      ["news", { email: value }],
      ["news", { email: `${value}@people.example` }],
      ["news", { email: `a@${value}` }],
      ["news", { email, birthday: value }],
      ["news", { email, first_name: value, agreed: value }],
      ["back", { email, product: value }],
      ["back", { email, product: "1", variant: value }],
      ["back", { email, product: "1", title: value }],
    ];
  });
  assert.ok(hostile.length >= 200, String(hostile.length));
  const other = await world.shop({ platform: "shopify" });
  await world.api("PUT", `${other.api}/config`, config());
  const sentBefore = mail.mails.length;
  for (const [place, [form, fields]] of hostile.entries()) {
    const to = place < hostile.length / 2 ? shop : other;
    const answer = await press(`/f/${to.shop}.${form}`, fields);
    const text = await answer.text();
    // A few of these are addresses or names: letters, digits and signs that stand in one.
    assert.ok([200, 422].includes(answer.status), `${answer.status} ${JSON.stringify(fields)}`);
    if (answer.status === 422) assert.match(text, /class="trouble" role="alert">[^<]{10,}/);
    assert.doesNotMatch(text, /<script|<img/);
  }
  await world.advance(other, 5_000);
  await world.advance(shop, 5_000);
  for (const { to, headers } of mail.mails.slice(sentBefore)) {
    assert.equal(headers.bcc, undefined);
    assert.doesNotMatch(String(to), /all@people/);
  }
  // Links that aren't ours, and links of one kind in the place of another.
  const token = path.slice(3);
  for (const wrong of [
    token.slice(0, -1),
    `${token}A`,
    `${token}.x`,
    token.replace(/.$/, "_"),
    "x",
    "%00",
  ]) {
    for (const kind of ["p", "confirm", "s"])
      assert.equal((await look(`/${kind}/${wrong}`)).status, 404);
  }
  for (const kind of ["confirm", "s"]) assert.equal((await look(`/${kind}/${token}`)).status, 404);
  const big = await press(path, { shown: "x".repeat(20_000) });
  assert.equal(big.status, 413);
  const plain = await world.fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  assert.equal(plain.status, 415);
  assert.equal((await plain.json()).error.code, "form-expected");
});
