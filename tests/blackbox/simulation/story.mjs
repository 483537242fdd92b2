/**
 * What happens in a simulation, drawn from a seed: what the shops' customers do, in which order and how
 * often the Worker is called, and what goes wrong meanwhile.
 *
 * A story is plain data. Its times are the shops' own, which never go back; the Worker's clock is
 * moved to them, and at times set wrong on the way.
 */
import { checkout, customer, order } from "../bodies.mjs";
import { Dice } from "./dice.mjs";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long customers do anything. */
const LASTS = 4 * DAY;
/** What is sent within this time is sent together. */
const BEAT = 15 * MINUTE;

/** Mornings to begin at: an ordinary one, and days before clocks are put forward, back, and a year ends. */
const BEGINNINGS = ["2031-03-03", "2031-03-28", "2031-10-24", "2031-12-29"];

/**
 * @typedef {{person: Person, type: "sign-up" | "cart" | "order" | "cancel" | "consent", at: number,
 *   agrees?: boolean, token?: string, number?: number, topic: string, body: string}} Fact
 * @typedef {{shop: number, number: number, email: string}} Person
 */

/**
 * Draws a story.
 *
 * @param {string} seed
 * @param {{calm?: boolean}} options in a calm story nothing dies, clocks are right, and nothing is sent
 *   twice at the same moment, so that two runs must agree
 */
export function drawStory(seed, { calm = false } = {}) {
  const dice = new Dice(seed);
  const begins = Date.parse(`${dice.pick(BEGINNINGS)}T08:00:00Z`);
  const people = Array.from({ length: 12 }, (_, index) => ({
    shop: index % 2,
    number: 7_000 + index,
    email: `person-${index}@people.example`,
  }));
  const facts = people.flatMap((person) => lifeOf(person, begins, dice));
  const beats = beatsOf(facts, dice);
  const operations = beats.flatMap(({ at, sendings }) =>
    calm
      ? calmBeat(at, sendings, dice, people)
      : stormyBeat(at, dice.shuffled(sendings), dice, people),
  );
  return { seed, calm, begins, people, facts, operations };
}

/** Everything one person does, in order. */
function lifeOf(person, begins, dice) {
  const moment = (from, end) => begins + Math.floor(dice.between(from, end) / SECOND) * SECOND;
  const signedUp = moment(0, DAY);
  const agreed = dice.chance(0.85);
  const account = (at, agrees, since) =>
    customer(person.number, person.email, {
      first_name: `Person ${person.number}`,
      created_at: iso(signedUp),
      updated_at: iso(at),
      email_marketing_consent: {
        state: agrees ? "subscribed" : "unsubscribed",
        opt_in_level: "single_opt_in",
        consent_updated_at: iso(since),
      },
    });
  const facts = [];
  const did = (type, at, topic, body, more = {}) =>
    facts.push({ person, type, at, topic, body: JSON.stringify(body), ...more });
  const consent = (at, agrees) => {
    const update = {
      customer_id: person.number,
      email_address: person.email,
      email_marketing_consent: {
        state: agrees ? "subscribed" : "unsubscribed",
        opt_in_level: "single_opt_in",
        consent_updated_at: iso(at),
      },
    };
    const whole = dice.chance(0.5);
    const topic = whole ? "customers/update" : "customers_email_marketing_consent/update";
    did("consent", at, topic, whole ? account(at, agrees, at) : update, { agrees });
  };
  did("sign-up", signedUp, "customers/create", account(signedUp, agreed, signedUp), {
    agrees: agreed,
  });

  const who = { id: person.number, email: person.email };
  const buys = (at, token) => {
    const number = 90_000 + person.number * 10 + facts.length;
    const times = { created_at: iso(at), updated_at: iso(at), processed_at: iso(at) };
    const placed = { ...times, checkout_token: token ?? null, customer: who };
    did("order", at, "orders/create", order(number, person.email, placed), { token, number });
    if (!dice.chance(0.2)) return;
    const gone = at + dice.between(MINUTE, 20 * HOUR);
    const cancelled = { ...placed, updated_at: iso(gone), cancelled_at: iso(gone) };
    const body = order(number, person.email, cancelled);
    did("cancel", gone, "orders/cancelled", body, { number });
  };
  for (let carts = dice.between(1, 4); carts > 0; carts -= 1) {
    const at = moment(0, LASTS);
    // The last two characters of a token make the checkout's number.
    const token = `s${person.shop}p${person.number}c${10 + facts.length}`;
    const body = (updated) => ({
      ...checkout(token, person.email, { buyer_accepts_marketing: false, customer: who }),
      created_at: iso(at),
      updated_at: iso(updated),
    });
    // A guest has an address, but no account yet.
    const { customer: _, ...guest } = body(at);
    did("cart", at, "checkouts/create", at < signedUp ? guest : body(at), { token });
    if (dice.chance(0.3)) {
      const later = at + dice.between(MINUTE, 3 * HOUR);
      did("cart", later, "checkouts/update", body(later), { token });
    }
    // Buyers come back at once, around the first reminder, or days later.
    const back = [dice.between(30 * SECOND, HOUR), dice.between(58 * MINUTE, 62 * MINUTE)];
    if (dice.chance(0.4)) buys(at + dice.pick([...back, dice.between(HOUR, 60 * HOUR)]), token);
  }
  if (dice.chance(0.2)) buys(moment(DAY, LASTS));
  if (dice.chance(0.4)) {
    const out = moment(DAY, LASTS);
    consent(out, false);
    if (dice.chance(0.3)) consent(out + dice.between(MINUTE, DAY), true);
  }
  return facts;
}

