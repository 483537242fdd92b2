/** A shop at work: its stores and what works with them, made when the shop is first asked for anything. */
import { engine } from "../engine.ts";
import { log } from "../log.ts";
import type { Env } from "../env.ts";
import { Arrivals } from "./arrivals.ts";
import { Batches } from "./batches.ts";
import { followEarlierAccess } from "./follow-access.ts";
import { Performer } from "./perform.ts";
import { readSettings } from "./settings.ts";
import { Stores } from "./stores.ts";
import { Work } from "./work.ts";

export interface Open {
  stores: Stores;
  work: Work;
  arrivals: Arrivals;
  batches: Batches;
}

/** Opens a shop that was set up. */
export function open(storage: DurableObjectStorage, env: Env): Open {
  const settings = readSettings(storage.sql);
  if (settings === null) throw new Error("this shop was never set up");
  const stores = new Stores(storage, env, engine, settings);
  const batches = new Batches(stores);
  const arrivals = new Arrivals(stores, batches);
  const work = new Work(stores, new Performer(stores), arrivals, batches.takeIn);
  const { customers, decisions } = stores.customers.behind;
  if (decisions > 0) log("customers-behind", { shop: settings.shop, customers, decisions });
  followEarlierAccess(stores);
  arrivals.resume();
  return { stores, work, arrivals, batches };
}

/** Reads for somebody to see; what turned out to be unreadable is noted for the merchant. */
export function seen<T>(stores: Stores, read: (stores: Stores) => T): T {
  const view = read(stores);
  noteDamage(stores);
  return view;
}

/** The same where reading takes several turns. */
export async function seenInTurns<T>(
  stores: Stores,
  read: (stores: Stores) => Promise<T>,
): Promise<T> {
  const view = await read(stores);
  noteDamage(stores);
  return view;
}

function noteDamage(stores: Stores): void {
  if (!stores.vault.hasFound) return;
  stores.transaction(() => stores.noteDamage(stores.clock.now()));
}
