/** A saved workflow's emails, sent to the merchant with sample data. */
import { useState } from "preact/hooks";
import type { TestEmails as Sent } from "edgewise-edge/contract.ts";
import { TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { sendTestEmails } from "../plan/server.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/test-emails.ts";
import ui from "../components/ui.module.css";

export function TestEmails({
  server,
  id,
  workflow,
}: {
  server: Api;
  id: string;
  workflow: string;
}) {
  const [to, setTo] = useState("");
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Sent | { failed: string } | null>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFound(null);
    try {
      setFound(await sendTestEmails(server, id, workflow, to.trim()));
    } catch (error) {
      setFound({ failed: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class={ui.asked} onSubmit={send}>
      <h3>{words.title}</h3>
      <p class={ui.quiet}>{words.help}</p>
      <TextField label={words.to} value={to} change={setTo} />
      <div class={ui.actions}>
        <button type="submit" class={ui.button} disabled={busy || to.trim() === ""}>
          {busy ? words.sending : words.send}
        </button>
      </div>
      {found === null ? null : <Outcome found={found} to={to.trim()} />}
    </form>
  );
}

function Outcome({ found, to }: { found: Sent | { failed: string }; to: string }) {
  if ("failed" in found) return <Notice tone="failed" title={found.failed} />;
  const { sent, trouble } = found;
  if (trouble === null) return <Notice tone="live" title={words.sent(sent, to)} />;
  return (
    <Notice tone="failed" title={trouble.message} text={trouble.help}>
      {trouble.said === null ? null : <p class={ui.quiet}>{words.said(trouble.said)}</p>}
    </Notice>
  );
}
