/** What each of a customer's orders is credited to, and why not. */
import type { Attributed, Credit } from "edgewise";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { words as earnings } from "../strings/earnings.ts";
import { words } from "../strings/customers.ts";
import { money } from "../text/money.ts";
import { dayName, shortTime } from "../text/zone.ts";
import { creditsOf } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./customers.module.css";

/** How often it is read again, in milliseconds. */
const REFRESH = 60_000;

type Order = Attributed["orders"][number];

export function Credits({
  server,
  shop,
  id,
  zone,
  names,
}: {
  server: Api;
  shop: string;
  id: string;
  zone: string;
  /** What workflows are called. */
  names: ReadonlyMap<string, string>;
}) {
  const { value } = useLive(
    (signal) => creditsOf(server.until(signal), shop, id),
    [server, shop, id],
    {
      every: REFRESH,
    },
  );
  if (value === null || value.orders.length === 0) return null;
  const nameOf = ({ workflow }: Credit) => names.get(workflow) ?? workflow;
  return (
    <section class={ui.card} aria-labelledby="credits">
      <h2 id="credits">{words.credits}</h2>
      <ul class={css.credits}>
        {value.orders.toReversed().map((order) => (
          <li key={order.order}>
            <strong>
              {words.creditedOrder(order.number ?? "", money(order.net.minor, order.net.currency))}
            </strong>{" "}
            <span class={ui.quiet}>{dayName(zone, order.placed_at)}</span>
            <br />
            <Why order={order} zone={zone} nameOf={nameOf} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Why({
  order: { credit, without, nearest },
  zone,
  nameOf,
}: {
  order: Order;
  zone: string;
  nameOf(credit: Credit): string;
}) {
  const touch = credit ?? nearest;
  const said =
    touch === undefined
      ? null
      : earnings.creditedTo(earnings.by[touch.by], shortTime(zone, touch.touched_at));
  return (
    <span>
      {credit === undefined ? words.uncredited[without ?? "no_touch"] : words.creditedTo}{" "}
      {touch === undefined ? null : (
        <>
          <a href={linkTo("reports", touch.workflow)}>
            <bdi>{nameOf(touch)}</bdi>
          </a>
          , <bdi>{touch.step}</bdi>. {said}.
        </>
      )}
    </span>
  );
}
