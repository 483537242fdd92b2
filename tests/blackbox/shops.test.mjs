/** Connecting, moving and deleting shops. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { startWorld } from "./world.mjs";

let world;
before(async () => {
  world = await startWorld();
});
after(() => world.stop());

const wish = (more) => ({
  platform: "woocommerce",
  domain: "tea-house.example",
  time_zone: "Europe/Berlin",
  currency: "EUR",
  ...more,
});
const connect = (more) => world.api("POST", "/api/shops", wish(more));

test("time zones are taken as people and WordPress write them", async () => {
  for (const [given, kept] of [
    ["europe/berlin", "Europe/Berlin"],
    ["+05:30", "+05:30"],
    ["UTC-3", "-03:00"],
  ]) {
    const made = await connect({ domain: `z${given.length}.example`, time_zone: given });
    assert.equal(made.status, 201, given);
    const about = await world.api("GET", `/api/shops/${made.body.shop}`);
    assert.equal(about.body.time_zone, kept);
    const removed = await world.api(
      "DELETE",
      `/api/shops/${made.body.shop}?domain=z${given.length}.example`,
    );
    assert.equal(removed.status, 204);
  }
  for (const wrong of ["Mars/Olympus", "+25:00", "", 7]) {
    const refused = await connect({ time_zone: wrong });
    assert.equal(refused.status, 422, String(wrong));
    assert.equal(refused.body.error.field, "time_zone");
  }
});

test("a store is connected once, moves by name and is deleted by name", async () => {
  const { body: first } = await connect();
  const again = await connect({ domain: "https://TEA-house.example/shop" });
  assert.equal(again.status, 409);
  assert.equal(again.body.error.shop, first.shop);
  const other = await connect({ domain: "other.example" });
  const taken = await world.api("PUT", `/api/shops/${other.body.shop}/domain`, {
    domain: "tea-house.example",
  });
  assert.equal(taken.status, 409);
  const moved = await world.api("PUT", `/api/shops/${first.shop}/domain`, {
    domain: "new-tea-house.example",
  });
  assert.deepEqual([moved.status, moved.body.domain], [200, "new-tea-house.example"]);
  const path = `/api/shops/${first.shop}`;
  assert.equal((await world.api("DELETE", path)).status, 422, "not without its name");
  assert.equal((await world.api("GET", path)).status, 200);
  assert.equal((await world.api("DELETE", `${path}?domain=new-tea-house.example`)).status, 204);
  assert.equal((await world.api("GET", path)).status, 404);
  assert.equal((await connect()).status, 201, "and may be connected anew");
});

test("what a deleted shop knew is gone when the store is connected again", async () => {
  const platform = { platform: "shopify", domain: "gone.myshopify.com" };
  const shop = await world.shop(platform);
  await world.deliver(shop, "customers/create", customer(1, "gone@b.example"));
  await world.api("DELETE", `${shop.api}?domain=gone.myshopify.com`);
  const anew = await world.shop(platform);
  assert.equal(await world.customer(anew, "gone@b.example"), null);
});
