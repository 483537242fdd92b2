/**
 * Importing a connected store's past: its products, coupons, customers, orders and subscriptions.
 *
 * What is read goes the way of a webhook, with the same facts, so that it changes nothing where a webhook
 * said it before. It is told apart by when it began: from before the store was connected it is past, which
 * starts nothing. A page is written before it counts as read, so a process that ends in between reads it
 * again. A list ends where the store said that it ends; a store that cannot be read is tried again, less at
 * once and less often, until it can.
 */
import type { Import, ImportPart } from "../contract/import.ts";
import { logError } from "../log.ts";
import type { Keys, Trouble } from "../platform/woocommerce/client.ts";
import {
  type Answered,
  type PageTrouble,
  readPage,
  type Row,
} from "../platform/woocommerce/pages.ts";
import type { Arrivals } from "./arrivals.ts";
import { connectedAt, wooCommerceOf } from "./connection.ts";
import { MESSAGES } from "./connection-troubles.ts";
import {
  begun,
  type Fault,
  larger,
  offsetOf,
  type Progress,
  smaller,
  take,
} from "./list-progress.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

/** The lists, in the order in which they are read: what others refer to comes first. */
const LISTS: readonly List[] = [
  // Variations are lists of their own, one for each product.
  { part: "products", topic: "product.imported", size: 20, query: "status=any" },
  { part: "coupons", topic: "coupon.imported", size: 100 },
  { part: "customers", topic: "customer.imported", size: 100, query: "role=all" },
  { part: "orders", topic: "order.imported", size: 100, query: "status=any" },
  { part: "subscriptions", topic: "subscription.imported", size: 100, isOptional: true },
];

interface List {
  part: ImportPart["part"];
  topic: string;
  /** Rows that are asked for at once, at first. */
  size: number;
  query?: string;
  /** Whether only some stores have it. */
  isOptional?: true;
}

/** Variations of a product that are asked for at once. */
const VARIATIONS = 100;
/** What is out is looked after this often, in case the process ends; in milliseconds. */
const LOOKED_AFTER = 30_000;
const TRIED_AGAIN = 10_000;
const TRIED_AGAIN_AT_MOST = 3_600_000;

type Stop = PageTrouble | Fault;

/** What is kept of an import. */
interface Kept {
  state: "running" | "paused" | "cancelled" | "done";
  started_at: number;
  finished_at: number | null;
  /** What began before this moment is past. */
  before: number;
  parts: Record<string, Progress | "skipped">;
  stop: { code: Stop; found: string; since: number; again_at: number } | null;
}

const KEPT = "import";
/** The imports that this process has a request of out. */
const OUT = new WeakSet<Stores>();

/** Begins an import; null where one is underway or no store is connected. */
export function beginImport(stores: Stores, now: number): Import | null {
  const before = connectedAt(stores);
  if (before === null || isUnderway(kept(stores))) return null;
  keep(stores, {
    state: "running",
    started_at: now,
    finished_at: null,
    before,
    parts: {},
    stop: null,
  });
  wakeUp(stores, now);
  return view(stores);
}

/** Pauses an import, or lets it go on; null where there is none to. */
export function holdImport(stores: Stores, isHeld: boolean, now: number): Import | null {
  const found = kept(stores);
  if (found?.state !== (isHeld ? "running" : "paused")) return null;
  keep(stores, { ...found, state: isHeld ? "paused" : "running", stop: null });
  if (isHeld) stores.timers.drop({ kind: "import" });
  else wakeUp(stores, now);
  return view(stores);
}

/** Ends an import; what was read stays. Null where none is underway. */
export function cancelImport(stores: Stores, now: number): Import | null {
  const found = kept(stores);
  if (found === null || !isUnderway(found)) return null;
  keep(stores, { ...found, state: "cancelled", finished_at: now, stop: null });
  stores.timers.drop({ kind: "import" });
  return view(stores);
}

/** Whether an import is getting on: it isn't paused, and nothing is in its way. */
export function isImporting(stores: Stores): boolean {
  const found = kept(stores);
  return found?.state === "running" && found.stop === null;
}

/** Whether the store has subscriptions, as an import found. */
export function hasSubscriptions(stores: Stores): boolean {
  const read = kept(stores)?.parts.subscriptions;
  return read !== undefined && read !== "skipped";
}

