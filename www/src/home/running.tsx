/** How the automation itself runs: order processing time, error rate, being on time, and its messages. */
import { lasting } from "../text/duration.ts";
import { count, percent } from "../text/number.ts";
import { IndexTable } from "../components/index-table.tsx";
import { words } from "../strings/home.ts";
import type { Operations } from "../operations/server.ts";
import { attempts, failed } from "./sums.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

export function Running({ found }: { found: Operations }) {
  const { traffic, sums, before, messages, on_time: onTime } = found;
  const { now, before: past } = traffic;
  const { delay } = sums;
  const within = (bound: number | null) =>
    bound === null ? words.beyond : words.within(lasting(bound));
  return (
    <section class={ui.card} aria-labelledby="running">
      <h2 id="running">{words.running}</h2>
      <ul class={css.running}>
        <li>
          {now.order_mean_ms === null
            ? words.noOrders
            : words.orderTime(
                lasting(now.order_mean_ms),
                lasting(now.order_most_ms),
                now.orders,
                past.order_mean_ms === null ? null : lasting(past.order_mean_ms),
              )}
        </li>
        <li>
          {attempts(sums) === 0
            ? words.noAttempts
            : words.errorRate(
                percent(failed(sums), attempts(sums)),
                failed(sums),
                attempts(sums),
                attempts(before) === 0 ? null : percent(failed(before), attempts(before)),
              )}
        </li>
        {onTime.of === 0 ? null : (
          <li>
            {words.onTime(
              percent(onTime.within_minute, onTime.of),
              onTime.within_minute,
              onTime.of,
            )}{" "}
            {delay.count === 0
              ? null
              : words.halfWithin(within(delay.half_within_ms), within(delay.most_within_ms))}
          </li>
        )}
      </ul>
      {messages.length === 0 ? null : (
        <>
          <h3>{words.messages}</h3>
          <p class={ui.quiet}>{words.messagesHelp}</p>
          <IndexTable
            caption={words.messages}
            columns={MESSAGES}
            rows={messages}
            keyOf={({ message }) => message}
          />
        </>
      )}
    </section>
  );
}

type Line = Operations["messages"][number];

const FIGURES = [
  "delivered",
  "opened",
  "clicked",
  "uncertain",
  "scanned",
  "bounced",
  "complained",
] as const;

const MESSAGES = words.messageColumns.map((title, index) => {
  const figure = FIGURES[index - 1];
  return {
    title,
    figures: figure !== undefined,
    cell: (line: Line) =>
      figure === undefined ? <bdi>{line.message}</bdi> : <span>{count(line[figure])}</span>,
  };
});
