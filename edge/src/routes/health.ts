/** Whether this Worker answers at all: for the launcher, a load balancer, a person. */
import type { Call } from "../router.ts";

/** `instance` is whose answer it is, where the launcher named the process. */
export const healthz = ({ env }: Call): Response =>
  Response.json(
    { ok: true, ...(env.EDGEWISE_INSTANCE ? { instance: env.EDGEWISE_INSTANCE } : {}) },
    { headers: { "cache-control": "no-store" } },
  );
