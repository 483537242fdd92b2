/** Forged, altered and captured requests: refused, and nothing of them is kept. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { APP, sign, startWorld } from "./world.mjs";

let world;
let shop;
let other;
let woo;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  other = await world.shop();
  woo = await world.shop({
    platform: "woocommerce",
    domain: "tea-house.example",
    webhook_secret: 's & "q" <x>',
  });
});
after(() => world.stop());

const body = JSON.stringify(customer(5001, "first@people.example"));

test("a good signature is taken, of the shop's secret and of the app's", async () => {
  assert.equal((await world.webhook(shop, "customers/create", body)).status, 200);
  const other = JSON.stringify(customer(5002, "second@people.example"));
  const answer = await world.webhook(shop, "customers/create", other, { secret: APP.secret });
  assert.equal(answer.status, 200);
});

test("every altered signature is refused and nothing is stored", async () => {
  const fresh = JSON.stringify(customer(5003, "never-stored@people.example"));
  const right = sign(shop.webhook_secret, fresh);
  const hex = createHmac("sha256", shop.webhook_secret).update(fresh).digest("hex");
  const urlSafe = right.replaceAll("+", "-").replaceAll("/", "_");
  const spellings = {
    empty: "",
    "another shop's secret": sign(other.webhook_secret, fresh),
    "wrong secret": sign("wrong", fresh),
    hexadecimal: hex,
    "no padding": right.replace("=", ""),
    "more padding": `${right}=`,
    "in quotes": `"${right}"`,
    doubled: `${right}, ${right}`,
    "a byte more": Buffer.concat([Buffer.from(right, "base64"), Buffer.of(0)]).toString("base64"),
    "a byte less": Buffer.from(right, "base64").subarray(0, 31).toString("base64"),
    "a SHA-1": createHmac("sha1", shop.webhook_secret).update(fresh).digest("base64"),
  };
  if (urlSafe !== right) spellings["url-safe alphabet"] = urlSafe;
  for (const [name, signature] of Object.entries(spellings)) {
    const answer = await world.webhook(shop, "customers/create", fresh, {
      headers: { "x-shopify-hmac-sha256": signature },
    });
    assert.equal(answer.status, 401, name);
  }
  const unsigned = await world.fetch(shop.webhook_url, {
    method: "POST",
    body: fresh,
    headers: { "x-shopify-topic": "customers/create", "x-shopify-shop-domain": shop.domain },
  });
  assert.equal(unsigned.status, 401);
  assert.equal(await world.customer(shop, "never-stored@people.example"), null);
});

test("each single flipped bit of the signature and of a stretch of the body is refused", async () => {
  const fresh = Buffer.from(JSON.stringify(customer(5004, "flipped@people.example")));
  const right = Buffer.from(sign(shop.webhook_secret, fresh), "base64");
  for (let bit = 0; bit < right.length * 8; bit += 1) {
    const signature = Buffer.from(right);
    signature[bit >> 3] ^= 1 << (bit & 7);
    const headers = { "x-shopify-hmac-sha256": signature.toString("base64") };
    assert.equal(
      (await world.webhook(shop, "customers/create", fresh.toString(), { headers })).status,
      401,
    );
  }
  const headers = { "x-shopify-hmac-sha256": right.toString("base64") };
  for (let bit = 0; bit < 256; bit += 1) {
    const altered = Buffer.from(fresh);
    altered[bit >> 3] ^= 1 << (bit & 7);
    const answer = await world.fetch(shop.webhook_url, {
      method: "POST",
      body: altered,
      headers: {
        ...headers,
        "x-shopify-topic": "customers/create",
        "x-shopify-shop-domain": shop.domain,
      },
    });
    assert.equal(answer.status, 401);
  }
  assert.equal(await world.customer(shop, "flipped@people.example"), null);
});

test("an empty body is refused although its signature is right", async () => {
  assert.equal((await world.webhook(shop, "customers/create", "")).status, 401);
});

test("a captured body does not work at another shop, whatever the headers say", async () => {
  const captured = JSON.stringify({
    ...customer(5005, "captured@people.example"),
    shop_domain: shop.domain,
  });
  // Signed with the app's secret, which is good for every Shopify shop.
  const secret = APP.secret;
  const attempts = [
    { to: other, domain: other.domain },
    { to: other, domain: shop.domain },
    { to: shop, domain: other.domain },
  ];
  for (const { to, domain } of attempts) {
    const headers = { "x-shopify-shop-domain": domain };
    const answer = await world.webhook(to, "customers/create", captured, { secret, headers });
    assert.equal(answer.status, 401, `${domain} at ${to.domain}`);
  }
  assert.equal(await world.customer(other, "captured@people.example"), null);
});

test("an address with an unknown token, or of the other platform, does not exist", async () => {
  const unknown = { ...shop, webhook_url: `${world.base}/webhooks/shopify/${"x".repeat(43)}` };
  assert.equal((await world.webhook(unknown, "customers/create", body)).status, 404);
  const crossed = { ...shop, webhook_url: shop.webhook_url.replace("/shopify/", "/woocommerce/") };
  assert.equal((await world.webhook(crossed, "customers/create", body)).status, 404);
});

test("two secrets live while one is changed, and the third drops the first", async () => {
  const rotating = await world.shop({ webhook_secret: "secret-number-one" });
  const send = (secret, id) =>
    world.webhook(rotating, "customers/create", customer(id, `r${id}@people.example`), { secret });
  const rotate = (secret) =>
    world.api("PUT", `${rotating.api}/webhook-secret`, { webhook_secret: secret });
  await rotate("secret-number-two");
  assert.equal((await send("secret-number-one", 1)).status, 200);
  assert.equal((await send("secret-number-two", 2)).status, 200);
  await rotate("secret-number-three");
  assert.equal((await send("secret-number-one", 3)).status, 401);
  assert.equal((await send("secret-number-two", 4)).status, 200);
});

test("WooCommerce: the secret is entity-decoded, the ping is unsigned, the source must agree", async () => {
  const order = JSON.stringify({
    id: 88,
    status: "processing",
    billing: { email: "tea@people.example" },
  });
  const send = (headers, text = order) =>
    world.fetch(woo.webhook_url, {
      method: "POST",
      body: text,
      headers: { "content-type": "application/json", ...headers },
    });
  const good = {
    "x-wc-webhook-topic": "order.created",
    "x-wc-webhook-source": "https://tea-house.example/",
    "x-wc-webhook-signature": sign('s & "q" <x>', order),
  };
  assert.equal((await send(good)).status, 200);
  assert.equal((await send({ ...good, "x-wc-webhook-signature": sign("s", order) })).status, 401);
  assert.equal(
    (await send({ ...good, "x-wc-webhook-source": "https://evil.example/" })).status,
    401,
  );

  const escaped = await world.shop({
    platform: "woocommerce",
    domain: "a.example",
    webhook_secret: "a&amp;b &lt;c&gt; &#039;d&quot;",
  });
  const signature = sign("a&b <c> 'd\"", order);
  const answer = await world.fetch(escaped.webhook_url, {
    method: "POST",
    body: order,
    headers: { "x-wc-webhook-topic": "order.created", "x-wc-webhook-signature": signature },
  });
  assert.equal(answer.status, 200);

  const ping = await world.fetch(woo.webhook_url, {
    method: "POST",
    body: "webhook_id=15",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  assert.deepEqual([ping.status, await ping.json()], [200, { outcome: "ping" }]);
  const notPing = await world.fetch(woo.webhook_url, { method: "POST", body: "webhook_id=15&x=1" });
  assert.equal(notPing.status, 401);
});

test("a privacy request needs its signature, and cannot be turned into an erasure by a header", async () => {
  const asked = JSON.stringify({
    shop_id: 1,
    shop_domain: shop.domain,
    orders_requested: [],
    customer: { id: 5001, email: "first@people.example" },
    data_request: { id: 9 },
  });
  const send = (topic, signature) =>
    world.fetch("/webhooks/shopify/compliance", {
      method: "POST",
      body: asked,
      headers: { "x-shopify-topic": topic, "x-shopify-hmac-sha256": signature },
    });
  assert.equal((await send("customers/data_request", sign("no", asked))).status, 401);
  assert.equal((await send("orders/create", sign(APP.secret, asked))).status, 400);
  assert.equal((await send("customers/redact", sign(APP.secret, asked))).status, 200);
  assert.equal((await send("customers/data_request", sign(APP.secret, asked))).status, 200);
  assert.equal(
    (await send("customers/data_request", sign(other.webhook_secret, asked))).status,
    401,
  );
  assert.notEqual(await world.customer(shop, "first@people.example"), null);
  const { body: listed } = await world.api("GET", `${shop.api}/privacy-requests`);
  assert.deepEqual(
    listed.privacy_requests.map(({ kind }) => kind),
    ["data"],
    "under any topic it asks for data, and once",
  );
});