/** How far an import read the accounts to their end; null where none did. */
export function importedAccounts(stores: Stores): Progress | null {
  const read = kept(stores)?.parts.customers;
  return read !== undefined && read !== "skipped" && read.done ? read : null;
}

/** Where the import's timer is due: whether a page is to be read now. */
export function importDue(stores: Stores, timer: Timer, now: number): boolean {
  if (kept(stores)?.state !== "running") {
    stores.timers.end(timer);
    return false;
  }
  stores.timers.repeat(timer, now + LOOKED_AFTER);
  return !OUT.has(stores);
}

/** Reads the next page and takes it in. Never throws. */
export async function importNext(stores: Stores, arrivals: Arrivals): Promise<void> {
  OUT.add(stores);
  try {
    await readNext(stores, arrivals);
  } catch (error) {
    // Its timer stands.
    logError("import-failed", error, { shop: stores.settings.shop });
  } finally {
    OUT.delete(stores);
  }
}

async function readNext(stores: Stores, arrivals: Arrivals): Promise<void> {
  const found = kept(stores);
  if (found?.state !== "running") return;
  const store = wooCommerceOf(stores);
  if (store === null) {
    stores.transaction(() => cancelImport(stores, stores.clock.now()));
    return;
  }
  const list = LISTS.find(({ part }) => !isDone(found.parts[part]));
  if (list === undefined) {
    stores.transaction(() => finish(stores));
    return;
  }
  const before = found.parts[list.part] as Progress | undefined;
  const progress = before ?? begun(list.size);
  const wanted = { list: list.part, offset: offsetOf(progress), size: progress.size };
  const { query } = list;
  const answered = await readPage(store.domain, store.keys, {
    ...wanted,
    ...(query !== undefined && { query }),
  });
  if (answered.page === null) {
    if (answered.trouble === "no-such-list" && list.isOptional) {
      return follow(stores, found, list, "skipped");
    }
    return stopped(stores, found, list, progress, answered);
  }
  const taken = take(progress, answered.page);
  if (taken.fault !== null) {
    return stopped(stores, found, list, progress, { trouble: taken.fault, found: "" });
  }
  const variations = await variationsOf(store, list, taken.fresh);
  if ("trouble" in variations) return stopped(stores, found, list, progress, variations);
  const rows = [...taken.fresh, ...variations.rows];
  const isTaken = await arrivals.takeRows(rows, {
    topic: list.topic,
    importedBefore: found.before,
  });
  // More waits than the shop has time for: the page is read again, a little later.
  if (!isTaken) return stopped(stores, found, list, progress, { trouble: "busy", found: "" });
  follow(stores, found, list, larger(taken.progress, list.size));
}

/** The variations of the products among these rows, or why they are not known. */
async function variationsOf(
  { domain, keys }: { domain: string; keys: Keys },
  { part }: List,
  rows: readonly Row[],
): Promise<{ rows: Row[] } | Extract<Answered, { page: null }>> {
  const all: Row[] = [];
  const variable = part === "products" ? rows.filter(({ json }) => isVariable(json)) : [];
  for (const { id } of variable) {
    let progress = begun(VARIATIONS);
    while (!progress.done) {
      const list = `products/${id}/variations`;
      const wanted = { list, offset: offsetOf(progress), size: progress.size };
      const answered = await readPage(domain, keys, wanted);
      if (answered.page === null) return answered;
      const taken = take(progress, answered.page);
      if (taken.fault !== null) return { page: null, trouble: "not-a-list", found: taken.fault };
      all.push(...taken.fresh.map((row) => withParent(row, id)));
      ({ progress } = taken);
    }
  }
  return { rows: all };
}

const isVariable = (json: string): boolean =>
  (JSON.parse(json) as { type?: unknown }).type === "variable";

/** A variation says in a webhook whose it is, and in some stores' lists it doesn't. */
function withParent({ id, json }: Row, parent: number): Row {
  if ("parent_id" in (JSON.parse(json) as object)) return { id, json };
  return { id, json: `${json.slice(0, json.lastIndexOf("}"))},"parent_id":${parent}}` };
}

