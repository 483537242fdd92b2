/** What failed, grouped by its cause: how much of which workflow, what to do about it, and Retry. */
import { ForEditors } from "../account/may.tsx";
import { mayChange } from "../server/session.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { shortTime } from "../text/zone.ts";
import { counted, type Forms } from "../text/plural.ts";
import { causeOf } from "../operations/cause.ts";
import { reasonText } from "../operations/reason.ts";
import { FAILED, words } from "../strings/home.ts";
import { nouns } from "../strings/nouns.ts";
import { reasons } from "../engine/reasons.ts";
import { type DeadLetter, deadLetters, type Operations, retry } from "../operations/server.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

/** What failed for one cause in one workflow. */
interface Group {
  key: string;
  reason: string;
  workflow: string | null;
  items: DeadLetter[];
}

export function Failures({
  server,
  id,
  found,
  changed,
}: {
  server: Api;
  id: string;
  found: Operations;
  /** Reads everything again. */
  changed(): void;
}) {
  const { dead_letters: count, zone, workflows } = found;
  const read = useLive(count === 0 ? null : (signal) => deadLetters(server.until(signal), id), [
    server,
    id,
    count,
  ]);
  const [refusal, setRefusal] = useState<string | null>(null);
  /** What is asked about before it is retried. */
  const [asking, setAsking] = useState<DeadLetter[] | null>(null);
  const [busy, setBusy] = useState(false);
  const list = read.value ?? [];
  const trouble = refusal ?? read.failure?.message ?? null;
  if (count === 0 && trouble === null) return null;
  const act = async (some: DeadLetter[]) => {
    setBusy(true);
    setRefusal(null);
    try {
      for (const item of some) await retry(server, id, item.id);
      toast(words.retried(some.length));
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
      setAsking(null);
      read.refresh();
      changed();
    }
  };
  const askOrAct = (some: DeadLetter[]) => {
    if (some.length === 1) act(some);
    else setAsking(some);
  };
  const asked = asking ?? [];
  const nameOf = (workflow: string) =>
    workflows.find(({ id: known }) => known === workflow)?.name ?? workflow;
  return (
    <section class={ui.card} aria-labelledby="failures">
      <div class={ui.sectionHead}>
        <h2 id="failures">{words.failures}</h2>
        {list.length < 2 || !mayChange.value ? null : (
          <button type="button" class={ui.button} onClick={() => askOrAct(list)}>
            {words.retryAll(list.length)}
          </button>
        )}
      </div>
      <p class={ui.quiet}>{words.failuresHelp}</p>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      <ul class={css.items}>
        {groupsOf(list).map((group) => (
          <Line
            key={group.key}
            group={group}
            zone={zone}
            name={group.workflow === null ? null : nameOf(group.workflow)}
            busy={busy}
            retry={askOrAct}
          />
        ))}
      </ul>
      <Dialog
        open={asking !== null}
        title={words.retryAllTitle(asked.length)}
        close={() => setAsking(null)}
        act={{
          text: words.retryGroup(asked.length),
          disabled: busy,
          run: () => act(asked),
        }}
      >
        <p class={ui.asked}>{words.failuresHelp}</p>
      </Dialog>
    </section>
  );
}

function Line({
  group: { reason, workflow, items: some },
  name,
  zone,
  busy,
  retry: run,
}: {
  group: Group;
  name: string | null;
  zone: string;
  busy: boolean;
  retry(some: DeadLetter[]): void;
}) {
  const cause = causeOf(reason, reasonText(reason, reasons.value));
  const [latest] = some;
  const what = counted(some.length, formsOf(latest));
  const times = [some.at(-1), latest].map((one) => shortTime(zone, one?.at ?? 0));
  return (
    <li class={css.item}>
      <div class={css.itemWhat}>
        <strong>{cause.title}</strong>
        <p>
          {what}
          {workflow === null ? null : (
            <>
              {" · "}
              <a href={linkTo("workflows", workflow)}>
                <bdi>{name}</bdi>
              </a>
            </>
          )}
          <span class={ui.quiet}>{` · ${words.failedSince(times[0] ?? "", times[1] ?? "")}`}</span>
        </p>
        <p class={ui.quiet}>{cause.fix}</p>
        <details>
          <summary>{words.showEach(some.length)}</summary>
          <ul>
            {some.map((one) => (
              <li key={one.id}>
                {shortTime(zone, one.at)}
                {one.kind === "delivery" ? ` · ${one.subject}` : ""}
                {one.customer === null ? null : (
                  <>
                    {" · "}
                    <a href={linkTo("customers", one.customer)}>{words.customer}</a>
                  </>
                )}
              </li>
            ))}
          </ul>
        </details>
      </div>
      <ForEditors>
        <button
          type="button"
          class={ui.button}
          disabled={busy}
          aria-label={words.retryNamed(`${cause.title}, ${what}`)}
          onClick={() => run(some)}
        >
          {words.retryGroup(some.length)}
        </button>
      </ForEditors>
    </li>
  );
}

/** The largest first; within a group the latest first, as they come. */
function groupsOf(list: readonly DeadLetter[]): Group[] {
  const groups = new Map<string, Group>();
  for (const item of list) {
    const { kind, type, reason, workflow } = item;
    const key = `${kind}/${type}/${reason}/${workflow}`;
    const group = groups.get(key) ?? { key, reason, workflow, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.items.length - a.items.length);
}

/** What failed, by its kind and, for messages, by its channel. */
function formsOf(item: DeadLetter | undefined): Forms {
  if (item === undefined) return FAILED.any;
  const { kind, type, channel } = item;
  if (kind !== "effect") return FAILED[kind];
  if (type === "send") return FAILED_MESSAGES[channel ?? ""] ?? nouns.message;
  return type === "webhook" ? FAILED.webhook : nouns.action;
}

const FAILED_MESSAGES: Record<string, Forms> = {
  email: FAILED.email,
  sms: FAILED.sms,
  push: FAILED.push,
};
