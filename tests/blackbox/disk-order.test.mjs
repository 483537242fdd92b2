/** What the disk is asked for before an answer leaves, as the system's own calls show it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { about, promise } from "../promises/record.mjs";
import { customer } from "./bodies.mjs";
import { watch } from "./watch.mjs";
import { startWorld } from "./world.mjs";

const shown = promise(2, "order");
const ANSWERS = process.env.EDGEWISE_LONG ? 1_000 : 200;
/** How long the disk takes for each sync in the second part, in milliseconds. */
const DELAY = 400;

let world;
let shop;

before(async () => {
  world = await startWorld();
  shop = await world.shop();
});
after(() => world.stop());

const signUp = (id) =>
  world.deliver(shop, "customers/create", customer(id, `sync-${id}@people.example`));

test(`${ANSWERS} answers leave after their sync, and wait for a slow one`, async () => {
  await signUp(1);
  const calls = await watch(world, [
    "-e",
    "trace=pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync",
  ]);
  for (let id = 2; id < 2 + ANSWERS; id += 1) await signUp(id);
  const lines = (await calls.end()).split("\n");
  let [written, synced, answers] = [false, false, 0];
  for (const line of lines) {
    // A call that another thread interrupted is reported when it ends.
    const isEnd = !line.includes("<unfinished");
    if (/pwrite64\(\d+<[^>]*-wal>/.test(line)) [written, synced] = [true, false];
    else if (/\bf(?:data)?sync(?:\(|.*resumed)/.test(line) && isEnd) synced = written;
    else if (/HTTP\/1\.1 200/.test(line)) {
      assert.ok(written && synced, `an answer left before its sync:\n${line}`);
      [written, synced] = [false, false];
      answers += 1;
    }
  }
  assert.equal(answers, ANSWERS);

  const slow = `inject=fsync,fdatasync:delay_enter=${DELAY}ms`;
  const delayed = await watch(world, ["-e", "trace=fsync,fdatasync", "-e", slow]);
  const from = performance.now();
  await signUp(100_000);
  const took = performance.now() - from;
  await delayed.end();
  assert.ok(took >= DELAY, `answered after ${took} ms`);
  shown(
    answers,
    `each after its sync; with a disk of ${DELAY} ms answered after ${about(took)} ms`,
  );
});
