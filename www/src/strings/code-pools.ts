/** Pools of coupon codes that were made beforehand. */
import { counted } from "../text/plural.ts";

const CODES = { one: "code", other: "codes" };

export const words = {
  title: "Coupon codes",
  help: "A coupon step can take its codes from a pool instead of creating them. Each code is given out once, in the order you added them. Home warns you when 100 are left.",
  none: "No pools yet.",
  columns: {
    pool: "Pool",
    left: "Left",
    given: "Given out",
    used: "In use",
    remove: "Remove",
  },
  used: (used: boolean): string => (used ? "By a live workflow" : "No"),
  few: "Running out",
  add: "Add codes…",
  addTitle: "Add coupon codes",
  pool: "Pool, as the coupon step names it",
  codes: "Codes, one per line",
  codesHelp: "They must already exist in your store.",
  addNow: "Add codes",
  added: (added: number, known: number): string =>
    known === 0
      ? `${counted(added, CODES)} added.`
      : `${counted(added, CODES)} added; ${known} had been added before.`,
  remove: "Remove unused",
  removeOf: (pool: string): string => `Remove unused codes of “${pool}”`,
  removeTitle: (pool: string): string => `Remove unused codes of “${pool}”?`,
  removeHelp: (n: number): string =>
    `${counted(n, CODES)} ${n === 1 ? "is" : "are"} removed from Edgewise. In your store they stay as they are.`,
  removed: "Removed.",
} as const;
