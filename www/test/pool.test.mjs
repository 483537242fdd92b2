// A history dealt to several players: their parts come out in its order, and a player that dies costs nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { transformWithOxc } from "vite";

const [{ Pages }, { PlayerDied, playTogether }] = await Promise.all(
  ["pages", "pool"].map(async (name) => {
    const path = new URL(`../src/backtest/${name}.ts`, import.meta.url).pathname;
    const { code } = await transformWithOxc(readFileSync(path, "utf8"), path);
    return import(`data:text/javascript,${encodeURIComponent(code)}`);
  }),
);

/** Players that answer when they are told to, and what became of each. */
class Stage {
  players = [];
  /** What was dealt and not answered yet, the oldest first. */
  playing = [];

  start = async () => this.player();

  player() {
    const number = this.players.length;
    this.players.push("alive");
    return {
      play: (page) =>
        new Promise((resolve, reject) => {
          const answer = (how) => {
            this.playing.splice(this.playing.indexOf(one), 1);
            how();
          };
          const one = {
            number,
            first: page.first,
            done: () => answer(() => resolve(page.lines)),
            fail: (error) => answer(() => reject(error)),
          };
          this.playing.push(one);
        }),
      end: () => {
        this.players[number] = "ended";
      },
    };
  }
}

const history = (count) => Array.from({ length: count }, (_, number) => `line ${number}`);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Plays a history with so many players; `act` is asked again and again what to do next. */
async function play(lines, count, act) {
  const stage = new Stage();
  const players = Array.from({ length: count }, () => stage.player());
  const parts = [];
  const run = (async () => {
    for await (const part of playTogether(new Pages(lines), players, stage.start)) parts.push(part);
  })();
  let [over, error] = [false, null];
  run.then(
    () => {
      over = true;
    },
    (reason) => {
      [over, error] = [true, reason];
    },
  );
  await turn();
  for (let step = 0; !over && step < 10_000; step += 1) {
    if (stage.playing.length > 0) act(stage.playing, step);
    await turn();
  }
  assert.ok(over, "the run came to an end");
  return { parts, error, players: stage.players };
}

for (const [way, pick] of Object.entries({
  "the first comes first": () => 0,
  "the last comes first": (playing) => playing.length - 1,
  "now this one, now that one": (playing, step) => (step * 7) % playing.length,
})) {
  test(`parts come in the order of the history: ${way}`, async () => {
    const lines = history(5_000);
    for (const count of [1, 2, 5]) {
      const { parts, error, players } = await play(lines, count, (playing, step) =>
        playing[pick(playing, step)].done(),
      );
      assert.equal(error, null);
      assert.ok(parts.length > count, "there were more pages than players");
      assert.deepEqual(parts.join("\n").split("\n"), lines);
      assert.deepEqual(players, Array(count).fill("ended"));
    }
  });
}

test("a page whose player died is played by another, in its place", async () => {
  const lines = history(3_000);
  const dead = new Set();
  const { parts, error, players } = await play(lines, 2, (playing) => {
    const one = playing.at(-1);
    if (dead.has(one.number) || one.number > 1) return one.done();
    dead.add(one.number);
    one.fail(new PlayerDied("the engine trapped"));
  });
  assert.equal(error, null);
  assert.equal(dead.size, 2);
  assert.deepEqual(parts.join("\n").split("\n"), lines);
  assert.deepEqual(players, Array(4).fill("ended"));
});

test("a page of which two players died is an error, and all are ended", async () => {
  let deaths = 0;
  const { parts, error, players } = await play(history(3_000), 3, (playing) => {
    const one = playing.find(({ first }) => first >= 40);
    if (one === undefined || one.first > 40) return playing[0].done();
    deaths += 1;
    one.fail(new PlayerDied(`death ${deaths}`));
  });
  assert.equal(deaths, 2);
  assert.ok(error instanceof PlayerDied);
  assert.equal(error.message, "death 2");
  assert.deepEqual(parts.join("\n").split("\n"), history(40));
  assert.ok(players.every((is) => is === "ended"));
});

test("of two errors the first of the history is told, whichever came first", async () => {
  const wrong = [20, 60];
  const { parts, error, players } = await play(history(3_000), 4, (playing) => {
    const later = playing.find(({ first }) => first === wrong[1]);
    if (later !== undefined) return later.fail(new Error("line 60"));
    const earlier = playing.find(({ first }) => first === wrong[0]);
    const other = playing.find(({ first }) => first !== wrong[0]);
    if (other !== undefined) return other.done();
    earlier.fail(new Error("line 20"));
  });
  assert.equal(error.message, "line 20");
  assert.deepEqual(parts.join("\n").split("\n"), history(20));
  assert.ok(players.every((is) => is === "ended"));
});

test("who stops listening ends all players", async () => {
  const stage = new Stage();
  const players = [stage.player(), stage.player()];
  const parts = playTogether(new Pages(history(3_000)), players, stage.start);
  const first = parts.next();
  await turn();
  stage.playing[0].done();
  assert.equal((await first).done, false);
  await parts.return();
  assert.deepEqual(stage.players, ["ended", "ended"]);
});
