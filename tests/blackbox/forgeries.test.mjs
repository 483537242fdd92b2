/**
 * Forgeries by the thousand: every bit of a signature and of a body flipped, and captured requests sent
 * to somebody else or under other names. `signatures.test.mjs` shows each kind once, this their number.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { about, promise } from "../promises/record.mjs";
import { customer } from "./bodies.mjs";
import { APP, sign, startWorld } from "./world.mjs";

const altered = promise(16, "requests");
const replayed = promise(17, "replays");
const LONG = process.env.EDGEWISE_LONG !== undefined;
const BODIES = LONG ? 100 : 12;
const CAPTURED = LONG ? 1_400 : 200;
/** Requests under way at once. */
const AT_ONCE = 32;

let world;

before(async () => {
  world = await startWorld();
});
after(() => world.stop());

/** Does something with each of many, a number at once. */
async function each(all, work) {
  const left = all[Symbol.iterator]();
  const worker = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/**
 * Every byte that lies on disk, in one hash. The process ends for it: it moves bytes from a database's log into
 * the database by itself, some seconds after a shop was last asked for anything.
 */
async function onDisk() {
  await world.quit();
  const folder = join(world.folder, "data/objects");
  const hash = createHash("sha256");
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith("-shm")) continue;
    hash.update(entry.name).update(readFileSync(join(entry.parentPath ?? entry.path, entry.name)));
  }
  await world.start();
  return hash.digest("hex");
}

const flipped = (bytes, bit) => {
  const other = Buffer.from(bytes);
  other[bit >> 3] ^= 1 << (bit & 7);
  return other;
};

/** Each way to flip one bit of a signed body or of its signature. */
function* forgeries(shop, number) {
  const email = `forged-${number}@people.example`;
  const whole =
    shop.platform === "shopify"
      ? { id: 100 + number, email, tags: "" }
      : { id: 100 + number, status: "processing", billing: { email } };
  const body = Buffer.from(JSON.stringify(whole));
  const signature = Buffer.from(sign(shop.webhook_secret, body), "base64");
  for (let bit = 0; bit < signature.length * 8; bit += 1)
    yield { body, signature: flipped(signature, bit) };
  for (let bit = 0; bit < body.length * 8; bit += 1) yield { body: flipped(body, bit), signature };
}

function headersOf(shop, topic, signature, more = {}) {
  return shop.platform === "shopify"
    ? {
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": shop.domain,
        "x-shopify-hmac-sha256": signature,
        ...more,
      }
    : {
        "x-wc-webhook-topic": topic,
        "x-wc-webhook-source": `https://${shop.domain}/`,
        "x-wc-webhook-signature": signature,
        ...more,
      };
}

test(`every bit of ${BODIES} bodies and their signatures, flipped, is refused and leaves no byte`, async () => {
  const shops = [
    [await world.shop(), "customers/create"],
    [
      await world.shop({ platform: "woocommerce", domain: "b.example", webhook_secret: "w" }),
      "order.created",
    ],
  ];
  const before = await onDisk();
  let tried = 0;
  for (let number = 0; number < BODIES; number += 1) {
    const [shop, topic] = shops[number % 2];
    await each(forgeries(shop, number), async ({ body, signature }) => {
      const headers = headersOf(shop, topic, signature.toString("base64"));
      const answer = await world.fetch(shop.webhook_url, { method: "POST", body, headers });
      assert.equal(answer.status, 401);
      await answer.arrayBuffer();
      tried += 1;
    });
  }
  assert.equal(await onDisk(), before, "something was written");
  altered(BODIES, `${about(tried)} forgeries, all refused, 0 bytes stored`);
});

test(`${CAPTURED} captured webhooks, sent on and sent again, have no effect`, async () => {
  const [mine, other] = [await world.shop(), await world.shop()];
  const bodies = Array.from({ length: CAPTURED }, (_, index) => ({
    ...customer(5_000 + index, `captured-${index}@people.example`),
    shop_domain: mine.domain,
  }));
  await each(bodies, (body) =>
    world.deliver(mine, "customers/create", body, { secret: APP.secret }),
  );
  const decisions = async () => {
    const { body } = await world.api("GET", `${mine.api}/customers?limit=200`);
    return body.customers.map(({ customer: id, decisions: made }) => [id, made]);
  };
  const before = await decisions();
  let tried = 0;
  const attempts = [
    { to: other, headers: {}, expected: 401 },
    { to: other, headers: { "x-shopify-shop-domain": other.domain }, expected: 401 },
    { to: other, headers: { "x-shopify-shop-domain": mine.domain }, expected: 401 },
    { to: mine, headers: { "x-shopify-shop-domain": other.domain }, expected: 401 },
    { to: mine, headers: { "x-shopify-webhook-id": "fresh" }, expected: "duplicate" },
    { to: mine, headers: { "x-shopify-event-id": "fresh" }, expected: "duplicate" },
    {
      to: mine,
      headers: { "x-shopify-triggered-at": "2030-01-01T00:00:00Z", "x-shopify-api-version": "x" },
      expected: "duplicate",
    },
  ];
  await each(bodies, async (body) => {
    for (const { to, headers, expected } of attempts) {
      tried += 1;
      const given = { ...headers };
      for (const name of ["x-shopify-webhook-id", "x-shopify-event-id"])
        if (given[name]) given[name] = `fresh-${tried}`;
      const answer = await world.webhook(to, "customers/create", body, {
        secret: APP.secret,
        headers: given,
      });
      const { outcome } = await answer.json();
      assert.equal(
        answer.status === 200 ? outcome : answer.status,
        expected,
        JSON.stringify(given),
      );
    }
  });
  assert.deepEqual(await decisions(), before);
  const { body: theirs } = await world.api("GET", `${other.api}/customers`);
  assert.equal(theirs.total, 0);
  replayed(tried, "0 effects");
});
