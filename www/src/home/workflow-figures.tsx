/** Each workflow in figures, beside the period before, and its steps behind it. */
import { signal } from "@preact/signals";
import { lasting } from "../text/duration.ts";
import { count, percent } from "../text/number.ts";
import { type Column, IndexTable } from "../components/index-table.tsx";
import { linkTo } from "../route.ts";
import { words } from "../strings/home.ts";
import type { Operations, Sums, WorkflowSums } from "../operations/server.ts";
import { attempts, completed, endedByOrder, failed, total } from "./sums.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

const opened = signal<string | null>(null);

export function WorkflowFigures({ found }: { found: Operations }) {
  const rows = found.workflows.filter(
    ({ sums, before }) =>
      sums.entered + total(sums.not_entered) + attempts(sums) + before.entered > 0,
  );
  const one = rows.find(({ id }) => id === opened.value);
  return (
    <section class={ui.card} aria-labelledby="each">
      <h2 id="each">{words.workflows}</h2>
      {rows.length === 0 ? (
        <p class={ui.quiet}>{words.noRuns}</p>
      ) : (
        <IndexTable
          caption={words.workflows}
          columns={COLUMNS}
          rows={rows}
          keyOf={({ id }) => id}
        />
      )}
      {one === undefined ? null : <Steps one={one} />}
    </section>
  );
}

/** A figure, with what it was in the period before. */
const beside = (now: number, before: number) => (
  <span>
    {count(now)}
    {before === 0 ? null : (
      <span class={`${ui.quiet} ${css.before}`}>{words.before(count(before))}</span>
    )}
  </span>
);

const { columns } = words;
const COLUMNS: Column<WorkflowSums>[] = [
  {
    title: columns.name,
    cell: ({ id, name, steps }) => (
      <span class={css.name}>
        <a href={linkTo("workflows", id)}>
          <bdi>{name}</bdi>
        </a>
        {steps.length === 0 ? null : (
          <button
            type="button"
            class={ui.link}
            aria-expanded={opened.value === id}
            aria-label={`${opened.value === id ? words.hideSteps : words.showSteps}: ${name}`}
            onClick={() => {
              opened.value = opened.value === id ? null : id;
            }}
          >
            {opened.value === id ? words.hideSteps : words.showSteps}
          </button>
        )}
      </span>
    ),
  },
  {
    title: columns.triggered,
    figures: true,
    cell: ({ sums, before }) => beside(sums.entered, before.entered),
  },
  {
    title: columns.blocked,
    figures: true,
    cell: ({ sums }) => <span>{count(total(sums.not_entered))}</span>,
  },
  {
    title: columns.completed,
    figures: true,
    cell: ({ sums, before }) => beside(completed(sums), completed(before)),
  },
  {
    title: columns.purchase,
    figures: true,
    cell: ({ sums, before }) => beside(endedByOrder(sums), endedByOrder(before)),
  },
  {
    title: columns.sent,
    figures: true,
    cell: ({ sums, before }) => beside(total(sums.sent), total(before.sent)),
  },
  {
    title: columns.errors,
    figures: true,
    cell: ({ sums }) => <span>{percent(failed(sums), attempts(sums))}</span>,
  },
  { title: columns.late, figures: true, cell: ({ sums }) => <span>{late(sums)}</span> },
];

function Steps({ one }: { one: WorkflowSums }) {
  return (
    <div class={css.stepsFigures}>
      <h3>{words.steps(one.name)}</h3>
      <IndexTable
        caption={words.steps(one.name)}
        columns={stepColumns(one.id)}
        rows={one.steps}
        keyOf={({ id }) => id}
      />
    </div>
  );
}

type StepSums = WorkflowSums["steps"][number];

/** A step leads to the people whom its figures count, each with the reason. */
const stepColumns = (workflow: string): Column<StepSums>[] => [
  {
    title: words.step,
    cell: ({ id, sums }) => (
      <a href={linkTo("messages", null, { workflow, step: id, of: kindOf(sums) })}>
        <bdi>{id}</bdi>
      </a>
    ),
  },
  {
    title: columns.sent,
    figures: true,
    cell: ({ sums }) => <span>{count(total(sums.sent) + sums.done)}</span>,
  },
  {
    title: words.heldColumn,
    figures: true,
    cell: ({ sums }) => <span>{count(total(sums.deferred))}</span>,
  },
  {
    title: words.notSent,
    figures: true,
    cell: ({ sums }) => <span>{count(total(sums.suppressed))}</span>,
  },
  {
    title: columns.errors,
    figures: true,
    cell: ({ sums }) => <span>{percent(failed(sums), attempts(sums))}</span>,
  },
  { title: columns.late, figures: true, cell: ({ sums }) => <span>{late(sums)}</span> },
];

/** Whether a step's figures are of messages or of something else that is done. */
const kindOf = ({ done, sent }: Sums): string =>
  done > 0 && total(sent) === 0 ? "actions" : "messages";

const late = ({ delay }: Sums): string => (delay.count === 0 ? "–" : lasting(delay.most_ms));
