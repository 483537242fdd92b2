/**
 * What the admin reads: customers, their stories, the outbox, what needs a look.
 *
 * Everything is opened here and nowhere else, for a caller that the routes have checked.
 */
import type { Entry, ShopFacts, TraceInWords } from "edgewise";
import { asWritten } from "../channel/own-links.ts";
import type { Sms } from "../channel/sms/text-message.ts";
import { background } from "./background.ts";
import { profileIn } from "./profile.ts";
import type {
  CustomerDetail,
  CustomerLine,
  CustomerPage,
  CustomerSummary,
  Timeline,
} from "../contract/customers.ts";
import type { DeadLetter } from "../contract/failures.ts";
import type { Health } from "../contract/operations.ts";
import type { OutboxItem, OutboxPage } from "../contract/outbox.ts";
import type { PrivacyRequest } from "../contract/privacy.ts";
import { type Customer, jsonOf, NO_STATE, textOf } from "./customer.ts";
import type { Seen } from "./customers.ts";
import { SOFT_STATE } from "./decide.ts";
import type { Filter, Item } from "./outbox.ts";
import { effectOf } from "./timers.ts";
import { knownAs } from "../channel/address.ts";
import type { Email } from "../channel/email.ts";
import type { Stores } from "./stores.ts";
import { shortLink } from "./short-links.ts";
import { isText } from "./texting.ts";
import { LARGEST_PAGE, Turn } from "./turn.ts";

/** Customers opened for one search that is not an exact key. */
const SEARCHED = 1_000;
/** How long such a search may take, in milliseconds: somebody waits for it, and so do others. */
const SEARCH_TIME = 60;
/** What was meant for one customer, in one view of them: the newest, up to a number. */
const SHOWN_OUTBOX = 200;
/** Rows of one page of an export. */
const EXPORTED = 200;

/** One page of customers, by a search or by who was decided about last, and how many there are of them. */
export async function customerPage(
  stores: Stores,
  query: string,
  limit: number,
  offset: number,
): Promise<CustomerPage> {
  const { customers } = stores;
  const { ids, total } =
    query === ""
      ? await customers.recent(limit, offset)
      : partOf(await search(stores, query), limit, offset);
  const seen = ids.flatMap((id) => customers.look(id) ?? []);
  return { customers: summariesOf(stores, seen), total };
}

/** Customers by their ids, in that order; those who are no more are left out, and nobody stands there twice. */
export function customersNamed(stores: Stores, ids: readonly string[]): CustomerPage {
  const seen = new Map<string, Seen>();
  for (const id of ids) {
    const customer = stores.customers.look(id);
    if (customer !== null) seen.set(customer.id, customer);
  }
  const customers = summariesOf(stores, [...seen.values()]);
  return { customers, total: customers.length };
}

/** The lines of a list. */
export function summariesOf(stores: Stores, customers: readonly Seen[]): CustomerSummary[] {
  const names = new Map(stores.segments.defined().map(({ id, name }) => [id, name]));
  return customers.map((customer) => ({
    ...lineOf(stores, customer),
    ...sumsOf(stores, customer),
    segments: stores.segments
      .of(customer.id)
      .map(({ segment: id }) => ({ id, name: names.get(id) ?? id })),
  }));
}

const partOf = (found: string[], limit: number, offset: number) => ({
  ids: found.slice(offset, offset + limit),
  total: found.length,
});

/**
 * A customer with state, next wake and the newest of what was ever meant for them. `earlier` is where the
 * stories begin, for `timeline`, that customers had who were merged into this one.
 */
export function customerDetail(stores: Stores, id: string): CustomerDetail | null {
  const customer = stores.customers.look(id);
  if (customer === null) return null;
  return { ...aboutOne(stores, customer), outbox: newestOf(stores, customer.id) };
}

function aboutOne(stores: Stores, customer: Seen): Omit<CustomerDetail, "outbox"> {
  return {
    ...lineOf(stores, customer),
    absorbed: customer.absorbed,
    earlier: stores.customers
      .headsOf(customer)
      .slice(1)
      .filter((head) => head !== null),
    plan: stores.plans.live,
    now: stores.clock.now(),
    standing: customer.unreadable ? null : standingOf(stores, customer),
    state: JSON.parse(jsonOf(stores.engine, customer.state) || "null"),
  };
}

/** What was meant for a customer last, in its order; contents as far as they fit into one answer. */
function newestOf(stores: Stores, customer: string) {
  let room = LARGEST_PAGE;
  const items = stores.outbox.newestOf(customer, SHOWN_OUTBOX).map((item) => {
    const shown = room > 0 ? withContent(stores, item) : { ...item, content: null };
    room -= JSON.stringify(shown.content).length;
    return shown;
  });
  return items.reverse();
}

