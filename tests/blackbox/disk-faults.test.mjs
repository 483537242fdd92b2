/**
 * A disk that fails, is full, or takes in nothing, at one call after the other: what was answered 200 is
 * there afterwards, whatever became of the rest.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { promise } from "../promises/record.mjs";
import { customer } from "./bodies.mjs";
import { quickCheck } from "./quick-check.mjs";
import { watch } from "./watch.mjs";
import { startWorld } from "./world.mjs";

const shown = promise(3, "faults");
const FAULTS = process.env.EDGEWISE_LONG ? 200 : 24;
/** `retval=0` is a write that takes in nothing, which SQLite takes for a full disk. */
const KINDS = [
  ["pwrite64", "error=EIO"],
  ["fsync,fdatasync", "error=EIO"],
  ["pwrite64", "error=ENOSPC"],
  ["pwrite64", "retval=0"],
];

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
});
after(() => world.stop());

test(`${FAULTS} faults of the disk make no acknowledgment false`, async () => {
  const acknowledged = [];
  let injected = 0;
  let refused = 0;
  let next = 1;
  const send = async () => {
    next += 1;
    const body = customer(next, `fault-${next}@people.example`);
    const answer = await world.webhook(shop, "customers/create", body).catch(() => null);
    if (answer?.status === 200 && (await answer.json()).outcome === "accepted")
      acknowledged.push(body);
    else refused += 1;
  };
  for (let fault = 0; fault < FAULTS; fault += 1) {
    const [calls, kind] = KINDS[fault % KINDS.length];
    // Another call each time, from the first of a transaction on.
    const nth = 1 + (Math.floor(fault / KINDS.length) % 50);
    const inject = `inject=${calls}:${kind}:when=${nth}`;
    const faulty = await watch(world, ["-e", `trace=${calls}`, "-e", inject]);
    for (let tries = 0; tries < 60 && !faulty.seen().includes("INJECTED"); tries += 1)
      await Promise.all([send(), send()]);
    injected += Number((await faulty.end()).includes("INJECTED"));
    // Everything works again at once, in the same process or the next one.
    const after = customer(500_000 + fault, `after-${fault}@people.example`);
    const answer = await world.webhook(shop, "customers/create", after).catch(() => null);
    if (answer?.status !== 200) {
      await world.kill();
      await world.start();
      await world.deliver(shop, "customers/create", after);
    }
  }
  assert.equal(injected, FAULTS, "every fault came about");
  await world.kill();
  await quickCheck(world);
  await world.start();
  for (const body of acknowledged) {
    const { outcome } = await world.deliver(shop, "customers/create", body);
    assert.equal(outcome, "duplicate", "acknowledged, and not there");
  }
  assert.ok(refused > 0 && acknowledged.length > 0);
  shown(FAULTS, `${refused} deliveries refused, 0 acknowledgments false, every file whole`);
});
