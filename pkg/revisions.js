/**
 * The revisions of a configuration's workflows: what a host gives when one is saved, and what a page
 * must give in the same way so that a preview decides as the saved configuration would.
 */

/** Old revisions kept for people inside them. */
const RETIRED_KEPT = 20;

export function withRevisions(next, before, now) {
  const old = new Map((before?.workflows ?? []).map((workflow) => [workflow.id, workflow]));
  const retired = [...(before?.retired ?? [])];
  const latest = new Map();
  for (const { id, revision } of [...retired, ...old.values()]) {
    latest.set(id, Math.max(latest.get(id) ?? 0, revision ?? 1));
  }
  const workflows = (next.workflows ?? []).map((written) => {
    const workflow = asWritten(written);
    const was = old.get(workflow.id);
    old.delete(workflow.id);
    const since = liveSince(workflow, was, now);
    if (was !== undefined && canonical(asWritten(was)) === canonical(workflow)) {
      return { ...workflow, ...since, revision: was.revision ?? 1 };
    }
    if (was !== undefined) retired.push(was);
    return { ...workflow, ...since, revision: (latest.get(workflow.id) ?? 0) + 1 };
  });
  retired.push(...old.values());
  const kept = retired.slice(-RETIRED_KEPT);
  const { retired: _, ...rest } = next;
  return kept.length > 0 ? { ...rest, workflows, retired: kept } : { ...rest, workflows };
}

export function merchantConfig(compiled) {
  const { retired: _, shop, ...config } = compiled;
  const { id: __, ...written } = shop ?? {};
  return { ...config, shop: written, workflows: (config.workflows ?? []).map(asWritten) };
}

export function canonical(value) {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What happened before a workflow went live does not start it, also after a pause. */
function liveSince(workflow, was, now) {
  if (workflow.status !== "live") return {};
  if (was?.status !== "live") return { live_since: now };
  return was.live_since === undefined ? {} : { live_since: was.live_since };
}

function asWritten({ revision: _, live_since: __, ...workflow }) {
  return workflow;
}
