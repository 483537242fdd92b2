/**
 * Comparing a connected store's lists with what its webhooks said, so that nothing that happened is missed.
 *
 * WooCommerce sends a webhook once. What fails on its way, because we were down or the store's queue was, is
 * lost, unless somebody looks. So every hour the orders and products that changed are read, and the accounts
 * that are new; once a day the orders of the last 90 days are compared one by one, because a deleted order, a
 * deleted refund and an order that lost its account change no date. What is found is taken in like a
 * webhook, late, under a topic of its own; what says nothing new leaves no trace.
 *
 * Times are the store's own: `modified_after` counts from the latest change that it showed us.
 */
import { sha256 } from "../ids.ts";
import { logError } from "../log.ts";
import { type PageTrouble, readPage, readRow, type Row } from "../platform/woocommerce/pages.ts";
import type { Arrivals } from "./arrivals.ts";
import { connectedAt, wooCommerceOf } from "./connection.ts";
import { FOUND } from "./deliver.ts";
import { begun, larger, offsetOf, type Progress, smaller, take } from "./list-progress.ts";
import { hasSubscriptions, importedAccounts, isImporting } from "./import.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What changed in the store within this time before the latest known change is read again. */
const OVERLAP = 10 * 60_000;
/** How far a store's clock may be behind ours at the beginning. */
const SKEW = DAY;
/** Which orders are compared one by one. */
const RECENT = 90 * DAY;
const SIZE = 100;
const LOOKED_AFTER = 30_000;
const TRIED_AGAIN = 60_000;
/** Orders that are no longer listed and are asked about in one go, at most. */
const GONE_AT_ONCE = 100;

/** What a pass looks for: changes in a list, new accounts, or each recent order by itself. */
type Look = Changing | "customers" | "recent";
/** The lists whose rows say when they changed. */
type Changing = "orders" | "products" | "subscriptions";

interface Pass {
  look: Look;
  progress: Progress;
  /** Of changes: those after this moment of the store's. Of recent orders: those placed after it. */
  after: number;
  /** The latest change that was seen. */
  latest: number;
  begun_at: number;
}

interface Kept {
  /** The latest change of each list that is known, by the store's clock. */
  latest: Record<Changing, number>;
  /** How far the accounts are known; null before an import has read them. */
  customers: Progress | null;
  /** When each recent order was last compared. */
  recent_at: number | null;
  /** When all was last looked at. */
  done_at: number | null;
  /** What is still to be looked at in this round, and the pass that is underway. */
  left: Look[];
  pass: Pass | null;
}

const KEPT = "comparison";
/** The comparisons that this process has a request of out. */
const OUT = new WeakSet<Stores>();

/** Sees to it that a connected store is compared: from now on, or from where it was left. */
export function keepComparing({ sql, timers }: Stores, now: number): void {
  if (timers.has("comparison")) return;
  if (kept(sql) === null) {
    const latest = now - SKEW;
    const lists = { orders: latest, products: latest, subscriptions: latest };
    const never = { customers: null, recent_at: null, done_at: null };
    keep(sql, { latest: lists, ...never, left: [], pass: null });
  }
  timers.set({ kind: "comparison" }, now + HOUR);
}

/** When the store's lists were last compared with what is known; null before the first time. */
export const comparedAt = ({ sql }: Stores): number | null => kept(sql)?.done_at ?? null;

/** For how long a store hasn't been compared, where that is unusually long; null where it isn't. */
export function comparedBehind(stores: Stores, now: number): number | null {
  const connected = connectedAt(stores);
  if (connected === null || wooCommerceOf(stores) === null || isImporting(stores)) return null;
  const behind = now - Math.max(comparedAt(stores) ?? 0, connected);
  return behind > DAY ? behind : null;
}

/** Where the comparison's timer is due: whether a page is to be read now. */
export function comparisonDue(stores: Stores, timer: Timer, now: number): boolean {
  if (connectedAt(stores) === null || kept(stores.sql) === null) {
    stores.timers.end(timer);
    return false;
  }
  // The import reads the same lists, and would read them twice.
  const waits = isImporting(stores) ? TRIED_AGAIN : LOOKED_AFTER;
  stores.timers.repeat(timer, now + waits);
  return waits === LOOKED_AFTER && !OUT.has(stores);
}

/** Reads the next page of what is to be compared. Never throws. */
export async function compareNext(stores: Stores, arrivals: Arrivals): Promise<void> {
  OUT.add(stores);
  try {
    await readNext(stores, arrivals);
  } catch (error) {
    // Its timer stands.
    logError("comparison-failed", error, { shop: stores.settings.shop });
  } finally {
    OUT.delete(stores);
  }
}

