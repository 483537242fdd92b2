/** Workflows: who is in them, their versions and drafts, and what starts them besides events. */
import { TestEmail } from "../contract/email.ts";
import * as contract from "../contract/workflows.ts";
import { invalidField, notFound, Problem } from "../problem.ts";
import { MOST_DRAFTS } from "../shop/drafts.ts";
import { LARGEST_CONFIG } from "../shop/plans.ts";
import { gives, group, json, nothing, Reply, route } from "./route.ts";
import { found } from "./found.ts";

export const workflows = group("Workflows", "Live workflows, their versions, and drafts.", [
  route("GET /api/shops/{shop}/workflows", {
    id: "listWorkflows",
    summary: "List the live workflows, how many customers are in each, and drafts",
    access: "workflows:read",
    answers: { 200: gives("Workflows", contract.Workflows) },
    handle: ({ shop }) => shop.admin.workflows(),
  }),

  route("GET /api/shops/{shop}/workflows/{workflow}/revisions", {
    id: "listWorkflowRevisions",
    summary: "List the published versions of a workflow, the newest first",
    access: "workflows:read",
    answers: {
      200: gives("Versions, out of the newest 100 configurations", contract.Revisions),
    },
    handle: async ({ shop, part }) =>
      found(await shop.admin.workflowRevisions(part("workflow")), "workflow"),
  }),

  route("GET /api/shops/{shop}/workflows/{workflow}/draft", {
    id: "getWorkflowDraft",
    summary: "Get a workflow's draft: changes that are not published",
    access: "workflows:read",
    answers: { 200: gives("The draft", contract.Draft) },
    handle: async ({ shop, part }) =>
      found(await shop.admin.workflowDraft(part("workflow")), "draft"),
  }),

  route("PUT /api/shops/{shop}/workflows/{workflow}/draft", {
    id: "saveWorkflowDraft",
    summary: "Save a workflow's draft, in place of the one before",
    description: "Nothing is published. It need not compile.",
    access: "workflows:write",
    change: "draft-saved",
    body: json(contract.NewDraft, LARGEST_CONFIG),
    answers: { 200: gives("Saved", contract.SavedDraft) },
    errors: { 409: "The shop has as many drafts as it may" },
    handle: async ({ shop, part, body: { changes } }) => {
      const workflow = part("workflow");
      if (!contract.isWorkflowId(workflow)) {
        throw invalidField("workflow", "must be a workflow's ID");
      }
      const [own] = changes.workflows;
      if (own?.id !== workflow) {
        throw invalidField(
          "changes.workflows",
          `must hold the workflow “${workflow}” and no other`,
        );
      }
      const name = typeof own.name === "string" ? own.name.slice(0, 120) : workflow;
      const kept = await shop.admin.saveWorkflowDraft(workflow, name, changes);
      if (kept !== null) return kept;
      throw new Problem(
        409,
        "too-many-drafts",
        `A shop keeps ${MOST_DRAFTS} drafts. Delete one first.`,
      );
    },
  }),

  route("DELETE /api/shops/{shop}/workflows/{workflow}/draft", {
    id: "deleteWorkflowDraft",
    summary: "Delete a workflow's draft",
    description: "What is live stays as it is.",
    access: "workflows:write",
    change: "draft-deleted",
    answers: { 204: nothing("Deleted") },
    handle: async ({ shop, part }) => {
      if (!(await shop.admin.removeWorkflowDraft(part("workflow")))) throw notFound("draft");
      return undefined;
    },
  }),

  route("POST /api/shops/{shop}/workflows/{workflow}/test-emails", {
    id: "sendTestEmails",
    summary: "Send a saved workflow's emails to yourself, with sample data",
    description: "Up to 10. Nothing is decided or counted.",
    access: "workflows:write",
    change: "test-emails-sent",
    body: json(TestEmail),
    answers: { 200: gives("How many were accepted", contract.TestEmails) },
    errors: { 409: "The workflow sends no email" },
    handle: async ({ shop, part, body, trail }) => {
      const sent = await shop.admin.sendTestEmails(part("workflow"), body.to);
      if (sent === "no-workflow") throw notFound("workflow");
      if (sent === "no-address") throw invalidField("to", "must be an email address");
      if (sent === "no-email") {
        throw new Problem(
          409,
          "no-email",
          "This workflow sends no email. Test it with a customer.",
        );
      }
      trail.detail = { sent: sent.sent };
      return sent;
    },
  }),

  route("POST /api/shops/{shop}/workflows/{workflow}/backfill", {
    id: "backfillWorkflow",
    summary: "Add existing members of a segment to a live workflow",
    access: "workflows:write",
    change: "segment-let-in",
    body: json(contract.NewBackfill),
    answers: {
      202: gives("Started; the list of workflows shows its progress", contract.Backfill),
    },
    errors: { 409: "The workflow is not live" },
    handle: async ({ shop, part, body, trail }) => {
      const { segment, batch, at_most: left } = body;
      const begun = await shop.admin.backfill({ workflow: part("workflow"), segment, batch, left });
      trail.detail = { segment };
      if ("members" in begun) return new Reply(202, { batch, members: begun.members });
      if (begun.code === "unknown-workflow") throw notFound("workflow");
      if (begun.code === "unknown-segment") {
        throw invalidField("segment", "must be the ID of one of this shop's segments");
      }
      throw new Problem(
        409,
        begun.code,
        "This workflow isn't live, so nobody can enter it. Turn it on first.",
      );
    },
  }),

  route("POST /api/shops/{shop}/promotions", {
    id: "announcePromotion",
    summary: "Announce a promotion, so that workflows may start from it",
    access: "workflows:write",
    change: "promotion-told",
    body: json(contract.Promotion),
    answers: { 202: gives("Started", contract.AnnouncedPromotion) },
    handle: async ({ shop, body: { name } }) => {
      await shop.admin.promote(name);
      return new Reply(202, { name });
    },
  }),
]);
