/** What lies on disk: sealed while it is kept, and gone when it is asked for. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { checkout, customer, order } from "./bodies.mjs";
import { onSignUp, recovery } from "./recovery-config.mjs";
import { about, promise } from "../promises/record.mjs";
import { APP, sign, startWorld } from "./world.mjs";

const erased = promise(28, "bytes");
const sealed = promise(30, "disk");

let world;
let shop;
let bought;

const PERSON = { id: 771_234_567, email: "forget-me@people.example" };
const NAMES = { first_name: "Zebulon", last_name: "Quillfeather", phone: "+4930998877" };
/** What stands in one free field of her webhooks each, and nowhere else. */
const field = (name) => `canary-${name}-9f3`;
const ADDRESS = ["company", "address1", "address2", "city", "zip", "province", "name"];
const ACCOUNT = ["note", "multipass_identifier", "tags"];
const CHECKOUT = ["note", "landing_site", "referring_site", "source_name", "location_id"];
const ORDER = ["note", "tags", "browser_ip", "landing_site", "referring_site", "user_agent"];
const LINE = ["title", "variant_title", "sku", "vendor", "properties"];
const GATHERED = { ADDRESS, ACCOUNT, CHECKOUT, ORDER, LINE };
const filled = (group) =>
  Object.fromEntries(GATHERED[group].map((name) => [name, field(`${group}-${name}`)]));
const CANARIES = [
  "forget-me",
  "forget0001",
  "Zebulon",
  "Quillfeather",
  "+4930998877",
  "771234567",
  "Kanaldeich",
  "canary-",
  ...Object.entries(GATHERED).flatMap(([group, names]) =>
    names.map((name) => field(`${group}-${name}`)),
  ),
  ...["/cart-forget0001", "HELLO-FORGET", "forget.me", "FORGET-ME", "foßget", "1987-05-04"],
];

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  const workflows = [onSignUp([{ id: "tag", type: "add_tag", tag: "greeted" }])];
  await world.api("PUT", `${shop.api}/config`, recovery({ workflows }));
  const at = new Date().toISOString();
  const address = { ...filled("ADDRESS"), address2: "Kanaldeich 9", country_code: "DE" };
  const lines = [{ id: 1, product_id: 2, quantity: 1, price: "9.00", ...filled("LINE") }];
  const codes = [{ code: "HELLO-FORGET", amount: "1.00", type: "percentage" }];
  await world.deliver(
    shop,
    "customers/create",
    customer(PERSON.id, PERSON.email, {
      ...filled("ACCOUNT"),
      ...NAMES,
      created_at: at,
      updated_at: at,
      default_address: address,
      addresses: [address],
      metafield: { birth_date: "1987-05-04" },
    }),
  );
  const buyer = { id: PERSON.id, ...NAMES, default_address: address };
  await world.deliver(
    shop,
    "checkouts/create",
    checkout("forget0001", PERSON.email, {
      ...filled("CHECKOUT"),
      customer: buyer,
      line_items: lines,
      shipping_address: address,
      discount_codes: codes,
    }),
  );
  bought = order(661, PERSON.email, {
    ...filled("ORDER"),
    customer: buyer,
    line_items: lines,
    billing_address: address,
    discount_codes: codes,
  });
  await world.deliver(shop, "orders/create", bought);
  const tag = { type: "add_tag", tag: field("tag") };
  const line = await world.customer(shop, PERSON.email);
  await world.api("POST", `${shop.api}/customers/${line.customer}/commands`, tag);
});
after(() => world.stop());

/** The canaries found in the raw bytes of everything under the data directory, and in the log. */
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
  hits.push(...CANARIES.filter((canary) => world.log.includes(canary)));
  return hits;
}

test("nothing personal and no signing secret lies readable on disk", () => {
  const secrets = [
    shop.webhook_secret,
    shop.write_key,
    new URL(shop.webhook_url).pathname.split("/").at(-1),
    world.adminKey,
  ];
  CANARIES.push(...secrets);
  assert.deepEqual(found(), []);
  sealed(secrets.length, "0 found");
});

test("an export holds everything about a person", async () => {
  const line = await world.customer(shop, PERSON.email);
  const { body } = await world.api("GET", `${shop.api}/customers/${line.customer}/export`);
  assert.equal(body.journal.length >= 3, true);
  assert.match(JSON.stringify(body), /Quillfeather/);
});

/** What the shop's pages add up. */
const sums = async () => {
  const { body } = await world.api("GET", `${shop.api}/operations`);
  return body.sums;
};

test("a redaction leaves nothing to find, and an old delivery does not bring the person back", async () => {
  const line = await world.customer(shop, PERSON.email);
  const before = await sums();
  assert.equal(before.entered, 1);
  const from = performance.now();
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
  const again = await world.deliver(shop, "orders/create", bought);
  assert.equal(again.outcome, "duplicate");
  assert.equal(await world.customer(shop, PERSON.email), null);
  const { body } = await world.api("GET", `${shop.api}/privacy-requests`);
  assert.deepEqual(
    body.privacy_requests.map(({ kind, done_at }) => [kind, done_at !== null]),
    [["redact", true]],
  );
  assert.deepEqual(found(), []);
  assert.deepEqual(await sums(), before, "what was counted of everybody stays");
  const took = (performance.now() - from) / 1000;
  assert.ok(took < 60);
  erased(CANARIES.length, `0 found, ${about(took)} s after the request; sums unchanged`);
});
