/**
 * Forgetting who only typed an address: a cart that came to nothing is kept for 30 days.
 *
 * A pass a day goes on through the journal where the last one ended, up to what is 30 days old, and looks at
 * whom the carts in it were. So each row is passed once, and somebody with a newer cart is looked at
 * again when that is old enough.
 */
import { eraseCustomers } from "./erase.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

const DAY = 24 * 3_600_000;
const KEPT_FOR = 30 * DAY;
/** Rows of the journal that one turn passes. */
const AT_ONCE = 500;
const PASSED = "typed-passed";
/** What somebody may have done and still be only an address that was typed. */
const NOTHING_CAME: ReadonlySet<string> = new Set([
  "cart.updated",
  "account.signed_in",
  "segment",
  "bounce",
]);
/** Rows of one person that are looked through; who has more is no passer-by. */
const MOST_ROWS = 1_000;

/** Begins the daily passes, once. */
export function beginForgetting({ timers }: Stores, now: number): void {
  timers.once({ kind: "typed" }, now + DAY);
}

/** The pass is due: it takes one turn, and comes again at once while there is more. */
export function forgetNext(stores: Stores, timer: Timer, now: number): void {
  const { sql, journal, timers } = stores;
  const passed = Number(readMeta(sql, PASSED) ?? 0);
  const { last, customers } = journal.rows.cartsAfter(passed, now - KEPT_FOR, AT_ONCE);
  const forgotten = customers.filter((id) => cameToNothing(stores, id, now - KEPT_FOR));
  if (forgotten.length > 0) eraseCustomers(stores, forgotten, []);
  if (last !== null) writeMeta(sql, PASSED, last);
  timers.repeat(timer, last === null ? now + DAY : now);
}

/** Whether nothing is known of somebody but carts with a typed address, none newer than `before`. */
function cameToNothing({ customers, journal }: Stores, id: string, before: number): boolean {
  const customer = customers.look(id);
  // Somebody unreadable is left to those who look after that.
  if (customer === null || customer.id !== id || customer.unreadable) return false;
  return [customer.id, ...customer.absorbed].every((one) => {
    const rows = journal.rows.chain(customers.headOf(one), MOST_ROWS);
    return (
      rows.length < MOST_ROWS &&
      rows.every(({ kind, topic, now }) => {
        if (kind === "command") return false;
        return kind !== "events" || (NOTHING_CAME.has(topic ?? "") && now <= before);
      })
    );
  });
}
