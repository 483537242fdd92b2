/**
 * What must hold at the end of a simulation, whatever happened in it. Every check gives one sentence
 * for each thing that is wrong.
 */
import { openEngine } from "../../../pkg/entry/node.js";
import { isHashOf } from "../state-hash.mjs";
import { handedOver } from "./mailbox.mjs";
import { CAP, QUIET } from "./shop-config.mjs";

const HOUR = 3_600_000;
const ENDS = ["sent", "failed", "unknown", "withdrawn"];

/**
 * All that is wrong.
 *
 * @param story what was drawn
 * @param record what was answered and what arrived
 * @param shops what the API says of each shop at the end
 */
export function judge(story, record, shops) {
  const items = new Map(
    shops.flatMap(({ people }) =>
      people.flatMap(({ outbox }) => outbox.map((item) => [item.id, item])),
    ),
  );
  const releases = releasesIn(shops);
  const about = { story, record, shops, items, releases };
  return [
    handOvers,
    repeatedCalls,
    afterTheFact,
    hoursAndCaps,
    journaledOnce,
    outboxAgrees,
    nobodyShares,
    nothingHangs,
    madeAgain,
  ].flatMap((check) => check(about).map((wrong) => `${check.name}: ${wrong}`));
}

/** Every effect's releases that let it go, with their moments and their places in the journal. */
function releasesIn(shops) {
  const releases = new Map();
  for (const { people } of shops) {
    for (const { journal } of people) {
      for (const { input, summary, now, customer, place } of inOrder(journal)) {
        const { type, effect } = bare(input);
        if (type !== "release" || summary.answer?.type !== "go") continue;
        if (!releases.has(effect)) releases.set(effect, []);
        releases.get(effect).push({ now, customer, place });
      }
    }
  }
  return releases;
}

/** A customer's decisions, the oldest first, each with its place in its own chain. */
function inOrder(journal) {
  const places = new Map();
  return journal.toReversed().map((moment) => {
    const place = places.get(moment.customer) ?? 0;
    places.set(moment.customer, place + 1);
    return { ...moment, place };
  });
}

const bare = (input) => (input.type === "knowing" ? input.input : input);
const isMarketing = (item) => item?.type === "send" && item.kind === "marketing";

/** Marketing goes out once at most; nothing goes out without a release, or after it was certain. */
function handOvers({ record, items, releases }) {
  const wrong = [];
  const counts = new Map();
  const first = new Map();
  for (const message of record.messages) {
    const { effect, to, raw, begun } = message;
    const item = items.get(effect);
    if (item === undefined) wrong.push(`${effect} to ${to} is in no outbox`);
    if (first.has(effect) && first.get(effect) !== raw) wrong.push(`${effect} changed its bytes`);
    first.set(effect, raw);
    if (record.certain.get(effect) < begun) {
      wrong.push(`${effect} to ${to} was sent again after it was called sent`);
    }
    if (handedOver(message)) counts.set(effect, (counts.get(effect) ?? 0) + 1);
  }
  for (const [effect, count] of counts) {
    if (count > (releases.get(effect)?.length ?? 0)) {
      wrong.push(
        `${effect} was sent ${count} times and let go ${releases.get(effect)?.length ?? 0}`,
      );
    }
    if (count > 1 && isMarketing(items.get(effect))) {
      wrong.push(`marketing ${effect} (${items.get(effect).step}) was handed over ${count} times`);
    }
  }
  return wrong;
}

/** A webhook is byte for byte the same at every try, and is not called after it was certain. */
function repeatedCalls({ record, items, releases }) {
  const wrong = [];
  const first = new Map();
  const counts = new Map();
  for (const { effect, body } of record.calls) {
    counts.set(effect, (counts.get(effect) ?? 0) + 1);
    if (items.get(effect)?.type !== "webhook") wrong.push(`${effect} is no webhook of any outbox`);
    if (first.has(effect) && first.get(effect) !== body) wrong.push(`${effect} changed its bytes`);
    first.set(effect, body);
  }
  for (const [effect, count] of counts) {
    if (count > (releases.get(effect)?.length ?? 0))
      wrong.push(`${effect} called without a release`);
  }
  return wrong;
}

