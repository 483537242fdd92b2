/** All shops at a glance, for the operator. None of them is woken for it. */
import { Fleet, MasterKey } from "../contract/fleet.ts";
import { note, otherwise, whole } from "../contract/schema.ts";
import type { FleetShop } from "../contract/fleet.ts";
import { directory } from "../stubs.ts";
import { gives, group, route, streams } from "./route.ts";

export const fleet = group("Fleet", "All shops at a glance, for the operator.", [
  route("GET /api/fleet", {
    id: "getFleet",
    summary: "Get how all shops are, as they last reported, the latest first",
    access: "fleet:read",
    query: { days: otherwise(note(whole(1, 31), "Days to sum up"), 7) },
    answers: { 200: gives("Shops", Fleet) },
    handle: async ({ env, query }) => ({ shops: await directory(env).fleet(query.days) }),
  }),

  route("GET /metrics", {
    id: "getMetrics",
    summary: "Get metrics of all shops in Prometheus's text format",
    access: "fleet:read",
    answers: { 200: streams("Metrics", "text/plain") },
    handle: async ({ env }) => {
      const shops = await directory(env).fleet(1);
      const { left } = await directory(env).masterChange();
      return new Response(metricsOf(shops, left), {
        headers: { "content-type": "text/plain; version=0.0.4" },
      });
    },
  }),

  route("GET /api/master-key", {
    id: "getMasterKey",
    summary: "Get how far changing the master key has come",
    description: "When no shop is left under an earlier key, that key can go.",
    access: "fleet:read",
    answers: { 200: gives("Progress, in shops", MasterKey) },
    handle: async ({ env }) => {
      const { left, of } = await directory(env).masterChange();
      return { changing: left > 0, left, of };
    },
  }),
]);

/** Prometheus's text format, version 0.0.4. */
function metricsOf(shops: FleetShop[], left: number): string {
  const lines = METRICS.flatMap(([name, type, help, read]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...shops.map((shop) => `${name}{shop="${shop.shop}",domain="${shop.domain}"} ${read(shop)}`),
  ]);
  return `${[
    `edgewise_shops ${shops.length}`,
    `edgewise_shops_under_previous_master_key ${left}`,
    ...lines,
  ].join("\n")}\n`;
}

const today = ({ days }: FleetShop) => days[0];

const METRICS: readonly [string, "gauge", string, (shop: FleetShop) => number][] = [
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
    "Verified requests on the last day (UTC) it reported.",
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
