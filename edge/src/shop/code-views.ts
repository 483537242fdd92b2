/** Pools of coupon codes as the merchant sees them. */
import type { CodePool } from "../contract/code-pools.ts";
import type { Stores } from "./stores.ts";

/** So many codes that are left are few: the merchant is told. */
const FEW = 100;

/** The pools that have codes, had some, or are asked for. */
export function poolList(stores: Stores): CodePool[] {
  const { codes, plans } = stores;
  const names = new Set([...codes.pools(), ...plans.needs.pools]);
  return [...names].sort().map((pool) => poolView(stores, pool));
}

export function poolView({ codes, plans }: Stores, pool: string): CodePool {
  const { left, given } = codes.count(pool);
  const used = plans.needs.pools.includes(pool);
  return { pool, left, given, used, low: used && left <= FEW };
}
