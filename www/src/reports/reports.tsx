/** What messages earned: all workflows, or one with its steps and the orders behind it; and what experiments show. */
import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { NoShop } from "../account/no-shop.tsx";
import { Empty } from "../components/empty.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { saveAs } from "../components/save-as.ts";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { type Clock, experiments, report, reportFile } from "../earnings/server.ts";
import { useLive } from "../live/use-live.ts";
import { linkTo, place } from "../route.ts";
import type { Api } from "../server/api.ts";
import { api, shop } from "../server/session.ts";
import { words } from "../strings/earnings.ts";
import { Experiments } from "./experiments.tsx";
import { Money } from "./money.tsx";
import { Orders } from "./orders.tsx";
import { Steps } from "./steps.tsx";
import { Workflows } from "./workflows.tsx";
import ui from "../components/ui.module.css";
import css from "./reports.module.css";

/** How many days a report covers, as the reader chose it. */
const days = signal("30");
/** How often it is read again while it is looked at, in milliseconds. */
const REFRESH = 60_000;

export default function Reports() {
  const [server, id] = [api.value, shop.value];
  const workflow = place.value.id;
  return (
    <main class={ui.page} id="main">
      <PageHead title={words.title}>
        {server === null || id === null ? undefined : (
          <SegmentedControl<string>
            label={words.period}
            options={Object.entries(words.periods)}
            value={days.value}
            choose={(value) => {
              days.value = value;
            }}
          />
        )}
      </PageHead>
      {server === null || id === null ? (
        <NoShop lead={words.signedOut} />
      ) : (
        <SignedIn key={`${id}/${workflow}`} {...{ server, id, workflow }} />
      )}
    </main>
  );
}

interface Of {
  server: Api;
  id: string;
  /** The workflow that is looked at; null for all. */
  workflow: string | null;
}

function SignedIn({ server, id, workflow }: Of) {
  const clock = useRef<Clock | null>(null);
  const asked = { days: Number(days.value), workflow };
  const read = useLive(
    async (signal) => {
      const asking = server.until(signal);
      const [found, tried] = await Promise.all([
        report(asking, id, asked, clock.current),
        experiments(asking, id),
      ]);
      clock.current = found;
      return { found, tried: tried.experiments, asked };
    },
    [server, id, days.value, workflow],
    { every: REFRESH },
  );
  if (read.value === null) {
    return read.failure === null ? (
      <Loading label={words.reading} />
    ) : (
      <Notice tone="failed" title={words.unread} text={read.failure.message} />
    );
  }
  const { found, tried, asked: of } = read.value;
  const [one] = workflow === null ? [] : found.workflows;
  const own = tried.filter((each) => workflow === null || each.workflow === workflow);
  const isEmpty = found.total.messages === 0 && found.total.orders === 0;
  return (
    <div class={ui.main}>
      {one === undefined ? null : (
        <p class={css.back}>
          <a href={linkTo("reports")}>{words.back}</a>
          <a href={linkTo("workflows", one.id)}>
            <bdi>{one.name}</bdi>
          </a>
        </p>
      )}
      {read.failure === null ? null : <Notice tone="failed" title={read.failure.message} />}
      {isEmpty ? (
        <Empty lead={words.nothingSent(of.days)} help={words.nothingSentHelp} />
      ) : (
        <>
          <Money found={found} days={of.days} one={one} />
          {one === undefined ? (
            <Workflows found={found} />
          ) : (
            <Steps one={one} currency={found.currency} />
          )}
          <Orders {...{ server, id, found, asked: of }} />
          <p>
            <button
              type="button"
              class={ui.button}
              onClick={async () => {
                saveAs(await reportFile(server, id, of, found), "report.csv");
              }}
            >
              {words.download}
            </button>
          </p>
        </>
      )}
      <Experiments found={own} currency={found.currency} />
    </div>
  );
}
