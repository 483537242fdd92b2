/** What workflows ask the team to do: about whom, why, by when, and who does it. */
import { ForEditors } from "../account/may.tsx";
import { useState } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { SelectField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/tasks.ts";
import { changeTask, type Operations, type Task, tasks } from "../operations/server.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

export function Tasks({ server, id, found }: { server: Api; id: string; found: Operations }) {
  const read = useLive((signal) => tasks(server.until(signal), id), [server, id, found.now]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [passing, setPassing] = useState<Task | null>(null);
  const [to, setTo] = useState("");
  const { value } = read;
  const trouble = refusal ?? read.failure?.message ?? null;
  if (value === null || value.open === 0) {
    return trouble === null ? null : <Notice tone="failed" title={trouble} />;
  }
  const { team, zone, now } = value;
  const change = async (task: Task, what: { done?: boolean; to?: string }, said: string) => {
    setBusy(true);
    setRefusal(null);
    try {
      await changeTask(server, id, task.id, what);
      toast(said);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
      setPassing(null);
      read.refresh();
    }
  };
  const others = team.filter(({ email }) => email !== passing?.email);
  return (
    <section class={ui.card} aria-labelledby="tasks">
      <h2 id="tasks">{words.title(value.open)}</h2>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      <ul class={css.items}>
        {value.tasks.map((task) => (
          <Line
            key={task.id}
            task={task}
            zone={zone}
            now={now}
            why={found.workflows.find(({ id: known }) => known === task.workflow)?.name}
            busy={busy}
            done={() => change(task, { done: true }, words.wasDone)}
            pass={() => {
              setPassing(task);
              setTo(team.find(({ email }) => email !== task.email)?.email ?? "");
            }}
          />
        ))}
      </ul>
      {value.tasks.length < value.open ? (
        <p class={ui.quiet}>{words.more(value.open - value.tasks.length)}</p>
      ) : null}
      <Dialog
        open={passing !== null}
        title={words.passTitle(passing?.title ?? "")}
        close={() => setPassing(null)}
        act={{
          text: words.pass,
          disabled: busy || to === "",
          run: () => passing !== null && change(passing, { to }, words.wasPassed),
        }}
      >
        <div class={ui.asked}>
          {others.length === 0 ? (
            <p>
              {words.nobody} <a href={linkTo("settings", "team")}>{words.toTeam}</a>
            </p>
          ) : (
            <SelectField label={words.to} value={to} change={setTo}>
              {others.map(({ name, email }) => (
                <option key={email} value={email}>
                  {`${name} (${email})`}
                </option>
              ))}
            </SelectField>
          )}
        </div>
      </Dialog>
    </section>
  );
}

function Line({
  task,
  zone,
  now,
  why,
  busy,
  done,
  pass,
}: {
  task: Task;
  zone: string;
  now: number;
  why: string | undefined;
  busy: boolean;
  done(): void;
  pass(): void;
}) {
  const { customer, due_at: due, email, emailing, name, note, title, to, workflow } = task;
  const what = title ?? words.unreadable;
  return (
    <li class={css.item}>
      <div class={css.itemWhat}>
        <strong>{what}</strong>
        {note === "" ? null : <p>{note}</p>}
        <p>
          <a href={linkTo("customers", customer)}>
            <bdi>{name ?? words.customer}</bdi>
          </a>
          {" · "}
          <a href={linkTo("workflows", workflow)}>
            <bdi>{why ?? workflow}</bdi>
          </a>
        </p>
        <p class={ui.quiet}>
          {due === null
            ? words.noDue
            : due < now
              ? words.overdue(shortTime(zone, due))
              : words.due(shortTime(zone, due))}
          {" · "}
          {words.assignee(to, email, emailing)}
        </p>
      </div>
      <ForEditors>
        <div class={ui.actions}>
          <button
            type="button"
            class={ui.button}
            disabled={busy}
            aria-label={words.passNamed(what)}
            onClick={pass}
          >
            {words.passOn}
          </button>
          <button
            type="button"
            class={ui.button}
            disabled={busy}
            aria-label={words.doneNamed(what)}
            onClick={done}
          >
            {words.done}
          </button>
        </div>
      </ForEditors>
    </li>
  );
}
