/** A condition in the engine's sentence, to be read only. */
import { useEffect, useState } from "preact/hooks";
import { ask } from "../engine/client.ts";
import { configText } from "../plan/draft.ts";
import { conditionWords } from "../strings/steps.ts";

export function Said({ condition }: { condition: object }) {
  const [sentence, setSentence] = useState<string | null>(null);
  const [config, text] = [configText.value, JSON.stringify(condition)];
  useEffect(() => {
    let overtaken = false;
    ask("say", { config, conditions: [JSON.parse(text)] }).then(
      ([said]) => {
        if (!overtaken) setSentence(said?.sentence ?? null);
      },
      () => {},
    );
    return () => {
      overtaken = true;
    };
  }, [config, text]);
  return <>{sentence ?? conditionWords(condition)}</>;
}
