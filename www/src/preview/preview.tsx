/** The preview: set a story up on one side, see what comes of it on the other. */
import "../style/preview.css";
import { signal } from "@preact/signals";
import { isolated } from "../parts/isolated.ts";
import { Badge, Notice } from "../parts/notice.tsx";
import { Segments } from "../parts/segments.tsx";
import { choice, workflow } from "../plan/chosen.ts";
import { Editor } from "../plan/editor.tsx";
import { WorkflowCard } from "../plan/workflow-card.tsx";
import { words } from "../words/words.ts";
import { Happenings } from "./happenings.tsx";
import { PersonCard } from "./person-card.tsx";
import { failure, items, refused, running } from "./run.ts";
import { Slider } from "./slider.tsx";
import { firstName, zone } from "./story.ts";
import { summary } from "./summary.ts";
import { Timeline } from "./timeline.tsx";

const editing = signal(false);
/** On a phone one of the two is shown. */
const side = signal<"timeline" | "setUp">("timeline");

export function Preview() {
  const { origin } = choice.value;
  const edit = () => {
    editing.value = true;
    side.value = "timeline";
  };
  const close = () => {
    editing.value = false;
  };
  return (
    <main class="page" id="main">
      <header class="page-head">
        <h1>{workflow.value?.name ?? words.own}</h1>
        <Badge tone={origin === "shop" ? "live" : "draft"}>{words.badge[origin]}</Badge>
      </header>
      <div class="sides-switch">
        <Segments
          label={words.timeline}
          options={[
            ["timeline", words.timeline],
            ["setUp", words.setUp],
          ]}
          value={side.value}
          choose={(value) => {
            side.value = value;
          }}
        />
      </div>
      <div class="sides" data-side={side.value}>
        <div class="side">
          <WorkflowCard edit={edit} />
          <PersonCard />
          <Happenings />
        </div>
        <div class="main">
          {editing.value ? <Editor close={close} /> : null}
          <Outcome edit={edit} />
        </div>
      </div>
    </main>
  );
}

function Outcome({ edit }: { edit(): void }) {
  if (failure.value !== null && items.value.length === 0) {
    return (
      <Notice
        tone="failed"
        title={words.engineFailed}
        text={`${failure.value} ${words.engineFailedHelp}`}
      />
    );
  }
  if (refused.value) {
    return (
      <Notice tone="failed" title={words.broken} text={words.brokenHelp}>
        {editing.value ? null : (
          <button type="button" class="button" onClick={edit}>
            {words.showBroken}
          </button>
        )}
      </Notice>
    );
  }
  if (items.value.length === 0) {
    return running.value ? (
      <Skeleton />
    ) : (
      <section class="card">
        <p class="lead">{words.empty}</p>
        <p class="quiet">{words.noEvents}</p>
      </section>
    );
  }
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline" class="visually-hidden">
        {words.timeline}
      </h2>
      <p class="lead" aria-live="polite">
        {summary(items.value, isolated(firstName.value), zone.value)}
      </p>
      <Slider />
      <Timeline />
    </section>
  );
}

function Skeleton() {
  return (
    <section class="card skeleton" aria-busy="true">
      <p class="lead">{words.loading}</p>
      <div class="bone" />
      <div class="bone" />
      <div class="bone" />
    </section>
  );
}