/** A page of a customer's story, the newest first: each row can be replayed exactly. */
export function timeline(
  stores: Stores,
  id: string,
  before: string | null,
  limit: number,
): Timeline | null {
  const customer = stores.customers.look(id);
  if (customer === null) return null;
  const from = before === null ? customer.head : stores.journal.rows.find(before);
  if (before !== null && (from === null || !isOf(stores, from, customer))) return null;
  const { moments, next } = stores.journal.page(from, limit);
  const explained = moments.map((moment) => {
    return { ...moment, ...inWords(stores, moment.plan, moment.summary?.trace ?? []) };
  });
  return { customer: customer.id, absorbed: customer.absorbed, moments: explained, next };
}

/** Effects with what was sent, where it was made already. */
export async function outboxPage(
  stores: Stores,
  filter: Filter,
  limit: number,
  offset: number,
): Promise<OutboxPage> {
  const { items, total } = await stores.outbox.list(filter, limit, offset);
  const outbox = items.map((item) => {
    const customer = stores.customers.look(item.customer);
    return {
      ...withContent(stores, item),
      person: profileIn(stores.engine, customer?.state ?? NO_STATE),
    };
  });
  return { outbox, total, counts: await stores.outbox.counts(filter.of) };
}

/** What failed, each with the workflow and the step that it belongs to, where it has one. */
export function deadLetters({ deadLetters: stored, outbox }: Stores, limit: number): DeadLetter[] {
  return stored.list(limit).map((one) => {
    const effect = effectOf(one.subject) ?? one.subject;
    const item = one.kind === "delivery" ? null : outbox.find(effect);
    return {
      ...one,
      workflow: item?.workflow ?? null,
      step: item?.step ?? null,
      type: item?.type ?? null,
      channel: item?.channel ?? null,
    };
  });
}

/** Whether all is well, in metrics. */
export async function health(stores: Stores, alarm: number | null): Promise<Health> {
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
    outbox: await outbox.counts(),
    dead_letters: deadLetters.count(),
    undecided: stores.undecided.count(),
    next_due: next,
    late_by_ms: next === null ? 0 : Math.max(0, now - next),
    alarm,
    failing_endpoints: endpoints.list(),
    rows_written: stores.sql.rowsWritten,
    uninstalled_at: settings.uninstalledAt,
    large_states: largeStates(stores),
    background: background(stores),
  };
}

/** Where an export of one person goes on: which part, and from which row on. */
export interface ExportPlace {
  part: "outbox" | "journal";
  /** Whose outbox, and the item or the row to go on with. */
  at: string;
  /** The journals that come after this one. */
  heads: string[];
}

/** What an export begins with: all that is held about one person but outbox and journal. */
export function exportHead(stores: Stores, id: string): { head: object; next: ExportPlace } | null {
  const customer = stores.customers.look(id);
  if (customer === null) return null;
  const heads = stores.customers.headsOf(customer).filter((head) => head !== null);
  return { head: aboutOne(stores, customer), next: { part: "outbox", at: "", heads } };
}

/** The next page of an export, a turn's worth at most: rows of one part, and where it goes on. */
export function exportPage(
  stores: Stores,
  id: string,
  { part, at, heads }: ExportPlace,
): { rows: unknown[]; next: ExportPlace | null } {
  const [first, ...rest] = heads;
  const journal: ExportPlace | null =
    first === undefined ? null : { part: "journal", at: first, heads: rest };
  if (part === "outbox") {
    const items = stores.outbox.ofCustomerAfter(id, at, EXPORTED);
    const { rows, last } = aTurnOf(items, (item) => withContent(stores, item));
    const over = items.length < EXPORTED && last === items.length;
    const next = items[last - 1]?.id;
    return { rows, next: over || next === undefined ? journal : { part, at: next, heads } };
  }
  const { moments, next } = stores.journal.page(at, EXPORTED);
  return { rows: moments, next: next === null ? journal : { part, at: next, heads } };
}

/** As many of the items as fit into a turn and a page; at least one. */
function aTurnOf<T, R>(items: T[], rowOf: (item: T) => R): { rows: R[]; last: number } {
  const turn = new Turn();
  const rows: R[] = [];
  let room = LARGEST_PAGE;
  for (const item of items) {
    if (!turn.next() || room <= 0) break;
    const row = rowOf(item);
    room -= JSON.stringify(row).length;
    rows.push(row);
  }
  return { rows, last: rows.length };
}

