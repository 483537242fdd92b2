/** What failed, grouped by its cause: how much of which workflow, what to do about it, and Retry. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { shortTime } from "../text/zone.ts";
import { counted, type Forms } from "../text/plural.ts";
import { causeOf } from "../operations/cause.ts";
import { reasonText } from "../operations/reason.ts";
import { FAILED, words } from "../strings/home.ts";
import { nouns } from "../strings/nouns.ts";
import { reasons } from "../engine/reasons.ts";
import { again } from "./reading.ts";
import { type DeadLetter, deadLetters, type Operations, retry } from "../operations/server.ts";

const letters = signal<DeadLetter[]>([]);
const trouble = signal<string | null>(null);
/** What is asked about before it is tried again. */
const asking = signal<DeadLetter[] | null>(null);
const busy = signal(false);

/** What failed for one cause in one workflow. */
interface Group {
  key: string;
  reason: string;
  workflow: string | null;
  letters: DeadLetter[];
}

export function Failures({ server, id, found }: { server: Api; id: string; found: Operations }) {
  const { dead_letters: count, zone, workflows } = found;
  useEffect(() => {
    if (count === 0) {
      letters.value = [];
      return;
    }
    deadLetters(server, id).then(
      (list) => {
        letters.value = list;
        trouble.value = null;
      },
      (error: Error) => {
        trouble.value = error.message;
      },
    );
  }, [server, id, count]);
  const list = letters.value;
  if (count === 0 && trouble.value === null) return null;
  const act = async (some: DeadLetter[]) => {
    busy.value = true;
    trouble.value = null;
    try {
      for (const letter of some) await retry(server, id, letter.id);
      toast(words.retried(some.length));
    } catch (error) {
      trouble.value = error instanceof Error ? error.message : String(error);
    } finally {
      busy.value = false;
      asking.value = null;
      letters.value = await deadLetters(server, id).catch(() => letters.peek());
      again.value += 1;
    }
  };
  const askOrAct = (some: DeadLetter[]) => {
    if (some.length === 1) act(some);
    else asking.value = some;
  };
  const asked = asking.value ?? [];
  const nameOf = (workflow: string) =>
    workflows.find(({ id: known }) => known === workflow)?.name ?? workflow;
  return (
    <section class="card" aria-labelledby="failures">
      <div class="section-head">
        <h2 id="failures">{words.failures}</h2>
        {list.length < 2 ? null : (
          <button type="button" class="button" onClick={() => askOrAct(list)}>
            {words.retryAll(list.length)}
          </button>
        )}
      </div>
      <p class="quiet">{words.failuresHelp}</p>
      {trouble.value === null ? null : <Notice tone="failed" title={trouble.value} />}
      <ul class="letters">
        {groupsOf(list).map((group) => (
          <Line
            key={group.key}
            group={group}
            zone={zone}
            name={group.workflow === null ? null : nameOf(group.workflow)}
            retry={askOrAct}
          />
        ))}
      </ul>
      <Dialog
        open={asking.value !== null}
        title={words.retryAllTitle(asked.length)}
        close={() => {
          asking.value = null;
        }}
        act={{
          text: words.retryGroup(asked.length),
          disabled: busy.value,
          run: () => act(asked),
        }}
      >
        <p class="asked">{words.failuresHelp}</p>
      </Dialog>
    </section>
  );
}

function Line({
  group: { reason, workflow, letters: some },
  name,
  zone,
  retry: run,
}: {
  group: Group;
  name: string | null;
  zone: string;
  retry(some: DeadLetter[]): void;
}) {
  const cause = causeOf(reason, reasonText(reason, reasons.value));
  const [latest] = some;
  const what = counted(some.length, formsOf(latest));
  const times = [some.at(-1), latest].map((one) => shortTime(zone, one?.at ?? 0));
  return (
    <li class="letter">
      <div class="letter-what">
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
          <span class="quiet">{` · ${words.failedSince(times[0] ?? "", times[1] ?? "")}`}</span>
        </p>
        <p class="quiet">{cause.fix}</p>
        <details>
          <summary>{words.showEach(some.length)}</summary>
          <ul class="plain">
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
      <button
        type="button"
        class="button"
        disabled={busy.value}
        aria-label={words.retryNamed(`${cause.title}, ${what}`)}
        onClick={() => run(some)}
      >
        {words.retryGroup(some.length)}
      </button>
    </li>
  );
}

/** The largest first; within a group the latest first, as they come. */
function groupsOf(list: readonly DeadLetter[]): Group[] {
  const groups = new Map<string, Group>();
  for (const letter of list) {
    const { kind, type, reason, workflow } = letter;
    const key = `${kind}/${type}/${reason}/${workflow}`;
    const group = groups.get(key) ?? { key, reason, workflow, letters: [] };
    group.letters.push(letter);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.letters.length - a.letters.length);
}

/** What failed, by its kind and, for messages, by its channel. */
function formsOf(letter: DeadLetter | undefined): Forms {
  if (letter === undefined) return FAILED.any;
  const { kind, type, channel } = letter;
  if (kind === "delivery" || kind === "damage" || kind === "timer") return FAILED[kind];
  if (type === "send") return FAILED_MESSAGES[channel ?? ""] ?? nouns.message;
  return type === "webhook" ? FAILED.webhook : nouns.action;
}

const FAILED_MESSAGES: Record<string, Forms> = {
  email: FAILED.email,
  sms: FAILED.sms,
  push: FAILED.push,
};