/** No reminder of a cart after an order that was acknowledged, no marketing after an opt-out. */
function afterTheFact({ story, record, items }) {
  const wrong = [];
  const facts = story.facts.map((fact, index) => ({ ...fact, ...record.sent[index] }));
  const known = ({ acknowledged }, begun) => acknowledged !== null && acknowledged < begun;
  const wordless = record.clicks.map((click) => ({ ...click, type: "consent", agrees: false }));
  for (const { effect, to, begun, text } of record.messages) {
    if (!isMarketing(items.get(effect))) continue;
    const theirs = facts.filter(({ person }) => person.email === to);
    const outs = [...theirs, ...wordless.filter(({ person }) => person.email === to)].filter(
      (fact) => fact.agrees === false && fact.type === "consent" && known(fact, begun),
    );
    for (const out of outs) {
      const back = theirs.some(
        ({ agrees, at, sent }) => agrees === true && sent !== null && sent <= begun && at > out.at,
      );
      if (!back) wrong.push(`${items.get(effect).step} to ${to}, who had opted out`);
    }
    const token = text.match(/\/checkouts\/(\w+)\/recover/)?.[1];
    if (token === undefined || items.get(effect).workflow !== "cart-abandonment-recovery") continue;
    const began = theirs.find((fact) => fact.type === "cart" && fact.token === token).at;
    const gone = theirs.filter(({ type }) => type === "cancel").map(({ number }) => number);
    for (const order of theirs.filter(({ type }) => type === "order")) {
      if (gone.includes(order.number) || !known(order, begun)) continue;
      if (order.token !== token && order.at < began) continue;
      wrong.push(
        `${items.get(effect).step} of cart ${token} to ${to}, after order ${order.number}`,
      );
    }
  }
  return [...new Set(wrong)];
}

/** Marketing keeps the hours, and the cap. */
function hoursAndCaps({ record, items, releases }) {
  const wrong = [];
  const sent = new Map();
  for (const [effect, moments] of releases) {
    const item = items.get(effect);
    if (!isMarketing(item)) continue;
    for (const { now } of moments) {
      const clock = hourIn(now);
      if (clock >= QUIET.from || clock < QUIET.until) {
        wrong.push(`${item.step} was let go at ${new Date(now).toISOString()}, inside quiet hours`);
      }
    }
  }
  for (const message of record.messages.filter(handedOver)) {
    if (!isMarketing(items.get(message.effect))) continue;
    const moments = releases.get(message.effect) ?? [];
    if (!sent.has(message.to)) sent.set(message.to, new Map());
    sent.get(message.to).set(message.effect, moments.at(-1)?.now ?? 0);
  }
  for (const [to, effects] of sent) {
    const moments = [...effects.values()].sort((one, other) => one - other);
    moments.forEach((at, index) => {
      const over = moments[index + CAP.atMost];
      if (over !== undefined && over - at < CAP.hours * HOUR) {
        const when = new Date(over).toISOString();
        wrong.push(`${to} was sent more than ${CAP.atMost} in ${CAP.hours} hours, at ${when}`);
      }
    });
  }
  return wrong;
}

const BERLIN = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  hourCycle: "h23",
  timeZone: "Europe/Berlin",
});
const hourIn = (at) => Number(BERLIN.format(at));

/** What was acknowledged is in the journal once; what was sent again was known again. */
function journaledOnce({ story, record, shops }) {
  const rows = new Map();
  for (const { people } of shops) {
    for (const { sender } of people.flatMap(({ journal }) => journal)) {
      const name = sender?.webhook_id;
      if (name !== undefined) rows.set(name, (rows.get(name) ?? 0) + 1);
    }
  }
  const wrong = [];
  story.facts.forEach(({ type, person }, index) => {
    const { acknowledged, outcomes } = record.sent[index];
    const fact = `fact ${index} (${type} of ${person.email})`;
    const count = rows.get(`fact-${index}`) ?? 0;
    if (acknowledged === null) wrong.push(`${fact} was never acknowledged`);
    if (count !== 1) wrong.push(`${fact} is in the journal ${count} times`);
    if (outcomes.filter((outcome) => outcome === "accepted").length > 1) {
      wrong.push(`${fact} was taken for new more than once`);
    }
    const other = outcomes.find((outcome) => outcome !== "accepted" && outcome !== "duplicate");
    if (other !== undefined) wrong.push(`${fact} was answered ${other}`);
  });
  return wrong;
}

