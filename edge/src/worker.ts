/**
 * The Worker: every request goes through the router, and by turns each shop's alarm is checked.
 */
import type { Env } from "./env.ts";
import { logError } from "./log.ts";
import { directory, shopStub } from "./stubs.ts";
import { answer } from "./router.ts";

export { Directory } from "./directory/directory.ts";
export { Shop } from "./shop/shop.ts";

/** Shops looked at in one run: a Worker may call a limited number of objects per run. */
const SWEPT = 500;

export default {
  fetch: (request, env) => answer(request, env),

  /** An alarm lost to a fault of the platform's is set again here. */
  async scheduled(_event, env) {
    for (const shop of await directory(env).nextToSweep(SWEPT)) {
      try {
        await shopStub(env, shop).checkAlarm();
      } catch (error) {
        logError("sweep-failed", error, { shop });
      }
    }
  },
} satisfies ExportedHandler<Env>;
