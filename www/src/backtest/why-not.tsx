/** What kept people out, and messages from going: a bar per reason, the most frequent first. */
import { Ranked } from "../charts/ranked.tsx";
import { nouns } from "../strings/nouns.ts";
import { counted } from "../text/plural.ts";
import { whyNot } from "./numbers.ts";
import { lookAt } from "./crowd.ts";
import type { Outcome } from "./run.ts";
import { FATES, words } from "../strings/backtest.ts";
import ui from "../components/ui.module.css";

export function WhyNot({ outcome }: { outcome: Outcome }) {
  const { report, workflow, because } = outcome;
  const tally = report.draft.workflows[workflow.id];
  const all = whyNot(tally);
  const shown = all.filter(({ reason }) => reason !== OTHER_EVENT);
  const others = all.find(({ reason }) => reason === OTHER_EVENT);
  if (all.length === 0) return null;
  return (
    <Ranked
      title={words.whyNot}
      note={others === undefined ? undefined : words.otherEvents(others.times)}
      ranks={shown.map(({ fate, reason, times }) => {
        const label = words.fateBecause(FATES[fate], because[reason] ?? reason);
        const given = tally?.given[reason];
        return {
          key: `${fate}${reason}`,
          label,
          value: times,
          more:
            given === undefined ? null : (
              <button
                type="button"
                class={ui.link}
                onClick={() => lookAt({ title: label, named: given.named, people: given.people })}
              >
                {counted(given.people, nouns.person)}
              </button>
            ),
        };
      })}
    />
  );
}

/** Events that a workflow does not wait for are listed apart: they kept nobody out. */
const OTHER_EVENT = "trigger-not-met";
