/** What a store keeps of its customers. */
import { counted } from "../text/plural.ts";

const CUSTOMERS = { one: "customer", other: "customers" };

export const copiesWords = {
  trouble: "Unsubscribes, tags, points and tiers don’t reach your store.",
  waiting: (n: number): string =>
    `${counted(n, CUSTOMERS)} ${n === 1 ? "is" : "are"} being updated in your store.`,
} as const;
