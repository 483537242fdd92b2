/**
 * Noticing that a promotion of the store's begins, or is over: a discount that applies to everybody by itself.
 *
 * No webhook says when a scheduled one begins, so those that run are looked at with every comparison, and soon after
 * the store hints that one changed. Only what runs is announced: a sale that is called off before it begins is never
 * heard of. What ran when they were first looked at is no news. One that began long ago is judged like any late event.
 *
 * That one is over is announced, too, to whom its beginning was; so a workflow can end with the sale that started it.
 *
 * One that is over and runs again begins again, whether or not the store gives it another beginning. So nothing passes
 * for over only because a list lacks it: the store is asked about it.
 */
import type { Promotion } from "../platform/store.ts";
import { storeOf } from "./connection.ts";
import { announce, announceEnd } from "./product-interest.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

const KNOWN = "promotions-known";
/** Hints gather for so long before they are followed together: many discounts are changed at once. */
const GATHER = 5_000;
/** Promotions that are over and are remembered, at most. */
const REMEMBERED = 500;
/** The shops that this process is looking at. */
const LOOKING = new WeakSet<Stores>();

/** A promotion that was seen. */
interface Known {
  id: string;
  /** Earlier releases kept no name. */
  name?: string;
  /** When it began, as the store says. */
  started_at: number;
  /** When it began for us, where that is another moment. */
  seen_at?: number;
  /** When it was over for us, where it is. */
  over_at?: number;
}

/** The store hints that something about its promotions changed. */
export const lookAtPromotions = ({ timers }: Stores, now: number): void =>
  timers.once({ kind: "promotions" }, now + GATHER);

/** The look that was hinted at is due: whether it can be had now. */
export function promotionsDue(stores: Stores, timer: Timer, now: number): boolean {
  const isLooking = LOOKING.has(stores);
  // What is found by then may be from before the hint.
  if (isLooking) stores.timers.repeat(timer, now + GATHER);
  else stores.timers.end(timer);
  return !isLooking;
}

/** Looks at what runs, and announces what is new to everybody. */
export async function noticePromotions(stores: Stores): Promise<void> {
  if (LOOKING.has(stores)) return;
  LOOKING.add(stores);
  try {
    await look(stores);
  } finally {
    LOOKING.delete(stores);
  }
}

async function look(stores: Stores): Promise<void> {
  const store = storeOf(stores);
  const running = (await store?.promotions()) ?? null;
  if (store === null || running === null) return;
  const known = knownOf(stores);
  const ids = new Set(running.map(({ id }) => id));
  const over = new Set<string>();
  for (const { id, over_at: at } of known ?? []) {
    if (at !== undefined || ids.has(id)) continue;
    if ((await store.isPromotionOver(id)) === true) over.add(id);
  }
  stores.transaction(() => {
    const now = stores.clock.now();
    const before = known?.map((one) => (over.has(one.id) ? { ...one, over_at: now } : one)) ?? [];
    for (const one of before) if (over.has(one.id)) announceOver(stores, one, now);
    keep(stores, [
      ...running.map((one) => seen(stores, one, known === null ? null : before, now)),
      ...before.filter(({ id }) => !ids.has(id)),
    ]);
    stores.timers.arm();
  });
}

/** What is known of one that runs, which is announced where it is new; `known` is null at the first look. */
function seen(
  stores: Stores,
  { id, name, startedAt }: Promotion,
  known: readonly Known[] | null,
  now: number,
): Known {
  const one: Known = { id, name, started_at: startedAt };
  const last = known?.find((other) => other.id === id);
  const isSame = last?.started_at === startedAt;
  if (isSame && last?.over_at === undefined) return { ...last, name };
  if (known === null) return one;
  // One that was given another beginning while it ran is over as well.
  if (last !== undefined && last.over_at === undefined) announceOver(stores, last, now);
  // Where the store says that it never stopped, it begins as it is seen again.
  const next = isSame ? { ...one, seen_at: now } : one;
  announce(stores, { key: keyOf(next), name, at: next.seen_at ?? startedAt }, now);
  return next;
}

function announceOver(stores: Stores, one: Known, now: number): void {
  if (one.name === undefined) return;
  announceEnd(stores, { started: keyOf(one), name: one.name, at: now }, now);
}

/** The key by which its beginning was announced. */
const keyOf = ({ id, started_at: at, seen_at: seenAt = at }: Known): string =>
  `edgewise:discount:${id}:${seenAt}`;

/** What was seen; null before the first look. Earlier releases kept what ran as `id:beginning`. */
function knownOf({ sql }: Stores): Known[] | null {
  const text = readMeta(sql, KNOWN);
  if (typeof text !== "string") return null;
  return (JSON.parse(text) as (Known | string)[]).map((one) => {
    if (typeof one !== "string") return one;
    const end = one.lastIndexOf(":");
    return { id: one.slice(0, end), started_at: Number(one.slice(end + 1)) };
  });
}

/** Keeps what runs and what is over, of that the latest. */
function keep({ sql }: Stores, all: readonly Known[]): void {
  const running = all.filter(({ over_at: at }) => at === undefined);
  const over = all.filter(({ over_at: at }) => at !== undefined);
  over.sort((one, other) => (other.over_at ?? 0) - (one.over_at ?? 0));
  writeMeta(sql, KNOWN, JSON.stringify([...running, ...over.slice(0, REMEMBERED)]));
}
