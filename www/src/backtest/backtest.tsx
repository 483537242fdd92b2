/** The backtest: what is tried and on which past on one side, what would have come of it on the other. */
import { Notice } from "../components/notice.tsx";
import { chosen } from "../plan/draft.ts";
import { goTo } from "../route.ts";
import { Report } from "./report.tsx";
import { ReadingProblems } from "./problems.tsx";
import { Questions } from "./questions.tsx";
import { cancel, run, runOwn, source, type Stage, stage } from "./run.ts";
import { api, seesPersonalData, shop, shops } from "../server/session.ts";
import { EXAMPLE, SetUp } from "./set-up.tsx";
import { words } from "../strings/backtest.ts";
import backtestCss from "./backtest.module.css";
import emptyCss from "../components/empty.module.css";
import pageHeadCss from "../components/page-head.module.css";
import ui from "../components/ui.module.css";

export default function Backtest() {
  return (
    <main class={ui.page} id="main">
      <header class={pageHeadCss.pageHead}>
        <h1>{words.title}</h1>
      </header>
      <div class={`${ui.sides} ${backtestCss.backtestSides}`} data-shown={stage.value.is}>
        <div class={ui.side}>
          <SetUp />
        </div>
        <div class={ui.main}>
          <Outcome shown={stage.value} />
        </div>
      </div>
    </main>
  );
}

function Outcome({ shown }: { shown: Stage }) {
  switch (shown.is) {
    case "empty":
      return (
        <section class={`${ui.card} ${emptyCss.empty}`}>
          <p class={ui.lead}>{words.lead}</p>
          <p class={ui.reading}>{words.help}</p>
          <ul class={backtestCss.facts}>
            {words.exports.map(([shop, way]) => (
              <li key={shop}>
                <strong>{shop}</strong> {way}
              </li>
            ))}
          </ul>
          <OwnHistory />
          <p class={ui.reading}>{words.noFile}</p>
          <button
            type="button"
            class={ui.button}
            onClick={() => run({ type: "example", customers: EXAMPLE })}
          >
            {words.example}
          </button>
        </section>
      );
    case "fetching":
      return (
        <Progress
          label={words.fetching}
          part={null}
          text={words.fetchedSoFar(shown.customers, shown.bytes)}
        />
      );
    case "starting":
      return <Progress label={words.starting} part={null} text="" />;
    case "reading":
      return (
        <Progress
          label={words.reading}
          part={shown.bytes / Math.max(1, shown.of)}
          text={words.readSoFar(shown.bytes, shown.of, shown.events)}
        />
      );
    case "replaying":
      return (
        <Progress
          label={words.replaying}
          part={shown.customers / Math.max(1, shown.of)}
          text={words.replayedSoFar(shown.customers, shown.of, shown.perSecond)}
        />
      );
    case "found":
      return <Report outcome={shown.outcome} />;
    case "cancelled":
      return (
        <Notice tone="draft" title={words.cancelled} text={words.cancelledHelp}>
          <Again />
        </Notice>
      );
    case "refused":
      return (
        <Notice tone="failed" title={words.refused[shown.plan]} text={words.refusedHelp}>
          <ul>
            {shown.diagnostics.map(({ path, message }) => (
              <li key={`${path}${message}`}>
                {path}: {message}
              </li>
            ))}
          </ul>
          <button type="button" class={ui.button} onClick={() => goTo("workflows", chosen.value)}>
            {words.edit}
          </button>
        </Notice>
      );
    case "asks":
      return (
        <>
          <Notice tone="held" title={words.asks} text={words.asksHelp} />
          <Questions contents={shown.contents} />
        </>
      );
    case "nothing":
      return (
        <>
          <Notice tone="failed" title={words.nothing} text={words.nothingHelp} />
          <ReadingProblems contents={shown.contents} />
        </>
      );
    case "failed":
      return (
        <Notice tone="failed" title={words.failed} text={`${shown.message} ${words.failedHelp}`}>
          <Again />
        </Notice>
      );
  }
}

function Progress({ label, part, text }: { label: string; part: number | null; text: string }) {
  return (
    <section class={`${ui.card} ${backtestCss.progress}`} aria-busy="true">
      <h2 id="progress">{label}</h2>
      <progress aria-labelledby="progress" {...(part === null ? {} : { value: part })} max={1} />
      <p data-part="progress">{text}</p>
      {/* Ten times a second is for eyes; screen readers announce every quarter. */}
      <p class={ui.visuallyHidden} role="status">
        {part === null ? label : words.progress(label, Math.floor(part * 4) * 25)}
      </p>
      <button type="button" class={ui.button} onClick={cancel}>
        {words.cancel}
      </button>
    </section>
  );
}

function Again() {
  const from = source.value;
  return from === null ? null : (
    <button type="button" class={ui.button} onClick={() => run(from)}>
      {words.again}
    </button>
  );
}

/** What the shop's webhooks reported since it was connected. */
function OwnHistory() {
  const [server, id] = [api.value, shop.value];
  const domain = shops.value.find((one) => one.shop === id)?.domain;
  if (server === null || id === null || domain === undefined) return null;
  // It is all that was ever received: nothing of it could be played without.
  if (!seesPersonalData.value) return <p class={ui.reading}>{words.ownKept}</p>;
  return (
    <>
      <p class={ui.reading}>{words.ownHelp}</p>
      <button
        type="button"
        class={`${ui.button} ${ui.primary}`}
        onClick={() => runOwn(server, id, words.ownName(domain))}
      >
        {words.own}
      </button>
    </>
  );
}
