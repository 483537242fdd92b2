/**
 * Erased is erased in the raw files too: whoever has a copy of them and the master key reads nobody who
 * was erased a minute before, however busy the shop is. What SQLite leaves lying in its log and in the free
 * space of its pages counts.
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { recovery } from "./recovery-config.mjs";
import { keysFound, loot, reads } from "./thief.mjs";
import { about, promise } from "../promises/record.mjs";
import { startWorld, until } from "./world.mjs";

const PEOPLE = 120;
const ERASED = 50;
/** What is promised: from the answer on, in seconds. */
const BOUND = 60;

const shown = promise(28, "keys");

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, recovery());
});
after(() => world.stop());

const signUp = (index) =>
  world.deliver(shop, "customers/create", customer(index, `shred-${index}@people.example`));

/** What a thief of the files and of the master key has in hand. */
function stolenNow() {
  const master = Buffer.from(readFileSync(join(world.folder, "data.master-key"), "utf8"), "base64");
  return loot(world.folder, shop.shop, master);
}

const stolen = (customers) => keysFound(stolenNow(), customers);

test(`${ERASED} people erased in a busy shop are read by nobody within ${BOUND} seconds`, async (t) => {
  for (let index = 0; index < PEOPLE; index += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, at) => signUp(1 + index + at)));
  }
  const { body } = await world.api("GET", `${shop.api}/customers?limit=200`);
  const people = body.customers.map((line) => line.customer).slice(0, ERASED);
  assert.equal(stolen(people).length, ERASED, "the thief knows how, while they are customers");

  let [busy, newcomer] = [true, 10_000];
  const traffic = (async () => {
    while (busy) {
      newcomer += 1;
      await signUp(newcomer);
    }
  })();
  for (const id of people) {
    assert.equal((await world.api("DELETE", `${shop.api}/customers/${id}`)).status, 204);
  }
  t.diagnostic(`right after the answers ${stolen(people).length} are left in old copies`);
  const from = performance.now();
  const isDone = async () => {
    const { erasing } = (await world.api("GET", `${shop.api}/privacy-requests`)).body;
    return erasing.people === 0 && !erasing.copies;
  };
  await until(isDone, { seconds: BOUND, what: "putting old copies out of reach" });
  const took = (performance.now() - from) / 1000;
  t.diagnostic(`done after ${Math.round(took)} s`);
  busy = false;
  await traffic;
  assert.deepEqual(stolen(people), []);
  const rest = (await world.api("GET", `${shop.api}/customers?limit=200`)).body.customers;
  assert.equal(rest.length >= 70, true, "everybody else can still be read");
  shown(ERASED, `0 keys can be put together, ${about(took)} s after the last answer`);
});

test("what waited of an erased person is read by nobody either", async () => {
  const canaries = { visitor: "canary-of-a-visitor", undecided: "Canary Undecided" };
  const seen = { url: `https://mira-ceramics.example/${canaries.visitor}` };
  const page = { type: "page", anonymousId: "v-1", properties: seen };
  const track = (...batch) =>
    world.fetch("/v1/events", {
      method: "POST",
      body: JSON.stringify({ batch }),
      headers: { "x-write-key": shop.write_key },
    });
  assert.equal((await track({ messageId: "m-1", ...page })).status, 200);
  const storm = Array.from({ length: 900 }, (_, index) => {
    const at = new Date(Date.UTC(2026, 10, 1) + index * 1_000).toISOString();
    const first_name = index === 899 ? canaries.undecided : `Name ${index}`;
    return customer(20_000, "storm@people.example", { first_name, updated_at: at });
  });
  const sent = storm.map((body) => world.webhook(shop, "customers/update", body));
  const health = async () => (await world.api("GET", `${shop.api}/health`)).body;
  await until(async () => (await health()).undecided > 0, { what: "undecided deliveries" });
  for (const answer of await Promise.all(sent)) assert.equal(answer.status, 200);
  await world.kill();

  const thief = stolenNow();
  const identity = createHmac("sha256", thief.own("identity")[0]);
  const visitor = identity.update("visitor:v-1").digest("base64url").slice(0, 32);
  const names = { visitor: `V${visitor[0]}/${visitor}`, undecided: "U/0" };
  const readable = () => {
    const now = stolenNow();
    return Object.keys(canaries).filter((what) =>
      reads(now, now.keysOf(names[what]), canaries[what]),
    );
  };
  assert.deepEqual(readable(), ["visitor", "undecided"], "the thief knows how, while they wait");

  await world.start();
  await until(async () => (await health()).undecided === 0, { seconds: 30, what: "the end" });
  const traits = { email: "storm@people.example" };
  await track({ messageId: "m-2", type: "identify", anonymousId: "v-1", traits });
  const { customer: id } = await world.customer(shop, traits.email);
  await world.api("DELETE", `${shop.api}/customers/${id}`);
  const isDone = async () => {
    const { erasing } = (await world.api("GET", `${shop.api}/privacy-requests`)).body;
    return erasing.people === 0 && !erasing.copies;
  };
  await until(isDone, { seconds: BOUND, what: "putting old copies out of reach" });
  assert.deepEqual(readable(), []);
});
