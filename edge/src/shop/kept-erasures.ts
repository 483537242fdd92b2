/** Keeping outside of the shop's data who was erased, by a timer of its own (`erasures.ts` says where). */
import { keepErasure, keepsErasures } from "../erasures.ts";
import { logError } from "../log.ts";
import type { Stores } from "./stores.ts";
import type { Timer } from "./timers.ts";

/** Erasures that are written out at once. */
const AT_ONCE = 200;
/** How long until what was not written out is tried again, in milliseconds. */
const PAUSE = 60_000;

/** Sees to it that erasures are kept outside, where that can be. In the caller's transaction. */
export function keepSoon({ env, erased, timers }: Stores, now: number): void {
  if (keepsErasures(env) && erased.unkept(1).length > 0)
    timers.once({ kind: "kept_erasures" }, now);
}

/** The timer is due: it comes again later unless all is kept by then. */
export function keepingDue({ timers }: Stores, timer: Timer, now: number): void {
  timers.repeat(timer, now + PAUSE);
}

/** Keeps outside what is not kept there yet. Never throws. */
export async function keepOutside(stores: Stores): Promise<void> {
  const { env, erased, settings, timers, clock } = stores;
  const waiting = erased.unkept(AT_ONCE);
  try {
    for (const one of waiting) await keepErasure(env, settings.shop, one);
  } catch (error) {
    logError("erasures-not-kept", error, { shop: settings.shop });
    return;
  }
  stores.transaction(() => {
    for (const one of waiting) erased.wasKept(one);
    timers.drop({ kind: "kept_erasures" });
    keepSoon(stores, clock.now());
    timers.arm();
  });
}
