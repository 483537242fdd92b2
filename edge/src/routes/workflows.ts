/** The admin API's workflows: who is inside, what saving would do, and letting a segment in. */
import { readJson, readJsonText } from "../body.ts";
import { notFound, Problem } from "../problem.ts";
import type { ShopCall } from "../router.ts";
import { MOST_DRAFTS } from "../shop/drafts.ts";
import { LARGEST_CONFIG } from "../shop/plans.ts";
import { found, json } from "./admin.ts";

/** As ids are written in a configuration. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** The most that one batch lets in. */
const MOST = 1_000_000;

export async function list(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.workflows());
}

/** The versions of a workflow that were saved. */
export async function revisions(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return found(await shop.workflowRevisions(call.part("workflow")), "workflow");
}

/** What was changed in a workflow and is not published. */
export async function draft(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return found(await shop.workflowDraft(call.part("workflow")), "draft");
}

/** Keeps what was changed in a workflow, for whoever goes on with it. */
export async function saveDraft(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const workflow = call.part("workflow");
  if (!NAME.test(workflow)) throw invalid("workflow", "must be a workflow’s id");
  const asked = (await readJson(call.request, LARGEST_CONFIG)) as { changes?: unknown } | null;
  const changes = asked?.changes as Record<string, unknown> | null | undefined;
  if (typeof changes !== "object" || changes === null || Array.isArray(changes)) {
    throw invalid("changes", 'must be a configuration in part, such as {"workflows": […]}');
  }
  const [own, ...others] = Array.isArray(changes.workflows) ? changes.workflows : [];
  if (own?.id !== workflow || others.length > 0) {
    throw invalid("changes.workflows", `must hold “${workflow}” and no other workflow`);
  }
  const name = typeof own.name === "string" ? own.name.slice(0, 120) : workflow;
  const kept = await shop.saveWorkflowDraft(workflow, name, changes);
  if (kept !== null) return json(kept);
  throw new Problem(
    409,
    "too-many-drafts",
    `A shop keeps ${MOST_DRAFTS} drafts. Delete one first.`,
  );
}

export async function removeDraft(call: ShopCall): Promise<Response> {
  const { shop } = call;
  if (!(await shop.removeWorkflowDraft(call.part("workflow")))) throw notFound("draft");
  return new Response(null, { status: 204 });
}

/** What saving this configuration would find, and what it would do to those inside. */
export async function check(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const text = await readJsonText(call.request, LARGEST_CONFIG);
  return json(await shop.checkConfig(text));
}

/** Lets the members of a segment into a live workflow, so many at most. */
export async function letIn(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = (await readJson(call.request, 1024)) as Record<string, unknown> | null;
  const { segment, batch, at_most: left } = asked ?? {};
  if (typeof segment !== "string") throw invalid("segment", "must be a segment’s id");
  if (typeof batch !== "string" || !NAME.test(batch)) {
    throw invalid("batch", "must be a name such as spring-2026: nobody enters twice with the same");
  }
  if (typeof left !== "number" || !Number.isInteger(left) || left < 1 || left > MOST) {
    throw invalid("at_most", `must be a whole number from 1 to ${MOST}`);
  }
  const workflow = call.part("workflow");
  const begun = await shop.letIn({ workflow, segment, batch, left });
  call.trail.detail = { segment };
  if ("members" in begun) return json(JSON.stringify({ batch, ...begun }), 202);
  if (begun.code === "unknown-workflow") throw notFound("workflow");
  if (begun.code === "unknown-segment") throw invalid("segment", "is not one of this shop’s");
  throw new Problem(409, begun.code, "The workflow takes nobody in: it is not live.");
}

/** Tells everybody of a promotion, so that workflows may start from it. */
export async function promote(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = (await readJson(call.request, 1024)) as { name?: unknown } | null;
  const name = asked?.name;
  if (typeof name !== "string" || name.trim() === "" || name.length > 64) {
    throw invalid("name", "must be a text of 1 to 64 characters");
  }
  await shop.promote(name);
  return json(JSON.stringify({ name }), 202);
}

const invalid = (field: string, rule: string) =>
  new Problem(422, "invalid-field", `${field} ${rule}.`, {}, { field });
