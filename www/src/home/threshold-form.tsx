/** From when on something needs the merchant: their choice, kept by the edge. */
import { useAttempt } from "../components/attempt.ts";
import { useState } from "preact/hooks";
import { TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import type { Api } from "../server/api.ts";
import { words } from "../strings/home.ts";
import { setThresholds, type Thresholds } from "../operations/server.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

export function ThresholdForm({
  server,
  id,
  now,
  changed,
}: {
  server: Api;
  id: string;
  now: Thresholds;
  /** Reads everything again. */
  changed(): void;
}) {
  const [draft, setDraft] = useState(now);
  const { trouble, attempt } = useAttempt();
  const check = (text: string) => (/^\d+$/.test(text.trim()) ? null : words.badNumber);
  const keep = () =>
    attempt(async () => {
      await setThresholds(server, id, draft);
      toast(words.kept);
      changed();
    });
  return (
    <details class={`${ui.card} ${css.thresholds}`}>
      <summary>{words.thresholds}</summary>
      <div class={ui.fields}>
        {trouble === null ? null : <Notice tone="failed" title={trouble} />}
        <TextField
          label={words.lateAfter}
          value={String(Math.round(draft.late_ms / 60_000))}
          check={check}
          change={(text) => setDraft({ ...draft, late_ms: Number(text) * 60_000 })}
        />
        <TextField
          label={words.errorsOver}
          value={String(draft.error_percent)}
          check={check}
          change={(text) => setDraft({ ...draft, error_percent: Number(text) })}
        />
        <TextField
          label={words.failedOver}
          value={String(draft.dead_letters)}
          check={check}
          change={(text) => setDraft({ ...draft, dead_letters: Number(text) })}
        />
        <div class={ui.actions}>
          <button type="button" class={ui.button} onClick={keep}>
            {words.keep}
          </button>
        </div>
      </div>
    </details>
  );
}
