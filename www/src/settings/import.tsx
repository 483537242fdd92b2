/** The import of a connected store's past: how far it has come, why it waits, and its buttons. */
import { useState } from "preact/hooks";
import { Notice } from "../components/notice.tsx";
import { useLive } from "../live/use-live.ts";
import type { Api } from "../server/api.ts";
import { importWords as words } from "../strings/import.ts";
import { changeImport, type ImportAct, importOf, type Import as State } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./import.module.css";

/** How often progress is read, in milliseconds. */
const EVERY = 2_000;

export function Import({ server, id }: { server: Api; id: string }) {
  const [refused, setRefused] = useState<string | null>(null);
  const { value, failure, refresh } = useLive(
    (signal) => importOf(server.until(signal), id),
    [server, id],
    { every: EVERY },
  );
  if (value === null) {
    return failure === null ? null : <Notice tone="failed" title={failure.message} />;
  }
  const act = (what: ImportAct) =>
    changeImport(server, id, what)
      .then(
        () => setRefused(null),
        (error: Error) => setRefused(error.message),
      )
      .finally(refresh);
  const { state, parts, trouble, again_at: again } = value;
  const shown = parts.filter((part) => part.state !== "skipped");
  return (
    <section class={css.import} aria-labelledby="import-title">
      <h3 id="import-title">{words.title}</h3>
      <p aria-live="polite">{words.states[state]}</p>
      {trouble === null ? null : (
        <Notice tone="failed" title={words.waits(again)} text={trouble.message}>
          {trouble.found === "" ? null : (
            <p class={ui.quiet}>
              {words.found} <code class={css.found}>{trouble.found}</code>
            </p>
          )}
        </Notice>
      )}
      {state === "none" ? null : (
        <ul class={css.parts}>
          {shown.map(({ part, read, announced }) => (
            <li key={part}>
              <span>{words.parts[part]}</span>
              <progress
                max={Math.max(1, announced ?? 1)}
                value={announced === 0 ? 1 : read}
                aria-label={words.parts[part]}
              />
              <span class={css.count}>{words.progress(read, announced)}</span>
            </li>
          ))}
        </ul>
      )}
      {shown.some(({ limited }) => limited) ? <p class={ui.quiet}>{words.limited}</p> : null}
      {refused === null ? null : <Notice tone="failed" title={refused} />}
      <div class={ui.actions}>
        {ACTS[state].map((what) => (
          <button key={what} type="button" class={ui.button} onClick={() => act(what)}>
            {words.acts[what === "begin" && state !== "none" ? "again" : what]}
          </button>
        ))}
      </div>
    </section>
  );
}

/** What can be done in each state. */
const ACTS: Readonly<Record<State["state"], readonly ImportAct[]>> = {
  none: ["begin"],
  running: ["pause", "cancel"],
  incomplete: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  cancelled: ["begin"],
  done: ["begin"],
};
