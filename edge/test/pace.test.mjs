/**
 * The pace of email, in virtual time: nothing goes faster than its limits, nothing is lost or doubled, what
 * goes first goes first, and one that is slow holds up no other. Random shops, counted.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { Table } from "./pace-table.mjs";

const folder = mkdtempSync(join(tmpdir(), "edgewise-pace-"));
let Pace;
let lanes;

before(async () => {
  const at = (name) => new URL(`../src/shop/pace/${name}.ts`, import.meta.url).pathname;
  const outdir = join(folder, "out");
  const entryPoints = [at("pace"), at("lanes")];
  await build({
    entryPoints,
    outdir,
    bundle: true,
    format: "esm",
    outExtension: { ".js": ".mjs" },
  });
  ({ Pace } = await import(pathToFileURL(join(outdir, "pace.mjs"))));
  lanes = await import(pathToFileURL(join(outdir, "lanes.mjs")));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const SECOND = 1_000;
const DAY = 24 * 3_600_000;
const LANES = ["gmail", "microsoft", "yahoo", "apple", "rest"];

/** Numbers that look random and come again from the same seed. */
function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A host in virtual time: what is due is tried, what waits is called, and answers come after a while. */
class Host {
  now = 1_000_000;
  sent = [];
  refusals = 0;
  wakes = 0;
  #due = new Map();
  #waits = new Set();
  #answers = [];
  #timer = null;

  constructor(limits, { refuses = () => null, isWithdrawn = () => false, begins = 0 } = {}) {
    this.begins = begins;
    this.limits = limits;
    this.refuses = refuses;
    this.isWithdrawn = isWithdrawn;
    const timers = {
      drop: () => {
        this.#timer = null;
      },
      set: (_subject, at) => {
        this.#timer = at;
      },
    };
    this.table = new Table();
    this.timers = timers;
    this.pace = new Pace(this.table, timers);
  }

  /** The process ends and starts again: what is not kept is gone. */
  restart() {
    this.pace = new Pace(this.table, this.timers);
  }

  add(place) {
    this.#due.set(place.effect, place);
  }

