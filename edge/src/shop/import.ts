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
import type { Lists, ListTrouble, Part, Place, Step } from "../platform/lists.ts";
import type { Arrivals } from "./arrivals.ts";
import { connectedAt, listsOf } from "./connection.ts";
import { messageOf } from "./list-troubles.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

/** What is out is looked after this often, in case the process ends; in milliseconds. */
const LOOKED_AFTER = 30_000;
const TRIED_AGAIN = 10_000;
const TRIED_AGAIN_AT_MOST = 3_600_000;
/** For so long a store is asked to end what it still does for nobody. */
const LET_GO_FOR = 3_600_000;

/** What is kept of an import. */
interface Kept {
  state: "running" | "paused" | "cancelled" | "done";
  started_at: number;
  finished_at: number | null;
  /** What began before this moment is past. */
  before: number;
  parts: Partial<Record<Part, Place | "skipped">>;
  stop: { code: ListTrouble; found: string; since: number; again_at: number } | null;
  /** Places that nobody goes on from, while the store may still be making their lists. */
  left?: { place: Place; since: number }[];
}

const KEPT = "import";
/** The imports that this process has a request of out. */
const OUT = new WeakSet<Stores>();
const AHEAD = new WeakMap<Stores, Ahead>();

/** Begins an import; null where one is underway or no store is connected. */
export function beginImport(stores: Stores, now: number): Import | null {
  const before = connectedAt(stores);
  const last = kept(stores);
  if (before === null || isUnderway(last)) return null;
  keep(stores, {
    state: "running",
    started_at: now,
    finished_at: null,
    before,
    parts: {},
    stop: null,
    ...(last?.left && { left: last.left }),
  });
  wakeUp(stores, now);
  return view(stores);
}

/** Pauses an import, or lets it go on; null where there is none to. */
export function holdImport(stores: Stores, isHeld: boolean, now: number): Import | null {
  const found = kept(stores);
  if (found?.state !== (isHeld ? "running" : "paused")) return null;
  keep(stores, { ...found, state: isHeld ? "paused" : "running", stop: null });
  if (isHeld) {
    stores.timers.drop({ kind: "import" });
    AHEAD.delete(stores);
  } else wakeUp(stores, now);
  return view(stores);
}

/** Ends an import; what was read stays. Null where none is underway. */
export function cancelImport(stores: Stores, now: number): Import | null {
  const found = kept(stores);
  if (found === null || !isUnderway(found)) return null;
  keep(stores, { ...found, state: "cancelled", finished_at: now, stop: null });
  stores.timers.drop({ kind: "import" });
  AHEAD.delete(stores);
  const begun = Object.values(found.parts).filter((place) => !isDone(place)) as Place[];
  for (const place of begun) leave(stores, place, now);
  return view(stores);
}

/** The store is to be disconnected: an import ends, and what the store does for it, while it can be asked. Never throws. */
export async function leaveStore(stores: Stores): Promise<void> {
  const isEnded = stores.transaction(() => cancelImport(stores, stores.clock.now()) !== null);
  if (isEnded) await letGo(stores);
}

/** Nobody goes on from a place: the store is to end what it does for it. */
function leave(stores: Stores, place: Place, now: number): void {
  const found = kept(stores);
  if (found === null) return;
  keep(stores, { ...found, left: [...(found.left ?? []), { place, since: now }] });
  if (found.state !== "running") wakeUp(stores, now);
}

