/** Importing a store's past. */
import {
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
  text,
} from "./schema.ts";

export const IMPORT_PARTS = [
  "products",
  "coupons",
  "customers",
  "orders",
  "subscriptions",
] as const;

export const ImportPart = object({
  part: oneOf(IMPORT_PARTS),
  state: note(
    oneOf(["waiting", "running", "done", "skipped"]),
    "`skipped`: the store has none of these",
  ),
  read: note(count, "How many were read; a variation isn't counted beside its product"),
  announced: note(maybe(count), "How many there are, as the store says; null before it's asked"),
  limited: note(flag, "Whether the store shows Edgewise only those of the last 60 days"),
});
export type ImportPart = Of<typeof ImportPart>;

export const Import = named(
  "Import",
  object({
    state: note(
      oneOf(["none", "running", "paused", "incomplete", "cancelled", "done"]),
      "`incomplete`: the store couldn't be read, and is tried again at `again_at`",
    ),
    started_at: maybe(moment),
    finished_at: maybe(moment),
    before: note(
      maybe(moment),
      "What began before this moment is past and starts nothing: when the store was connected",
    ),
    parts: list(ImportPart),
    trouble: note(
      maybe(object({ code: text, message: text, found: text })),
      "Why it doesn't go on, how to fix it, and the beginning of what the store responded",
    ),
    again_at: note(maybe(moment), "When the store is tried again"),
  }),
);
export type Import = Of<typeof Import>;