export function privacyRequests(stores: Stores): PrivacyRequest[] {
  const query =
    "SELECT id, kind, customer, at, due_by, done_at FROM privacy_request ORDER BY at DESC LIMIT 500";
  return stores.sql.exec<PrivacyRequest & Record<string, SqlStorageValue>>(query).toArray();
}

function lineOf({ engine }: Stores, customer: Seen): CustomerLine {
  return {
    customer: customer.id,
    ...(customer.unreadable ? { unreadable: true } : {}),
    ...profileIn(engine, customer.state),
    decided_at: customer.now,
    decisions: customer.seq,
    wake:
      customer.wakeAt === null ? null : { at: customer.wakeAt, reason: customer.wakeReason ?? "" },
  };
}

/** An id, an exact key (an email, a telephone number, a platform's id), or a part of a name. */
async function search(stores: Stores, query: string): Promise<string[]> {
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
  if (customers.look(text) !== null) return [text];
  const { ids } = await customers.recent(SEARCHED, 0);
  const turn = new Turn(SEARCHED, SEARCH_TIME);
  return ids.filter((id) => {
    if (!turn.next()) return false;
    const customer = customers.look(id);
    const { email, name } = profileIn(stores.engine, customer?.state ?? NO_STATE);
    return `${email ?? ""} ${name ?? ""}`.toLowerCase().includes(text);
  });
}

/** Orders, spend, consent, tier and points, for a line of a list; the engine says what counts. */
function sumsOf(
  stores: Stores,
  customer: Seen,
): Omit<CustomerSummary, keyof CustomerLine | "segments"> {
  if (customer.unreadable) {
    return { orders: 0, spent: null, last_order_at: null, consents: [], tier: null, points: 0 };
  }
  const { orders, spent, last_order_at, consents, points, tier, tiers } = standingOf(
    stores,
    customer,
  );
  const name = tiers.find(({ id }) => id === tier)?.name ?? tier;
  return { orders, spent, last_order_at, consents, tier: name, points };
}

/** Score, points and the way to each tier, as they are now. */
function standingOf({ plans, engine, rfm, clock }: Stores, customer: Customer) {
  const facts = rfm.needed ? (rfm.latest().facts as ShopFacts) : null;
  const ask = (plan: string) => engine.standing(plan, textOf(customer.state), facts, clock.now());
  return plans.with(plans.live, ask);
}

function isOf(stores: Stores, moment: string, customer: Customer): boolean {
  const owner = stores.journal.ownerOf(moment);
  return owner !== null && (owner === customer.id || customer.absorbed.includes(owner));
}

/** What was decided and what its conditions saw, in the engine's words under the plan that decided. */
export function inWords(stores: Stores, plan: string, trace: Entry[]): TraceInWords {
  if (trace.length === 0) return { sentences: [], saw: [] };
  return stores.plans.with(plan, (loaded) => stores.engine.inWords(loaded, trace));
}

function withContent(stores: Stores, shown: Item): OutboxItem {
  const cameBack = shown.type === "send" ? stores.cameBack.of(shown.id) : null;
  const item = cameBack === null ? shown : { ...shown, came_back: cameBack };
  const { content, unreadable } = stores.outbox.shown(item.id);
  if (unreadable) return { ...item, content: null, unreadable: true };
  if (content === null) return { ...item, content: null };
  const seen =
    "mime" in (content as object)
      ? shownEmail(content as Email)
      : isText(item)
        ? shownText(stores, item.id, content as Sms)
        : content;
  return { ...item, content: seen as NonNullable<OutboxItem["content"]> };
}

/** An email without what only its hand-over needs. Looking at it, and at its links, counts as nothing. */
const shownEmail = ({ from, to, subject, test, ...parts }: Email) => ({
  ...{ from, to, subject },
  ...asWritten(parts),
  ...(test === undefined ? {} : { test }),
});

/** A text with its links as they were written. */
function shownText(stores: Stores, effect: string, { to, text, segments, links = [], test }: Sms) {
  const targets = new Map(links.map((link, place) => [shortLink(stores, effect, place), link]));
  const written = text.replace(SHORT, (short, token: string) => targets.get(token) ?? short);
  const whole = { to, text: written, segments, ...(links.length === 0 ? {} : { links }) };
  return { ...whole, ...(test === undefined ? {} : { test }) };
}

const SHORT = /https?:\/\/[^\s/]+\/l\/([a-z2-7]{22})/g;

/** Customers whose state is past the soft limit; of rows of earlier releases sealed bytes stand for the text's. */
function largeStates(stores: Stores): number {
  const query = "SELECT count(*) AS n FROM customer WHERE coalesce(size, length(state)) > ?";
  return stores.sql.exec<{ n: number }>(query, SOFT_STATE).one().n;
}
