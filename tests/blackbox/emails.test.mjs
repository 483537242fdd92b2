/** Emails as they arrive: addressed, rendered, held while the shop does not say who they are from. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

const PUBLIC = "https://go.kiln.example";
let mail;
let world;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url, env: { EDGEWISE_PUBLIC_URL: `${PUBLIC}/` } });
});
after(async () => {
  await world.stop();
  await mail.close();
});

const SEND = [{ id: "hello", type: "send", message: "hello" }];
const config = (message = {}, more = {}) =>
  recovery({
    messages: { hello: { subject: "Hello", html: "<p>Hi</p>", ...message } },
    workflows: [onSignUp(SEND)],
    ...more,
  });
/** A shop whose webhooks still come to this machine. */
async function makeShop(at = world) {
  const shop = await at.shop();
  return { ...shop, webhook_url: shop.webhook_url.replace(PUBLIC, at.base) };
}
const save = (shop, wanted) => world.api("PUT", `${shop.api}/config`, wanted);
const outbox = async (shop) => (await world.api("GET", `${shop.api}/outbox`)).body.outbox;
const settled = (shop, state, who = () => true) =>
  until(async () => (await outbox(shop)).find((item) => item.state === state && who(item)), {
    what: `an effect that is ${state}`,
  });

let people = 70_000;
async function signUp(shop, email, more = {}) {
  people += 1;
  const at = new Date((await world.advance(shop, 1_000)).now).toISOString();
  const times = { created_at: at, updated_at: at, ...more };
  await world.deliver(shop, "customers/create", customer(people, email, times));
}

test("a domain beyond ASCII is written to in ASCII, and found and shown in Unicode", async () => {
  const shop = await makeShop();
  assert.equal((await save(shop, config())).status, 200);
  await signUp(shop, "Info@Bücher.example");
  const item = await settled(shop, "sent");
  assert.equal(item.content.to, "Info@xn--bcher-kva.example");
  assert.equal(item.person.email, "Info@bücher.example");
  assert.ok(mail.mails.some(({ headers }) => headers.to === "<Info@xn--bcher-kva.example>"));
  const found = await world.customer(shop, "info@bücher.example");
  const other = await world.customer(shop, "info@xn--bcher-kva.example");
  assert.equal(found.customer, other.customer);
});

test("what no server could be asked to deliver fails with its reason", async () => {
  const shop = await makeShop();
  await save(shop, config());
  for (const [email, reason] of [
    ["jörg@b.example", "address-local-part-not-ascii"],
    ["a@b..example", "address-domain-not-usable"],
    ["a@bücher☃$.example", "address-domain-not-usable"],
  ]) {
    await signUp(shop, email);
    const failed = await settled(shop, "failed", ({ person }) => person.email === email);
    assert.equal(failed.reason, reason, email);
  }
});

