/** Why a real customer is not in the workflow now, or not yet: asked of the engine, in its sentences. */
import { useEffect, useState } from "preact/hooks";
import { ask } from "../engine/client.ts";
import { chosen, configText, trialText } from "../plan/draft.ts";
import { words } from "../strings/preview.ts";
import { customer, zone } from "./story.ts";

export function WhyNot() {
  const known = customer.value;
  const [said, setSaid] = useState<string[]>([]);
  const text = configText.value;
  useEffect(() => {
    if (known?.state == null) return setSaid([]);
    let overtaken = false;
    const asked = { workflow: chosen.value, now: known.now, facts: {}, zone: zone.value };
    ask("whyNot", { config: trialText(0), state: known.state, ...asked }).then(
      (sentences) => {
        if (!overtaken) setSaid(sentences);
      },
      // A text with errors has its own notice above.
      () => setSaid([]),
    );
    return () => {
      overtaken = true;
    };
  }, [known, text]);
  if (said.length === 0) return null;
  return (
    <section class="card" aria-labelledby="why-not">
      <h2 id="why-not">{words.whyNotNow}</h2>
      <ul class="why-not">
        {said.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
