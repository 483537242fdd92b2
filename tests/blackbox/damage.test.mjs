/** A damaged row is one person's misfortune: nobody else notices, the merchant sees it, and it can go. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { damageState } from "./damaged-row.mjs";
import { recovery } from "./recovery-config.mjs";
import { startWorld } from "./world.mjs";

let world;
let shop;
let broken;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
  const people = Array.from({ length: 16 }, (_, index) => index);
  await Promise.all(people.map((index) => deliver(index, "One")));
  broken = (await world.customer(shop, "damaged-3@people.example")).customer;
  await damageState(world, shop, broken);
});
after(() => world.stop());

const deliver = (index, name) =>
  world.deliver(
    shop,
    "customers/update",
    customer(90_000 + index, `damaged-${index}@people.example`, { first_name: name }),
  );

const get = async (path) => {
  const { status, body } = await world.api("GET", `${shop.api}${path}`);
  assert.equal(status, 200, path);
  return body;
};

test("lists, searches, previews and histories go on without them", async () => {
  const { customers, total } = await get("/customers?limit=50");
  assert.equal(total, 16);
  assert.deepEqual(
    customers.filter(({ unreadable }) => unreadable).map((line) => line.customer),
    [broken],
  );
  assert.equal((await world.search(shop, "One")).body.total, 15);
  const audience = await world.fetch(`${shop.api}/segment-preview`, {
    headers: { authorization: `Bearer ${world.adminKey}` },
  });
  assert.equal(audience.status, 200);
  const lines = [];
  // A page is as much as is read in one turn, which on a busy machine is not all of them.
  for (let next = ""; next !== null; ) {
    const page = await world.fetch(`${shop.api}/history?after=${next}`, {
      headers: { authorization: `Bearer ${world.adminKey}` },
    });
    assert.equal(page.status, 200);
    lines.push(...(await page.text()).split("\n").filter(Boolean));
    next = page.headers.get("edgewise-next");
  }
  assert.equal(lines.length, 15);
  await get("/outbox");
  const one = await get(`/customers/${broken}`);
  assert.deepEqual([one.unreadable, one.state, one.standing], [true, null, null]);
  assert.equal((await get(`/customers/${broken}/timeline`)).moments.length, 1);
  await get(`/customers/${broken}/export`);
});

test("of sixteen deliveries in one batch only theirs becomes a dead letter", async () => {
  const people = Array.from({ length: 16 }, (_, index) => index);
  const outcomes = await Promise.all(people.map((index) => deliver(index, "Two")));
  assert.deepEqual(
    outcomes.filter(({ outcome }) => outcome !== "accepted"),
    [{ outcome: "dead-letter", reason: "state-unreadable" }],
  );
  assert.equal((await world.search(shop, "Two")).body.total, 15);
});

test("it stands under failed items once, and trying again says that it is still so", async () => {
  const deadLetters = (await get("/dead-letters")).dead_letters;
  const about = deadLetters.filter(({ kind }) => kind === "damage");
  assert.deepEqual(
    about.map(({ customer, reason }) => [customer, reason]),
    [[broken, "state-unreadable"]],
  );
  const again = `${shop.api}/dead-letters/${encodeURIComponent(about[0].id)}/retry`;
  const tried = await world.api("POST", again);
  assert.deepEqual([tried.status, tried.body.error.code], [409, "unreadable"]);
  const command = await world.api("POST", `${shop.api}/customers/${broken}/commands`, {
    type: "suppress",
  });
  assert.deepEqual([command.status, command.body.error.code], [422, "state-unreadable"]);
});

test("they can be erased, with the dead letters about them", async () => {
  const gone = await world.api("DELETE", `${shop.api}/customers/${broken}`);
  assert.equal(gone.status, 204);
  assert.equal((await world.api("GET", `${shop.api}/customers/${broken}`)).status, 404);
  const deadLetters = (await get("/dead-letters")).dead_letters;
  assert.deepEqual(
    deadLetters.filter(({ kind }) => kind === "damage"),
    [],
  );
});
