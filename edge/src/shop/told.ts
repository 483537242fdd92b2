/**
 * Orders that a store's plugin says to look at: those of which WooCommerce sends no webhook (a refund was
 * deleted, an order was deleted for good, its account is gone), and those whose webhook may wait for hours
 * in the store's queue while a reminder of their cart is due (placed, paid).
 *
 * Only their numbers come. They are read at once and taken in like what a comparison finds; about one that
 * is not there anymore the store is asked first. The webhook that comes later says nothing new.
 */
import { logError } from "../log.ts";
import type { Arrivals } from "./arrivals.ts";
import { connectedAt, listsOf } from "./connection.ts";
import type { Incoming, Outcome } from "./incoming.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

const TOPIC = "store.changed";
/** Orders that wait, at most. What is more, the comparisons find. */
const MOST = 1_000;
const AT_ONCE = 20;
/** It comes again in any case, in milliseconds: the process may end meanwhile. */
const LOOKED_AFTER = 60_000;
/** A store that can't be read is asked again after as long as something waits, within these. */
const SHORTEST_PAUSE = 60_000;
const LONGEST_PAUSE = 3_600_000;

interface Kept {
  orders: string[];
  /** Since when something waits. */
  since: number;
}

const KEPT = "told";
/** What is being read by this process. */
const OUT = new WeakMap<Stores, readonly string[]>();

export const isTold = ({ source, topic }: Incoming): boolean =>
  source === "woocommerce" && topic === TOPIC;

/** Notes what is to be looked at. */
export function noteTold(stores: Stores, { body }: Incoming): Outcome {
  const orders = ordersIn(body);
  if (orders === null) return { type: "ignored", reason: "not-json" };
  if (connectedAt(stores) === null) return { type: "ignored", reason: "not-connected" };
  stores.transaction(() => {
    const now = stores.clock.now();
    const { orders: before, since } = kept(stores, now);
    // One that is being read may have changed since.
    const waiting = new Set(before.slice(OUT.get(stores)?.length ?? 0));
    const more = orders.filter((id) => !waiting.has(id));
    keep(stores, { orders: [...before, ...more].slice(0, MOST), since });
    soon(stores, now);
  });
  return { type: "accepted", deliveries: 0 };
}

function ordersIn(body: Uint8Array): string[] | null {
  try {
    const { orders } = JSON.parse(new TextDecoder().decode(body)) as { orders?: unknown };
    if (!Array.isArray(orders)) return null;
    const isId = (id: unknown): id is number => Number.isSafeInteger(id) && (id as number) > 0;
    return [...new Set(orders.filter(isId).map(String))];
  } catch {
    return null;
  }
}

/** Whether the timer that is due means that something is to be read now. */
export function toldDue(stores: Stores, timer: Timer, now: number): boolean {
  if (connectedAt(stores) === null) keep(stores, { orders: [], since: now });
  if (kept(stores, now).orders.length === 0) {
    stores.timers.end(timer);
    return false;
  }
  stores.timers.repeat(timer, now + LOOKED_AFTER);
  return !OUT.has(stores);
}

/** Reads the next of them. Never throws. */
export async function readTold(stores: Stores, arrivals: Arrivals): Promise<void> {
  const ids = kept(stores, stores.clock.now()).orders.slice(0, AT_ONCE);
  OUT.set(stores, ids);
  let isDone = false;
  try {
    isDone = await takeIn(stores, arrivals, ids);
  } catch (error) {
    logError("told-failed", error, { shop: stores.settings.shop });
  } finally {
    OUT.delete(stores);
  }
  stores.transaction(() => {
    const now = stores.clock.now();
    const { orders, since } = kept(stores, now);
    const waited = Math.min(Math.max(now - since, SHORTEST_PAUSE), LONGEST_PAUSE);
    if (isDone) keep(stores, { orders: orders.slice(ids.length), since: now });
    soon(stores, isDone ? now : now + waited);
  });
}

/** Takes these orders in as they are in the store now; false where the store can't be read. */
async function takeIn(stores: Stores, arrivals: Arrivals, ids: string[]): Promise<boolean> {
  const [lists, connected] = [listsOf(stores), connectedAt(stores)];
  if (lists === null || connected === null) return false;
  const rows = await lists.whole(ids);
  if (rows === null) return false;
  const there = new Set(rows.map((row) => lists.inShort(row).id));
  const gone = ids.filter((id) => !there.has(id)).map((id) => ({ json: `{"id":${id}}` }));
  const found = { topic: lists.topicOf("orders", "found"), importedBefore: connected };
  const isTaken = await arrivals.takeRows(rows, found);
  return isTaken && (await arrivals.takeRows(gone, { topic: lists.topicOf("orders", "gone") }));
}

function soon({ timers }: Stores, at: number): void {
  timers.drop({ kind: "told" });
  timers.set({ kind: "told" }, at);
  timers.arm();
}

function kept({ sql }: Stores, now: number): Kept {
  const text = readMeta(sql, KEPT);
  const found = typeof text === "string" ? (JSON.parse(text) as Kept) : null;
  return found === null || found.orders.length === 0 ? { orders: [], since: now } : found;
}

const keep = ({ sql }: Stores, found: Kept): void => writeMeta(sql, KEPT, JSON.stringify(found));
