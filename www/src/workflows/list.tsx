/** All workflows of the shop in one table, and the templates to begin from. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { count } from "../text/number.ts";
import { Empty } from "../components/empty.tsx";
import { IndexTable } from "../components/index-table.tsx";
import { Badge, Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { changedHere, ownWorkflows, shopPlan, statusOf } from "../plan/draft.ts";
import { savedDrafts } from "../plan/saved-drafts.ts";
import { triggerWords } from "../strings/steps.ts";
import type { WorkflowText } from "../engine/config-text.ts";
import { place } from "../route.ts";
import { api, shop } from "../server/session.ts";
import { words } from "../strings/workflows.ts";
import { createWorkflow } from "../plan/create.ts";
import { Gallery } from "./gallery.tsx";
import { type WorkflowLine, workflowLines } from "../plan/server.ts";
import { linkToWorkflow } from "./link.ts";
import { StateBadge } from "./state-badge.tsx";

const lines = signal<ReadonlyMap<string, WorkflowLine>>(new Map());
/** The shop's clock, when the lines were asked for. */
const asked = signal(0);
const failure = signal<string | null>(null);

export function List() {
  const [server, id, plan] = [api.value, shop.value, shopPlan.value?.plan];
  useEffect(() => {
    lines.value = new Map();
    failure.value = null;
    if (server === null || id === null) return;
    workflowLines(server, id).then(
      ({ now, workflows }) => {
        if (shop.peek() !== id) return;
        asked.value = now;
        lines.value = new Map(workflows.map((one) => [one.id, one]));
      },
      (error: Error) => {
        failure.value = error.message;
      },
    );
  }, [server, id, plan]);
  const own = ownWorkflows.value;
  return (
    <main class="page" id="main">
      <PageHead title={words.title}>
        <button type="button" class="button primary" onClick={() => createWorkflow()}>
          {words.create}
        </button>
      </PageHead>
      {place.value.query.has("customer") ? <p class="lead bringing">{words.bringing}</p> : null}
      <div class="main">
        {failure.value === null ? null : <Notice tone="failed" title={failure.value} />}
        {own.length === 0 ? (
          <Empty lead={words.none} help={words.noneHelp} />
        ) : (
          <section class="card" aria-labelledby="own">
            <h2 id="own">{words.list}</h2>
            <IndexTable
              caption={words.list}
              columns={COLUMNS}
              rows={own}
              keyOf={({ id: key }) => key}
            />
          </section>
        )}
        <Gallery />
      </div>
    </main>
  );
}

/** That a workflow has not been looked after for long: its offers and texts grow old. */
function Stale({ id }: { id: string }) {
  const at = lines.value.get(id)?.edited_at ?? null;
  if (at === null) return null;
  const months = Math.floor((asked.value - at) / MONTH);
  if (months < STALE_FROM) return null;
  return (
    <span title={words.staleHelp}>
      <Badge tone={months >= 12 ? "failed" : "held"}>{words.stale(months)}</Badge>
    </span>
  );
}

const MONTH = 30.44 * 24 * 3_600_000;
/** From how many months on a workflow is flagged; from twelve on, it is warned of. */
const STALE_FROM = 3;

const COLUMNS = [
  {
    title: words.columns.name,
    cell: (one: WorkflowText) => (
      <a href={linkToWorkflow(one.id)}>
        <bdi>{one.name}</bdi>
      </a>
    ),
  },
  {
    title: words.columns.state,
    cell: (one: WorkflowText) => (
      <span class="states">
        <StateBadge status={statusOf(one.id) ?? "draft"} />
        {changedHere(one.id) ? <Badge tone="draft">{words.unsavedHere}</Badge> : null}
        {savedDrafts.value.has(one.id) ? <Badge tone="draft">{words.draftOn}</Badge> : null}
        <Stale id={one.id} />
      </span>
    ),
  },
  { title: words.columns.trigger, cell: (one: WorkflowText) => <span>{triggerWords(one)}</span> },
  {
    title: words.columns.inside,
    figures: true,
    cell: (one: WorkflowText) => {
      const line = lines.value.get(one.id);
      return <span>{line === undefined ? "–" : count(line.inside)}</span>;
    },
  },
];
