/** What messages earned lately, and which workflows did. */
import { useRef } from "preact/hooks";
import { elsewhere, headline } from "../earnings/money.tsx";
import { type Clock, report } from "../earnings/server.ts";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/earnings.ts";
import { money } from "../text/money.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

/** How often it is read again, in milliseconds: sums of money need not be as fresh as failures. */
const REFRESH = 60_000;
/** How many workflows are named. */
const MOST = 3;

/** Nothing is shown until it is read, where reading fails, and where nothing was sent: the rest of the page says why. */
export function Earnings({ server, id, days }: { server: Api; id: string; days: number }) {
  const clock = useRef<Clock | null>(null);
  const { value: found } = useLive(
    async (signal) => {
      const asked = { days, workflow: null };
      const read = await report(server.until(signal), id, asked, clock.current);
      clock.current = read;
      return read;
    },
    [server, id, days],
    { every: REFRESH },
  );
  if (found === null || found.total.messages + found.total.converted === 0) return null;
  const { currency, total, before } = found;
  const best = found.workflows.filter(({ earned }) => earned.net > 0).slice(0, MOST);
  return (
    <section class={`${ui.card} ${css.earnings}`} aria-labelledby="earnings">
      <h2 id="earnings" class={css.earned}>
        {headline(found, days)}
      </h2>
      <p class={ui.quiet}>
        {words.fromMessages(days)}{" "}
        {before.messages === 0 ? null : words.previously(money(before.net, currency))}{" "}
        {elsewhere(total)}
      </p>
      {best.length === 0 ? null : (
        <ul class={css.best} aria-label={words.topWorkflows}>
          {best.map(({ id: workflow, name, earned }) => (
            <li key={workflow}>
              <a href={linkTo("reports", workflow)}>
                <bdi>{name}</bdi>
              </a>
              <span>{money(earned.net, currency)}</span>
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={linkTo("reports")}>{words.openReports}</a>
      </p>
    </section>
  );
}
