/** What leads a new shop to its first message: each item's state, what it is for, and where it is done. */
import { useAttempt } from "../components/attempt.ts";
import { Notice } from "../components/notice.tsx";
import { linkTo } from "../route.ts";
import type { Api } from "../server/api.ts";
import { mayChange } from "../server/session.ts";
import { words } from "../strings/set-up.ts";
import { dismissSetUp, type SetUp } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./set-up.module.css";

type Item = SetUp["items"][number];

/** Where each item is done. */
const PLACES: Record<Item["id"], (workflow: string | null) => string | null> = {
  connect: () => linkTo("settings", "connection"),
  import: () => linkTo("settings", "connection"),
  sender: () => linkTo("settings", "shop"),
  "test-email": () => linkTo("settings", "email"),
  "postal-address": () => linkTo("settings", "shop"),
  workflow: () => linkTo("workflows"),
  "test-workflow": ofWorkflow,
  "turn-on": ofWorkflow,
  owner: () => linkTo("settings", "people"),
};

/** Nowhere yet, while there is none. */
function ofWorkflow(workflow: string | null): string | null {
  return workflow === null ? null : linkTo("workflows", workflow);
}

type Words = { title: string; help: string; act: string; fix?: string };

const MARKS: Record<Item["state"], string> = { done: "✓", open: "○", failing: "✕" };

interface Shown {
  server: Api;
  id: string;
  found: SetUp;
  /** Reads everything again. */
  changed(): void;
}

export function SetUpList({ found, ...shown }: Shown) {
  const { items, workflow, done: isDone, dismissed_at: dismissed } = found;
  // A viewer can do nothing on it.
  if (dismissed !== null || !mayChange.value) return null;
  const left = items.filter(({ state }) => state !== "done");
  return (
    <section class={ui.card} aria-labelledby="set-up">
      <h2 id="set-up">{words.title}</h2>
      <p class={ui.quiet}>
        {isDone ? words.allDone : words.progress(items.length - left.length, items.length)}
      </p>
      <ol class={css.setUp}>
        {items.map((item) => (
          <Step
            key={item.id}
            item={item}
            isNext={item.id === left[0]?.id}
            to={PLACES[item.id](workflow)}
          />
        ))}
      </ol>
      {isDone ? <Dismiss {...shown} /> : null}
    </section>
  );
}

function Step({
  item: { id, state, problem },
  isNext,
  to,
}: {
  item: Item;
  isNext: boolean;
  to: string | null;
}) {
  const { title, help, act, fix = act }: Words = words.steps[id];
  return (
    <li>
      <span class={css.setUpMark} data-state={state} aria-hidden="true">
        {MARKS[state]}
      </span>
      <div>
        <strong>{title}</strong> <span class={ui.visuallyHidden}>{words.states[state]}</span>
        {state === "done" ? null : <p class={ui.quiet}>{help}</p>}
        {problem === null ? null : (
          <p>
            {problem.message} {problem.help}
          </p>
        )}
      </div>
      {state === "done" || to === null ? null : (
        <a class={isNext ? `${ui.button} ${ui.primary}` : ui.button} href={to}>
          {state === "failing" ? fix : act}
        </a>
      )}
    </li>
  );
}

function Dismiss({ server, id, changed }: Omit<Shown, "found">) {
  const { trouble, attempt } = useAttempt();
  const run = () => attempt(() => dismissSetUp(server, id).then(changed));
  return (
    <>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={run}>
          {words.dismiss}
        </button>
      </div>
    </>
  );
}
