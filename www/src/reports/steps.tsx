/** What each step of a workflow earned, in the order of the workflow, with the weakest pointed out. */
import { type Column, IndexTable } from "../components/index-table.tsx";
import type { WorkflowReport } from "../earnings/server.ts";
import { linkTo } from "../route.ts";
import { words } from "../strings/earnings.ts";
import { money } from "../text/money.ts";
import { count, percent } from "../text/number.ts";
import { weakestOf } from "./weakest.ts";
import ui from "../components/ui.module.css";
import css from "./reports.module.css";

type Step = WorkflowReport["steps"][number];

const { columns } = words;

export function Steps({ one, currency }: { one: WorkflowReport; currency: string }) {
  const weakest = weakestOf(one.steps);
  const shown: Column<Step>[] = [
    {
      title: columns.step,
      cell: ({ id }) => (
        <span class={css.step}>
          <a href={linkTo("messages", null, { workflow: one.id, step: id })}>
            <bdi>{id}</bdi>
          </a>
          {id === weakest ? (
            <span class={ui.chip} title={words.weakestHelp}>
              {words.weakest}
            </span>
          ) : null}
        </span>
      ),
    },
    { title: columns.messages, figures: true, cell: ({ earned }) => count(earned.messages) },
    {
      title: columns.delivered,
      figures: true,
      cell: ({ earned: { delivered, messages } }) =>
        delivered === null ? words.unknownDelivery : percent(delivered, messages),
    },
    {
      title: columns.opened,
      figures: true,
      cell: ({ earned }) => <Reaction of={earned.opened} messages={earned.messages} />,
    },
    {
      title: columns.clicked,
      figures: true,
      cell: ({ earned }) => <Reaction of={earned.clicked} messages={earned.messages} />,
    },
    { title: columns.orders, figures: true, cell: ({ earned }) => count(earned.orders) },
    { title: columns.revenue, figures: true, cell: ({ earned }) => money(earned.net, currency) },
  ];
  return (
    <section class={ui.card} aria-labelledby="steps">
      <h2 id="steps">
        <bdi>{one.name}</bdi>
      </h2>
      <IndexTable caption={one.name} columns={shown} rows={one.steps} keyOf={({ id }) => id} />
    </section>
  );
}

/** People's share; what may be a machine's stands apart. */
function Reaction({ of, messages }: { of: Step["earned"]["opened"]; messages: number }) {
  const others = of.uncertain + of.machine;
  return (
    <span>
      {percent(of.human, messages)}
      {others === 0 ? null : (
        <span class={`${ui.quiet} ${css.aside}`}>{words.machine(others)}</span>
      )}
    </span>
  );
}
