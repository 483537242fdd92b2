/**
 * How long one shop may have the thread before it gives way, and when it may have it again.
 *
 * All shops of a process share one thread, and an answer needs it several times. So each shop decides
 * for some milliseconds and then pauses; while others are at work too, its turns are shorter and its
 * pauses longer than its turns. A shop with much to do slows down itself.
 */

/** A turn of a shop that is alone, and of one that is not, in milliseconds. */
const ALONE = 50;
const AMONG_OTHERS = 3;
/** Among others, a shop pauses for this multiple of what its turn took. */
const PAUSES = 3;
/** A shop that had a turn within this time counts as at work, in milliseconds. */
const RECENT = 1_000;

interface Turn {
  shop: string;
  began: number;
}

let last: Turn | null = null;
let othersAt = 0;
/** Until when shops pause. */
const resting = new Map<string, number>();

/** Begins a turn of a shop: gives the moment at which it should end. */
export function beginTurn(shop: string): number {
  const now = Date.now();
  if (last !== null && last.shop !== shop) othersAt = last.began;
  last = { shop, began: now };
  return now + (isAmongOthers(now) ? AMONG_OTHERS : ALONE);
}

/** Ends the turn that was begun last. */
export function endTurn(): void {
  if (last === null) return;
  const now = Date.now();
  for (const [shop, until] of resting) if (until <= now) resting.delete(shop);
  if (isAmongOthers(now)) resting.set(last.shop, now + (now - last.began) * PAUSES);
}

/** How long a shop pauses from now on before its next turn, in milliseconds. */
export const pauseOf = (shop: string): number => Math.max(0, (resting.get(shop) ?? 0) - Date.now());

const isAmongOthers = (now: number): boolean => now - othersAt < RECENT;
