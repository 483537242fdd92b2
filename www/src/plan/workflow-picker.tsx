/** Which workflow is looked at: a template, one of the shop's, or a text of one's own. */
import { SelectField } from "../parts/field.tsx";
import { tellUsual } from "../preview/story.ts";
import { words } from "../words/words.ts";
import { choice, configText, ownText, shopWorkflows, write } from "./chosen.ts";
import { TEMPLATES } from "./templates.ts";

/** `edit` is called when a text of one's own is chosen: there is something to write. */
export function WorkflowPicker({ edit }: { edit(): void }) {
  const { origin, workflow: id } = choice.value;
  return (
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
