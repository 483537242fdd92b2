/**
 * Plays a story against the real Worker and writes down what was answered and what arrived, for the
 * oracle to judge.
 *
 * Everything is put in order by epochs. A new one begins when the Worker has nothing under way: after a
 * kill, and when no effect is leased. So a mail whose connection began in a later epoch than an answer
 * was let go after that answer was given, whatever the machine's speed.
 */
import { until } from "../world.mjs";
import { drawn } from "./dice.mjs";
import { startMailbox } from "./mailbox.mjs";
import { startProvider } from "./provider.mjs";
import { shopConfig } from "./shop-config.mjs";

const HOUR = 3_600_000;
/** After the story everything works, and time passes until the last cart's last mail is through. */
const HEALED_FOR = 10 * 24 * HOUR;
/** A clock is moved a year at a time. */
const FURTHEST = 365 * 24 * HOUR;
const REFUSALS = ["refuse-for-now", "refuse-for-good", "hang-up-early"];

/** Starts a mailbox and a provider, and keeps what a run of a story must know and report. */
export async function openStage() {
  const stage = {
    epoch: 0,
    weather: { number: 0, mail: {}, calls: {} },
    /** Set while a kill waits for the next message or call: how it is answered, and who waits. */
    trap: null,
  };
  const attempts = new Map();
  // By what it says and not by the effect's name, which is another one in each shop that is made.
  const trouble = (kind, about) => {
    const nth = (attempts.get(about) ?? 0) + 1;
    attempts.set(about, nth);
    const { trap, seed, weather } = stage;
    if (trap?.kind === kind) {
      stage.trap = null;
      setImmediate(trap.sprung);
      return trap.held ? "hold" : null;
    }
    const shares = Object.entries(kind === "mail" ? weather.mail : weather.calls);
    return pickTrouble(
      shares.filter(([name]) => !REFUSALS.includes(name)),
      drawn(seed, weather.number, about, nth),
    );
  };
  stage.mailbox = await startMailbox({
    connected: () => stage.epoch,
    onRecipient: (address) =>
      pickTrouble(
        Object.entries(stage.weather.mail).filter(([name]) => REFUSALS.includes(name)),
        drawn(stage.seed, stage.weather.number, address),
      ),
    onMessage: ({ to, headers }) => trouble("mail", `${to} ${headers.subject}`),
  });
  stage.provider = await startProvider({
    onCall: ({ data }) => trouble("call", `${data.customer.email} ${JSON.stringify(data.order)}`),
  });
  stage.clear = (seed) => {
    Object.assign(stage, {
      seed,
      epoch: 0,
      trap: null,
      weather: { number: 0, mail: {}, calls: {} },
    });
    stage.mailbox.messages.length = 0;
    stage.provider.calls.length = 0;
    attempts.clear();
  };
  stage.close = () => Promise.all([stage.mailbox.close(), stage.provider.close()]);
  return stage;
}

/** Which of several troubles a number from 0 to 1 falls on, or null. */
function pickTrouble(shares, number) {
  let up = 0;
  for (const [name, share] of shares) {
    up += share;
    if (number < up) return name;
  }
  return null;
}

/** Plays a story to its end, a healed week included; gives what happened. */
export async function play(story, world, shops, stage) {
  stage.clear(story.seed);
  const run = new Run(story, world, shops, stage);
  for (const [index] of shops.entries()) await run.save(index, 0);
  for (const operation of story.operations) await run.step(operation);
  await run.heal();
  return run.record;
}

class Run {
  #story;
  #world;
  #shops;
  #stage;
  #owed = new Set();
  #tellings = 0;

  constructor(story, world, shops, stage) {
    this.#story = story;
    this.#world = world;
    this.#shops = shops;
    this.#stage = stage;
    this.record = {
      /** For each fact when it was first sent, and when it was first acknowledged. */
      sent: story.facts.map(() => ({ sent: null, acknowledged: null, outcomes: [] })),
      /** One-click opt-outs that were answered: `{person, at, acknowledged}`. */
      clicks: [],
      /** Effects that the API called sent, and the epoch in which it did. */
      certain: new Map(),
      kills: 0,
      messages: stage.mailbox.messages,
      calls: stage.provider.calls,
    };
  }

