/**
 * Comparing a connected store's lists with what its webhooks said, so that nothing that happened is missed.
 *
 * WooCommerce sends a webhook once, Shopify for four hours. What fails on its way, because we were down or
 * the store's queue was, is lost, unless somebody looks. So every hour what changed is read, and the accounts
 * that are new where a list of changes doesn't have them; once a day the orders of the last 90 days are compared
 * one by one, because a deleted order changes no date, and in WooCommerce neither do a deleted refund and an
 * order that lost its account. What is found is taken in like a webhook, late, under a topic of its own; what
 * says nothing new leaves no trace.
 *
 * Times are the store's own: changes count from the latest that it showed us.
 */
import { sha256 } from "../ids.ts";
import { logError } from "../log.ts";
import type { Lists, ListTrouble, Part, Place, Row, Step, Wanted } from "../platform/lists.ts";
import type { Arrivals } from "./arrivals.ts";
import { connectedAt, listsOf } from "./connection.ts";
import { hasSubscriptions, importedAccounts, isImporting } from "./import.ts";
import { noticePromotions } from "./promotions.ts";
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
/** Why a message waits that an order would have ended: the store may have one that we don't know of. */
export const UNSURE = "orders-not-checked";
/** A store that wasn't compared for longer than this may have such orders. */
const UNSURE_AFTER = 2 * HOUR;
/** After as many tries in a row, some hours, nothing waits for a store that can't be read. */
const MOST_FAILED = 100;
const LOOKED_AFTER = 30_000;
const TRIED_AGAIN = 60_000;
/** Orders that are no longer listed and are asked about in one go, at most. */
const GONE_AT_ONCE = 100;

/**
 * What a pass looks for: changes in a list, or what is new at its end; changed accounts, where what is new of
 * them stands at the end; or each recent order by itself.
 */
type Look = Part | "accounts" | "recent";

interface Pass {
  look: Look;
  /** How far it is; null before it began. */
  progress: Place | null;
  /** Of changes: those after this moment of the store's. Of recent orders: those placed after it. */
  after: number;
  /** The latest change that was seen. */
  latest: number;
  begun_at: number;
}

interface Kept {
  /** The latest change of each list that is known, by the store's clock. */
  latest: Partial<Record<Look, number>>;
  /** How far a list of accounts that doesn't say what changed is known; null before an import has read it. */
  customers: Place | null;
  /** When each recent order was last compared. */
  recent_at: number | null;
  /** When all was last looked at. */
  done_at: number | null;
  /** How often in a row the store couldn't be read. */
  failed?: number;
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
    const never = { customers: null, recent_at: null, done_at: null };
    keep(sql, { latest: {}, ...never, left: [], pass: null });
  }
  timers.set({ kind: "comparison" }, now + HOUR);
}

/** When the store's lists were last compared with what is known; null before the first time. */
export const comparedAt = ({ sql }: Stores): number | null => kept(sql)?.done_at ?? null;

/** For how long a store hasn't been compared, where that is unusually long; null where it isn't. */
export function comparedBehind(stores: Stores, now: number): number | null {
  const behind = behindOf(stores, kept(stores.sql), now);
  return behind > DAY ? behind : null;
}

/**
 * Whether the store may have orders that we haven't heard of, as after an outage, and will soon have been
 * asked. One that can't be read for hours keeps nothing waiting anymore.
 */
export function mayMissOrders(stores: Stores, now: number): boolean {
  const found = kept(stores.sql);
  return behindOf(stores, found, now) > UNSURE_AFTER && (found?.failed ?? 0) < MOST_FAILED;
}

