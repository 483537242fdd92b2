/**
 * The whole system under a simulation: random lives of customers, reported in every order, on a Worker that
 * is killed, whose clock is set wrong, and whose mail server and webhooks fail.
 *
 * A failure prints its seed and what happened; `EDGEWISE_SEED=… node --test
 * tests/blackbox/simulation.test.mjs` plays that one again.
 */
import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { decisionsIn, judge } from "./simulation/oracle.mjs";
import { inspect, openStage, play } from "./simulation/play.mjs";
import { drawStory, inWords } from "./simulation/story.mjs";
import { about, promise } from "../promises/record.mjs";
import { startWorld } from "./world.mjs";

const asked = process.env.EDGEWISE_SEED;
const numbers = (count) => Array.from({ length: count }, (_, index) => String(index));
const long = process.env.EDGEWISE_LONG !== undefined;
const seeds = asked === undefined ? ["anvil", "cedar", ...numbers(long ? 100 : 0)] : [asked];
const calmSeeds = asked === undefined ? ["dune", ...numbers(long ? 10 : 0)] : [asked];

const shown = promise(15, "seeds");
let passed = 0;
let operations = 0;
let kills = 0;

let world;
let stage;
/** What went wrong on the way out, over all seeds. */
const met = new Set();

before(async () => {
  stage = await openStage();
  world = await startWorld({ smtp: stage.mailbox.url, localNetwork: true });
});
after(async () => {
  await world?.stop();
  await stage?.close();
});

for (const seed of seeds) {
  test(`nothing is lost, repeated or sent against the rules: seed ${seed}`, async (t) => {
    const shops = [await world.shop(), await world.shop()];
    const story = drawStory(seed);
    const { record } = await played(story, shops);
    passed += 1;
    operations += story.operations.length;
    kills += record.kills;
    for (const { trouble } of [...record.messages, ...record.calls]) met.add(trouble);
    t.diagnostic(
      `${story.operations.length} operations, ${story.facts.length} facts, ${record.kills} kills, ` +
        `${record.messages.length} mails, ${record.calls.length} calls`,
    );
  });
}

test("the seeds met every kind of trouble", { skip: asked !== undefined }, () => {
  const troubles = ["refuse-after-message", "hang-up-unanswered", "hang-up-answered", "hold"];
  for (const trouble of [...troubles, "500", "503", "hang-up"]) {
    assert.ok(met.has(trouble), trouble);
  }
  assert.equal(passed, seeds.length);
  shown(passed, `${about(operations)} operations, ${about(kills)} kills, no rule broken`);
});

for (const seed of calmSeeds) {
  test(`without kills, the same story gives the same decisions: seed ${seed}`, async () => {
    const shops = [await world.shop(), await world.shop()];
    const [data, kept] = ["data", "kept"].map((name) => join(world.folder, name));
    await world.kill();
    cpSync(data, kept, { recursive: true });
    const decisions = [];
    for (const turn of ["first", "second"]) {
      rmSync(data, { recursive: true });
      cpSync(kept, data, { recursive: true });
      await world.start();
      const { ends } = await played(drawStory(seed, { calm: true }), shops);
      decisions.push(ends.flatMap(decisionsIn));
      if (turn === "first") await world.kill();
    }
    rmSync(kept, { recursive: true });
    assert.ok(decisions[0].length > 200, `${decisions[0].length} decisions`);
    assert.deepEqual(decisions[1], decisions[0]);
  });
}

/** Plays a story, and lets the oracle judge it. */
async function played(story, shops) {
  try {
    const record = await play(story, world, shops, stage);
    const ends = [];
    for (const shop of shops) ends.push(await inspect(world, shop));
    const wrong = judge(story, record, ends);
    assert.equal(wrong.join("\n"), "");
    return { record, ends };
  } catch (error) {
    throw new Error(`${error.message}\n${inWords(story)}`, { cause: error });
  }
}
