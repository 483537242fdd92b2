/** Which workflow is looked at, and its steps in words. */
import { choice, config, discardOwn, type Step, workflow } from "./chosen.ts";
import { conditionWords, eventsIn, stepsIn, stepWords, triggerWords, ways } from "./step-words.ts";
import { PutLive } from "./put-live.tsx";
import { WorkflowPicker } from "./workflow-picker.tsx";
import { words } from "../words/words.ts";

export function WorkflowCard({ edit }: { edit(): void }) {
  const { origin } = choice.value;
  return (
    <section class="card" aria-labelledby="workflow">
      <h2 id="workflow">{words.workflow}</h2>
      <WorkflowPicker edit={edit} />
      <Steps />
      <div class="actions">
        <PutLive />
        <button type="button" class="button" onClick={edit}>
          {words.edit}
        </button>
        {origin === "own" ? (
          <button type="button" class="button" onClick={discardOwn}>
            {words.discard}
          </button>
        ) : null}
      </div>
    </section>
  );
}

function Steps() {
  const shown = workflow.value;
  if (shown === null) return null;
  const exits = eventsIn(shown.exit_on);
  return (
    <div class="steps">
      <p>
        <span class="quiet">{words.startsWhen}</span> {triggerWords(shown)}.
      </p>
      {shown.filter === undefined ? null : (
        <p>
          <span class="quiet">{words.onlyIf}:</span> {conditionWords(shown.filter)}.
        </p>
      )}
      <StepList steps={stepsIn(shown.steps)} />
      {exits.length === 0 ? null : (
        <p>
          <span class="quiet">{words.stopsOn}</span> {exits.join(", ")}.
        </p>
      )}
    </div>
  );
}

function StepList({ steps }: { steps: Step[] }) {
  return (
    <ol class="step-list">
      {steps.map((step, index) => (
        <li key={step.id ?? index} class={step.type === "wait" ? "step-wait" : "step-do"}>
          {stepWords(step, config.value)}
          {ways(step).map((way) => (
            <div key={way.name} class="way">
              <span class="quiet">{way.name}</span>
              <StepList steps={way.steps} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}
