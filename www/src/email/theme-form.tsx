/** How all emails of the shop look. */
import { CONDITION_FIELD } from "../condition/editor.tsx";
import { known } from "../condition/known.ts";
import { config, edit } from "../plan/draft.ts";
import { ObjectForm, type Special } from "../schema/form.tsx";
import { partSchema, resolved } from "../schema/schema.ts";
import { words } from "../strings/email-editor.ts";
import { fieldLabel } from "../strings/fields.ts";
import ui from "../components/ui.module.css";
import css from "./email.module.css";
import { LogoField } from "./images.tsx";

export function ThemeForm() {
  const theme = (config.value?.theme ?? {}) as Record<string, unknown>;
  return (
    <>
      <p class={ui.quiet}>{words.themeHelp}</p>
      <ObjectForm
        schema={partSchema("theme")}
        value={theme}
        change={(next) =>
          edit((whole) => {
            if (Object.keys(next).length === 0) delete whole.theme;
            else whole.theme = next;
          }, "theme")
        }
        known={known.value}
        special={{ ...CONDITION_FIELD, Colors: ColorsField, ThemeLogo: LogoField }}
      />
    </>
  );
}

/** The colors with a swatch each; one that isn't set is the default. */
const ColorsField: Special = ({ value, change, label }) => {
  const colors = (value ?? {}) as Record<string, string>;
  const members = resolved({ $ref: "#/$defs/Colors" }).properties ?? {};
  return (
    <fieldset class={css.colors}>
      <legend>{label}</legend>
      {Object.entries(members).map(([name, schema]) => (
        <label key={name} class={css.color}>
          <input
            type="color"
            value={colors[name] ?? String(schema.default ?? "#000000")}
            onInput={({ currentTarget }) => change({ ...colors, [name]: currentTarget.value })}
          />
          <span>{fieldLabel(name)}</span>
        </label>
      ))}
    </fieldset>
  );
};
