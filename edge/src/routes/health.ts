/** Whether this Worker is alive, and whether it can do its work: for the launcher, a load balancer, a person. */
import { engine } from "../engine.ts";
import { type Env, masterKey } from "../env.ts";
import { logError } from "../log.ts";
import { directory } from "../objects.ts";
import type { Call } from "../router.ts";
import { SCHEMA } from "../shop/schema.ts";

/** Set by the build: the release. */
declare const VERSION: string;

const FRESH = { headers: { "cache-control": "no-store" } };

/** Alive, and what it is. Asks nothing of the storage, so that it answers whatever that does. */
export const healthz = ({ env }: Call): Response =>
  Response.json(
    {
      ok: true,
      version: VERSION,
      engine: engine.info().engine,
      storage: { schema: SCHEMA },
      key: hasKey(env) ? "set" : "missing",
      // Whose answer it is, where the launcher named the process.
      ...(env.EDGEWISE_INSTANCE ? { instance: env.EDGEWISE_INSTANCE } : {}),
    },
    FRESH,
  );

/** Whether requests can be taken: the keys are there and the storage answers. 503 when not. */
export async function readyz({ env }: Call): Promise<Response> {
  const checks = {
    master_key: hasKey(env),
    admin_key: (env.EDGEWISE_ADMIN_KEY ?? "") !== "",
    storage: await canRead(env),
  };
  const ready = Object.values(checks).every((good) => good);
  return Response.json({ ready, checks }, { ...FRESH, status: ready ? 200 : 503 });
}

function hasKey(env: Env): boolean {
  try {
    masterKey(env);
    return true;
  } catch {
    return false;
  }
}

async function canRead(env: Env): Promise<boolean> {
  try {
    await directory(env).ping();
    return true;
  } catch (error) {
    logError("storage-not-read", error);
    return false;
  }
}