/** The outbox holds what was decided, and says of each thing what really became of it. */
function outboxAgrees({ record, shops, items }) {
  const wrong = [];
  const decided = new Set();
  for (const { people, deadLetters } of shops) {
    for (const { summary } of people.flatMap(({ journal }) => journal)) {
      for (const { id } of summary.effects) decided.add(id);
    }
    for (const { outbox } of people) {
      for (const { id, state, reason } of outbox) {
        if (!ENDS.includes(state)) wrong.push(`${id} is still ${state} (${reason})`);
        if (state !== "sent" && !reason) wrong.push(`${id} is ${state} without a reason`);
        if (state === "failed" && !deadLetters.some(({ subject }) => subject === id)) {
          wrong.push(`${id} failed, and nobody is informed`);
        }
      }
    }
  }
  for (const id of decided) if (!items.has(id)) wrong.push(`${id} was decided and is in no outbox`);
  for (const id of items.keys()) if (!decided.has(id)) wrong.push(`${id} was never decided`);
  const arrived = new Map();
  for (const message of record.messages.filter(handedOver)) arrived.set(message.effect, message);
  for (const { effect, trouble } of record.calls) {
    if (trouble === null) arrived.set(effect, trouble);
  }
  for (const { id, type, state, step } of items.values()) {
    const outside = type === "send" || type === "webhook";
    if (!outside) continue;
    if (state === "sent" && !arrived.has(id)) wrong.push(`${id} (${step}) is sent, and never came`);
    // Whatever may have arrived is never shown as not sent.
    const mail = type === "send" && arrived.has(id) && state !== "sent" && state !== "unknown";
    if (mail && items.get(id).kind === "marketing")
      wrong.push(`${id} (${step}) came, and is ${state}`);
  }
  return wrong;
}

/** Every effect is one customer's, and stands once in that customer's own outbox. */
function nobodyShares({ shops }) {
  const wrong = [];
  const owners = new Map();
  for (const { people } of shops) {
    for (const { customer, journal, outbox } of people) {
      const mine = new Map();
      for (const { id } of outbox) mine.set(id, (mine.get(id) ?? 0) + 1);
      const decided = journal.flatMap(({ summary }) => summary.effects.map(({ id }) => id));
      for (const id of decided) {
        if (mine.get(id) !== 1) wrong.push(`${id} is ${mine.get(id) ?? 0} times in its own outbox`);
        if (owners.has(id) && owners.get(id) !== customer) wrong.push(`${id} is two customers'`);
        owners.set(id, customer);
      }
    }
  }
  return wrong;
}

/** Nothing is late, nothing became a dead letter but effects that failed. */
function nothingHangs({ shops }) {
  const wrong = [];
  for (const { health, deadLetters } of shops) {
    if (health.late_by_ms > 0) wrong.push(`something is late by ${health.late_by_ms} ms`);
    if (health.next_due !== null && health.alarm === null) wrong.push("no alarm is set");
    if (health.engine_traps > 0) wrong.push(`${health.engine_traps} traps`);
    for (const { kind, subject, reason } of deadLetters) {
      if (kind !== "effect") wrong.push(`${kind} ${subject} became a dead letter: ${reason}`);
    }
  }
  return wrong;
}

/** From nothing, the journal's inputs, moments and plans give the same decisions and states. */
function madeAgain({ shops }) {
  const engine = openEngine();
  const wrong = [];
  for (const { people, plans } of shops) {
    for (const text of plans.values()) engine.load(text);
    for (const { journal } of people) {
      const states = new Map();
      for (const { id, customer, plan, input, now, summary, state_hash } of inOrder(journal)) {
        const again = engine.transition(plan, states.get(customer) ?? "", input, now);
        states.set(customer, again.state);
        const isSame = isHashOf(engine, again.state, state_hash);
        const same = JSON.stringify(again.summary) === JSON.stringify(summary);
        if (!isSame || !same) wrong.push(`${id} comes out otherwise`);
      }
    }
  }
  return wrong;
}

/**
 * Every decision about every customer of a shop, one a line, sorted and without its moment: two runs are
 * never at the same millisecond, and what is tried at the same time is answered in any order.
 */
export function decisionsIn({ people }) {
  const timeless = (value) =>
    JSON.stringify(value, (_, inner) =>
      typeof inner === "number" && inner > 1e12 ? "then" : inner,
    );
  return people
    .flatMap(({ customer, journal }) =>
      journal.flatMap(({ summary }) =>
        summary.trace.map(({ is }) => `${customer} ${timeless(is)}`),
      ),
    )
    .toSorted();
}
