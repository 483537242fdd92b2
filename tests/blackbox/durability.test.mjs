/** What was answered is on disk: over killed processes, and only once. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { about, promise } from "../promises/record.mjs";
import { quickCheck } from "./quick-check.mjs";
import { startWorld } from "./world.mjs";

const ROUNDS = process.env.EDGEWISE_LONG ? 1_000 : 50;
const WRITERS = 16;

const shown = promise(1, "kills");

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
});
after(() => world.stop());

test(`nothing acknowledged is lost in ${ROUNDS} kills`, async (t) => {
  let next = 1;
  let sent = 0;
  let acknowledged = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const acked = [];
    const enough = 5 + Math.floor(seeded(round) * 40);
    let reached;
    const killed = new Promise((resolve) => {
      reached = resolve;
    });
    let over = false;
    const writer = async () => {
      while (!over) {
        const id = 10_000 + next++;
        sent += 1;
        const body = customer(id, `writer-${id}@people.example`);
        const answer = await world.webhook(shop, "customers/create", body).catch(() => null);
        const outcome = answer === null ? null : await answer.json().catch(() => null);
        if (outcome?.outcome === "accepted") acked.push(body);
        if (acked.length >= enough) reached();
      }
    };
    const writers = Array.from({ length: WRITERS }, writer);
    await killed;
    over = true;
    await world.kill();
    await Promise.all(writers);
    await world.start();
    for (const body of acked) {
      const { outcome } = await world.deliver(shop, "customers/create", body);
      assert.equal(outcome, "duplicate", `round ${round}: an acknowledged event was lost`);
    }
    acknowledged += acked.length;
  }
  await world.kill();
  const files = await quickCheck(world);
  await world.start();
  t.diagnostic(`${ROUNDS} kills, ${sent} sent, ${acknowledged} acknowledged, 0 lost`);
  shown(ROUNDS, `${about(acknowledged)} acknowledged, 0 lost, ${files} of ${files} files whole`);
});

/** A number from 0 to 1 that is the same for a round each time. */
function seeded(round) {
  let state = (round + 1) * 2654435761;
  state ^= state >>> 15;
  return ((Math.imul(state, 2246822519) >>> 0) % 10_000) / 10_000;
}
