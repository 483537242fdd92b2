/**
 * All customers for whom a condition holds, a page at a time: what an export is made of.
 *
 * The engine judges the condition by each customer's state as it is then, as it judges a segment's, so what
 * is exported is who the list in the admin shows.
 */
import type { Diagnostic, ShopFacts } from "edgewise";
import type { CustomerSummary } from "../contract/customers.ts";
import { jsonOf } from "./customer.ts";
import type { Seen } from "./customers.ts";
import type { Stores } from "./stores.ts";
import { Turn } from "./turn.ts";
import { summariesOf } from "./views.ts";

/** Customers looked at for one page, at most. */
const LOOKED_AT = 100;

/** The customers of a page, and after whom the next one begins; null after the last. */
export interface TablePage {
  customers: CustomerSummary[];
  next: string | null;
}

/** What is wrong with a condition, or that nobody can tell for whom it holds. */
export type Objection = { code: "invalid-condition"; fault: Diagnostic } | { code: "not-ranked" };

/** What stands against exporting by a condition, of which the kinds in it are known; null for nothing. */
export function objectionTo(
  stores: Stores,
  condition: object,
  kinds: readonly string[],
): Objection | null {
  const { diagnostics } = judged(stores, condition, []);
  const fault = diagnostics.find(({ severity }) => severity === "error");
  if (fault !== undefined) return { code: "invalid-condition", fault };
  return kinds.includes("rfm") && !stores.rfm.needed ? { code: "not-ranked" } : null;
}

/**
 * The next page after a customer: a turn's work at most, so it may have nobody although others follow. Of
 * somebody who cannot be read no condition is known to hold.
 */
export function tablePage(stores: Stores, condition: object | null, after: string): TablePage {
  const ids = stores.customers.idsAfter(after, LOOKED_AT);
  const turn = new Turn(LOOKED_AT);
  const seen: Seen[] = [];
  let last = after;
  for (const id of ids) {
    if (!turn.next()) break;
    last = id;
    const customer = stores.customers.look(id);
    if (customer !== null) seen.push(customer);
  }
  const isEnd = ids.length < LOOKED_AT && last === (ids.at(-1) ?? after);
  const found = condition === null ? seen : matching(stores, condition, seen);
  return { customers: summariesOf(stores, found), next: isEnd ? null : last };
}

function matching(stores: Stores, condition: object, seen: Seen[]): Seen[] {
  const known = seen.filter(({ unreadable, state }) => !unreadable && state.length > 0);
  const { matches } = judged(stores, condition, known);
  // It was checked before the export began; the plan that is live by now may lack what it names.
  if (matches === null) throw new Error("the condition of the export no longer compiles");
  return known.filter((_, place) => matches[place]);
}

function judged(stores: Stores, condition: object, customers: readonly Seen[]) {
  const { plans, engine, rfm, clock } = stores;
  const states = customers.map(({ state }) => jsonOf(engine, state)).join("\n");
  const facts = rfm.needed ? (rfm.latest().facts as ShopFacts) : null;
  const question = { condition, now: clock.now(), facts };
  return plans.with(plans.live, (plan) => engine.matching(plan, states, question));
}
