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

export function DryRun() {
  return (
    <section class="dry-run" aria-label={words.dryRun}>
      <div class="dry-run-story">
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
      <section class="card">
        <p class="lead">{words.empty}</p>
        <p class="quiet">{words.noEvents}</p>
      </section>
    );
  }
  return (
    <>
      {refusal}
      <section class="card" aria-labelledby="timeline">
        <h2 id="timeline" class="visually-hidden">
          {words.timeline}
        </h2>
        <p class="lead" aria-live="polite">
          {summary(items.value, isolated(firstName.value), zone.value, reasons.value)}
        </p>
        <Slider />
        <Timeline />
      </section>
    </>
  );
}
