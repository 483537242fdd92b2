/** One workflow: what it does on one side, what comes of it for somebody on the other. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Picker } from "../components/picker.tsx";
import { SegmentedControl } from "../components/segmented-control.tsx";
import {
  canRedo,
  canUndo,
  chosen,
  config,
  origin,
  redo,
  shopPlan,
  statusOf,
  undo,
  unsaved,
  workflow,
} from "../plan/draft.ts";
import { EmailEditor } from "../email/fetched.tsx";
import { editedEmail } from "../email/state.ts";
import { Editor } from "../plan/editor.tsx";
import { DryRun } from "../preview/preview.tsx";
import { linkTo } from "../route.ts";
import { api, shop } from "../server/session.ts";
import { words as app } from "../strings/app.ts";
import { words } from "../strings/workflows.ts";
import { Finding, FindingsBadge, findingsHere } from "../publish/findings.tsx";
import { GoingLive } from "../publish/going-live.tsx";
import { question } from "../publish/state.ts";
import { duplicateWorkflow } from "../plan/create.ts";
import { Revisions } from "./revisions.tsx";
import { SaveBar, saveTemplate } from "../publish/save-bar.tsx";
import { StateBadge } from "./state-badge.tsx";
import { TestRun } from "./test-run.tsx";
import { openNode, revisionsOpen, testOpen } from "./state.ts";
import { Title } from "./title.tsx";
import { pathOf } from "./node.tsx";
import { Tree } from "./tree.tsx";
import pickerCss from "../components/picker.module.css";
import ui from "../components/ui.module.css";
import findingsCss from "../plan/findings.module.css";
import workflowsCss from "./workflows.module.css";

/** On a phone one of the two is shown. */
const side = signal<"steps" | "dryRun">("steps");
const asText = signal(false);

export function Builder({ id }: { id: string }) {
  const shown = workflow.value;
  useEffect(() => {
    document.addEventListener("keydown", undoByKey);
    return () => document.removeEventListener("keydown", undoByKey);
  }, []);
  if (shown === null && config.value !== null && !unsaved.value) {
    const waiting = api.value !== null && shop.value !== null && shopPlan.value === null;
    return (
      <main class={ui.page} id="main">
        <PageHead title={words.title} back={{ href: linkTo("workflows"), text: words.back }} />
        {waiting ? (
          <Loading label={app.loadingPage} />
        ) : (
          <Notice tone="failed" title={words.unknown} text={words.unknownHelp} />
        )}
      </main>
    );
  }
  const status = origin.value === "template" ? "template" : (statusOf(id) ?? "draft");
  const email = editedEmail.value;
  return (
    <main class={`${ui.page} ${ui.pageWide}`} id="main">
      <PageHead
        title={shown === null ? <bdi>{id}</bdi> : <Title name={shown.name ?? id} />}
        back={{ href: linkTo("workflows"), text: words.back }}
        badge={
          <>
            <StateBadge status={status} />
            <FindingsBadge />
          </>
        }
      >
        <Actions status={status} />
      </PageHead>
      {email === null ? (
        <Sides isBroken={shown === null} />
      ) : (
        <>
          <Tools ofEmail />
          <EmailEditor name={email} />
        </>
      )}
      <SaveBar />
      <GoingLive />
      <TestRun />
      <Revisions />
    </main>
  );
}

/** The steps on one side, and on the other what comes of them. */
function Sides({ isBroken }: { isBroken: boolean }) {
  return (
    <>
      <div class={workflowsCss.sidesSwitch}>
        <SegmentedControl
          label={words.title}
          options={[
            ["steps", words.tabs.steps],
            ["dryRun", words.tabs.dryRun],
          ]}
          value={side.value}
          choose={(value) => {
            side.value = value;
          }}
        />
      </div>
      <div class={`${ui.sides} ${workflowsCss.builder}`} data-side={side.value}>
        <div class={ui.side}>
          <Tools />
          {asText.value || isBroken ? (
            <Editor
              close={() => {
                asText.value = false;
              }}
            />
          ) : (
            <>
              <Tree />
              <Elsewhere />
            </>
          )}
        </div>
        <div class={ui.main}>
          <DryRun />
          <p>
            <a href={linkTo("backtest")}>{words.tryOnPast}</a>
          </p>
        </div>
      </div>
    </>
  );
}

