/** What each workflow earned, the one that earned most first. */
import { type Column, IndexTable } from "../components/index-table.tsx";
import { conversion, perRecipient } from "../earnings/money.tsx";
import type { Report, WorkflowReport } from "../earnings/server.ts";
import { linkTo } from "../route.ts";
import { words } from "../strings/earnings.ts";
import { money } from "../text/money.ts";
import { count, percent } from "../text/number.ts";
import ui from "../components/ui.module.css";

const { columns } = words;

export function Workflows({ found }: { found: Report }) {
  const { currency } = found;
  const rows = found.workflows.filter(({ earned }) => earned.messages + earned.orders > 0);
  const shown: Column<WorkflowReport>[] = [
    {
      title: columns.workflow,
      cell: ({ id, name }) => (
        <a href={linkTo("reports", id)}>
          <bdi>{name}</bdi>
        </a>
      ),
    },
    { title: columns.revenue, figures: true, cell: ({ earned }) => money(earned.net, currency) },
    { title: columns.orders, figures: true, cell: ({ earned }) => count(earned.orders) },
    { title: columns.recipients, figures: true, cell: ({ earned }) => count(earned.recipients) },
    { title: columns.conversion, figures: true, cell: ({ earned }) => conversion(earned) },
    {
      title: columns.perRecipient,
      figures: true,
      cell: ({ earned }) => perRecipient(earned, currency),
    },
    {
      title: columns.clicked,
      figures: true,
      cell: ({ earned }) => percent(earned.clicked.human, earned.messages),
    },
  ];
  return (
    <section class={ui.card} aria-labelledby="each">
      <h2 id="each">{words.workflows}</h2>
      <IndexTable caption={words.workflows} columns={shown} rows={rows} keyOf={({ id }) => id} />
    </section>
  );
}