/** When each fact is sent, some late and some twice, gathered into beats. */
function beatsOf(facts, dice) {
  const beats = new Map();
  const send = (index, at) => {
    const beat = Math.ceil(at / BEAT) * BEAT + (dice.chance(0.5) ? 0 : 17 * SECOND);
    if (!beats.has(beat)) beats.set(beat, []);
    beats.get(beat).push(index);
  };
  const late = () => {
    const how = dice.next();
    if (how < 0.65) return 0;
    return how < 0.9 ? dice.between(0, 20 * MINUTE) : dice.between(0, 30 * HOUR);
  };
  facts.forEach(({ at }, index) => {
    const sent = at + late();
    send(index, sent);
    while (dice.chance(0.2)) send(index, sent + late());
  });
  return [...beats]
    .sort(([one], [other]) => one - other)
    .map(([at, sendings]) => ({ at, sendings }));
}

/** One at a time, and every fault is one that does not depend on when exactly something is tried. */
function calmBeat(at, sendings, dice, people) {
  const operations = [{ type: "clock", at }];
  for (const fact of sendings) operations.push({ type: "send", facts: [fact], answers: null });
  if (dice.chance(0.1)) operations.push({ type: "save", variant: dice.between(0, 3) });
  if (dice.chance(0.1)) operations.push({ type: "weather", ...weather(dice) });
  if (dice.chance(0.1)) operations.push({ type: "click", person: dice.pick(people), at });
  return operations;
}

function stormyBeat(at, sendings, dice, people) {
  const operations = [];
  if (dice.chance(0.15)) operations.push({ type: "weather", ...weather(dice) });
  const cut = dice.chance(0.1) ? dice.pick(["mail", "call"]) : null;
  operations.push({ type: "clock", at, cut });
  if (dice.chance(0.06)) {
    operations.push({ type: "set-back", by: dice.between(SECOND, HOUR) });
    if (dice.chance(0.5)) operations.push({ type: "kill" });
  }
  while (sendings.length > 0) {
    const facts = sendings.splice(0, dice.pick([1, 1, 2, 4, 8]));
    // The same body several times at once is how a shop repeats what it thinks was lost.
    const storm = dice.chance(0.1) ? [...facts, ...facts, ...facts] : facts;
    const answers = dice.chance(0.06) ? dice.between(0, storm.length + 1) : null;
    operations.push({ type: "send", facts: storm, answers });
  }
  if (dice.chance(0.06)) operations.push({ type: "save", variant: dice.between(0, 3) });
  if (dice.chance(0.08)) operations.push({ type: "click", person: dice.pick(people), at });
  if (dice.chance(0.03)) operations.push({ type: "kill" });
  return operations;
}

/** How often each thing goes wrong from now on, as shares of one. */
function weather(dice) {
  if (dice.chance(0.2)) return { mail: {}, calls: {} };
  const some = () => (dice.chance(0.5) ? dice.next() * 0.4 : 0);
  return {
    mail: {
      "refuse-for-now": some(),
      "refuse-for-good": some() / 4,
      "hang-up-early": some(),
      "refuse-after-message": some(),
      "hang-up-unanswered": some(),
      "hang-up-answered": some(),
    },
    calls: { 500: some(), 503: some(), 410: some() / 4, "hang-up": some() },
  };
}

const iso = (at) => new Date(at).toISOString();

/** A story for whoever must find out what went wrong: its seed and its operations. */
export function inWords({ seed, begins, facts, operations }) {
  const line = ({ type, at, facts: numbers = [], person, ...rest }) => {
    const when = at === undefined ? "" : ` ${iso(at)}`;
    const sent = numbers.map((number) => {
      const fact = facts[number];
      return `\n    ${number}: ${fact.type} of ${fact.person.email} at ${iso(fact.at)}`;
    });
    return `  ${type}${when} ${person?.email ?? ""} ${JSON.stringify(rest)}${sent.join("")}`;
  };
  return `EDGEWISE_SEED=${seed}, from ${iso(begins)}:\n${operations.map(line).join("\n")}`;
}
