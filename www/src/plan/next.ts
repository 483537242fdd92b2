/** What would be live if the draft that is looked at went live now. */
import { withOwn, withTemplate } from "./changes.ts";
import { type ConfigText, choice, config } from "./chosen.ts";
import { TEMPLATES } from "./templates.ts";

/** The draft laid over what is live; null while the text that is looked at is not JSON. */
export function nextFrom(live: ConfigText): ConfigText | null {
  const { origin, workflow } = choice.value;
  if (origin === "own") return config.value === null ? null : withOwn(config.value, workflow);
  const template = TEMPLATES.find(({ id }) => id === workflow) ?? TEMPLATES[0];
  return template === undefined ? null : withTemplate(live, template);
}
