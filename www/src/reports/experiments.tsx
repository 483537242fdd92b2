/** What each holdout and A/B split shows: the groups, and in words how sure a difference is. */
import { IndexTable } from "../components/index-table.tsx";
import type { Experiment } from "../earnings/server.ts";
import { words } from "../strings/earnings.ts";
import { money } from "../text/money.ts";
import { count, percent, signed } from "../text/number.ts";
import ui from "../components/ui.module.css";
import css from "./reports.module.css";

type Lift = NonNullable<Experiment["comparisons"][number]["lift"]>;

export function Experiments({ found, currency }: { found: Experiment[]; currency: string }) {
  if (found.length === 0) return null;
  return (
    <section class={ui.card} aria-labelledby="experiments">
      <h2 id="experiments">{words.experiments}</h2>
      <p class={ui.quiet}>{words.experimentsHelp}</p>
      {found.map((one) => (
        <One key={one.id} one={one} currency={currency} />
      ))}
    </section>
  );
}

const armName = (arm: string): string => words.arms[arm] ?? arm;

function One({ one, currency }: { one: Experiment; currency: string }) {
  const { step, name, going, comparisons, control, both, needs } = one;
  const title = step === null ? words.holdoutOf(name) : words.splitOf(name, step);
  return (
    <article class={css.experiment} data-part="experiment">
      <h3>
        <bdi>{title}</bdi> {going ? null : <span class={ui.chip}>{words.ended}</span>}
      </h3>
      {comparisons.map(({ arm, lift }) => (
        <div key={arm}>
          {step === null ? null : (
            <p>
              <bdi>{words.against(armName(arm), armName(control))}</bdi>
            </p>
          )}
          <p class={css.verdict} data-part="verdict">
            {verdict(lift)}
          </p>
          {lift === null || isSilent(lift) ? null : <More lift={lift} currency={currency} />}
        </div>
      ))}
      {needs === null || comparisons.some(({ lift }) => lift?.certainty === "proven") ? null : (
        <p class={ui.quiet}>
          {words.needs(needs.customers, percent(needs.lift, 1000))}{" "}
          {needs.days === null ? null : words.atPace(needs.days)}
        </p>
      )}
      <IndexTable
        caption={title}
        columns={[
          { title: words.group, cell: ({ arm }) => <bdi>{armName(arm)}</bdi> },
          { title: words.customers, figures: true, cell: ({ customers }) => count(customers) },
          {
            title: words.ordered,
            figures: true,
            cell: ({ ordered, customers }) => percent(ordered, customers),
          },
          { title: words.spent, figures: true, cell: ({ spent }) => money(spent, currency) },
        ]}
        rows={groupsOf(one)}
        keyOf={({ arm }) => arm}
      />
      {both === 0 ? null : <p class={ui.quiet}>{words.both(both)}</p>}
    </article>
  );
}

/** The groups over all phases. Only their counts are added up: what they say is compared phase by phase. */
function groupsOf({ phases }: Experiment) {
  const groups = new Map<string, { customers: number; ordered: number; spent: number }>();
  for (const { name, customers, ordered, spent } of phases.flatMap(({ arms }) => arms)) {
    const sum = groups.get(name) ?? { customers: 0, ordered: 0, spent: 0 };
    groups.set(name, {
      customers: sum.customers + customers,
      ordered: sum.ordered + ordered,
      spent: sum.spent + spent,
    });
  }
  return [...groups].map(([arm, sums]) => ({ arm, ...sums }));
}

const isSilent = ({ certainty }: Lift): boolean =>
  certainty === "uneven" || certainty === "too_early";

/** `+1.9` for 19,000 of a million. */
const points = (millionths: number): string => {
  const tenths = Math.round(millionths / 1_000) / 10;
  return tenths === 0 ? "0" : `${tenths > 0 ? "+" : "−"}${Math.abs(tenths).toFixed(1)}`;
};

function verdict(lift: Lift | null): string {
  if (lift === null) return words.nobody;
  const { difference, low, high } = lift.rate;
  const said = [words.points(points(difference)), points(low), points(high)] as const;
  switch (lift.certainty) {
    case "uneven":
      return words.uneven;
    case "too_early":
      return words.tooEarly;
    case "proven":
      return words.proven(...said);
    case "not_proven":
      return words.notProven(...said);
  }
}

function More({ lift, currency }: { lift: Lift; currency: string }) {
  const { orders, revenue, without_largest: calm } = lift;
  const amount = (minor: number) =>
    minor > 0 ? `+${money(minor, currency)}` : money(minor, currency);
  return (
    <ul class={css.more}>
      <li>
        {words.extraOrders(signed(orders.difference), signed(orders.low), signed(orders.high))}
      </li>
      {revenue === null ? null : (
        <li>
          {words.extraRevenue(
            amount(revenue.difference),
            amount(revenue.low),
            amount(revenue.high),
          )}
        </li>
      )}
      {calm === null ? null : (
        <li>
          {words.withoutLargest(amount(calm.difference), amount(calm.low), amount(calm.high))}
        </li>
      )}
    </ul>
  );
}
