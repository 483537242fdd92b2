/** Workflows. */
import {
  text,
  ref,
  object,
  list,
  answer,
  body,
  problem,
  limits,
  moment,
  parameter,
  shopRoute,
} from "./words.ts";

const count = { type: "integer", minimum: 0 };
const draftChanges = {
  type: "object",
  description:
    "A configuration in part: the workflow, alone under `workflows`, and whatever else was changed with it",
};

export const workflows = {
  "/api/shops/{shop}/config/check": {
    post: shopRoute(
      "What saving a configuration would find and do; nothing is saved",
      {
        "200": answer(
          "What would happen",
          object({
            can_be_saved: { type: "boolean" },
            diagnostics: list(ref("Diagnostic")),
            workflows: list(ref("WorkflowChange")),
          }),
        ),
        ...limits,
      },
      { requestBody: body({ type: "object" }, "The merchant's file") },
    ),
  },
  "/api/shops/{shop}/workflows": {
    get: shopRoute("The live workflows, how many are inside each, and whose drafts there are", {
      "200": answer(
        "Workflows",
        object({
          plan: text,
          now: moment,
          drafts: list(object({ workflow: text, name: text, saved_at: moment })),
          workflows: list(ref("WorkflowLine")),
        }),
      ),
    }),
  },
  "/api/shops/{shop}/workflows/{workflow}/revisions": {
    get: shopRoute(
      "The versions of a workflow that were saved, the newest first",
      {
        "200": answer(
          "Versions, out of the newest 100 saved configurations",
          object({
            revisions: list(
              object({ revision: count, saved_at: count, workflow: { type: "object" } }),
            ),
          }),
        ),
        "404": problem("It was never saved"),
      },
      { parameters: [parameter("workflow", "path", "The workflow's id")] },
    ),
  },
  "/api/shops/{shop}/workflows/{workflow}/draft": {
    get: shopRoute(
      "What was changed in a workflow and is not published",
      {
        "200": answer("The draft", object({ saved_at: moment, changes: draftChanges })),
        "404": problem("There is no draft of it"),
      },
      { parameters: [parameter("workflow", "path", "The workflow's id")] },
    ),
    put: shopRoute(
      "Keeps what was changed in a workflow, in place of the draft before; nothing is published",
      {
        "200": answer("Kept", object({ saved_at: moment })),
        ...limits,
        "409": problem("The shop has as many drafts as it may"),
        "422": problem("A field cannot be used; `field` names it"),
      },
      {
        parameters: [parameter("workflow", "path", "The workflow's id")],
        requestBody: body(object({ changes: draftChanges })),
      },
    ),
    delete: shopRoute(
      "Throws a draft away; what is live goes on as before",
      { "204": { description: "Gone" }, "404": problem("There is no draft of it") },
      { parameters: [parameter("workflow", "path", "The workflow's id")] },
    ),
  },
  "/api/shops/{shop}/workflows/{workflow}/let-in": {
    post: shopRoute(
      "Lets the members of a segment into a live workflow, so many at most",
      {
        "202": answer(
          "Begun; the list of workflows tells how far it is",
          object({ batch: text, members: count }),
        ),
        ...limits,
        "409": problem("The workflow is not live"),
        "422": problem("A field cannot be used; `field` names it"),
      },
      {
        parameters: [parameter("workflow", "path", "The workflow's id")],
        requestBody: body(
          object({
            segment: text,
            batch: { type: "string", description: "Nobody enters twice with the same" },
            at_most: { type: "integer", minimum: 1, maximum: 1_000_000 },
          }),
        ),
      },
    ),
  },
  "/api/shops/{shop}/promotions": {
    post: shopRoute(
      "Tells everybody of a promotion, so that workflows may start from it",
      {
        "202": answer("Begun", object({ name: text })),
        ...limits,
        "422": problem("A field cannot be used; `field` names it"),
      },
      { requestBody: body(object({ name: { type: "string", minLength: 1, maxLength: 64 } })) },
    ),
  },
};