/** How long ago the store was compared, or connected; 0 while nothing says that it should have been. */
function behindOf(stores: Stores, found: Kept | null, now: number): number {
  const connected = connectedAt(stores);
  if (connected === null || found === null || isImporting(stores)) return 0;
  return now - Math.max(found.done_at ?? 0, connected);
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

/** The store may have a list ready: where one is waited for, it's asked now. */
export function hurryComparison(stores: Stores, now: number): void {
  if ((kept(stores.sql)?.pass ?? null) !== null && !isImporting(stores)) soon(stores, now);
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
  const [lists, connected] = [listsOf(stores), connectedAt(stores)];
  if (found === null || lists === null || connected === null) return;
  const accounts = found.customers ?? importedAccounts(stores);
  const known = { ...found, customers: accounts };
  const state = found.pass === null ? nextPass(stores, known, lists, connected) : known;
  const { pass } = state;
  if (pass === null) return rest(stores, state);
  const step = await lists.next(wantedOf(pass, lists), pass.progress ?? undefined);
  // It was there when the import read it.
  if (step.type === "absent") return waits(stores, passed(state, pass), 0);
  if (step.type === "stopped") return again(stores, state, pass, step);
  if (step.type === "pending") {
    return waits(stores, { ...state, pass: { ...pass, progress: step.place } }, step.after);
  }
  const isRecent = pass.look === "recent";
  const rows = isRecent ? await changedOf(stores, lists, step.rows, connected) : step.rows;
  // What began before the store was connected is past, as in the import.
  const about = { topic: lists.topicOf(partOf(pass), "found"), importedBefore: connected };
  if (rows === null || !(await arrivals.takeRows(rows, about))) {
    return again(stores, state, pass, { trouble: "busy" });
  }
  stores.transaction(() => {
    if (isRecent) noteOrders(stores, lists, step.rows, pass.begun_at);
    const latest = rows.reduce((max, row) => Math.max(max, lists.changedAt(row)), pass.latest);
    const next = { ...pass, progress: step.place, latest };
    keep(sql, step.place.done ? passed(state, next) : { ...state, pass: next });
    if (step.place.done && state.left.length === 0) stores.outbox.resume(UNSURE, clock.now());
    soon(stores, clock.now());
  });
  if (isRecent && step.place.done) await askAboutGone(stores, lists, arrivals, pass);
  if (step.place.done && state.left.length === 0) await noticePromotions(stores);
}

/** What comes next: the next look of this round, the first of a new one, or nothing for now. */
function nextPass(stores: Stores, found: Kept, lists: Lists, connected: number): Kept {
  const now = stores.clock.now();
  const isDue = found.done_at === null || now - found.done_at >= HOUR;
  const [look, ...left] =
    found.left.length > 0 ? found.left : isDue ? roundOf(stores, found, lists) : [];
  if (look === undefined) return found;
  const isRecent = look === "recent";
  const latest = isRecent ? 0 : (found.latest[look] ?? connected - SKEW);
  const isAtEnd = isListed(look) && !lists.changing.includes(look) && found.customers !== null;
  const pass: Pass = {
    look,
    // What is new comes last, so the list is read on from where it ended.
    progress: isAtEnd ? ({ ...found.customers, done: false } as Place) : null,
    after: isRecent ? now - RECENT : latest - OVERLAP,
    latest,
    begun_at: now,
  };
  return { ...found, left, pass };
}

/** What is looked at in a round. */
function roundOf(stores: Stores, { customers, recent_at: at }: Kept, lists: Lists): Look[] {
  const parts: Look[] = ["orders", "products"];
  if (hasSubscriptions(stores)) parts.push("subscriptions");
  if (lists.changing.includes("customers") || customers !== null) parts.push("customers");
  if (lists.tellsAccounts === true && customers !== null) parts.push("accounts");
  const isDaily = at === null || stores.clock.now() - at >= DAY;
  return isDaily ? [...parts, "recent"] : parts;
}

/** What is known after a pass. */
function passed(found: Kept, { look, progress, latest, begun_at: at }: Pass): Kept {
  const isEnd = found.left.length === 0;
  return {
    ...found,
    pass: null,
    ...(look === "recent" ? { recent_at: at } : { latest: { ...found.latest, [look]: latest } }),
    ...(look === "customers" ? { customers: progress } : {}),
    ...(isEnd ? { done_at: at, failed: 0 } : {}),
  };
}

function wantedOf({ look, after }: Pass, { changing }: Lists): Wanted {
  if (look === "recent") return { part: "orders", which: "recent", after };
  if (look === "accounts") return { part: "customers", which: "changed", after };
  const isChanging = changing.includes(look);
  return isChanging ? { part: look, which: "changed", after } : { part: look, which: "all" };
}

const isListed = (look: Look): look is Part => look !== "recent" && look !== "accounts";

const partOf = ({ look }: Pass): Part =>
  isListed(look) ? look : look === "recent" ? "orders" : "customers";

/**
 * The orders among these that are other than at the last comparison, or that nobody told us of since the
 * store was connected; null where the store can't be read. Those of before are the import's.
 */
async function changedOf(
  { sql, customers }: Stores,
  lists: Lists,
  rows: readonly Row[],
  connected: number,
): Promise<Row[] | null> {
  const query = "SELECT mark FROM store_order WHERE id = ?";
  const changed = rows.flatMap((row) => {
    const { id, key, placedAt, isDraft } = lists.inShort(row);
    const known = sql.exec<{ mark: string }>(query, id).toArray()[0]?.mark;
    if (known !== undefined) return known === markOf(row) ? [] : [id];
    if (isDraft || placedAt < connected) return [];
    const isKnown = customers.identify([{ key, strength: "confirmed" }])[0] !== null;
    return isKnown ? [] : [id];
  });
  return await lists.whole(changed);
}

const markOf = ({ json }: Row): string => sha256(json).slice(0, 16);

function noteOrders({ sql }: Stores, lists: Lists, rows: readonly Row[], seen: number): void {
  const write = `INSERT INTO store_order (id, mark, placed, seen) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (id) DO UPDATE SET mark = ?2, placed = ?3, seen = ?4`;
  for (const row of rows) {
    const { id, placedAt } = lists.inShort(row);
    sql.exec(write, id, markOf(row), placedAt, seen);
  }
}

/** Orders that were listed and no longer are: the store is asked about each before anything follows. */
async function askAboutGone(
  stores: Stores,
  lists: Lists,
  arrivals: Arrivals,
  pass: Pass,
): Promise<void> {
  const { sql } = stores;
  // Numbers may have more digits than a number here keeps.
  const query = `SELECT CAST(id AS TEXT) AS id FROM store_order WHERE seen < ? AND placed > ? LIMIT ?`;
  const gone = sql
    .exec<{ id: string }>(query, pass.begun_at, pass.after + DAY, GONE_AT_ONCE)
    .toArray();
  const rows = gone.map(({ id }) => ({ json: `{"id":${id}}` }));
  if (!(await arrivals.takeRows(rows, { topic: lists.topicOf("orders", "gone") }))) return;
  stores.transaction(() => {
    const drop = `DELETE FROM store_order
      WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))`;
    sql.exec(drop, JSON.stringify(gone.map(({ id }) => id)));
    // Those that became too old are not compared anymore.
    sql.exec("DELETE FROM store_order WHERE placed <= ?", pass.after);
  });
}

/** The next round is in an hour. */
function rest(stores: Stores, state: Kept): void {
  stores.transaction(() => soon(stores, (state.done_at ?? stores.clock.now()) + HOUR));
}

/** The store is asked again after so long. */
function waits(stores: Stores, state: Kept, after: number): void {
  stores.transaction(() => {
    keep(stores.sql, state);
    soon(stores, stores.clock.now() + after);
  });
}

/** The same place, or the one that the store leaves us, is tried again. */
function again(
  stores: Stores,
  state: Kept,
  pass: Pass,
  {
    trouble,
    place,
    after,
  }: Pick<Extract<Step, { type: "stopped" }>, "trouble" | "place" | "after">,
): void {
  const pause = SOON.has(trouble) ? TRIED_AGAIN : 5 * TRIED_AGAIN;
  const progress = place ?? pass.progress;
  const failed = (state.failed ?? 0) + 1;
  waits(stores, { ...state, failed, pass: { ...pass, progress } }, after ?? pause);
}

/** What is over in a minute, or is no fault of the store's. */
const SOON: ReadonlySet<ListTrouble> = new Set(["busy", "short", "unordered", "repeats"]);

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
