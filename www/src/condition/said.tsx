/** A condition in the engine's sentence, to be read only. */
import { useLive } from "../live/use-live.ts";
import { ask } from "../engine/client.ts";
import { configText } from "../plan/draft.ts";
import { kindTitle } from "../schema/schema.ts";

export function Said({ condition }: { condition: object }) {
  const [config, text] = [configText.value, JSON.stringify(condition)];
  const { value: sentence } = useLive(async () => {
    const [said] = await ask("say", { config, conditions: [JSON.parse(text)] });
    return said?.sentence ?? null;
  }, [config, text]);
  return <>{sentence ?? kindTitle("Condition", String((condition as { type?: unknown }).type))}</>;
}
