/** Earlier versions of a workflow, and how each differs from what stands in the builder. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { diffLines } from "diff";
import { Dialog } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { chosen, config, editWorkflow, shopZone, workflow } from "../plan/draft.ts";
import { stepsIn, stepWords, triggerWords } from "../words/steps.ts";
import { type Step, same, type WorkflowText } from "../plan/types.ts";
import { api, shop } from "../server/session.ts";
import { askToSignIn } from "../sign-in.tsx";
import { shortTime } from "../story/zone.ts";
import { valueLabel } from "../words/fields.ts";
import { words } from "../words/workflows.ts";
import { type Revision, revisions } from "./server.ts";
import { waysOf } from "./steps.ts";

export const revisionsOpen = signal(false);
const found = signal<Revision[] | null>(null);
const shownRevision = signal<number | null>(null);
const trouble = signal<string | null>(null);

export function Revisions() {
  const [open, server, id] = [revisionsOpen.value, api.value, shop.value];
  useEffect(() => {
    if (!open) return;
    found.value = null;
    trouble.value = null;
    if (server === null || id === null) {
      revisionsOpen.value = false;
      askToSignIn();
      return;
    }
    revisions(server, id, chosen.value).then(
      (list) => {
        found.value = list;
        shownRevision.value = list[0]?.revision ?? null;
      },
      (error: Error) => {
        trouble.value = error.message;
      },
    );
  }, [open, server, id]);
  if (!open || server === null) return null;
  const one = found.value?.find(({ revision }) => revision === shownRevision.value);
  return (
    <Dialog
      open
      title={words.revisionsTitle(workflow.value?.name ?? "")}
      close={() => {
        revisionsOpen.value = false;
      }}
    >
      <div class="asked">
        {trouble.value === null ? null : <Notice tone="failed" title={trouble.value} />}
        {found.value?.length === 0 ? <p class="quiet">{words.noRevisions}</p> : null}
        <ul class="people">
          {found.value?.map(({ revision, saved_at: at }, index) => (
            <li key={revision}>
              <button
                type="button"
                class="person"
                aria-pressed={revision === shownRevision.value}
                onClick={() => {
                  shownRevision.value = revision;
                }}
              >
                {words.revision(revision)}
                <span class="quiet">
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
  if (now === null) return null;
  // Whether it is live is the merchant's to say, and no version brings that back.
  const before = { ...one.workflow, status: now.status };
  if (same(before, now)) return <p>{words.sameAsNow}</p>;
  const reads = diffLines(outline(before).join("\n"), outline(now).join("\n"));
  const inWords = reads.some(({ added, removed }) => added || removed);
  const shown = inWords
    ? reads
    : diffLines(JSON.stringify(before, null, 2), JSON.stringify(now, null, 2));
  return (
    <>
      <h3>{words.compareWith}</h3>
      {inWords ? null : <p class="quiet">{words.onlyText}</p>}
      <ul class="diff">
        {shown.flatMap(({ value, added, removed }, place) =>
          value
            .split("\n")
            .filter((line) => line !== "")
            .map((line, index) => (
              <li
                key={`${place}-${index}`}
                class={added ? "diff-added" : removed ? "diff-removed" : "diff-same"}
              >
                {added || removed ? (
                  <span class="visually-hidden">{added ? words.added : words.removed}: </span>
                ) : null}
                {line}
              </li>
            )),
        )}
      </ul>
      <button
        type="button"
        class="button"
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
    </>
  );
}

/** A workflow as its lines read, so that a difference is one that a merchant can read. */
function outline(one: WorkflowText): string[] {
  const lines = (steps: Step[], depth: number): string[] =>
    steps.flatMap((step) => [
      `${"  ".repeat(depth)}${stepWords(step, config.value)}`,
      ...waysOf(step, []).flatMap(({ name, steps: then }) => [
        `${"  ".repeat(depth + 1)}${(words.wayNames as Record<string, string>)[name] ?? name}:`,
        ...lines(then, depth + 2),
      ]),
    ]);
  const exits = Array.isArray(one.exit_on) ? one.exit_on.map(String) : [];
  return [
    one.name,
    `${words.startsWhen} ${triggerWords(one)}`,
    ...lines(stepsIn(one.steps), 0),
    ...(exits.length === 0
      ? []
      : [`${words.stopsWhen} ${exits.map((one) => valueLabel(one)).join(", ")}`]),
  ];
}