/** Writes down how far it has come, and goes on at once. */
function follow(
  stores: Stores,
  { started_at: of }: Kept,
  { part }: List,
  progress: Progress | "skipped",
): void {
  stores.transaction(() => {
    const current = kept(stores);
    // It may have been ended, or begun anew, meanwhile.
    if (current?.started_at !== of || !isUnderway(current)) return;
    keep(stores, { ...current, parts: { ...current.parts, [part]: progress }, stop: null });
    if (current.state === "running") wakeUp(stores, stores.clock.now());
  });
}

/** Writes down why it does not go on, and when it is tried again. */
function stopped(
  stores: Stores,
  { started_at: of }: Kept,
  { part }: List,
  progress: Progress,
  { trouble, found, after }: { trouble: Stop; found: string; after?: number },
): void {
  stores.transaction(() => {
    const current = kept(stores);
    if (current?.started_at !== of || current.state !== "running") return;
    const now = stores.clock.now();
    const since = current.stop?.since ?? now;
    const pause = Math.min(Math.max(now - since, TRIED_AGAIN), TRIED_AGAIN_AT_MOST);
    const again = now + (after ?? pause);
    const less = trouble === "too-much" ? smaller(progress) : null;
    const at = less === null ? again : now;
    keep(stores, {
      ...current,
      parts: { ...current.parts, [part]: less ?? progress },
      stop: { code: trouble, found, since, again_at: at },
    });
    wakeUp(stores, at);
  });
}

/** All lists were read: what is computed over all customers is computed anew. */
function finish(stores: Stores): void {
  const found = kept(stores);
  if (found?.state !== "running") return;
  const now = stores.clock.now();
  keep(stores, { ...found, state: "done", finished_at: now, stop: null });
  stores.timers.drop({ kind: "import" });
  stores.rfm.again(now);
  stores.timers.arm();
}

function wakeUp({ timers }: Stores, at: number): void {
  timers.drop({ kind: "import" });
  timers.set({ kind: "import" }, at);
  timers.arm();
}

/** The import as the merchant sees it. */
export function view(stores: Stores): Import {
  const found = kept(stores);
  const parts = LISTS.map(({ part }) => partOf(part, found?.parts[part]));
  const stop = found?.stop ?? null;
  return {
    state: found === null ? "none" : stop === null ? found.state : "incomplete",
    started_at: found?.started_at ?? null,
    finished_at: found?.finished_at ?? null,
    before: found?.before ?? null,
    parts,
    trouble: stop && { code: stop.code, message: messageOfStop(stop.code), found: stop.found },
    again_at: stop?.again_at ?? null,
  };
}

function partOf(part: ImportPart["part"], progress: Progress | "skipped" | undefined): ImportPart {
  if (progress === "skipped") return { part, state: "skipped", read: 0, announced: null };
  if (progress === undefined) return { part, state: "waiting", read: 0, announced: null };
  const { read, announced, done } = progress;
  // Some that were read may be gone since.
  const of = announced === null ? null : Math.max(announced, read);
  return { part, state: done ? "done" : "running", read, announced: done ? read : of };
}

const OWN_MESSAGES = {
  busy: "Your store limits how often Edgewise can ask. The import slows down and continues automatically.",
  "too-much":
    "Your store failed or took too long to respond. The import asks for less at a time and tries again automatically.",
  "no-such-list":
    "Your store's WooCommerce API isn't there. Check that WooCommerce is active and permalinks aren't set to “Plain”.",
  "not-a-list":
    "Your store responded with something other than a list. The import tries again automatically.",
  short: "A page from your store was cut short. The import tries again automatically.",
  unordered:
    "A page from your store wasn't in order. A cache may respond in its place: exclude /wp-json/ from it.",
  repeats: "Your store keeps repeating the same page. Exclude /wp-json/ from its cache.",
} as const satisfies Record<Exclude<Stop, Trouble>, string>;

const messageOfStop = (code: Stop): string => ({ ...MESSAGES, ...OWN_MESSAGES })[code];

const isDone = (progress: Progress | "skipped" | undefined): boolean =>
  progress === "skipped" || progress?.done === true;

const isUnderway = (found: Kept | null): boolean =>
  found?.state === "running" || found?.state === "paused";

function kept({ sql }: Stores): Kept | null {
  const text = readMeta(sql, KEPT);
  return typeof text === "string" ? (JSON.parse(text) as Kept) : null;
}

const keep = ({ sql }: Stores, found: Kept): void => writeMeta(sql, KEPT, JSON.stringify(found));
