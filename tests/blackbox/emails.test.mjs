/** Emails as they arrive: addressed, rendered, held while the shop does not say who they are from. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { customer, order } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { ADMIN_KEY, startWorld, until } from "./world.mjs";

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

test("an image is kept once, shown to anybody, part of the shop's backup, and gone when it is removed", async () => {
  const shop = await makeShop();
  const other = await makeShop();
  /** A GIF whose size in pixels is `width`, with as many bytes. */
  const gif = (width, size = 40) => {
    const bytes = Buffer.alloc(size, 1);
    bytes.write("GIF89a");
    bytes.writeUInt16LE(width, 6);
    return bytes;
  };
  const add = async (of, bytes, name = "kiln.gif") => {
    const init = { method: "POST", headers: { authorization: `Bearer ${ADMIN_KEY}` }, body: bytes };
    const query = name === null ? "" : `?name=${encodeURIComponent(name)}`;
    const response = await world.fetch(`${of.api}/images${query}`, init);
    return { status: response.status, body: await response.json() };
  };
  const show = (url, init) => world.fetch(new URL(url).pathname, init);
  const list = async (of) => (await world.api("GET", `${of.api}/images`)).body;

  const added = await add(shop, gif(600), "Kiln <b>& fire</b>.gif");
  assert.equal(added.status, 201, JSON.stringify(added.body));
  const { id, url, ...about } = added.body;
  assert.match(url, /^https:\/\/go\.kiln\.example\/i\/[a-z2-7]{26}\/[a-z2-7]{26}\.gif$/);
  const said = { name: "Kiln <b>& fire</b>.gif", type: "image/gif", width: 600, height: 257 };
  assert.deepEqual(about, { ...said, bytes: 40, added_at: about.added_at, used: false });
  assert.equal((await add(shop, gif(600), "again.gif")).status, 200);
  assert.equal((await add(other, gif(600))).status, 201);
  const { images, bytes_left } = await list(shop);
  assert.deepEqual([images.length, bytes_left], [1, 100 * 1024 * 1024 - 40]);

  // Whoever opens the email: for good, and as nothing but an image.
  for (const method of ["GET", "HEAD", "GET"]) {
    const shown = await show(url, { method });
    assert.equal(shown.status, 200);
    assert.equal(shown.headers.get("content-type"), "image/gif");
    assert.equal(shown.headers.get("x-content-type-options"), "nosniff");
    assert.equal(shown.headers.get("content-security-policy"), "default-src 'none'; sandbox");
    assert.equal(shown.headers.get("cache-control"), "public, max-age=31536000, immutable");
    const bytes = Buffer.from(await shown.arrayBuffer());
    assert.deepEqual(bytes, method === "HEAD" ? Buffer.alloc(0) : gif(600));
  }
  for (const odd of [
    url.replace(".gif", ".png"),
    url.replace(".gif", ""),
    url.replace(id, "a".repeat(26)),
    url.replace(shop.shop, "a".repeat(26)),
    `${url}/x`,
  ]) {
    assert.equal((await show(odd)).status, 404, odd);
  }

  // What is no image, or too much of one.
  for (const [bytes, name, status, code] of [
    ["<svg onload=alert(1)>", "x.svg", 422, "not-an-image"],
    [Buffer.alloc(0), "x.png", 422, "not-an-image"],
    [gif(0), "x.gif", 422, "not-an-image"],
    [gif(4_001), "x.gif", 422, "too-many-pixels"],
    [gif(10, 1024 * 1024 + 1), "x.gif", 413, "too-large"],
    [gif(10), "", 400, "invalid-parameter"],
    [gif(10), null, 400, "invalid-parameter"],
  ]) {
    const refused = await add(shop, bytes, name);
    assert.deepEqual([refused.status, refused.body.error.code], [status, code], name);
    assert.ok(refused.body.error.message.length > 20);
  }

  // The live configuration shows it, and the backup has it.
  await save(shop, config({ html: `<p><img src="${url}" alt="Kiln"></p>` }));
  assert.equal((await list(shop)).images[0].used, true);
  assert.equal((await list(other)).images[0].used, false);
  const backup = await (
    await world.fetch(`${shop.api}/backup`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
  ).text();
  await world.api("DELETE", `${shop.api}?domain=${shop.domain}`);
  assert.equal((await show(url)).status, 404, "gone with the shop");
  assert.equal((await world.api("POST", "/api/restore", backup)).status, 201);
  assert.deepEqual(Buffer.from(await (await show(url)).arrayBuffer()), gif(600));

  assert.equal((await world.api("DELETE", `${shop.api}/images/${id}`)).status, 204);
  assert.equal((await world.api("DELETE", `${shop.api}/images/${id}`)).status, 404);
  assert.equal((await show(url)).status, 404);
  assert.equal((await list(other)).images.length, 1, "the other shop's stays");
});

const FULL = process.env.EDGEWISE_LONG ? {} : { skip: "100 MB of images: in the long run" };
test("a shop keeps so many images and no more", FULL, async () => {
  const shop = await makeShop();
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const statuses = [];
  for (let width = 1; width <= 101; width += 1) {
    const body = Buffer.alloc(1024 * 1024, 1);
    body.write("GIF89a");
    body.writeUInt16LE(width, 6);
    const init = { method: "POST", headers, body };
    statuses.push((await world.fetch(`${shop.api}/images?name=x`, init)).status);
  }
  assert.deepEqual([...new Set(statuses.slice(0, 100))], [201]);
  assert.equal(statuses.at(-1), 409);
});
