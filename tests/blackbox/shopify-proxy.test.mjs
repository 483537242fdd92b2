/** A Shopify store's own address leads to our pages: only as Shopify passes it on, now, and for that very store. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { checkout, customer } from "./bodies.mjs";
import { startMailServer } from "./mail-server.mjs";
import { HOUR, recovery } from "./recovery-config.mjs";
import { workerModule } from "./worker-module.mjs";
import { APP, startWorld } from "./world.mjs";

const { proxiedStore } = await workerModule("verify/proxy-signature.ts");

let world;
let mail;
let people = 0;

before(async () => {
  mail = await startMailServer();
  world = await startWorld({ smtp: mail.url });
});
after(async () => {
  await world.stop();
  await mail.close();
});

/** A shop, and the token of the unsubscribe link in a message to a customer of it. */
async function shopWithLink(settings) {
  const shop = await world.shop(settings);
  const saved = await world.api("PUT", `${shop.api}/config`, recovery());
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  people += 1;
  const email = `proxied-${people}@people.example`;
  const at = new Date().toISOString();
  const told = { created_at: at, updated_at: at };
  await world.deliver(shop, "customers/create", customer(people, email, told));
  const owner = { id: people, email, first_name: "Mira", last_name: "Okafor" };
  const cart = checkout(`proxied0${people}`, email, { ...told, customer: owner });
  await world.deliver(shop, "checkouts/create", cart);
  await world.advance(shop, HOUR + 1_000);
  const [first] = mail.mails.filter(({ to }) => to.includes(email));
  const link = first.headers["list-unsubscribe"].match(/^<(http[^>]+)>$/)[1];
  return { shop, email, token: link.split("/u/")[1], mails: () => mailsTo(email) };
}
const mailsTo = (email) => mail.mails.filter(({ to }) => to.includes(email)).length;

const now = () => Math.floor(Date.now() / 1000);

/** The query that Shopify passes on: a visitor's own parameters and its own. */
function passedOn(domain, { visitors = [], time = now(), secret = APP.secret, more = [] } = {}) {
  const pairs = [
    ...visitors,
    ["shop", domain],
    ["logged_in_customer_id", ""],
    ["path_prefix", "/apps/edgewise"],
    ["timestamp", String(time)],
    ...more,
  ];
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  const texts = [...values].map(([name, all]) => `${name}=${all.join(",")}`);
  const signature = createHmac("sha256", secret).update(texts.sort().join("")).digest("hex");
  return new URLSearchParams([...pairs, ["signature", signature]]);
}
const ask = (token, query, method = "GET") =>
  world.fetch(`/proxy/shopify/u/${token}?${query}`, { method });

test("a link works at the store's own address as it does at ours", async () => {
  const { shop, token, mails } = await shopWithLink();
  const shown = await ask(token, passedOn(shop.domain));
  assert.equal(shown.status, 200);
  assert.match(shown.headers.get("content-type"), /^text\/html/);
  assert.equal(shown.headers.get("set-cookie"), null);
  const text = await shown.text();
  assert.match(text, /<form method="post">/);
  assert.doesNotMatch(text, /"\/[ps]\//, "what stands at our address alone isn't linked to");
  await world.advance(shop, 23 * HOUR);
  assert.equal(mails(), 2, "looking changed nothing");
  // What the visitor wrote is signed as well, in whatever form.
  const visitors = [
    ["utm_source", "mail&more"],
    ["ids[]", "2"],
    ["ids[]", "1"],
    ["ü", "é = 1"],
  ];
  const left = await ask(token, passedOn(shop.domain, { visitors }), "POST");
  assert.equal(left.status, 200, await left.text());
  await world.advance(shop, 8 * 24 * HOUR);
  assert.equal(mails(), 2);
});

test("what Shopify didn't sign, or not now, is refused and changes nothing", async () => {
  const { shop, token, mails } = await shopWithLink();
  const { domain } = shop;
  const changed = (change, how) => {
    const query = passedOn(domain, how);
    change(query);
    return query;
  };
  const refused = {
    "no signature": changed((query) => query.delete("signature")),
    "another secret": passedOn(domain, { secret: "another" }),
    "a signature twice": changed((query) => query.append("signature", query.get("signature"))),
    "a signature in upper case": changed((query) =>
      query.set("signature", query.get("signature").toUpperCase()),
    ),
    "a parameter more": changed((query) => query.append("extra", "1")),
    "a value more": changed((query) => query.append("ids", "3"), { visitors: [["ids", "2"]] }),
    "values the other way around": changed(
      (query) => {
        query.delete("ids");
        query.append("ids", "1");
        query.append("ids", "2");
      },
      {
        visitors: [
          ["ids", "2"],
          ["ids", "1"],
        ],
      },
    ),
    "an old request, replayed": passedOn(domain, { time: now() - 120 }),
    "one from the future": passedOn(domain, { time: now() + 120 }),
    "no time": changed((query) => query.delete("timestamp")),
    "a time that a visitor wrote": passedOn(domain, { more: [["timestamp", "1"]] }),
    "a store that a visitor wrote": passedOn(domain, { more: [["shop", domain]] }),
    "more than anybody needs to say": passedOn(domain, {
      visitors: Array.from({ length: 3_000 }, () => ["a", "1"]),
    }),
    "no store's name": passedOn("kiln.example"),
  };
  for (const [what, query] of Object.entries(refused)) {
    for (const method of ["GET", "POST"]) {
      const answer = await ask(token, query, method);
      assert.equal(answer.status, 401, what);
      assert.equal((await answer.json()).error.code, "bad-signature");
    }
  }
  await world.advance(shop, 23 * HOUR);
  assert.equal(mails(), 2, "nobody was unsubscribed");
});

test("another store's link is none, whoever is signed in there", async () => {
  const [one, other] = [await shopWithLink(), await shopWithLink()];
  const woo = await world.shop({ platform: "woocommerce", domain: "kiln.example" });
  const withCustomer = [["logged_in_customer_id", String(people)]];
  const asked = [
    [one.token, passedOn(other.shop.domain)],
    [one.token, passedOn(other.shop.domain, { more: withCustomer })],
    [one.token, passedOn("nobody-knows-it.myshopify.com")],
    [one.token.replace(/^.{26}/, woo.shop), passedOn(one.shop.domain)],
    ["a.b.c.d", passedOn(one.shop.domain)],
  ];
  for (const [token, query] of asked) {
    assert.equal((await ask(token, query, "GET")).status, 404);
    // As at our own address, whatever is posted is answered as done, and changes nothing.
    assert.equal((await ask(token, query, "POST")).status, 200);
  }
  await world.advance(one.shop, 23 * HOUR);
  assert.equal(one.mails(), 2, "nobody was unsubscribed");
  assert.equal((await ask(one.token, passedOn(one.shop.domain))).status, 200);
  assert.equal((await world.fetch("/proxy/shopify/app/index.html")).status, 404);
});

test("Shopify's own example of a signature is one, at its time", async () => {
  const query =
    "extra=1&extra=2&shop=shop-name.myshopify.com&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=a9718877bea71c2484f91608a7eaea1532bdf71f5c56825065fa4ccabe549ef3";
  const store = (text, time, secret = "hush") =>
    proxiedStore(new URL(`https://edgewise.example/?${text}`), [secret], time);
  assert.equal(await store(query, 1317327555), "shop-name.myshopify.com");
  assert.equal(await store(query, 1317327555, "other"), null);
  assert.equal(await store(query, 1317327555 + 91), null);
});