async function readNext(stores: Stores, arrivals: Arrivals): Promise<void> {
  const { sql, clock } = stores;
  const found = kept(sql);
  const [store, connected] = [wooCommerceOf(stores), connectedAt(stores)];
  if (found === null || store === null || connected === null) return;
  const accounts = found.customers ?? importedAccounts(stores);
  const known = { ...found, customers: accounts };
  const has = hasSubscriptions(stores);
  const state = found.pass === null ? nextPass(known, has, clock.now()) : known;
  const { pass } = state;
  if (pass === null) return rest(stores, state);
  const answered = await readPage(store.domain, store.keys, wantedOf(pass));
  if (answered.page === null) return again(stores, state, pass, answered.trouble);
  const taken = take(pass.progress, answered.page);
  if (taken.fault !== null) return again(stores, state, pass);
  const rows = pass.look === "recent" ? changedOf(stores, taken.fresh, connected) : taken.fresh;
  const whole = pass.look === "recent" ? await wholeOrders(store, rows) : rows;
  // What began before the store was connected is past, as in the import.
  const about = { topic: topicOf(pass.look), importedBefore: connected };
  if (whole === null || !(await arrivals.takeRows(whole, about))) {
    return again(stores, state, pass);
  }
  stores.transaction(() => {
    const now = clock.now();
    if (pass.look === "recent") noteOrders(stores, taken.fresh, pass.begun_at);
    const latest = taken.fresh.reduce((max, row) => Math.max(max, changedAt(row)), pass.latest);
    const next = { ...pass, progress: larger(taken.progress, SIZE), latest };
    keep(sql, taken.progress.done ? passed(state, next) : { ...state, pass: next });
    soon(stores, now);
  });
  if (pass.look === "recent" && taken.progress.done) await askAboutGone(stores, arrivals, pass);
}

/** What comes next: the next look of this round, the first of a new one, or nothing for now. */
function nextPass(found: Kept, hasSubscriptions: boolean, now: number): Kept {
  const isDaily = found.recent_at === null || now - found.recent_at >= DAY;
  const round: Look[] = ["orders", "products"];
  if (hasSubscriptions) round.push("subscriptions");
  if (found.customers !== null) round.push("customers");
  if (isDaily) round.push("recent");
  const isDue = found.done_at === null || now - found.done_at >= HOUR;
  const [look, ...left] = found.left.length > 0 ? found.left : isDue ? round : [];
  if (look === undefined) return found;
  const latest = isChanging(look) ? found.latest[look] : 0;
  const pass: Pass = {
    look,
    progress: progressOf(look, found),
    after: isChanging(look) ? latest - OVERLAP : now - RECENT,
    latest,
    begun_at: now,
  };
  return { ...found, left, pass };
}

/** New accounts come last, so their list is read on from where it ended. */
const progressOf = (look: Look, { customers }: Kept): Progress =>
  look === "customers" && customers !== null ? { ...customers, done: false } : begun(SIZE);

/** What is known after a pass. */
function passed(found: Kept, { look, progress, latest, begun_at: at }: Pass): Kept {
  const isEnd = found.left.length === 0;
  return {
    ...found,
    pass: null,
    ...(isChanging(look) ? { latest: { ...found.latest, [look]: latest } } : {}),
    ...(look === "customers" ? { customers: progress } : {}),
    ...(look === "recent" ? { recent_at: at } : {}),
    ...(isEnd ? { done_at: at } : {}),
  };
}

function wantedOf({ look, progress, after }: Pass) {
  const since = new Date(after).toISOString().slice(0, 19);
  const page = { offset: offsetOf(progress), size: progress.size };
  const changed = `modified_after=${since}&dates_are_gmt=true`;
  if (isChanging(look)) return { ...page, list: look, query: `status=any&${changed}` };
  if (look === "customers") return { ...page, list: "customers", query: "role=all" };
  const fields = "id,status,customer_id,total,refunds,date_created_gmt";
  const query = `status=any&after=${since}&dates_are_gmt=true&_fields=${fields}`;
  return { ...page, list: "orders", query };
}

const isChanging = (look: Look): look is Changing => look !== "customers" && look !== "recent";

const TOPICS = {
  orders: "order",
  products: "product",
  subscriptions: "subscription",
  customers: "customer",
  recent: "order",
} as const satisfies Record<Look, string>;
const topicOf = (look: Look): string => TOPICS[look] + FOUND;

