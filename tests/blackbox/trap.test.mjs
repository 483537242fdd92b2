/** A trap in one shop is nobody else's trouble. Needs the engine with a trap (`xtask wasm trap`). */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { customer } from "./bodies.mjs";
import { promise } from "../promises/record.mjs";
import { root, startWorld } from "./world.mjs";

const built = existsSync(join(root, "pkg/wasm/trap/edgewise_bg.wasm"));
const options = { skip: built ? false : "pkg/wasm/trap is not built: cargo xtask wasm trap" };
const ROUNDS = process.env.EDGEWISE_LONG ? 1_000 : 50;

const shown = promise(21, "overflows");

let world;

before(async () => {
  if (built) world = await startWorld({ artifact: "trap" });
});
after(() => world?.stop());

test(`${ROUNDS} overflows in shop A: each next call for shop B succeeds`, options, async () => {
  const [a, b] = [await world.shop(), await world.shop()];
  for (let round = 0; round < ROUNDS; round += 1) {
    const trapped = await world.api("POST", `${a.api}/trap`);
    assert.deepEqual([trapped.status, trapped.body], [200, { error: "EngineTrap" }]);
    const { outcome } = await world.deliver(
      b,
      "customers/create",
      customer(20_000 + round, `b-${round}@people.example`),
    );
    assert.equal(outcome, "accepted");
  }
  const mine = await world.deliver(a, "customers/create", customer(30_000, "a@people.example"));
  assert.equal(mine.outcome, "accepted", "shop A works on, too");
  const { body } = await world.api("GET", `${b.api}/health`);
  assert.ok(body.engine_traps >= ROUNDS);
  shown(ROUNDS, "each next call of another shop answered");
});

test("the artifact that ships has no such export and no such route", options, async () => {
  const plain = await startWorld();
  try {
    const shop = await plain.shop();
    assert.equal((await plain.api("POST", `${shop.api}/trap`)).status, 404);
  } finally {
    await plain.stop();
  }
});
