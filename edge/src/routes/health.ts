/** Whether this Worker is alive, and whether it can do its work: for the launcher, a load balancer, a person. */
import { engine } from "../engine.ts";
import type { Env } from "../env.ts";
import { logError } from "../log.ts";
import { masters } from "../master.ts";
import { directory } from "../stubs.ts";
import type { Call } from "./call.ts";
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

/**
 * Whether requests can be taken: the keys are there, the data was written with them, and the storage
 * answers. 503 when not.
 */
export async function readyz({ env }: Call): Promise<Response> {
  const storage = hasKey(env) ? await ask(env) : null;
  const checks = {
    master_key: storage?.hasKeys ?? hasKey(env),
    admin_key: (env.EDGEWISE_ADMIN_KEY ?? "") !== "",
    storage: storage !== null,
  };
  const problems = [
    ...(storage?.hasKeys === false ? [OTHER_KEY] : []),
    ...(hasKey(env) ? [] : ["EDGEWISE_MASTER_KEY must be 32 bytes in base64."]),
    ...(checks.admin_key ? [] : ["EDGEWISE_ADMIN_KEY is not set."]),
    ...(storage === null && hasKey(env) ? ["The storage does not answer; the log says why."] : []),
  ];
  const ready = problems.length === 0;
  return Response.json({ ready, checks, problems }, { ...FRESH, status: ready ? 200 : 503 });
}

const OTHER_KEY =
  "Something here is sealed under another master key. Set EDGEWISE_MASTER_KEY to it, or name it in EDGEWISE_PREVIOUS_MASTER_KEY.";

function hasKey(env: Env): boolean {
  try {
    masters(env);
    return true;
  } catch {
    return false;
  }
}

async function ask(env: Env): Promise<{ hasKeys: boolean } | null> {
  try {
    return await directory(env).ping();
  } catch (error) {
    logError("storage-not-read", error);
    return null;
  }
}
