/** A condition as the engine says it, for whoever shows one. */
import { ask } from "../engine/client.ts";
import { useLive } from "../live/use-live.ts";
import { configText } from "../plan/draft.ts";
import { kindTitle } from "../schema/schema.ts";
import { words } from "../strings/forms.ts";
import { byField, type Condition, type Part } from "./sentence.ts";

/** The engine's sentence in parts; while the engine cannot say it, what kind it is. */
export function useSentence(condition: Condition): { parts: Part[]; fault: string | null } {
  const [config, text] = [configText.value, JSON.stringify(condition)];
  const { value: said } = useLive(async () => {
    const [said] = await ask("say", { config, conditions: [condition] });
    return { parts: said?.parts ?? null, fault: said?.fault ?? null };
  }, [config, text]);
  const kind = kindTitle("Condition", condition.type);
  if (said?.parts != null) return { parts: byField(said.parts), fault: null };
  const fault = said === null ? null : (said.fault ?? words.unreadable);
  return { parts: [{ text: kind, field: null }], fault };
}
