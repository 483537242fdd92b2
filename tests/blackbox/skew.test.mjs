/** Clocks that are wrong: the senders' by two days either way, this host's by an hour back and forth. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { promise } from "../promises/record.mjs";
import { customer } from "./bodies.mjs";
import { HOUR, onSignUp, recovery } from "./recovery-config.mjs";
import { startWorld, until } from "./world.mjs";

const shown = promise(32, "skews");
const PEOPLE = process.env.EDGEWISE_LONG ? 1_000 : 240;
/** How many are reported between two jumps of the clock. */
const TOGETHER = 20;

let world;

before(async () => {
  world = await startWorld();
});
after(() => world.stop());

test(`${PEOPLE} customers under wrong clocks: nothing twice, nothing lost, and never back`, async () => {
  const shop = await world.shop();
  const steps = [
    { id: "pause", type: "wait", for: { amount: 90, unit: "minutes" } },
    { id: "tag", type: "add_tag", tag: "waited" },
  ];
  const config = recovery({ messages: {}, workflows: [onSignUp(steps)] });
  assert.equal((await world.api("PUT", `${shop.api}/config`, config)).status, 200);
  // Long enough after the shop went live that everything reported below happened since.
  await world.advance(shop, 50 * HOUR);
  let latest = 0;
  const health = async () => {
    const { body } = await world.api("GET", `${shop.api}/health`);
    assert.ok(body.now >= latest, `the shop's time went back by ${latest - body.now} ms`);
    latest = body.now;
    return body;
  };
  for (let round = 0; round * TOGETHER < PEOPLE; round += 1) {
    const { now } = await health();
    const bodies = Array.from({ length: TOGETHER }, (_, index) => {
      const number = round * TOGETHER + index;
      const skew = (((number * 37) % 97) - 48) * HOUR;
      const at = new Date(now + skew).toISOString();
      const times = { created_at: at, updated_at: at };
      return customer(1_000 + number, `skew-${number}@people.example`, times);
    });
    for (const batch of [bodies, bodies]) {
      await Promise.all(batch.map((body) => world.deliver(shop, "customers/create", body)));
    }
    // Back, and forth by more or less than that; now and then the process ends while it is back.
    await world.advance(shop, -HOUR);
    await health();
    if (round % 3 === 0) {
      await world.kill();
      await world.start();
      // Over a restart it is each customer's time that does not go back, see below.
      latest = 0;
      await health();
    }
    await world.advance(shop, round % 2 === 0 ? 2 * HOUR : HOUR);
  }
  for (let hours = 0; hours < 60; hours += 6) {
    await world.advance(shop, 6 * HOUR);
    await health();
  }
  const settled = async () => (await health()).late_by_ms === 0;
  await until(settled, { what: "the last of the timers" });
  const { body: list } = await world.api("GET", `${shop.api}/outbox?type=add_tag&limit=1`);
  const tagged = new Set();
  for (let page = 0; page * 200 < list.total; page += 1) {
    const { body } = await world.api(
      "GET",
      `${shop.api}/outbox?type=add_tag&limit=200&offset=${page * 200}`,
    );
    for (const item of body.outbox) tagged.add(item.customer);
  }
  assert.equal(tagged.size, list.total, "nobody was tagged twice");
  assert.equal(list.total, PEOPLE, "nobody's timer was lost");
  for (const id of [...tagged].slice(0, 60)) {
    const { body } = await world.api("GET", `${shop.api}/customers/${id}/timeline?limit=100`);
    const times = body.moments.map(({ now }) => now).reverse();
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
      id,
    );
  }
  shown(PEOPLE, "senders 48 h off, our clock jumping by 1 h: 0 effects twice, 0 timers lost");
});
