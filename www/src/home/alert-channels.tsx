/** Where alerts go besides this page: email addresses, and a webhook or a chat. */
import { useState } from "preact/hooks";
import { useAttempt } from "../components/attempt.ts";
import { SelectField, TextField } from "../components/field.tsx";
import { Notice } from "../components/notice.tsx";
import { toast } from "../components/toast.tsx";
import { useLive } from "../live/use-live.ts";
import { type AlertChannels, alertChannels, setAlertChannels } from "../operations/server.ts";
import type { Api } from "../server/api.ts";
import { words } from "../strings/home.ts";
import ui from "../components/ui.module.css";
import css from "./home.module.css";

type Format = NonNullable<AlertChannels["webhook"]>["format"];

export function AlertChannelForm({ server, id }: { server: Api; id: string }) {
  const { value } = useLive((signal) => alertChannels(server.until(signal), id), [server, id]);
  return (
    <details class={`${ui.card} ${css.thresholds}`}>
      <summary>{words.alertChannels}</summary>
      {value === null ? null : <Form key={id} server={server} id={id} now={value} />}
    </details>
  );
}

function Form({ server, id, now }: { server: Api; id: string; now: AlertChannels }) {
  const [emails, setEmails] = useState(now.emails.join(", "));
  const [url, setUrl] = useState(now.webhook?.url ?? "");
  const [format, setFormat] = useState<Format>(now.webhook?.format ?? "slack");
  const { trouble, attempt } = useAttempt();
  const keep = () =>
    attempt(async () => {
      const written = emails.split(/[\s,;]+/).filter((one) => one !== "");
      const webhook = url.trim() === "" ? null : { url: url.trim(), format };
      await setAlertChannels(server, id, { emails: written, webhook });
      toast(words.kept);
    });
  return (
    <div class={ui.fields}>
      <p class={ui.quiet}>{words.alertChannelsHelp}</p>
      {now.trouble === null ? null : (
        <Notice tone="failed" title={words.alertsLost} text={now.trouble.reason} />
      )}
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
      <TextField label={words.alertEmails} value={emails} change={setEmails} />
      <TextField label={words.alertUrl} value={url} change={setUrl} />
      {url.trim() === "" ? null : (
        <SelectField
          label={words.alertFormat}
          value={format}
          change={(chosen) => setFormat(chosen as Format)}
        >
          {Object.entries(words.alertFormats).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </SelectField>
      )}
      <div class={ui.actions}>
        <button type="button" class={ui.button} onClick={keep}>
          {words.keep}
        </button>
      </div>
    </div>
  );
}
