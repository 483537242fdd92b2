/** What a shop needs before it can send: what is done, and where the rest is done. */
import "../style/home.css";
import { linkTo } from "../route.ts";
import { words } from "../strings/set-up.ts";
import type { SetUp } from "./server.ts";

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
    <section class="card" aria-labelledby="set-up">
      <h2 id="set-up">{words.title}</h2>
      <p class="quiet">{words.progress(steps.length - open.length, steps.length)}</p>
      <ol class="set-up">
        {steps.map(({ id, done, to }) => (
          <li key={id} class={done ? "done" : ""}>
            <span class="set-up-mark" aria-hidden="true">
              {done ? "✓" : "○"}
            </span>
            <div>
              <strong>{words.steps[id].title}</strong>{" "}
              <span class="visually-hidden">{done ? words.done : words.open}</span>
              {done ? null : (
                <p class="quiet">
                  {id === "connect" && setup.webhook_secret === false
                    ? words.secretMissing
                    : words.steps[id].help}
                </p>
              )}
            </div>
            {done ? null : (
              <a class={`button ${id === open[0]?.id ? "primary" : ""}`} href={to}>
                {words.steps[id].act}
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
