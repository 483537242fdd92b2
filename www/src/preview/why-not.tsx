/** Why a real customer is not in the workflow now, or not yet: asked of the engine, in its sentences. */
import { useLive } from "../live/use-live.ts";
import { ask } from "../engine/client.ts";
import { chosen, configText, trialText } from "../plan/draft.ts";
import { words } from "../strings/preview.ts";
import { customer, zone } from "./story.ts";
import ui from "../components/ui.module.css";
import css from "./preview.module.css";

export function WhyNot() {
  const known = customer.value;
  const text = configText.value;
  // A text with errors has its own notice above.
  const { value } = useLive(
    known?.state == null
      ? null
      : () => {
          const asked = { workflow: chosen.value, now: known.now, facts: {}, zone: zone.value };
          return ask("whyNot", { config: trialText(0), state: known.state ?? {}, ...asked });
        },
    [known, text],
    { forget: true },
  );
  const said = value ?? [];
  if (said.length === 0) return null;
  return (
    <section class={ui.card} aria-labelledby="why-not">
      <h2 id="why-not">{words.whyNotNow}</h2>
      <ul class={css.whyNot}>
        {said.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
