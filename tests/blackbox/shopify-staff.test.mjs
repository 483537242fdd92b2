/** Staff of a Shopify store who open the app: what they are called, what they may do, who is kept out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { app, call, install, open, people, withStores } from "./shopify-merchant.mjs";

withStores();

test("whoever opens the app first is an owner, others are editors, and the store's own owner is one too", async () => {
  app.staff.set("7", { first_name: "Sam <b>", last_name: "Staff", email: "Sam@Kiln.example" });
  app.staff.set("8", { first_name: "Olga", last_name: "Owner", account_owner: true });
  const shop = await install();
  for (const staff of ["7", "8", "9"]) {
    assert.equal((await call(staff, "PUT", "/api/installation", {})).status, 200);
  }
  const listed = (await people(shop)).map((one) => [one.name, one.email, one.role, one.through]);
  assert.deepEqual(listed, [
    ["Mira Kiln", "mira@kiln.example", "owner", "shopify"],
    ["Sam b Staff", "sam@kiln.example", "editor", "shopify"],
    ["Olga Owner", "", "owner", "shopify"],
    ["Shopify user 9", "", "editor", "shopify"],
  ]);
  assert.equal((await call("7", "GET", `${shop.api}/people`)).status, 403);
  assert.equal((await call("7", "GET", `${shop.api}/customers`)).status, 200);
  const me = (await call("7", "GET", "/api/me")).body;
  assert.deepEqual(
    [me.type, me.email, me.has_password, me.shops[0].role, me.shops[0].name],
    ["person", "sam@kiln.example", false, "editor", "Sam b Staff"],
  );
  assert.ok((await people(shop)).every(({ last_seen_at: seen }) => seen > Date.now() - 60_000));
  assert.deepEqual((await call("7", "GET", "/api/me/sessions")).body.sessions, []);
  assert.equal((await call("7", "DELETE", "/api/me/sessions/current")).status, 404);
});

test("nobody makes themselves an owner of a store that is connected already", async () => {
  const shop = await install();
  for (const body of [{}, { adopt: true }]) {
    assert.equal((await call("7", "PUT", "/api/installation", body)).status, 200);
  }
  const [, { role }] = await people(shop);
  assert.equal(role, "editor");
});

test("Shopify is asked who somebody is once, and without its answer they come in all the same", async () => {
  const shop = await install();
  await open();
  assert.deepEqual(app.introduced, ["1"]);
  app.fault = () => ({ status: 500, text: "" });
  assert.equal((await call("7", "PUT", "/api/installation", {})).status, 200);
  app.fault = () => null;
  const [, other] = await people(shop);
  assert.deepEqual([other.name, other.role], ["Shopify user 7", "editor"]);
});

test("an owner decides what staff may do, and who is kept out", async () => {
  const shop = await install();
  await call("7", "PUT", "/api/installation", {});
  const [, { id }] = await people(shop);
  const change = (body) => call("1", "PUT", `${shop.api}/people/${id}`, body);
  assert.equal((await change({ role: "viewer", personal_data: false })).status, 200);
  await call("7", "PUT", "/api/installation", {});
  assert.equal((await call("7", "PUT", `${shop.api}/sending`, { stopped: true })).status, 403);
  const { body: customers } = await call("7", "GET", `${shop.api}/customers`);
  assert.ok(!JSON.stringify(customers).includes("@"), "names only");
  assert.equal((await change({ blocked: true })).status, 200);
  for (const path of [`${shop.api}/health`, "/api/shops", "/api/me"]) {
    const { status, body } = await call("7", "GET", path);
    assert.deepEqual([status, body.error.code], [403, "kept-out"], path);
  }
  assert.equal((await call("7", "PUT", "/api/installation", {})).status, 403);
  assert.equal((await change({ blocked: false })).status, 200);
  assert.equal((await call("7", "GET", `${shop.api}/health`)).status, 200);
  const [mine] = await people(shop);
  const last = await call("1", "PUT", `${shop.api}/people/${mine.id}`, { blocked: true });
  assert.deepEqual([last.status, last.body.error.code], [409, "last-owner"]);
});
