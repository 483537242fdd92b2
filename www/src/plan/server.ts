/** What the workflows page asks of the edge. */
import type { Diagnostic } from "edgewise";
import type { WorkflowText } from "../engine/config-text.ts";
import type { Api, CustomerLine } from "../server/api.ts";

/** A workflow that is saved, with who is inside. */
export interface WorkflowLine {
  id: string;
  name: string;
  revision: number;
  status: string | null;
  inside: number;
  backfill: { batch: string; left: number } | null;
  /** When it was saved as it stands. */
  edited_at: number | null;
}

export type Fate = "keep" | "move" | "stop";

/** What saving would do to one workflow. */
export interface WorkflowChange {
  id: string;
  name: string;
  change: "new" | "same" | "edited" | "removed";
  status: string | null;
  status_before: string | null;
  inside: number;
  those_inside: Fate;
  there_already: { segment: string; members: number | null } | null;
}

export interface Checked {
  can_be_saved: boolean;
  diagnostics: Diagnostic[];
  workflows: WorkflowChange[];
}

/** A workflow as it was saved at some time. */
export interface Revision {
  revision: number;
  saved_at: number;
  workflow: WorkflowText;
}

export const workflowLines = (
  server: Api,
  shop: string,
): Promise<{ now: number; workflows: WorkflowLine[] }> => server.read(`/${shop}/workflows`);

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
