/** Earlier versions of a workflow, and how each differs from what stands in the builder. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Change, diffLines } from "diff";
import type { WorkflowOutline } from "edgewise";
import { useLive } from "../live/use-live.ts";
import { ask } from "../engine/client.ts";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import { chosen, config, editWorkflow, shopZone, workflow } from "../plan/draft.ts";
import { same, type WorkflowText } from "../engine/config-text.ts";
import { api, shop } from "../server/session.ts";
import { askToSignIn } from "../account/sign-in.tsx";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/workflows.ts";
import { question } from "../publish/state.ts";
import { type Revision, revisions } from "../plan/server.ts";
import { revisionsOpen } from "./state.ts";
import { versionLines } from "./version-lines.ts";
import ui from "../components/ui.module.css";
import css from "./workflows.module.css";

const shownRevision = signal<number | null>(null);

export function Revisions() {
  const [open, server, id] = [revisionsOpen.value, api.value, shop.value];
  const asking = open && server !== null && id !== null;
  useEffect(() => {
    if (!open || asking) return;
    revisionsOpen.value = false;
    askToSignIn();
  }, [open, asking]);
  const { value: found, failure } = useLive(
    asking ? (signal) => revisions(server.until(signal), id, chosen.value) : null,
    [asking, server, id],
    { forget: true },
  );
  if (!open || server === null) return null;
  const shown = shownRevision.value ?? found?.[0]?.revision;
  const one = found?.find(({ revision }) => revision === shown);
  return (
    <Dialog
      open
      title={words.revisionsTitle(workflow.value?.name ?? "")}
      close={() => {
        revisionsOpen.value = false;
        shownRevision.value = null;
      }}
    >
      <div class={ui.asked}>
        {failure === null ? null : <Notice tone="failed" title={failure.message} />}
        {found?.length === 0 ? <p class={ui.quiet}>{words.noRevisions}</p> : null}
        <ul class={css.people}>
          {found?.map(({ revision, saved_at: at }, index) => (
            <li key={revision}>
              <button
                type="button"
                class={css.person}
                aria-pressed={revision === shown}
                onClick={() => {
                  shownRevision.value = revision;
                }}
              >
                {words.revision(revision)}
                <span class={ui.quiet}>
                  {shortTime(shopZone.value, at)}
                  {index === 0 ? `, ${words.revisionNow}` : ""}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {one === undefined ? null : <Compared one={one} />}
      </div>
    </Dialog>
  );
}

function Compared({ one }: { one: Revision }) {
  const now = workflow.value;
  // Turning a workflow on or off isn't part of a version, so no version brings that back.
  const before = { ...one.workflow, status: now?.status };
  const [then, today] = [useOutline(before), useOutline(now)];
  if (now === null || then === null || today === null) return null;
  if (same(before, now)) return <p>{words.sameAsNow}</p>;
  const summary = diffLines(
    text([before.name, ...versionLines(then)]),
    text([now.name, ...versionLines(today)]),
  );
  const json = diffLines(JSON.stringify(before, null, 2), JSON.stringify(now, null, 2));
  const summarized = summary.some(({ added, removed }) => added || removed);
  return (
    <>
      <h3>{words.compareWith}</h3>
      {summarized ? <Differences of={summary} /> : null}
      <details open={!summarized}>
        <summary>{summarized ? words.asJson : words.onlyText}</summary>
        <Differences of={json} />
      </details>
      <div class={ui.actions}>
        <button
          type="button"
          class={ui.button}
          onClick={() => {
            revisionsOpen.value = false;
            question.value = { about: "restore", version: one };
          }}
        >
          {words.restore}
        </button>
        <button
          type="button"
          class={ui.button}
          onClick={() => {
            editWorkflow((next) => {
              for (const key of Object.keys(next)) delete next[key];
              Object.assign(next, structuredClone(before));
            });
            revisionsOpen.value = false;
          }}
        >
          {words.takeBack}
        </button>
      </div>
    </>
  );
}

const text = (lines: string[]): string => lines.map((line) => `${line}\n`).join("");

function Differences({ of }: { of: Change[] }) {
  return (
    <ul class={css.diff}>
      {of.flatMap(({ value, added, removed }, place) =>
        value
          .split("\n")
          .filter((line) => line !== "")
          .map((line, index) => (
            <li
              key={`${place}-${index}`}
              data-change={added ? "added" : removed ? "removed" : "same"}
            >
              {added || removed ? (
                <span class={ui.visuallyHidden}>{added ? words.added : words.removed}: </span>
              ) : null}
              {line}
            </li>
          )),
      )}
    </ul>
  );
}

/** The engine's outline of one version of a workflow, in the configuration being edited. */
function useOutline(of: WorkflowText | null): WorkflowOutline | null {
  const written = JSON.stringify({ ...config.value, workflows: of === null ? [] : [of] });
  const { value } = useLive(async () => await ask("outline", { config: written }), [written]);
  return value?.workflows[0] ?? null;
}
