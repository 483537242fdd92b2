/** Which workflow is looked at, and its steps in words. */
import { SelectField } from "../parts/field.tsx";
import {
  choice,
  config,
  configText,
  discardOwn,
  ownText,
  shopWorkflows,
  type Step,
  workflow,
  write,
} from "./chosen.ts";
import { conditionWords, eventsIn, stepsIn, stepWords, triggerWords, ways } from "./step-words.ts";
import { PutLive } from "./put-live.tsx";
import { TEMPLATES } from "./templates.ts";
import { words } from "../words.ts";
import { tellUsual } from "../preview/story.ts";

export function WorkflowCard({ edit, signIn }: { edit(): void; signIn(): void }) {
  const { origin, workflow: id } = choice.value;
  return (
    <section class="card" aria-labelledby="workflow">
      <h2 id="workflow">{words.workflow}</h2>
      <SelectField label={words.workflow} value={`${origin}/${id}`} change={choose}>
        <optgroup label={words.templates}>
          {TEMPLATES.map((one) => (
            <option key={one.id} value={`template/${one.id}`}>
              {one.workflow.name}
            </option>
          ))}
        </optgroup>
        {shopWorkflows.value.length === 0 ? null : (
          <optgroup label={words.shopWorkflows}>
            {shopWorkflows.value.map((one) => (
              <option key={one.id} value={`shop/${one.id}`}>
                {one.name}
              </option>
            ))}
          </optgroup>
        )}
        <option value={origin === "own" ? `own/${id}` : "own/"}>{words.own}</option>
      </SelectField>
      <Steps />
      <div class="actions">
        <PutLive signIn={signIn} />
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

  function choose(value: string): void {
    const [from = "template", ...rest] = value.split("/");
    if (from === "own") {
      // A text of one's own begins as a copy of what is looked at.
      if (ownText.value === null) write(configText.value);
      else choice.value = { origin: "own", workflow: id };
      edit();
      return;
    }
    choice.value = { origin: from === "shop" ? "shop" : "template", workflow: rest.join("/") };
    tellUsual(choice.value.workflow);
  }
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
