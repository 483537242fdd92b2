/** What the workflows page asks of the edge. */
import type {
  ConfigCheck as Checked,
  Revision as SavedRevision,
  TestEmails,
  WorkflowChange,
  Workflows,
  WorkflowSummary as WorkflowLine,
} from "edgewise-edge/contract.ts";
import type { WorkflowText } from "../engine/config-text.ts";
import type { Api, CustomerLine } from "../server/api.ts";

export type { Checked, WorkflowChange, WorkflowLine };

export type Fate = WorkflowChange["those_inside"];

/** A workflow as it was saved at some time. */
export type Revision = Omit<SavedRevision, "workflow"> & { workflow: WorkflowText };

export const workflowLines = (server: Api, shop: string): Promise<Workflows> =>
  server.read(`/${shop}/workflows`);

export const check = (server: Api, shop: string, text: string): Promise<Checked> =>
  server.send("POST", `/${shop}/config/check`, JSON.parse(text));

export const revisions = async (server: Api, shop: string, id: string): Promise<Revision[]> =>
  (
    await server.read<{ revisions: Revision[] }>(
      `/${shop}/workflows/${encodeURIComponent(id)}/revisions`,
    )
  ).revisions;

/** Begins to let the members of a segment in; answers how many there are. */
export const letIn = (
  server: Api,
  shop: string,
  workflow: string,
  asked: { segment: string; batch: string; at_most: number },
): Promise<{ members: number }> =>
  server.send("POST", `/${shop}/workflows/${encodeURIComponent(workflow)}/backfill`, asked);

/** Runs a saved workflow for one customer as a test; a batch is one test. */
export const beginTest = (
  server: Api,
  shop: string,
  customer: CustomerLine,
  workflow: string,
  batch: string,
): Promise<unknown> =>
  server.send("POST", `/${shop}/customers/${encodeURIComponent(customer.customer)}/commands`, {
    type: "test",
    workflow,
    batch,
  });

/** Sends a saved workflow's emails to the merchant, with sample data. */
export const sendTestEmails = (
  server: Api,
  shop: string,
  workflow: string,
  to: string,
): Promise<TestEmails> =>
  server.send("POST", `/${shop}/workflows/${encodeURIComponent(workflow)}/test-emails`, { to });