/** The store may have a list ready: where one is waited for, it's asked now. */
export function hurryImport(stores: Stores, now: number): void {
  if (isImporting(stores)) wakeUp(stores, now);
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
export function importedAccounts(stores: Stores): Place | null {
  const read = kept(stores)?.parts.customers;
  return read !== undefined && read !== "skipped" && read.done ? read : null;
}

/** Where the import's timer is due: whether the store is to be asked for something now. */
export function importDue(stores: Stores, timer: Timer, now: number): boolean {
  const found = kept(stores);
  if (found?.state !== "running" && (found?.left ?? []).length === 0) {
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
    await letGo(stores);
    await readNext(stores, arrivals);
  } catch (error) {
    // Its timer stands.
    logError("import-failed", error, { shop: stores.settings.shop });
  } finally {
    OUT.delete(stores);
  }
}

/** Has the store end what it does for nobody. What doesn't end so is over by itself, some time. */
async function letGo(stores: Stores): Promise<void> {
  const lists = listsOf(stores);
  for (const { place, since } of kept(stores)?.left ?? []) {
    const isOver = lists === null || (await lists.letGo(place));
    const { clock } = stores;
    if (!isOver && clock.now() - since < LET_GO_FOR) continue;
    stores.transaction(() => {
      const current = kept(stores);
      const left = current?.left?.filter(
        (one) => JSON.stringify(one.place) !== JSON.stringify(place),
      );
      if (current !== null && left !== undefined) keep(stores, { ...current, left });
    });
  }
}

async function readNext(stores: Stores, arrivals: Arrivals): Promise<void> {
  const found = kept(stores);
  if (found?.state !== "running") return;
  const lists = listsOf(stores);
  if (lists === null) {
    stores.transaction(() => cancelImport(stores, stores.clock.now()));
    return;
  }
  const part = lists.all.find((one) => !isDone(found.parts[one]));
  if (part === undefined) {
    stores.transaction(() => finish(stores));
    return;
  }
  // What is done or skipped is not the next one.
  const from = found.parts[part] as Place | undefined;
  const step = await readPage(stores, lists, part, from);
  if (step.type === "absent") return follow(stores, found, part, "skipped");
  if (step.type === "pending") return follow(stores, found, part, step.place, step.after);
  if (step.type === "stopped") return stopped(stores, found, part, step);
  readAhead(stores, lists, part, step.place);
  const about = { topic: lists.topicOf(part, "imported"), importedBefore: found.before };
  const isTaken = await arrivals.takeRows(step.rows, about);
  // More waits than the shop has time for: the page is read again, a little later.
  if (!isTaken) return stopped(stores, found, part, { trouble: "busy", found: "" });
  follow(stores, found, part, step.place);
}

/** A page that was asked for before it was its turn: of which place in which list. */
interface Ahead {
  of: string;
  step: Promise<Step>;
}

/** The page at a place: the one asked for ahead where it is that, or one asked for now. */
function readPage(
  stores: Stores,
  lists: Lists,
  part: Part,
  from: Place | undefined,
): Promise<Step> {
  const ahead = AHEAD.get(stores);
  AHEAD.delete(stores);
  if (ahead?.of === placeOf(part, from)) return ahead.step;
  return lists.next({ part, which: "all" }, from);
}

/** Asks for the next page of a list, so that the store answers while this one is taken in. */
function readAhead(stores: Stores, lists: Lists, part: Part, from: Place): void {
  if (from.done) return;
  AHEAD.set(stores, { of: placeOf(part, from), step: lists.next({ part, which: "all" }, from) });
}

const placeOf = (part: Part, place: Place | undefined): string => JSON.stringify([part, place]);

/** Writes down how far it has come, and goes on: at once, or after so many milliseconds. */
function follow(
  stores: Stores,
  { started_at: of }: Kept,
  part: Part,
  place: Place | "skipped",
  after = 0,
): void {
  stores.transaction(() => {
    const current = kept(stores);
    // It may have been ended, or begun anew, meanwhile.
    if (current?.started_at !== of || !isUnderway(current)) {
      if (place !== "skipped" && !place.done) leave(stores, place, stores.clock.now());
      stores.timers.arm();
      return;
    }
    keep(stores, { ...current, parts: { ...current.parts, [part]: place }, stop: null });
    if (current.state === "running") wakeUp(stores, stores.clock.now() + after);
  });
}

/** Writes down why it does not go on, and when it is tried again. */
function stopped(
  stores: Stores,
  { started_at: of }: Kept,
  part: Part,
  { trouble, found, place, after }: Omit<Extract<Step, { type: "stopped" }>, "type">,
): void {
  stores.transaction(() => {
    const current = kept(stores);
    if (current?.started_at !== of || current.state !== "running") return;
    const now = stores.clock.now();
    const since = current.stop?.since ?? now;
    const pause = Math.min(Math.max(now - since, TRIED_AGAIN), TRIED_AGAIN_AT_MOST);
    const at = now + (after ?? pause);
    keep(stores, {
      ...current,
      parts: place === undefined ? current.parts : { ...current.parts, [part]: place },
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
  const parts = listsOf(stores)?.all ?? (Object.keys(found?.parts ?? {}) as Part[]);
  const stop = found?.stop ?? null;
  return {
    state: found === null ? "none" : stop === null ? found.state : "incomplete",
    started_at: found?.started_at ?? null,
    finished_at: found?.finished_at ?? null,
    before: found?.before ?? null,
    parts: parts.map((part) => partOf(part, found?.parts[part])),
    trouble: stop && {
      code: stop.code,
      message: messageOf(stores.settings.platform, stop.code),
      found: stop.found,
    },
    again_at: stop?.again_at ?? null,
  };
}

function partOf(part: Part, place: Place | "skipped" | undefined): ImportPart {
  const none = { part, read: 0, announced: null, limited: false };
  if (place === "skipped") return { ...none, state: "skipped" };
  if (place === undefined) return { ...none, state: "waiting" };
  const { read, announced, done, isLimited: limited = false } = place;
  // Some that were read may be gone since.
  const of = announced === null ? null : Math.max(announced, read);
  return { part, state: done ? "done" : "running", read, announced: done ? read : of, limited };
}

const isDone = (place: Place | "skipped" | undefined): boolean =>
  place === "skipped" || place?.done === true;

const isUnderway = (found: Kept | null): boolean =>
  found?.state === "running" || found?.state === "paused";

function kept({ sql }: Stores): Kept | null {
  const text = readMeta(sql, KEPT);
  return typeof text === "string" ? (JSON.parse(text) as Kept) : null;
}

const keep = ({ sql }: Stores, found: Kept): void => writeMeta(sql, KEPT, JSON.stringify(found));
