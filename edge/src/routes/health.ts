/** Whether this Worker answers at all: for the launcher, a load balancer, a person. */
export const healthz = (): Response =>
  Response.json({ ok: true }, { headers: { "cache-control": "no-store" } });
