/** What was sent, what waits and why, what was not sent and why; and the texts, with where they go out. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { reasons } from "../engine/reasons.ts";
import { Empty } from "../components/empty.tsx";
import { SelectField } from "../components/field.tsx";
import { Loading } from "../components/loading.tsx";
import { NoShop } from "../account/no-shop.tsx";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import { ownWorkflows, shopZone } from "../plan/draft.ts";
import { useLive } from "../live/use-live.ts";
import { place } from "../route.ts";
import type { Api } from "../server/api.ts";
import { api, shop } from "../server/session.ts";
import { CHANNELS } from "../strings/channels.ts";
import { words } from "../strings/messages.ts";
import { Line } from "./line.tsx";
import { type Filter, type Of, outbox } from "./server.ts";
import { Texts } from "./texts.tsx";
import ui from "../components/ui.module.css";
import css from "./messages.module.css";

type Tab = Of | "texts";

const tab = signal<Tab>("messages");
const filter = signal<Filter>({ state: "", workflow: "", step: "", channel: "" });
/** How many are shown; more are asked for by hand. */
const PAGE = 50;
const MOST = 500;
const limit = signal(PAGE);
/** How often it is read again while it is looked at, in milliseconds. */
const REFRESH = 15_000;

export default function Messages() {
  const [server, id] = [api.value, shop.value];
  const { query } = place.value;
  // A figure elsewhere leads to what it counts.
  useEffect(() => {
    const asked = (name: string) => query.get(name) ?? "";
    filter.value = {
      state: asked("state"),
      workflow: asked("workflow"),
      step: asked("step"),
      channel: asked("channel"),
    };
    tab.value = asked("of") === "actions" ? "actions" : "messages";
  }, [query]);
  return (
    <main class={ui.page} id="main">
      <PageHead title={words.title}>
        <SegmentedControl<Tab>
          label={words.title}
          options={Object.entries(words.tabs) as [Tab, string][]}
          value={tab.value}
          choose={(value) => {
            tab.value = value;
          }}
        />
      </PageHead>
      {tab.value === "texts" ? (
        <Texts />
      ) : server === null || id === null ? (
        <NoShop lead={words.signedOut} />
      ) : (
        <Done key={`${id}/${tab.value}`} server={server} id={id} of={tab.value} />
      )}
    </main>
  );
}

function Done({ server, id, of }: { server: Api; id: string; of: Of }) {
  const [asked, most] = [filter.value, limit.value];
  const {
    value: page,
    failure,
    refresh,
  } = useLive(
    (signal) => outbox(server.until(signal), id, of, asked, most),
    [server, id, of, asked, most],
    { every: REFRESH },
  );
  useEffect(() => {
    limit.value = PAGE;
  }, []);
  if (page === null) {
    return failure === null ? (
      <Loading label={words.reading} />
    ) : (
      <Notice tone="failed" title={failure.message} />
    );
  }
  const everything = Object.values(asked).every((value) => value === "");
  if (everything && page.total === 0)
    return <Empty lead={words.none[of]} help={words.noneHelp[of]} />;
  return (
    <section class={ui.card} aria-labelledby="done">
      <h2 id="done" class={ui.visuallyHidden}>
        {words.tabs[of]}
      </h2>
      <Filters of={of} counts={page.counts} />
      <p class={ui.quiet} role="status">
        {page.total === 0 ? words.nothingFits : words.found(page.total)}
      </p>
      {failure === null ? null : <Notice tone="failed" title={failure.message} />}
      <ol class={css.doneList}>
        {page.outbox.map((one) => (
          <Line
            key={one.id}
            item={one}
            because={reasons.value}
            zone={shopZone.value}
            {...{ server, id, changed: refresh }}
          />
        ))}
      </ol>
      {page.total > page.outbox.length && limit.value < MOST ? (
        <button
          type="button"
          class={ui.button}
          onClick={() => {
            limit.value = Math.min(MOST, limit.value + PAGE);
          }}
        >
          {words.more}
        </button>
      ) : null}
    </section>
  );
}

function Filters({ of, counts }: { of: Of; counts: Record<string, number> }) {
  const set = (more: Partial<Filter>) => {
    filter.value = { ...filter.value, ...more };
    limit.value = PAGE;
  };
  return (
    <div class={css.filters}>
      <SelectField
        label={words.state}
        value={filter.value.state}
        change={(state) => set({ state })}
      >
        <option value="">{words.all}</option>
        {Object.entries(words.states[of]).map(([state, text]) => (
          <option key={state} value={state}>
            {words.stateCount(text, counts[state] ?? 0)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={words.workflow}
        value={filter.value.workflow}
        change={(workflow) => set({ workflow, step: "" })}
      >
        <option value="">{words.all}</option>
        {ownWorkflows.value.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </SelectField>
      {filter.value.step === "" ? null : (
        <button
          type="button"
          class={`${ui.chip} ${css.filterStep}`}
          onClick={() => set({ step: "" })}
        >
          {words.step(filter.value.step)} <span aria-hidden="true">✕</span>
        </button>
      )}
      {of === "actions" ? null : (
        <SelectField
          label={words.channel}
          value={filter.value.channel}
          change={(channel) => set({ channel })}
        >
          <option value="">{words.all}</option>
          {Object.entries(CHANNELS).map(([channel, text]) => (
            <option key={channel} value={channel}>
              {text}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
