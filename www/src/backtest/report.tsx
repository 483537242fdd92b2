/** What would have come of it: first the sentence, then pictures, then tables, then people. */
import { Notice } from "../components/notice.tsx";
import { Basis, Missing } from "./basis.tsx";
import { Fatigue } from "./fatigue.tsx";
import { OverTime } from "./over-time.tsx";
import { People } from "./people.tsx";
import { type Outcome, outdated, run, source } from "./run.ts";
import { counting, sentence } from "./sentence.ts";
import { AgainstLive, Collisions, Steps } from "./tables.tsx";
import { WhyNot } from "./why-not.tsx";
import { words } from "../strings/backtest.ts";
import css from "./backtest.module.css";
import ui from "../components/ui.module.css";

export function Report({ outcome }: { outcome: Outcome }) {
  return (
    <>
      {outdated.value ? <Outdated /> : null}
      <section class={`${ui.card} ${css.report}`} aria-labelledby="outcome">
        <h2 id="outcome" class={ui.visuallyHidden}>
          {words.outcome}
        </h2>
        <div class={css.said}>
          <p class={ui.lead} data-part="summary" role="status">
            {sentence(outcome)}
          </p>
          <p class={ui.quiet}>{counting(outcome)}</p>
        </div>
        <Missing outcome={outcome} />
        <OverTime outcome={outcome} />
        <WhyNot outcome={outcome} />
        <Fatigue outcome={outcome} />
        <Steps outcome={outcome} />
        <AgainstLive outcome={outcome} />
        <Collisions outcome={outcome} />
      </section>
      <People outcome={outcome} />
      <Basis outcome={outcome} />
    </>
  );
}

function Outdated() {
  const from = source.value;
  return (
    <Notice tone="held" title={words.outdated} text={words.outdatedHelp}>
      {from === null ? null : (
        <button type="button" class={ui.button} onClick={() => run(from)}>
          {words.again}
        </button>
      )}
    </Notice>
  );
}
