/** All workflows of the shop in one table, and the templates to begin from. */
import { count } from "../text/number.ts";
import { Empty } from "../components/empty.tsx";
import { IndexTable } from "../components/index-table.tsx";
import { Badge, Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { changedHere, ownWorkflows, shopPlan, statusOf } from "../plan/draft.ts";
import { savedDrafts } from "../plan/saved-drafts.ts";
import { triggerText } from "../plan/outlined.ts";
import type { WorkflowText } from "../engine/config-text.ts";
import { useLive } from "../live/use-live.ts";
import { place } from "../route.ts";
import { api, shop } from "../server/session.ts";
import { words } from "../strings/workflows.ts";
import { createWorkflow } from "../plan/create.ts";
import { Gallery } from "./gallery.tsx";
import { type WorkflowLine, workflowLines } from "../plan/server.ts";
import { linkToWorkflow } from "./link.ts";
import { StateBadge } from "./state-badge.tsx";
import ui from "../components/ui.module.css";
import css from "./workflows.module.css";

export function List() {
  const [server, id, plan] = [api.value, shop.value, shopPlan.value?.plan];
  const { value, failure } = useLive(
    server === null || id === null ? null : (signal) => workflowLines(server.until(signal), id),
    [server, id, plan],
    { forget: true },
  );
  const own = ownWorkflows.value;
  return (
    <main class={ui.page} id="main">
      <PageHead title={words.title}>
        <button type="button" class={`${ui.button} ${ui.primary}`} onClick={() => createWorkflow()}>
          {words.create}
        </button>
      </PageHead>
      {place.value.query.has("customer") ? <p class={ui.lead}>{words.bringing}</p> : null}
      <div class={ui.main}>
        {failure === null ? null : <Notice tone="failed" title={failure.message} />}
        {own.length === 0 ? (
          <Empty lead={words.none} help={words.noneHelp} />
        ) : (
          <section class={ui.card} aria-labelledby="own">
            <h2 id="own">{words.list}</h2>
            <IndexTable
              caption={words.list}
              columns={columns(value)}
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
function Stale({ edited, now }: { edited: number | null; now: number }) {
  if (edited === null) return null;
  const months = Math.floor((now - edited) / MONTH);
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

/** What the server knows of the workflows, by the shop's clock. */
type Known = { now: number; workflows: WorkflowLine[] } | null;

const lineOf = (known: Known, id: string): WorkflowLine | undefined =>
  known?.workflows.find((line) => line.id === id);

const columns = (known: Known) => [
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
      <span class={css.states}>
        <StateBadge status={statusOf(one.id) ?? "draft"} />
        {changedHere(one.id) ? <Badge tone="draft">{words.unsavedHere}</Badge> : null}
        {savedDrafts.value.has(one.id) ? <Badge tone="draft">{words.draftOn}</Badge> : null}
        <Stale edited={lineOf(known, one.id)?.edited_at ?? null} now={known?.now ?? 0} />
      </span>
    ),
  },
  { title: words.columns.trigger, cell: (one: WorkflowText) => <span>{triggerText(one)}</span> },
  {
    title: words.columns.inside,
    figures: true,
    cell: (one: WorkflowText) => {
      const line = lineOf(known, one.id);
      return <span>{line === undefined ? "–" : count(line.inside)}</span>;
    },
  },
];