  /** Lives through a stretch of time, from wake to wake. */
  live(until) {
    for (;;) {
      this.#tryDue();
      const next = [
        this.#timer,
        ...this.#answers.map(({ at }) => at),
        ...[...this.#due.values()].map(({ due }) => due),
      ]
        .filter((at) => at !== null)
        .reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
      if (next > until) break;
      this.now = Math.max(this.now, next);
      this.wakes += 1;
      // Whoever comes at the moment at which another's turn begins.
      this.#tryDue();
      for (const answer of this.#answers.filter(({ at }) => at <= this.now)) this.#answer(answer);
      if (this.#timer !== null && this.#timer <= this.now) {
        this.#timer = null;
        const there = (effect) => this.#waits.has(effect) && !this.isWithdrawn(effect, this.now);
        for (const effect of this.pace.call(this.limits, this.now, there)) {
          const place = this.all.get(effect);
          this.#waits.delete(effect);
          this.#due.set(effect, place);
        }
      }
    }
    this.now = until;
  }

  all = new Map();
  #tryDue() {
    const ready = [...this.#due.values()].filter(({ due }) => due <= this.now);
    for (const place of ready.sort((a, b) => a.due - b.due || (a.effect < b.effect ? -1 : 1))) {
      this.#due.delete(place.effect);
      this.all.set(place.effect, place);
      if (this.isWithdrawn(place.effect, this.now)) {
        this.pace.passOver(place.effect, () => this.limits, this.now);
        continue;
      }
      if (this.pace.take(place, this.limits, this.now) !== null) this.#waits.add(place.effect);
      else this.#answers.push({ place, leased: this.now, at: this.now + 20 });
    }
  }

  #answer(answer) {
    this.#answers.splice(this.#answers.indexOf(answer), 1);
    const { place, leased } = answer;
    const refused = this.refuses(place, leased, this.sent);
    if (refused === null) {
      this.sent.push({ ...place, at: leased });
      const took = ["provider", place.lane].map((key) => this.pace.slowdowns.took(key, leased));
      if (took.includes(true)) this.pace.arm(this.limits, this.now);
    } else {
      this.refusals += 1;
      this.pace.slowdowns.refused(refused.key, leased, refused.after ?? 0, this.now);
      this.pace.queue.put(place);
      this.#waits.add(place.effect);
      this.pace.arm(this.limits, this.now);
    }
  }
}

const place = (n, lane, rank, due) => ({
  effect: `e${String(n).padStart(5, "0")}`,
  lane,
  rank,
  due,
});

/** Whoever was due earlier went earlier, of one lane and rank; gives how many pairs there were. */
function checkOrder(sent, seed) {
  let pairs = 0;
  for (const one of sent) {
    for (const other of sent) {
      if (one.lane !== other.lane || one.rank !== other.rank || one.due >= other.due) continue;
      pairs += 1;
      assert.ok(one.at <= other.at, `seed ${seed}: ${other.effect} before ${one.effect}`);
    }
  }
  return pairs;
}

/** The most that went out in any stretch of so long. */
function mostWithin(sent, length) {
  const times = sent.map(({ at }) => at).sort((a, b) => a - b);
  let [most, first] = [0, 0];
  for (let last = 0; last < times.length; last += 1) {
    while (times[last] - times[first] >= length) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

test("random shops: no limit is passed, nothing is lost or doubled, and nobody polls", () => {
  const seen = { messages: 0, waited: 0, withdrawn: 0, restarts: 0, slow: 0, overtaken: 0 };
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = randomFrom(seed);
    const perSecond = [null, 1, 2, 5, 14, 100][random(6)];
    const lanePerSecond = [null, null, 1, 3][random(4)];
    const gone = new Set();
    const host = new Host(
      { perSecond, lanePerSecond, warmUp: null },
      { isWithdrawn: (effect) => gone.has(effect) },
    );
    const n = 20 + random(80);
    for (let one = 0; one < n; one += 1) {
      const due = host.now + random(3) * 5 * SECOND;
      const given = place(one, LANES[random(5)], random(4) === 0 ? 0 : 1, due);
      host.add(given);
    }
    let restarts = 0;
    for (let step = 1; step <= 5; step += 1) {
      host.live(host.now + 1 + random(4_000));
      if (random(4) === 0) {
        host.restart();
        restarts += 1;
        seen.restarts += 1;
      }
      if (random(3) === 0) gone.add(place(random(n)).effect);
    }
    host.live(host.now + 1_000 * SECOND);
    const names = host.sent.map(({ effect }) => effect);
    assert.equal(new Set(names).size, names.length, `seed ${seed}: sent twice`);
    for (const effect of host.all.keys()) {
      assert.ok(names.includes(effect) || gone.has(effect), `seed ${seed}: ${effect} is lost`);
    }
    if (restarts === 0) seen.overtaken += checkOrder(host.sent, seed);
    seen.messages += names.length;
    seen.withdrawn += [...gone].filter((effect) => !names.includes(effect)).length;
    seen.waited += host.sent.filter(({ due, at }) => at > due + 5).length;
    if (perSecond !== null) {
      seen.slow += 1;
      // A process that starts anew doesn't know what it sent in the second before.
      const most = perSecond + Math.max(1, Math.floor(perSecond / 20));
      assert.ok(mostWithin(host.sent, SECOND) <= most + 1, `seed ${seed}: too fast`);
      if (perSecond <= 14) {
        const within = mostWithin(host.sent.slice(-20), SECOND);
        assert.ok(within <= perSecond, `seed ${seed}: ${within} within a second`);
      }
    }
    if (lanePerSecond !== null) {
      for (const lane of LANES) {
        const mine = host.sent.filter((one) => one.lane === lane);
        assert.ok(mostWithin(mine, SECOND) <= lanePerSecond + 1, `seed ${seed}: ${lane}`);
      }
    }
    assert.ok(host.wakes <= 12 * n + 50, `seed ${seed}: ${host.wakes} wakes for ${n} messages`);
  }
  assert.ok(seen.messages > 2_000 && seen.waited > 800, JSON.stringify(seen));
  assert.ok(seen.overtaken > 1_000, JSON.stringify(seen));
  assert.ok(seen.withdrawn > 10 && seen.restarts > 30 && seen.slow > 30, JSON.stringify(seen));
});

test("500 messages of one second: transactional first, then in order, and fast again after a refusal", () => {
  let until = 0;
  const host = new Host(
    { perSecond: 10, lanePerSecond: null, warmUp: null },
    // The provider refuses everything in the fifth second.
    {
      refuses: (_, leased) =>
        leased >= until - SECOND && leased < until ? { key: "provider" } : null,
    },
  );
  const due = host.now;
  until = due + 6 * SECOND;
  for (let one = 0; one < 500; one += 1) {
    host.add(place(one, LANES[one % 5], one >= 480 ? 0 : 1, one >= 480 ? due + 2 * SECOND : due));
  }
  host.live(due + 10 * 60 * SECOND);
  assert.equal(host.sent.length, 500);
  assert.equal(new Set(host.sent.map(({ effect }) => effect)).size, 500);
  assert.ok(host.refusals >= 1 && host.refusals <= 3, `${host.refusals} refusals`);
  const first = host.sent.findIndex(({ rank }) => rank === 0);
  const ranks = host.sent.slice(first, first + 20).map(({ rank }) => rank);
  assert.ok(!ranks.includes(1), "what is transactional goes before all marketing that waits");
  const marketing = host.sent.filter(({ rank }) => rank === 1).map(({ effect }) => effect);
  const outOfOrder = marketing.filter((effect, at) => at > 0 && effect < marketing[at - 1]).length;
  assert.ok(outOfOrder <= host.refusals, "and marketing in the order in which it was due");
  assert.ok(mostWithin(host.sent, SECOND) <= 10);
  const last = Math.max(...host.sent.map(({ at }) => at));
  assert.ok(last < due + 3 * 60 * SECOND, "the pace recovers");
});

test("one mailbox provider that asks for less holds up no other", () => {
  const start = 1_000_000;
  const host = new Host(
    { perSecond: 50, lanePerSecond: null, warmUp: null },
    {
      refuses: ({ lane }, leased) =>
        lane === "yahoo" && leased < start + 60 * SECOND
          ? { key: "yahoo", after: 10 * SECOND }
          : null,
    },
  );
  for (let one = 0; one < 500; one += 1) host.add(place(one, LANES[one % 5], 1, start));
  host.live(start + 10 * SECOND);
  const quick = host.sent.filter(({ lane }) => lane !== "yahoo").length;
  assert.deepEqual([quick, host.sent.length - quick], [400, 0]);
  host.live(start + 3_600 * SECOND);
  assert.equal(host.sent.length, 500);
  assert.ok(
    host.refusals < 20,
    `${host.refusals}: those that were out at once, and then one at a time`,
  );
  const last = Math.max(...host.sent.map(({ at }) => at));
  assert.ok(last < start + 180 * SECOND, "the pace recovers");
});

test("a warm-up holds marketing to each day's limit, and counts what goes first", () => {
  const start = 1_000_000;
  const days = [50, 100, 200];
  const host = new Host({
    perSecond: null,
    lanePerSecond: null,
    warmUp: { started_at: start, days },
  });
  for (let one = 0; one < 500; one += 1) host.add(place(one, LANES[one % 5], 1, start + (one % 7)));
  host.add(place(900, "gmail", 0, start + 3_600 * SECOND));
  host.add(place(901, "gmail", 0, start + DAY + 5 * SECOND));
  let wakes = 0;
  for (const [day, most] of days.entries()) {
    host.restart();
    host.live(start + (day + 1) * DAY - 1);
    const today = host.sent.filter(({ at }) => at >= start + day * DAY);
    const transactional = today.filter(({ rank }) => rank === 0).length;
    assert.equal(transactional, day < 2 ? 1 : 0, "what is transactional isn't held");
    // Each day's limit was reached before it came.
    assert.equal(today.length - transactional, most);
    if (day > 0) assert.ok(host.wakes - wakes < 8 * most + 50, "nobody looks in between");
    wakes = host.wakes;
  }
  const times = host.sent.filter(({ rank }) => rank === 1).map(({ due, effect }) => [due, effect]);
  const sorted = [...times].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
  assert.deepEqual(times.slice(50), sorted.slice(50), "the oldest first");
  host.live(start + 3 * DAY + 60 * SECOND);
  assert.equal(host.sent.length, 502, "after the last day nothing is limited");
});

test("whose mailboxes an address is at", () => {
  const at = (address) => lanes.mailboxProvider(address);
  assert.deepEqual(
    [
      "a@Gmail.com",
      "b@hotmail.co.uk",
      "c@yahoo.de",
      "d@me.com",
      "e@kiln.example",
      "f@live.kiln.example",
      "g@outlook.com.br",
    ].map(at),
    ["gmail", "microsoft", "yahoo", "apple", null, null, "microsoft"],
  );
});