const ask = (about: "live" | "pause" | "remove") => {
  question.value = { about };
};

/** What is done more rarely. */
const MORE: Record<string, () => void> = {
  duplicate: duplicateWorkflow,
  revisions: () => {
    revisionsOpen.value = true;
  },
  remove: () => ask("remove"),
};

function Actions({ status }: { status: string }) {
  // What is saved nowhere has no versions, and is discarded instead of deleted.
  const isSaved = statusOf(chosen.value) !== undefined;
  const more = [
    { value: "duplicate", text: words.duplicate },
    ...(isSaved
      ? [
          { value: "revisions", text: words.revisions },
          { value: "remove", text: words.remove },
        ]
      : []),
  ];
  return (
    <>
      {status === "live" ? (
        <button type="button" class={ui.button} onClick={() => ask("pause")}>
          {words.pause}
        </button>
      ) : null}
      {origin.value === "template" && api.value !== null ? (
        // What is only looked at can't be tested: a test uses what is saved.
        <button type="button" class={ui.button} onClick={saveTemplate}>
          {words.saveTemplate}
        </button>
      ) : (
        <button
          type="button"
          class={ui.button}
          onClick={() => {
            testOpen.value = true;
          }}
        >
          {words.test}
        </button>
      )}
      {origin.value === "template" ? null : (
        <Picker
          label={words.more}
          class={`${ui.button} ${pickerCss.pickerButton}`}
          options={more}
          choose={(deed) => MORE[deed]?.()}
        >
          {words.moreShort}
        </Picker>
      )}
      {status === "live" ? null : (
        <button type="button" class={`${ui.button} ${ui.primary}`} onClick={() => ask("live")}>
          {words.goLive}
        </button>
      )}
    </>
  );
}

function Tools({ ofEmail = false }: { ofEmail?: boolean }) {
  return (
    <div class={`${ui.actions} ${workflowsCss.tools}`}>
      <button type="button" class={ui.button} disabled={!canUndo.value} onClick={undo}>
        ↶ {words.undo}
      </button>
      <button type="button" class={ui.button} disabled={!canRedo.value} onClick={redo}>
        ↷ {words.redo}
      </button>
      {workflow.value === null || ofEmail ? null : (
        <button
          type="button"
          class={ui.button}
          aria-pressed={asText.value}
          onClick={() => {
            asText.value = !asText.value;
          }}
        >
          {words.asText}
        </button>
      )}
    </div>
  );
}

/** What was found, all of it: also what stands in the rules for all messages, or in a segment. */
function Elsewhere() {
  const found = findingsHere();
  if (found.length === 0) return null;
  return (
    <section class={ui.card} aria-labelledby="found">
      <h2 id="found">{words.findings}</h2>
      <ul class={findingsCss.nodeFindings}>
        {found.map((one) => {
          const path = pathOf(one);
          return path === null ? (
            <Finding key={`${one.code}${one.path}`} one={one} />
          ) : (
            <li key={`${one.code}${one.path}`}>
              <button
                type="button"
                class={`${ui.link} ${workflowsCss.findingLink}`}
                onClick={() => show(path)}
              >
                {one.message}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Opens the node that a finding is about, and brings it into sight. */
function show(path: string): void {
  openNode.value = path;
  requestAnimationFrame(() => {
    const node = document.getElementById(`node-${path}`);
    node?.scrollIntoView({ block: "center" });
    node?.focus();
  });
}

/** As everywhere, but not while somebody types: a text field undoes its own typing. */
function undoByKey(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  const { target } = event;
  if (target instanceof HTMLElement && target.matches("input, textarea")) return;
  event.preventDefault();
  if (event.shiftKey) redo();
  else undo();
}
