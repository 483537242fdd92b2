/** The names that a configuration has, for fields that take one of them. */
import { computed } from "@preact/signals";
import { config } from "../plan/draft.ts";
import { subjectText } from "../text/subject.ts";
import type { Known } from "../schema/form.tsx";

export const known = computed<Known>(() => {
  const written = config.value ?? {};
  const named = (part: string) =>
    (Array.isArray(written[part]) ? (written[part] as { id?: unknown; name?: unknown }[]) : [])
      .filter(({ id }) => typeof id === "string")
      .map(({ id, name }) => ({ value: String(id), text: String(name ?? id) }));
  const messages = Object.entries(written.messages ?? {}).map(([value, { subject, text }]) => ({
    value,
    text: subjectText(String(subject ?? text ?? value)),
  }));
  const some = (list: Known[string]) => (list.length > 0 ? list : undefined);
  const all = {
    message: some(messages),
    tier: some(named("tiers")),
    segment: some(named("segments")),
    topic: some(named("topics")),
    workflow: some(named("workflows")),
  };
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list !== undefined)) as Known;
});
