/**
 * How long one shop may have the thread before it gives way.
 *
 * All shops of a process share one thread. Each decides for some milliseconds at a time and then lets
 * whatever else waits have its turn, so a shop with much to do makes the others wait for one turn of
 * its own and no longer. While others are at work too, turns are shorter.
 */

/** A turn of a shop that is alone, and of one that is not, in milliseconds. */
const ALONE = 20;
const AMONG_OTHERS = 5;
/** Whoever had a turn within this time counts as at work, in milliseconds. */
const RECENT = 1_000;

let last: { shop: string; at: number } | null = null;
let othersAt = 0;

/** Begins a turn of a shop: gives the moment at which it should end. */
export function beginTurn(shop: string): number {
  const now = Date.now();
  if (last !== null && last.shop !== shop) othersAt = last.at;
  last = { shop, at: now };
  return now + (now - othersAt < RECENT ? AMONG_OTHERS : ALONE);
}
