/** Which workflow is looked at: one of the working copy, or a template. */
import { SelectField } from "../components/field.tsx";
import { words } from "../strings/plan.ts";
import { chosen, ownWorkflows } from "./draft.ts";
import { TEMPLATES } from "./templates.ts";

export function WorkflowPicker() {
  const own = ownWorkflows.value;
  const others = TEMPLATES.filter(({ id }) => !own.some((one) => one.id === id));
  return (
    <SelectField
      label={words.workflow}
      value={chosen.value}
      change={(id) => {
        chosen.value = id;
      }}
    >
      {own.length === 0 ? null : (
        <optgroup label={words.yourWorkflows}>
          {own.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={words.templates}>
        {others.map((one) => (
          <option key={one.id} value={one.id}>
            {one.workflow.name}
          </option>
        ))}
      </optgroup>
    </SelectField>
  );
}
