/**
 * What the admin reads: customers, their stories, the outbox, what needs a look.
 *
 * Everything is opened here and nowhere else, for a caller that the routes have checked.
 */
import { profileIn, type Profile } from "./profile.ts";
import type { Customer } from "./customers.ts";
import { SOFT_STATE } from "./decide.ts";
import { effectOf, type Filter, type Item } from "./outbox.ts";
import { knownAs } from "../channel/address.ts";
import type { Stores } from "./stores.ts";

/** Customers opened for one search that is not an exact key. */
const SEARCHED = 1_000;

export interface CustomerLine extends Profile {
  customer: string;
  decided_at: number;
  decisions: number;
  wake: { at: number; reason: string } | null;
}

/** One page of customers, by a search or by who was decided about last, and how many there are of them. */
export function customerPage(stores: Stores, query: string, limit: number, offset: number) {
  const { customers } = stores;
  const found = query === "" ? null : search(stores, query);
  const ids = found?.slice(offset, offset + limit) ?? customers.recentIds(limit, offset);
  const lines = ids.flatMap((id) => {
    const customer = customers.find(id);
    return customer === null ? [] : [{ ...lineOf(customer), ...sumsOf(stores, customer) }];
  });
  return { customers: lines, total: found?.length ?? customers.count() };
}

/**
 * A customer with state, next wake and everything ever meant for them. `earlier` is where the stories
 * begin, for `timeline`, that customers had who were merged into this one.
 */
export function customerDetail(stores: Stores, id: string) {
  const customer = stores.customers.find(id);
  if (customer === null) return null;
  return {
    ...lineOf(customer),
    absorbed: customer.absorbed,
    earlier: stores.customers
      .headsOf(customer)
      .slice(1)
      .filter((head) => head !== null),
    plan: stores.plans.live,
    now: stores.clock.now(),
    standing: standingOf(stores, customer),
    state: JSON.parse(customer.state || "null"),
    outbox: stores.outbox.ofCustomer(customer.id).map((item) => withContent(stores, item)),
  };
}

/** A page of a customer's story, the newest first: each row can be replayed exactly. */
export function timeline(stores: Stores, id: string, before: string | null, limit: number) {
  const customer = stores.customers.find(id);
  if (customer === null) return null;
  if (before !== null && !isOf(stores, before, customer)) return null;
  const { moments, next } = stores.journal.story(before ?? customer.head, limit);
  const told = moments.map((moment) => {
    const summary = moment.summary as { trace?: unknown[] };
    return { ...moment, sentences: sentencesOf(stores, moment.plan, summary.trace ?? []) };
  });
  return { customer: customer.id, absorbed: customer.absorbed, moments: told, next };
}

/** Effects with what was sent, where it was made already. */
export function outboxPage(stores: Stores, filter: Filter, limit: number, offset: number) {
  const { items, total } = stores.outbox.list(filter, limit, offset);
  const outbox = items.map((item) => {
    const customer = stores.customers.find(item.customer);
    return { ...withContent(stores, item), person: profileIn(customer?.state ?? "") };
  });
  return { outbox, total, counts: stores.outbox.counts(filter.of) };
}

/** What failed, each with the workflow and the step that it belongs to, where it has one. */
export function deadLetters({ deadLetters: letters, outbox }: Stores, limit: number) {
  return letters.list(limit).map((letter) => {
    const effect = effectOf(letter.subject) ?? letter.subject;
    const item = letter.kind === "delivery" ? null : outbox.find(effect);
    return {
      ...letter,
      workflow: item?.workflow ?? null,
      step: item?.step ?? null,
      type: item?.type ?? null,
      channel: item?.channel ?? null,
    };
  });
}

