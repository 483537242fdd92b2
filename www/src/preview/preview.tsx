/** The dry run: somebody, what happens to them, and what would come of it, live while it is edited. */
import { isolated } from "../text/isolated.ts";
import { reasons } from "../engine/reasons.ts";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { words } from "../strings/preview.ts";
import { Happenings } from "./happenings.tsx";
import { PersonCard } from "./person-card.tsx";
import { failure, items, refused, running } from "./run.ts";
import { Slider } from "./slider.tsx";
import { firstName, zone } from "./story.ts";
import { summary } from "./summary.ts";
import { Timeline } from "./timeline.tsx";
import { WhyNot } from "./why-not.tsx";
import ui from "../components/ui.module.css";
import css from "./preview.module.css";

export function DryRun() {
  return (
    <section class={css.dryRun} aria-label={words.dryRun}>
      <div class={css.dryRunStory}>
        <PersonCard />
        <Happenings />
      </div>
      <Outcome />
      <WhyNot />
    </section>
  );
}

function Outcome() {
  if (failure.value !== null && items.value.length === 0) {
    return (
      <Notice
        tone="failed"
        title={words.engineFailed}
        text={`${failure.value} ${words.engineFailedHelp}`}
      />
    );
  }
  const refusal = refused.value ? (
    <Notice
      tone="failed"
      title={items.value.length === 0 ? words.broken : words.brokenSince}
      text={words.brokenHelp}
    />
  ) : null;
  if (refusal !== null && items.value.length === 0) return refusal;
  if (items.value.length === 0) {
    return running.value ? (
      <Loading label={words.loading} />
    ) : (
      <section class={ui.card}>
        <p class={ui.lead} data-part="summary">
          {words.empty}
        </p>
        <p class={ui.quiet}>{words.noEvents}</p>
      </section>
    );
  }
  return (
    <>
      {refusal}
      <section class={ui.card} aria-labelledby="timeline">
        <h2 id="timeline" class={ui.visuallyHidden}>
          {words.timeline}
        </h2>
        <p class={ui.lead} data-part="summary" aria-live="polite">
          {summary(items.value, isolated(firstName.value), zone.value, reasons.value)}
        </p>
        <Slider />
        <Timeline />
      </section>
    </>
  );
}
