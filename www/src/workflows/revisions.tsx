/** Earlier versions of a workflow, and how each differs from what stands in the builder. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { diffLines } from "diff";
import { useLive } from "../live/use-live.ts";
import { ask } from "../engine/client.ts";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import { chosen, config, configText, editWorkflow, shopZone, workflow } from "../plan/draft.ts";
import { same, type WorkflowText } from "../engine/config-text.ts";
import { api, shop } from "../server/session.ts";
import { askToSignIn } from "../account/sign-in.tsx";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/workflows.ts";
import { question } from "../publish/state.ts";
import { type Revision, revisions } from "../plan/server.ts";
import { type WorkflowWords, wordsOf } from "../plan/outlined.ts";
import { conditionsIn, outline, type Sentences } from "./outline.ts";
import { revisionsOpen } from "./state.ts";
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
  // Whether it is live is the merchant's to say, and no version brings that back.
  const before = { ...one.workflow, status: now?.status };
  const said = useSentences([before, now]);
  const [then, today] = [useWords(before), useWords(now)];
  if (now === null) return null;
  if (same(before, now)) return <p>{words.sameAsNow}</p>;
  const lines = (of: WorkflowText, other: WorkflowText, spoken: WorkflowWords | null) =>
    outline(of, { other, spoken, said })
      .map((line) => `${line}\n`)
      .join("");
  const reads = diffLines(lines(before, now, then), lines(now, before, today));
  const inWords = reads.some(({ added, removed }) => added || removed);
  const shown = inWords
    ? reads
    : diffLines(JSON.stringify(before, null, 2), JSON.stringify(now, null, 2));
  return (
    <>
      <h3>{words.compareWith}</h3>
      {inWords ? null : <p class={ui.quiet}>{words.onlyText}</p>}
      <ul class={css.diff}>
        {shown.flatMap(({ value, added, removed }, place) =>
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

/** How one version of a workflow reads. */
function useWords(of: WorkflowText | null): WorkflowWords | null {
  const text = JSON.stringify({ ...config.value, workflows: of === null ? [] : [of] });
  const { value } = useLive(async () => wordsOf(await ask("outline", { config: text })), [text]);
  return value?.get(of?.id ?? "") ?? null;
}

/** How the conditions of some workflows read. */
function useSentences(all: (WorkflowText | null)[]): Sentences {
  const [text, asked] = [configText.value, JSON.stringify(all.flatMap(conditionsIn))];
  const { value } = useLive(async () => {
    const conditions = JSON.parse(asked) as object[];
    const found = await ask("say", { config: text, conditions });
    const said = conditions.map((one, index): [string, string] => [
      JSON.stringify(one),
      found[index]?.sentence ?? "",
    ]);
    return new Map(said.filter(([, sentence]) => sentence !== ""));
  }, [text, asked]);
  return value ?? NOTHING_SAID;
}

const NOTHING_SAID: Sentences = new Map();