/** When a row last changed, by the store's clock; 0 where it doesn't say. */
function changedAt({ json }: Row): number {
  const { date_modified_gmt: at } = JSON.parse(json) as { date_modified_gmt?: string };
  return Date.parse(`${at}Z`) || 0;
}

/**
 * The orders among these that are other than at the last comparison, or that nobody told us of since the
 * store was connected. Those of before are the import's.
 */
function changedOf({ sql, customers }: Stores, rows: readonly Row[], connected: number): Row[] {
  const query = "SELECT mark FROM store_order WHERE id = ?";
  return rows.filter((row) => {
    const known = sql.exec<{ mark: string }>(query, row.id).toArray()[0]?.mark;
    if (known !== undefined) return known !== markOf(row.json);
    const { status } = JSON.parse(row.json) as { status?: string };
    const isDraft = status === "checkout-draft" || status === "auto-draft";
    if (isDraft || placedAt(row) < connected) return false;
    const key = `woocommerce:order:${row.id}`;
    return customers.identify([{ key, strength: "confirmed" }])[0] === null;
  });
}

/** When an order was placed, by the store's clock; 0 where it doesn't say. */
function placedAt({ json }: Row): number {
  const { date_created_gmt: at } = JSON.parse(json) as { date_created_gmt?: string };
  return Date.parse(`${at}Z`) || 0;
}

const markOf = (json: string): string => sha256(json).slice(0, 16);

function noteOrders({ sql }: Stores, rows: readonly Row[], seen: number): void {
  const write = `INSERT INTO store_order VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (id) DO UPDATE SET mark = ?2, placed = ?3, seen = ?4`;
  for (const row of rows) sql.exec(write, row.id, markOf(row.json), placedAt(row), seen);
}

/** The orders as the store shows them one by one; null where it doesn't. */
async function wholeOrders(
  { domain, keys }: NonNullable<ReturnType<typeof wooCommerceOf>>,
  rows: readonly Row[],
): Promise<Row[] | null> {
  const whole: Row[] = [];
  for (const { id } of rows) {
    const answer = await readRow(domain, keys, "orders", id);
    if ("trouble" in answer) return null;
    // Gone between the list and now: the next comparison says so.
    if (answer.row !== null) whole.push(answer.row);
  }
  return whole;
}

/** Orders that were listed and no longer are: the store is asked about each before anything follows. */
async function askAboutGone(stores: Stores, arrivals: Arrivals, pass: Pass): Promise<void> {
  const { sql } = stores;
  const query = "SELECT id FROM store_order WHERE seen < ? AND placed > ? LIMIT ?";
  const gone = sql
    .exec<{ id: number }>(query, pass.begun_at, pass.after + DAY, GONE_AT_ONCE)
    .toArray();
  const rows = gone.map(({ id }) => ({ id, json: JSON.stringify({ id }) }));
  if (!(await arrivals.takeRows(rows, { topic: "order.deleted" }))) return;
  stores.transaction(() => {
    const drop = "DELETE FROM store_order WHERE id IN (SELECT value FROM json_each(?))";
    sql.exec(drop, JSON.stringify(gone.map(({ id }) => id)));
    // Those that became too old are not compared anymore.
    sql.exec("DELETE FROM store_order WHERE placed <= ?", pass.after);
  });
}

/** The next round is in an hour. */
function rest(stores: Stores, { done_at: done }: Kept): void {
  stores.transaction(() => soon(stores, (done ?? stores.clock.now()) + HOUR));
}

/** The same place is tried again, with fewer rows where they were too many, else later. */
function again(stores: Stores, state: Kept, pass: Pass, trouble: PageTrouble | null = null): void {
  const less = trouble === "too-much" ? smaller(pass.progress) : null;
  const pause = trouble === null || trouble === "busy" ? TRIED_AGAIN : 5 * TRIED_AGAIN;
  stores.transaction(() => {
    const now = stores.clock.now();
    keep(stores.sql, { ...state, pass: { ...pass, progress: less ?? pass.progress } });
    soon(stores, less === null ? now + pause : now);
  });
}

function soon({ timers }: Stores, at: number): void {
  timers.drop({ kind: "comparison" });
  timers.set({ kind: "comparison" }, at);
  timers.arm();
}

function kept(sql: Stores["sql"]): Kept | null {
  const text = readMeta(sql, KEPT);
  return typeof text === "string" ? (JSON.parse(text) as Kept) : null;
}

const keep = (sql: Stores["sql"], found: Kept): void => writeMeta(sql, KEPT, JSON.stringify(found));
