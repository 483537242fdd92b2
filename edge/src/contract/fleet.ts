/** All shops at a glance, and whether the Worker is well. */
import {
  by,
  count,
  flag,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  optional,
  text,
} from "./schema.ts";
import { PLATFORMS } from "./shops.ts";

export const FleetShop = named(
  "FleetShop",
  object({
    shop: text,
    domain: text,
    platform: oneOf(PLATFORMS),
    at: note(maybe(moment), "When the shop last reported"),
    late_by_ms: count,
    dead_letters: count,
    failing_endpoints: count,
    bytes: count,
    days: note(
      list(object({ day: text, requests: count, rows: count, traps: count, busy_ms: count })),
      "Sums by UTC day, the newest first",
    ),
  }),
);
export type FleetShop = Of<typeof FleetShop>;

export const Fleet = object({ shops: list(FleetShop) });

export const MasterKey = object({
  changing: flag,
  left: note(count, "Shops under an earlier master key"),
  of: count,
});

export const Healthz = object({
  ok: flag,
  version: text,
  engine: text,
  storage: object({ schema: count }),
  key: oneOf(["set", "missing"]),
  instance: optional(text),
});

export const Readyz = object({
  ready: flag,
  checks: by(flag),
  problems: list(text),
});
