/** The orders behind a report, each with what it is credited to. */
import { useEffect, useState } from "preact/hooks";
import { type Column, IndexTable } from "../components/index-table.tsx";
import { type Asked, type CreditedOrder, creditedOrders, type Report } from "../earnings/server.ts";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/earnings.ts";
import { money } from "../text/money.ts";
import { shortTime } from "../text/zone.ts";
import ui from "../components/ui.module.css";
import css from "./reports.module.css";

const { orderColumns: columns } = words;

export function Orders({
  server,
  id,
  found,
  asked,
}: {
  server: Api;
  id: string;
  found: Report;
  asked: Asked;
}) {
  const [orders, setOrders] = useState<CreditedOrder[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const more = async (after: string) => {
    const page = await creditedOrders(server, id, asked, found, after);
    setOrders((before) => (after === "" ? page.orders : [...before, ...page.orders]));
    setNext(page.next ?? null);
  };
  useEffect(() => {
    more("").catch(() => setOrders([]));
  }, [found.total.orders, found.total.net, asked.days, asked.workflow]);
  const { zone } = found;
  const names = new Map(found.workflows.map(({ id: of, name }) => [of, name]));
  const shown: Column<CreditedOrder>[] = [
    {
      title: columns.customer,
      cell: ({ customer, name }) =>
        customer === null ? (
          words.erased
        ) : (
          <a href={linkTo("customers", customer)}>
            <bdi>{name ?? words.nameless}</bdi>
          </a>
        ),
    },
    { title: columns.placed, cell: ({ placed_at: at }) => shortTime(zone, at) },
    {
      title: columns.credited,
      cell: ({ workflow, step, by, touched_at: at }) => (
        <span>
          <bdi>{names.get(workflow) ?? workflow}</bdi>, <bdi>{step}</bdi>
          <span class={`${ui.quiet} ${css.aside}`}>
            {words.creditedTo(words.by[by], shortTime(zone, at))}
          </span>
        </span>
      ),
    },
    { title: columns.revenue, figures: true, cell: ({ net, currency }) => money(net, currency) },
  ];
  if (orders.length === 0) return null;
  return (
    <section class={ui.card} aria-labelledby="orders">
      <h2 id="orders">{words.orders}</h2>
      <p class={ui.quiet}>{words.ordersHelp}</p>
      <IndexTable
        caption={words.orders}
        columns={shown}
        rows={orders}
        keyOf={(one) => `${one.order}/${one.sent_at}/${one.placed_at}`}
      />
      {next === null ? null : (
        <button type="button" class={ui.button} onClick={() => more(next)}>
          {words.more}
        </button>
      )}
    </section>
  );
}
