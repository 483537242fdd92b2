/** All shops at a glance, for whoever runs them: none of them is woken for it. */
import { directory } from "../objects.ts";
import { Problem } from "../problem.ts";
import type { KnownCall } from "../router.ts";
import type { Standing } from "../directory/fleet.ts";

export async function fleet(call: KnownCall): Promise<Response> {
  const days = Number(call.url.searchParams.get("days") ?? 7);
  if (!Number.isInteger(days) || days < 1 || days > 31) {
    throw new Problem(400, "bad-parameter", "“days” must be a whole number from 1 to 31.");
  }
  return Response.json({ shops: await directory(call.env).fleet(days) });
}

/** How far changing the master key has come. */
export async function masterKey({ env }: KnownCall): Promise<Response> {
  const { left, of } = await directory(env).masterChange();
  return Response.json(
    { changing: left > 0, left, of },
    { headers: { "cache-control": "no-store" } },
  );
}

/** How all shops are, in Prometheus's text format (version 0.0.4). */
export async function metrics(call: KnownCall): Promise<Response> {
  const shops = await directory(call.env).fleet(1);
  const { left } = await directory(call.env).masterChange();
  const lines = METRICS.flatMap(([name, type, help, read]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...shops.map((shop) => `${name}{shop="${shop.shop}",domain="${shop.domain}"} ${read(shop)}`),
  ]);
  const text = `${[
    `edgewise_shops ${shops.length}`,
    `edgewise_shops_under_previous_master_key ${left}`,
    ...lines,
  ].join("\n")}\n`;
  return new Response(text, { headers: { "content-type": "text/plain; version=0.0.4" } });
}

const today = ({ days }: Standing) => days[0];

const METRICS: readonly [string, "gauge", string, (shop: Standing) => number][] = [
  [
    "edgewise_late_seconds",
    "gauge",
    "How long something has been due.",
    (s) => s.late_by_ms / 1000,
  ],
  ["edgewise_dead_letters", "gauge", "Failed items that wait for somebody.", (s) => s.dead_letters],
  [
    "edgewise_failing_endpoints",
    "gauge",
    "Webhook addresses that keep failing.",
    (s) => s.failing_endpoints,
  ],
  ["edgewise_storage_bytes", "gauge", "What the shop takes on disk.", (s) => s.bytes],
  [
    "edgewise_requests_today",
    "gauge",
    "Verified requests on the last day (UTC) it was heard of.",
    (s) => today(s)?.requests ?? 0,
  ],
  ["edgewise_rows_today", "gauge", "Rows written on that day.", (s) => today(s)?.rows ?? 0],
  [
    "edgewise_traps_today",
    "gauge",
    "How often the engine stopped unexpectedly on that day.",
    (s) => today(s)?.traps ?? 0,
  ],
  [
    "edgewise_busy_seconds_today",
    "gauge",
    "How long it had the process to itself on that day.",
    (s) => (today(s)?.busy_ms ?? 0) / 1000,
  ],
];
