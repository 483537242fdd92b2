/** The first page: what went out, what was held and why, what needs the merchant; then the figures. */
import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Empty } from "../components/empty.tsx";
import { Loading } from "../components/loading.tsx";
import { ForEditors } from "../account/may.tsx";
import { NoShop } from "../account/no-shop.tsx";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import { type Api, ServerError } from "../server/api.ts";
import { api, shop } from "../server/session.ts";
import { DAY, dayName, momentAt, wallClock } from "../text/zone.ts";
import { words } from "../strings/home.ts";
import { AlertChannelForm } from "./alert-channels.tsx";
import { Background, goesOn } from "./background.tsx";
import { Earnings } from "./earnings.tsx";
import { Failures } from "./failures.tsx";
import { LoadChart } from "./load-chart.tsx";
import { Questions } from "../operations/questions.tsx";
import { Running } from "./running.tsx";
import { type Operations, operations, type SetUp, setUp } from "../operations/server.ts";
import { ResumeDomain, SendingStopped, StopSending } from "./sending.tsx";
import { Sentences } from "./sentences.tsx";
import { SetUpList } from "../operations/set-up.tsx";
import { Tasks } from "./tasks.tsx";
import { ThresholdForm } from "./threshold-form.tsx";
import { WorkflowFigures } from "./workflow-figures.tsx";
import ui from "../components/ui.module.css";

export type Period = "day" | "week" | "month";

const period = signal<Period>("week");

/** How many days of the shop's calendar a period has, today included. */
const DAYS: Record<Period, number> = { day: 1, week: 7, month: 30 };

/** How often the figures are read again, and while something goes on, in milliseconds. */
const REFRESH = 30_000;
const SOON = 3_000;

/** The shop's clock and zone, once they are known. */
type Clock = Pick<Operations, "zone" | "now">;

export default function Home() {
  const [server, id] = [api.value, shop.value];
  return (
    <main class={ui.page} id="main">
      <PageHead title={words.title}>
        {server === null || id === null ? undefined : (
          <SegmentedControl<Period>
            label={words.period}
            options={Object.entries(words.periods) as [Period, string][]}
            value={period.value}
            choose={(value) => {
              period.value = value;
            }}
          />
        )}
      </PageHead>
      {server === null || id === null ? (
        <SignedOut />
      ) : (
        <SignedIn key={id} server={server} id={id} />
      )}
    </main>
  );
}

function SignedOut() {
  return (
    <div class={ui.main}>
      <NoShop lead={words.signedOut} />
      <Empty lead={words.intro} help={words.introHelp}>
        <a class={ui.button} href={linkTo("workflows")}>
          {words.lookAround}
        </a>
      </Empty>
    </div>
  );
}

function SignedIn({ server, id }: { server: Api; id: string }) {
  const span = period.value;
  const clock = useRef<Clock | null>(null);
  const read = useLive(
    async (signal) => {
      const asking = server.until(signal);
      const [found, list] = await Promise.all([
        since(asking, id, span, clock.current),
        setUp(asking, id),
      ]);
      clock.current = found;
      return { found, list };
    },
    [server, id, span],
    { every: ({ found }) => (goesOn(found) ? SOON : REFRESH) },
  );
  if (read.value === null) {
    return read.failure === null ? (
      <Loading label={words.reading} />
    ) : (
      <Notice
        tone="failed"
        title={words.unread}
        text={`${read.failure.message} ${words.unreadHelp}`}
      />
    );
  }
  const { found, list } = read.value;
  const shown = { server, id, found, changed: read.refresh };
  return (
    <div class={ui.main}>
      <Questions
        server={server}
        id={id}
        zone={found.zone}
        questions={found.questions}
        canAsk={found.can_ask}
        changed={read.refresh}
      />
      <SendingStopped {...shown} />
      <SetUpList server={server} id={id} found={list} changed={read.refresh} />
      <Tasks server={server} id={id} found={found} />
      <Background found={found} />
      <Quiet found={found} list={list} span={span} />
      <Earnings server={server} id={id} days={DAYS[span]} />
      <Sentences
        found={found}
        since={words.since[span]}
        resumeDomain={(domain) => (
          <ResumeDomain server={server} id={id} changed={read.refresh} domain={domain} />
        )}
      >
        <ForEditors>
          <div class={ui.actions}>
            <StopSending {...shown} />
          </div>
        </ForEditors>
      </Sentences>
      <section class={ui.card} aria-labelledby="load">
        <h2 id="load" class={ui.visuallyHidden}>
          {words.chart}
        </h2>
        <LoadChart found={found} />
      </section>
      <Failures {...shown} />
      <WorkflowFigures found={found} />
      <Running found={found} />
      <ForEditors>
        <AlertChannelForm server={server} id={id} />
        <ThresholdForm server={server} id={id} now={found.thresholds} changed={read.refresh} />
      </ForEditors>
    </div>
  );
}

/** Says of a quiet time when something came last: quiet is not the same as never connected. */
function Quiet({ found, list, span }: { found: Operations; list: SetUp; span: Period }) {
  const { traffic, last_event: last, zone } = found;
  if (traffic.now.events > 0) return null;
  const isOpen = list.items.some(({ id, state }) => id === "connect" && state === "open");
  if (isOpen) return <p class={ui.quiet}>{words.nothingYet}</p>;
  const when = last === null ? words.longAgo : words.lastEvent(dayName(zone, last));
  return <p class={ui.quiet}>{`${words.nothingIn[span]} ${when}`}</p>;
}

/** Reads a period of the shop's calendar; where its day begins, only the shop's zone says. */
async function since(
  server: Api,
  id: string,
  span: Period,
  known: Clock | null,
): Promise<Operations> {
  const days = DAYS[span] - 1;
  const { zone, now } = known ?? (await operations(server, id, null));
  const today = momentAt(zone, `${wallClock(zone, now).slice(0, 10)}T00:00`) ?? now - DAY;
  const first = wallClock(zone, today - days * DAY + DAY / 2).slice(0, 10);
  const begin = momentAt(zone, `${first}T00:00`) ?? today - days * DAY;
  try {
    return await operations(server, id, begin);
  } catch (error) {
    if (error instanceof ServerError && error.status === 400) return operations(server, id, null);
    throw error;
  }
}