  async step(operation) {
    const { type } = operation;
    if (type === "clock") await this.#clock(operation.at, operation.cut ?? null);
    else if (type === "send") await this.#send(operation.facts, operation.answers);
    else if (type === "set-back") await this.#setBack(operation.by);
    else if (type === "save") await this.#saveAll(operation.variant);
    else if (type === "click") await this.#click(operation);
    else if (type === "kill") await this.#kill();
    else if (type === "weather") {
      const { mail, calls } = operation;
      this.#stage.weather = { number: this.#stage.weather.number + 1, mail, calls };
    }
    if (this.#story.calm) await this.#untilNothingIsNear();
    if (type === "clock" || type === "send") await this.#quiet();
  }

  /** Moves both shops' clocks to a moment; `cut` kills the Worker as the next mail or call goes out. */
  async #clock(at, cut) {
    const moving = Promise.all(
      this.#shops.map((shop) => this.#moveTo(shop, at).catch((error) => this.#excuse(error, cut))),
    );
    if (cut !== null) {
      const held = drawn(this.#story.seed, at, "held") < 0.5;
      const sprung = new Promise((resolve) => {
        this.#stage.trap = { kind: cut, held, sprung: resolve };
      });
      await Promise.race([moving, sprung]);
      this.#stage.trap = null;
      await this.#kill();
    }
    await moving;
    if (cut !== null) await this.#clock(at, null);
  }

  #excuse(error, cut) {
    if (cut === null) throw error;
  }

  async #moveTo(shop, at) {
    let { clock_offset_ms: offset } = await this.health(shop);
    for (let left = 1; left > 0; left = at - Date.now() - offset) {
      const step = Math.min(Math.max(0, at - Date.now() - offset), FURTHEST);
      ({ offset_ms: offset } = await this.#world.advance(shop, step));
    }
  }

