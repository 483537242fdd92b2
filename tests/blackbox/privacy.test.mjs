/** What lies on disk: sealed while it is kept, and gone when it is asked for. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "./bodies.mjs";
import { recovery } from "./recovery-config.mjs";
import { APP, sign, startWorld } from "./world.mjs";

let world;
let shop;

const PERSON = { id: 771_234_567, email: "forget-me@people.example" };
const CANARIES = ["forget-me", "Zebulon", "Quillfeather", "+4930998877", "771234567", "Kanaldeich"];

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const more = { first_name: "Zebulon", last_name: "Quillfeather", phone: "+4930998877" };
  const address = { address1: "Kanaldeich 9", country_code: "DE", city: "Berlin" };
  await world.deliver(
    shop,
    "customers/create",
    customer(PERSON.id, PERSON.email, { ...more, default_address: address }),
  );
  await world.deliver(
    shop,
    "checkouts/create",
    checkout("forget0001", PERSON.email, { customer: { id: PERSON.id, ...more } }),
  );
  await world.deliver(
    shop,
    "orders/create",
    order(661, PERSON.email, { customer: { id: PERSON.id, ...more } }),
  );
});
after(() => world.stop());

/** The canaries found in the raw bytes of everything under the data directory. */
function found() {
  const hits = [];
  const walk = (place) => {
    for (const name of readdirSync(place)) {
      const path = join(place, name);
      if (statSync(path).isDirectory()) walk(path);
      else {
        const bytes = readFileSync(path).toString("latin1");
        for (const canary of CANARIES)
          if (bytes.includes(canary)) hits.push(`${canary} in ${name}`);
      }
    }
  };
  walk(world.folder);
  return hits;
}

test("nothing personal and no signing secret lies readable on disk", () => {
  CANARIES.push(
    shop.webhook_secret,
    shop.write_key,
    new URL(shop.webhook_url).pathname.split("/").at(-1),
  );
  assert.deepEqual(found(), []);
});

test("an export holds everything about a person", async () => {
  const line = await world.customer(shop, PERSON.email);
  const { body } = await world.api("GET", `${shop.api}/customers/${line.customer}/export`);
  assert.equal(body.journal.length >= 3, true);
  assert.match(JSON.stringify(body), /Quillfeather/);
});

test("a redaction leaves nothing to find, and an old delivery does not bring the person back", async () => {
  const line = await world.customer(shop, PERSON.email);
  const asked = JSON.stringify({
    shop_id: 1,
    shop_domain: shop.domain,
    customer: { id: PERSON.id, email: PERSON.email, phone: "+4930998877" },
    orders_to_redact: [661],
  });
  const answer = await world.fetch("/webhooks/shopify/compliance", {
    method: "POST",
    body: asked,
    headers: {
      "x-shopify-topic": "customers/redact",
      "x-shopify-hmac-sha256": sign(APP.secret, asked),
    },
  });
  assert.equal(answer.status, 200);
  assert.equal(await world.customer(shop, PERSON.email), null);
  assert.equal((await world.api("GET", `${shop.api}/customers/${line.customer}`)).status, 404);
  const again = await world.deliver(
    shop,
    "orders/create",
    order(661, PERSON.email, {
      customer: {
        id: PERSON.id,
        first_name: "Zebulon",
        last_name: "Quillfeather",
        phone: "+4930998877",
      },
    }),
  );
  assert.equal(again.outcome, "duplicate");
  const { body } = await world.api("GET", `${shop.api}/privacy-requests`);
  assert.deepEqual(
    body.privacy_requests.map(({ kind, done_at }) => [kind, done_at !== null]),
    [["redact", true]],
  );
  assert.deepEqual(found(), []);
});
