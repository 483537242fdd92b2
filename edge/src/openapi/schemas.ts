/** The forms of what is taken and answered. */
import { text, ref, object, list } from "./words.ts";

const segmentFields = {
  id: text,
  name: text,
  description: { type: ["string", "null"] },
  sentence: { type: ["string", "null"], description: "Its condition in the engine’s words" },
  members: { type: "integer" },
  edited_at: { type: ["integer", "null"], description: "When its condition last changed" },
  stale: { type: "boolean", description: "Whether that is more than three months ago" },
};

export const schemas = {
  Problem: object({ error: object({ code: text, message: text }) }),
  Outcome: object(
    {
      outcome: {
        enum: ["accepted", "duplicate", "ignored", "dead-letter", "ping", "unknown-shop"],
      },
      reason: text,
    },
    ["outcome"],
  ),
  Segment: object(segmentFields),
  SegmentDetail: object({
    ...segmentFields,
    condition: { type: "object" },
    history: list(
      object({
        day: { type: "string", format: "date", description: "By the shop's calendar" },
        entered: { type: "integer" },
        left: { type: "integer" },
        members: { type: "integer", description: "When the day ended" },
      }),
    ),
    recomputation: ref("Recomputation"),
  }),
  Recomputation: {
    description: "How many customers were moved to the live configuration; null when all were",
    oneOf: [object({ done: { type: "integer" }, of: { type: "integer" } }), { type: "null" }],
  },
  Saved: object({
    plan: { type: ["string", "null"] },
    revision: { type: "integer" },
    diagnostics: list(ref("Diagnostic")),
    changed: { type: "boolean" },
  }),
  Diagnostic: object({
    code: text,
    severity: { enum: ["error", "warning"] },
    path: text,
    message: text,
    help: text,
  }),
};