  /** Does what is due soon, so that it is not this machine's speed that says what comes first. */
  async #untilNothingIsNear() {
    for (const shop of this.#shops) {
      for (;;) {
        const { now, next_due, outbox } = await this.health(shop);
        const near = next_due !== null && next_due < now + 30_000;
        if (!near && !outbox.leased) break;
        await this.#world.advance(shop, near ? Math.max(0, next_due - now) + 1 : 0);
      }
    }
  }

  /** Sends facts all at once; after a number of answers the Worker is killed. */
  async #send(facts, answers) {
    const again = this.#story.calm ? [] : [...this.#owed].filter(() => this.#luck() < 0.7);
    let answered = 0;
    let enough;
    const reached = new Promise((resolve) => {
      enough = resolve;
    });
    const sending = Promise.all(
      [...facts, ...again].map(async (fact) => {
        await this.#sendOne(fact, answers !== null);
        answered += 1;
        if (answered === answers) enough();
      }),
    );
    if (answers === null) return sending;
    await (answers === 0 ? null : Promise.race([reached, sending]));
    await this.#kill();
    await sending;
  }

  async #sendOne(index, mayDie) {
    const { person, topic, body } = this.#story.facts[index];
    const fact = this.record.sent[index];
    fact.sent ??= this.#stage.epoch;
    this.#owed.add(index);
    const headers = { "x-shopify-webhook-id": `fact-${index}` };
    try {
      const shop = this.#shops[person.shop];
      const { outcome } = await this.#world.deliver(shop, topic, body, { headers });
      fact.outcomes.push(outcome);
      fact.acknowledged ??= this.#stage.epoch;
      this.#owed.delete(index);
    } catch (error) {
      if (!mayDie) throw error;
    }
  }

  #luck() {
    this.#tellings += 1;
    return drawn(this.#story.seed, "owed", this.#tellings);
  }

  async #setBack(by) {
    for (const shop of this.#shops) await this.#world.advance(shop, -by);
  }

  async #saveAll(variant) {
    for (const index of this.#shops.keys()) await this.save(index, variant);
  }

  async save(index, variant) {
    const config = shopConfig({ variant, hook: this.#stage.provider.url });
    const { api } = this.#shops[index];
    const saved = await this.#world.api("PUT", `${api}/config`, config);
    if (saved.status !== 200) throw new Error(JSON.stringify(saved.body.diagnostics ?? saved.body));
  }

  /** Somebody clicks the link in the newest mail they have. */
  async #click({ person, at }) {
    const mail = this.record.messages.findLast(
      ({ to, headers }) => to === person.email && headers["list-unsubscribe"],
    );
    if (mail === undefined) return;
    const link = new URL(mail.headers["list-unsubscribe"].slice(1, -1));
    const init = { method: "POST", body: "List-Unsubscribe=One-Click" };
    const { status } = await this.#world.fetch(link.pathname, init);
    if (status !== 200) throw new Error(`a click was answered ${status}`);
    this.record.clicks.push({ person, at, acknowledged: this.#stage.epoch });
  }

  async #kill() {
    await this.#world.kill();
    this.record.kills += 1;
    this.#stage.epoch += 1;
    await this.#world.start();
    for (const shop of this.#shops) {
      for (const { id } of await this.outbox(shop, "sent")) {
        if (!this.record.certain.has(id)) this.record.certain.set(id, this.#stage.epoch);
      }
    }
    this.#stage.epoch += 1;
  }

  /** Begins a new epoch if nothing is under way. */
  async #quiet() {
    const states = await Promise.all(this.#shops.map((shop) => this.health(shop)));
    if (states.every(({ outbox }) => !outbox.leased)) this.#stage.epoch += 1;
  }

  /** Everything works again, what was not acknowledged is sent again, and the rest of it happens. */
  async heal() {
    this.#stage.weather = { number: this.#stage.weather.number + 1, mail: {}, calls: {} };
    const last = this.#story.operations.findLast(({ type }) => type === "clock").at;
    await this.#clock(last + HOUR, null);
    await this.#send([...this.#owed], null);
    await this.#quiet();
    for (let at = last + 2 * HOUR; at < last + HEALED_FOR; at += 6 * HOUR) {
      await this.#clock(at, null);
      await this.#quiet();
    }
    for (const shop of this.#shops) {
      await until(async () => (await this.health(shop)).late_by_ms === 0, {
        what: "the last of what was due",
      });
    }
  }

  async health({ api }) {
    return (await this.#world.api("GET", `${api}/health`)).body;
  }

  async outbox({ api }, state) {
    const items = [];
    for (;;) {
      const query = `limit=500&offset=${items.length}${state === undefined ? "" : `&state=${state}`}`;
      const { body } = await this.#world.api("GET", `${api}/outbox?${query}`);
      items.push(...body.outbox);
      if (body.outbox.length < 500) return items;
    }
  }
}

/** What the API says of a shop at the end: everything that was decided, and what came of it. */
export async function inspect(world, shop) {
  const ask = async (path) => (await world.api("GET", `${shop.api}${path}`)).body;
  const { customers } = await ask("/customers?limit=200");
  const people = [];
  for (const { customer } of customers) people.push(await ask(`/customers/${customer}/export`));
  const plans = new Map();
  for (const { journal } of people) {
    for (const { plan } of journal) {
      if (plans.has(plan)) continue;
      const headers = { authorization: `Bearer ${world.adminKey}` };
      const response = await world.fetch(`${shop.api}/plans/${plan}`, { headers });
      plans.set(plan, await response.text());
    }
  }
  const { dead_letters } = await ask("/dead-letters?limit=500");
  return { people, plans, deadLetters: dead_letters, health: await ask("/health") };
}
