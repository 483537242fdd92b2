/** Reads what the edge decided since the last look, and prints it. */
import * as screen from "./screen.mjs";

/** Prints everything new about everybody, in the order in which it was decided. */
export async function follow(shop, mailbox, people) {
  const news = (await Promise.all(people.map((person) => newsOf(shop, mailbox, person)))).flat();
  news.sort((a, b) => a.now - b.now);
  for (const { person, ...decision } of news) {
    person.decisions.push(decision);
    screen.decided(person, decision);
  }
}

async function newsOf(shop, mailbox, person) {
  if (person.customer === null) {
    const { customers } = await shop.api("POST", "/customers/search", { q: person.email });
    person.customer = customers[0]?.customer ?? null;
    if (person.customer === null) return [];
  }
  const { moments } = await shop.api("GET", `/customers/${person.customer}/timeline?limit=200`);
  const fresh = moments.filter(({ id }) => !person.seen.has(id)).reverse();
  const news = [];
  for (const moment of fresh) {
    person.seen.add(moment.id);
    for (const [index, { is }] of moment.summary.trace.entries()) {
      if (is.type === "allowed") person.steps.set(is.effect, `${is.step} of ${is.workflow}`);
      const decision = {
        person,
        now: moment.now,
        type: is.type,
        reason: is.reason ?? null,
        step: person.steps.get(is.effect) ?? null,
        sentence: moment.sentences[index] ?? "",
        code: is.outcome?.code ?? null,
      };
      const payload = moment.summary.answer?.payload;
      if (is.type !== "released") news.push(decision);
      else if (payload?.type !== "send") news.push({ ...decision, type: payload?.type, payload });
      else news.push({ ...decision, ...(await letGo(payload, mailbox, person)) });
    }
  }
  return news;
}

/** A mail that was let go: the one that arrives in this mailbox. */
async function letGo(payload, mailbox, person) {
  person.sends += 1;
  for (const limit = Date.now() + PATIENCE; Date.now() < limit; ) {
    if (mailbox.to(person.email).length >= person.sends) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const mail = mailbox.to(person.email)[person.sends - 1];
  return { type: "mail", subject: mail?.subject ?? null, message: payload.message };
}

/** How long a mail that was let go may take to arrive, in milliseconds. */
const PATIENCE = 5_000;
