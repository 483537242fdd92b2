/** Sending a text to oneself: one that says that it works, or a published message with sample data. */
import { useState } from "preact/hooks";
import { TextField } from "../components/field.tsx";
import { Outcome, useTest } from "../components/trial.tsx";
import { config } from "../plan/draft.ts";
import type { Api } from "../server/api.ts";
import { sendTestText } from "../server/sms.ts";
import { smsWords as words } from "../strings/sms.ts";
import ui from "../components/ui.module.css";

export function TextToMe({
  server,
  id,
  message = null,
  action,
  sent,
}: {
  server: Api;
  id: string;
  /** The message's ID. */
  message?: string | null;
  /** What the button says. */
  action: string;
  /** Tells that one was sent, or wasn't. */
  sent?(): void;
}) {
  const [to, setTo] = useState("");
  const [number, setNumber] = useState<string | null>(null);
  const test = useTest(async () => {
    // The function that the server reads numbers with; its table of countries is fetched when it's needed.
    const { e164 } = await import("edgewise/phone.js");
    const country = config.value?.shop?.country;
    const found = e164(to, typeof country === "string" ? country : null);
    if (found === null) throw new Error(words.notANumber);
    setNumber(found);
    const outcome = await sendTestText(server, id, found, message);
    sent?.();
    return outcome;
  });
  return (
    <form
      class={ui.fields}
      onSubmit={(event) => {
        event.preventDefault();
        test.start();
      }}
    >
      <TextField
        label={words.to}
        value={to}
        change={(next) => {
          setTo(next);
          test.clear();
        }}
      />
      <div class={ui.actions}>
        <button type="submit" class={ui.button} disabled={to.trim() === "" || test.busy}>
          {test.busy ? words.sending : action}
        </button>
      </div>
      <Outcome result={test.result} title={words.sent} text={words.sentHelp(number ?? "")} />
    </form>
  );
}
