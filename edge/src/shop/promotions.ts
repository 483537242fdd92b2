/**
 * Noticing that a promotion of the store's begins: a discount that applies to everybody by itself.
 *
 * No webhook says when a scheduled one begins, so those that run are looked at with every comparison. What
 * ran when they were first looked at is no news. One that began long ago is judged like any late event.
 */
import { storeOf } from "./connection.ts";
import { announce } from "./product-interest.ts";
import { readMeta, writeMeta } from "./schema.ts";
import type { Stores } from "./stores.ts";

const KNOWN = "promotions-known";

/** Looks at what runs, and announces what is new to everybody. */
export async function noticePromotions(stores: Stores): Promise<void> {
  const running = (await storeOf(stores)?.promotions()) ?? null;
  if (running === null) return;
  stores.transaction(() => {
    const { sql, clock, timers } = stores;
    const now = clock.now();
    const text = readMeta(sql, KNOWN);
    const known = typeof text === "string" ? new Set(JSON.parse(text) as string[]) : null;
    // One that is run again has another beginning.
    const named = running.map((one) => ({ ...one, key: `${one.id}:${one.startedAt}` }));
    writeMeta(sql, KNOWN, JSON.stringify(named.map(({ key }) => key)));
    for (const { key, name, startedAt: at } of named) {
      const isNews = known !== null && !known.has(key);
      if (isNews) announce(stores, { key: `edgewise:discount:${key}`, name, at }, now);
    }
    timers.arm();
  });
}
