/** What goes on in the background, over all customers or somebody's whole history, and how far it is. */
import type { Background } from "../contract/operations.ts";
import type { Progress } from "../contract/schema.ts";
import { erasures } from "./erasing.ts";
import type { Stores } from "./stores.ts";

export function background(stores: Stores): Background {
  return { erasing: erasures(stores), moving_to_plan: movingToPlan(stores) };
}

/** Read from the pass's own timer, so it is as durable as the pass. */
export function movingToPlan({ timers, plans, customers }: Stores): Progress | null {
  const after = timers.passAfter(plans.live);
  return after === null ? null : { done: customers.countUpTo(after), of: customers.count() };
}
