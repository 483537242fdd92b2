/** What a report comes to: the sum, what it is of, and the figures behind it. */
import { conversion, elsewhere, headline, perRecipient } from "../earnings/money.tsx";
import type { Report, WorkflowReport } from "../earnings/server.ts";
import { linkTo } from "../route.ts";
import { words } from "../strings/earnings.ts";
import { lasting } from "../text/duration.ts";
import { money } from "../text/money.ts";
import { count } from "../text/number.ts";
import { dayName } from "../text/zone.ts";
import ui from "../components/ui.module.css";
import css from "./reports.module.css";

export function Money({
  found,
  days,
  one,
}: {
  found: Report;
  days: number;
  /** The workflow that the report is of, where it is of one. */
  one: WorkflowReport | undefined;
}) {
  const { total, before, currency, zone } = found;
  const facts: [string, string, string?][] = [
    [words.recipients, count(total.recipients)],
    [words.conversion, conversion(total), words.conversionHelp],
    [words.perRecipient, perRecipient(total, currency)],
    [words.discounts, money(total.discount, currency)],
    [words.refunded, money(total.gross - total.net, currency)],
    ...(total.codes_issued + total.codes_used === 0
      ? []
      : [
          [
            words.codes,
            words.codesOf(total.codes_used, total.codes_issued),
            words.byCode(money(total.by_code, currency)),
          ] as [string, string, string],
        ]),
  ];
  const other = elsewhere(total);
  return (
    <section class={`${ui.card} ${css.money}`} aria-labelledby="earned">
      <h2 id="earned" class={css.sum}>
        {headline(found, days)}
      </h2>
      <p class={ui.quiet}>
        {words.fromMessages(days)}{" "}
        {before.messages === 0 ? "" : words.previously(money(before.net, currency))} {other}
      </p>
      <dl class={css.facts}>
        {facts.map(([name, value, help]) => (
          <div key={name} class={css.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            {help === undefined ? null : <dd class={ui.quiet}>{help}</dd>}
          </div>
        ))}
      </dl>
      {one?.settles_at == null ? null : (
        <p class={css.early}>{words.settles(dayName(zone, one.settles_at))}</p>
      )}
      <p class={ui.quiet}>
        {words.rule(lasting(found.rules.email_click))}{" "}
        <a href={linkTo("settings")}>{words.changeRule}</a>
      </p>
    </section>
  );
}
