/** Segments: who is in them, since when, and how that went over time. */
import { Condition, ShopFacts } from "./engine.ts";
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
  otherwise,
  Progress,
  text,
} from "./schema.ts";
import * as v from "valibot";

/** One day on which anybody entered or left. */
export const Day = object({
  day: note(text, "By the shop's calendar, such as 2026-11-29"),
  entered: count,
  left: count,
  members: note(count, "When the day ended"),
});

export type Day = Of<typeof Day>;

const fields = {
  id: text,
  name: text,
  description: maybe(text),
  sentence: note(maybe(text), "Its condition in words"),
  members: count,
  edited_at: note(maybe(moment), "When its condition last changed"),
  stale: note(flag, "Whether that is more than three months ago"),
  history: note(list(Day), "The newest day first"),
};

/** How many customers were moved to the live configuration; null when all were. */
const recomputation = note(
  maybe(Progress),
  "How many customers were moved to the live configuration; null when all were",
);

export const SegmentSummary = named("SegmentSummary", object(fields));
export type SegmentSummary = Of<typeof SegmentSummary>;

export const SegmentDetail = named(
  "SegmentDetail",
  object({ ...fields, condition: Condition, recomputation }),
);
export type SegmentDetail = Of<typeof SegmentDetail>;

export const Segments = named(
  "Segments",
  object({ segments: list(SegmentSummary), recomputation }),
);
export type Segments = Of<typeof Segments>;

export const Members = named(
  "SegmentMembers",
  object({
    segment: text,
    members: list(object({ customer: text, since: moment, name: maybe(text), email: maybe(text) })),
    total: count,
    next: note(maybe(text), "The `after` of the next page"),
  }),
);

export type SegmentMembers = Of<typeof Members>;

export const Memberships = object({
  customer: text,
  segments: list(object({ segment: text, name: text, since: moment })),
});

export const Facts = named(
  "ShopFactsVersion",
  object({ version: count, computed_at: moment, facts: ShopFacts }),
);

/** How many days of a segment's history are returned. */
export const days = (usual: number) =>
  otherwise(
    v.pipe(
      count,
      v.description("Maximum days of history, up to 1,000. Days without changes are left out"),
      v.transform((wanted) => Math.min(wanted, 1_000)),
    ),
    usual,
  );

/** The customer after whom a page begins. */
export const after = otherwise(note(text, "The `next` of the page before"), "");