/** Whether all is well, in figures. */
export function health(stores: Stores, alarm: number | null) {
  const { timers, clock, outbox, deadLetters, endpoints, plans, engine, customers, settings } =
    stores;
  const now = clock.now();
  const next = timers.next();
  return {
    shop: settings.shop,
    now,
    clock_offset_ms: clock.offset,
    engine: engine.info(),
    engine_traps: engine.traps,
    plan: plans.live,
    customers: customers.count(),
    outbox: outbox.counts(),
    dead_letters: deadLetters.count(),
    undecided: stores.undecided.count(),
    next_due: next,
    late_by_ms: next === null ? 0 : Math.max(0, now - next),
    alarm,
    failing_endpoints: endpoints.list(),
    rows_written: stores.sql.rowsWritten,
    uninstalled_at: settings.uninstalledAt,
    large_states: largeStates(stores),
  };
}

/** Everything held about one person, for the person. */
export function dataExport(stores: Stores, id: string) {
  const detail = customerDetail(stores, id);
  const customer = stores.customers.find(id);
  if (detail === null || customer === null) return null;
  const heads = stores.customers.headsOf(customer);
  return { ...detail, journal: heads.flatMap((head) => [...stores.journal.chain(head)]) };
}

export function privacyRequests(stores: Stores) {
  const query =
    "SELECT id, kind, customer, at, due_by, done_at FROM privacy_request ORDER BY at DESC LIMIT 500";
  return stores.sql.exec(query).toArray();
}

function lineOf(customer: Customer): CustomerLine {
  return {
    customer: customer.id,
    ...profileIn(customer.state),
    decided_at: customer.now,
    decisions: customer.seq,
    wake:
      customer.wakeAt === null ? null : { at: customer.wakeAt, reason: customer.wakeReason ?? "" },
  };
}

/** An id, an exact key (an email, a telephone number, a platform's id), or a part of a name. */
function search(stores: Stores, query: string): string[] {
  const { customers, settings } = stores;
  const text = query.trim().toLowerCase();
  const keys = [
    `email:${knownAs(text)}`,
    `phone:${text}`,
    `${settings.platform}:customer:${text}`,
    text,
  ];
  const exact = customers
    .identify(keys.map((key) => ({ key, strength: "confirmed" as const })))
    .flatMap((found) => (found === null ? [] : [found.customer]));
  if (exact.length > 0) return [...new Set(exact)];
  if (customers.find(text) !== null) return [text];
  return customers.recentIds(SEARCHED, 0).filter((id) => {
    const customer = customers.find(id);
    const { email, name } = profileIn(customer?.state ?? "");
    return `${email ?? ""} ${name ?? ""}`.toLowerCase().includes(text);
  });
}

/** Orders, spend, consent and tier, for a line of a list; the engine says what counts. */
function sumsOf(stores: Stores, customer: Customer) {
  const { orders, spent, consents, tier, tiers } = standingOf(stores, customer);
  const name = tiers.find(({ id }) => id === tier)?.name ?? tier;
  return { orders, spent, consents, tier: name };
}

/** Score, points and the way to each tier, as they are now. */
function standingOf({ plans, engine, ranks, clock }: Stores, customer: Customer) {
  const facts = ranks.needed ? ranks.latest().facts : null;
  const ask = (plan: string) => engine.standing(plan, customer.state, facts, clock.now());
  return plans.with(plans.live, ask);
}

function isOf(stores: Stores, moment: string, customer: Customer): boolean {
  const owner = stores.journal.ownerOf(moment);
  return owner !== null && (owner === customer.id || customer.absorbed.includes(owner));
}

/** What was decided, in the engine's words. */
export function sentencesOf(stores: Stores, plan: string, trace: unknown[]): string[] {
  if (trace.length === 0) return [];
  return stores.plans.with(plan, (loaded) => stores.engine.sentences(loaded, trace));
}

function withContent(stores: Stores, item: Item) {
  const content = stores.outbox.content(item.id) as Record<string, unknown> | null;
  if (content === null) return { ...item, content: null };
  const { mime: _, ...shown } = content;
  return { ...item, content: shown };
}

/** Customers whose state is past the soft limit; sealed bytes stand for the text's. */
function largeStates(stores: Stores): number {
  const query = "SELECT count(*) AS n FROM customer WHERE length(state) > ?";
  return stores.sql.exec<{ n: number }>(query, SOFT_STATE).one().n;
}
