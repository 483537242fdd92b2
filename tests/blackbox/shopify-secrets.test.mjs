/** The secret of the Shopify app is changed: Shopify signs with the one before until it's revoked, and a while after. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { customer } from "./bodies.mjs";
import { sessionToken } from "./session-token.mjs";
import { app, deliver, install, open, store, withStores, world } from "./shopify-merchant.mjs";
import { APP, sign } from "./world.mjs";

const [BEFORE, NEW] = [APP.secret, "the-next-secret-of-the-app"];

withStores({ SHOPIFY_API_SECRET: NEW, SHOPIFY_PREVIOUS_API_SECRET: BEFORE });

/** What becomes of whatever Shopify signs, each in the order below. */
async function taken(secret, id) {
  const webhook = await deliver(customer(id, `buyer-${id}@people.example`), secret);
  const body = JSON.stringify({ shop_domain: store.domain, orders_requested: [], customer: {} });
  const privacy = await world.fetch("/webhooks/shopify/compliance", {
    method: "POST",
    body,
    headers: {
      "x-shopify-topic": "customers/data_request",
      "x-shopify-shop-domain": store.domain,
      "x-shopify-hmac-sha256": sign(secret, body),
    },
  });
  const session = await open({ token: sessionToken(store.domain, { secret }) });
  return [...webhook, privacy.status, session.status];
}

test("what either secret signed is taken, and tokens are asked for with the new one", async () => {
  app.secret = NEW;
  const shop = await install();
  assert.deepEqual(await taken(BEFORE, 1), [200, 200, 200]);
  assert.deepEqual(await taken(NEW, 2), [200, 200, 200]);
  assert.deepEqual(await taken("neither of them", 3), [401, 401, 401]);
  app.expire();
  const { body } = await world.api("POST", `${shop.api}/connection/check`);
  assert.deepEqual([body.trouble, app.asked], [null, ["exchange", "refresh"]]);
});

test("once the secret before is taken away, what it signed is refused", async () => {
  app.secret = NEW;
  await install();
  await world.kill();
  world.reconfigure({ SHOPIFY_PREVIOUS_API_SECRET: "" });
  await world.start();
  assert.deepEqual(await taken(BEFORE, 1), [401, 401, 401]);
  assert.deepEqual(await taken(NEW, 2), [200, 200, 200]);
  assert.deepEqual(await taken("", 3), [401, 401, 401]);
  // Without an app there's none that had another secret.
  await world.kill();
  world.reconfigure({ SHOPIFY_API_SECRET: "", SHOPIFY_PREVIOUS_API_SECRET: BEFORE });
  await world.start();
  assert.deepEqual(await taken(BEFORE, 4), [401, 401, 401]);
});
