/** What a shop needs before it can send: what is done, and where the rest is done. */
import { linkTo } from "../route.ts";
import { words } from "../strings/set-up.ts";
import type { SetUp } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./set-up.module.css";

interface Step {
  id: keyof typeof words.steps;
  done: boolean;
  to: string;
}

/** The steps in their order. */
export const stepsOf = (setup: SetUp): Step[] => [
  {
    id: "connect",
    done: setup.connected && setup.webhook_secret !== false,
    to: linkTo("settings", "connection"),
  },
  { id: "sender", done: setup.sender, to: linkTo("settings", "shop") },
  { id: "address", done: setup.postal_address, to: linkTo("settings", "shop") },
  { id: "workflow", done: setup.live_workflows > 0, to: linkTo("workflows") },
];

export function SetUpList({ setup }: { setup: SetUp }) {
  const steps = stepsOf(setup);
  const open = steps.filter(({ done }) => !done);
  if (open.length === 0) return null;
  return (
    <section class={ui.card} aria-labelledby="set-up">
      <h2 id="set-up">{words.title}</h2>
      <p class={ui.quiet}>{words.progress(steps.length - open.length, steps.length)}</p>
      <ol class={css.setUp}>
        {steps.map(({ id, done, to }) => (
          <li key={id} class={done ? undefined : undefined}>
            <span class={css.setUpMark} aria-hidden="true">
              {done ? "✓" : "○"}
            </span>
            <div>
              <strong>{words.steps[id].title}</strong>{" "}
              <span class={ui.visuallyHidden}>{done ? words.done : words.open}</span>
              {done ? null : (
                <p class={ui.quiet}>
                  {id === "connect" && setup.webhook_secret === false
                    ? words.secretMissing
                    : words.steps[id].help}
                </p>
              )}
            </div>
            {done ? null : (
              <a class={id === open[0]?.id ? `${ui.button} ${ui.primary}` : ui.button} href={to}>
                {words.steps[id].act}
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
