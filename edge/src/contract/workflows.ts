/** The configuration, its workflows, and their drafts. */
import type { WorkflowText } from "edgewise/revisions.js";
import { EmailTrouble } from "./email.ts";
import { Config, Diagnostic, Workflow } from "./engine.ts";
import {
  count,
  flag,
  formed,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  optional,
  request,
  type Schema,
  text,
  textOf,
  whole,
} from "./schema.ts";
import * as v from "valibot";

/** An ID as a configuration writes it. */
const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** A workflow by name, as the live configuration has it. */
export const WorkflowName = object({
  id: text,
  name: v.exactOptional(text),
  revision: v.exactOptional(count),
  status: v.exactOptional(text),
});

export type WorkflowName = Of<typeof WorkflowName>;

export const LiveConfig = named(
  "LiveConfig",
  object({
    plan: note(text, "The ID of the compiled configuration that decides now"),
    config: Config,
    revisions: list(object({ plan: text, revision: count, created_at: moment })),
    workflows: list(WorkflowName),
  }),
);

export const Published = named(
  "Published",
  object({
    plan: note(maybe(text), "The ID of the compiled configuration; null when it has errors"),
    revision: count,
    diagnostics: list(Diagnostic),
    changed: flag,
    workflows: list(WorkflowName),
  }),
);

/** What becomes of the customers in a workflow. */
const Fate = oneOf(["keep", "move", "stop"]);

/** What publishing a configuration would do to one workflow. */
export const WorkflowChange = named(
  "WorkflowChange",
  object({
    id: text,
    name: text,
    change: oneOf(["new", "edited", "same", "removed"]),
    status: maybe(text),
    status_before: maybe(text),
    inside: note(count, "Customers in it now"),
    those_inside: note(Fate, "What becomes of them"),
    there_already: note(
      maybe(object({ segment: text, members: maybe(count) })),
      "Existing members of the segment that starts it; null unless it is being turned on",
    ),
  }),
);
export type WorkflowChange = Of<typeof WorkflowChange>;

export type Published = Of<typeof Published>;

export const ConfigCheck = named(
  "ConfigCheck",
  object({
    can_be_saved: flag,
    diagnostics: list(Diagnostic),
    workflows: list(WorkflowChange),
  }),
);
export type ConfigCheck = Of<typeof ConfigCheck>;

export const WorkflowSummary = named(
  "WorkflowSummary",
  object({
    id: text,
    name: optional(text),
    revision: optional(count),
    status: optional(text),
    inside: note(count, "Customers in it, not counting tests"),
    inside_by_revision: list(object({ revision: count, inside: count })),
    edited_at: note(maybe(moment), "When this version was published; null if unknown"),
    backfill: note(
      maybe(object({ batch: text, left: count })),
      "The members of a segment that are being added; null when none are",
    ),
  }),
);
export type WorkflowSummary = Of<typeof WorkflowSummary>;

export const Workflows = named(
  "Workflows",
  object({
    plan: text,
    now: moment,
    drafts: list(object({ workflow: text, name: text, saved_at: moment })),
    workflows: list(WorkflowSummary),
  }),
);
export type Workflows = Of<typeof Workflows>;

export const Revision = named(
  "WorkflowRevision",
  object({ revision: count, saved_at: moment, workflow: Workflow }),
);
export type Revision = Of<typeof Revision>;
export const Revisions = object({ revisions: list(Revision) });

const OWN = "must hold the draft's workflow and no other";

/** A workflow as far as it is written. */
const draftWorkflow = note(
  v.looseObject({ id: text }) as Schema<WorkflowText>,
  "A workflow as far as it is written: a Workflow once nothing is wrong with it",
);

/** Part of a configuration: one workflow, and whatever else was changed with it. It need not compile. */
export const DraftChanges = named(
  "DraftChanges",
  note(
    v.looseObject(
      { workflows: v.pipe(v.array(draftWorkflow, OWN), v.length(1, OWN)) },
      'must be part of a configuration, such as {"workflows": […]}',
    ),
    "Part of a configuration: the workflow, alone under `workflows`, and whatever else was changed with it",
  ),
);
export type DraftChanges = Of<typeof DraftChanges>;

export const NewDraft = request({ changes: DraftChanges });
export const Draft = named("Draft", object({ saved_at: moment, changes: DraftChanges }));
export type Draft = Of<typeof Draft>;
export const SavedDraft = object({ saved_at: moment });

export const isWorkflowId = (text: string): boolean => ID.test(text);

export const NewBackfill = request({
  segment: text,
  batch: note(
    formed(ID, "a name such as spring-2026"),
    "A name for this backfill. Nobody enters twice under the same name",
  ),
  at_most: note(whole(1, 1_000_000), "Maximum customers to add"),
});
export const Backfill = object({
  batch: text,
  members: note(count, "How many customers the segment has"),
});

export const Promotion = request({
  name: v.pipe(
    textOf(1, 64),
    v.check((name) => name.trim() !== "", "must be a string of 1 to 64 characters"),
  ),
});
export const AnnouncedPromotion = object({ name: text });

export const TestEmails = object({
  sent: note(count, "How many emails your email provider accepted"),
  trouble: note(maybe(EmailTrouble), "Why the next one was not accepted; null where all were"),
});
export type TestEmails = Of<typeof TestEmails>;
