/** All workflows of the shop in one table, and the templates to begin from. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { count } from "../backtest/numbers.ts";
import { Empty } from "../parts/empty.tsx";
import { IndexTable } from "../parts/index-table.tsx";
import { Badge, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { originOf, ownWorkflows, shopPlan } from "../plan/draft.ts";
import { triggerWords } from "../words/steps.ts";
import type { WorkflowText } from "../plan/types.ts";
import { place } from "../route.ts";
import { api, shop } from "../server/session.ts";
import { words } from "../words/workflows.ts";
import { Gallery } from "./gallery.tsx";
import { SaveBar } from "./save-bar.tsx";
import { type WorkflowLine, workflowLines } from "./server.ts";
import { GoingLive } from "./going-live.tsx";
import { linkToWorkflow } from "./link.ts";
import { StateBadge } from "./state-badge.tsx";

const lines = signal<ReadonlyMap<string, WorkflowLine>>(new Map());
const failure = signal<string | null>(null);

export function List() {
  const [server, id, plan] = [api.value, shop.value, shopPlan.value?.plan];
  useEffect(() => {
    lines.value = new Map();
    failure.value = null;
    if (server === null || id === null) return;
    workflowLines(server, id).then(
      (list) => {
        if (shop.peek() === id) lines.value = new Map(list.map((one) => [one.id, one]));
      },
      (error: Error) => {
        failure.value = error.message;
      },
    );
  }, [server, id, plan]);
  const own = ownWorkflows.value;
  return (
    <main class="page" id="main">
      <PageHead title={words.title} />
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
      <SaveBar />
      <GoingLive />
    </main>
  );
}

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
        <StateBadge status={one.status ?? "draft"} />
        {originOf(one.id) === "own" ? <Badge tone="draft">{words.unsavedHere}</Badge> : null}
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
