/** The forms of what is taken and answered. */
import { text, ref, object, list } from "./words.ts";

const history = list(
  object({
    day: { type: "string", format: "date", description: "By the shop's calendar" },
    entered: { type: "integer" },
    left: { type: "integer" },
    members: { type: "integer", description: "When the day ended" },
  }),
);

const segmentFields = {
  id: text,
  name: text,
  description: { type: ["string", "null"] },
  sentence: { type: ["string", "null"], description: "Its condition in the engine’s words" },
  members: { type: "integer" },
  edited_at: { type: ["integer", "null"], description: "When its condition last changed" },
  stale: { type: "boolean", description: "Whether that is more than three months ago" },
  history,
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
    recomputation: ref("Recomputation"),
  }),
  Recomputation: {
    description: "How many customers were moved to the live configuration; null when all were",
    oneOf: [object({ done: { type: "integer" }, of: { type: "integer" } }), { type: "null" }],
  },
  WorkflowLine: object({
    id: text,
    name: text,
    revision: { type: "integer" },
    status: text,
    inside: { type: "integer", description: "How many are inside, tests not counted" },
    inside_by_revision: list(
      object({ revision: { type: "integer" }, inside: { type: "integer" } }),
    ),
    edited_at: {
      type: ["integer", "null"],
      description: "When it was saved as it stands, in milliseconds since 1970; null when unknown",
    },
    letting_in: {
      description: "The members of a segment that are being let in; null when none are",
      oneOf: [object({ batch: text, left: { type: "integer" } }), { type: "null" }],
    },
  }),
  WorkflowChange: object({
    id: text,
    name: text,
    change: { enum: ["new", "edited", "same", "removed"] },
    status: { type: ["string", "null"] },
    status_before: { type: ["string", "null"] },
    inside: { type: "integer" },
    those_inside: { enum: ["keep", "move", "stop"] },
    there_already: {
      description:
        "Who is in the segment that starts it before it goes live; null where there is none",
      oneOf: [object({ segment: text, members: { type: ["integer", "null"] } }), { type: "null" }],
    },
  }),
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
