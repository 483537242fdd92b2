/**
 * The Worker: every request goes through the router, and once a day each shop's alarm is checked.
 */
import { directory } from "./directory/lookup.ts";
import type { Env } from "./env.ts";
import { logError } from "./log.ts";
import { answer } from "./router.ts";

export { Directory } from "./directory/directory.ts";
export { Shop } from "./shop/shop.ts";

/** Shops looked at in one daily sweep. */
const SWEPT = 10_000;

export default {
  fetch: (request, env) => answer(request, env),

  /** An alarm lost to a fault of the platform's is set again here. */
  async scheduled(_event, env) {
    for (const { shop } of await directory(env).all(SWEPT)) {
      try {
        await env.SHOP.get(env.SHOP.idFromName(shop)).checkAlarm();
      } catch (error) {
        logError("sweep-failed", error);
      }
    }
  },
} satisfies ExportedHandler<Env>;