test("links lead to where the Worker is reached now, and it greets by that name", async () => {
  const shop = await makeShop();
  await save(shop, config());
  await signUp(shop, "links@b.example");
  const item = await settled(shop, "sent");
  assert.match(item.content.html, /href="https:\/\/go\.kiln\.example\/u\//);
  const received = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 mail\r\n");
    socket.on("data", (chunk) => {
      received.push(String(chunk));
      socket.end("421 later\r\n");
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const elsewhere = await startWorld({
    smtp: `smtp://127.0.0.1:${server.address().port}`,
    env: { EDGEWISE_PUBLIC_URL: PUBLIC },
  });
  try {
    const away = await makeShop(elsewhere);
    await elsewhere.api("PUT", `${away.api}/config`, config());
    const at = new Date((await elsewhere.advance(away, 1_000)).now).toISOString();
    const times = { created_at: at, updated_at: at };
    await elsewhere.deliver(away, "customers/create", customer(1, "a@b.example", times));
    await until(() => received.length > 0, { what: "the greeting" });
    assert.equal(received[0], "EHLO go.kiln.example\r\n");
  } finally {
    await elsewhere.stop();
    server.close();
  }
});

test("without a sender nothing is turned on; taken away later, mail waits and then goes out", async () => {
  const shop = await makeShop();
  const nobody = config();
  delete nobody.shop.sender;
  const refused = await save(shop, nobody);
  assert.equal(refused.status, 422);
  assert.deepEqual(
    refused.body.diagnostics.map(({ code, severity, path }) => [code, severity, path]),
    [["no-sender", "error", "workflows[0]"]],
  );
  assert.equal((await save(shop, config())).status, 200);
  const taken = await save(shop, nobody);
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  assert.deepEqual(
    taken.body.diagnostics.map(({ code, severity }) => [code, severity]),
    [["no-sender", "warning"]],
  );
  await signUp(shop, "waits@b.example");
  const waiting = await settled(shop, "new", ({ reason }) => reason === "sender-missing");
  await world.advance(shop, 3 * HOUR);
  assert.deepEqual([(await outbox(shop))[0].state, waiting.attempt], ["new", 0]);
  assert.deepEqual((await world.api("GET", `${shop.api}/dead-letters`)).body.dead_letters, []);
  await save(shop, config());
  await world.advance(shop, 0);
  assert.equal((await settled(shop, "sent")).content.to, "waits@b.example");
});

test("a message with a dead link, a misspelled field or broken Liquid is not saved", async () => {
  const shop = await makeShop();
  for (const [html, code] of [
    ['<a href="k.example/sale">Sale</a>', "unusable-link"],
    ['<a href=" javascript:x">Sale</a>', "unusable-link"],
    ["{{ customer.first_nam }}", "unknown-merge-field"],
    ["{{ customer.first_name", "broken-liquid"],
  ]) {
    const { status, body } = await save(shop, config({ html }));
    const codes = body.diagnostics.map((one) => one.code);
    assert.deepEqual([status, codes], [422, [code]], html);
  }
});

test("an email made of blocks arrives in each customer's language, with the blocks meant for them", async () => {
  const shop = await makeShop();
  const wanted = config({
    html: undefined,
    subject: "Thank you for {{ order.number }}",
    preheader: "It’s on its way & more",
    design: {
      blocks: [
        { type: "heading", id: "title", text: "Thank you" },
        { type: "cart_items", id: "items", from: "order", total: "Total" },
        {
          type: "text",
          id: "regulars",
          text: "For regulars < all",
          if: { type: "order_count", is: "at_least", count: 2 },
        },
        { type: "button", id: "go", label: "Shop", link: "{{ shop.url }}?a=1&b=2" },
        { type: "saved", block: "service", id: "service" },
        { type: "footer", id: "footer" },
      ],
    },
    translations: {
      de: {
        subject: "Danke für {{ order.number }}",
        blocks: {
          title: { text: "Danke" },
          items: { total: "Summe" },
          service: { text: "Fragen? Antworte einfach." },
        },
      },
    },
  });
  wanted.saved_blocks = { service: { type: "text", text: "Questions? Just reply." } };
  wanted.theme = { colors: { accent: "#7c2d12" } };
  // Links as they were written.
  wanted.shop = { ...wanted.shop, tracking: { clicks: false, utm: false } };
  wanted.workflows = [
    { ...onSignUp(SEND), trigger: { type: "order_placed" }, reentry: { type: "every_time" } },
  ];
  const saved = await save(shop, wanted);
  assert.deepEqual([saved.status, saved.body.diagnostics], [200, []]);

  const buys = async (id, email, locale) => {
    const at = new Date((await world.advance(shop, 1_000)).now).toISOString();
    const times = { created_at: at, updated_at: at, processed_at: at };
    const who = customer(email.charCodeAt(0), email, times);
    const consent = { buyer_accepts_marketing: true, customer: who };
    await world.deliver(
      shop,
      "orders/create",
      order(id, email, { ...times, ...consent, customer_locale: locale }),
    );
    await settled(shop, "sent", ({ content }) => content.subject.includes(`#${id}`));
    return mail.mails.findLast(({ to }) => to.includes(email));
  };
  const german = await buys(7001, "de@b.example", "de-AT");
  assert.match(german.html, />Danke</);
  assert.match(german.html, />Fragen\? Antworte einfach\.</);
  assert.match(german.html, /<html lang="de" dir="ltr"/);
  assert.match(german.html, />Summe</);
  assert.match(german.html, />Abmelden</);
  assert.match(german.html, /https:\/\/mira-ceramics\.example\/?\?a=1&amp;b=2"/);
  assert.doesNotMatch(german.html, /For regulars|\{[{%]|⟦/);
  assert.match(german.text, /^Danke/);
  const english = await buys(7002, "en@b.example", "en");
  assert.match(english.html, />Thank you</);
  assert.match(english.html, />Questions\? Just reply\.</);
  assert.doesNotMatch(english.html, /For regulars/);
  const again = await buys(7003, "en@b.example", "en");
  assert.match(again.html, />For regulars &lt; all</);
});

test("a message that is only text arrives as text, with its year and its way out", async () => {
  const shop = await makeShop();
  await save(shop, config({ html: undefined, text: "Hi {{ 'now' | date: '%Y' }}" }));
  await signUp(shop, "plain@b.example");
  await settled(shop, "sent");
  const { raw, text } = mail.mails.find(({ to }) => to.includes("plain@b.example"));
  assert.match(text, /^Hi 20\d\d\r\n\r\n--\r\n1 Kiln Lane, 10115 Berlin\r\nUnsubscribe: https/);
  assert.doesNotMatch(raw, /text\/html/);
});
